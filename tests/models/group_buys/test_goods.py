"""Group buys: answers replace each other, money follows the goods, nothing is handed out unseen."""

import datetime as dt

import pytest

from models import acts, group_buys, retention
from models.exports.eye import eye_of
from models.exports.group_buys import sheets
from models.group_buys import HandOver, OrderState, Payment
from models.history.changes import changes_of
from models.homes import ResidentDraft
from models.quick import understand
from models.rules import jielong
from models.rules.refusal import Refusal
from models.rules.why import Why
from models.store import Actor, FrozenClock, Role, Store
from models.store.drafts import Edit
from models.store.journal import verify
from models.store.register import (
    changes,
    lookup,
    lookup_kind,
    natural_step,
    opened_sheet,
    opened_values,
    perform,
    verb_lines,
)
from models.words import Words
from tests.conftest import CountStatements
from tests.models.crew import SET_UP, do, refused, stored
from tests.models.group_buys_branch import (
    BUY,
    CABBAGE,
    FAR,
    HOME,
    NEXT,
    OTHER,
    POTATO,
    UP,
    answer,
    begin,
    go,
    line,
    shown,
    take,
    with_buy,
)

LED = frozenset({"add_supplier", "edit_supplier", "retire_supplier"})
"""Changes of those who lead; everything else is asked of the row."""
VERBS = sorted(
    change.verb.partition(".")[2]
    for change in (lookup("group_buys.add"), *changes().values())
    if change.area == "group_buys"
)


VALID, ENDED = dt.date(2022, 4, 20), dt.date(2022, 4, 7)


@pytest.fixture
def branch(store: Store, secretary: Actor) -> Store:
    return with_buy(store, secretary)


# ── who may ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", list(Role))
def test_who_may_do_what(verb: str, role: Role) -> None:
    found = lookup(f"group_buys.{verb}")
    may = role is not Role.wallboard and not (verb in LED and role is Role.volunteer)
    if may:
        found.check_role(role)
    else:
        with pytest.raises(Refusal, match="refuse.role"):
            found.check_role(role)


def test_a_buy_is_run_by_its_organiser_or_a_leader(
    store: Store, secretary: Actor, volunteer: Actor, shift_leader: Actor
) -> None:
    with_buy(store, secretary, organiser="春天里的风")
    no = refused(store, volunteer, "group_buys.cut_off", BUY)
    assert (no.key, no.params["who"]) == ("refuse.group_buys.not_organiser", "春天里的风")
    with pytest.raises(Refusal, match="not_organiser"):
        take(store, volunteer, answer(HOME, (CABBAGE, 1)))
    mine = begin(store, volunteer, title="水果", kind="fruit")
    assert (mine.organiser, mine.organiser_id) == (volunteer.name, volunteer.id)
    do(store, volunteer, "group_buys.open", mine.id)
    do(store, shift_leader, "group_buys.cut_off", mine.id)


# ── answers ─────────────────────────────────────────────────────────────────────────────────────


def test_the_later_answer_of_a_household_takes_the_place_of_the_earlier(
    branch: Store, secretary: Actor, clock: FrozenClock
) -> None:
    take(branch, secretary, answer(HOME, (CABBAGE, 2), (POTATO, 1)), answer(NEXT, (CABBAGE, 1)))
    first = line(branch, HOME).ordered_at
    clock.advance(dt.timedelta(hours=1))
    take(branch, secretary, answer(HOME, (CABBAGE, 3), placed_by="孙丽"), answer(NEXT))
    told = {(one.household_id, one.product): one for one in shown(branch, secretary)}
    assert told[HOME, "白菜包"].quantity == 3
    assert told[HOME, "白菜包"].placed_by == "孙丽"
    assert told[HOME, "土豆包"].state is OrderState.withdrawn
    assert told[NEXT, "白菜包"].state is OrderState.withdrawn
    assert line(branch, HOME).ordered_at == first
    with branch.reading(secretary) as session:
        found = group_buys.answers(session, BUY)
        (cabbage, _) = group_buys.products(session, BUY)
    assert [(one.household_id, one.items) for one in found] == [(HOME, {CABBAGE: 3})]
    assert (cabbage.asked, cabbage.households) == (3, 1)


def test_the_same_chain_pasted_again_changes_nothing(branch: Store, secretary: Actor) -> None:
    chain = (answer(HOME, (CABBAGE, 2), paid=True), answer(FAR, (POTATO, 1)))
    take(branch, secretary, *chain)
    before = stored(branch, "buy_order")
    done = perform(
        branch,
        secretary,
        "group_buys.take_answers",
        lookup("group_buys.take_answers").draft.model_validate({"id": BUY, "answers": chain}),
    )
    assert done.act_id is None
    assert stored(branch, "buy_order") == before


