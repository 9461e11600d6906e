"""A small branch with people, posts and the rest rules it starts with, for tests of the rota."""

import datetime as dt
from typing import Any

from models.rules.refusal import Refusal
from models.store import Actor, Role, Store
from models.store.register import draft_for, perform
from seed_data.rule_sets import RULE_SETS

DAY = "2022-04-08"
SET_UP = Actor(None, "setup", Role.secretary, "setup")

PEOPLE: tuple[dict[str, Any], ...] = (
    {"name": "陈书宁", "kind": "first_secretary"},
    {"name": "周岚", "kind": "grid_leader", "grid": "一网格"},
    {"name": "高远志", "kind": "cadre", "role": "shift_leader", "phone": "13800001111"},
    {"name": "孙晓丽", "kind": "resident_volunteer", "phone": "13900002222"},
    {"name": "马春来", "kind": "cadre", "skills": ["sampling"], "origin_unit": "市文化馆"},
)
"""In the order of their ids; the first four are the actors of `tests/conftest.py`."""


def do(store: Store, actor: Actor, verb: str, row_id: int | None = None, **values: object) -> Any:
    """Does one change and gives what it made."""
    return perform(store, actor, verb, draft_for(verb, values, row_id)).rows[0]


def refused(
    store: Store, actor: Actor, verb: str, row_id: int | None = None, **values: object
) -> Refusal:
    """The refusal of a change that must be refused."""
    try:
        do(store, actor, verb, row_id, **values)
    except Refusal as refusal:
        return refusal
    raise AssertionError(f"{verb} was not refused")


def rule_sets() -> list[dict[str, object]]:
    """The rule sets a branch starts with, as the change takes them."""
    return [
        {"kind": one["kind"], "name": one["name"], "begins_on": one["from"], "data": one["data"]}
        for one in RULE_SETS
    ]


def with_people(store: Store) -> Store:
    """Installs the rule sets and registers the people."""
    do(store, SET_UP, "branch.install_rule_sets", rows=rule_sets())
    for person in PEOPLE:
        do(store, SET_UP, "people.add_volunteer", joined_on=dt.date(2022, 3, 20), **person)
    return store


def with_posts(store: Store) -> Store:
    """People, a gate with two seats, an exit barrier, and a test post that asks for a skill."""
    with_people(store)
    do(store, SET_UP, "shifts.add_post", name="北门卡点", kind="gate_checkpoint", seats=2)
    do(store, SET_UP, "shifts.add_post", name="西出口", kind="exit_barrier")
    do(
        store,
        SET_UP,
        "shifts.add_post",
        name="采样点",
        kind="test_support",
        needs_skill="sampling",
    )
    return store


def at(hour: str, day: str = DAY) -> str:
    """A moment by the branch's clock."""
    return f"{day}T{hour}:00+08:00"


def shift(store: Store, post: int, start: str, end: str, day: str = DAY, until: str = "") -> int:
    """Makes a shift and gives the id of its first seat."""
    made = do(
        store,
        SET_UP,
        "shifts.add",
        post_id=post,
        starts_at=at(start, day),
        ends_at=at(end, until or day),
    )
    return first_seat(store, made.id)


def first_seat(store: Store, shift_id: int) -> int:
    """The lowest seat of a shift."""
    return int(min(seat.id for seat in seats(store, shift_id)))


def seats(store: Store, shift_id: int) -> list[Any]:
    """Every seat of a shift in the order it was made."""
    from sqlmodel import select

    from models.shifts import Seat

    with store.reading(SET_UP) as session:
        found = session.exec(select(Seat).where(Seat.shift_id == shift_id)).all()
    return sorted(found, key=lambda seat: seat.id or 0)


def seat(store: Store, seat_id: int) -> Any:
    """A seat as it is now."""
    from models.shifts import Seat

    with store.reading(SET_UP) as session:
        return session.get(Seat, seat_id)


def stored(store: Store, *tables: str) -> list[list[dict[str, object]]]:
    """Every field of every row of some tables, but for the version that counts changes."""
    import sqlalchemy as sa

    with store.reading(SET_UP) as session:
        return [
            [
                {name: value for name, value in row.items() if name != "version"}
                for row in session.connection()
                .execute(sa.text(f"SELECT * FROM {table} ORDER BY id"))
                .mappings()
            ]
            for table in tables
        ]
