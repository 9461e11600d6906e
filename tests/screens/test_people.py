"""The people room: whoever needs rest first, whom to call, who is away, what a role may see."""

from models.store import Actor, FrozenClock, Store
from models.store.drafts import Edit
from models.store.register import perform
from screens.kit.form import Form
from screens.kit.record import Record
from tests.models.crew import SET_UP, at, do, shift, stored, with_posts
from tests.screens.conftest import OpenDesk, grid, settled

BARRIER = 2


def text(lines: list[str]) -> str:
    return "\n".join(lines)


def worked(store: Store, actor: Actor, clock: FrozenClock) -> None:
    """Six long days of the secretary."""
    with_posts(store)
    for day in range(2, 8):
        clock.set(f"2022-04-{day:02}T08:00")
        place = shift(store, BARRIER, "08:00", "17:00", day=f"2022-04-{day:02}")
        do(store, actor, "shifts.assign", place, volunteer_id=1, reason="无人可替")
        do(store, actor, "shifts.check_in", place)
        clock.set(f"2022-04-{day:02}T17:00")
        do(store, actor, "shifts.check_out", place)
    clock.set("2022-04-08T10:30")


async def test_whoever_needs_rest_most_stands_first_leaders_included(
    store: Store, open_desk: OpenDesk, secretary: Actor, clock: FrozenClock
) -> None:
    worked(store, secretary, clock)
    async with open_desk(store, secretary, "people") as pilot:
        lines = grid(pilot)
        first = next(line for line in lines if " @" in line and "代号" not in line)
        assert "陈书宁" in first and "!54" in first and "4/1" in first
        assert "3/25" in text(lines) and "超限1" in text(lines)
    async with open_desk(store, secretary, "people", size=(80, 24), lang="en") as pilot:
        lines = grid(pilot)
        assert "1 over limits" in text(lines)
        assert "!54" in next(line for line in lines if "@csn" in line)


async def test_partners_and_absences_have_their_lists(
    store: Store, open_desk: OpenDesk, secretary: Actor
) -> None:
    with_posts(store)
    do(store, secretary, "people.add_partner", kind="police", name="同心派出所", phone="110")
    do(
        store,
        secretary,
        "people.set_availability",
        5,
        starts_at=at("10:00"),
        ends_at=at("18:00"),
        reason="看病",
    )
    async with open_desk(store, secretary, "people") as pilot:
        shown = text(grid(pilot))
        assert "同心派出所" in shown and "没空到 18:00" in shown
        await pilot.press("2", "a")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Form)
        assert "新增协作单位" in text(grid(pilot))


async def test_enter_opens_a_person_with_hours_and_verbs(
    store: Store, open_desk: OpenDesk, secretary: Actor, clock: FrozenClock
) -> None:
    worked(store, secretary, clock)
    async with open_desk(store, secretary, "people", size=(120, 40)) as pilot:
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Record)
        shown = text(grid(pilot))
        assert "近7日工时" in shown and "54" in shown
        await pilot.press("v")
        await settled(pilot)
        assert "登记时间" in text(grid(pilot))


async def test_a_volunteer_sees_the_ends_of_numbers_only(
    store: Store, open_desk: OpenDesk, volunteer: Actor
) -> None:
    with_posts(store)
    async with open_desk(store, volunteer, "people", size=(160, 40)) as pilot:
        shown = text(grid(pilot))
        assert "138****1111" in shown and "13800001111" not in shown
        assert "13900002222" in shown  # one's own
        await pilot.press("f")
        await settled(pilot)
        assert "突击队" in text(grid(pilot))


async def test_whoever_saves_second_sees_the_other_record_by_its_name_and_may_take_it(
    store: Store, open_desk: OpenDesk, secretary: Actor, grid_leader: Actor
) -> None:
    with_posts(store)
    doors = [do(store, SET_UP, "homes.add_household", door=f"3-2-40{n}").id for n in (1, 2)]
    async with open_desk(store, secretary, "people", size=(120, 50), lang="en") as pilot:
        await pilot.press("end", "e")
        await settled(pilot)
        form = pilot.app.screen
        assert isinstance(form, Form)
        field = next(one for one in form.fields if one.ask.name == "household_id")
        name = next(one.input.value for one in form.fields if one.ask.name == "name")
        (people,) = stored(store, "volunteer")
        who = next(one["id"] for one in people if one["name"] == name)
        moved = {"changed": {"household_id": doors[1]}, "opened": {"household_id": None}}
        perform(store, grid_leader, "people.edit_volunteer", Edit(id=who, **moved))
        field.input.focus()
        await pilot.press(*"3-2-401")
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert pilot.app.screen is form
        shown = text(grid(pilot))
        assert "周岚 made this “3-2-402" in shown and "ctrl+t takes theirs" in shown
        await pilot.press("ctrl+t")
        await settled(pilot)
        assert field.input.value.startswith("3-2-402")
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert pilot.app.screen is not form
    (people,) = stored(store, "volunteer")
    assert [one["name"] for one in people if one["household_id"] == doors[1]] == [name]
