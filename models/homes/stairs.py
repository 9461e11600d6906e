"""Buildings and stairwells in walking order, with their numbers."""

from collections import defaultdict

import sqlalchemy as sa
from sqlmodel import col

from models.homes.counting import HERE, PRESENT, UNKNOWN
from models.homes.lines import BuildingLine, StairwellLine
from models.homes.side_tables import Building, Stairwell
from models.homes.tables import Household, Resident, lived_in
from models.store.engine import Reading

_BUILDINGS = sa.select(col(Building.id), col(Building.number))


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
