"""Copies of the whole database, made and put back while others work, by its own means.

The promise: what bears the name of a copy is whole and was read through after it was written; a
half-written one never bears it. A copy is put back only once it was looked through, and never
before the present state was copied too.
"""

import datetime as dt
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from models.rules import keeping
from models.rules.refusal import Refusal
from models.store import migrations
from models.store.acts import JOURNAL, REVISION
from models.store.clock import Clock
from models.store.database import WRITES, Database

if TYPE_CHECKING:
    from models.store.engine import Store

BACKUP = "store.backup"
"""The name of the daily duty, and of its act."""
BEFORE_IMPORT, BEFORE_RESTORE = "before-import", "before-restore"
"""Labels of copies that are made before something that many rows depend on."""

_MOMENT = "%Y%m%d-%H%M%S"
_REST = re.compile(r"(\d{8}-\d{6})-(\d{3})(?:-([a-z0-9-]+))?")
_PART = ".part"
_ABANDONED = dt.timedelta(hours=1)
"""After so long a half-written copy is nobody's any more."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy in a folder."""

    path: Path
    at: dt.datetime
    """When it was made, in UTC."""
    label: str


def keep_copy(store: "Store", label: str = "") -> Path | None:
    """Makes a copy where this machine keeps them; None for a store that nobody keeps copies of.

    Raises:
        Refusal: when none could be made; the alarm says so as long as that is so.
    """
    if store.backups is None or store.clock.demonstrates:
        return None
    try:
        made = backup(store.database, store.backups, store.clock, label=label)
    except Refusal as refusal:
        note(store, refusal)
        raise
    note(store, None)
    return made


def before_upgrade(source: Database, folder: Path | None, newest: str) -> Path:
    """Copies a database that is about to be brought to another version.

    Where the folder of copies cannot be had, beside it: nobody is kept from the desk because a disk
    is not plugged in.

    Raises:
        Refusal: when it cannot be copied at all.
    """
    label = f"before-{newest}"
    if folder is not None:
        try:
            return backup(source, folder, label=label)
        except Refusal as refusal:
            if refusal.key == "refuse.backups.damaged":
                raise
    source.folder.parent.mkdir(parents=True, exist_ok=True)
    return backup(source, source.folder, label=label)


def note(store: "Store", trouble: Refusal | None) -> None:
    """Keeps why the last copy could not be made here, and has it told at the next look."""
    store.backup_trouble = trouble
    # Another thread may be reading, and keeping something, at this very moment.
    for name in list(store.kept):
        if name[0].startswith("backups."):
            store.kept.pop(name, None)


def backup(source: Database, folder: Path, clock: Clock | None = None, *, label: str = "") -> Path:
    """Copies the database, as it is at this moment, into a folder; what is too many there goes.

    Args:
        clock: whose moment the copy bears, and whose days are counted.
        label: why it is made apart from the daily ones.

    Returns:
        The copy, which only its owner may read.

    Raises:
        Refusal: when there is no such folder or no room, or the copy cannot be read back.
    """
    clock = clock or Clock()
    with _told_of(folder):
        # The folder above is not made: where a disk was pulled out, its place would be filled.
        folder.mkdir(mode=0o700, exist_ok=True)
        # Another desk may be at one of the very same moment.
        part = folder / f".{_called(source)}-{secrets.token_hex(4)}{_PART}"
        try:
            source.dump(part)
            _to_disk(part)
            if source.version_of_dump(part) is None:
                raise Refusal("refuse.store.not_ours", path=str(part))
            target = part.rename(_free_name(source, folder, clock.now(), label))
        finally:
            part.unlink(missing_ok=True)
        _to_disk(folder)
        _tidy(source, folder, clock)
    return target


def copies(source: Database, folder: Path) -> list[Copy]:
    """The copies of a database in a folder, latest first; none where there is no such folder."""
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    begin, end = f"{_called(source)}-", source.suffix
    found = []
    for name in names:
        if name.startswith(begin) and name.endswith(end):
            rest = _REST.fullmatch(name[len(begin) : -len(end)])
            if rest is not None:
                at = dt.datetime.strptime(rest[1], _MOMENT).replace(tzinfo=dt.UTC)
                at += dt.timedelta(milliseconds=int(rest[2]))
                found.append(Copy(folder / name, at, rest[3] or ""))
    return sorted(found, key=lambda one: one.at, reverse=True)


def halves(source: Database, folder: Path) -> list[Path]:
    """What is left in a folder of copies that were never finished, or are being written now."""
    return list(folder.glob(f".{_called(source)}-*{_PART}*"))


def everything_of(source: Database, folder: Path) -> list[Path]:
    """Whatever was ever written of a database into a folder of copies: labelled, half, damaged."""
    names = (f"{_called(source)}-*", f".{_called(source)}-*")
    return [path for name in names for path in folder.glob(name)]


def version_of(kind: Database, copy: Path, steps: migrations.Steps = migrations.STEPS) -> str:
    """The schema's version in a copy, once the copy was read through.

    Args:
        kind: a database of the kind that the copy was made of.

    Raises:
        Refusal: when there is no such file, or it is not ours, is newer than this program, or is
            damaged.
    """
    if not copy.is_file():
        raise Refusal("refuse.store.no_backup", path=str(copy))
    version = kind.version_of_dump(copy)
    if version is None:
        raise Refusal("refuse.store.not_ours", path=str(copy))
    if version not in steps.versions:
        raise Refusal("refuse.store.newer", path=str(copy))
    return version


