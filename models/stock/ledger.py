"""The mechanics of the ledger: a balance changes in the same breath as its move.

Nothing is ever drawn below zero. An act is taken back by moves the other way, each pointing at
the one it answers: of two equal issues exactly the one that is meant comes back.
"""

import datetime as dt
from collections.abc import Sequence
from statistics import median

from sqlmodel import col, select

from models.rules import forecast
from models.rules.refusal import Refusal
from models.rules.text import fold
from models.stock.drafts import IssueDraft
from models.stock.standing import NOTHING, as_rule, ask_again_factor
from models.stock.tables import (
    USED,
    CountState,
    Item,
    Lot,
    LotSource,
    LotState,
    Move,
    MoveKind,
    StockCount,
)
from models.store import journal
from models.store.drafts import Draft, Unfit
from models.store.engine import Reading, Row, Writing

_LOTS = "stock.lots"
_LATEST = 20
"""Moves that the usual quantity is taken from."""
_KNOWN_FROM = 3
"""With fewer moves than this nothing is usual yet."""
_RESTORED: dict[str, type[Row]] = {"lot": Lot, "stock_count": StockCount}
"""Rows whose fields an undoing puts back; balances are moved, never put back."""


def moved(
    session: Writing,
    lot: Lot,
    kind: MoveKind,
    quantity: int,
    draft: Draft | None = None,
    *,
    reason: str = "",
    corrects: Move | None = None,
    pair: int | None = None,
) -> Move:
    """Writes one move and the balance it makes.

    Args:
        quantity: signed; below zero is out of the lot.
        draft: where the move takes its people and places from, as far as it has them.
        corrects: the move that this one undoes.

    Raises:
        Refusal: when the lot would go below zero.
    """
    if lot.on_hand + quantity < 0:
        raise Refusal("refuse.stock.short", wanted=-quantity, available=lot.on_hand)
    if lot.id is None:
        session.flush()
    at: dt.datetime = getattr(draft, "at", None) or session.now
    used = -quantity if kind in USED else 0
    move = Move(
        lot_id=lot.id or 0,
        item_id=lot.item_id,
        kind=kind,
        quantity=quantity,
        used=-corrects.used if corrects else used,
        at=at,
        day=corrects.day if corrects else session.clock.day_of(at),
        party=getattr(draft, "party", ""),
        volunteer_id=getattr(draft, "volunteer_id", None),
        household_id=getattr(draft, "household_id", None),
        post_id=getattr(draft, "post_id", None),
        shift_id=getattr(draft, "shift_id", None),
        reason=reason or getattr(draft, "reason", ""),
        handled_by=getattr(draft, "handled_by", "") or session.actor.name,
        corrects_id=corrects.id if corrects else None,
        pair_id=pair,
        sheet_row=getattr(draft, "sheet_row", ""),
    )
    lot.on_hand += quantity
    session.add(move)
    return move


def lots_ahead(session: Writing, drafts: Sequence[IssueDraft]) -> None:
    """Reads the items that are given out together, and their lots."""
    items = session.gather(Item, [draft.id for draft in drafts])
    lots: dict[int, list[Lot]] = {item_id: [] for item_id in items}
    asked = select(Lot).where(col(Lot.item_id).in_(items), col(Lot.on_hand) > NOTHING)
    for row in session.exec(asked.order_by(col(Lot.id))):
        lots[row.item_id].append(row)
    session.info[_LOTS] = lots


