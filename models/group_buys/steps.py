"""The steps of a buy, from the opening to the archive; each is one registered change."""

import datetime as dt

from sqlmodel import col, select

from models.group_buys.drafts import Arrive, CountIn, MaybeReason, NewCutOff, Reason, Reopen
from models.group_buys.guards import guard_product, money_left
from models.group_buys.kinds import BUY_KIND
from models.group_buys.money import book
from models.group_buys.reads import COUNTING, products, rules_of
from models.group_buys.sharing import share_out as share
from models.group_buys.states import ASKED, BUY, BuyState, HandOver, OrderState
from models.group_buys.tables import BuyOrder, BuyProduct, GroupBuy
from models.rules.group_buy import missing
from models.rules.refusal import Refusal
from models.store.drafts import TargetDraft
from models.store.engine import Writing
from models.store.register import change, fetch, move


def _step(session: Writing, buy_id: int, verb: str) -> GroupBuy:
    row = fetch(session, GroupBuy, buy_id)
    move(session, row, f"group_buys.{verb}", BUY_KIND)
    session.say(buy=row.title)
    return row


@change("group_buys.open", draft=TargetDraft)
def open_buy(session: Writing, draft: TargetDraft) -> GroupBuy:
    """Orders are taken from now on."""
    row = fetch(session, GroupBuy, draft.id)
    if row.cut_off_at <= session.now:
        raise Refusal("refuse.group_buys.cut_off_past")
    return _step(session, draft.id, "open")


@change("group_buys.box_fill", draft=TargetDraft)
def box_fill(session: Writing, draft: TargetDraft) -> GroupBuy:
    """The last hours: orders may fill a box, none may shrink."""
    return _step(session, draft.id, "box_fill")


@change("group_buys.cut_off", draft=TargetDraft)
def cut_off(session: Writing, draft: TargetDraft) -> GroupBuy:
    """No more orders; what comes now goes onto the late list."""
    row = _step(session, draft.id, "cut_off")
    session.say(**_sums(session, row))
    return row


@change("group_buys.place", draft=TargetDraft)
def place(session: Writing, draft: TargetDraft) -> GroupBuy:
    """The supplier is told; each product keeps the portions it was told, in full boxes."""
    row = _step(session, draft.id, "place")
    row.placed_at = session.now
    told = 0
    asked = {line.key: line.asked for line in products(session, draft.id)}
    for product in session.exec(
        select(BuyProduct).where(col(BuyProduct.group_buy_id) == draft.id)
    ).all():
        n = asked[f"group_buys.product:{product.id}"]
        # Only full boxes come: what is over them is left to the shortage rule.
        product.told = n - n % (product.box_size or 1)
        told += product.told
    session.say(n=told)
    return row


@change("group_buys.on_truck", draft=TargetDraft)
def on_truck(session: Writing, draft: TargetDraft) -> GroupBuy:
    """The supplier says that the goods are on their way."""
    return _step(session, draft.id, "on_truck")


@change("group_buys.arrive_partly", draft=TargetDraft)
def arrive_partly(session: Writing, draft: TargetDraft) -> GroupBuy:
    """A part is at the gate; the rest is awaited, and what came is counted product by product."""
    return _step(session, draft.id, "arrive_partly")


@change("group_buys.arrive", draft=Arrive)
def arrive(session: Writing, draft: Arrive) -> GroupBuy:
    """Everything that will come is at the gate."""
    row = _step(session, draft.id, "arrive")
    row.arrived_at = session.now
    if draft.as_told:
        for product in session.exec(
            select(BuyProduct).where(
                col(BuyProduct.group_buy_id) == draft.id, col(BuyProduct.arrived).is_(None)
            )
        ).all():
            product.arrived = product.told
    return row


@change("group_buys.count_in", draft=CountIn)
def count_in(session: Writing, draft: CountIn) -> BuyProduct:
    """Counts what of a product may be given out; another number than was told needs a reason."""
    row = fetch(session, BuyProduct, draft.id)
    guard_product(session, row, "group_buys.count_in")
    if draft.arrived != row.told and not draft.reason:
        raise Refusal("refuse.group_buys.count_reason", told=row.told, n=draft.arrived)
    row.arrived = draft.arrived
    session.say(product=row.name, n=draft.arrived, told=row.told, reason=draft.reason)
    return row


@change("group_buys.disinfect", draft=TargetDraft)
def disinfect(session: Writing, draft: TargetDraft) -> GroupBuy:
    """The goods were disinfected; from then on they rest as long as the rules in force say."""
    row = _step(session, draft.id, "disinfect")
    until = _rest(session, row, session.now)
    session.say(until=f"{session.clock.local(until):%H:%M}")
    return row


def came_to_gate(session: Writing, row: GroupBuy, at: dt.datetime) -> None:
    """The goods were written down at the gate: a buy that was awaited is there.

    Whoever keeps the gate may say so, though only who runs the buy takes its other steps.
    """
    if BUY.allows("group_buys.arrive", row.state):
        row.state = BuyState(BUY.to("group_buys.arrive", row.state))
        row.arrived_at = at


def treated_at_gate(session: Writing, row: GroupBuy, at: dt.datetime) -> None:
    """The goods were disinfected at the gate, so the buy rests from then on."""
    if row.state is BuyState.at_gate and row.disinfected_at is None:
        move(session, row, "group_buys.disinfect", BUY_KIND)
        _rest(session, row, at)


def _rest(session: Writing, row: GroupBuy, at: dt.datetime) -> dt.datetime:
    rules = rules_of(session)
    until = at + dt.timedelta(minutes=rules.rest_minutes if rules else 0)
    row.disinfected_at, row.rested_at = at, until
    return until


