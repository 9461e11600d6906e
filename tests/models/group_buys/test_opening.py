"""A buy opens with goods, a valid report and time left; its minimum and its boxes."""

import datetime as dt

import pytest

from models import group_buys
from models.group_buys import OrderState, Payment
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Store
from models.store.drafts import Edit
from models.store.register import perform
from tests.models.crew import do, refused
from tests.models.group_buys_branch import (
    BUY,
    CABBAGE,
    HOME,
    NEXT,
    answer,
    begin,
    line,
    take,
    with_buy,
)

VALID, ENDED = dt.date(2022, 4, 20), dt.date(2022, 4, 7)


def test_a_buy_opens_only_with_goods_a_valid_report_and_time_left(
    store: Store, secretary: Actor, clock: FrozenClock
) -> None:
    with_buy(store, secretary)
    bare = begin(store, secretary, products=(), title="水果")
    assert refused(store, secretary, "group_buys.open", bare.id).key == (
        "refuse.group_buys.no_product"
    )
    edit = Edit(id=1, changed={"report_until": ENDED}, opened={"report_until": VALID})
    perform(store, secretary, "group_buys.edit_supplier", edit)
    do(store, secretary, "group_buys.add_product", bare.id, name="苹果", price_fen=3000)
    no = refused(store, secretary, "group_buys.open", bare.id)
    assert (no.key, no.params["day"]) == ("refuse.group_buys.report", "04-07")
    clock.advance(dt.timedelta(hours=8))
    assert refused(store, secretary, "group_buys.open", bare.id).key == (
        "refuse.group_buys.cut_off_past"
    )


def test_a_missed_minimum_is_extended_or_cancelled(store: Store, secretary: Actor) -> None:
    with_buy(store, secretary, minimum=5)
    take(store, secretary, answer(HOME, (CABBAGE, 3), paid=True))
    do(store, secretary, "group_buys.cut_off", BUY)
    no = refused(store, secretary, "group_buys.place", BUY)
    assert (no.key, no.params["n"]) == ("refuse.group_buys.minimum", 2)
    do(store, secretary, "group_buys.fail_minimum", BUY)
    do(
        store,
        secretary,
        "group_buys.extend",
        BUY,
        cut_off_at="2022-04-08T20:00:00+08:00",
        reason="还差两份",
    )
    do(store, secretary, "group_buys.fail_minimum", BUY)
    do(store, secretary, "group_buys.cancel", BUY, reason="企业不送")
    row = line(store, HOME)
    assert (row.state, row.payment) == (OrderState.dropped, Payment.refund_due)
    do(store, secretary, "group_buys.refund", row.id)
    assert line(store, HOME).payment is Payment.refunded
    with store.reading(secretary) as session:
        assert group_buys.totals(session) == group_buys.Totals(0, 0)


def test_the_supplier_is_told_full_boxes(store: Store, secretary: Actor) -> None:
    goods = ({"name": "牛奶", "price_fen": 600, "unit": "盒", "box_size": 12},)
    with_buy(store, secretary, products=goods)
    take(store, secretary, answer(HOME, (1, 8)), answer(NEXT, (1, 7)))
    with store.reading(secretary) as session:
        (milk,) = group_buys.products(session, BUY)
    assert (milk.asked, milk.missing) == (15, 9)
    do(store, secretary, "group_buys.cut_off", BUY)
    do(store, secretary, "group_buys.place", BUY)
    with store.reading(secretary) as session:
        (milk,) = group_buys.products(session, BUY)
    assert milk.told == 12


def test_reopening_needs_a_reason_and_a_cut_off_to_come(
    branch: Store, secretary: Actor, clock: FrozenClock
) -> None:
    clock.advance(dt.timedelta(hours=8))
    do(branch, secretary, "group_buys.cut_off", BUY)
    no = refused(branch, secretary, "group_buys.reopen", BUY, reason="漏了一栋")
    assert no.key == "refuse.group_buys.cut_off_past"
    with pytest.raises(Refusal):
        do(branch, secretary, "group_buys.reopen", BUY)
    do(
        branch,
        secretary,
        "group_buys.reopen",
        BUY,
        reason="漏了一栋",
        cut_off_at="2022-04-08T21:00:00+08:00",
    )
    take(branch, secretary, answer(HOME, (CABBAGE, 1)))
    assert line(branch, HOME).state is OrderState.signed