def restore(target: Database, copy: Path) -> None:
    """Puts a copy back into the live database; every open desk sees it as one change.

    Numbers of what moved go on from where they were, so that no desk takes what it remembers for
    what is there now. A copy of an older version is taken as it is: opening it brings it to this
    one.

    Raises:
        Refusal: when the copy is not ours, is newer than this program, or is damaged.
    """
    version_of(target, copy)
    behind = _revisions(target)
    with target.refusing():
        target.load(copy)
    _outrun(target, behind)


def keep_present(target: Database, folder: Path, clock: Clock) -> Path | None:
    """Copies what a restore is about to replace; None where there is nothing yet.

    What is too damaged to be copied by the database's own means is kept as it lies there.

    Raises:
        Refusal: when it cannot be kept, or is somebody else's.
    """
    try:
        if not target.exists():
            return None
        return backup(target, folder, clock, label=BEFORE_RESTORE)
    except Refusal as refusal:
        # "Not ours" without a cause was looked into: a sound database of another program.
        garbage = refusal.key == "refuse.store.not_ours" and refusal.__cause__ is not None
        if target.file is None or not (garbage or refusal.key == "refuse.backups.damaged"):
            raise
        return _kept_raw(target.file, folder / f"{_called(target)}-{_stamp(clock.now())}.damaged")


def _kept_raw(file: Path, place: Path) -> Path:
    with _told_of(place.parent):
        for suffix in ("", "-wal"):
            if (origin := Path(f"{file}{suffix}")).exists():
                kept = Path(f"{place}{suffix}")
                kept.touch(mode=0o600)
                shutil.copyfile(origin, kept)
                _to_disk(kept)
    return place


def _revisions(target: Database) -> dict[str, int]:
    """How often each area moved; nothing where there is no database that could be asked."""
    engine = target.engine()
    try:
        with target.refusing(), engine.connect() as connection:
            return {area: n for area, n in connection.execute(sa.select(REVISION))}
    except (Refusal, DBAPIError):
        return {}  # damaged, or empty: then no desk remembers anything of it either
    finally:
        engine.dispose()


def _outrun(target: Database, behind: dict[str, int]) -> None:
    """Has every area have moved once more than anybody has seen."""
    # The journal's own number counts its acts, and is looked at together with the last of them.
    behind = {area: n + 1 for area, n in behind.items() if area != JOURNAL}
    engine = target.engine()
    try:
        with engine.execution_options(**{WRITES: True}).begin() as connection:
            there = {area: n for area, n in connection.execute(sa.select(REVISION))}
            for area, n in behind.items():
                if area not in there:
                    connection.execute(REVISION.insert(), {"area": area, "n": n})
                elif there[area] < n:
                    moved = REVISION.update().where(REVISION.c.area == area)
                    connection.execute(moved.values(n=n))
    finally:
        engine.dispose()


def _called(source: Database) -> str:
    """How the names of its copies begin: databases of one name must not be taken for each other."""
    return f"{source.stem}-{hashlib.sha256(source.name.encode()).hexdigest()[:6]}"


def _free_name(source: Database, folder: Path, at: dt.datetime, label: str) -> Path:
    while True:
        rest = f"{_stamp(at)}-{label}" if label else _stamp(at)
        target = folder / f"{_called(source)}-{rest}{source.suffix}"
        if not target.exists():
            return target
        at += dt.timedelta(milliseconds=1)


def _stamp(at: dt.datetime) -> str:
    return f"{at:{_MOMENT}}-{at.microsecond // 1000:03}"


def _tidy(source: Database, folder: Path, clock: Clock) -> None:
    """Lets go of the copies that are too many, and of halves that nobody writes any more."""
    there = {
        keeping.Copy(clock.local(one.at), one.label): one.path for one in copies(source, folder)
    }
    # Two made in one millisecond bear one apart: none may count as being ahead of now.
    now = clock.local(clock.now() + dt.timedelta(seconds=1))
    for gone in there.keys() - keeping.staying(there, now):
        there[gone].unlink(missing_ok=True)
    long_ago = dt.datetime.now().timestamp() - _ABANDONED.total_seconds()
    for half in halves(source, folder):
        with suppress(FileNotFoundError):
            if half.stat().st_mtime < long_ago:
                half.unlink()


@contextmanager
def _told_of(folder: Path) -> Iterator[None]:
    """Says of the folder what the disk said of a file in it."""
    try:
        yield
    except OSError as error:
        raise Refusal("refuse.backups.folder", path=str(folder), said=error.strerror) from error
    except Refusal as refusal:
        key = _OF_A_COPY.get(refusal.key)
        if key is None:
            raise
        raise Refusal(key, path=str(folder)) from refusal


_OF_A_COPY = {
    "refuse.store.full": "refuse.backups.full",
    "refuse.store.disk": "refuse.backups.disk",
    "refuse.store.cannot_open": "refuse.backups.disk",
    "refuse.store.readonly": "refuse.backups.disk",
    "refuse.store.damaged": "refuse.backups.damaged",
}
"""What is said of a database that takes no record is another thing to say of a copy of it."""


def _to_disk(path: Path) -> None:
    """Sees to it that a power cut leaves what was written."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
