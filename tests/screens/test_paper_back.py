"""A pick list come back to the desk: `space` hands over, says how many first, and never pays."""

from pathlib import Path

import pytest
from sqlmodel import select
from textual.pilot import Pilot

from models.group_buys import BuyOrder
from models.group_buys.states import HandOver, Payment
from models.papers import PrintedSheet, Scope, print_paper
from models.store import Actor, FrozenClock, Store
from models.words import Words
from screens.kit.dialogs import Confirm
from screens.kit.record import Record
from tests.models import group_buys_branch as buying
from tests.screens.conftest import OpenDesk, grid, settled

WANTED = (buying.CABBAGE, 2)


def listed(
    store: Store, clock: FrozenClock, lead: Actor, until: str, folder: Path, *paid: int
) -> str:
    """The code of the pick list of a buy for three doors that has come as far as this step."""
    buying.with_buy(store, lead)
    doors = (buying.HOME, buying.NEXT, buying.FAR)
    buying.take(store, lead, *(buying.answer(door, WANTED) for door in doors))
    for order in paid:
        buying.do(store, lead, "group_buys.pay", order, paid_by="cash")
    buying.go(store, lead, clock, until)
    place = folder / "pick.html"
    print_paper(store, lead, "pick_list", place, Words("zh"), Scope(record_id=buying.BUY))
    with store.reading(lead) as session:
        return session.exec(select(PrintedSheet.code)).one()


def lines(store: Store, lead: Actor) -> list[tuple[HandOver, Payment]]:
    with store.reading(lead) as session:
        rows = session.exec(select(BuyOrder).order_by(BuyOrder.id))  # type: ignore[arg-type]
        return [(row.hand, row.payment) for row in rows]


async def pressed(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


@pytest.mark.parametrize("lang, told", [("zh", "（3条）"), ("en", "next step of 3")])
async def test_space_says_how_many_it_hits_asks_and_hands_over_without_a_word_of_money(
    store: Store,
    clock: FrozenClock,
    secretary: Actor,
    open_desk: OpenDesk,
    tmp_path: Path,
    lang: str,
    told: str,
) -> None:
    code = listed(store, clock, secretary, "deliver", tmp_path, 1)
    async with open_desk(store, secretary, "group_buys", lang=lang) as pilot:
        await pressed(pilot, "slash", *code.lower(), "enter")
        assert isinstance(pilot.app.screen, Record)
        assert told in "\n".join(grid(pilot))
        await pressed(pilot, "x")  # the first bag was not handed over
        assert told.replace("3", "2") in "\n".join(grid(pilot))
        await pressed(pilot, "space")
        assert isinstance(pilot.app.screen, Confirm)
        assert all(hand is HandOver.waiting for hand, _ in lines(store, secretary))
        await pressed(pilot, "enter")
    after = lines(store, secretary)
    assert [hand for hand, _ in after].count(HandOver.handed) == 2
    assert [payment for _, payment in after].count(Payment.unpaid) == 2


async def test_space_on_goods_still_being_sorted_says_so_and_pays_nothing(
    store: Store, clock: FrozenClock, secretary: Actor, open_desk: OpenDesk, tmp_path: Path
) -> None:
    code = listed(store, clock, secretary, "sort", tmp_path)
    before = lines(store, secretary)
    async with open_desk(store, secretary, "group_buys") as pilot:
        await pressed(pilot, "slash", *code.lower(), "enter", "space")
        if isinstance(pilot.app.screen, Confirm):
            await pressed(pilot, "enter")
        said = [toast.message for toast in pilot.app._notifications]
    assert said == [Words("zh")("refuse.group_buys.not_delivering")]
    assert lines(store, secretary) == before
