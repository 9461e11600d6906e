"""Looking for what should be gone: every name, number and door, in every byte that is left."""

import re
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
_RUN = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2})+|[0-9-]{5,}")
"""Chinese characters in UTF-8, or digits as telephone numbers and doors have them."""


def needles(session: Reading) -> Needles:
    """Every name, telephone number and door that the database knows."""
    return people(session) | _known(session, col(Partner.name))


def people(session: Reading) -> Needles:
    """The same without the names of clinics, shops and the like, which may well be told."""
    asked = (
        col(Resident.name),
        col(Resident.phone),
        col(Household.door),
        col(Volunteer.name),
        col(Volunteer.phone),
        col(Partner.phone),
        col(Supplier.contact),
        col(Supplier.phone),
    )
    return frozenset().union(*(_known(session, column) for column in asked))


def _known(session: Reading, column: sa.SQLColumnExpression[str]) -> Needles:
    found = session.scalars(sa.select(column).distinct())
    return frozenset(one for one in found if _tells(one) and ERASED not in one)


def _tells(text: str) -> bool:
    return len(text) >= (_SHORTEST_NUMBER if text.isdigit() else _SHORTEST)


def traces(places: Iterable[Path], known: Needles) -> dict[Path, int]:
    """The files in these folders, and below, that still hold any of it, and how many of it.

    Documents and workbooks are unpacked, because packed bytes show nothing.
    """
    wanted = _Wanted({one.encode() for one in known})
    found: dict[Path, int] = {}
    for path in sorted({path for place in places for path in _files(place)}):
        seen: set[bytes] = set()
        for part in _parts(path, wanted.longest):
            seen |= wanted.found_in(part)
        if seen:
            found[path] = len(seen)
    return found


class _Wanted:
    """What is looked for. Thousands of names are not looked for one by one: what could be one, a
    run of Chinese characters or of digits, is picked out of the bytes and looked up."""

    def __init__(self, wanted: set[bytes]) -> None:
        self.longest = max(map(len, wanted), default=1)
        self._runs = {one for one in wanted if _RUN.fullmatch(one)}
        self._lengths = sorted({len(one) for one in self._runs})
        self._others = wanted - self._runs

    def found_in(self, part: bytes) -> set[bytes]:
        found = {one for one in self._others if one in part}
        for run in set(_RUN.findall(part)):
            for length in self._lengths:
                for at in range(len(run) - length + 1):
                    if (piece := run[at : at + length]) in self._runs:
                        found.add(piece)
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
