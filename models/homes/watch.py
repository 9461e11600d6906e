"""Who should be back and is not."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import col

from models.homes.counting import BEHIND, WALK
from models.homes.tables import Household, Resident
from models.store.alarm import Alarm
from models.store.engine import Reading


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
