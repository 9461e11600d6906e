"""What came of a line: money, goods short or bad, how they reached the door, complaints."""

from models.group_buys.drafts import (
    AnswerComplaint,
    BuyComplain,
    Complain,
    Fewer,
    Paid,
    Refund,
    Substitute,
)
from models.group_buys.guards import guard_order
from models.group_buys.kinds import COMPLAINT_KIND
from models.group_buys.money import EACH, balance, book
from models.group_buys.orders import step, told
from models.group_buys.states import HAND, HandOver
from models.group_buys.steps import handed
from models.group_buys.tables import BuyComplaint, BuyOrder, BuyProduct, GroupBuy
from models.rules.group_buy import yuan
from models.rules.refusal import Refusal
from models.rules.shortage import substitute_price
from models.rules.why import Why
from models.store.drafts import TargetDraft
from models.store.engine import Writing
from models.store.register import change, fetch, move

# ── money ───────────────────────────────────────────────────────────────────────────────────────


@change("group_buys.pay", draft=Paid)
def pay(session: Writing, draft: Paid) -> BuyOrder:
    """Keeps that a line was paid, and by whom, where that was somebody else."""
    row = fetch(session, BuyOrder, draft.id)
    guard_order(session, row, "group_buys.pay")
    product = told(session, row)
    owed = balance(row, product.price_fen)
    amount = draft.amount_fen or owed
    if amount > owed:
        raise Refusal("refuse.group_buys.too_much", owed=yuan(owed))
    row.paid_fen += amount
    row.paid_by = draft.paid_by or row.paid_by
    book(row, product)
    session.say(amount=yuan(amount), by=draft.paid_by)
    return row


@change("group_buys.refund", draft=Refund)
def refund(session: Writing, draft: Refund) -> BuyOrder:
    """Keeps that money was given back."""
    row = fetch(session, BuyOrder, draft.id)
    guard_order(session, row, "group_buys.refund")
    product = told(session, row)
    due = -balance(row, product.price_fen)
    amount = draft.amount_fen or due
    if amount > due:
        raise Refusal("refuse.group_buys.too_much", owed=yuan(due))
    row.refunded_fen += amount
    if draft.note:
        row.note = f"{row.note} · {draft.note}" if row.note else draft.note
    book(row, product)
    session.say(amount=yuan(amount))
    return row


# ── goods ───────────────────────────────────────────────────────────────────────────────────────


def _fewer(session: Writing, draft: Fewer, verb: str) -> BuyOrder:
    """A line gets fewer portions than it had; without a number it gets none."""
    row = fetch(session, BuyOrder, draft.id)
    had = row.got
    lost = had if draft.portions is None else draft.portions
    if lost > had:
        raise Refusal("refuse.group_buys.more_than_got", n=had)
    row = step(session, draft.id, verb)
    row.given = had - lost
    if not row.substitute:  # the number is no longer the rule's, and so is not its reason
        row.why, row.why_params = "", {}
    row.note = f"{row.note} · {draft.reason}" if row.note else draft.reason
    book(row, fetch(session, BuyProduct, row.product_id))
    session.say(n=lost, reason=draft.reason)
    return row


@change("group_buys.short", draft=Fewer)
def short(session: Writing, draft: Fewer) -> BuyOrder:
    """Portions were missing at the door."""
    return _fewer(session, draft, "short")


@change("group_buys.refuse_goods", draft=Fewer)
def refuse_goods(session: Writing, draft: Fewer) -> BuyOrder:
    """The household would not take them."""
    return _fewer(session, draft, "refuse_goods")


@change("group_buys.damaged", draft=Fewer)
def damaged(session: Writing, draft: Fewer) -> BuyOrder:
    """They were spoilt or broken."""
    return _fewer(session, draft, "damaged")


@change("group_buys.substitute", draft=Substitute)
def substitute(session: Writing, draft: Substitute) -> BuyOrder:
    """Something else came in its place: a cheaper one is paid back, a dearer one asks for a yes."""
    row = fetch(session, BuyOrder, draft.id)
    if draft.portions is not None and draft.portions > row.quantity:
        raise Refusal("refuse.group_buys.more_than_got", n=row.quantity)
    row = step(session, draft.id, "substitute")
    row.substitute = draft.substitute
    fewer = draft.portions is not None and draft.portions < row.quantity
    row.given = draft.portions if fewer else None
    product = fetch(session, BuyProduct, row.product_id)
    each, why = substitute_price(product.price_fen, draft.instead_fen, agreed=draft.agreed)
    row.why, row.why_params = why.key, {**_plain(why), EACH: each}
    book(row, product)
    session.say(instead=draft.substitute)
    return row


