"""Finding a door or a person by what one types, a keystroke at a time.

The promise: find never matches on what the finder may only see masked, because a hit would tell
it. Each kind is answered by one or two lean statements over the stored columns; the pinyin was
worked out when the name was saved.
"""

import re
from dataclasses import dataclass
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlmodel import col

from models.homes.counting import WALK
from models.homes.side_tables import Building
from models.homes.sight import Viewpoint, viewpoint
from models.homes.tables import Household, Presence, Resident, lived_in
from models.rules import pinyin
from models.rules.address import Door, PartialDoor, near, parse_door
from models.rules.numerals import NUMERALS, numeral
from models.rules.text import fold
from models.store.actor import Role
from models.store.engine import Reading
from models.store.register import Found

_DOORISH = re.compile(rf"[0-9{NUMERALS}\s\-/#栋幢座号楼层单元门洞室户第Uu]+")
_CLOSING = "栋幢座楼元门"
_NUMBERS = re.compile(f"[0-9]+|[{NUMERALS}]+")
_TAIL = re.compile(r"[0-9]{4,11}")
_HALF = re.compile(r"([^\x00-\x7f]+)([a-z]+)")
_MIXED = 5
"""Rank of a name whose letters were typed with parts left out."""
_MOST_LOOSE = 2000
"""Names that are looked at more closely for one text."""
_MOST_NEAR = 3
"""Doors that are merely near, where the one that was typed is unknown."""

Rows: TypeAlias = sa.Select[*tuple[Any, ...]]


