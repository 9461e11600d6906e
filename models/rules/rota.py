"""Who may stand which shift: what is impossible is refused by name, what is hard on a person warns.

Nobody is in two places at once, nobody in isolation stands at a gate; and whoever has had too
little rest, the leaders included, stands first in the list of the tired (`fatigue.py`).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from models.rules.caution import Caution
from models.rules.refusal import Refusal
from models.rules.rule_sets import Data
from models.rules.spans import (
    Span,
    heaviest_window,
    hours_in_window,
    hours_text,
    local_days,
    nights,
    overlaps,
    rest_after,
    rest_before,
    run_through,
    stamp,
)


class RestRules(NamedTuple):
    """The numbers of rest: warned about, never enforced by the desk."""

    min_rest_hours: int
    max_nights: int
    max_hours: int
    window_days: int
    max_days: int
    """Days on duty in a row before a whole day off."""
    night_from: time
    night_until: time
    night_minutes: int
    """Minutes within the night hours from which a shift is a night."""
    grace_minutes: int
    """Minutes after the start from which a missing person is a no-show."""

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "RestRules":
        """Reads the data of a rule set of kind `rest`."""
        read = Data("rest", data)
        if read.hour("night_from") == read.hour("night_until"):
            raise read.bad("night_until")
        return cls(
            min_rest_hours=read.integer("min_rest_hours"),
            max_nights=read.integer("max_nights", 1),
            max_hours=read.integer("max_hours", 1),
            window_days=read.integer("window_days", 1),
            max_days=read.integer("max_days", 1),
            night_from=read.hour("night_from"),
            night_until=read.hour("night_until"),
            night_minutes=read.integer("night_minutes", 1),
            grace_minutes=read.integer("grace_minutes"),
        )

    def nights(self, spans: Iterable[Span], zone: str) -> frozenset[date]:
        """The nights among `spans`, each named by the day of its evening."""
        least = timedelta(minutes=self.night_minutes)
        return nights(spans, self.night_from, self.night_until, least, zone)


class Person(NamedTuple):
    """What a rota asks about a person."""

    id: int
    name: str
    roles: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    joined_on: date | None = None
    demobilised_on: date | None = None
    """The first day the person is no longer there."""
    isolated_from: date | None = None
    isolated_until: date | None = None
    """The last day of isolation; None while it has no end yet."""
    unavailable: tuple[Span, ...] = ()


class Booking(NamedTuple):
    """A shift a person already has."""

    shift: int
    post: str
    span: Span


class Opening(NamedTuple):
    """A shift that may have a free seat."""

    shift: int
    post: str
    span: Span
    places: int
    taken: int
    role: str | None = None
    skill: str | None = None


def refusal(
    person: Person, opening: Opening, bookings: Iterable[Booking], zone: str
) -> Refusal | None:
    """The first reason why `person` cannot stand `opening`, or None.

    `bookings` are the seats the person holds now: dropped and swapped ones are not among them.
    """
    days = local_days(opening.span, zone)
    if person.joined_on and days[0] < person.joined_on:
        return _no("not_joined", person, opening, day=person.joined_on.isoformat())
    if person.demobilised_on and days[-1] >= person.demobilised_on:
        return _no("demobilised", person, opening, day=person.demobilised_on.isoformat())
    if _isolated(person, days):
        if person.isolated_until is None:
            return _no("isolated", person, opening)
        return _no("isolated_until", person, opening, day=person.isolated_until.isoformat())
    if opening.role and opening.role not in person.roles:
        return _no("role_missing", person, opening, role=opening.role)
    if opening.skill and opening.skill not in person.skills:
        return _no("skill_missing", person, opening, skill=opening.skill)
    for booking in sorted(bookings, key=lambda one: one.span):
        if booking.shift == opening.shift:
            return _no("already_in", person, opening)
        if overlaps(booking.span, opening.span):
            until = stamp(booking.span.end, zone)
            return _no("overlap", person, opening, other=booking.post, until=until)
    if opening.taken >= opening.places:
        return _no("full", person, opening, places=opening.places)
    return None


def warnings(
    person: Person, candidate: Span, spans: Sequence[Span], rules: RestRules, zone: str
) -> tuple[Caution, ...]:
    """What speaks against one more shift: rest, nights, hours, days without a day off, absence.

    `spans` are the person's other shifts, before and after. The secretary may go on with a reason.
    """
    found: list[Caution] = []
    others = [span for span in spans if span != candidate]
    least = timedelta(hours=rules.min_rest_hours)
    for key, rest in (
        ("warn.shifts.rest_before", rest_before(candidate, others)),
        ("warn.shifts.rest_after", rest_after(candidate, others)),
    ):
        if rest is not None and rest < least:
            found.append(warn(key, person, hours=hours_text(rest), least=rules.min_rest_hours))
    together = [*others, candidate]
    new_nights = rules.nights([candidate], zone)
    all_nights = rules.nights(together, zone)
    in_row = max((run_through(all_nights, night) for night in new_nights), default=0)
    if in_row > rules.max_nights:
        found.append(warn("warn.shifts.nights", person, nights=in_row, most=rules.max_nights))
    heaviest = heaviest_window(candidate, others, rules.window_days)
    if heaviest > timedelta(hours=rules.max_hours):
        found.append(too_many_hours(person, heaviest, rules))
    worked = frozenset(day for span in together for day in local_days(span, zone))
    days_in_row = max(run_through(worked, day) for day in local_days(candidate, zone))
    if days_in_row > rules.max_days:
        found.append(warn("warn.shifts.rest_day", person, days=days_in_row, most=rules.max_days))
    if any(overlaps(candidate, away) for away in person.unavailable):
        found.append(warn("warn.shifts.unavailable", person))
    return tuple(found)


class Choice(NamedTuple):
    """A person for an opening, with what speaks against it."""

    person: Person
    refusal: Refusal | None
    cautions: tuple[Caution, ...]
    hours: timedelta
    """Time on duty in the window that ends with the opening."""


def choices(
    opening: Opening,
    people: Iterable[tuple[Person, Sequence[Booking]]],
    rules: RestRules,
    zone: str,
) -> tuple[Choice, ...]:
    """Everybody for one opening: free and rested first, the least burdened before the others."""
    found = []
    for person, bookings in people:
        spans = [booking.span for booking in bookings]
        found.append(
            Choice(
                person,
                refusal(person, opening, bookings, zone),
                warnings(person, opening.span, spans, rules, zone),
                hours_in_window(spans, opening.span.end, rules.window_days),
            )
        )
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.refusal is not None,
                len(one.cautions),
                one.hours,
                one.person.name,
            ),
        )
    )


def late_minutes(start: datetime, checked_in: datetime) -> int:
    """Whole minutes after the start; 0 for whoever is on time or early."""
    return max(int((checked_in - start).total_seconds() // 60), 0)


def is_no_show(span: Span, now: datetime, rules: RestRules) -> bool:
    """Whether somebody who has not checked in counts as a no-show at `now`."""
    return now >= span.start + timedelta(minutes=rules.grace_minutes)


def _no(reason: str, person: Person, opening: Opening, **params: object) -> Refusal:
    return Refusal(f"refuse.shifts.{reason}", volunteer=person.name, post=opening.post, **params)


def warn(key: str, person: Person, **params: object) -> Caution:
    """A caution about `person`."""
    return Caution(key, {"volunteer": person.name, **params})


def too_many_hours(person: Person, hours: timedelta, rules: RestRules) -> Caution:
    """The caution about hours above what the rule set allows in its window."""
    told, most = hours_text(hours), rules.max_hours
    return warn("warn.shifts.hours", person, hours=told, most=most, days=rules.window_days)


def _isolated(person: Person, days: Sequence[date]) -> bool:
    if person.isolated_from is None and person.isolated_until is None:
        return False
    begun = person.isolated_from is None or person.isolated_from <= days[-1]
    return begun and (person.isolated_until is None or person.isolated_until >= days[0])
