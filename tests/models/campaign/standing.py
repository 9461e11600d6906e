"""What the tests of the campaign share: a branch founded, directives, and its lists."""

import datetime as dt
from typing import Any

from models import campaign
from models.campaign import Course
from models.store import Actor, Store
from tests.models.crew import SET_UP, at, do, with_people

FIRST = dt.date(2022, 3, 20)


def founded(store: Store) -> Store:
    """People with the starting rules, a branch since 20 March, and two doors in two grids."""
    with_people(store)
    do(store, SET_UP, "branch.found", name="临时党支部", compound="样板小区", first_day=FIRST)
    do(store, SET_UP, "homes.add_household", door="3-2-401", grid="一网格")
    do(store, SET_UP, "homes.add_household", door="5-1-101", grid="二网格")
    return store


def directive(store: Store, **values: Any) -> Any:
    told = {"text": "上报无疫小区申请", "due_at": at("18:00"), **values}
    return do(store, SET_UP, "campaign.record_directive", **told)


def move(store: Store, actor: Actor, verb: str, **values: Any) -> Any:
    """Leaves the phase of today."""
    with store.reading(actor) as session:
        line = next(one for one in campaign.course(session) if one.course is Course.current)
    row_id = int(line.key.rpartition(":")[2])
    return do(store, actor, f"campaign.{verb}", row_id, **values)


def courses(store: Store, viewer: Actor = SET_UP) -> list[tuple[str, Course, int | None, bool]]:
    with store.reading(viewer) as session:
        return [
            (one.kind or one.text, one.course, one.days, one.reported)
            for one in campaign.course(session)
        ]
