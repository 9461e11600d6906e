"""Money that a helper lays out for a household, until it is paid back; never lost from sight."""

from models.requests.changes import jot, tell
from models.requests.drafts import AdvanceMoney, Repay, WithReason
from models.requests.guards import guard
from models.requests.tables import MoneyState, Request
from models.rules.refusal import Refusal
from models.store.engine import Writing
from models.store.register import SECRETARY, change, fetch, targets


@change("requests.advance_money", draft=AdvanceMoney, ahead=targets(Request))
def advance_money(session: Writing, draft: AdvanceMoney) -> Request:
    """Keeps that a helper laid money out; a second time adds up."""
    row = fetch(session, Request, draft.id)
    guard(session, row, "requests.advance_money")
    row.money = MoneyState.advanced
    row.advanced_fen += draft.amount_fen
    tell(session, row, amount=yuan(draft.amount_fen))
    return row


@change("requests.repay", draft=Repay, ahead=targets(Request))
def repay(session: Writing, draft: Repay) -> Request:
    """Keeps that the helper got it back, or a part of it, with the number of the receipt."""
    row = fetch(session, Request, draft.id)
    guard(session, row, "requests.repay")
    amount = draft.amount_fen or row.owed_fen
    if amount > row.owed_fen:
        raise Refusal("refuse.requests.too_much", owed=yuan(row.owed_fen))
    row.repaid_fen += amount
    row.receipt_no = " ".join(part for part in (row.receipt_no, draft.receipt_no) if part)
    if row.repaid_fen == row.advanced_fen:
        row.money = MoneyState.repaid
    tell(session, row, amount=yuan(amount), receipt=draft.receipt_no)
    return row


@change("requests.write_off", draft=WithReason, roles=SECRETARY)
def write_off(session: Writing, draft: WithReason) -> Request:
    """The secretary decides that the money is not asked back."""
    row = fetch(session, Request, draft.id)
    guard(session, row, "requests.write_off")
    owed = row.owed_fen
    row.money = MoneyState.written_off
    jot(session, row, draft.reason)
    tell(session, row, amount=yuan(owed))
    return row


def yuan(fen: int) -> str:
    """Fen as yuan."""
    return f"{fen / 100:.2f}"
