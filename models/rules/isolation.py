"""How long somebody stays apart: by which rule, counted from which day, and what still lacks.

Day 0 is the day of the last exposure (or of the discharge from hospital), so day 14 is the day of
release. A period that is over without its negative result is never silently over: it is overdue
and says what it waits for. Levels rise by themselves; they fall only by a person with a reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import reduce

from models.rules.refusal import Refusal
from models.rules.rule_sets import Data, RuleSet, active
from models.rules.why import Why


class ExposureKind(StrEnum):
    """What somebody is to the outbreak, from the lowest level to the highest."""

    discharged = "discharged"
    secondary = "secondary"
    close = "close"
    case = "case"


class IsolationStage(StrEnum):
    """A part of a course."""

    quarantine = "quarantine"
    monitoring = "monitoring"
    over = "over"


class IsolationPlace(StrEnum):
    """Where a stage is spent."""

    central = "central"
    home = "home"


_LEVELS = tuple(ExposureKind)


@dataclass(frozen=True, slots=True)
class Term:
    """What a rule set asks of one stage."""

    stage: IsolationStage
    place: IsolationPlace
    days: int
    tests: tuple[int, ...]
    """Days of the stage on which a sample is taken."""
    negatives: int
    """Negative samples that the last test needs; two where it is taken double."""


@dataclass(frozen=True, slots=True)
class IsolationRules:
    """The terms of each kind; a kind without terms is not isolated under this set."""

    name: str
    terms: Mapping[ExposureKind, tuple[Term, ...]]

    @classmethod
    def from_data(cls, data: Mapping[str, object], name: str) -> "IsolationRules":
        """Reads the data of a rule set of kind `isolation`."""
        read = Data("isolation", data)
        kinds = [kind for kind in ExposureKind if kind is not ExposureKind.case and read.has(kind)]
        # A set that says nothing of close contacts is no set: its reading names the field.
        kinds = list(dict.fromkeys((ExposureKind.close, *kinds)))
        return cls(name, {kind: _terms(read.part(kind)) for kind in kinds})

    @classmethod
    def on(cls, rule_sets: Iterable[RuleSet], day: date) -> "IsolationRules":
        """The set in force on the day of an exposure."""
        found = active(rule_sets, "isolation", day)
        return cls.from_data(found.data, found.name)


@dataclass(frozen=True, slots=True)
class Spell:
    """One stage of a course, with its days in the calendar."""

    stage: IsolationStage
    place: IsolationPlace
    start: date
    """Day 0."""
    ends_on: date
    test_days: tuple[date, ...]
    negatives: int

    @property
    def last_test(self) -> date | None:
        """The test whose negative result opens the door; None where none is asked for."""
        return self.test_days[-1] if self.test_days else None

    def begun_on(self, day: date) -> "Spell":
        """The same days, counted from another one."""
        by = day - self.start
        tests = tuple(test + by for test in self.test_days)
        return replace(self, start=day, ends_on=self.ends_on + by, test_days=tests)


@dataclass(frozen=True, slots=True)
class Course:
    """A person's way through isolation, as it was planned from the last exposure."""

    kind: ExposureKind
    start: date
    spells: tuple[Spell, ...]
    why: Why
    """Names the rule set and the day it counts from, and a change of the end by a person."""

    @property
    def test_days(self) -> tuple[date, ...]:
        """Every day with a test, of all stages."""
        return tuple(day for spell in self.spells for day in spell.test_days)

    @property
    def last_test(self) -> date | None:
        """The test that must be negative before the release."""
        return self.spells[0].last_test

    @property
    def release_on(self) -> date:
        """The last day of the first stage."""
        return self.spells[0].ends_on

    @property
    def monitoring_until(self) -> date | None:
        """The last day of health monitoring; None where the rule set asks for none."""
        last = self.spells[-1]
        return last.ends_on if last.stage is IsolationStage.monitoring else None


@dataclass(frozen=True, slots=True)
class Exposure:
    """A day somebody was exposed, found positive or discharged; a later one never erases it."""

    kind: ExposureKind
    on: date


def course(kind: ExposureKind, last_exposure: date, rules: IsolationRules) -> Course:
    """The course of one exposure, under the rule set in force on its day.

    Raises:
        Refusal: for a case, which ends by discharge and not by days; and where the rule set has
            no term for the kind.
    """
    if kind is ExposureKind.case:
        raise Refusal("refuse.isolation.case")
    terms = rules.terms.get(kind)
    if terms is None:
        raise Refusal("refuse.isolation.no_period", kind=kind, rules=rules.name)
    spells: list[Spell] = []
    start = last_exposure
    for term in terms:
        tests = tuple(start + timedelta(days=day) for day in term.tests)
        end = start + timedelta(days=term.days)
        spells.append(Spell(term.stage, term.place, start, end, tests, term.negatives))
        start = end
    why = Why(
        "isolation.why.course",
        {"rules": rules.name, "kind": kind, "base": last_exposure.isoformat()},
    )
    return Course(kind, last_exposure, tuple(spells), why)