def test_one_household_twice_in_a_chain_counts_once(branch: Store, secretary: Actor) -> None:
    take(
        branch,
        secretary,
        answer(HOME, (CABBAGE, 5), paid=True),
        answer(HOME, (CABBAGE, 1), paid=True),
    )
    row = line(branch, HOME)
    assert (row.quantity, row.paid_fen, row.payment) == (1, 2500, Payment.paid)


def test_a_withdrawn_line_is_taken_up_again(branch: Store, secretary: Actor) -> None:
    take(branch, secretary, answer(HOME, (CABBAGE, 2)))
    do(branch, secretary, "group_buys.withdraw", 1)
    do(branch, secretary, "group_buys.order", household_id=HOME, product_id=CABBAGE, quantity=1)
    assert len(shown(branch, secretary)) == 1
    assert (line(branch, HOME).state, line(branch, HOME).quantity) == (OrderState.signed, 1)


def test_limits_and_slips_of_the_finger(branch: Store, secretary: Actor) -> None:
    no = refused(
        branch,
        secretary,
        "group_buys.order",
        household_id=HOME,
        product_id=CABBAGE,
        quantity=11,
    )
    assert no.key == "refuse.group_buys.most"
    many = {"household_id": HOME, "product_id": POTATO, "quantity": 40}
    assert refused(branch, secretary, "group_buys.order", **many).key == "refuse.group_buys.sure"
    do(branch, secretary, "group_buys.order", **many, sure=True)
    with pytest.raises(Refusal, match="refuse.gone"):
        take(branch, secretary, answer(99, (CABBAGE, 1)))
    with pytest.raises(Refusal, match="other_product"):
        take(branch, secretary, answer(HOME, (99, 1)))


def test_what_comes_after_the_cut_off_waits_and_moves_nothing(
    branch: Store, secretary: Actor
) -> None:
    take(branch, secretary, answer(HOME, (CABBAGE, 2)))
    do(branch, secretary, "group_buys.cut_off", BUY)
    take(branch, secretary, answer(HOME, (CABBAGE, 5)), answer(NEXT, (CABBAGE, 1)))
    assert (line(branch, HOME).quantity, line(branch, NEXT).state) == (2, OrderState.late)
    assert line(branch, HOME).note.endswith("→5")
    take(branch, secretary, answer(HOME, (CABBAGE, 2), paid=True))
    assert line(branch, HOME).note.endswith("→5")
    assert line(branch, HOME).payment is Payment.paid
    with branch.reading(secretary) as session:
        (cabbage, _) = group_buys.products(session, BUY)
        (buy,) = group_buys.buys(session)
        assert natural_step(session, "group_buys.order", line(branch, NEXT).id or 0) == (
            "group_buys.accept"
        )
    assert (cabbage.asked, buy.late) == (2, 1)
    do(branch, secretary, "group_buys.place", BUY)
    do(branch, secretary, "group_buys.accept", line(branch, NEXT).id)
    with branch.reading(secretary) as session:
        (cabbage, _) = group_buys.products(session, BUY)
    assert (cabbage.asked, cabbage.told) == (3, 3)


def test_while_boxes_are_filled_orders_only_grow(branch: Store, secretary: Actor) -> None:
    take(branch, secretary, answer(HOME, (CABBAGE, 2)))
    do(branch, secretary, "group_buys.box_fill", BUY)
    take(branch, secretary, answer(HOME, (CABBAGE, 3)))
    for less in (answer(HOME, (CABBAGE, 1)), answer(HOME)):
        with pytest.raises(Refusal, match="box_fill"):
            take(branch, secretary, less)
    assert line(branch, HOME).quantity == 3


# ── the supplier, the minimum, the boxes ────────────────────────────────────────────────────────


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


# ── goods ───────────────────────────────────────────────────────────────────────────────────────


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


# ── whom no chain reaches ───────────────────────────────────────────────────────────────────────


@pytest.fixture
def elder(branch: Store, secretary: Actor) -> Store:
    for household, name, tags in (
        (HOME, "王秀芝", ["no_smartphone"]),
        (NEXT, "李娜", []),
        (FAR, "周桂兰", ["no_smartphone"]),
    ):
        draft = ResidentDraft(household_id=household, name=name, tags=tags, sex="female")
        perform(branch, secretary, "homes.add_resident", draft)
    return branch


