"""What a round takes from the store: moved in the same act, and moved back with it."""

from sqlmodel import col, select

from models.rules.refusal import Refusal
from models.stock import ledger
from models.stock.tables import Item, Lot, Move, MoveKind
from models.store import journal
from models.store.drafts import Draft
from models.store.engine import Writing
from models.store.undo import restore_rows

BLEACH = "84消毒液"
ALCOHOL = "75%酒精"
KIT = "抗原检测试剂盒"
"""Names in the catalogue that a branch starts with."""
_LEDGER = frozenset({Lot.__tablename__, Move.__tablename__})


class _For(Draft):
    """For whom and what a move of the ledger is."""

    party: str = ""
    household_id: int | None = None


def draw(
    session: Writing,
    name: str,
    kind: MoveKind,
    quantity: int,
    *,
    party: str = "",
    household_id: int | None = None,
) -> None:
    """Takes so many of an item out of the store, earliest expiry first.

    Raises:
        Refusal: when there is no such item, or not so many of it.
    """
    if not quantity:
        return
    found = select(Item).where(Item.name == name).order_by(col(Item.id))
    item = session.exec(found.limit(1)).first()
    if item is None:
        raise Refusal("refuse.rounds.no_item", name=name)
    told = _For(party=party, household_id=household_id)
    ledger.drawn(session, item, kind, quantity, told)


def take_back(session: Writing, act_id: int) -> None:
    """Takes an act back that may have drawn: its rows as they were, its moves by their opposite.

    Raises:
        Refusal: when a later act stands on it, or it was taken back already.
    """
    moved = any(one.table == Move.__tablename__ for one in journal.entries(session, act_id))
    restore_rows(session, act_id, but=_LEDGER)
    if moved:
        ledger.take_back(session, act_id)
