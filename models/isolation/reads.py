"""What a screen may show of isolation: a line a person, what needs a hand first, masked."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import col

from models.homes.tables import Resident
from models.isolation.sight import Seen, seen
from models.isolation.standing import (
    KEPT_IN,
    OPEN,
    Person,
    health_watch,
    people,
)
from models.isolation.tables import Isolation, IsolationState, StayPlace
from models.rules.isolation import ExposureKind, IsolationStage
from models.rules.temperature import Half
from models.rules.why import Why
from models.store.actor import Role
from models.store.engine import Reading

PAGE = 60
"""Lines a list shows at once."""


class IsolationNeed(StrEnum):
    """What of somebody's isolation needs a hand, the most urgent first."""

    positive = "positive"
    """A positive sample of somebody who is not recorded as a case."""
    case_home = "case_home"
    overdue_release = "overdue_release"
    fever = "fever"
    missed_test = "missed_test"
    test_today = "test_today"
    no_temperature = "no_temperature"
    may_go = "may_go"
    """The stage is over and all that it asks for is there."""
    unserved = "unserved"
    """At home, and nobody brings supplies."""


NEEDS = tuple(IsolationNeed)


@dataclass(frozen=True, slots=True)
class IsolationLine:
    """One person who stays apart, as far as the viewer may know.

    Who may not know the isolation gets the place and that protective gear is needed; all the
    rest is empty then.
    """

    key: str
    id: int
    household_id: int | None
    door: str
    building: int
    name: str
    whole: bool
    mine: bool
    level: ExposureKind | None = None
    state: IsolationState | None = None
    place: StayPlace | None = None
    site: str = ""
    sealed: bool = False
    stage: IsolationStage | None = None
    day: int | None = None
    days: int | None = None
    ends_on: dt.date | None = None
    monitoring_until: dt.date | None = None
    next_test: dt.date | None = None
    missed: tuple[dt.date, ...] = ()
    waiting: int = 0
    """Samples without a result."""
    positive_on: dt.date | None = None
    morning: int | None = None
    evening: int | None = None
    """Today's temperatures in tenths of a degree."""
    fever: bool = False
    supplies: str = ""
    rubbish: str = ""
    released_on: dt.date | None = None
    slip: str = ""
    needs: tuple[IsolationNeed, ...] = ()
    why: Why | None = None
    course_why: Why | None = None
    """By which rules, from which day, and what a person changed."""


_FILTERS: Mapping[str, Callable[[IsolationLine], bool]] = {
    "isolation.filter.need": lambda line: bool(line.needs),
    "isolation.filter.test": lambda line: IsolationNeed.test_today in line.needs,
    "isolation.filter.temperature": lambda line: IsolationNeed.no_temperature in line.needs,
    "isolation.filter.case": lambda line: line.level is ExposureKind.case,
    "isolation.filter.close": lambda line: line.level is ExposureKind.close,
    "isolation.filter.secondary": lambda line: line.level is ExposureKind.secondary,
    "isolation.filter.home": lambda line: line.place is StayPlace.home,
    "isolation.filter.monitoring": lambda line: line.state is IsolationState.monitoring,
}
FILTERS = (*_FILTERS, "isolation.filter.released")
ORDERS = ("isolation.order.need", "isolation.order.end", "isolation.order.door")


def isolated(
    session: Reading, narrowed: str = "", order: str = "", *, mine: bool = False
) -> tuple[IsolationLine, ...]:
    """Those who stay apart now, or the latest who were released.

    Args:
        narrowed: a key of `FILTERS`.
        order: a key of `ORDERS`; by need unless another is chosen.
        mine: only those whom the viewer serves.
    """
    if session.viewer.role is Role.wallboard:
        return ()
    if narrowed == "isolation.filter.released":
        return released(session)
    lines = [line_of(session, one) for one in people(session, OPEN)]
    keep = _FILTERS.get(narrowed)
    kept = [line for line in lines if (keep is None or keep(line)) and (line.mine or not mine)]
    return tuple(sorted(kept, key=_ORDERS.get(order, _by_need)))


def panel(session: Reading) -> tuple[IsolationLine, ...]:
    """What needs a hand first."""
    return isolated(session)[:PAGE]


def released(session: Reading, limit: int = PAGE) -> tuple[IsolationLine, ...]:
    """Those released last, latest first; only who may know of the isolation is told."""
    if session.viewer.role not in (Role.secretary, Role.grid_leader):
        return ()
    ids = list(
        session.execute(
            sa.select(col(Isolation.id))
            .where(col(Isolation.released_on).is_not(None))
            .order_by(col(Isolation.released_on).desc(), col(Isolation.id))
            .limit(limit)
        ).scalars()
    )
    by_id = {one.id: one for one in people(session, col(Isolation.id).in_(ids))}
    found = (seen(session, by_id[row_id]) for row_id in ids if row_id in by_id)
    return tuple(_line(session, one) for one in found if one.whole)


