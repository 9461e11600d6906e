"""The volunteer's own room: what is mine is here, and `space` does the next thing."""

import datetime as dt

from sqlmodel import select

from models.requests import RequestFilter, open_requests
from models.shifts import Seat, my_shift
from models.store import Actor, Role, Store
from models.store.register import draft_for, perform
from screens.kit.table import RecordTable
from screens.mine import MineRoom
from tests.screens.conftest import OpenDesk, grid, room, settled
from tui.beginnings import beginnings

CHEN = Actor(1, "陈书宁", Role.secretary)
SUN = Actor(2, "孙晓丽", Role.volunteer)


def do(store: Store, actor: Actor, verb: str, record: int | None = None, **values: object) -> None:
    perform(store, actor, verb, draft_for(verb, values, record))


def work(store: Store) -> None:
    """A shift of 孙晓丽, an elder paired with her, a job of hers and one that is free."""
    for verb, draft in beginnings(None):
        perform(store, Actor.setup(), verb, draft)
    do(store, Actor.setup(), "people.add_volunteer", name="陈书宁", kind="first_secretary")
    do(store, CHEN, "people.add_volunteer", name="孙晓丽", kind="cadre")
    do(store, CHEN, "homes.add_household", door="3-2-401", grid="1")
    do(store, CHEN, "homes.add_resident", household_id=1, name="王秀芝", birth_year=1939)
    elder = {"resident_id": 1, "categories": ("elderly",), "volunteer_id": 2}
    do(store, CHEN, "care.add_profile", **elder, due_at=store.clock.now())
    do(store, CHEN, "shifts.add_post", name="北门", kind="gate_checkpoint", seats=1)
    now = store.clock.now()
    do(
        store,
        CHEN,
        "shifts.add",
        post_id=1,
        starts_at=now - dt.timedelta(minutes=10),
        ends_at=now + dt.timedelta(hours=4),
    )
    do(store, CHEN, "shifts.assign", 1, volunteer_id=2)
    for kind in ("medicine", "carry"):
        do(store, CHEN, "requests.add", household_id=1, kind=kind, detail="…")
    do(store, SUN, "requests.claim", 1)


async def test_a_volunteers_desk_opens_on_the_work_that_is_hers(
    store: Store, open_desk: OpenDesk
) -> None:
    work(store)
    async with open_desk(store, SUN, size=(120, 36), lang="en") as pilot:
        await settled(pilot)
        shown = room(pilot)
        assert isinstance(shown, MineRoom)
        counts = {table.id: len(table.lines) for table in shown.query(RecordTable)}
        assert counts == {
            "table-mine-shift": 1,
            "table-mine-visits": 1,
            "table-mine-jobs": 1,
            "table-mine-free": 1,
        }
        assert "北门" in "\n".join(grid(pilot))


async def test_space_checks_in_and_claims_what_is_free(store: Store, open_desk: OpenDesk) -> None:
    work(store)
    async with open_desk(store, SUN, "mine", size=(80, 24)) as pilot:
        await pilot.press("space")
        await settled(pilot)
        with store.reading(SUN) as session:
            seat = my_shift(session)
            assert seat is not None and seat.checked_in_at is not None
        await pilot.press("4", "space")
        await settled(pilot)
        with store.reading(SUN) as session:
            assert open_requests(session, RequestFilter.mine).total == 2
            assert open_requests(session, RequestFilter.unassigned).total == 0


async def test_without_work_the_room_says_where_to_find_some(
    store: Store, open_desk: OpenDesk
) -> None:
    do(store, Actor.setup(), "people.add_volunteer", name="陈书宁", kind="first_secretary")
    do(store, CHEN, "people.add_volunteer", name="孙晓丽", kind="cadre")
    async with open_desk(store, SUN, "mine", size=(80, 24), lang="en") as pilot:
        assert "I have no shift ahead" in " ".join(grid(pilot))


async def test_what_the_last_one_left_word_of_stands_over_my_shifts(
    open_desk: OpenDesk, store: Store
) -> None:
    work(store)
    now = store.clock.now()
    times = {"starts_at": now - dt.timedelta(hours=4), "ends_at": now + dt.timedelta(minutes=1)}
    do(store, CHEN, "shifts.add_post", name="护栏", kind="exit_barrier", seats=1)
    do(store, CHEN, "shifts.add", post_id=2, **times)
    with store.reading(CHEN) as session:
        seat = max(session.exec(select(Seat.id)).all())
    do(store, CHEN, "shifts.assign", seat, volunteer_id=1)
    do(store, CHEN, "shifts.check_in", seat)
    do(store, CHEN, "shifts.handover", seat, to_id=2, text="钥匙在箱里")
    async with open_desk(store, SUN, "mine") as pilot:
        assert "陈书宁交代：钥匙在箱里" in "\n".join(grid(pilot))
