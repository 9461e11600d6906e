"""The homes in numbers, and who should be back and is not."""

import datetime as dt
from collections import defaultdict

import sqlalchemy as sa
from sqlmodel import col

from models.homes.lines import BuildingLine, HomeCounts, StairwellLine
from models.homes.tables import (
    AwayReason,
    Building,
    Household,
    Presence,
    Resident,
    Stairwell,
    lived_in,
)
from models.store.alarm import Alarm
from models.store.engine import Reading

HERE = col(Resident.moved_out_on).is_(None)
PRESENT = col(Resident.presence) == Presence.present
UNKNOWN = col(Resident.away_reason) == AwayReason.unknown
BEHIND = col(Resident.household_id) == col(Household.id)
WALK = (
    col(Household.building),
    col(Household.stairwell),
    col(Household.floor),
    col(Household.room),
)
_BUILDINGS = sa.select(col(Building.id), col(Building.number))


def counts(session: Reading) -> HomeCounts:
    """The numbers for panel titles, the header and the wall board."""
    doors = sa.select(sa.func.count()).select_from(Household).where(lived_in())
    households = session.scalar(doors) or 0
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
            sa.func.sum(sa.case((PRESENT, 1), else_=0)).label("present"),
            sa.func.sum(sa.case((UNKNOWN, 1), else_=0)).label("unknown"),
        )
        .where(HERE)
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
        .outerjoin(Household, sa.and_(col(Household.stairwell_id) == col(Stairwell.id), lived_in()))
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


def alarms(session: Reading) -> tuple[Alarm, ...]:
    """Those whose expected day of return has passed and who are not back."""
    rows = session.execute(
        sa.select(col(Resident.id), col(Resident.back_on), col(Household.door))
        .join_from(Resident, Household, BEHIND)
        .where(
            # Spelt as the partial index is, so that those who are present are never looked at.
            sa.text("resident.presence <> 'present' AND resident.moved_out_on IS NULL"),
            col(Resident.back_on) < session.today,
        )
        .order_by(col(Resident.back_on), *WALK)
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
