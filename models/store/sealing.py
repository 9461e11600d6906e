"""A file encrypted, or encrypted no more: written anew beside itself, looked through, put in place.

Nobody else may have it open meanwhile; whoever had it would write into what lies there no longer.
"""

import os
import secrets
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from models.rules.refusal import Refusal
from models.store.driver import driver_for, errors, unlock
from models.store.sqlite import SqliteFile


def convert(source: SqliteFile, key: str, check: Callable[[SqliteFile], None]) -> SqliteFile:
    """Writes a file anew with another key, or with none.

    Args:
        check: looks the new file through, and raises where it is not sound.

    Raises:
        Refusal: when somebody else has the file open, there is no room, or the new one is not
            sound; then everything is as it was.
    """
    part = source.path.with_name(f".{source.path.name}.{secrets.token_hex(4)}.part")
    made = SqliteFile(part, key)
    made.make()
    try:
        with source.refusing(), closing(_alone(source)) as driver:
            _pour(driver, made)
            check(made)
            os.replace(part, source.path)
    finally:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{part}{suffix}").unlink(missing_ok=True)
    _to_disk(source.path.parent)
    return SqliteFile(source.path, key)


def _alone(source: SqliteFile) -> sqlite3.Connection:
    """A connection beside which there is no other: the log is taken in and gone."""
    driver: sqlite3.Connection = driver_for(source.key or "any").connect(
        f"{source.path.as_uri()}?mode=rw", uri=True, timeout=1.0, isolation_level=None
    )
    try:
        unlock(driver, source.key)
        driver.execute("PRAGMA locking_mode=EXCLUSIVE").close()
        mode = driver.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        if mode != "delete":
            raise Refusal("refuse.keys.in_use", path=source.name)
        driver.execute("BEGIN EXCLUSIVE").close()
        driver.execute("COMMIT").close()
    except errors() as error:
        driver.close()
        if str(getattr(error, "sqlite_errorname", "")).startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise Refusal("refuse.keys.in_use", path=source.name) from error
        raise
    except BaseException:
        driver.close()
        raise
    return driver


def _pour(driver: sqlite3.Connection, made: SqliteFile) -> None:
    key = f"x'{made.key}'" if made.key else ""
    driver.execute(f'ATTACH DATABASE ? AS made KEY "{key}"', (str(made.path),)).close()
    driver.execute("SELECT sqlcipher_export('made')").close()
    driver.execute("DETACH DATABASE made").close()


def _to_disk(folder: Path) -> None:
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        os.fsync(opened)
        os.close(opened)
