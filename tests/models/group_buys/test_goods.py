"""Money follows the goods: resting, sharing, damage, substitutes and the way to the door."""

import datetime as dt

import pytest

from models import group_buys
from models.exports.eye import eye_of
from models.exports.group_buys import sheets
from models.group_buys import HandOver, OrderState, Payment
from models.homes import ResidentDraft
from models.rules.refusal import Refusal
from models.rules.why import Why
from models.store import Actor, FrozenClock, Store
from models.store.journal import verify
from models.store.register import lookup_kind, natural_step, opened_sheet, perform
from models.words import Words
from tests.models.crew import do, refused
from tests.models.group_buys_branch import (
    BUY,
    CABBAGE,
    FAR,
    HOME,
    NEXT,
    POTATO,
    UP,
    answer,
    go,
    line,
    shown,
    take,
    with_buy,
)


def test_goods_rest_before_they_are_sorted(
    branch: Store, secretary: Actor, clock: FrozenClock
) -> None:
    take(branch, secretary, answer(HOME, (CABBAGE, 2)))
    go(branch, secretary, clock, "arrive")
    assert refused(branch, secretary, "group_buys.sort", BUY).key == (
        "refuse.group_buys.not_disinfected"
    )
    with branch.reading(secretary) as session:
        assert natural_step(session, "group_buys.buy", BUY) == "group_buys.disinfect"
    do(branch, secretary, "group_buys.disinfect", BUY)
    no = refused(branch, secretary, "group_buys.sort", BUY)
    assert (no.key, no.params["until"]) == ("refuse.group_buys.resting", "11:00")
    clock.advance(dt.timedelta(minutes=30))
    do(branch, secretary, "group_buys.sort", BUY)


def test_too_little_is_shared_by_the_rule_and_every_line_says_why(
    branch: Store, secretary: Actor, clock: FrozenClock
) -> None:
    for household, n in ((FAR, 2), (HOME, 2), (NEXT, 2)):
        take(branch, secretary, answer(household, (CABBAGE, n), paid=True))
        clock.advance(dt.timedelta(minutes=5))
    go(branch, secretary, clock, "arrive")
    assert refused(branch, secretary, "group_buys.count_in", CABBAGE, arrived=3).key == (
        "refuse.group_buys.count_reason"
    )
    do(branch, secretary, "group_buys.count_in", CABBAGE, arrived=3, reason="少装")
    do(branch, secretary, "group_buys.disinfect", BUY)
    clock.advance(dt.timedelta(minutes=30))
    do(branch, secretary, "group_buys.sort", BUY)
    got = {one: (line(branch, one).got, line(branch, one).why) for one in (FAR, HOME, NEXT)}
    assert got == {
        FAR: (2, "shortage.why.full"),
        HOME: (1, "shortage.why.first_come"),
        NEXT: (0, "shortage.why.first_come"),
    }
    assert (line(branch, NEXT).payment, line(branch, FAR).payment) == (
        Payment.refund_due,
        Payment.paid,
    )
    with branch.reading(secretary) as session:
        sheet = opened_sheet(session, "group_buys.order", line(branch, HOME).id or 0)
        (cabbage, _) = group_buys.products(session, BUY)
    why = next(field.value for field in sheet.fields if field.label == "field.shared_why")
    assert Words("zh")(why.key, **why.params).startswith("订 2 得 1")  # type: ignore[attr-defined]
    assert cabbage.got == 3
    # The rest came after all: shared out again, nobody is short and nothing is due.
    do(branch, secretary, "group_buys.count_in", CABBAGE, arrived=6)
    do(branch, secretary, "group_buys.share_out", BUY)
    assert {line(branch, one).payment for one in (FAR, HOME, NEXT)} == {Payment.paid}
    assert line(branch, NEXT).got == 2


def test_special_groups_come_first_where_that_was_chosen(
    store: Store, secretary: Actor, clock: FrozenClock
) -> None:
    with_buy(store, secretary, shortage="special_first")
    draft = ResidentDraft(household_id=FAR, name="王秀芝")
    person = perform(store, secretary, "homes.add_resident", draft).rows[0]
    do(store, secretary, "care.add_profile", resident_id=person.id, categories=["lives_alone"])
    take(store, secretary, answer(HOME, (CABBAGE, 1)), answer(FAR, (CABBAGE, 1)))
    go(store, secretary, clock, "arrive")
    do(store, secretary, "group_buys.count_in", CABBAGE, arrived=1, reason="少装")
    do(store, secretary, "group_buys.disinfect", BUY)
    clock.advance(dt.timedelta(minutes=30))
    do(store, secretary, "group_buys.sort", BUY)
    assert (line(store, FAR).got, line(store, HOME).got) == (1, 0)