def lots_of(session: Reading, item_id: int | None, batch: str = "", place: str = "") -> list[Lot]:
    """The lots of an item that are not empty, or those of a batch or place alone.

    Raises:
        Refusal: when a batch or place is named that has nothing.
    """
    ahead: dict[int | None, list[Lot]] = session.info.get(_LOTS, {})
    if item_id in ahead:
        rows = [row for row in ahead[item_id] if row.on_hand > 0]
    else:
        asked = select(Lot).where(Lot.item_id == item_id, col(Lot.on_hand) > NOTHING)
        rows = list(session.exec(asked.order_by(col(Lot.id))))
    if batch:
        wanted = fold(batch).casefold()
        named = [row for row in rows if fold(row.batch).casefold() == wanted]
        if not named:
            there = " / ".join(dict.fromkeys(row.batch for row in rows if row.batch)) or "-"
            raise Refusal("refuse.stock.no_batch", batch=batch, batches=there)
        rows = named
    if place:
        named = [row for row in rows if row.place == place]
        if not named:
            there = " / ".join(dict.fromkeys(row.place for row in rows if row.place)) or "-"
            raise Refusal("refuse.stock.no_place", place=place, places=there)
        rows = named
    return rows


def drawn(
    session: Writing,
    item: Item,
    kind: MoveKind,
    quantity: int,
    draft: Draft | None = None,
    *,
    reason: str = "",
    held: bool = False,
    not_at: str | None = None,
) -> list[Move]:
    """Draws a quantity from an item's lots, earliest expiry first, from as many as it takes.

    Args:
        held: whether lots on hold or expired are drawn as well, as a count or a write-off does.
        not_at: a place that nothing is drawn from.
    """
    batch, place = getattr(draft, "batch", ""), getattr(draft, "place", "")
    rows = [row for row in lots_of(session, item.id, batch, place) if row.place != not_at]
    day = session.clock.day_of(getattr(draft, "at", None) or session.now)
    # Whoever names the batch has it in hand; a place alone names no batch.
    named = [row.id or 0 for row in rows] if batch or held else []
    by_id = {row.id or 0: row for row in rows}
    if batch and not held:
        _check_free(rows, day, bool(getattr(draft, "sure", False)))
    try:
        taken = forecast.draw([as_rule(row) for row in rows], quantity, day, named)
    except Refusal as refusal:
        # Of several items in one act, the one that is short is told by its name.
        raise Refusal(
            f"{refusal.key}_of", name=item.name, unit=item.unit, **refusal.params
        ) from None
    return [
        moved(session, by_id[lot_id], kind, -take, draft, reason=reason) for lot_id, take in taken
    ]


def _check_free(rows: list[Lot], day: dt.date, sure: bool) -> None:
    """A held batch is not given out, not even by its name; an expired one is asked about."""
    for row in rows:
        if row.expires_on is not None and row.expires_on < day and not sure:
            raise Unfit({"sure": ("refuse.stock.expired_already", {"day": f"{row.expires_on}"})})
        if row.state is not LotState.available:
            raise Refusal(
                "refuse.stock.held", batch=row.batch, state=row.state, reason=row.hold_reason
            )


def ask_again(session: Reading, item: Item, kind: MoveKind, quantity: int, sure: bool) -> None:
    """Asks about a quantity that is far beyond the usual: 500 is often a slip for 50.

    Raises:
        Unfit: on the field `sure`, unless the person said so already.
    """
    if sure:
        return
    latest = session.exec(
        select(Move.quantity)
        .where(Move.item_id == item.id, Move.kind == kind)
        .order_by(col(Move.day).desc(), col(Move.id).desc())
        .limit(_LATEST)
    ).all()
    if len(latest) < _KNOWN_FROM:
        return
    usual = int(median(abs(n) for n in latest))
    if quantity > usual * ask_again_factor(session):
        told = {"n": quantity, "unit": item.unit, "usual": usual, "name": item.name}
        raise Unfit({"sure": ("refuse.stock.unusual", dict(told))})


def adjusted(
    session: Writing, item: Item, difference: int, reason: str, draft: Draft | None = None
) -> None:
    """Moves the book by a difference: what is missing goes earliest expiry first."""
    if difference < 0:
        drawn(session, item, MoveKind.adjust, -difference, draft, reason=reason, held=True)
        return
    lot = _receiving(session, item, getattr(draft, "batch", ""))
    moved(session, lot, MoveKind.adjust, difference, draft, reason=reason)


