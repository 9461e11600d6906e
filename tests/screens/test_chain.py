"""The window of a pasted chain: what waits first, decided by keyboard, taken as one act."""

import pytest
from textual import events
from textual.pilot import Pilot

from models.group_buys.surroundings import surroundings
from models.homes import ResidentDraft
from models.requests import open_requests
from models.store import Actor, Store
from models.store.register import perform
from screens.chain import ChainWindow
from screens.chain.reading import ChainText
from screens.kit.dialogs import Chooser, Confirm, Reader
from screens.kit.form import Form
from screens.kit.table import RecordTable
from tests.models.group_buys_branch import BUY, FAR, HOME, POTATO, answer, line, take, with_buy
from tests.screens.conftest import OpenDesk, grid, settled

SIZES = [(80, 24), (120, 36), (200, 60)]
CHAIN = """#接龙
4月8日蔬菜

1. 王秀芝 3-2-401 白菜包2
2. 李[b]国强 3栋2单元402 土豆1 已付
3. 孙丽 白菜1
"""


@pytest.fixture
def branch(store: Store, secretary: Actor) -> Store:
    with_buy(store, secretary)
    draft = ResidentDraft(household_id=HOME, name="王秀芝")
    perform(store, secretary, "homes.add_resident", draft)
    return store


async def paste(pilot: Pilot[int], text: str) -> ChainWindow:
    pilot.app.screen.post_message(events.Paste(text))
    return await window(pilot)


async def window(pilot: Pilot[int]) -> ChainWindow:
    for _ in range(500):
        await settled(pilot)
        if isinstance(pilot.app.screen, ChainWindow):
            return pilot.app.screen
        await pilot.pause(0.01)
    raise AssertionError(f"no window of a chain, but {pilot.app.screen!r}")


def states(found: ChainWindow) -> list[str]:
    return [one.state for one in found.query_one("#chain-answers", RecordTable).lines]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
async def test_a_paste_into_the_room_is_read_and_totalled(
    branch: Store, secretary: Actor, open_desk: OpenDesk, lang: str, size: tuple[int, int]
) -> None:
    async with open_desk(branch, secretary, "group_buys", size=size, lang=lang) as pilot:
        found = await paste(pilot, CHAIN)
        assert states(found) == ["needs_address", "added", "added"]
        shown = "\n".join(grid(pilot))
        told = {"zh": ("缺门牌", "没写门牌", "新增 2"), "en": ("needs address", "2 new")}[lang]
        assert [part for part in (*told, "3-2-401", "白菜包×2", "3#") if part not in shown] == []
        assert "李[b]国强" in found.query_one(ChainText).text
        assert all(len(row) == len(grid(pilot)[0]) or row for row in grid(pilot))