def test_damaged_and_refused_goods_are_due_back_until_they_are_paid_back(
    branch: Store, secretary: Actor, volunteer: Actor, clock: FrozenClock
) -> None:
    take(
        branch,
        secretary,
        answer(HOME, (CABBAGE, 2), paid=True),
        answer(NEXT, (CABBAGE, 1), paid=True),
        answer(UP, (CABBAGE, 1), paid=True),
    )
    first = line(branch, HOME).id
    assert refused(branch, secretary, "group_buys.damaged", first, reason="坏").key == (
        "refuse.group_buys.not_here"
    )
    go(branch, secretary, clock, "deliver")
    do(branch, volunteer, "group_buys.damaged", first, portions=1, reason="压坏")
    do(branch, volunteer, "group_buys.refuse_goods", line(branch, NEXT).id, reason="不新鲜")
    do(branch, volunteer, "group_buys.substitute", line(branch, UP).id, substitute="菠菜包")
    assert line(branch, UP).payment is Payment.paid
    do(branch, volunteer, "group_buys.hand_over", first)
    assert refused(branch, volunteer, "group_buys.refund", first).key == (
        "refuse.group_buys.not_organiser"
    )
    assert refused(branch, secretary, "group_buys.settle", BUY).key == "refuse.group_buys.waiting"
    do(branch, secretary, "group_buys.hand_out_rest", BUY)
    no = refused(branch, secretary, "group_buys.settle", BUY)
    assert (no.key, no.params["refunds"]) == ("refuse.group_buys.money_left", 2)
    no = refused(branch, secretary, "group_buys.refund", first, amount_fen=2501)
    assert no.key == "refuse.group_buys.too_much"
    for household in (HOME, NEXT):
        do(branch, secretary, "group_buys.refund", line(branch, household).id)
    do(branch, secretary, "group_buys.settle", BUY)
    do(branch, secretary, "group_buys.archive", BUY)
    assert (line(branch, HOME).payment, line(branch, HOME).got) == (Payment.refunded, 1)
    with branch.reading(secretary) as session:
        assert group_buys.totals(session) == group_buys.Totals(1, 2)
        assert verify(session).sound


@pytest.mark.parametrize(
    ("values", "due", "key"),
    [
        ({}, 0, "shortage.price.same"),
        ({"instead_fen": 2000}, -1000, "shortage.price.cheaper"),
        ({"instead_fen": 3000}, 0, "shortage.price.dearer"),
        ({"instead_fen": 3000, "agreed": True}, 1000, "shortage.price.agreed"),
    ],
)
def test_a_substitute_gives_back_what_it_is_cheaper_and_charges_more_only_if_agreed(
    branch: Store,
    secretary: Actor,
    volunteer: Actor,
    clock: FrozenClock,
    values: dict[str, object],
    due: int,
    key: str,
) -> None:
    take(branch, secretary, answer(HOME, (CABBAGE, 2), paid=True))
    go(branch, secretary, clock, "deliver")
    row = line(branch, HOME).id
    do(branch, volunteer, "group_buys.substitute", row, substitute="菠菜包", **values)
    with branch.reading(secretary) as session:
        (found,) = group_buys.orders(session, BUY).lines
        assert (found.due_fen, found.why) == (due, key)
        total = group_buys.products(session, BUY)[0].cost_fen
        assert total == sum(one.cost_fen for one in group_buys.by_building(session, BUY))
        sheet = lookup_kind("group_buys.order").sheet(session, row)
    assert total == 5000 + due
    assert any(isinstance(field.value, Why) for field in sheet.fields)


def test_what_was_paid_goes_with_what_is_wanted_instead(branch: Store, secretary: Actor) -> None:
    take(branch, secretary, answer(HOME, (CABBAGE, 1), paid=True))
    take(branch, secretary, answer(HOME, (POTATO, 1)))
    assert line(branch, HOME, POTATO).payment is Payment.paid
    assert line(branch, HOME, CABBAGE).paid_fen == 500
    assert line(branch, HOME, CABBAGE).payment is Payment.refund_due


