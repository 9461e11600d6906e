"""Looking for what should be gone: every name, number and door, in every byte that is left."""

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import col

from models.group_buys.tables import Supplier
from models.homes.tables import Household, Resident
from models.people.side_tables import Partner
from models.people.tables import Volunteer
from models.store.session import Reading
from models.words import ERASED

Needles = frozenset[str]
"""Names, telephone numbers and doors."""

_SHORTEST, _SHORTEST_NUMBER = 2, 7
"""A single character is no trace of anybody, and 120 is the ambulance."""
_AT_ONCE = 1 << 22


def needles(session: Reading) -> Needles:
    """Every name, telephone number and door that the database knows."""
    asked = (
        col(Resident.name),
        col(Resident.phone),
        col(Household.door),
        col(Volunteer.name),
        col(Volunteer.phone),
        col(Partner.name),
        col(Partner.phone),
        col(Supplier.contact),
        col(Supplier.phone),
    )
    found: set[str] = set()
    for column in asked:
        found.update(session.scalars(sa.select(column).distinct()))
    return frozenset(one for one in found if _tells(one) and ERASED not in one)


def _tells(text: str) -> bool:
    return len(text) >= (_SHORTEST_NUMBER if text.isdigit() else _SHORTEST)


def traces(places: Iterable[Path], known: Needles) -> dict[Path, int]:
    """The files in these folders, and below, that still hold any of it, and how many of it.

    Documents and workbooks are unpacked, because packed bytes show nothing.
    """
    wanted = {one.encode() for one in known}
    found: dict[Path, int] = {}
    for path in sorted({path for place in places for path in _files(place)}):
        seen: set[bytes] = set()
        for part in _parts(path, max(map(len, wanted), default=1)):
            seen |= {one for one in wanted - seen if one in part}
        if seen:
            found[path] = len(seen)
    return found


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    elif place.is_dir():
        yield from (path for path in place.rglob("*") if path.is_file() and not path.is_symlink())


def _parts(path: Path, longest: int) -> Iterator[bytes]:
    """The bytes of a file, in pieces that overlap by the longest trace."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from (archive.read(name) for name in archive.namelist())
            return
        with path.open("rb") as file:
            rest = b""
            while piece := file.read(_AT_ONCE):
                yield rest + piece
                rest = piece[-longest:]
    except (OSError, zipfile.BadZipFile):
        return
