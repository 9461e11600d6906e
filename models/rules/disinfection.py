"""Full coverage, no dead corner: places by days, red where the interval passed.

A place treated fewer times than its kind asks is not treated; a day that is not over is due, not
red.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.rules.rule_sets import Data


class DisinfectionTarget(StrEnum):
    """What is disinfected."""

    road = "road"
    corner = "corner"
    stairwell = "stairwell"
    goods = "goods"
    gear = "gear"


class CellState(StrEnum):
    """A place on a day."""

    done = "done"
    due = "due"
    red = "red"
    rest = "rest"
    """Not due yet."""
    ahead = "ahead"
    outside = "outside"
    """Before the place was on the list, or of a kind without an interval and nothing done."""


USUAL_TERMINAL = 1000
"""Where a set from before it was asked for says nothing."""


@dataclass(frozen=True, slots=True)
class Interval:
    """How often a kind of place is treated."""

    every_days: int
    times: int
    """Times on such a day."""


@dataclass(frozen=True, slots=True)
class DisinfectionRules:
    """The intervals; a kind without one is treated as it comes (goods by batch, gear by shift)."""

    intervals: Mapping[DisinfectionTarget, Interval]
    climbs_from: int
    """Intervals missed running from which a place stands at the top."""
    terminal: int = USUAL_TERMINAL
    """Available chlorine in mg/L from which a disinfection after a case is one."""

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "DisinfectionRules":
        """Reads the data of a rule set of kind `disinfection`."""
        read = Data("disinfection", data)
        parts = read.part("intervals")
        intervals = {}
        for target in DisinfectionTarget:
            if parts.has(target):
                part = parts.part(target)
                intervals[target] = Interval(
                    part.integer("every_days", 1), part.integer("times", 1)
                )
        return cls(
            intervals,
            read.integer("climbs_from", 1),
            read.integer_or_none("terminal", 1) or USUAL_TERMINAL,
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the list."""

    id: int
    name: str
    target: DisinfectionTarget
    since: date
    """The first day it is to be treated."""
    last: date | None = None
    """The last day it was treated in full before the days of the matrix, where one is known."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A place on a day."""

    day: date
    state: CellState
    times: int


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place with its days."""

    place: Place
    cells: tuple[Cell, ...]
    missed: int
    """Intervals that passed running, up to today, without a full treatment."""
    due_on: date | None
    """The day it is or was due; None where its kind has no interval."""
    climbed: bool


def matrix(
    places: Iterable[Place],
    treated: Mapping[tuple[int, date], int],
    days: Sequence[date],
    today: date,
    rules: DisinfectionRules,
) -> tuple[PlaceRow, ...]:
    """Places by days: those missed twice running first, the others in the order given.

    `treated` says how many times a place was treated on a day; `days` run without a gap.
    """
    rows = [_row(place, treated, days, today, rules) for place in places]
    return tuple(sorted(rows, key=lambda row: -row.missed if row.climbed else 0))


def _row(
    place: Place,
    treated: Mapping[tuple[int, date], int],
    days: Sequence[date],
    today: date,
    rules: DisinfectionRules,
) -> PlaceRow:
    interval = rules.intervals.get(place.target)
    cells: list[Cell] = []
    due_on = None if interval is None else _due(place, interval)
    for day in days:
        times = treated.get((place.id, day), 0)
        full = times >= interval.times if interval else times > 0
        cells.append(Cell(day, _state(place, day, today, due_on, full=full), times))
        if full and interval is not None:
            due_on = max(day, place.since) + timedelta(days=interval.every_days)
    missed = _missed(due_on, interval, today)
    return PlaceRow(place, tuple(cells), missed, due_on, missed >= rules.climbs_from)


def _due(place: Place, interval: Interval) -> date:
    if place.last is None:
        return place.since
    return max(place.last + timedelta(days=interval.every_days), place.since)


def _state(place: Place, day: date, today: date, due_on: date | None, *, full: bool) -> CellState:
    if full:
        return CellState.done
    if day < place.since:
        return CellState.outside
    if day > today:
        return CellState.ahead
    if due_on is None:
        return CellState.outside
    if day < due_on:
        return CellState.rest
    return CellState.due if day == today else CellState.red


def _missed(due_on: date | None, interval: Interval | None, today: date) -> int:
    """Whole intervals from the due day to yesterday."""
    if due_on is None or interval is None or due_on >= today:
        return 0
    return -(-(today - due_on).days // interval.every_days)