def _receiving(session: Writing, item: Item, batch: str) -> Lot:
    """The lot that more is found of: the one named, the latest good one, or a new one."""
    if batch:
        return lots_of(session, item.id, batch)[-1]
    latest = session.exec(
        select(Lot)
        .where(Lot.item_id == item.id, Lot.state == LotState.available)
        .order_by(col(Lot.received_on).desc(), col(Lot.id).desc())
        .limit(1)
    ).first()
    if latest is None:
        latest = Lot(
            item_id=item.id or 0,
            source=LotSource.carried,
            received_at=session.now,
            received_on=session.today,
        )
        session.add(latest)
        session.flush()
    return latest


def say(session: Writing, item: Item, quantity: int, **told: object) -> None:
    """Tells the journal what was moved; of several items in one act, how many more there are."""
    before = session.act_params.get("item")
    if before is not None and before != item.id:
        others = session.act_params.get("others", 0)
        session.say(others=(others if isinstance(others, int) else 0) + 1)
        session.say(more=f" +{session.act_params['others']}")
        return
    known = {name: value for name, value in told.items() if value not in (None, "")}
    session.say(item=item.id, n=quantity, unit=item.unit, **known)


# ── taking an act back ─────────────────────────────────────────────────────────────────────────


def take_back(session: Writing, act_id: int) -> None:
    """Answers every move of an act by its opposite, and puts back what else the act settled.

    Raises:
        Refusal: when it was taken back already, or when what it brought in is gone again.
    """
    dead = journal.dead_acts(session, act_id)
    if act_id in dead:
        raise journal.refused("refuse.undo.done", journal.act(session, dead[act_id]))
    touched = journal.entries(session, act_id)
    made = [e.row_id for e in touched if e.table == "move" and e.operation == "insert"]
    rows = session.exec(select(Move).where(col(Move.id).in_(made)).order_by(col(Move.id).desc()))
    undone = [_answer(session, row) for row in rows]
    restored = [_put_back(session, entry) for entry in touched if entry.table in _RESTORED]
    if not undone and not any(restored):
        raise Refusal("refuse.undo.nothing")


def _answer(session: Writing, row: Move) -> Move:
    lot = session.get(Lot, row.lot_id)
    item = session.get(Item, row.item_id)
    if lot is None or item is None:
        raise Refusal("refuse.gone")
    if lot.on_hand < row.quantity:
        raise journal.refused(
            "refuse.stock.undo_short", _latest(session, lot),
            name=item.name, left=lot.on_hand, wanted=row.quantity, unit=item.unit,
        )  # fmt: skip
    if lot.state is LotState.disposed and lot.on_hand == 0 and not _disposed_by(session, row):
        raise journal.refused("refuse.undo.later", _latest(session, lot))
    return moved(session, lot, MoveKind.undo, -row.quantity, corrects=row)


def _latest(session: Reading, lot: Lot) -> journal.ActLine | None:
    found = journal.history(session, "lot", lot.id or 0, 1)
    return found[0][0] if found else None


def _disposed_by(session: Reading, row: Move) -> bool:
    """Whether this move is the one that emptied a lot for good: nothing came after it."""
    later = select(Move.id).where(Move.lot_id == row.lot_id, col(Move.id) > (row.id or 0))
    return session.exec(later.limit(1)).first() is None and row.kind is MoveKind.spoil


def _put_back(session: Writing, entry: journal.EntryLine) -> bool:
    """Puts back the fields of a lot or a count that the act settled; True if there were any."""
    row = session.get(_RESTORED[entry.table], entry.row_id)
    if row is None:
        return False
    if entry.operation == "insert":
        if isinstance(row, StockCount) and row.state is not CountState.cancelled:
            row.state = CountState.cancelled
            return True
        return False
    names = [name for name in entry.fields if name not in ("on_hand", "version")]
    if names and entry.before is None:
        raise Refusal("refuse.undo.erased")
    from models.store.values import restored

    for name in names:
        setattr(row, name, restored(type(row), name, (entry.before or {})[name]))
    return bool(names)
