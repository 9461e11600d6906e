"""How the posts were manned in a stretch of time."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func

from models.shifts.tables import SERVED, Seat, SeatState, Shift, ShiftState
from models.store.engine import Reading

_PASSED_ON = (SeatState.swapped, SeatState.dropped, SeatState.no_show, SeatState.left_early)
"""For each of these another seat was opened."""


@dataclass(frozen=True, slots=True)
class ShiftTotals:
    """Turns of duty by the start of their shift."""

    planned: int
    served: int
    no_show: int


def totals(session: Reading, since: dt.datetime, until: dt.datetime) -> ShiftTotals:
    """Turns of a stretch of time, in one statement."""
    state = col(Seat.state)
    found = session.execute(
        sa.select(
            func.count(sa.case((state.not_in(_PASSED_ON), 1))),
            func.count(sa.case((state.in_(SERVED), 1))),
            func.count(sa.case((state == SeatState.no_show, 1))),
        )
        .select_from(Seat)
        .join(Shift, col(Shift.id) == col(Seat.shift_id))
        .where(
            col(Shift.starts_at) >= since,
            col(Shift.starts_at) < until,
            col(Shift.state) != ShiftState.cancelled,
        )
    ).one()
    return ShiftTotals(*found)
