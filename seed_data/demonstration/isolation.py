"""Isolation: what the branch found when it began, followed to the last release and beyond.

Three cases had been moved out; eleven close and nineteen secondary contacts stayed apart, 26 of
the thirty at home. The last exposure was on 17 March, the last release on 31 March, and the last
home monitoring ended on 7 April: on day 20 nobody stays apart any more.
"""

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass
from functools import partial

from sqlmodel import col, select

from models import isolation
from models.isolation import IsolationNeed, IsolationState
from models.isolation.reads import needs_of
from models.isolation.standing import OPEN, Person
from models.people import Volunteer
from models.store import Actor
from seed_data.demonstration.world import Person as Neighbour
from seed_data.demonstration.world import World

SEED = 317
CASES, CLOSE, SECONDARY = 3, 11, 19
AT_A_SITE = {"close": 3, "secondary": 1}
"""Contacts at the central site; the other 26 stay at home."""
LAST_EXPOSURE = dt.date(2022, 3, 17)
DISCHARGED = (dt.date(2022, 3, 28), dt.date(2022, 3, 29), dt.date(2022, 3, 31))
LAST_DAY = dt.date(2022, 4, 7)
SITE, HOSPITAL = "城东集中隔离点", "市传染病医院"
SERVING = ("韩冰", "唐宇", "程刚", "许永")
LEADERS = ("周素岚", "吴敬之")
AGAIN = 2
"""Secondary contacts who turned out to be exposed on the last day as well."""


@dataclass(frozen=True, slots=True)
class _Found:
    """Somebody on the list that the branch took over."""

    person: Neighbour
    kind: str
    day: dt.date
    place: str
    again: bool = False


def plan(world: World) -> None:
    """Takes the list over, and has everybody followed to the end of the course."""
    rng = random.Random(SEED)
    found = _who(world, rng)
    first = world.first_day
    world.at(world.moment(first, 9.1), partial(_take_over, world, rng, found))
    world.at(world.moment(first, 15.4), partial(_exposed_again, world, found))
    for place, day in enumerate(DISCHARGED):
        world.at(world.moment(day, 11.3), partial(_discharge, world, place))
    for day in (first + dt.timedelta(n) for n in range((LAST_DAY - first).days + 1)):
        world.at(world.moment(day, 9.6 if day == first else 7.6), partial(_morning, world, rng))
        world.at(world.moment(day, 18.1), partial(_evening, world, rng))


def _who(world: World, rng: random.Random) -> list[_Found]:
    """Families of the cases first, then neighbours; nobody who serves lives behind these doors."""
    with world.store.reading(world.secretary) as session:
        serving = set(
            session.exec(
                select(Volunteer.household_id).where(col(Volunteer.household_id).is_not(None))
            )
        )
    homes: defaultdict[int, list[Neighbour]] = defaultdict(list)
    for person in world.people:
        if person.household not in serving:
            homes[person.household].append(person)
    whole = [
        members
        for members in homes.values()
        if len(members) >= 2
        and all(one.present and not one.tags and one.birth_year < 2004 for one in members)
    ]
    whole = rng.sample(whole, len(whole))
    families = iter([*(home for home in whole if len(home) >= 3), *whole[-CLOSE - SECONDARY :]])
    cases: list[Neighbour] = []
    contacts: list[Neighbour] = []
    known: set[int] = set()
    while len(contacts) < CLOSE + SECONDARY:
        home = next(families)
        if home[0].household in known:
            continue
        known.add(home[0].household)
        if len(cases) < CASES:
            cases.append(home[0])
            home = home[1:]
        contacts += home
    found = [
        _Found(one, "case", LAST_EXPOSURE - dt.timedelta(n), "hospital")
        for n, one in enumerate(cases)
    ]
    for place, one in enumerate(contacts[: CLOSE + SECONDARY]):
        kind = "close" if place < CLOSE else "secondary"
        nth = place if kind == "close" else place - CLOSE
        day = LAST_EXPOSURE - dt.timedelta(nth % 3)
        at = "central" if nth < AT_A_SITE[kind] else "home"
        again = kind == "secondary" and nth % 3 == AGAIN and nth < 3 * AGAIN
        found.append(_Found(one, kind, day, at, again))
    return found