async def test_a_newer_version_pasted_over_the_answers_takes_the_place_of_the_text(
    branch: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(branch, secretary, "group_buys") as pilot:
        found = await paste(pilot, CHAIN)
        answers = found.query_one("#chain-answers", RecordTable)
        assert pilot.app.focused is answers
        answers.post_message(events.Paste(CHAIN + "4. 周涛 3-1-501 白菜1\n"))
        await window(pilot)
        assert found.query_one(ChainText).text.count("3-2-401") == CHAIN.count("3-2-401")
        assert states(found) == ["needs_address", "added", "added", "added"]


async def test_one_answer_is_decided_and_all_is_taken_as_one_act(
    branch: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(branch, secretary, "group_buys") as pilot:
        found = await paste(pilot, CHAIN)
        await pilot.press("enter")
        await settled(pilot)
        form = pilot.app.screen
        assert isinstance(form, Form)
        # No door is made up: one there is must be chosen.
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert pilot.app.screen is form
        await pilot.press(*"31501")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert states(found) == ["added", "added", "added"]
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert pilot.app.screen is not found
        await pilot.press("u")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Confirm)
        assert "收 3户" in "\n".join(grid(pilot))
        await pilot.press("enter")
        await settled(pilot)
    with branch.reading(secretary) as session:
        assert surroundings(session, BUY).present == {}


async def test_what_is_left_is_kept_and_stands_there_again(
    branch: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(branch, secretary, "group_buys") as pilot:
        found = await paste(pilot, CHAIN)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert pilot.app.screen is found
        assert "还有 1 条待确认" in "\n".join(grid(pilot))
        assert states(found) == ["needs_address", "accepted", "accepted"]
        await pilot.press("escape")
        await settled(pilot)
        assert line(branch, HOME).quantity == 2
        await pilot.press("c")
        again = await window(pilot)
        assert states(again) == ["needs_address", "accepted", "accepted"]
        assert not again.dirty


async def test_who_vanished_is_kept_until_somebody_says_otherwise(
    branch: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    take(branch, secretary, answer(FAR, (POTATO, 3)))
    async with open_desk(branch, secretary, "group_buys") as pilot:
        found = await paste(pilot, CHAIN.replace("3. 孙丽 白菜1\n", ""))
        assert states(found) == ["added", "added", "vanished"]
        await pilot.press("end", "enter")
        await settled(pilot)
        assert states(found) == ["added", "added", "withdrawn"]
        await pilot.press("ctrl+s")
        await settled(pilot)
    assert line(branch, FAR, POTATO).state == "withdrawn"


async def test_a_text_that_was_not_taken_is_not_lost_by_a_key(
    branch: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(branch, secretary, "group_buys") as pilot:
        found = await paste(pilot, CHAIN)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Confirm)
        await pilot.press("escape")
        await settled(pilot)
        assert pilot.app.screen is found


async def test_the_tidied_list_has_names_only_where_they_are_asked_for(
    branch: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(branch, secretary, "group_buys") as pilot:
        await paste(pilot, CHAIN)
        for key, told in (("y", False), ("p", True)):
            await pilot.press(key)
            await settled(pilot)
            assert isinstance(pilot.app.screen, Reader)
            assert ("王秀芝" in pilot.app.clipboard) is told
            assert "3-2-401 白菜包 x2" in pilot.app.clipboard
            await pilot.press("escape")
            await settled(pilot)


async def test_a_chain_of_medicine_is_recorded_as_requests(
    branch: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    text = "今天买药登记\n1. 王秀芝 3-2-401 二甲双胍0.5g 1盒\n2. 3-2-402 阿司匹林 2盒 急\n"
    async with open_desk(branch, secretary, "group_buys") as pilot:
        await paste(pilot, text)
        assert "买药登记" in "\n".join(grid(pilot))
        await pilot.press("ctrl+s")
        await pilot.pause(0.2)
        await settled(pilot)
        assert isinstance(pilot.app.screen, Confirm)
        await pilot.press("enter")
        await settled(pilot)
    with branch.reading(secretary) as session:
        assert {one.door for one in open_requests(session).lines} == {"3-2-401", "3-2-402"}
        assert surroundings(session, BUY).present == {}


async def test_the_palette_asks_which_buy_it_is_for(
    branch: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(branch, secretary, "dashboard") as pilot:
        await pilot.app.run_action("app.chain")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Chooser)
        await pilot.press("enter")
        await window(pilot)


async def test_ten_thousand_lines_hold_no_key_up(
    branch: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    text = CHAIN + "\n".join(f"{n}. 赵{n % 9} 3-2-402 白菜{n % 3 + 1}" for n in range(4, 10_000))
    async with open_desk(branch, secretary, "group_buys") as pilot:
        await pilot.press("c")
        found = await window(pilot)
        found.query_one(ChainText).post_message(events.Paste(text))
        await pilot.pause(0.6)
        box = found.query_one(ChainText)
        assert box.document.line_count > 9_900
        # It is still being read, and what is typed is there at once.
        await pilot.press("x")
        assert box.text.endswith("x")
        for _ in range(200):
            await pilot.pause(0.1)
            if len(states(found)) > 9_000:
                break
        assert len(states(found)) > 9_000
        assert line_of(found, "李[b]国强").state == "added"


def line_of(found: ChainWindow, name: str):
    lines = found.query_one("#chain-answers", RecordTable).lines
    return next(one for one in lines if one.name == name or one.door == "3-2-401")


async def test_what_a_paste_brings_can_steer_no_terminal(
    branch: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(branch, secretary, "group_buys") as pilot:
        found = await paste(pilot, CHAIN + "4. \x1b[2J老\u202e赵 3-1-501 白菜1\x07\n")
        text = found.query_one(ChainText).text
        assert not {"\x1b", "\u202e", "\x07"} & set(text)
        assert "\x1b" not in "".join(grid(pilot))
