"""When each building comes down to be tested: measured minutes instead of a queue in the cold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from models.rules.refusal import Refusal
from models.rules.rule_sets import Data
from models.rules.spans import Span


@dataclass(frozen=True, slots=True)
class SamplingRules:
    """The numbers of a test round."""

    tube_sizes: tuple[int, ...]
    seconds_each: int
    """Measured at one lane, from one person to the next."""
    slot_minutes: int
    """Slots begin and end on whole steps of so many minutes: a notice says 09:25, not 09:23."""
    pupils_from: time
    pupils_until: time
    """The gap between the lessons, in which pupils go before everybody."""
    climbs_from: int
    """Rounds missed running from which a person stands at the top of the list."""
    contact_days: int
    """How far back an abnormal tube asks who met its people."""
    pupils_after: time | None = None
    """When the lessons are over: from then on pupils have turns of their own again."""

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "SamplingRules":
        """Reads the data of a rule set of kind `testing`."""
        read = Data("testing", data)
        sizes = read.integers("tube_sizes", 1)
        if not sizes:
            raise read.bad("tube_sizes")
        if read.hour("pupils_from") >= read.hour("pupils_until"):
            raise read.bad("pupils_until")
        return cls(
            tube_sizes=sizes,
            seconds_each=read.integer("seconds_each", 1),
            slot_minutes=read.integer("slot_minutes", 1),
            pupils_from=read.hour("pupils_from"),
            pupils_until=read.hour("pupils_until"),
            climbs_from=read.integer("climbs_from", 1),
            contact_days=read.integer("contact_days", 1),
            pupils_after=read.hour("pupils_after") if read.has("pupils_after") else None,
        )


@dataclass(frozen=True, slots=True)
class Heads:
    """The people of a building who are to be tested."""

    building: int | str
    people: int
    pupils: int = 0
    """Of these, pupils who have lessons."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A building's turn at one lane."""

    building: int | str
    lane: int
    """From 1."""
    span: Span
    people: int
    pupils: bool
    """Whether the turn is for pupils only."""


def timetable(
    buildings: Sequence[Heads],
    start: datetime,
    lanes: int,
    pupil_spans: Iterable[Span],
    rules: SamplingRules,
) -> tuple[Slot, ...]:
    """Every building's turns, by time: each person has exactly one.

    The buildings come in the order given, each at the lane that is free first. Pupils have their
    own turns inside `pupil_spans`, before which everybody else gives way; where these are full,
    pupils come with their building.

    Raises:
        Refusal: when there is no lane, or a building has more pupils than people.
    """
    if lanes < 1:
        raise Refusal("refuse.rounds.lanes")
    booked: list[list[Span]] = [[] for _ in range(lanes)]
    slots: list[Slot] = []
    windows = sorted(pupil_spans)
    others: list[tuple[int | str, int]] = []
    for heads in buildings:
        if not 0 <= heads.pupils <= heads.people:
            raise Refusal("refuse.rounds.pupils", building=heads.building)
        length = _length(heads.pupils, rules)
        turn = _pupils_turn(booked, length, windows, start) if heads.pupils else None
        if turn is not None:
            slots.append(_book(booked, turn, heads.building, heads.pupils, pupils=True))
            others.append((heads.building, heads.people - heads.pupils))
        else:
            others.append((heads.building, heads.people))
    for building, people in others:
        if people:
            turn = _first_gap(booked, _length(people, rules), start)
            slots.append(_book(booked, turn, building, people, pupils=False))
    return tuple(sorted(slots, key=lambda slot: (slot.span.start, slot.lane)))


_Turn = tuple[int, Span]
"""A lane, from 0, and its time."""


def _length(people: int, rules: SamplingRules) -> timedelta:
    steps = -(-people * rules.seconds_each // (rules.slot_minutes * 60))
    return steps * timedelta(minutes=rules.slot_minutes)


def _pupils_turn(
    booked: Sequence[Sequence[Span]], length: timedelta, windows: Iterable[Span], start: datetime
) -> _Turn | None:
    for window in windows:
        lane, span = _first_gap(booked, length, max(window.start, start))
        if span.end <= window.end:
            return lane, span
    return None


def _first_gap(booked: Sequence[Sequence[Span]], length: timedelta, start: datetime) -> _Turn:
    """The earliest free time of that length at any lane, not before `start`."""
    return min(
        ((lane, _gap_in(spans, length, start)) for lane, spans in enumerate(booked)),
        key=lambda turn: (turn[1], turn[0]),
    )


def _gap_in(spans: Iterable[Span], length: timedelta, start: datetime) -> Span:
    for span in sorted(spans):
        if span.start >= start + length:
            break
        start = max(start, span.end)
    return Span(start, start + length)


def _book(
    booked: Sequence[list[Span]], turn: _Turn, building: int | str, people: int, *, pupils: bool
) -> Slot:
    lane, span = turn
    booked[lane].append(span)
    return Slot(building, lane + 1, span, people, pupils)