def _take_over(world: World, rng: random.Random, found: list[_Found]) -> None:
    """The list of the community, with the tests that were taken before."""
    site = {"central": SITE, "hospital": HOSPITAL, "home": ""}
    values = [
        {
            "resident_id": one.person.id,
            "kind": one.kind,
            "happened_on": one.day,
            "source": "社区移交名单",
            "place": one.place,
            "site": site[one.place],
            "door_sealed": one.place == "home" and one.kind == "close",
            "supplies_id": world.crew[rng.choice(SERVING)].id,
        }
        for one in found
    ]
    made = world.ids(world.do(world.secretary, "isolation.open", *values))
    taken: list[tuple[int, dt.date]] = []
    with world.store.reading(world.secretary) as session:
        for one in isolation.people(session):
            if one.course is not None and one.standing is not None:
                taken += [(one.id, day) for day in one.course.test_days if day < session.today]
    values = [{"result": "negative", "taken_on": day} for _, day in taken]
    world.do(world.secretary, "isolation.test", *values, ids=[row_id for row_id, _ in taken])
    assert len(made) == len(found)


def _exposed_again(world: World, found: list[_Found]) -> None:
    """Two had been together with a close contact once more: their clock restarts."""
    residents = {one.person.id for one in found if one.again}
    ids = [one.id for one in _open(world) if one.row.resident_id in residents]
    values = {"kind": "secondary", "happened_on": LAST_EXPOSURE, "source": "流调补充"}
    world.do(world.secretary, "isolation.expose", *(values for _ in ids), ids=ids)


def _discharge(world: World, place: int) -> None:
    cases = [one for one in _open(world) if one.row.state is IsolationState.transferred]
    if cases:
        one = min(cases, key=lambda case: case.id)
        world.do(_leader(world, one), "isolation.discharge", ids=[one.id])
        serving = {"supplies_id": world.crew[SERVING[place]].id}
        world.do(_leader(world, one), "isolation.serve", serving, ids=[one.id])


def _morning(world: World, rng: random.Random) -> None:
    """Temperatures, and a sample of everybody whose day it is; the results are there by evening."""
    with world.store.reading(world.secretary) as session:
        there = isolation.people(session, OPEN)
        due = [one.id for one in there if IsolationNeed.test_today in needs_of(session, one)]
    _temperatures(world, rng, there)
    if due:
        world.do(world.secretary, "isolation.test", ids=due)
        noon = world.clock.now() + dt.timedelta(hours=8)
        values = [{"result": "negative"} for _ in due]
        world.at(noon, partial(world.do, world.secretary, "isolation.test", *values, ids=due))


def _evening(world: World, rng: random.Random) -> None:
    """Whose days are over and whose tests are negative goes on to monitoring, or is free."""
    there = _open(world)
    _temperatures(world, rng, there)
    go: defaultdict[str, list[int]] = defaultdict(list)
    for one in there:
        if one.standing is not None and one.standing.releasable and one.course is not None:
            quarantined = one.row.state is IsolationState.isolating
            more = quarantined and len(one.course.spells) > 1
            go["isolation.monitor" if more else "isolation.release"].append(one.id)
    for verb, ids in go.items():
        world.do(world.secretary, verb, ids=ids)


def _temperatures(world: World, rng: random.Random, there: tuple[Person, ...]) -> None:
    """What was reported from the doors, written down as one list."""
    ids = [one.id for one in there if one.at_home]
    values = [{"tenths": rng.randint(361, 368)} for _ in ids]
    if ids:
        world.do(world.secretary, "isolation.temperature", *values, ids=ids)


def _open(world: World) -> tuple[Person, ...]:
    with world.store.reading(world.secretary) as session:
        return isolation.people(session, OPEN)


def _leader(world: World, one: Person) -> Actor:
    return world.crew[LEADERS[0 if one.door.building <= 6 else 1]]