def test_who_sees_no_chain_is_listed_until_somebody_asked(elder: Store, volunteer: Actor) -> None:
    def left() -> list[tuple[str, str]]:
        with elder.reading(volunteer) as session:
            return [(one.door, one.name) for one in group_buys.unasked(session)]

    assert left() == [("3-2-401", "王阿姨"), ("5-1-101", "周阿姨")]
    do(elder, volunteer, "group_buys.order_for", HOME)
    row = line(elder, HOME)
    assert (row.placed_by, row.quantity, row.product_id) == (volunteer.name, 1, CABBAGE)
    assert row.source.value == "proxy"
    do(elder, volunteer, "group_buys.asked_nothing", FAR)
    assert left() == []
    assert refused(elder, volunteer, "group_buys.asked_nothing", FAR).key == (
        "refuse.group_buys.asked"
    )


def test_nobody_is_to_be_asked_where_nothing_is_open(elder: Store, secretary: Actor) -> None:
    do(elder, secretary, "group_buys.cut_off", BUY)
    with elder.reading(secretary) as session:
        assert group_buys.unasked(session) == ()
    assert refused(elder, secretary, "group_buys.order_for", HOME).key == (
        "refuse.group_buys.none_open"
    )


# ── what is seen ────────────────────────────────────────────────────────────────────────────────


def test_a_door_is_covered_until_the_goods_go_out(
    branch: Store,
    secretary: Actor,
    grid_leader: Actor,
    volunteer: Actor,
    clock: FrozenClock,
) -> None:
    take(
        branch,
        secretary,
        answer(HOME, (CABBAGE, 1), placed_by="孙丽", note="放门口"),
        answer(FAR, (CABBAGE, 1)),
    )
    assert [one.door for one in shown(branch, volunteer)] == ["3-*", "5-*"]
    assert [one.note for one in shown(branch, volunteer)] == ["", ""]
    assert [one.placed_by for one in shown(branch, volunteer)] == ["孙**", ""]
    assert [one.door for one in shown(branch, grid_leader)] == ["3-2-401", "5-*"]
    assert refused(branch, volunteer, "group_buys.pay", 1).key == "refuse.group_buys.not_yours"
    with branch.reading(volunteer) as session:
        with pytest.raises(Refusal, match="not_yours"):
            opened_values(session, "group_buys.order", 1)
        assert group_buys.find_orders(session, "3-2-401", 5) == ()
    go(branch, secretary, clock, "deliver")
    assert [one.door for one in shown(branch, volunteer)] == ["3-2-401", "5-1-101"]
    wall = Actor(None, "大屏", Role.wallboard)
    assert shown(branch, wall) == ()
    with branch.reading(wall) as session:
        assert group_buys.buys(session) == group_buys.suppliers(session) == ()


def test_my_own_recording_stays_in_my_sight(branch: Store, volunteer: Actor) -> None:
    do(branch, volunteer, "group_buys.order", household_id=FAR, product_id=CABBAGE)
    assert [one.door for one in shown(branch, volunteer)] == ["5-1-101"]
    do(branch, volunteer, "group_buys.withdraw", 1)


# ── alarms, words, records ──────────────────────────────────────────────────────────────────────


def alarms(store: Store, actor: Actor) -> list[tuple[str, str]]:
    with store.reading(actor) as session:
        return [(one.text.rpartition(".")[2], one.severity) for one in group_buys.alarms(session)]


