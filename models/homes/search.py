"""Finding a door or a person by what one types, a keystroke at a time.

The promise: find never matches on what the finder may only see masked, because a hit would tell
it. Each kind is answered by one or two lean statements over the stored columns; the pinyin was
worked out when the name was saved.
"""

import re
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlmodel import col

from models.homes.sight import Viewpoint, viewpoint
from models.homes.tables import Building, Household, Presence, Resident
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
    if said is None and not _DOORISH.fullmatch(typed):
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
    conditions = _ranked(typed)
    rows: list[Any] = []
    if conditions:
        rank = sa.case(*((where, n) for where, n in conditions)).label("rank")
        where = sa.or_(*(where for where, _ in conditions))
        rows += session.execute(_people(view, rank, where).limit(limit))
    if len(rows) < limit:
        rows += _mixed(session, view, typed, {row.id for row in rows}, limit - len(rows))
    return tuple(
        Found(
            "homes.resident",
            row.id,
            row.name,
            row.door if row.birth_year is None else f"{row.door}  {row.birth_year}",
            row.rank,
        )
        for row in rows
    )


_WALK = (
    col(Household.building),
    col(Household.stairwell),
    col(Household.floor),
    col(Household.room),
)


def _fitting(
    session: Reading, said: Door | PartialDoor | None, typed: str, limit: int
) -> list[Any]:
    asked = sa.select(col(Household.id), col(Household.door)).limit(limit)
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
    return list(session.execute(asked.where(sa.or_(*where)).order_by(best, *_WALK)))


def _near(session: Reading, said: Door, limit: int) -> list[Any]:
    rows = session.execute(
        sa.select(col(Household.id), col(Household.door), *_WALK).where(
            # A slip is looked for in the building that was said, or in the one it may have been.
            col(Household.building).in_((said.building, said.stairwell))
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


def _ranked(typed: str) -> list[tuple[sa.ColumnElement[bool], int]]:
    """What a typed text may be, with how good a hit that is; the first that fits counts."""
    name, search, phone = col(Resident.name), col(Resident.search), col(Resident.phone)
    found: list[tuple[sa.ColumnElement[bool], int]] = []
    letters = pinyin.spell(typed)
    if letters and not letters[0].isdigit():
        words = f" {letters} "
        found.append((sa.literal(" ").concat(search).concat(" ").contains(words), 1))
        found.append((search.startswith(letters), 3))
        found.append((search.contains(f" {letters}"), 3))
    if _TAIL.fullmatch(typed):
        found.append((phone.endswith(typed), 1))
        found.append((phone.contains(f"{typed};"), 1))
    door = parse_door(typed)
    if isinstance(door, Door):
        found.append((col(Household.door) == str(door), 1))
    if not typed.isascii():
        found.append((name == typed, 0))
        found.append((name.startswith(typed, autoescape=True), 2))
        found.append((name.contains(typed, autoescape=True), 4))
    return found


def _people(view: Viewpoint, rank: sa.ColumnElement[int], where: sa.ColumnElement[bool]) -> Rows:
    asked: Rows = (
        sa.select(
            col(Resident.id),
            col(Resident.name),
            col(Resident.birth_year),
            col(Resident.search),
            col(Household.door),
            rank,
        )
        .join_from(Resident, Household, col(Resident.household_id) == col(Household.id))
        .where(where, col(Resident.moved_out_on).is_(None))
        .order_by(rank, col(Resident.presence) != Presence.present, *_WALK, col(Resident.id))
    )
    return asked if view.role is Role.secretary else asked.where(col(Household.grid) == view.grid)


def _mixed(session: Reading, view: Viewpoint, typed: str, known: set[int], limit: int) -> list[Any]:
    """Letters that leave out parts of syllables (`wangxz`), or follow a name begun (`王xz`).

    The database narrows to names that have these letters in this order; the rule decides.
    """
    head = _HALF.fullmatch(typed)
    letters = head[2] if head else pinyin.spell(typed)
    if len(letters) < 2 or not letters.isalpha():
        return []
    search = col(Resident.search)
    where: sa.ColumnElement[bool] = search.like("%" + "%".join(letters) + "%")
    if head:
        where = sa.and_(where, col(Resident.name).startswith(head[1], autoescape=True))
    else:
        begins = search.startswith(letters[0]) | search.contains(f" {letters[0]}")
        where = sa.and_(where, begins)
    found = []
    for row in session.execute(_people(view, sa.literal(5).label("rank"), where)):
        key = _after(row.search, len(head[1])) if head else row.search
        if row.id not in known and pinyin.matches(key, letters):
            found.append(row)
            if len(found) == limit:
                break
    return found


def _after(search: str, syllables: int) -> str:
    """The search column of what follows the first syllables of a name."""
    rests = [word.split("'")[syllables:] for word in search.split() if "'" in word]
    return " ".join(f"{''.join(rest)} {chr(39).join(rest)}" for rest in rests if rest)
