"""What is recorded of somebody day by day: samples with their results, and temperatures."""

import datetime as dt

from sqlmodel import col

from models.isolation.ahead import ahead, check_open, check_past, person, say, without_courses
from models.isolation.drafts import CorrectSample, TakeTemperature, TakeTest
from models.isolation.sight import check_records, check_whole
from models.isolation.standing import OPEN, Person, health_watch, of, people
from models.isolation.tables import Isolation, IsolationSample, IsolationTemperature
from models.rules.refusal import Refusal
from models.rules.release import SampleResult
from models.store.engine import Writing
from models.store.register import DESK, GRID, change, fetch


@change("isolation.test", draft=TakeTest, roles=DESK, ahead=ahead)
def test(session: Writing, draft: TakeTest) -> Isolation:
    """A sample was taken, or the result came of those that wait for one."""
    one = person(session, draft.id)
    check_records(session, one)
    check_open(one.row)
    day = draft.taken_on or session.today
    check_past(session, day)
    if draft.result is not SampleResult.pending and draft.taken_on is None and one.waiting:
        for sample in one.waiting:
            sample.result = draft.result
    else:
        for _ in range(draft.samples or _samples(one, day)):
            _take(session, draft.id, day, draft.result)
    say(session, one)
    return one.row


def retested(session: Writing, resident_id: int, result: SampleResult) -> None:
    """A person who stays apart was tested alone in a round: that is a sample like any other."""
    found = people(session, OPEN, col(Isolation.resident_id) == resident_id)
    for one in found:
        if one.waiting:
            for sample in one.waiting:
                sample.result = result
        else:
            _take(session, one.id, session.today, result)


def _take(session: Writing, isolation_id: int, day: dt.date, result: SampleResult) -> None:
    session.add(
        IsolationSample(
            isolation_id=isolation_id,
            taken_on=day,
            taken_at=session.now,
            result=result,
            recorded_by=session.actor.id,
        )
    )


@change("isolation.correct_sample", draft=CorrectSample, roles=GRID)
def correct_sample(session: Writing, draft: CorrectSample) -> IsolationSample:
    """A result turned out to be another one."""
    row = fetch(session, IsolationSample, draft.id)
    one = of(session, row.isolation_id)
    check_whole(session, one)
    row.result = draft.result
    row.corrected = draft.reason
    say(session, one)
    return row


@change("isolation.temperature", draft=TakeTemperature, roles=DESK, ahead=without_courses)
def temperature(session: Writing, draft: TakeTemperature) -> Isolation:
    """One of the two temperatures of a day; typed again it replaces what was there."""
    one = person(session, draft.id)
    check_records(session, one)
    check_open(one.row)
    rules = health_watch(session)
    day = draft.taken_on or session.today
    half = draft.half
    if half is None and rules is not None:
        half = rules.half(session.clock.local(session.now).time())
    if half is None:
        raise Refusal("refuse.isolation.half")
    there = one.temperatures.get(half) if day == session.today else None
    if there is not None:
        there.tenths = draft.tenths
        if there.symptoms != draft.symptoms:
            there.symptoms = draft.symptoms
    else:
        session.add(
            IsolationTemperature(
                isolation_id=draft.id,
                taken_on=day,
                half=half,
                tenths=draft.tenths,
                symptoms=draft.symptoms,
                recorded_by=session.actor.id,
            )
        )
    say(session, one)
    return one.row


def _samples(one: Person, day: dt.date) -> int:
    """How many samples are taken: as many as the last test of the stage needs, else one."""
    if one.course is None:
        return 1
    ended = one.row.quarantine_ended_on
    spell = one.course.spells[-1 if ended is not None else 0]
    if ended is not None:
        spell = spell.begun_on(ended)
    last = spell.last_test is not None and day >= spell.last_test
    return max(spell.negatives, 1) if last else 1