def test_what_may_be_missed_is_an_alarm(store: Store, secretary: Actor, clock: FrozenClock) -> None:
    with_buy(store, secretary, minimum=5, expected_at="2022-04-09T09:00:00+08:00")
    assert alarms(store, secretary) == []
    clock.advance(dt.timedelta(hours=6, minutes=40))
    assert alarms(store, secretary) == [("minimum", "amber")]
    take(store, secretary, answer(HOME, (CABBAGE, 6), paid=True))
    assert alarms(store, secretary) == []
    clock.advance(dt.timedelta(hours=1))
    assert alarms(store, secretary) == [("not_placed", "red")]
    do(store, secretary, "group_buys.cut_off", BUY)
    take(store, secretary, answer(NEXT, (CABBAGE, 1)))
    do(store, secretary, "group_buys.place", BUY)
    assert alarms(store, secretary) == [("late", "amber")]
    do(store, secretary, "group_buys.drop", line(store, NEXT).id, reason="已报数")
    clock.advance(dt.timedelta(hours=16))
    assert alarms(store, secretary) == [("not_come", "amber")]
    do(store, secretary, "group_buys.arrive", BUY)
    do(store, secretary, "group_buys.disinfect", BUY)
    clock.advance(dt.timedelta(hours=6))
    assert alarms(store, secretary) == [("lying", "red")]
    do(store, secretary, "group_buys.sort", BUY)
    do(store, secretary, "group_buys.deliver", BUY)
    do(store, secretary, "group_buys.damaged", line(store, HOME).id, portions=1, reason="坏")
    do(store, secretary, "group_buys.hand_out_rest", BUY)
    do(store, secretary, "group_buys.complain", BUY, text="有一份坏的", product_id=CABBAGE)
    do(store, secretary, "group_buys.settle", BUY, reason="明天退")
    assert alarms(store, secretary) == [("refund", "amber"), ("complaint", "amber")]
    do(store, secretary, "group_buys.refund", line(store, HOME).id)
    do(store, secretary, "group_buys.answer_complaint", 1, answer="退了一份")
    assert alarms(store, secretary) == []
    clock.advance(dt.timedelta(days=10))
    assert alarms(store, secretary) == [("report_ends", "amber")]
    clock.advance(dt.timedelta(days=2))
    assert alarms(store, secretary) == [("report_ended", "red")]


@pytest.mark.parametrize(
    "text",
    ["3-2-401 团 白菜包 x2", "团购 3-2-401 白菜 2", "3-2-401 group buy cabbage x2"],
)
def test_one_line_orders(branch: Store, volunteer: Actor, text: str) -> None:
    with branch.reading(volunteer) as session:
        found = understand(session, text, Words("zh"))
    assert found.ready, found
    perform(branch, volunteer, "group_buys.order", found.draft())
    assert line(branch, HOME).quantity == 2
    with branch.reading(volunteer) as session:
        said = acts.my_last(session)
        paid = understand(session, "3-2-401 团付", Words("zh"))
    assert said is not None
    assert Words("zh")(f"{said.verb}.did", **said.params) == "3-2-401 订 白菜包×2包"
    perform(branch, volunteer, "group_buys.pay", paid.draft())
    assert line(branch, HOME).payment is Payment.paid


def test_every_record_opens_and_says_what_may_be_done(
    branch: Store, secretary: Actor, clock: FrozenClock
) -> None:
    take(branch, secretary, answer(HOME, (CABBAGE, 2)))
    do(branch, secretary, "group_buys.complain", BUY, text="慢", household_id=OTHER)
    for kind, row_id in (
        ("group_buys.buy", BUY),
        ("group_buys.order", 1),
        ("group_buys.product", CABBAGE),
        ("group_buys.supplier", 1),
        ("group_buys.complaint", 1),
        ("group_buys.unasked", HOME),
    ):
        with branch.reading(secretary) as session:
            assert opened_sheet(session, kind, row_id).title
            lines = verb_lines(session, kind, row_id)
            natural = natural_step(session, kind, row_id)
        verbs = [one.verb for one in lines]
        assert set(verbs) == set(lookup_kind(kind).verbs)
        assert natural is None or natural in verbs
        for lang in ("zh", "en"):
            words = Words(lang)
            told = [one.refusal for one in lines if one.refusal is not None]
            assert all("refuse." not in words(one.key, **one.params) for one in told)


def test_the_text_of_a_chain_is_gone_after_its_days(
    branch: Store, secretary: Actor, clock: FrozenClock
) -> None:
    do(branch, secretary, "group_buys.keep_chain", BUY, text="#接龙\n1. 王秀芝 3-2-401 白菜包x2")
    take(branch, secretary, answer(HOME, (CABBAGE, 2)))
    with branch.reading(secretary) as session:
        assert group_buys.last_chain(session, BUY).startswith("#接龙\n")
        goods = group_buys.catalogue(session, BUY)
        chain = jielong.read(group_buys.last_chain(session, BUY), products=tuple(goods.values()))
    assert [dict(one.items) for one in chain.answers] == [{goods[CABBAGE].name: 2}]
    clock_work = Actor(None, "clock", Role.secretary, "clock")

    def purge() -> None:
        with branch.writing(clock_work, retention.verb("group_buys")) as session:
            retention.erase_past(session, "group_buys")

    clock.advance(dt.timedelta(days=6))
    purge()
    with branch.reading(secretary) as session:
        assert group_buys.last_chain(session, BUY)
    clock.advance(dt.timedelta(days=1))
    purge()
    with branch.engine.connect() as connection:
        kept = connection.exec_driver_sql(
            "SELECT count(*) FROM entry_value WHERE before LIKE '%接龙%' OR after LIKE '%接龙%'"
        ).scalar_one()
    assert kept == 0
    with branch.reading(secretary) as session:
        assert group_buys.last_chain(session, BUY) == ""
        assert verify(session).sound
    assert line(branch, HOME).quantity == 2


