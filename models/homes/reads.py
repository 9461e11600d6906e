"""What a screen, a form or an export may show of the homes; masked for who looks."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlmodel import col, select

from models.homes.sight import Viewpoint, viewpoint
from models.homes.tables import (
    AwayReason,
    Building,
    Household,
    Presence,
    Resident,
    Sex,
    Stairwell,
    Tag,
)
from models.rules.address import Door
from models.store.alarm import Alarm
from models.store.engine import Reading
from models.store.register import GRID

PAGE = 60
"""Lines a list shows at once; the rest is counted."""

LineT = TypeVar("LineT")


@dataclass(frozen=True, slots=True)
class Page(Generic[LineT]):
    """A stretch of a long list, and how long the list is."""

    lines: tuple[LineT, ...]
    total: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class HomeCounts:
    """The numbers of the whole compound."""

    households: int
    residents: int
    present: int
    away: int
    hospital: int
    isolation_site: int
    unknown: int
    """Away for a reason nobody knows: the list to clear."""


@dataclass(frozen=True, slots=True)
class BuildingLine:
    """One building with its numbers."""

    key: str
    number: int
    grid: str
    stairwells: tuple[int, ...]
    households: int
    residents: int
    present: int
    unknown: int


@dataclass(frozen=True, slots=True)
class StairwellLine:
    """One stairwell with its numbers: the unit that one walks, and that a list of doors shows."""

    key: str
    building: int
    number: int
    grid: str
    households: int
    residents: int
    present: int
    unknown: int


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """One door with who is behind it, as far as the viewer may know."""

    key: str
    id: int
    door: str
    building: int
    stairwell: int
    floor: int
    room: str
    grid: str
    names: tuple[str, ...]
    """Those who live there; empty where the viewer may not link a person to a door."""
    residents: int
    present: int
    unknown: int
    note: str


@dataclass(frozen=True, slots=True)
class ResidentLine:
    """One resident, as far as the viewer may know."""

    key: str
    id: int
    household_id: int | None
    """None where the viewer may not link the person to a door."""
    door: str
    """`3-2-401`, or `3-*` where only the building may be known."""
    building: int
    grid: str
    name: str
    sex: Sex | None
    birth_year: int | None
    phone: str
    presence: Presence
    away_reason: AwayReason | None
    back_on: dt.date | None
    overdue: bool
    """Whether the day of the expected return has passed."""
    tags: tuple[Tag, ...]
    note: str


def counts(session: Reading) -> HomeCounts:
    """The numbers for panel titles, the header and the wall board."""
    households = session.scalar(sa.select(sa.func.count()).select_from(Household)) or 0
    by: dict[Presence, int] = defaultdict(int)
    unknown = 0
    rows = session.execute(
        sa.select(col(Resident.presence), col(Resident.away_reason), sa.func.count())
        .where(col(Resident.moved_out_on).is_(None))
        .group_by(col(Resident.presence), col(Resident.away_reason))
    )
    for presence, reason, n in rows:
        by[presence] += n
        unknown += n if reason is AwayReason.unknown else 0
    return HomeCounts(
        households=households,
        residents=sum(by.values()),
        present=by[Presence.present],
        away=by[Presence.away],
        hospital=by[Presence.hospital],
        isolation_site=by[Presence.isolation_site],
        unknown=unknown,
    )


def stairwells(session: Reading) -> tuple[StairwellLine, ...]:
    """Every stairwell in walking order."""
    # People are counted by door first: counting them in one join would count doors twice.
    behind = (
        sa.select(
            col(Resident.household_id).label("household_id"),
            sa.func.count().label("residents"),
            sa.func.sum(sa.case((_PRESENT, 1), else_=0)).label("present"),
            sa.func.sum(sa.case((_UNKNOWN, 1), else_=0)).label("unknown"),
        )
        .where(_HERE)
        .group_by(col(Resident.household_id))
        .subquery()
    )
    rows = session.execute(
        sa.select(
            col(Stairwell.id),
            col(Building.number),
            col(Stairwell.number),
            col(Building.grid),
            sa.func.count(col(Household.id)),
            *(
                sa.func.coalesce(sa.func.sum(behind.c[name]), 0)
                for name in ("residents", "present", "unknown")
            ),
        )
        .join_from(Stairwell, Building, col(Stairwell.building_id) == col(Building.id))
        .outerjoin(Household, col(Household.stairwell_id) == col(Stairwell.id))
        .outerjoin(behind, behind.c.household_id == col(Household.id))
        .group_by(col(Stairwell.id), col(Building.number), col(Building.grid))
        .order_by(col(Building.number), col(Stairwell.number))
    )
    return tuple(StairwellLine(f"homes.stairwell:{row_id}", *numbers) for row_id, *numbers in rows)


def buildings(session: Reading) -> tuple[BuildingLine, ...]:
    """Every building in the order of its number."""
    ids = {number: row_id for row_id, number in session.execute(_BUILDINGS)}
    parts: dict[int, list[StairwellLine]] = defaultdict(list)
    for line in stairwells(session):
        parts[line.building].append(line)
    return tuple(
        BuildingLine(
            key=f"homes.building:{ids[number]}",
            number=number,
            grid=lines[0].grid,
            stairwells=tuple(line.number for line in lines),
            households=sum(line.households for line in lines),
            residents=sum(line.residents for line in lines),
            present=sum(line.present for line in lines),
            unknown=sum(line.unknown for line in lines),
        )
        for number, lines in parts.items()
    )


def households(
    session: Reading,
    *,
    building: int | None = None,
    stairwell: int | None = None,
    unknown: bool = False,
    offset: int = 0,
    limit: int = PAGE,
) -> Page[HouseholdLine]:
    """Doors in walking order, a page at a time.

    Args:
        unknown: only doors with somebody away for a reason nobody knows.
    """
    where = _within(building, stairwell)
    if unknown:
        where.append(
            col(Household.id).in_(
                sa.select(col(Resident.household_id)).where(_UNKNOWN, _HERE).distinct()
            )
        )
    total = session.scalar(sa.select(sa.func.count()).select_from(Household).where(*where)) or 0
    doors = session.exec(
        select(Household).where(*where).order_by(*_WALK).offset(offset).limit(limit)
    ).all()
    view = viewpoint(session)
    behind: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(
        sa.select(
            col(Resident.household_id),
            col(Resident.name),
            col(Resident.sex),
            col(Resident.presence),
            col(Resident.away_reason),
        )
        .where(col(Resident.household_id).in_([door.id for door in doors]), _HERE)
        .order_by(col(Resident.id))
    ):
        behind[row.household_id].append(row)
    return Page(
        tuple(_household_line(door, behind.get(door.id or 0, []), view) for door in doors),
        total,
        offset,
    )


def residents(
    session: Reading,
    *,
    building: int | None = None,
    stairwell: int | None = None,
    presence: Presence | None = None,
    unknown: bool = False,
    offset: int = 0,
    limit: int = PAGE,
) -> Page[ResidentLine]:
    """Residents by door, a page at a time."""
    view = viewpoint(session)
    # Neither a filter nor the order of a list may tell a door that its lines do not show.
    narrow = view.role in GRID
    where = [*_within(building, stairwell if narrow else None), _HERE]
    if presence is not None:
        where.append(col(Resident.presence) == presence)
    if unknown:
        where.append(_UNKNOWN)
    joined = sa.select(sa.func.count()).join_from(Resident, Household, _BEHIND).where(*where)
    total = session.scalar(joined) or 0
    rows = session.execute(
        _PERSON.where(*where)
        .order_by(*(_WALK if narrow else _WALK[:1]), col(Resident.id))
        .offset(offset)
        .limit(limit)
    )
    return Page(_resident_lines(rows, view, session.today), total, offset)


def absent_without_reason(
    session: Reading, *, offset: int = 0, limit: int = PAGE
) -> Page[ResidentLine]:
    """The list to clear: who is away and nobody knows why, door by door."""
    return residents(session, unknown=True, offset=offset, limit=limit)


def residents_of(
    session: Reading, household_id: int, *, on_task: bool = False
) -> tuple[ResidentLine, ...]:
    """Who lives behind one door; nobody where the viewer may not link a person to a door."""
    rows = session.execute(
        _PERSON.where(col(Resident.household_id) == household_id, _HERE).order_by(col(Resident.id))
    )
    view = viewpoint(session)
    lines = _resident_lines(rows, view, session.today, on_task)
    return tuple(line for line in lines if line.household_id is not None)


def resident(session: Reading, resident_id: int, *, on_task: bool = False) -> ResidentLine | None:
    """One resident, moved out or not."""
    rows = session.execute(_PERSON.where(col(Resident.id) == resident_id))
    lines = _resident_lines(rows, viewpoint(session), session.today, on_task)
    return lines[0] if lines else None


def doors(session: Reading, ids: Iterable[int] | None = None) -> dict[int, str]:
    """Household id -> door, for some households or for all; a door alone is nobody's secret."""
    asked = sa.select(col(Household.id), col(Household.door))
    if ids is not None:
        asked = asked.where(col(Household.id).in_(list(ids)))
    return {row_id: door for row_id, door in session.execute(asked)}


