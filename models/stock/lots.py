"""What may be done with one lot: stop it, free it, recall it, do away with it, correct it."""

from sqlmodel import col, select

from models.rules.refusal import Refusal
from models.stock.drafts import DisposeDraft, HoldDraft, LotDraft
from models.stock.ledger import moved, say, take_back
from models.stock.reads import is_expired
from models.stock.standing import NOTHING
from models.stock.tables import LOT, Item, Lot, LotState, MoveKind
from models.store.drafts import TargetDraft
from models.store.engine import Reading, Writing
from models.store.register import DESK, LEADERS, change, editing, fetch


def guard_lot(session: Reading, row: Lot, verb: str) -> None:
    """Refuses what does not fit this lot now, beyond its state."""
    if verb != "stock.edit_lot" and row.on_hand == 0:
        raise Refusal("refuse.stock.empty_lot")
    usable = row.state is LotState.available and not is_expired(row, session.today)
    if verb == "stock.dispose" and usable:
        raise Refusal("refuse.stock.still_good")


def natural_lot(session: Reading, row: Lot) -> str | None:
    """Done away with once expired or recalled, freed while held."""
    if row.on_hand == 0:
        return None
    return "stock.dispose" if is_expired(row, session.today) else LOT.natural(row.state)


def _step(session: Writing, lot_id: int, verb: str) -> Lot:
    row = fetch(session, Lot, lot_id)
    target = LOT.to(verb, row.state)
    guard_lot(session, row, verb)
    row.state = LotState(target)
    return row


def _told(session: Writing, row: Lot, reason: str = "") -> None:
    say(session, fetch(session, Item, row.item_id), row.on_hand, batch=row.batch, reason=reason)


@change("stock.hold", draft=HoldDraft, roles=DESK)
def hold(session: Writing, draft: HoldDraft) -> Lot:
    """Stops a lot: anybody may, who sees that something is wrong with it."""
    row = _step(session, draft.id, "stock.hold")
    row.hold_reason = draft.reason
    _told(session, row, draft.reason)
    return row


@change("stock.quarantine", draft=HoldDraft, roles=DESK)
def quarantine(session: Writing, draft: HoldDraft) -> Lot:
    """Lets a lot rest, as after disinfection."""
    row = _step(session, draft.id, "stock.quarantine")
    row.hold_reason = draft.reason
    _told(session, row, draft.reason)
    return row


@change("stock.release_hold", draft=TargetDraft, roles=LEADERS)
def release_hold(session: Writing, draft: TargetDraft) -> Lot:
    """Frees a lot that was stopped or rested."""
    row = _step(session, draft.id, "stock.release_hold")
    row.hold_reason = ""
    _told(session, row)
    return row


@change("stock.recall", draft=HoldDraft, roles=LEADERS)
def recall(session: Writing, draft: HoldDraft) -> Lot:
    """Stops a batch for good, wherever it lies: it can only be done away with."""
    row = _step(session, draft.id, "stock.recall")
    row.hold_reason = draft.reason
    if row.batch:
        twins = select(Lot).where(
            Lot.item_id == row.item_id, Lot.batch == row.batch, col(Lot.on_hand) > NOTHING
        )
        for twin in session.exec(twins):
            if LOT.allows("stock.recall", twin.state):
                twin.state = LotState.recalled
                twin.hold_reason = draft.reason
    _told(session, row, draft.reason)
    return row


@change("stock.dispose", draft=DisposeDraft, roles=LEADERS, undo="counter", counter=take_back)
def dispose(session: Writing, draft: DisposeDraft) -> Lot:
    """Does away with a lot that expired, was recalled or is held: written off and closed."""
    row = _step(session, draft.id, "stock.dispose")
    _told(session, row, draft.reason)
    moved(session, row, MoveKind.spoil, -row.on_hand, reason=draft.reason or row.hold_reason)
    return row


def _settle_lot(session: Writing, row: Lot) -> None:
    _told(session, row)


editing("stock.edit_lot", table=Lot, fields=LotDraft, roles=LEADERS, also=_settle_lot)
