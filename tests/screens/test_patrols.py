"""The patrol room: late routes first, one key to set out and to come back, masks kept."""

import datetime as dt

import pytest

from models import patrols
from models.patrols import PatrolState
from models.store import Actor, FrozenClock, Store
from screens.kit.form import Form
from screens.patrols import HeatMap, PatrolsRoom
from tests.models.crew import do
from tests.models.patrols.standing import DOOR, EAST, WEST, met, with_routes
from tests.screens.conftest import OpenDesk, grid, room, settled


@pytest.fixture
def compound(store: Store, clock: FrozenClock, volunteer: Actor) -> Store:
    with_routes(store)
    for kind in ("dog", "stroll"):
        met(store, volunteer, household_id=DOOR, kind=kind)
    met(store, volunteer, place="小广场 [b]x[/b]", outcome="refused")
    out = do(store, volunteer, "patrols.start", WEST)
    clock.advance(dt.timedelta(minutes=30))
    do(store, volunteer, "patrols.end", out.id)
    clock.advance(dt.timedelta(minutes=90))
    do(store, volunteer, "patrols.start", EAST)
    return store


def line_with(text: list[str], part: str) -> str:
    return next((line for line in text if part in line), "")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(120, 36), (200, 60)])
async def test_the_room_shows_who_waits_who_is_out_and_what_was_met(
    compound: Store, secretary: Actor, open_desk: OpenDesk, lang: str, size: tuple[int, int]
) -> None:
    async with open_desk(compound, secretary, "patrols", size=size, lang=lang) as pilot:
        shown = "\n".join(grid(pilot))
        told = {
            "zh": ("过点30m", "在走0m", "拒绝", "3-2-401", "近7天", "2次", "合计"),
            "en": ("30m late", "out 0m", "refused", "3-2-401", "last 7 days", "2 times", "all"),
        }
        assert [part for part in told[lang] if part not in shown] == []
        assert "小广场 [b]" in shown
        assert shown.index("西线") < shown.index("东线")


async def test_a_narrow_screen_shows_one_list_below_the_routes(
    compound: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(compound, secretary, "patrols", size=(80, 24)) as pilot:
        for key, name in (("2", "patrols"), ("3", "incidents"), ("4", "repeats"), ("1", "routes")):
            await pilot.press(key)
            await settled(pilot)
            focused = pilot.app.focused
            assert focused is not None and focused.id == f"table-{name}"
            heat = pilot.app.screen.query_one(HeatMap)
            assert heat.display is (name == "repeats")
            assert len({len(line.rstrip()) for line in grid(pilot)}) > 1
            titles = line_with(grid(pilot), "4 多次劝返 1")
            assert "2 巡逻 在走1" in titles and "3 劝返 今天3" in titles


async def test_space_sets_out_and_space_comes_back(
    compound: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(compound, secretary, "patrols") as pilot:
        await pilot.press("1", "space")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Form)
        await pilot.press("ctrl+s")
        await settled(pilot)
        with compound.reading(secretary) as session:
            lines = patrols.patrols(session, running=True)
        assert [line.route for line in lines] == ["东线", "西线"]
        here = room(pilot)
        assert isinstance(here, PatrolsRoom)
        here.want(lines[1].key)
        await settled(pilot)
        await pilot.pause(0.8)
        await pilot.press("space")
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        with compound.reading(secretary) as session:
            ended = [line for line in patrols.patrols(session) if line.state is PatrolState.ended]
        assert [line.route for line in ended] == ["西线", "西线"]


async def test_filter_and_mask(compound: Store, shift_leader: Actor, open_desk: OpenDesk) -> None:
    async with open_desk(compound, shift_leader, "patrols") as pilot:
        assert "3-2-401" not in "\n".join(grid(pilot))
        assert "3号楼" in "\n".join(grid(pilot))
        await pilot.press("f", "2")
        await settled(pilot)
        table = pilot.app.screen.query_one("#panel-incidents").query_one("#table-incidents")
        assert [line.outcome.value for line in table.lines] == ["refused"]
        await pilot.press("y")
        await pilot.pause(0.3)
        await settled(pilot)
        notice = "\n".join(grid(pilot))
        assert "今天巡逻劝返3次" in notice


async def test_a_quiet_day_has_a_notice_of_its_own(
    compound: Store, shift_leader: Actor, open_desk: OpenDesk, clock: FrozenClock
) -> None:
    clock.advance(dt.timedelta(days=1))
    async with open_desk(compound, shift_leader, "patrols", lang="en") as pilot:
        await pilot.press("y")
        await pilot.pause(0.3)
        await settled(pilot)
        notice = " ".join(grid(pilot))
        assert "nobody had to be spoken to" in notice and "()" not in notice


async def test_older_incidents_follow_the_cursor(
    compound: Store, volunteer: Actor, open_desk: OpenDesk
) -> None:
    for _ in range(63):
        met(compound, volunteer)
    async with open_desk(compound, volunteer, "patrols", size=(80, 24)) as pilot:
        await pilot.press("3")
        await settled(pilot)
        table = pilot.app.screen.query_one("#table-incidents")
        assert len(table.lines) == 60
        await pilot.press("end")
        await settled(pilot)
        await settled(pilot)
        assert len(table.lines) == 66
