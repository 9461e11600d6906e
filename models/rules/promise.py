"""Until when a request is promised, and how far past that it is.

The clock stops only while a request waits for something the rule set names, with a reason given;
and a wait that begins after the promise was broken mends nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from models.rules.rule_sets import Data

_MINUTE = timedelta(minutes=1)


class Urgency(StrEnum):
    """How soon a request must be met."""

    red = "red"
    urgent = "urgent"
    normal = "normal"
    low = "low"


class PromiseRules(NamedTuple):
    """The hours of each urgency, the urgency of each kind, and what stops the clock."""

    hours: Mapping[Urgency, int]
    kinds: Mapping[str, Urgency]
    default: Urgency
    pausing: frozenset[str]
    """What a request may wait for with the clock stopped."""

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "PromiseRules":
        """Reads the data of a rule set of kind `promise`."""
        read = Data("promise", data)
        hours, kinds = read.part("hours"), read.part("kinds")
        return cls(
            hours={urgency: hours.integer(urgency, 1) for urgency in Urgency},
            kinds={kind: kinds.member(kind, Urgency) for kind in kinds.fields()},
            default=read.member("default", Urgency),
            pausing=frozenset(read.texts("pausing")),
        )

    def urgency(self, kind: str) -> Urgency:
        """The urgency a request of `kind` starts with."""
        return self.kinds.get(kind, self.default)


class Pause(NamedTuple):
    """A wait of a request: for what, why, and from when to when (None: still waiting)."""

    start: datetime
    end: datetime | None
    waits_for: str
    reason: str


def paused(
    pauses: Iterable[Pause], start: datetime, now: datetime, rules: PromiseRules
) -> tuple[tuple[datetime, datetime], ...]:
    """The stretches in which the clock stood still, without overlaps, from `start` to `now`."""
    stretches: list[tuple[datetime, datetime]] = []
    counted = (one for one in pauses if one.reason.strip() and one.waits_for in rules.pausing)
    for pause in sorted(counted, key=lambda one: one.start):
        first, last = max(pause.start, start), min(pause.end or now, now)
        if stretches and first <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], last))
        elif first < last:
            stretches.append((first, last))
    return tuple(stretches)


def promised_at(
    received: datetime,
    urgency: Urgency,
    pauses: Iterable[Pause],
    now: datetime,
    rules: PromiseRules,
) -> datetime:
    """The promise: the hours of the urgency, and the waits that began before it fell due."""
    due = received + timedelta(hours=rules.hours[urgency])
    for first, last in paused(pauses, received, now, rules):
        if first >= due:
            break
        due += last - first
    return due


def overdue_minutes(promised: datetime, at: datetime) -> int:
    """Whole minutes past the promise; 0 while it is kept. `at` is now, or when it was closed."""
    return max((at - promised) // _MINUTE, 0)


def is_overdue(promised: datetime, at: datetime) -> bool:
    """Whether the promise is past."""
    return at > promised