def test_a_neighbour_pays_and_a_part_is_owed(branch: Store, secretary: Actor) -> None:
    take(branch, secretary, answer(HOME, (CABBAGE, 2)))
    do(branch, secretary, "group_buys.pay", 1, amount_fen=2000, paid_by="孙丽")
    assert (line(branch, HOME).payment, line(branch, HOME).paid_by) == (Payment.unpaid, "孙丽")
    (one,) = shown(branch, secretary)
    assert one.due_fen == 3000
    do(branch, secretary, "group_buys.pay", 1)
    assert line(branch, HOME).paid_fen == 5000
    assert refused(branch, secretary, "group_buys.pay", 1).key == "refuse.machine"


def test_hands_only_while_it_is_delivered(
    branch: Store, secretary: Actor, volunteer: Actor, clock: FrozenClock
) -> None:
    take(branch, secretary, answer(HOME, (CABBAGE, 2)), answer(NEXT, (CABBAGE, 1)))
    assert refused(branch, secretary, "group_buys.at_door", 1).key == (
        "refuse.group_buys.not_delivering"
    )
    do(branch, secretary, "group_buys.pay", 1)
    with branch.reading(volunteer) as session, pytest.raises(Refusal) as waits:
        natural_step(session, "group_buys.order", 1)
    assert waits.value.key == "refuse.group_buys.waits"  # and not just "nothing comes next"
    go(branch, secretary, clock, "deliver")
    do(branch, volunteer, "group_buys.at_door", 1)
    do(branch, volunteer, "group_buys.shelve", 2)
    with branch.reading(volunteer) as session:
        assert natural_step(session, "group_buys.order", 2) == "group_buys.collect"
    do(branch, volunteer, "group_buys.collect", 2)
    assert [line(branch, one).hand for one in (HOME, NEXT)] == [
        HandOver.at_door,
        HandOver.collected,
    ]
    assert line(branch, HOME).state is OrderState.full
    assert refused(branch, volunteer, "group_buys.hand_over", 1).key == "refuse.machine"


def test_labels_and_pick_list_walk_the_doors(
    branch: Store, secretary: Actor, clock: FrozenClock
) -> None:
    take(
        branch,
        secretary,
        answer(FAR, (CABBAGE, 1)),
        answer(HOME, (CABBAGE, 2), (POTATO, 1)),
        answer(UP, (CABBAGE, 3)),
    )
    go(branch, secretary, clock, "deliver")
    with branch.reading(secretary) as session:
        made = group_buys.labels(session, BUY)
        picked = group_buys.pick_list(session, BUY)
        buildings = group_buys.by_building(session, BUY)
        goods = group_buys.products(session, BUY)
    assert [(one.door, one.product, one.portions) for one in made] == [
        ("3-1-501", "白菜包", 3),
        ("3-2-401", "白菜包", 2),
        ("3-2-401", "土豆包", 1),
        ("5-1-101", "白菜包", 1),
    ]
    assert sum(one.portions for one in picked) == sum(one.got for one in buildings) == 7
    assert sum(one.told or 0 for one in goods) == 7


def test_the_papers_of_the_day_hold_what_is_carried(
    branch: Store, secretary: Actor, volunteer: Actor, clock: FrozenClock
) -> None:
    take(
        branch,
        secretary,
        answer(FAR, (CABBAGE, 1), note="找王秀芝 13800001111"),
        answer(HOME, (CABBAGE, 2), (POTATO, 1)),
    )
    with branch.reading(secretary) as session:
        ledger, pick, labels, firms = sheets(session, eye_of(session, False), Words("zh"))
    assert (len(ledger.rows), len(firms.rows), list(pick.rows), list(labels.rows)) == (2, 1, [], [])
    go(branch, secretary, clock, "deliver")
    with branch.reading(volunteer) as session:
        ledger, pick, labels, _ = sheets(session, eye_of(session, False), Words("zh"))
    heads = list(ledger.headers)
    assert [row[heads.index("实发份数")] for row in ledger.rows] == [3, 1]
    assert [row[2] for row in labels.rows] == ["3-2-401", "3-2-401", "5-1-101"]
    assert "13800001111" not in str(labels.rows[-1])
    assert sum(int(str(row[5])) for row in pick.rows) == 4
