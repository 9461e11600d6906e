"""What a screen may be shown of rounds: frozen values, masked already."""

import datetime as dt
from dataclasses import dataclass

from models.rounds.states import Cause, Outcome, RoundKind, RoundState, TargetState, TubeState
from models.rules.coverage import Mark

PAGE = 60
"""Lines a list shows at once; the rest is counted."""


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round with its sums."""

    key: str
    id: int
    kind: RoundKind
    number: int
    name: str
    state: RoundState
    starts_at: dt.datetime
    ends_at: dt.datetime
    owner: str
    total: int
    """Everybody it is about; before it begins, nobody yet."""
    left: int
    """Who is left, with whoever arrived and is not a target yet."""
    seen: int
    excused: int
    missed: int
    late: bool
    """Somebody is left past the planned end."""

    @property
    def over(self) -> bool:
        """Whether it is closed or was called off."""
        return self.state in (RoundState.closed, RoundState.cancelled)

    @property
    def share(self) -> float | None:
        """How much of it has ended; None where there is nothing to do yet."""
        return (self.total - self.left) / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target, as far as the viewer may know."""

    key: str
    id: int
    kind: RoundKind
    building: int
    stairwell: int
    floor: int
    opens: bool
    """Whether a stairwell's floor begins with it: the list says where one stands once."""
    door: str
    """The door, or its building where only that may be known; a place by its name."""
    name: str
    """Who it is; for a household empty."""
    people: int
    """Who is present behind the door, for a household."""
    phone: str
    state: TargetState
    mark: Mark
    cause: Cause | None
    reason: str
    decided_by: str
    until: dt.datetime | None
    owner: str
    """Who looks after it: somebody named, else the leader of its grid."""
    hint: str
    hint_cause: Cause | None
    missed: int
    climbed: bool
    outcome: Outcome | None
    note: str
    tube: int | None
    tube_state: TubeState | None
    at: dt.datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class TargetPage:
    """Targets of one round from the first one on, and how many there are."""

    lines: tuple[TargetLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class TubeLine:
    """One tube."""

    key: str
    id: int
    number: int
    size: int
    filled: int
    state: TubeState
    holder: str
    mine: bool
    since: dt.datetime | None
    """When it came to where it stands."""
    note: str


@dataclass(frozen=True, slots=True)
class SlotLine:
    """One building's turn."""

    key: str
    id: int
    building: int
    lane: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    people: int
    left: int
    """Who is left of the building now."""
    pupils: bool
