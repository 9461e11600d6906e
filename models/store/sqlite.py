"""Everything that holds of SQLite only: the file, its pragmas, its errors.

A database is one file that only its owner may read. Writers queue (`BEGIN IMMEDIATE`), readers see
one moment and never wait. A connection that reads cannot write.
"""

import errno
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from models.rules.refusal import Refusal

BUSY_SECONDS = 5
"""How long a writer waits for its turn; 25 writers at once need less than 2 s."""

WRITES = "quanan_writes"
"""Execution option of connections that begin as a writer."""

_ALLOWED = "quanan_allowed"
"""Where a connection keeps whether it may change data."""

_REASONS = {
    "SQLITE_BUSY": "refuse.store.busy",
    "SQLITE_LOCKED": "refuse.store.busy",
    "SQLITE_FULL": "refuse.store.full",
    "SQLITE_READONLY": "refuse.store.readonly",
    "SQLITE_PERM": "refuse.store.readonly",
    "SQLITE_CANTOPEN": "refuse.store.cannot_open",
    "SQLITE_NOTADB": "refuse.store.not_ours",
    "SQLITE_CORRUPT": "refuse.store.damaged",
    "SQLITE_IOERR": "refuse.store.disk",
}

APPEND_ONLY = """
CREATE TRIGGER IF NOT EXISTS {table}_never_{deed} BEFORE {deed} ON {table}
BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END
"""


def file_of(url: str) -> Path:
    """The file behind a database URL, or behind a plain path.

    Raises:
        Refusal: when the URL names no database that can be opened.
    """
    if "://" not in url:
        return Path(url).expanduser().absolute()
    if not url.startswith("sqlite:///") or url == "sqlite:///:memory:":
        raise Refusal("refuse.store.url", url=sa.make_url(url).render_as_string(hide_password=True))
    return Path(url.removeprefix("sqlite:///")).absolute()


def make_file(path: Path) -> None:
    """Creates an empty file that only its owner may read, unless there is one.

    Raises:
        Refusal: when there can be no file there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        if not path.parent.is_dir():
            raise Refusal("refuse.store.cannot_open", path=str(path)) from None
    except OSError as error:
        full = error.errno == errno.ENOSPC
        key = "refuse.store.full" if full else "refuse.store.cannot_open"
        raise Refusal(key, path=str(path)) from error


def keep_private(path: Path) -> None:
    """Takes the file away from everybody but its owner, if others could read it."""
    if path.stat().st_mode & 0o077:
        with suppress(PermissionError):  # somebody else's file: the owner decides
            os.chmod(path, 0o600)


def make_engine(path: Path, *, scratch: bool = False) -> sa.Engine:
    """The engine of one database file; no connection is opened yet.

    Args:
        scratch: whether a power cut may cost the whole file, because it can be made again.
    """
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        connect_args={"timeout": BUSY_SECONDS, "isolation_level": None},
        # Chinese takes three bytes as itself and six as an escape.
        json_serializer=partial(json.dumps, ensure_ascii=False),
    )
    event.listen(engine, "connect", _prepare)
    if scratch:
        event.listen(engine, "connect", _hurry)
    event.listen(engine, "begin", _begin)
    return engine


def connect(path: Path) -> sqlite3.Connection:
    """A connection of its own, outside the pool, that commits every statement by itself."""
    return sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )


def driver_of(connection: sa.Connection) -> sqlite3.Connection:
    """The driver's own connection, for what is no statement of a transaction."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError("not a connection of SQLite")
    return driver


def allow_writes(connection: sa.Connection, allowed: bool) -> None:
    """Lets this connection change data, or has SQLite itself refuse it.

    Saying so makes SQLite parse every statement of the connection anew, so it is said only when it
    is not so already.
    """
    if connection.info.get(_ALLOWED) is not allowed:
        driver_of(connection).execute(f"PRAGMA query_only={'OFF' if allowed else 'ON'}").close()
        connection.info[_ALLOWED] = allowed


def rows_written(connection: sa.Connection) -> int:
    """How many rows were written through this connection since it was opened, by any statement."""
    return driver_of(connection).total_changes


def next_id(connection: sa.Connection, table: str) -> int:
    """The id that the next row of a table gets; who writes keeps everybody else from it."""
    asked = "SELECT seq FROM sqlite_sequence WHERE name = ?"
    return int(connection.exec_driver_sql(asked, (table,)).scalar() or 0) + 1


def defer_foreign_keys(connection: sa.Connection) -> None:
    """Has foreign keys asked at the end of this transaction instead of after each statement."""
    driver_of(connection).execute("PRAGMA defer_foreign_keys=ON").close()


def inode(path: Path) -> tuple[int, int] | None:
    """What tells one file from another that took its place."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Turns what the database says no with into a refusal that a person can act on."""
    try:
        yield
    except StaleDataError as error:
        raise Refusal("refuse.store.stale") from error
    except (DBAPIError, sqlite3.Error) as error:
        found = error.orig if isinstance(error, DBAPIError) else error
        name = str(getattr(found, "sqlite_errorname", ""))
        for prefix, key in _REASONS.items():
            if name.startswith(prefix):
                raise Refusal(key, path=str(path)) from error
        raise


def damage(driver: sqlite3.Connection) -> list[str]:
    """What SQLite itself finds wrong: broken pages, and rows that refer to rows that are gone."""
    found = [str(line) for (line,) in driver.execute("PRAGMA integrity_check")]
    lost = driver.execute("PRAGMA foreign_key_check")
    return [line for line in found if line != "ok"] + [
        f"{table}:{row_id} -> {parent}" for table, row_id, parent, _ in lost
    ]


def empty_log(path: Path) -> None:
    """Takes the log beside the file in and empties it, where nobody needs it at this moment.

    Taken in alone, it would keep older pages until they happen to be written over.
    """
    with closing(connect(path)) as driver:
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()


def append_only(tables: dict[str, tuple[str, ...]]) -> list[str]:
    """The statements that have the database itself refuse deeds on tables of the journal."""
    return [
        APPEND_ONLY.format(table=table, deed=deed).strip()
        for table, deeds in tables.items()
        for deed in deeds
    ]


def _prepare(driver: sqlite3.Connection, _record: object) -> None:
    driver.execute("PRAGMA journal_mode=WAL").close()
    # FULL keeps the last commit through a power cut as well.
    driver.execute("PRAGMA synchronous=FULL").close()
    driver.execute("PRAGMA foreign_keys=ON").close()
    # Without it INSERT OR REPLACE would pass the triggers that keep the journal append-only.
    driver.execute("PRAGMA recursive_triggers=ON").close()
    # What was erased is overwritten with zeros; not every build of SQLite does so by itself.
    driver.execute("PRAGMA secure_delete=ON").close()


def _hurry(driver: sqlite3.Connection, _record: object) -> None:
    driver.execute("PRAGMA synchronous=OFF").close()


def _begin(connection: sa.Connection) -> None:
    writes = bool(connection.get_execution_options().get(WRITES))
    allow_writes(connection, writes)
    driver_of(connection).execute("BEGIN IMMEDIATE" if writes else "BEGIN").close()
