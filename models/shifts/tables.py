"""Posts, their templates, shifts and seats, and the two machines that shifts and seats follow."""

import datetime as dt
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.people.tables import Skill
from models.rules.machine import Machine, Step
from models.rules.spans import Span
from models.store.actor import Role
from models.store.base import Row, partial_index, table_args, text_enum


class PostKind(StrEnum):
    """What is done at a post."""

    patrol_route = "patrol_route"
    gate_checkpoint = "gate_checkpoint"
    exit_barrier = "exit_barrier"
    test_support = "test_support"
    disinfection = "disinfection"
    delivery = "delivery"


class ShiftState(StrEnum):
    """Where a shift stands; `running` and `ended` are read off the clock and never stored."""

    planned = "planned"
    open = "open"
    running = "running"
    ended = "ended"
    closed = "closed"
    cancelled = "cancelled"


class SeatState(StrEnum):
    """Where one seat of a shift stands."""

    empty = "empty"
    assigned = "assigned"
    confirmed = "confirmed"
    on_post = "on_post"
    done = "done"
    left_early = "left_early"
    no_show = "no_show"
    swap_offered = "swap_offered"
    swapped = "swapped"
    dropped = "dropped"


HELD = (SeatState.assigned, SeatState.confirmed, SeatState.swap_offered)
"""Somebody is named and has not come yet."""
SERVED = (SeatState.on_post, SeatState.done, SeatState.left_early)
"""Somebody came."""
FILLED = (*HELD, SeatState.on_post, SeatState.done)
"""The place is somebody's; a seat that was left early has opened another one."""
UNSETTLED = (*HELD, SeatState.on_post)
"""Once the shift has ended, a person must say what became of these."""

SHIFT = Machine(
    name="ShiftState",
    states=tuple(ShiftState),
    final=frozenset({ShiftState.closed, ShiftState.cancelled}),
    steps=(
        Step("shifts.open", ("planned",), "open", natural=True),
        Step("shifts.close", ("open", "ended"), "closed"),
        Step("shifts.reopen", ("closed",), "open", reopens=True),
        Step("shifts.cancel", ("planned", "open"), "cancelled"),
    ),
)

SEAT = Machine(
    name="SeatState",
    states=tuple(SeatState),
    final=frozenset({SeatState.done, SeatState.left_early, SeatState.swapped, SeatState.dropped}),
    steps=(
        Step("shifts.check_in", ("assigned", "confirmed", "swap_offered"), "on_post", natural=True),
        Step("shifts.check_in", ("no_show",), "on_post"),
        Step("shifts.check_out", ("on_post",), "done", natural=True),
        Step("shifts.leave_early", ("on_post",), "left_early"),
        Step("shifts.assign", ("empty",), "assigned", natural=True),
        Step("shifts.confirm", ("assigned",), "confirmed"),
        Step("shifts.no_show", ("assigned", "confirmed", "swap_offered"), "no_show"),
        Step("shifts.drop", ("assigned", "confirmed", "swap_offered"), "dropped"),
        Step("shifts.offer_swap", ("assigned", "confirmed"), "swap_offered"),
        Step("shifts.take_swap", ("swap_offered",), "swapped"),
        Step("shifts.withdraw_swap", ("swap_offered",), "confirmed"),
        Step(
            "shifts.record_served",
            ("assigned", "confirmed", "swap_offered", "on_post", "no_show"),
            "done",
        ),
    ),
)


class Post(Row, table=True):
    """A place or a route where somebody stands."""

    area: ClassVar[str] = "shifts"
    __table_args__ = table_args(sa.CheckConstraint("seats > 0", name="post_seats"))

    name: str
    kind: PostKind = Field(sa_type=text_enum(PostKind))
    place: str = ""
    needs_skill: Skill | None = Field(default=None, sa_type=text_enum(Skill), nullable=True)
    needs_role: Role | None = Field(default=None, sa_type=text_enum(Role), nullable=True)
    """The least role of whoever stands here, such as a shift leader."""
    seats: int = 1
    """How many stand here unless a shift says otherwise."""
    interval_minutes: int | None = None
    """For a patrol route: how often it is to be walked."""
    retired: bool = False
    """No longer kept, such as a barrier that was taken down."""


class Shift(Row, table=True):
    """One stretch of time at one post."""

    area: ClassVar[str] = "shifts"
    __table_args__ = table_args(
        sa.CheckConstraint("ends_at > starts_at", name="shift_span"),
        sa.Index("shift_post_start", "post_id", "starts_at"),
    )

    post_id: int = Field(foreign_key="post.id")
    starts_at: dt.datetime
    ends_at: dt.datetime = Field(index=True)
    seats: int
    """How many were planned; every one of them is a seat row, and lost ones are opened again."""
    batch: str | None = Field(default=None, index=True)
    """Shifts made together share it, so that they are found and cancelled together."""
    state: ShiftState = Field(default=ShiftState.open, sa_type=text_enum(ShiftState))
    """Only what people decide: planned, open, closed, cancelled. See `state_at`."""
    note: str = ""

    def state_at(self, now: dt.datetime) -> ShiftState:
        """The state with what the clock adds to it."""
        if self.state not in (ShiftState.planned, ShiftState.open) or now < self.starts_at:
            return self.state
        return ShiftState.running if now < self.ends_at else ShiftState.ended

    @property
    def span(self) -> Span:
        """The shift's stretch of time."""
        return Span(self.starts_at, self.ends_at)


class Seat(Row, table=True):
    """One place in a shift and what became of it; a seat that was lost keeps its history."""

    area: ClassVar[str] = "shifts"
    __table_args__ = table_args(
        sa.CheckConstraint(
            "(state = 'empty') = (volunteer_id IS NULL)", name="seat_empty_has_nobody"
        ),
        partial_index("seat_on_post", "volunteer_id", where="state = 'on_post'"),
    )

    shift_id: int = Field(foreign_key="shift.id", index=True)
    volunteer_id: int | None = Field(default=None, foreign_key="volunteer.id", index=True)
    state: SeatState = Field(default=SeatState.empty, sa_type=text_enum(SeatState))
    replaces_id: int | None = Field(default=None, foreign_key="seat.id")
    """The lost seat that this one was opened for."""
    given_by: int | None = Field(default=None, foreign_key="volunteer.id")
    """Who put this person here: one person assigns, and it is shown who."""
    given_at: dt.datetime | None = None
    """Since when it is this person's; nobody is late for the time before."""
    override_reason: str = ""
    """Why somebody was put here although rest, nights or hours spoke against it."""
    checked_in_at: dt.datetime | None = None
    checked_out_at: dt.datetime | None = None
    reason: str = ""
    """Why the seat was dropped, left early, or is offered for a swap."""


def due_at(seat: Seat, shift: Shift) -> dt.datetime:
    """When the person of a seat was to be there: from the start, or from being put there."""
    return max(shift.starts_at, seat.given_at or shift.starts_at)