def names(session: Reading, ids: Iterable[int], on_task: Iterable[int] = ()) -> Mapping[int, str]:
    """Resident id -> name as the viewer may read it.

    Args:
        on_task: those of them who are on a job of the viewer.
    """
    view, mine = viewpoint(session), frozenset(on_task)
    rows = session.execute(_PERSON.where(col(Resident.id).in_(list(ids))))
    return {row.id: view.name(row.name, row.grid, row.sex, row.id in mine) for row in rows}


def alarms(session: Reading) -> tuple[Alarm, ...]:
    """Those whose expected day of return has passed and who are not back."""
    rows = session.execute(
        sa.select(col(Resident.id), col(Resident.back_on), col(Household.door))
        .join_from(Resident, Household, _BEHIND)
        .where(
            # Spelt as the partial index is, so that those who are present are never looked at.
            sa.text("resident.presence <> 'present' AND resident.moved_out_on IS NULL"),
            col(Resident.back_on) < session.today,
        )
        .order_by(col(Resident.back_on), *_WALK)
    )
    return tuple(
        Alarm(
            key=f"homes.back:{row_id}",
            severity="amber",
            text="alarm.homes.back",
            since=session.clock.day_start(back_on + dt.timedelta(days=1)),
            params={"door": door, "day": back_on.isoformat()},
            record=f"homes.resident:{row_id}",
        )
        for row_id, back_on, door in rows
    )


