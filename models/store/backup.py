"""Copies of the whole database, made and put back while others work, by its own means."""

import datetime as dt
from pathlib import Path

import arrow

from models.rules.refusal import Refusal
from models.store import migrations
from models.store.database import Database

KEPT = 14
"""How many backups stay."""


def backup(
    source: Database,
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
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    moment = arrow.get(at or arrow.utcnow()).to("utc").format("YYYYMMDD-HHmmss-SSS")
    name = f"{source.stem}-{moment}{'-' + label if label else ''}{source.suffix}"
    target = folder / name
    try:
        source.dump(target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    for old in backups(folder, source)[keep:]:
        old.unlink()
    return target


def backups(folder: Path, source: Database) -> list[Path]:
    """The copies of a database in a folder that have no label, latest first."""
    digits = "[0-9]" * 8 + "-" + "[0-9]" * 6 + "-" + "[0-9]" * 3
    found = folder.glob(f"{source.stem}-{digits}{source.suffix}")
    return sorted(found, key=lambda path: path.name, reverse=True)


def restore(target: Database, copy: Path, *, steps: migrations.Steps = migrations.STEPS) -> None:
    """Puts a copy back into the live database; every open desk sees it as one change.

    A copy of an older version is taken as it is: the next start upgrades it.

    Raises:
        Refusal: when the copy is not ours, is newer than this program, or is damaged.
    """
    if not copy.is_file():
        raise Refusal("refuse.store.no_backup", path=str(copy))
    version = target.version_of_dump(copy)
    if version is None:
        raise Refusal("refuse.store.not_ours", path=str(copy))
    if version not in steps.versions:
        raise Refusal("refuse.store.newer", path=str(copy))
    target.load(copy)
