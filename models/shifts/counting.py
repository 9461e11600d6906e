"""The numbers of the rota."""

from typing import NamedTuple

from sqlmodel import col, select

from models.shifts.lines import SOON
from models.shifts.reads import on_post_clause
from models.shifts.tables import HELD, Seat, SeatState, Shift, ShiftState, due_at
from models.store.engine import Reading


class ShiftCounts(NamedTuple):
    """The numbers of titles, board and JSON."""

    on_duty: int
    """People checked in now."""
    on_post: int
    """Seats filled in shifts that run now."""
    gaps: int
    """Places without anybody in shifts that run or begin within 3 h; a no-show is one place."""
    late: int
    """Seats of shifts that run now whose person has not come."""


def counts(session: Reading) -> ShiftCounts:
    """The numbers of now, in two statements that cost what is open and not what is past."""
    here = session.exec(
        select(Seat.volunteer_id, Shift.starts_at, Shift.ends_at)
        .join(Shift, col(Shift.id) == Seat.shift_id)
        .where(on_post_clause())
    ).all()
    near = session.exec(
        select(Seat, Shift)
        .join(Shift, col(Shift.id) == Seat.shift_id)
        .where(
            col(Shift.ends_at) > session.now,
            col(Shift.starts_at) <= session.now + SOON,
            col(Shift.state).in_((ShiftState.planned, ShiftState.open)),
            col(Seat.state).in_((*HELD, SeatState.empty)),
        )
    ).all()
    return ShiftCounts(
        on_duty=len({who for who, _, _ in here}),
        on_post=sum(starts <= session.now < ends for _, starts, ends in here),
        # A no-show has opened an empty seat in its place, so counting the empty ones counts both.
        gaps=sum(seat.state is SeatState.empty for seat, _ in near),
        late=sum(seat.state in HELD and due_at(seat, on) < session.now for seat, on in near),
    )
