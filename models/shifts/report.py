"""How the posts were manned in a stretch of time."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func

from models.shifts.tables import SERVED, Post, Seat, SeatState, Shift, ShiftState
from models.store.engine import Reading

_PASSED_ON = (SeatState.swapped, SeatState.dropped, SeatState.no_show, SeatState.left_early)
"""For each of these another seat was opened."""


@dataclass(frozen=True, slots=True)
class ShiftTotals:
    """Turns of duty by the start of their shift."""

    planned: int
    served: int
    no_show: int
    empty: int
    """Nobody was found for them."""
    hours: float
    """Served in turns that are over."""


def totals(session: Reading, since: dt.datetime, until: dt.datetime) -> ShiftTotals:
    """Turns of a stretch of time, in two statements."""
    state = col(Seat.state)
    planned, served, no_show, empty = session.execute(
        sa.select(
            func.count(sa.case((state.not_in(_PASSED_ON), 1))),
            func.count(sa.case((state.in_(SERVED), 1))),
            func.count(sa.case((state == SeatState.no_show, 1))),
            func.count(sa.case((state == SeatState.empty, 1))),
        )
        .select_from(Seat)
        .join(Shift, col(Shift.id) == col(Seat.shift_id))
        .where(
            col(Shift.starts_at) >= since,
            col(Shift.starts_at) < until,
            col(Shift.state) != ShiftState.cancelled,
        )
    ).one()
    return ShiftTotals(planned, served, no_show, empty, hours(session, since, until))


def hours(session: Reading, since: dt.datetime, until: dt.datetime) -> float:
    """Hours of turns that are over: as they were checked in and out, else as they were planned."""
    served = dt.timedelta()
    for came, left, starts_at, ends_at in session.execute(
        sa.select(
            col(Seat.checked_in_at),
            col(Seat.checked_out_at),
            col(Shift.starts_at),
            col(Shift.ends_at),
        )
        .join(Shift, col(Shift.id) == col(Seat.shift_id))
        .where(
            col(Seat.state).in_(SERVED),
            col(Shift.state) != ShiftState.cancelled,
            col(Shift.starts_at) >= since,
            col(Shift.starts_at) < until,
            col(Shift.ends_at) <= session.now,
        )
    ):
        served += max((left or ends_at) - (came or starts_at), dt.timedelta())
    return round(served.total_seconds() / 3600, 1)


@dataclass(frozen=True, slots=True)
class PostPlan:
    """What is planned at one post in a stretch of time."""

    post: str
    seats: int
    gaps: tuple[tuple[dt.datetime, dt.datetime, int], ...]
    """Shifts with places that are nobody's: from, until, how many."""


def plan(session: Reading, since: dt.datetime, until: dt.datetime) -> tuple[PostPlan, ...]:
    """The duty that lies ahead by post, in one statement."""
    free = func.count(sa.case((col(Seat.state) == SeatState.empty, 1)))
    kept = func.count(sa.case((col(Seat.state).not_in(_PASSED_ON), 1)))
    found: dict[str, tuple[int, list[tuple[dt.datetime, dt.datetime, int]]]] = {}
    for post, starts_at, ends_at, seats, empty in session.execute(
        sa.select(col(Post.name), col(Shift.starts_at), col(Shift.ends_at), kept, free)
        .join_from(Shift, Seat, col(Shift.id) == col(Seat.shift_id))
        .join(Post, col(Post.id) == col(Shift.post_id))
        .where(
            col(Shift.starts_at) >= since,
            col(Shift.starts_at) < until,
            col(Shift.state) != ShiftState.cancelled,
        )
        .group_by(col(Shift.id), col(Post.id))
        .order_by(col(Post.id), col(Shift.starts_at))
    ):
        n, gaps = found.get(post, (0, []))
        if empty:
            gaps.append((starts_at, ends_at, empty))
        found[post] = (n + seats, gaps)
    return tuple(PostPlan(post, n, tuple(gaps)) for post, (n, gaps) in found.items())
