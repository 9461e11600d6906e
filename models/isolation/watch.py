"""The numbers of isolation, and what nobody may forget: never a release that waits in silence."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func

from models.isolation.reads import IsolationNeed, missing_temperatures, needs_of
from models.isolation.sight import Seen, seen
from models.isolation.standing import OPEN, Person, health_watch, people
from models.isolation.tables import Isolation, IsolationExposure, IsolationState
from models.rules import masking
from models.rules.isolation import ExposureKind
from models.rules.temperature import Half
from models.store.actor import Role
from models.store.alarm import Alarm
from models.store.engine import Reading


@dataclass(frozen=True, slots=True)
class IsolationCounts:
    """The numbers of titles, board and JSON; for the wall board None where it is too few."""

    total: int | None
    cases: int | None
    close: int | None
    secondary: int | None
    discharged: int | None
    monitoring: int | None
    home: int | None
    """At home behind the own door, in quarantine or monitoring."""
    overdue: int | None
    tests_today: int | None
    no_temperature: int | None


def counts(session: Reading) -> IsolationCounts:
    """The numbers of now."""
    open_now = people(session, OPEN)
    levels = Counter(one.level for one in open_now)
    needs = Counter(need for one in open_now for need in needs_of(session, one))
    states = Counter(one.row.state for one in open_now)
    few = masking.few if session.viewer.role is Role.wallboard else _all
    return IsolationCounts(
        total=few(len(open_now)),
        cases=few(levels[ExposureKind.case]),
        close=few(levels[ExposureKind.close]),
        secondary=few(levels[ExposureKind.secondary]),
        discharged=few(levels[ExposureKind.discharged]),
        monitoring=few(states[IsolationState.monitoring]),
        home=few(sum(one.at_home for one in open_now)),
        overdue=few(needs[IsolationNeed.overdue_release]),
        tests_today=few(needs[IsolationNeed.test_today]),
        no_temperature=few(needs[IsolationNeed.no_temperature]),
    )


def _all(count: int) -> int | None:
    return count


@dataclass(frozen=True, slots=True)
class IsolationTotals:
    """What the report says of the whole campaign."""

    cases: int
    close: int
    secondary: int
    people: int
    released: int


def totals(session: Reading) -> IsolationTotals:
    """Everybody there was, by what he or she was first recorded as."""
    first = (
        sa.select(func.min(col(IsolationExposure.id)))
        .where(col(IsolationExposure.struck) == "")
        .group_by(col(IsolationExposure.isolation_id))
    )
    rows = session.execute(
        sa.select(col(IsolationExposure.kind), func.count())
        .where(col(IsolationExposure.id).in_(first))
        .group_by(col(IsolationExposure.kind))
    )
    levels: dict[ExposureKind, int] = {kind: n for kind, n in rows}
    people_, released = session.execute(
        sa.select(func.count(), func.count(col(Isolation.released_on)))
    ).one()
    return IsolationTotals(
        cases=levels.get(ExposureKind.case, 0),
        close=levels.get(ExposureKind.close, 0),
        secondary=levels.get(ExposureKind.secondary, 0),
        people=people_,
        released=released,
    )


def alarms(session: Reading) -> tuple[Alarm, ...]:
    """Releases that are late, positive samples, missed tests and temperatures, and fevers.

    Only who may know of an isolation is told of it; a temperature that is missing also whoever
    serves the person.
    """
    if session.viewer.role is Role.wallboard:
        return ()
    shown = [seen(session, one) for one in people(session, OPEN)]
    found = [alarm for one in shown if one.whole for alarm in _of_person(session, one)]
    whole = [one for one in shown if one.whole]
    return (
        *found,
        *_unserved(session, whole),
        *_temperatures(session, [one for one in shown if one.records]),
    )


def _of_person(session: Reading, shown: Seen) -> list[Alarm]:
    one = shown.person
    stands, found = one.standing, list[Alarm]()
    needs = needs_of(session, one)
    for need in needs:
        match need:
            case IsolationNeed.positive if stands is not None and stands.positive_on is not None:
                found.append(_alarm(session, shown, need, "red", stands.positive_on))
            case IsolationNeed.case_home:
                found.append(_alarm(session, shown, need, "red", _since(one)))
            case IsolationNeed.overdue_release if stands is not None:
                day = stands.ends_on + dt.timedelta(days=1)
                found.append(_alarm(session, shown, need, "red", day, n=stands.lacking))
            case IsolationNeed.missed_test:
                missed = one.missed_tests[0]
                day = missed + dt.timedelta(days=1)
                found.append(_alarm(session, shown, need, "amber", day, day=missed.isoformat()))
            case IsolationNeed.may_go if stands is not None:
                found.append(_alarm(session, shown, need, "amber", stands.ends_on))
            case IsolationNeed.fever:
                found.append(_alarm(session, shown, need, "red", session.today))
    rules = health_watch(session)
    within = dt.timedelta(hours=rules.result_hours) if rules is not None else dt.timedelta.max
    late = [sample for sample in one.waiting if session.now - sample.taken_at > within]
    if late:
        key = f"isolation.result:{one.id}"
        told = {"door": shown.door, "name": shown.name, "n": len(late)}
        since = late[0].taken_at + within
        found.append(
            Alarm(key, "amber", "alarm.isolation.result", since, told, f"isolation.person:{one.id}")
        )
    return found


def _since(one: Person) -> dt.date:
    return one.exposures[-1].happened_on if one.exposures else one.row.opened_at.date()


def _alarm(
    session: Reading,
    shown: Seen,
    need: IsolationNeed,
    severity: str,
    since: dt.date,
    **told: object,
) -> Alarm:
    return Alarm(
        f"isolation.{need.value}:{shown.person.id}",
        "red" if severity == "red" else "amber",
        f"alarm.isolation.{need.value}",
        session.clock.day_start(since),
        {"door": shown.door, "name": shown.name, **told},
        f"isolation.person:{shown.person.id}",
    )


def _unserved(session: Reading, shown: list[Seen]) -> list[Alarm]:
    """One alarm that counts them: a stairwell set apart on one day is one thing to see to."""
    alone = [one for one in shown if IsolationNeed.unserved in needs_of(session, one.person)]
    if not alone:
        return []
    first = min(alone, key=lambda one: (_since(one.person), one.person.id))
    told = {"door": first.door, "name": first.name, "n": len(alone)}
    return [
        Alarm(
            "isolation.unserved",
            "amber",
            "alarm.isolation.unserved",
            session.clock.day_start(_since(first.person)),
            told,
            f"isolation.person:{first.person.id}",
        )
    ]


def _temperatures(session: Reading, shown: list[Seen]) -> list[Alarm]:
    """One alarm a half of the day: who is missing stands in the room, first of all."""
    rules = health_watch(session)
    if rules is None:
        return []
    found = []
    missing = {one.person.id: missing_temperatures(session, one.person) for one in shown}
    for half in Half:
        late = [one for one in shown if half in missing[one.person.id]]
        if late:
            found.append(
                Alarm(
                    f"isolation.temperature:{half.value}",
                    "amber",
                    "alarm.isolation.temperature",
                    session.clock.at(session.today, rules.until[half]),
                    {"n": len(late), "half": half, "door": late[0].door},
                    f"isolation.person:{late[0].person.id}",
                )
            )
    return found
