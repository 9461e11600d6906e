"""Where somebody in isolation stands today: the day, the next test, and what a release lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.rules.isolation import Course, IsolationStage, Spell
from models.rules.why import Why


class SampleResult(StrEnum):
    """What became of one sample."""

    negative = "negative"
    positive = "positive"
    pending = "pending"
    invalid = "invalid"


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample of a person; of a double test there are two."""

    taken_on: date
    result: SampleResult


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's course, seen from one day."""

    stage: IsolationStage
    day: int
    """Day n of the stage; it goes on counting while a release is overdue."""
    days: int
    """Of how many."""
    ends_on: date
    next_test: date | None
    """The next day with a sample to take, today included; None where none is left."""
    missed: tuple[date, ...]
    """Test days of the stage that passed, and the days up to the next one, without a sample."""
    lacking: int
    """Negative results the release still lacks."""
    positive_on: date | None
    """The day of the first positive sample: the person is to be recorded as a case."""
    releasable: bool
    overdue_release: bool
    """The stage is over, and a negative result it needs is missing."""
    why: Why


def standing(
    course: Course, samples: Sequence[Sample], today: date, released_on: date | None = None
) -> Standing:
    """Where a person stands on `today`.

    The first stage goes on until a person recorded the release: its monitoring is then counted
    from `released_on`, however late that was.
    """
    spell = _present(course, released_on)
    if spell is None:
        return _over(course, released_on or course.release_on)
    taken = [one for one in samples if course.start <= one.taken_on <= today]
    # A positive result of the stage before may come in after the release.
    positives = [one.taken_on for one in taken if one.result is SampleResult.positive]
    positive_on = min(positives, default=None)
    counted = [one for one in taken if one.taken_on >= spell.start]
    waiting, lacking = _last_results(spell, counted)
    unmet = _without_sample(spell, counted)
    free = positive_on is None and not lacking
    overdue = positive_on is None and lacking > 0 and today > spell.ends_on
    return Standing(
        stage=spell.stage,
        day=(today - spell.start).days,
        days=(spell.ends_on - spell.start).days,
        ends_on=spell.ends_on,
        next_test=None if positive_on else _next_test(unmet, lacking - waiting, today),
        missed=tuple(day for day in unmet if day < today),
        lacking=lacking,
        positive_on=positive_on,
        releasable=free and today >= spell.ends_on,
        overdue_release=overdue,
        why=_why(spell, today, positive_on, lacking, waiting),
    )


def _present(course: Course, released_on: date | None) -> Spell | None:
    if released_on is None:
        return course.spells[0]
    return course.spells[1].begun_on(released_on) if len(course.spells) > 1 else None


def _over(course: Course, on: date) -> Standing:
    days = (on - course.start).days
    why = Why("isolation.why.over", {"on": on.isoformat()})
    return Standing(IsolationStage.over, days, days, on, None, (), 0, None, False, False, why)


def _last_results(spell: Spell, samples: Sequence[Sample]) -> tuple[int, int]:
    """Results still awaited of the last test, and negatives it lacks."""
    if spell.last_test is None:
        return 0, 0
    last = [one.result for one in samples if one.taken_on >= spell.last_test]
    lacking = max(spell.negatives - last.count(SampleResult.negative), 0)
    return min(last.count(SampleResult.pending), lacking), lacking


def _without_sample(spell: Spell, samples: Sequence[Sample]) -> tuple[date, ...]:
    """Test days with no valid sample before the next one; a day late is late, not missed."""
    taken = [one.taken_on for one in samples if one.result is not SampleResult.invalid]
    until = (*spell.test_days[1:], date.max)
    return tuple(
        day
        for day, next_day in zip(spell.test_days, until, strict=False)
        if not any(day <= one < next_day for one in taken)
    )


def _next_test(unmet: Sequence[date], to_take: int, today: date) -> date | None:
    """The next test day ahead; today, where the last one passed and samples are still to take."""
    ahead = next((day for day in unmet if day >= today), None)
    return today if ahead is None and to_take > 0 else ahead


def _why(spell: Spell, today: date, positive_on: date | None, lacking: int, waiting: int) -> Why:
    day, days = (today - spell.start).days, (spell.ends_on - spell.start).days
    said = {"stage": spell.stage, "day": day, "days": days, "until": spell.ends_on.isoformat()}
    if positive_on is not None:
        return Why("isolation.why.positive", {"on": positive_on.isoformat()})
    if today < spell.ends_on or (today == spell.ends_on and lacking):
        return Why("isolation.why.running", said)
    if not lacking:
        return Why("isolation.why.releasable", said)
    late = (today - spell.ends_on).days
    if waiting == lacking:
        return Why("isolation.why.overdue_result", {**said, "late": late, "n": lacking})
    return Why("isolation.why.overdue_test", {**said, "late": late, "n": lacking - waiting})
