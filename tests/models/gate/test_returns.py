"""Nobody out is lost: fevers, overdue returns, and goods at the gate."""

import datetime as dt

import pytest

from models import gate
from models.gate import GoodsState, PassageState
from models.group_buys.states import BuyState
from models.group_buys.tables import GroupBuy
from models.rules.gate import plate_in
from models.store import Actor, FrozenClock, Store
from models.store.register import fetch, lookup_kind, natural_step
from tests.models.crew import at, do, refused
from tests.models.gate.standing import FAR, HOUR, NEAR, alarms, refused_out, toast, went

# ── temperatures, returns, and time ───────────────────────────────────────────────────────────────


def test_a_fever_is_kept_apart_and_seen_to(compound: Store, volunteer: Actor) -> None:
    row = went(compound, volunteer, tenths=373)
    assert row.state is PassageState.held
    assert "120" in toast(compound, volunteer) and "37" not in toast(compound, volunteer)
    assert alarms(compound, volunteer)[f"gate.held:{row.id}"].severity == "red"
    with compound.reading(volunteer) as session:
        assert gate.counts(session).held == 1 and gate.counts(session).out == 0
        assert natural_step(session, "gate.passage", row.id) == "gate.see_to"
    do(compound, volunteer, "gate.see_to", row.id, measures="120已接走，已报社区")
    assert not alarms(compound, volunteer)
    # Nobody went out, so no turn was used.
    went(compound, volunteer, tenths=366)


def test_who_comes_back_with_a_fever_is_kept_apart_too(compound: Store, volunteer: Actor) -> None:
    row = went(compound, volunteer)
    back = do(compound, volunteer, "gate.back", row.id, tenths=380)
    assert (back.state, back.returned_tenths) == (PassageState.held, 380)
    other = do(compound, volunteer, "gate.let_in", name="快递")
    assert refused(compound, volunteer, "gate.hold", other.id, tenths=366).key == (
        "refuse.gate.no_fever"
    )
    assert do(compound, volunteer, "gate.hold", other.id, tenths=375).state is PassageState.held


def test_an_overdue_return_is_told_in_red_and_comes_first(
    compound: Store, volunteer: Actor, secretary: Actor, clock: FrozenClock
) -> None:
    went(compound, volunteer, FAR, purpose="hospital")
    row = went(compound, volunteer)
    clock.advance(2 * HOUR + dt.timedelta(minutes=11))
    alarm = alarms(compound, secretary)[f"gate.overdue:{row.id}"]
    assert (alarm.severity, alarm.params["who"]) == ("red", "3-2-401")
    with compound.reading(secretary) as session:
        lines = gate.out_now(session)
        assert gate.counts(session).overdue == 1
    assert [line.id for line in lines][0] == row.id and lines[0].late
    do(compound, secretary, "gate.back", row.id)
    assert "+11m" in toast(compound, secretary)
    assert not alarms(compound, secretary)


def test_no_time_lies_ahead_and_nobody_is_back_before_going(
    compound: Store, volunteer: Actor
) -> None:
    assert refused_out(compound, volunteer, passed_at=at("11:00")).key == "refuse.gate.future"
    no = refused_out(compound, volunteer, due_at=at("09:00"))
    assert no.key == "refuse.gate.due"
    row = went(compound, volunteer, passed_at=at("09:00"))
    no = refused(compound, volunteer, "gate.back", row.id, returned_at=at("08:00"))
    assert no.key == "refuse.gate.backwards"
    assert do(compound, volunteer, "gate.back", row.id, returned_at=at("10:00")).returned_at


# ── goods ─────────────────────────────────────────────────────────────────────────────────────────


def test_goods_are_disinfected_and_handed_over(
    compound: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    row = do(compound, volunteer, "gate.goods_in", supplier="保供车 吉A12345", pieces=120)
    assert (row.supplier, row.plate, row.state) == ("保供车", "吉A12345", GoodsState.arrived)
    clock.advance(5 * HOUR)
    assert f"gate.goods:{row.id}" in alarms(compound, volunteer)
    with compound.reading(volunteer) as session:
        assert natural_step(session, "gate.goods", row.id) == "gate.disinfect"
    do(compound, volunteer, "gate.disinfect", row.id)
    do(compound, volunteer, "gate.hand_over", row.id, handed_to="分拣组")
    assert not alarms(compound, volunteer)
    with compound.reading(volunteer) as session:
        line = gate.goods(session)[0]
        assert gate.totals(session).pieces == 120
    assert (line.state, line.handed_to) == (GoodsState.handed, "分拣组")
    assert refused(compound, volunteer, "gate.disinfect", row.id).key == "refuse.machine"


def test_goods_belong_to_a_group_buy_which_arrives_and_rests_with_them(
    compound: Store, volunteer: Actor, secretary: Actor, clock: FrozenClock
) -> None:
    do(compound, secretary, "group_buys.add_supplier", name="鲜禾")
    buy = do(
        compound,
        secretary,
        "group_buys.add",
        title="4月8日蔬菜",
        kind="vegetables",
        supplier_id=1,
        cut_off_at=at("17:00"),
        shortage="first_come",
        products=[{"name": "白菜包", "price_fen": 2500, "unit": "包"}],
    )
    do(compound, secretary, "group_buys.open", buy.id)
    do(compound, secretary, "group_buys.order", household_id=NEAR, product_id=1)
    for verb in ("cut_off", "place"):
        do(compound, secretary, f"group_buys.{verb}", buy.id)
    row = do(compound, volunteer, "gate.goods_in", supplier="鲜禾", pieces=40, group_buy_id=buy.id)
    with compound.reading(volunteer) as session:
        line = gate.goods(session)[0]
        sheet = lookup_kind("gate.goods").sheet(session, row.id)
    assert (line.buy, line.goods) == ("4月8日蔬菜", "4月8日蔬菜")
    assert ("group_buys.buy", buy.id, "4月8日蔬菜") in sheet.related
    came = _buy(compound, secretary)
    assert (came.state, came.arrived_at) == (BuyState.at_gate, row.at)
    clock.advance(HOUR)
    do(compound, volunteer, "gate.disinfect", row.id)
    treated = _buy(compound, secretary)
    assert treated.rested_at is not None and treated.disinfected_at is not None
    assert treated.rested_at - treated.disinfected_at == HOUR / 2
    do(compound, volunteer, "gate.goods_in", supplier="鲜禾", pieces=4, group_buy_id=buy.id)
    assert _buy(compound, secretary).arrived_at == row.at


def _buy(store: Store, actor: Actor) -> GroupBuy:
    with store.reading(actor) as session:
        return fetch(session, GroupBuy, 1)


@pytest.mark.parametrize(
    ("text", "plate", "rest"),
    [
        ("保供车 吉A12345", "吉A12345", "保供车"),
        ("吉A·1B345 鲜禾", "吉A1B345", "鲜禾"),
        ("京东快递", "", "京东快递"),
        ("吉a12345", "吉A12345", ""),
    ],
)
def test_a_plate_is_found_among_the_words(text: str, plate: str, rest: str) -> None:
    assert plate_in(text) == (plate, rest)