def shut_households(session: Reading) -> frozenset[int]:
    """Households behind whose door somebody stays apart now; asked by the gate."""
    asked = (
        sa.select(col(Resident.household_id))
        .join(Isolation, col(Isolation.resident_id) == col(Resident.id))
        .where(OPEN, col(Isolation.place) == StayPlace.home, col(Isolation.state).in_(KEPT_IN))
    )
    return frozenset(session.execute(asked).scalars())


def shut_until(session: Reading, household_id: int) -> dt.date | None:
    """Until when, as far as the viewer may know, nobody leaves through a door."""
    behind = people(session, OPEN, col(Resident.household_id) == household_id)
    days = [one.ends_on for one in behind if one.at_home and seen(session, one).whole]
    return max((day for day in days if day is not None), default=None)


def line_of(session: Reading, person: Person) -> IsolationLine:
    """One person, as far as the viewer may know."""
    return _line(session, seen(session, person))


def _line(session: Reading, shown: Seen) -> IsolationLine:
    one = shown.person
    row, stands, course = one.row, one.standing, one.course
    line = IsolationLine(
        key=f"isolation.person:{one.id}",
        id=one.id,
        household_id=one.household_id if shown.linked else None,
        door=shown.door,
        building=one.door.building,
        name=shown.name,
        whole=shown.whole,
        mine=shown.mine,
    )
    if not shown.whole:
        return line
    rules = health_watch(session)
    tenths = {half: taken.tenths for half, taken in one.temperatures.items()}
    return IsolationLine(
        key=line.key,
        id=line.id,
        household_id=line.household_id,
        door=line.door,
        building=line.building,
        name=line.name,
        whole=True,
        mine=line.mine,
        level=one.level,
        state=row.state,
        place=row.place,
        site=row.site,
        sealed=row.door_sealed,
        stage=stands.stage if stands else None,
        day=stands.day if stands else None,
        days=stands.days if stands else None,
        ends_on=stands.ends_on if stands else None,
        monitoring_until=course.monitoring_until if course else None,
        next_test=stands.next_test if stands else None,
        missed=stands.missed if stands else (),
        waiting=len(one.waiting),
        positive_on=stands.positive_on if stands else None,
        morning=tenths.get(Half.morning),
        evening=tenths.get(Half.evening),
        fever=rules is not None and any(one >= rules.fever for one in tenths.values()),
        supplies=one.supplies,
        rubbish=one.rubbish,
        released_on=row.released_on,
        slip=row.slip,
        needs=needs_of(session, one),
        why=one.why,
        course_why=course.why if course else None,
    )


def needs_of(session: Reading, one: Person) -> tuple[IsolationNeed, ...]:
    """What of this person needs a hand now, the most urgent first."""
    stands, row = one.standing, one.row
    rules = health_watch(session)
    found: set[IsolationNeed] = set()
    if row.released_on is not None:
        return ()
    if row.state is IsolationState.case_home:
        found.add(IsolationNeed.case_home)
    if stands is not None:
        if stands.positive_on is not None:
            found.add(IsolationNeed.positive)
        if stands.overdue_release:
            found.add(IsolationNeed.overdue_release)
        if one.missed_tests:
            found.add(IsolationNeed.missed_test)
        if stands.next_test == session.today and not one.sampled_on(session.today):
            found.add(IsolationNeed.test_today)
        if stands.releasable:
            found.add(IsolationNeed.may_go)
    if rules is not None:
        if any(taken.tenths >= rules.fever for taken in one.temperatures.values()):
            found.add(IsolationNeed.fever)
        if missing_temperatures(session, one):
            found.add(IsolationNeed.no_temperature)
    if one.at_home and row.supplies_id is None:
        found.add(IsolationNeed.unserved)
    return tuple(need for need in NEEDS if need in found)


def missing_temperatures(session: Reading, one: Person) -> tuple[Half, ...]:
    """Halves of today whose temperature should be there by now; at home only."""
    rules = health_watch(session)
    if rules is None or not one.at_home:
        return ()
    now = session.clock.local(session.now).time()
    opened = session.clock.local(one.row.opened_at)
    return tuple(
        half
        for half in rules.missed(now)
        if half not in one.temperatures
        # Nobody was asked before the record was opened.
        and (opened.date() < session.today or opened.time() < rules.until[half])
    )


def _by_need(line: IsolationLine) -> tuple[object, ...]:
    rank = NEEDS.index(line.needs[0]) if line.needs else len(NEEDS)
    return (not line.whole, rank, line.ends_on or dt.date.max, _walk(line))


def _by_end(line: IsolationLine) -> tuple[object, ...]:
    return (not line.whole, line.ends_on or dt.date.max, _walk(line))


def _by_door(line: IsolationLine) -> tuple[object, ...]:
    return (_walk(line),)


def _walk(line: IsolationLine) -> tuple[object, ...]:
    return (line.building, line.door, line.id)


_ORDERS: Mapping[str, Callable[[IsolationLine], tuple[object, ...]]] = {
    "isolation.order.end": _by_end,
    "isolation.order.door": _by_door,
}
