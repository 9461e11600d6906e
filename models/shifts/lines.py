"""What may be shown of the rota: frozen values, names where a person reads and ids for keys."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from models.shifts.tables import PostKind, SeatState, ShiftState


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


@dataclass(frozen=True, slots=True)
class SeatLine:
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
    need: SeatNeed
    volunteer_id: int | None
    volunteer: str
    initials: str
    due_at: dt.datetime
    """When the person was to be there."""
    late: int
    """Whole minutes after the start, of who came late or has not come."""
    override: bool
    """Whether he or she was put here against rest, nights or hours, with a reason."""
    checked_in_at: dt.datetime | None
    checked_out_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class ShiftLine:
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

    @property
    def short(self) -> int:
        """How many are still missing."""
        return max(self.seats - self.filled, 0)


@dataclass(frozen=True, slots=True)
class RotaRow:
    """One post over the days of the grid."""

    key: str
    post_id: int
    post: str
    kind: PostKind
    days: tuple[tuple[ShiftLine, ...], ...]


@dataclass(frozen=True, slots=True)
class Rota:
    """The grid of posts and days."""

    days: tuple[dt.date, ...]
    rows: tuple[RotaRow, ...]


@dataclass(frozen=True, slots=True)
class PostLine:
    """One post."""

    key: str
    id: int
    name: str
    kind: PostKind
    place: str
    seats: int
    interval_minutes: int | None
    retired: bool


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """How a post's day is cut."""

    key: str
    id: int
    post_id: int
    post: str
    name: str
    hours: str
    around: bool
    seats: int


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """What one keeper told the next."""

    key: str
    post: str
    at: dt.datetime
    giver: str
    taker: str
    text: str
