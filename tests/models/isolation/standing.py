"""What the tests of isolation share: doors, people who stay apart, and their swabs."""

import datetime as dt
from typing import Any

from models import isolation
from models.people import Volunteer
from models.store import Actor, Store
from tests.models.crew import SET_UP, do, with_people

EXPOSED = dt.date(2022, 3, 25)
"""Day 14 is 8 April, the day of the tests."""
WANG, LI, MA = 1, 2, 3


def with_doors(store: Store) -> Store:
    """People; 3-2-401 in grid 1 with two residents, 5-1-101 in grid 2 with one."""
    with_people(store)
    do(store, SET_UP, "homes.add_household", door="3-2-401", grid="一网格")
    do(store, SET_UP, "homes.add_household", door="5-1-101", grid="二网格")
    for household, name, sex in (
        (1, "王秀芝", "female"),
        (1, "李国栋", "male"),
        (2, "马丽", "female"),
    ):
        do(
            store,
            SET_UP,
            "homes.add_resident",
            household_id=household,
            name=name,
            sex=sex,
            phone="13812345678",
        )
    return store


def apart(store: Store, resident: int = WANG, **values: Any) -> int:
    """Records somebody as a close contact of 25 March unless something else is said."""
    told = {"kind": "close", "happened_on": EXPOSED, **values}
    return int(do(store, SET_UP, "isolation.open", resident_id=resident, **told).id)


def line(store: Store, actor: Actor, row_id: int) -> isolation.IsolationLine:
    with store.reading(actor) as session:
        found = (*isolation.isolated(session), *isolation.released(session))
    return next(one for one in found if one.id == row_id)


def alarm_keys(store: Store, actor: Actor) -> set[str]:
    with store.reading(actor) as session:
        return {alarm.key for alarm in isolation.alarms(session)}


def swabbed(store: Store, row_id: int, **values: object) -> None:
    do(store, SET_UP, "isolation.test", row_id, **{"result": "negative", **values})


def all_swabs(store: Store, row_id: int) -> None:
    """All tests of the course before today, each negative."""
    for days in (1, 4, 7):
        swabbed(store, row_id, taken_on=EXPOSED + dt.timedelta(days=days))


def neighbour(store: Store) -> Volunteer:
    """A volunteer who lives behind 3-2-401."""
    made = do(
        store,
        SET_UP,
        "people.add_volunteer",
        name="王大明",
        kind="resident_volunteer",
        joined_on=dt.date(2022, 3, 20),
        household_id=1,
    )
    return stored_volunteer(store, made.id)


def stored_volunteer(store: Store, row_id: int) -> Volunteer:
    with store.reading(SET_UP) as session:
        row = session.get(Volunteer, row_id)
    assert isinstance(row, Volunteer)
    return row
