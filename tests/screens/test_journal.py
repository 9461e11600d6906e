"""The journal room: what is listed, what an act changed, who takes back whose act."""

from models.store import Actor, Role, Store
from models.store.register import draft_for, perform
from screens.act_changes import Changes
from screens.kit.form import Form
from tests.screens.conftest import OpenDesk, grid, settled

CHEN = Actor(1, "陈书宁", Role.secretary)
SUN = Actor(2, "孙晓丽", Role.volunteer)


def do(store: Store, actor: Actor, verb: str, record: int | None = None, **values: object) -> None:
    perform(store, actor, verb, draft_for(verb, values, record))


def compound(store: Store) -> None:
    """A secretary, a volunteer and one household of one."""
    setup = Actor.setup()
    do(store, setup, "people.add_volunteer", name="陈书宁", kind="first_secretary")
    do(store, CHEN, "people.add_volunteer", name="孙晓丽", kind="cadre", phone="13800001111")
    do(store, CHEN, "homes.add_household", door="3-2-401", grid="1")
    do(
        store,
        CHEN,
        "homes.add_resident",
        household_id=1,
        name="王秀芝",
        phone="13911112222",
        birth_year=1939,
        tags=["lives_alone"],
        note="糖尿病",
    )


def text(lines: list[str]) -> str:
    return "\n".join(lines)


async def test_the_latest_act_comes_first_and_enter_shows_what_it_changed(
    store: Store, open_desk: OpenDesk
) -> None:
    compound(store)
    async with open_desk(store, CHEN, "journal", size=(100, 30)) as pilot:
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Changes)
        shown = text(grid(pilot))
        assert "王秀芝" in shown
        assert "糖尿病" in shown
        assert "139****2222" in shown
        assert "13911112222" not in shown


async def test_a_volunteer_reads_no_name_number_or_illness_of_others_acts(
    store: Store, open_desk: OpenDesk
) -> None:
    compound(store)
    async with open_desk(store, SUN, "journal", size=(100, 30), lang="en") as pilot:
        await pilot.press("enter")
        await settled(pilot)
        shown = text(grid(pilot))
        for secret in ("秀芝", "糖尿病", "1111", "1939", "独居", "alone"):
            assert secret not in shown, secret
        assert "(not shown)" in shown


async def test_another_persons_act_is_taken_back_with_a_reason_by_a_leader_only(
    store: Store, open_desk: OpenDesk
) -> None:
    compound(store)
    leader = Actor(3, "周岚", Role.grid_leader)
    do(store, CHEN, "people.add_volunteer", name="周岚", kind="grid_leader", grid="1")
    async with open_desk(store, SUN, "journal") as pilot:
        await pilot.press("space")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, Form)
    async with open_desk(store, leader, "journal") as pilot:
        await pilot.press("down", "space")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Form)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Form), "a reason is asked for"
        await pilot.press(*"twice", "enter")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, Form)
        assert "twice" in text(grid(pilot))


async def test_filters_narrow_by_area_and_older_acts_come_at_the_end(
    store: Store, open_desk: OpenDesk
) -> None:
    compound(store)
    for room in range(1, 71):
        do(
            store,
            CHEN,
            "homes.add_household",
            door=f"4-{room % 3 + 1}-{room // 9 + 1}0{room % 9 + 1}",
            grid="1",
        )
    async with open_desk(store, CHEN, "journal", size=(80, 24), lang="en") as pilot:
        assert "60 acts, older ones below" in text(grid(pilot))
        await pilot.press("end")
        await settled(pilot)
        assert "74 acts" in text(grid(pilot))
        await pilot.press("f", "4")
        await settled(pilot)
        await pilot.press(*"people", "enter")
        await settled(pilot)
        assert "2 acts" in text(grid(pilot))
        assert "People" in grid(pilot)[0]
        await pilot.press("escape")
        await settled(pilot)
        assert "60 acts" in text(grid(pilot))
