"""A batch of shifts from a template: planned whole before any is made, and made twice never."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from models.rules.refusal import Refusal
from models.rules.spans import Span, cut, overlaps


@dataclass(frozen=True, slots=True)
class Template:
    """One post's day: when the shifts change over and how many stand there."""

    post: int
    hours: tuple[time, ...]
    places: int
    around: bool = True
    """Whether the last shift runs on to the first hour of the next day."""
    weekdays: frozenset[int] = frozenset()
    """Days of the week it is for, Monday 0; empty for every day."""


@dataclass(frozen=True, slots=True)
class PlannedShift:
    """A shift that a batch would make."""

    post: int
    span: Span
    places: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What a batch does: makes `new`, finds `same` already there, and leaves out `clashes`."""

    new: tuple[PlannedShift, ...]
    same: tuple[PlannedShift, ...]
    clashes: tuple[PlannedShift, ...]
    """Shifts that would lie across another one of their post."""


def plan(
    templates: Iterable[Template],
    first: date,
    last: date,
    zone: str,
    existing: Iterable[tuple[int, Span]] = (),
) -> Plan:
    """Cuts every template over every day from `first` to `last`, both included.

    `existing` are the posts and spans already there: planning a batch again makes nothing new.

    Raises:
        Refusal: when the days run backwards, a post has no places, or its hours cannot be cut.
    """
    if last < first:
        raise Refusal("refuse.shifts.days", first=first.isoformat(), last=last.isoformat())
    there: dict[int, list[Span]] = {}
    for post, span in existing:
        there.setdefault(post, []).append(span)
    new: list[PlannedShift] = []
    same: list[PlannedShift] = []
    clashes: list[PlannedShift] = []
    for template in templates:
        if template.places < 1:
            raise Refusal("refuse.shifts.places")
        spans = there.setdefault(template.post, [])
        for index in range((last - first).days + 1):
            day = first + timedelta(days=index)
            if template.weekdays and day.weekday() not in template.weekdays:
                continue
            for span in cut(day, template.hours, zone, around=template.around):
                shift = PlannedShift(template.post, span, template.places)
                if span in spans:
                    same.append(shift)
                elif any(overlaps(span, other) for other in spans):
                    clashes.append(shift)
                else:
                    new.append(shift)
                    spans.append(span)
    return Plan(tuple(new), tuple(same), tuple(clashes))