def _plain(why: Why) -> dict[str, int | str]:
    return {name: value for name, value in why.params.items() if isinstance(value, (int, str))}


# ── to the doors ────────────────────────────────────────────────────────────────────────────────


def _hand(session: Writing, order_id: int, verb: str) -> BuyOrder:
    row = fetch(session, BuyOrder, order_id)
    guard_order(session, row, f"group_buys.{verb}")
    handed(session, row, HandOver(HAND.to(f"group_buys.{verb}", row.hand)))
    told(session, row)
    session.say(n=row.got)
    return row


@change("group_buys.hand_over", draft=TargetDraft)
def hand_over(session: Writing, draft: TargetDraft) -> BuyOrder:
    """Handed to somebody of the household."""
    return _hand(session, draft.id, "hand_over")


@change("group_buys.at_door", draft=TargetDraft)
def at_door(session: Writing, draft: TargetDraft) -> BuyOrder:
    """Left at the door."""
    return _hand(session, draft.id, "at_door")


@change("group_buys.shelve", draft=TargetDraft)
def shelve(session: Writing, draft: TargetDraft) -> BuyOrder:
    """Put on the shelf of the pick-up place, to be collected."""
    return _hand(session, draft.id, "shelve")


@change("group_buys.collect", draft=TargetDraft)
def collect(session: Writing, draft: TargetDraft) -> BuyOrder:
    """Collected from the shelf."""
    return _hand(session, draft.id, "collect")


# ── complaints ──────────────────────────────────────────────────────────────────────────────────


@change("group_buys.complain", draft=BuyComplain)
def complain(session: Writing, draft: BuyComplain) -> BuyComplaint:
    """Keeps what was wrong with a buy."""
    buy = fetch(session, GroupBuy, draft.id)
    if draft.product_id is not None:
        product = fetch(session, BuyProduct, draft.product_id)
        if product.group_buy_id != buy.id:
            raise Refusal("refuse.group_buys.other_product")
    return _complained(session, buy, draft.product_id, draft.household_id, draft.text)


@change("group_buys.complain_of", draft=Complain)
def complain_of(session: Writing, draft: Complain) -> BuyComplaint:
    """Keeps what was wrong with what a household got."""
    row = fetch(session, BuyOrder, draft.id)
    guard_order(session, row, "group_buys.complain_of")
    buy = fetch(session, GroupBuy, row.group_buy_id)
    return _complained(session, buy, row.product_id, row.household_id, draft.text)


def _complained(
    session: Writing, buy: GroupBuy, product_id: int | None, household_id: int | None, text: str
) -> BuyComplaint:
    made = BuyComplaint(
        group_buy_id=buy.id or 0,
        product_id=product_id,
        household_id=household_id,
        text=text,
        at=session.now,
        recorded_by=session.actor.id,
    )
    session.add(made)
    product = fetch(session, BuyProduct, product_id).name if product_id is not None else ""
    session.say(buy=buy.title, product=product)
    return made


@change("group_buys.answer_complaint", draft=AnswerComplaint)
def answer_complaint(session: Writing, draft: AnswerComplaint) -> BuyComplaint:
    """Whoever complained has had an answer."""
    row = fetch(session, BuyComplaint, draft.id)
    move(session, row, "group_buys.answer_complaint", COMPLAINT_KIND)
    row.answer, row.answered_at = draft.answer, session.now
    session.say(buy=fetch(session, GroupBuy, row.group_buy_id).title)
    return row


@change("group_buys.reopen_complaint", draft=TargetDraft)
def reopen_complaint(session: Writing, draft: TargetDraft) -> BuyComplaint:
    """It was not settled after all."""
    row = fetch(session, BuyComplaint, draft.id)
    move(session, row, "group_buys.reopen_complaint", COMPLAINT_KIND)
    row.answered_at = None
    session.say(buy=fetch(session, GroupBuy, row.group_buy_id).title)
    return row
