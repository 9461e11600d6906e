"""Stretches of time, safe over midnight and over a change of the clocks.

A span is kept in UTC, because Python subtracts two times of one zone by the wall, not by what
passed. The zone enters only where a person's day or night is meant.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

from models.rules.refusal import Refusal

_HOUR = re.compile(r"^(\d{1,2})(?::(\d{2}))?$")
_DAY = timedelta(days=1)
_NOTHING = timedelta(0)
_SMALLEST = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` up to, not including, `end`."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        for name in ("start", "end"):
            at: datetime = getattr(self, name)
            if at.tzinfo is None:
                raise ValueError(f"a span needs a time zone: {name}={at}")
            object.__setattr__(self, name, at.astimezone(UTC))
        if self.end <= self.start:
            raise Refusal("refuse.shifts.span")

    @property
    def length(self) -> timedelta:
        """The time that passes."""
        return self.end - self.start

    def within(self, start: datetime, end: datetime) -> timedelta:
        """How much of the span lies between two moments."""
        return max(min(self.end, end) - max(self.start, start), _NOTHING)


def at(day: date, hour: time, zone: str) -> datetime:
    """The moment of a wall time on a local day, in UTC."""
    return datetime.combine(day, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def stamp(moment: datetime, zone: str) -> str:
    """A moment as a message says it, such as `04-09 06:00`."""
    return f"{moment.astimezone(ZoneInfo(zone)):%m-%d %H:%M}"


def hours_text(length: timedelta) -> str:
    """A length in hours as a message says it: `8`, `7.5`."""
    return f"{length / timedelta(hours=1):.1f}".removesuffix(".0")


def change_overs(text: str) -> tuple[time, ...]:
    """Change-over hours as people type them: `06:30 11:30，17：30` or `8 16 24`.

    Raises:
        Refusal: when a word is no hour, or there is none.
    """
    words = [one for one in re.split(r"[\s,，、;；/]+", text.replace("：", ":")) if one]
    hours = []
    for word in words:
        found = _HOUR.match(word)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        if (hour, minute) == (24, 0):
            hour = 0
        if hour > 23 or minute > 59:
            raise Refusal("refuse.shifts.hour", word=word)
        hours.append(time(hour, minute))
    if not hours:
        raise Refusal("refuse.shifts.hour", word=text.strip())
    return tuple(hours)


def cut(day: date, hours: Sequence[time], zone: str, *, around: bool = True) -> tuple[Span, ...]:
    """Cuts the day that begins at the first change-over hour into spans.

    An hour earlier than the one before it lies on the next day. `around` closes the circle: the
    last span ends at the first hour of the next day; without it the last hour only ends a span.

    Raises:
        Refusal: when an hour comes twice, or the hours go round the clock more than once.
    """
    if not hours or (len(hours) < 2 and not around):
        raise Refusal("refuse.shifts.hours_missing")
    if len(set(hours)) < len(hours):
        raise Refusal("refuse.shifts.hours_repeat")
    minutes = [hour.hour * 60 + hour.minute for hour in hours]
    after_first = [(minute - minutes[0]) % (24 * 60) for minute in minutes]
    if after_first != sorted(after_first):
        raise Refusal("refuse.shifts.hours_order")
    walls = [
        (day if minute >= minutes[0] else day + _DAY, hour)
        for minute, hour in zip(minutes, hours, strict=True)
    ]
    if around:
        walls.append((day + _DAY, hours[0]))
    # An hour the clocks skip would come out after the next one: no bound lies before its elder.
    bounds = accumulate((at(wall, hour, zone) for wall, hour in walls), max)
    return tuple(Span(start, end) for start, end in pairwise(bounds) if start < end)


def overlaps(one: Span, other: Span) -> bool:
    """Whether the two share any time; spans that only touch do not."""
    return one.start < other.end and other.start < one.end


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time without overlaps, in order; spans that touch become one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def rest_before(candidate: Span, spans: Iterable[Span]) -> timedelta | None:
    """The time off between the last span before `candidate` and it; None where there is none."""
    before = [span for span in spans if span.start < candidate.start]
    if not before:
        return None
    return max(candidate.start - max(span.end for span in before), _NOTHING)


def rest_after(candidate: Span, spans: Iterable[Span]) -> timedelta | None:
    """The time off between `candidate` and the next span; None where there is none."""
    after = [span.start for span in spans if span.start >= candidate.start]
    return max(min(after) - candidate.end, _NOTHING) if after else None


def time_between(spans: Iterable[Span], start: datetime, end: datetime) -> timedelta:
    """The time on duty between two moments, time booked twice counted once."""
    return sum((span.within(start, end) for span in merged(spans)), _NOTHING)


def hours_in_window(spans: Iterable[Span], until: datetime, days: int) -> timedelta:
    """The time on duty in the `days` x 24 hours that end at `until`."""
    return time_between(spans, until - days * _DAY, until)


def heaviest_window(candidate: Span, spans: Iterable[Span], days: int) -> timedelta:
    """The most time on duty in any window of `days` that touches `candidate`, with it included."""
    window = days * _DAY
    together = merged((*spans, candidate))
    ends = [candidate.end] + [span.end for span in together]
    ends += [span.start + window for span in together]
    return max(
        time_between(together, end - window, end)
        for end in ends
        if end > candidate.start and end - window < candidate.end
    )


def local_days(span: Span, zone: str) -> tuple[date, ...]:
    """The local days a span touches; one that ends at midnight does not touch the next day."""
    first = span.start.astimezone(ZoneInfo(zone)).date()
    last = (span.end - _SMALLEST).astimezone(ZoneInfo(zone)).date()
    return tuple(first + index * _DAY for index in range((last - first).days + 1))


def night_time(span: Span, day: date, start: time, end: time, zone: str) -> timedelta:
    """How much of a span lies in the night that begins on the evening of `day`."""
    morning = day if start < end else day + _DAY
    return span.within(at(day, start, zone), at(morning, end, zone))


def nights(
    spans: Iterable[Span], start: time, end: time, least: timedelta, zone: str
) -> frozenset[date]:
    """The nights on duty, each named by the day of its evening.

    A night counts from `least` on: an evening that runs half an hour over is not a night.
    """
    worked: dict[date, timedelta] = {}
    for span in merged(spans):
        days = local_days(span, zone)
        for day in (days[0] - _DAY, *days):
            worked[day] = worked.get(day, _NOTHING) + night_time(span, day, start, end, zone)
    return frozenset(day for day, length in worked.items() if length >= max(least, _SMALLEST))


def run_through(days: frozenset[date], day: date) -> int:
    """How many days in a row, `day` among them, are in `days`; 0 when `day` is not."""
    if day not in days:
        return 0
    first = last = day
    while first - _DAY in days:
        first -= _DAY
    while last + _DAY in days:
        last += _DAY
    return (last - first).days + 1


def last_rest_day(spans: Iterable[Span], today: date, since: date, zone: str) -> date | None:
    """The last whole day off before `today`, not earlier than `since` (the day of joining)."""
    worked = {day for span in spans for day in local_days(span, zone)}
    day = today - _DAY
    while day >= since:
        if day not in worked:
            return day
        day -= _DAY
    return None