def find_buildings(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Buildings by number in any form one writes it: `5`, `5#`, `5号楼`; a door is no building."""
    typed = fold(text).strip()
    said = parse_door(typed)
    whole = isinstance(said, PartialDoor) and said.stairwell is None and said.room is None
    spelt = str(said.building) if whole and said is not None else typed
    if spelt and not spelt.isdigit():
        return ()
    rows = session.execute(
        sa.select(col(Building.id), col(Building.number)).order_by(col(Building.number))
    )
    found = [
        Found("homes.building", row_id, f"{number}#", "", 0 if str(number) == spelt else 2)
        for row_id, number in rows
        if str(number).startswith(spelt)
    ]
    return tuple(sorted(found, key=lambda one: one.rank)[:limit])


def find_households(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Doors that a text may mean, complete or not; near ones where a whole door is unknown."""
    typed = fold(text).strip()
    said = parse_door(typed)
    if session.viewer.role is Role.wallboard or (said is None and not _DOORISH.fullmatch(typed)):
        return ()
    rows = _fitting(session, said, typed, limit)
    rank = 0 if isinstance(said, Door) else 2
    if not rows and isinstance(said, Door):
        rows, rank = _near(session, said, limit), 6
    names = _names_behind(session, [row.id for row in rows])
    return tuple(
        Found("homes.household", row.id, row.door, names.get(row.id, ""), rank) for row in rows
    )


def find_residents(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """People by name, by pinyin in full, as initials or mixed, by door, or by phone tail."""
    view = viewpoint(session)
    if view.role is not Role.secretary and not view.finds("name", view.grid):
        return ()
    typed = fold(text).strip().lower()
    if not typed:
        return ()
    sought = _Sought.of(typed)
    found: list[Any] = []
    for row in session.execute(_people(view, sought, limit)) if sought.where else ():
        if row.rank != _MIXED or _is_meant(row.search, typed):
            found.append(row)
            if len(found) == limit:
                break
    return tuple(
        Found(
            "homes.resident",
            row.id,
            row.name,
            row.door if row.birth_year is None else f"{row.door}  {row.birth_year}",
            row.rank,
        )
        for row in found
    )


def _fitting(
    session: Reading, said: Door | PartialDoor | None, typed: str, limit: int
) -> list[Any]:
    asked = sa.select(col(Household.id), col(Household.door)).where(lived_in()).limit(limit)
    if isinstance(said, Door):
        return list(session.execute(asked.where(col(Household.door) == str(said))))
    where: list[sa.ColumnElement[bool]] = []
    if said is not None:
        pairs = (
            (Household.building, said.building),
            (Household.stairwell, said.stairwell),
            (Household.room, said.room),
        )
        where.append(sa.and_(*(col(column) == part for column, part in pairs if part is not None)))
    # Not a door yet, or perhaps the beginning of one: 3栋2, 3-2-4, 40, 324.
    spelt = "-".join(str(numeral(found)) for found in _NUMBERS.findall(typed)[:4])
    if spelt and (said is None or said.building is None):
        closed = "" if typed[-1].isalnum() and typed[-1] not in _CLOSING else "-"
        where.append(col(Household.door).startswith(spelt + closed, autoescape=True))
        if "-" not in spelt and not closed:
            flat = sa.func.replace(col(Household.door), "-", "")
            where.append(flat.startswith(spelt, autoescape=True))
            where.append(col(Household.room).startswith(spelt, autoescape=True))
    if not where:
        return []
    best = sa.case(*((condition, n) for n, condition in enumerate(where)))
    return list(session.execute(asked.where(sa.or_(*where)).order_by(best, *WALK)))


def _near(session: Reading, said: Door, limit: int) -> list[Any]:
    rows = session.execute(
        sa.select(col(Household.id), col(Household.door), *WALK).where(
            # A slip is looked for in the building that was said, or in the one it may have been.
            col(Household.building).in_((said.building, said.stairwell)),
            lived_in(),
        )
    ).all()
    by_door = {Door(row.building, row.stairwell, row.room): row for row in rows}
    return [by_door[door] for door in near(said, by_door, min(limit, _MOST_NEAR))]


def _names_behind(session: Reading, ids: list[int]) -> dict[int, str]:
    """Who lives behind the doors found, where the finder may know."""
    view = viewpoint(session)
    if not ids or (view.role is not Role.secretary and not view.grid):
        return {}
    found: dict[int, list[str]] = {}
    for row in session.execute(
        sa.select(
            col(Resident.household_id),
            col(Resident.name),
            col(Resident.sex),
            col(Household.grid),
        )
        .join_from(Resident, Household, col(Resident.household_id) == col(Household.id))
        .where(col(Household.id).in_(ids), col(Resident.moved_out_on).is_(None))
        .order_by(col(Resident.id))
    ):
        if view.links(row.grid):
            name = view.name(row.name, row.grid, row.sex)
            found.setdefault(row.household_id, []).append(name)
    return {row_id: " ".join(names) for row_id, names in found.items()}


@dataclass(frozen=True, slots=True)
class _Sought:
    """What a typed text may be: the rows to look at, and how good a hit each of them is."""

    where: tuple[sa.ColumnElement[bool], ...]
    ranks: tuple[tuple[sa.ColumnElement[bool], int], ...]
    loose: bool
    """Whether some of the rows are only perhaps meant, so that more of them are looked at."""

    @classmethod
    def of(cls, typed: str) -> "_Sought":
        """Reads a text as a name, as pinyin, as the end of a telephone number and as a door."""
        name, phone = col(Resident.name), col(Resident.phone)
        where: list[sa.ColumnElement[bool]] = []
        ranks: list[tuple[sa.ColumnElement[bool], int]] = []
        if not typed.isascii():
            contains = name.contains(typed, autoescape=True)
            where.append(contains)
            ranks += [(name == typed, 0), (name.startswith(typed, autoescape=True), 2)]
            ranks.append((contains, 4))
        if _TAIL.fullmatch(typed):
            tail = phone.like(f"%{typed}") | phone.like(f"%{typed};%")
            where.append(tail)
            ranks.append((tail, 1))
        if isinstance(door := parse_door(typed), Door):
            home = sa.select(col(Household.id)).where(col(Household.door) == str(door))
            behind = col(Resident.household_id) == home.scalar_subquery()
            where.append(behind)
            ranks.append((behind, 1))
        head, letters = _letters(typed)
        if letters:
            where.append(_perhaps(head, letters))
            if not head:
                ranks += _pinyin_ranks(letters)
        return cls(tuple(where), tuple(ranks), len(letters) > 1)


def _letters(typed: str) -> tuple[str, str]:
    """The characters a name was begun with, and the letters typed for the rest of it."""
    head = _HALF.fullmatch(typed)
    letters = head[2] if head else pinyin.spell(typed)
    return (head[1] if head else "", letters if letters[:1].isalpha() else "")


def _perhaps(head: str, letters: str) -> sa.ColumnElement[bool]:
    """Names that have these letters in this order: `_is_meant` decides which of them are meant."""
    search = col(Resident.search)
    if head:
        begins = col(Resident.name).startswith(head, autoescape=True)
    else:
        # First what is cheap and leaves little: most names do not begin with the letter.
        begins = search.like(f"{letters[0]}%") | search.like(f"% {letters[0]}%")
    if len(letters) == 1 and not head:
        return begins
    return sa.and_(begins, search.like("%" + "%".join(letters) + "%"))


def _pinyin_ranks(letters: str) -> list[tuple[sa.ColumnElement[bool], int]]:
    """The bearer's own reading stands first in the column, so it comes before every other one."""
    search = col(Resident.search)
    own = search.like(f"{letters[0]}%")
    whole = sa.or_(*(search.like(f"{a}{letters}{z}") for a, z in (("", " %"), ("% ", " %"))))
    whole = whole | search.like(f"% {letters}")
    begun = search.like(f"{letters}%") | search.like(f"% {letters}%")
    return [(own & whole, 1), (whole, 2), (own & begun, 3), (begun, 4)]


def _people(view: Viewpoint, sought: _Sought, limit: int) -> Rows:
    """The best hits with their doors; doors are looked up for the best only."""
    case = sa.case(*sought.ranks, else_=_MIXED) if sought.ranks else sa.literal(_MIXED)
    rank = case.label("rank")
    gone = (col(Resident.presence) != Presence.present).label("gone")
    asked: Rows = sa.select(
        col(Resident.id),
        col(Resident.household_id),
        col(Resident.name),
        col(Resident.birth_year),
        col(Resident.search),
        rank,
        gone,
    ).where(sa.or_(*sought.where), col(Resident.moved_out_on).is_(None))
    if view.role is not Role.secretary:
        own = sa.select(col(Household.id)).where(col(Household.grid) == view.grid)
        asked = asked.where(col(Resident.household_id).in_(own))
    best = (
        asked.order_by(rank, gone, col(Resident.household_id))
        .limit(_MOST_LOOSE if sought.loose else limit)
        .subquery()
    )
    return (
        sa.select(
            best.c.id,
            best.c.name,
            best.c.birth_year,
            best.c.search,
            best.c.rank,
            col(Household.door),
        )
        .join_from(best, Household, best.c.household_id == col(Household.id))
        .order_by(best.c.rank, best.c.gone, *WALK, best.c.id)
    )


def _is_meant(search: str, typed: str) -> bool:
    """Whether letters that leave out parts of syllables (`wangxz`, `王xz`) mean this name."""
    head, letters = _letters(typed)
    if not head:
        return pinyin.matches(search, letters)
    rests = [word.split("'")[len(head) :] for word in search.split() if "'" in word]
    rest = " ".join(f"{''.join(parts)} {chr(39).join(parts)}" for parts in rests if parts)
    return pinyin.matches(rest, letters)