def test_reads_ask_a_fixed_number_of_questions(
    branch: Store, secretary: Actor, count_statements: CountStatements
) -> None:
    def asked() -> list[int]:
        counted = []
        with branch.reading(secretary) as session:
            for read in (
                lambda: group_buys.buys(session),
                lambda: group_buys.orders(session, BUY),
                lambda: group_buys.products(session, BUY),
                lambda: group_buys.by_building(session, BUY),
                lambda: group_buys.answers(session, BUY),
                lambda: group_buys.unasked(session),
                lambda: group_buys.labels(session, BUY),
                lambda: group_buys.alarms(session),
            ):
                with count_statements(branch) as statements:
                    read()
                counted.append(statements.count)
        return counted

    take(branch, secretary, answer(HOME, (CABBAGE, 1)))
    few = asked()
    take(branch, secretary, *(answer(one, (CABBAGE, 1), (POTATO, 2)) for one in range(2, 6)))
    for _ in range(3):
        begin(branch, secretary, title=f"又一团{_}")
    assert asked() == few
    assert max(few) <= 8


@pytest.mark.parametrize(
    ("verb", "values"),
    [
        ("group_buys.order", {"household_id": FAR, "product_id": POTATO, "paid": True}),
        ("group_buys.take_answers", {"answers": [answer(HOME), answer(UP, (POTATO, 2))]}),
        ("group_buys.cut_off", {}),
        ("group_buys.cancel", {"reason": "企业停业"}),
        ("group_buys.add_product", {"name": "鸡蛋", "price_fen": 3800}),
        ("group_buys.complain", {"text": "不新鲜"}),
    ],
)
def test_an_act_is_taken_back_whole(
    branch: Store, secretary: Actor, verb: str, values: dict[str, object]
) -> None:
    take(branch, secretary, answer(HOME, (CABBAGE, 2), paid=True))
    tables = ("group_buy", "buy_product", "buy_order", "buy_complaint")
    before = stored(branch, *tables)
    target = None if verb == "group_buys.order" else BUY
    do(branch, secretary, verb, target, **values)
    assert stored(branch, *tables) != before
    with branch.reading(secretary) as session:
        last = acts.my_last(session)
    assert last is not None
    acts.undo(branch, secretary, last.id)
    assert stored(branch, *tables) == before


def test_setting_up_needs_no_rules_to_be_read(store: Store, secretary: Actor) -> None:
    """A branch without the rule set has no alarms and no rest, and says so by doing neither."""
    do(store, SET_UP, "group_buys.add_supplier", name="鲜禾")
    begin(store, SET_UP)
    with store.reading(secretary) as session:
        assert group_buys.alarms(session) == ()


def test_what_was_said_by_hand_is_not_shared_again(
    branch: Store, secretary: Actor, clock: FrozenClock
) -> None:
    for household in (FAR, HOME, NEXT):
        take(branch, secretary, answer(household, (CABBAGE, 2), paid=True))
        clock.advance(dt.timedelta(minutes=5))
    go(branch, secretary, clock, "sort")
    do(branch, secretary, "group_buys.damaged", line(branch, FAR).id, reason="压坏")
    do(branch, secretary, "group_buys.short", line(branch, HOME).id, portions=1, reason="少装")
    do(branch, secretary, "group_buys.count_in", CABBAGE, arrived=4, reason="点错了")
    do(branch, secretary, "group_buys.share_out", BUY)
    assert [line(branch, one).got for one in (FAR, HOME, NEXT)] == [0, 1, 1]
    assert line(branch, HOME).why == ""


def test_the_journal_covers_who_ordered(
    branch: Store, secretary: Actor, shift_leader: Actor
) -> None:
    take(branch, secretary, answer(HOME, (CABBAGE, 2), placed_by="孙丽丽", note="有胰岛素"))
    with branch.reading(secretary) as session:
        last = acts.my_last(session)
    assert last is not None
    with branch.reading(shift_leader) as session:
        (row,) = changes_of(session, last.id).rows
    told = {field.name: (field.after, field.hidden) for field in row.fields}
    assert told["placed_by"] == ("孙**", False)
    assert told["note"][1] and told["quantity"] == (2, False)
    assert row.kind == "group_buys.order"
    assert told["product_id"][0] == "白菜包"
