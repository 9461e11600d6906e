"""The homes in numbers."""

from collections import defaultdict

import sqlalchemy as sa
from sqlmodel import col

from models.homes.lines import HomeCounts
from models.homes.tables import AwayReason, Household, Presence, Resident, lived_in
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