def open_course(exposures: Iterable[Exposure], rule_sets: Iterable[RuleSet]) -> Course:
    """The course that a history of exposures leads to: the one that ends last.

    A new exposure restarts the clock and can only lengthen it. What lies before an infection no
    longer counts once the person is discharged.

    Raises:
        Refusal: when there is no exposure, or the person is a case and not yet discharged.
    """
    counted = _since_infection(exposures)
    if not counted:
        raise Refusal("refuse.isolation.no_exposure")
    sets = tuple(rule_sets)
    courses = [course(one.kind, one.on, IsolationRules.on(sets, one.on)) for one in counted]
    return max(courses, key=lambda one: (one.release_on, one.spells[-1].ends_on))


def level(exposures: Iterable[Exposure]) -> ExposureKind:
    """The highest level of a history, since the last infection."""
    counted = _since_infection(exposures)
    if not counted:
        raise Refusal("refuse.isolation.no_exposure")
    return reduce(raised, (one.kind for one in counted))


def raised(now: ExposureKind, found: ExposureKind) -> ExposureKind:
    """The level after something was found: it never falls by itself."""
    return max(now, found, key=_LEVELS.index)


def contact_of(source: ExposureKind) -> ExposureKind | None:
    """What contact with `source` makes of a person: of a case close, of a close one secondary."""
    return {
        ExposureKind.case: ExposureKind.close,
        ExposureKind.close: ExposureKind.secondary,
    }.get(source)


def lowered(now: ExposureKind, to: ExposureKind, reason: str) -> ExposureKind:
    """A level set by a person.

    Raises:
        Refusal: when it falls without a reason.
    """
    if _LEVELS.index(to) < _LEVELS.index(now) and not reason.strip():
        raise Refusal("refuse.isolation.lowered", now=now, to=to)
    return to


def moved_end(planned: Course, stage: IsolationStage, to: date, reason: str = "") -> Course:
    """The course with another end of a stage; later stages follow, their days kept.

    A test on the last day moves with it, and a last test cut off is made up for on the new last
    day: neither a longer nor a shorter stage opens on an old result.

    Raises:
        Refusal: when the stage is none of the course, would end before it began, or is shortened
            without a reason.
    """
    at = next((n for n, spell in enumerate(planned.spells) if spell.stage is stage), None)
    if at is None:
        raise Refusal("refuse.isolation.no_stage", stage=stage)
    spell = planned.spells[at]
    if to <= spell.start:
        raise Refusal("refuse.isolation.before_start", start=spell.start.isoformat())
    if to < spell.ends_on and not reason.strip():
        raise Refusal("refuse.isolation.shortened", end=spell.ends_on.isoformat())
    tests = [day for day in spell.test_days if day < to]
    if spell.last_test and (spell.last_test == spell.ends_on or spell.last_test >= to):
        tests.append(to)
    changed = replace(spell, ends_on=to, test_days=tuple(tests))
    later = [one.begun_on(one.start + (to - spell.ends_on)) for one in planned.spells[at + 1 :]]
    params = {**planned.why.params, "to": to.isoformat(), "was": spell.ends_on.isoformat()}
    key = "isolation.why.moved_because" if reason.strip() else "isolation.why.moved"
    if reason.strip():
        params["reason"] = reason.strip()
    return replace(planned, spells=(*planned.spells[:at], changed, *later), why=Why(key, params))


def _since_infection(exposures: Iterable[Exposure]) -> tuple[Exposure, ...]:
    history = sorted(exposures, key=lambda one: one.on)
    ends = [
        n
        for n, one in enumerate(history)
        if one.kind in (ExposureKind.case, ExposureKind.discharged)
    ]
    return tuple(history[ends[-1] :] if ends else history)


def _terms(read: Data) -> tuple[Term, ...]:
    stages = [
        stage for stage in (IsolationStage.quarantine, IsolationStage.monitoring) if read.has(stage)
    ]
    if not stages:
        raise read.bad(IsolationStage.quarantine)
    return tuple(_term(read.part(stage), stage) for stage in stages)


def _term(read: Data, stage: IsolationStage) -> Term:
    days = read.integer("days", 1)
    tests = read.integers("tests", 1)
    if list(tests) != sorted(set(tests)) or any(day > days for day in tests):
        raise read.bad("tests")
    negatives = read.integer("negatives", 1) if tests else 0
    return Term(stage, read.member("place", IsolationPlace), days, tests, negatives)
