"""Copies of the whole database, made and put back while others work.

Both ways go through SQLite's own backup: a file that is merely copied or put in place would miss,
or wrongly replay, what still lies in the log beside it.
"""

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import arrow

from models.rules.refusal import Refusal
from models.store import migrations, sqlite

if TYPE_CHECKING:
    from models.store.engine import Store

KEPT = 14
"""How many backups stay."""


def backup(
    source: "Store | Path",
    folder: Path,
    *,
    keep: int = KEPT,
    label: str = "",
    at: dt.datetime | None = None,
) -> Path:
    """Copies the database, as it is at this moment, into a folder that only its owner may read.

    Args:
        keep: how many copies without a label stay; the oldest go.
        label: part of the name of a copy that is not to be counted and never goes by itself.
        at: the moment in the name, instead of now.

    Returns:
        The copy.

    Raises:
        Refusal: when there is no room, or the copy cannot be read back.
    """
    path = _path(source)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    moment = arrow.get(at or arrow.utcnow()).to("utc").format("YYYYMMDD-HHmmss-SSS")
    name = f"{path.stem}-{moment}{'-' + label if label else ''}.db"
    target = folder / name
    with sqlite.refusing(target):
        try:
            sqlite.make_file(target)
            with closing(sqlite.connect(path)) as origin, closing(sqlite.connect(target)) as copy:
                origin.backup(copy)
                # One file, so that it can be carried away without its log.
                copy.execute("PRAGMA journal_mode=DELETE").close()
                _check(copy, target)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
    for old in backups(folder, path.stem)[keep:]:
        old.unlink()
    return target


def backups(folder: Path, stem: str = "*") -> list[Path]:
    """The copies in a folder that have no label, latest first."""
    digits = "[0-9]" * 8 + "-" + "[0-9]" * 6 + "-" + "[0-9]" * 3
    return sorted(
        folder.glob(f"{stem}-{digits}.db"), key=lambda path: path.name[-22:], reverse=True
    )


def restore(
    target: "Store | Path", copy: Path, *, steps: migrations.Steps = migrations.STEPS
) -> None:
    """Puts a copy back into the live database; every open desk sees it as one change.

    A copy of an older version is taken as it is: the next start upgrades it.

    Raises:
        Refusal: when the copy is not ours, is newer than this program, or is damaged.
    """
    path = _path(target)
    if not copy.is_file():
        raise Refusal("refuse.store.no_backup", path=str(copy))
    with sqlite.refusing(copy), closing(_open_read_only(copy)) as origin:
        version = migrations.version_of(origin, copy)
        if version is None:
            raise Refusal("refuse.store.not_ours", path=str(copy))
        if version not in steps.versions:
            raise Refusal("refuse.store.newer", path=str(copy))
        _check(origin, copy)
        sqlite.make_file(path)
        with sqlite.refusing(path), closing(sqlite.connect(path)) as live:
            origin.backup(live)


def _path(place: "Store | Path") -> Path:
    return place if isinstance(place, Path) else place.path


def _open_read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)


def _check(driver: sqlite3.Connection, path: Path) -> None:
    if driver.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        raise Refusal("refuse.store.damaged", path=str(path))
