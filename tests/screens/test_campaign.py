"""The room of the campaign: what lacks, one key to confirm, what follows told beforehand."""

import datetime as dt

import pytest
from textual.pilot import Pilot

from models import branch, campaign
from models.branch import PhaseKind
from models.campaign import CheckList
from models.store import Actor, FrozenClock, Store
from screens.campaign import CampaignRoom
from screens.kit.dialogs import Reader
from screens.kit.form import Form
from screens.kit.table import RecordTable
from tests.models.campaign.standing import directive, founded, move
from tests.models.crew import SET_UP, at, do
from tests.screens.conftest import OpenDesk, grid, room, settled

SIZES = ((80, 24), (120, 36), (200, 60))


@pytest.fixture
def compound(store: Store, clock: FrozenClock) -> Store:
    founded(store)
    directive(store, text="报申报材料 [b]x[/b]", due_at=at("09:00"), assignee_id=3)
    do(store, SET_UP, "campaign.add_milestone", text="临时党支部成立", reached_on="2022-03-20")
    do(store, SET_UP, "shifts.add_post", name="东线", kind="patrol_route")
    clock.set("2022-04-07T09:00")
    patrol = do(store, SET_UP, "patrols.set_out", route_id=1, walker_id=4)
    clock.set("2022-04-08T10:30")
    do(store, SET_UP, "patrols.end", patrol.id)
    return store


def table(pilot: Pilot[int], name: str) -> RecordTable:
    return room(pilot).query_one(f"#table-{name}", RecordTable)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
async def test_the_room_tells_what_lacks_and_what_is_late(
    compound: Store, secretary: Actor, open_desk: OpenDesk, size: tuple[int, int], lang: str
) -> None:
    seen = []
    async with open_desk(compound, secretary, "campaign", size=size, lang=lang) as pilot:
        for key in "1234":
            await pilot.press(key)
            await settled(pilot)
            seen += grid(pilot)
    shown = "\n".join(seen)
    told = {
        "zh": (
            "封闭 20天",
            "待办1 逾期1",
            "-1h",
            "无疫 最早 4/8",
            "还差5项",
            "巡逻",
            "结束以后：quanan purge",
        ),
        "en": ("sealed, 20 days", "1 open, 1 late", "-1h", "listing 4/8", "5 open", "patrols"),
    }
    assert [part for part in told[lang] if part not in shown] == []
    assert "报申报材料 [b]" in shown


async def test_space_confirms_an_item_and_space_takes_it_back(
    compound: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(compound, secretary, "campaign") as pilot:
        await pilot.press("3", "down", "down")
        await settled(pilot)
        lines = table(pilot, "readiness")
        assert lines.cursor is not None and lines.cursor.key == "check:epidemic_free.door_checks"
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Reader)
        assert "等人确认" in "\n".join(grid(pilot))
        await pilot.press("escape", "space")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Form)
        assert "入户排查到位" in str(pilot.app.screen.query_one(".lead").render())
        await pilot.press(*"0405", "ctrl+s")
        await settled(pilot)
        assert lines.cursor is not None and lines.cursor.holds
        assert lines.cursor.by == secretary.name
        await pilot.pause(0.8)
        await pilot.press("space")
        await settled(pilot)
        assert lines.cursor is not None and not lines.cursor.holds


async def test_what_the_records_tell_is_not_confirmed_by_a_key(
    compound: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(compound, secretary, "campaign") as pilot:
        await pilot.press("3")
        await settled(pilot)
        await pilot.press("space")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, Form)
        told = [note.message for note in pilot.app._notifications]
        assert told == ["由记录得出：自 3/20 起连续 7 天，3/27 满"]
        await pilot.press("v")
        await settled(pilot)
        assert pilot.app.screen is room(pilot), "an item is no record and has no verbs"
    with compound.reading(secretary) as session:
        assert all(not line.by for line in campaign.checks(session, *CheckList)[0].lines)


async def test_a_phase_is_left_after_what_follows_was_told(
    compound: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(compound, secretary, "campaign") as pilot:
        await pilot.press("1", "space")
        await settled(pilot)
        form = pilot.app.screen
        assert isinstance(form, Form)
        told = "".join(grid(pilot))
        assert "留下阶段报告" in told and "入户排查到位" in told
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert pilot.app.screen is form and "请写明原因" in "".join(grid(pilot))
        await pilot.press(*"list", "ctrl+s")
        await settled(pilot)
        assert pilot.app.screen is room(pilot)
    with compound.reading(secretary) as session:
        assert branch.phase(session) is PhaseKind.epidemic_free


async def test_a_grid_leader_reads_and_is_told_that_it_is_the_secretarys(
    compound: Store, grid_leader: Actor, volunteer: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(compound, grid_leader, "campaign") as pilot:
        await pilot.press("2", "space")
        await settled(pilot)
        assert "报申报材料" in "\n".join(grid(pilot))
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "网格长" in "\n".join(grid(pilot))
    async with open_desk(compound, volunteer, "campaign") as pilot:
        shown = "\n".join(grid(pilot))
        assert "报申报材料" not in shown and "指令由书记和网格长看" in shown
    with compound.reading(SET_UP) as session:
        assert campaign.counts(session).open == 1


async def test_the_notice_says_how_the_compound_stands(
    compound: Store, secretary: Actor, open_desk: OpenDesk, clock: FrozenClock
) -> None:
    move(compound, secretary, "unseal", reason="公布", begins_on="2022-04-05")
    clock.advance(dt.timedelta(days=1))
    async with open_desk(compound, secretary, "campaign", lang="en") as pilot:
        assert "each side of 4/5" in "\n".join(grid(pilot))
        here = room(pilot)
        assert isinstance(here, CampaignRoom)
        await pilot.press("y")
        await pilot.pause(0.3)
        await settled(pilot)
        notice = " ".join(" ".join(grid(pilot)).split())
    assert "day 21, now unsealed, still guarded" in notice and "wear a mask" in notice
