"""The room of the group buys: a buy and its lines, three keys for who sees no chain, masks kept."""

import pytest
from textual import events

from models import group_buys
from models.homes import ResidentDraft
from models.store import Actor, FrozenClock, Store
from models.store.register import perform
from screens.group_buys import GroupBuysRoom
from screens.kit.form import Form
from tests.models.crew import do
from tests.models.group_buys_branch import (
    BUY,
    CABBAGE,
    FAR,
    HOME,
    NEXT,
    POTATO,
    answer,
    begin,
    go,
    line,
    take,
    with_buy,
)
from tests.screens.conftest import OpenDesk, grid, room, settled


@pytest.fixture
def branch(store: Store, secretary: Actor) -> Store:
    with_buy(store, secretary, minimum=9)
    take(
        store,
        secretary,
        answer(NEXT, (CABBAGE, 2), paid=True, placed_by="孙 [b]丽[/b]"),
        answer(FAR, (POTATO, 3)),
    )
    draft = ResidentDraft(household_id=HOME, name="王秀芝", tags=["no_smartphone"])
    perform(store, secretary, "homes.add_resident", draft)
    fruit = begin(store, secretary, title="水果", cut_off_at="2022-04-09T18:00:00+08:00")
    do(store, secretary, "group_buys.open", fruit.id)
    return store


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_the_room_shows_what_stands_and_what_is_missing(
    branch: Store, secretary: Actor, open_desk: OpenDesk, lang: str, size: tuple[int, int]
) -> None:
    async with open_desk(branch, secretary, "group_buys", size=size, lang=lang) as pilot:
        shown = "\n".join(grid(pilot))
        told = {"zh": ("接龙中", "4月8日蔬菜", "差4份"), "en": ("open", "4月8日蔬菜", "4 short")}
        assert [part for part in told[lang] if part not in shown] == []
        if size[0] > 80:
            more = {"zh": ("欠60", "没问到", "3号楼"), "en": ("owes 60", "not asked", "Bldg 3")}
            assert [part for part in more[lang] if part not in shown] == []
        await pilot.press("2")
        await settled(pilot)
        assert "3-2-402" in "\n".join(grid(pilot))


async def test_another_buy_shows_its_own_lines(
    branch: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(branch, secretary, "group_buys") as pilot:
        orders = pilot.app.screen.query_one("#table-buy_orders")
        assert len(orders.lines) == 2
        await pilot.press("down")
        await pilot.pause(0.15)
        await settled(pilot)
        assert orders.lines == ()
        assert "还没有订单" in "\n".join(grid(pilot))
        await pilot.press("f", "2")
        await settled(pilot)
        assert [one.state.value for one in orders.lines] == ["signed"]
        assert [one.product for one in orders.lines] == ["土豆包"]


async def test_three_keys_order_for_who_sees_no_chain(
    branch: Store, volunteer: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(branch, volunteer, "group_buys") as pilot:
        await pilot.press("4")
        await settled(pilot)
        await pilot.press("space")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Form)
        await pilot.press("ctrl+s")
        await settled(pilot)
        row = line(branch, HOME)
        assert (row.quantity, row.placed_by) == (1, volunteer.name)
        assert pilot.app.screen.query_one("#table-buy_desk").lines == ()


async def test_a_volunteer_reads_doors_only_while_they_are_carried_to(
    branch: Store, secretary: Actor, volunteer: Actor, clock: FrozenClock, open_desk: OpenDesk
) -> None:
    async with open_desk(branch, volunteer, "group_buys", size=(200, 60)) as pilot:
        here = room(pilot)
        assert isinstance(here, GroupBuysRoom)
        shown = "\n".join(grid(pilot))
        assert "3-2-402" not in shown and "3-*" in shown
        assert "[b]" not in shown
        await pilot.press("y")
        await pilot.pause(0.3)
        await settled(pilot)
        assert "还差4份成团" in "\n".join(grid(pilot))
        await pilot.press("escape")
        take(branch, secretary, answer(NEXT, (CABBAGE, 6), paid=True))
        go(branch, secretary, clock, "deliver")
        here.load()
        await settled(pilot)
        assert "3-2-402" in "\n".join(grid(pilot))
        here.turn_to("buy_orders")
        await settled(pilot)
        await pilot.pause(0.8)
        await pilot.press("space")
        await settled(pilot)
    with branch.reading(secretary) as session:
        lines = group_buys.orders(session, BUY).lines
    assert {one.hand.value for one in lines} == {"handed", "waiting"}


async def test_an_edit_chosen_from_the_menu_opens_with_what_is_there(
    branch: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(branch, secretary, "group_buys") as pilot:
        await pilot.press("3")
        await settled(pilot)
        await pilot.press("v")
        await settled(pilot)
        await pilot.press("b")
        await settled(pilot)
        form = pilot.app.screen
        assert isinstance(form, Form)
        shown = "\n".join(grid(pilot))
        assert "白菜包" in shown and "25" in shown
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert pilot.app.screen is not form


async def test_two_keys_typed_at_once_go_to_a_room(
    branch: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(branch, secretary, "group_buys") as pilot:
        # As a terminal gives them: the second is there before the first is done. Alone, `c` is
        # a key of this room.
        for key in "gc":
            pilot.app.post_message(events.Key(key, key))
        await pilot.pause(0.3)
        await settled(pilot)
        assert room(pilot).NAME == "care"
