"""Doors and residents as a screen, a form or an export may show them; masked for who looks."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from models.homes.counting import BEHIND, HERE, UNKNOWN, WALK
from models.homes.lines import PAGE, HouseholdLine, Page, ResidentLine
from models.homes.sight import Viewpoint, viewpoint
from models.homes.tables import AwayReason, Household, Presence, Resident, lived_in
from models.rules.address import Door
from models.store.actor import Role
from models.store.engine import Reading

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
    *WALK,
    col(Household.grid),
).join_from(Resident, Household, BEHIND)


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
    where = [*_within(building, stairwell), lived_in()]
    if unknown:
        where.append(
            col(Household.id).in_(
                sa.select(col(Resident.household_id)).where(UNKNOWN, HERE).distinct()
            )
        )
    total = session.scalar(sa.select(sa.func.count()).select_from(Household).where(*where)) or 0
    if session.viewer.role is Role.wallboard:
        return Page((), total, offset)
    doors = session.exec(
        select(Household).where(*where).order_by(*WALK).offset(offset).limit(limit)
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
        .where(col(Resident.household_id).in_([door.id for door in doors]), HERE)
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
    # Neither a filter nor the order of a list may tell what its lines do not show.
    known: sa.ColumnElement[bool] | None = None
    if view.role is not Role.secretary:
        leads = view.role is Role.grid_leader
        known = col(Household.grid) == view.grid if leads else sa.false()
    where = [*_within(building, stairwell if known is None else None), HERE]
    if known is not None and stairwell is not None:
        where.append((col(Household.stairwell) == stairwell) | ~known)
    if presence is not None:
        where.append(_is(presence, known))
    if unknown:
        where.append(UNKNOWN)
    joined = sa.select(sa.func.count()).join_from(Resident, Household, BEHIND).where(*where)
    total = session.scalar(joined) or 0
    if view.role is Role.wallboard:
        return Page((), total, offset)
    rows = session.execute(
        _PERSON.where(*where)
        .order_by(*(WALK if known is None else _walk_of(known)), col(Resident.id))
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
        _PERSON.where(col(Resident.household_id) == household_id, HERE).order_by(col(Resident.id))
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
    asked = asked.where(lived_in() if ids is None else col(Household.id).in_(list(ids)))
    return {row_id: door for row_id, door in session.execute(asked)}


def names(session: Reading, ids: Iterable[int], on_task: Iterable[int] = ()) -> Mapping[int, str]:
    """Resident id -> name as the viewer may read it.

    Args:
        on_task: those of them who are on a job of the viewer.
    """
    view, mine = viewpoint(session), frozenset(on_task)
    rows = session.execute(_PERSON.where(col(Resident.id).in_(list(ids))))
    return {row.id: view.name(row.name, row.grid, row.sex, row.id in mine) for row in rows}


def _is(presence: Presence, known: sa.ColumnElement[bool] | None) -> sa.ColumnElement[bool]:
    """Whose line says this presence, where it says all only of those that are known."""
    said = col(Resident.presence) == presence
    if known is None or presence not in (Presence.away, Presence.isolation_site):
        return said
    if presence is Presence.isolation_site:
        return said & known
    return said | ((col(Resident.presence) == Presence.isolation_site) & ~known)


def _walk_of(known: sa.ColumnElement[bool]) -> list[Any]:
    """By building, and within it by door only where the door is known."""
    building, *within = WALK
    return [building, *(sa.case((known, key)) for key in within)]


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
            presence=view.presence(row.presence, row.grid, on_task),
            away_reason=row.away_reason,
            back_on=row.back_on,
            overdue=row.back_on is not None and row.back_on < today,
            tags=view.tags(row.tags, row.grid, on_task),
            note=view.note(row.note, row.grid),
        )
        for row in rows
    )
