"""What may be shown of the rota: frozen values, names where a person reads and ids for keys."""

import datetime as dt
from enum import StrEnum
from typing import NamedTuple

from models.rules.rota import late_minutes
from models.shifts.tables import HELD, PostKind, SeatState, ShiftState

SOON = dt.timedelta(hours=3)
"""A seat still empty this long before its shift is a gap."""


class SeatNeed(StrEnum):
    """What a seat needs now, most pressing first."""

    gap_now = "gap_now"
    gap_soon = "gap_soon"
    isolated = "isolated"
    late = "late"
    not_out = "not_out"
    swap = "swap"
    on_post = "on_post"
    next = "next"
    settled = "settled"


class SeatFilter(StrEnum):
    """Which seats a list shows."""

    now = "now"
    day = "day"
    gaps = "gaps"
    swaps = "swaps"


class SeatLine(NamedTuple):
    """One seat as a list shows it."""

    key: str
    id: int
    shift_id: int
    post_id: int
    post: str
    post_kind: PostKind
    place: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    seats: int
    state: SeatState
    volunteer_id: int | None
    volunteer: str
    initials: str
    due_at: dt.datetime
    """When the person was to be there."""
    grace: dt.timedelta
    """How long after that nobody is called late for, by the rest rules."""
    isolated: bool
    """Whether the person is in isolation on the day of the shift."""
    override: bool
    """Whether he or she was put here against rest, nights or hours, with a reason."""
    checked_in_at: dt.datetime | None
    checked_out_at: dt.datetime | None

    @property
    def waiting(self) -> bool:
        """Whether somebody is named and has not come yet."""
        return self.state in HELD

    def late_at(self, now: dt.datetime) -> int:
        """Whole minutes that he or she came late, or is late by at that moment."""
        if self.checked_in_at is not None:
            return late_minutes(self.due_at, self.checked_in_at)
        return late_minutes(self.due_at, min(now, self.ends_at)) if self.waiting else 0

    def need_at(self, now: dt.datetime) -> SeatNeed:
        """What the seat needs at that moment."""
        running = self.starts_at <= now < self.ends_at
        if self.state is SeatState.on_post:
            over = now > self.ends_at + self.grace
            return SeatNeed.not_out if over else SeatNeed.on_post
        if now >= self.ends_at or not (self.waiting or self.state is SeatState.empty):
            return SeatNeed.settled
        if self.state is SeatState.empty:
            soon = SeatNeed.gap_soon if self.starts_at - now <= SOON else SeatNeed.next
            return SeatNeed.gap_now if running else soon
        if self.isolated:
            return SeatNeed.isolated
        if running and now > self.due_at:
            return SeatNeed.late
        return SeatNeed.swap if self.state is SeatState.swap_offered else SeatNeed.next


class ShiftLine(NamedTuple):
    """One shift as the grid shows it."""

    key: str
    id: int
    post_id: int
    post: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    state: ShiftState
    seats: int
    filled: int
    names: tuple[str, ...]
    batch: str | None
    note: str
    empty_seat: int | None
    """The first seat that somebody could be put on."""

    @property
    def short(self) -> int:
        """How many are still missing."""
        return max(self.seats - self.filled, 0)


class RotaRow(NamedTuple):
    """One turn of one post over the days of the grid."""

    key: str
    """Not of a record: which shift is meant, the chosen day says."""
    post_id: int
    post: str
    kind: PostKind
    hours: str
    """`06:30-11:30` by the branch's clock; empty for a post without shifts."""
    days: tuple[ShiftLine | None, ...]


class Rota(NamedTuple):
    """The grid of posts and days."""

    days: tuple[dt.date, ...]
    rows: tuple[RotaRow, ...]
    today: dt.date


class PostLine(NamedTuple):
    """One post."""

    key: str
    id: int
    name: str
    kind: PostKind
    place: str
    seats: int
    interval_minutes: int | None
    retired: bool


class TemplateLine(NamedTuple):
    """How a post's day is cut."""

    key: str
    id: int
    post_id: int
    post: str
    name: str
    hours: str
    around: bool
    seats: int


class HandoverLine(NamedTuple):
    """What one keeper told the next."""

    key: str
    post: str
    at: dt.datetime
    giver: str
    taker: str
    text: str
