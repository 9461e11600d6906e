"""Who may run a buy, and how answers of a chain replace each other."""

import datetime as dt

import pytest

from models import group_buys
from models.group_buys import OrderState, Payment
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Role, Store
from models.store.register import changes, lookup, natural_step, perform
from tests.models.crew import do, refused, stored
from tests.models.group_buys_branch import (
    BUY,
    CABBAGE,
    FAR,
    HOME,
    NEXT,
    POTATO,
    answer,
    begin,
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


# ── who may ───────────────────────────────────────────────────────────────────────────────────────


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


# ── answers ───────────────────────────────────────────────────────────────────────────────────────


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