_BUILDINGS = sa.select(col(Building.id), col(Building.number))
_HERE = col(Resident.moved_out_on).is_(None)
_PRESENT = col(Resident.presence) == Presence.present
_UNKNOWN = col(Resident.away_reason) == AwayReason.unknown
_BEHIND = col(Resident.household_id) == col(Household.id)
_WALK = (
    col(Household.building),
    col(Household.stairwell),
    col(Household.floor),
    col(Household.room),
)
_PERSON = sa.select(
    col(Resident.id),
    col(Resident.household_id),
    col(Resident.name),
    col(Resident.sex),
    col(Resident.birth_year),
    col(Resident.phone),
    col(Resident.presence),
    col(Resident.away_reason),
    col(Resident.back_on),
    col(Resident.tags),
    col(Resident.note),
    *_WALK,
    col(Household.grid),
).join_from(Resident, Household, _BEHIND)


def _within(building: int | None, stairwell: int | None) -> list[sa.ColumnElement[bool]]:
    where = []
    if building is not None:
        where.append(col(Household.building) == building)
    if stairwell is not None:
        where.append(col(Household.stairwell) == stairwell)
    return where


def _household_line(row: Household, behind: list[Any], view: Viewpoint) -> HouseholdLine:
    return HouseholdLine(
        key=f"homes.household:{row.id}",
        id=row.id or 0,
        door=row.door,
        building=row.building,
        stairwell=row.stairwell,
        floor=row.floor,
        room=row.room,
        grid=row.grid,
        names=tuple(view.name(one.name, row.grid, one.sex) for one in behind)
        if view.links(row.grid)
        else (),
        residents=len(behind),
        present=sum(one.presence is Presence.present for one in behind),
        unknown=sum(one.away_reason is AwayReason.unknown for one in behind),
        note=view.note(row.note, row.grid),
    )


def _resident_lines(
    rows: Iterable[Any], view: Viewpoint, today: dt.date, on_task: bool = False
) -> tuple[ResidentLine, ...]:
    return tuple(
        ResidentLine(
            key=f"homes.resident:{row.id}",
            id=row.id,
            household_id=row.household_id if view.links(row.grid, on_task) else None,
            door=view.door(Door(row.building, row.stairwell, row.room), row.grid, on_task),
            building=row.building,
            grid=row.grid,
            name=view.name(row.name, row.grid, row.sex, on_task),
            sex=row.sex,
            birth_year=row.birth_year if view.knows(row.grid) else None,
            phone=view.phone(row.phone, row.grid, on_task),
            presence=row.presence,
            away_reason=row.away_reason,
            back_on=row.back_on,
            overdue=row.back_on is not None and row.back_on < today,
            tags=view.tags(row.tags, row.grid, on_task),
            note=view.note(row.note, row.grid),
        )
        for row in rows
    )
