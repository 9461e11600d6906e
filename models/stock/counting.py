"""Counting what lies there against the book: a difference always has a reason before it moves."""

from sqlmodel import col, func, select

from models.rules.refusal import Refusal
from models.stock.drafts import CountDraft, SettleDraft
from models.stock.ledger import adjusted, say, take_back
from models.stock.standing import NOTHING
from models.stock.tables import COUNT, CountReason, CountState, Item, Lot, StockCount
from models.store.drafts import TargetDraft, Unfit
from models.store.engine import Reading, Writing
from models.store.register import DESK, LEADERS, change, fetch

_OPEN = (CountState.requested, CountState.counted)
_FEW = 10
"""A difference below this is never asked about again."""


@change("stock.request_count", draft=TargetDraft, roles=LEADERS)
def request_count(session: Writing, draft: TargetDraft) -> StockCount:
    """Asks for an item to be counted."""
    item = fetch(session, Item, draft.id)
    if _open(session, draft.id) is not None:
        raise Refusal("refuse.stock.counting_already", name=item.name)
    row = StockCount(item_id=draft.id, state=CountState.requested, requested_at=session.now)
    session.add(row)
    say(session, item, 1)
    return row


@change("stock.count", draft=CountDraft, roles=DESK, undo="counter", counter=take_back)
def count(session: Writing, draft: CountDraft) -> StockCount:
    """Writes down what was counted; a new count takes the place of one still unexplained."""
    item = fetch(session, Item, draft.id)
    row = _open(session, draft.id)
    if row is not None and row.state is CountState.counted:
        row.state = CountState.cancelled
        row = None
    if row is None:
        row = StockCount(item_id=draft.id, state=CountState.requested, requested_at=session.now)
    return _enter(session, item, row, draft)


@change("stock.enter_count", draft=CountDraft, roles=DESK, undo="counter", counter=take_back)
def enter_count(session: Writing, draft: CountDraft) -> StockCount:
    """Writes down the count that was asked for."""
    row = fetch(session, StockCount, draft.id)
    COUNT.to("stock.enter_count", row.state)
    return _enter(session, fetch(session, Item, row.item_id), row, draft)


def _enter(session: Writing, item: Item, row: StockCount, draft: CountDraft) -> StockCount:
    row.book = book(session, item.id or 0)
    row.counted = draft.counted
    off = abs(row.difference)
    if off >= _FEW and off * 2 > row.book and not draft.sure:
        told = {"book": row.book, "counted": draft.counted, "unit": item.unit}
        raise Unfit({"sure": ("refuse.stock.count_again", dict(told))})
    row.counted_at = session.now
    row.counted_by = session.actor.name
    row.note = draft.note
    row.reason = draft.reason
    row.state = CountState.counted
    session.add(row)
    if not row.difference or draft.reason is not None:
        _complete(session, item, row)
    _told(session, item, row)
    return row


@change("stock.settle_count", draft=SettleDraft, roles=LEADERS, undo="counter", counter=take_back)
def settle_count(session: Writing, draft: SettleDraft) -> StockCount:
    """Says why a count differed, and moves the book by the difference."""
    row = fetch(session, StockCount, draft.id)
    COUNT.to("stock.settle_count", row.state)
    row.reason = draft.reason
    row.note = draft.note or row.note
    item = fetch(session, Item, row.item_id)
    _complete(session, item, row)
    _told(session, item, row)
    return row


@change("stock.cancel_count", draft=TargetDraft, roles=LEADERS)
def cancel_count(session: Writing, draft: TargetDraft) -> StockCount:
    """Drops a count that is not wanted any more."""
    row = fetch(session, StockCount, draft.id)
    row.state = CountState(COUNT.to("stock.cancel_count", row.state))
    say(session, fetch(session, Item, row.item_id), 1)
    return row


def book(session: Reading, item_id: int) -> int:
    """What the book says lies there of an item, held and expired lots included."""
    asked = select(func.sum(Lot.on_hand)).where(
        col(Lot.item_id) == item_id, col(Lot.on_hand) > NOTHING
    )
    return int(session.exec(asked).one() or 0)


def _open(session: Reading, item_id: int) -> StockCount | None:
    asked = select(StockCount).where(
        StockCount.item_id == item_id, col(StockCount.state).in_(_OPEN)
    )
    return session.exec(asked.order_by(col(StockCount.id).desc()).limit(1)).first()


def _complete(session: Writing, item: Item, row: StockCount) -> None:
    row.state = CountState.completed
    if row.difference:
        reason = row.note or f"CountReason.{(row.reason or CountReason.unknown).value}"
        adjusted(session, item, row.difference, reason)


def _told(session: Writing, item: Item, row: StockCount) -> None:
    say(session, item, row.counted or 0, book=row.book, signed=f"{row.difference:+d}")
