"""The community's room: six lists, one at a time where it is narrow; space, add, copy."""

import pytest

from models import community
from models.community import GiftState
from models.store import Actor, Store
from models.store.areas import whole
from screens.community import CommunityRoom
from screens.kit.dialogs import Chooser
from screens.kit.form import Form
from tests.models.crew import at, do
from tests.models.neighbours import FAR, LI, POLICE, WANG, with_neighbours
from tests.screens.conftest import OpenDesk, grid, room, settled


@pytest.fixture
def compound(store: Store, secretary: Actor) -> Store:
    whole("models.community")
    with_neighbours(store)
    do(store, secretary, "community.offer", household_id=WANG, item="[b]阿莫西林[/b]")
    told = {"household_id": LI, "receiver_id": WANG, "item": "猪肉两斤"}
    do(store, secretary, "community.record_gift", **told)
    do(store, secretary, "community.hear", text="今晚封城")
    do(store, secretary, "community.check_rumour", 1, partner_id=POLICE)
    answer = {"finding": "false", "answer": "商超照常供应。"}
    do(store, secretary, "community.judge", 1, **answer)
    do(store, secretary, "community.note_mood", topic="food", severity="serious", text="没菜了")
    sides = {"household_id": WANG, "other_household_id": FAR, "mediator_id": 4}
    do(store, secretary, "community.report_conflict", kind="noise", matter="拖椅子", **sides)
    do(store, secretary, "community.tell_story", text="王秀芝让出猪肉")
    told = {"kind": "free", "what": "今天消毒，请关窗。", "expires_at": at("18:00")}
    do(store, secretary, "community.compose", **told)
    do(store, secretary, "community.publish", 1, posted_in="居民群")
    return store


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(120, 36), (200, 60)])
async def test_the_room_shows_all_six_lists(
    compound: Store, secretary: Actor, open_desk: OpenDesk, lang: str, size: tuple[int, int]
) -> None:
    async with open_desk(compound, secretary, "community", size=size, lang=lang) as pilot:
        shown = "\n".join(grid(pilot))
        told = {
            "zh": (
                "药品待核对",
                "今晚封城",
                "不实",
                "较重",
                "#1 噪音",
                "待征得同意",
                "在群里",
                "送成1",
            ),
            "en": (
                "unchecked",
                "今晚封城",
                "false",
                "serious",
                "#1 noise",
                "to be asked",
                "current",
            ),
        }
        assert [part for part in told[lang] if part not in shown] == []
        assert "[b]" in shown and "3-* / 12-*" in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_a_narrow_screen_shows_one_list_at_a_time(
    compound: Store, secretary: Actor, open_desk: OpenDesk, lang: str
) -> None:
    size = (80, 24)
    async with open_desk(compound, secretary, "community", size=size, lang=lang) as pilot:
        here = room(pilot)
        assert isinstance(here, CommunityRoom)
        for digit, name in enumerate(here.LISTS, 1):
            await pilot.press(str(digit))
            await settled(pilot)
            shown = [one for one in here.LISTS if here.panel(one).region.height]
            assert shown == [name]
            focused = pilot.app.focused
            assert focused is not None and focused.id == f"table-{name}"
            assert here.panel(name).region.height > 15


async def test_who_is_not_called_sees_no_quarrel_and_no_untold_story(
    compound: Store, shift_leader: Actor, volunteer: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(compound, shift_leader, "community") as pilot:
        shown = "\n".join(grid(pilot))
        assert "噪音" not in shown and "王秀芝" not in shown and "阿莫西林" not in shown
        assert "3-2-401" not in shown and "只有书记" in shown
    async with open_desk(compound, volunteer, "community") as pilot:
        assert "#1 噪音" in "\n".join(grid(pilot))


async def test_space_reads_the_box_before_a_medicine_is_matched(
    compound: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(compound, secretary, "community") as pilot:
        await pilot.press("1", "space")
        await settled(pilot)
        window = pilot.app.screen
        assert isinstance(window, Form)
        shown = "\n".join(grid(pilot))
        assert "处方药只给" in shown and "盒上有效期" in shown
        await pilot.press(*"20230101", "enter", "n", "enter", "y", "ctrl+s")
        await settled(pilot)
        with compound.reading(secretary) as session:
            gift = community.aid(session)[0]
        assert not gift.unchecked and gift.state is GiftState.offered


async def test_a_list_of_several_kinds_asks_which_one_is_added(
    compound: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(compound, secretary, "community") as pilot:
        await pilot.press("5", "a")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Chooser)
        await pilot.press("2")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Form)
        await pilot.press(*"thanks", "ctrl+s")
        await settled(pilot)
        with compound.reading(secretary) as session:
            assert community.counts(session).praise == 1


@pytest.mark.parametrize(
    ("digit", "told"),
    [("2", "今晚封城”：不实。商超照常供应。"), ("6", "今天消毒，请关窗。"), ("1", "全安好邻居")],
)
async def test_y_copies_what_may_go_out(
    compound: Store, secretary: Actor, open_desk: OpenDesk, digit: str, told: str
) -> None:
    async with open_desk(compound, secretary, "community") as pilot:
        await pilot.press(digit)
        await settled(pilot)
        await pilot.press("y")
        await pilot.pause(0.3)
        await settled(pilot)
        assert told in pilot.app.clipboard
        assert "3-2-401" not in pilot.app.clipboard


async def test_y_on_a_story_nobody_agreed_to_says_why_not(
    compound: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(compound, secretary, "community") as pilot:
        await pilot.press("5")
        await settled(pilot)
        await pilot.press("y")
        await pilot.pause(0.3)
        await settled(pilot)
        (said,) = [str(toast.message) for toast in pilot.app._notifications]
        assert "没征得同意" in said and not pilot.app.clipboard


async def test_f_leaves_what_is_still_open_and_what_is_over(
    compound: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(compound, secretary, "community", size=(160, 48)) as pilot:
        shown = "\n".join(grid(pilot))
        assert "药品待核对" in shown and "在群里" in shown
        await pilot.press("f")
        await settled(pilot)
        await pilot.press("2")
        await settled(pilot)
        over = "\n".join(grid(pilot))
        assert "药品待核对" not in over and "没有通知" in over
        assert "已经办完的" in over
        await pilot.press("escape")
        await settled(pilot)
        assert "药品待核对" in "\n".join(grid(pilot))


async def test_a_notice_shows_what_the_records_know_before_it_is_saved(
    open_desk: OpenDesk, compound: Store, secretary: Actor
) -> None:
    planned = {"kind": "test", "starts_at": at("14:00"), "ends_at": at("17:00"), "place": "小广场"}
    do(compound, secretary, "rounds.plan", **planned)
    async with open_desk(compound, secretary, "community", size=(120, 36)) as pilot:
        await pilot.press("6", "a")
        await settled(pilot)
        await pilot.press(*"核酸安排", "enter")
        await settled(pilot)
        shown = "\n".join(grid(pilot))
    assert "2022-04-08" in shown and "14:00-17:00" in shown and "小广场" in shown
