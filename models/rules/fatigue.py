"""Who has had too little rest, worst first: the leaders are counted like everybody else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from models.rules.caution import Caution
from models.rules.rota import Person, RestRules, too_many_hours, warn
from models.rules.spans import (
    Span,
    cut,
    hours_in_window,
    last_rest_day,
    local_days,
    run_through,
    time_between,
)

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Fatigue:
    """How tired a person must be, by the book."""

    person: Person
    hours: timedelta
    night_hours: timedelta
    """Hours of the window that lay in the night: the hardest ones."""
    nights: int
    """Nights in a row, up to the last one."""
    last_rest_day: date | None
    days: int
    """Days in a row on duty since the last whole day off, today included once begun."""
    cautions: tuple[Caution, ...]
    strain: float
    """Hours, nights and days, each as a part of what the rule set allows, added up."""


def fatigue(
    people: Iterable[tuple[Person, Sequence[Span]]],
    now: datetime,
    first_day: date,
    rules: RestRules,
    zone: str,
) -> tuple[Fatigue, ...]:
    """Everybody, leaders included, worst first: limits passed, then strain, then name.

    `first_day` is the branch's, for whoever has no day of joining. Only time up to `now` counts.
    """
    found = [_fatigue(one, spans, now, first_day, rules, zone) for one, spans in people]
    return tuple(sorted(found, key=lambda one: (-len(one.cautions), -one.strain, one.person.name)))


def _fatigue(
    person: Person,
    spans: Iterable[Span],
    now: datetime,
    first_day: date,
    rules: RestRules,
    zone: str,
) -> Fatigue:
    today = now.astimezone(ZoneInfo(zone)).date()
    since = person.joined_on or first_day
    worked = [Span(span.start, min(span.end, now)) for span in spans if span.start < now]
    hours = hours_in_window(worked, now, rules.window_days)
    night_list = rules.nights(worked, zone)
    in_row = max(run_through(night_list, today), run_through(night_list, today - _DAY))
    on_duty = frozenset(day for span in worked for day in local_days(span, zone))
    days = max(run_through(on_duty, today), run_through(on_duty, today - _DAY))
    cautions = []
    if hours > timedelta(hours=rules.max_hours):
        cautions.append(too_many_hours(person, hours, rules))
    if in_row > rules.max_nights:
        cautions.append(warn("warn.shifts.nights", person, nights=in_row, most=rules.max_nights))
    if days > rules.max_days:
        cautions.append(warn("warn.shifts.rest_day", person, days=days, most=rules.max_days))
    return Fatigue(
        person,
        hours,
        _night_hours(worked, now, rules, zone),
        in_row,
        last_rest_day(worked, today, since, zone),
        days,
        tuple(cautions),
        hours / (rules.max_hours * _HOUR) + in_row / rules.max_nights + days / rules.max_days,
    )


def _night_hours(worked: Sequence[Span], now: datetime, rules: RestRules, zone: str) -> timedelta:
    today = now.astimezone(ZoneInfo(zone)).date()
    since = now - rules.window_days * _DAY
    total = timedelta(0)
    for back in range(rules.window_days + 2):
        # A night is what `cut` makes of its two hours, so both know midnight and the clocks alike.
        for night in cut(
            today - back * _DAY, (rules.night_from, rules.night_until), zone, around=False
        ):
            start, end = max(night.start, since), min(night.end, now)
            if start < end:
                total += time_between(worked, start, end)
    return total