@change("group_buys.sort", draft=TargetDraft)
def sort(session: Writing, draft: TargetDraft) -> GroupBuy:
    """Sorting begins; where too little came the rule chosen beforehand says who goes without."""
    row = _step(session, draft.id, "sort")
    row.shared_at = session.now
    session.say(short=share(session, row))
    return row


@change("group_buys.share_out", draft=TargetDraft)
def share_out(session: Writing, draft: TargetDraft) -> GroupBuy:
    """Shares out again, after a count was put right."""
    row = _step(session, draft.id, "share_out")
    row.shared_at = session.now
    session.say(short=share(session, row))
    return row


@change("group_buys.deliver", draft=TargetDraft)
def deliver(session: Writing, draft: TargetDraft) -> GroupBuy:
    """The portions go out to the doors and the pick-up place."""
    row = _step(session, draft.id, "deliver")
    row.delivering_at = row.delivering_at or session.now
    return row


@change("group_buys.hand_out_rest", draft=TargetDraft)
def hand_out_rest(session: Writing, draft: TargetDraft) -> GroupBuy:
    """Everything that nobody said otherwise of was handed over: the walk is done."""
    row = _step(session, draft.id, "hand_out_rest")
    lines = session.exec(
        select(BuyOrder).where(
            col(BuyOrder.group_buy_id) == draft.id,
            COUNTING,
            col(BuyOrder.hand) == HandOver.waiting,
        )
    ).all()
    reached = [line for line in lines if line.got]
    for line in reached:
        handed(session, line, HandOver.handed)
    session.say(n=len(reached))
    return row


def handed(session: Writing, line: BuyOrder, hand: HandOver) -> None:
    """A line reached its household: what was not said to be otherwise came in full."""
    line.hand = hand
    line.handed_at = session.now
    if line.state in ASKED:
        line.state = OrderState.full


@change("group_buys.settle", draft=MaybeReason)
def settle(session: Writing, draft: MaybeReason) -> GroupBuy:
    """Goods and money are square; what is left open is said with a reason."""
    row = _step(session, draft.id, "settle")
    unpaid, refunds = money_left(session, row)
    if (unpaid or refunds) and not draft.reason:
        raise Refusal("refuse.group_buys.money_left", unpaid=unpaid, refunds=refunds)
    row.closed_at, row.reason = session.now, draft.reason
    session.say(**_sums(session, row), reason=draft.reason)
    return row


@change("group_buys.archive", draft=TargetDraft)
def archive(session: Writing, draft: TargetDraft) -> GroupBuy:
    """Nothing more is done with it."""
    return _step(session, draft.id, "archive")


@change("group_buys.fail_minimum", draft=TargetDraft)
def fail_minimum(session: Writing, draft: TargetDraft) -> GroupBuy:
    """The minimum was not met: it is extended or cancelled next."""
    row = _step(session, draft.id, "fail_minimum")
    sums = _sums(session, row)
    lacking = missing(sums["n"], row.minimum)
    if not lacking:
        raise Refusal("refuse.group_buys.minimum_met")
    session.say(missing=lacking)
    return row


def _again(session: Writing, draft: NewCutOff, verb: str) -> GroupBuy:
    if draft.cut_off_at <= session.now:
        raise Refusal("refuse.group_buys.cut_off_past")
    row = _step(session, draft.id, verb)
    row.cut_off_at, row.reason = draft.cut_off_at, draft.reason
    if row.expected_at is not None and row.expected_at < row.cut_off_at:
        row.expected_at = None
    session.say(reason=draft.reason, until=session.clock.stamp(row.cut_off_at))
    return row


@change("group_buys.extend", draft=NewCutOff)
def extend(session: Writing, draft: NewCutOff) -> GroupBuy:
    """Orders are taken once more, until the minimum is met."""
    return _again(session, draft, "extend")


@change("group_buys.reopen", draft=Reopen)
def reopen(session: Writing, draft: Reopen) -> GroupBuy:
    """Takes orders again before the supplier is told; or opens the money of a settled buy."""
    row = _step(session, draft.id, "reopen")
    row.reopened += 1
    row.reason = draft.reason
    row.closed_at = None
    if row.state is BuyState.open:
        row.cut_off_at = draft.cut_off_at or row.cut_off_at
        if row.cut_off_at <= session.now:
            raise Refusal("refuse.group_buys.cut_off_past")
    session.say(reason=draft.reason)
    return row


@change("group_buys.cancel", draft=Reason)
def cancel(session: Writing, draft: Reason) -> GroupBuy:
    """Nothing comes: every line is dropped, and what was paid is due back."""
    row = _step(session, draft.id, "cancel")
    row.closed_at, row.reason = session.now, draft.reason
    goods = {
        product.id: product
        for product in session.exec(
            select(BuyProduct).where(col(BuyProduct.group_buy_id) == draft.id)
        )
    }
    lines = session.exec(
        select(BuyOrder).where(
            col(BuyOrder.group_buy_id) == draft.id,
            col(BuyOrder.state).in_((*ASKED, OrderState.late)),
        )
    ).all()
    for line in lines:
        line.state = OrderState.dropped
        book(line, goods[line.product_id])
    session.say(reason=draft.reason, n=len(lines))
    return row


def _sums(session: Writing, row: GroupBuy) -> dict[str, int]:
    """Households and portions of a buy, as an act tells them."""
    found = session.execute(
        select(col(BuyOrder.household_id), col(BuyOrder.quantity)).where(
            col(BuyOrder.group_buy_id) == row.id, COUNTING
        )
    ).all()
    return {"homes": len({home for home, _ in found}), "n": sum(n for _, n in found)}
