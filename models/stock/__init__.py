"""What the branch keeps, and every piece that came and went.

The promise of this area: a number on the screen can be counted on the shelf. Stock is only ever
moved, by named kinds of moves; no lot goes below zero; what is held or expired is not given out;
the earliest expiry goes first; and a wrong move is answered by another, never rubbed out.
"""

from typing import TYPE_CHECKING

from sqlmodel import col, func, select

from models.rules.forecast import Level
from models.stock.reads import (
    FILTERS,
    ORDERS,
    CountLine,
    LotLine,
    MoveLine,
    StockCounts,
    counts,
    items,
    lots,
    moves,
    panel,
    stock_counts,
)
from models.stock.standing import ItemLine
from models.stock.tables import (
    COUNT,
    LOT,
    CountReason,
    CountState,
    Item,
    Lot,
    LotSource,
    LotState,
    Move,
    MoveKind,
    StockCount,
)
from models.store.areas import Later
from models.store.engine import Reading

if TYPE_CHECKING:
    from models.stock.changes import (
        add_item,
        adjust,
        install_catalogue,
        issue,
        lose,
        receive,
        same,
        spoil,
        take_return,
        transfer,
        use,
    )
    from models.stock.counting import (
        book,
        cancel_count,
        count,
        enter_count,
        request_count,
        settle_count,
    )
    from models.stock.drafts import (
        AdjustDraft,
        CatalogueDraft,
        CountDraft,
        DisposeDraft,
        HoldDraft,
        IssueDraft,
        ItemDraft,
        LotDraft,
        ReceiveDraft,
        ReturnDraft,
        SettleDraft,
        TransferDraft,
        UseDraft,
        WriteOffDraft,
    )
    from models.stock.kinds import COUNT_KIND, ITEM_KIND, LOT_KIND, MOVE_KIND, find_items, find_lots
    from models.stock.lots import dispose, hold, quarantine, recall, release_hold
    from models.stock.watch import alarms


def check(session: Reading) -> tuple[str, ...]:
    """Every lot whose balance is not the sum of its moves: `stock.lot:12 40 != 38`."""
    total = func.coalesce(func.sum(Move.quantity), 0)
    rows = session.exec(
        select(Lot.id, Lot.on_hand, total)
        .outerjoin(Move, col(Move.lot_id) == Lot.id)
        .group_by(col(Lot.id), col(Lot.on_hand))
        .having(col(Lot.on_hand) != total)
        .order_by(col(Lot.id))
    )
    return tuple(f"stock.lot:{lot_id} {on_hand} != {moved}" for lot_id, on_hand, moved in rows)


__all__ = [
    "COUNT",
    "COUNT_KIND",
    "FILTERS",
    "ITEM_KIND",
    "LOT",
    "LOT_KIND",
    "MOVE_KIND",
    "ORDERS",
    "AdjustDraft",
    "CatalogueDraft",
    "CountDraft",
    "CountLine",
    "CountReason",
    "CountState",
    "DisposeDraft",
    "HoldDraft",
    "IssueDraft",
    "Item",
    "ItemDraft",
    "ItemLine",
    "Level",
    "Lot",
    "LotDraft",
    "LotLine",
    "LotSource",
    "LotState",
    "Move",
    "MoveKind",
    "MoveLine",
    "ReceiveDraft",
    "ReturnDraft",
    "SettleDraft",
    "StockCount",
    "StockCounts",
    "TransferDraft",
    "UseDraft",
    "WriteOffDraft",
    "add_item",
    "adjust",
    "alarms",
    "book",
    "cancel_count",
    "check",
    "count",
    "counts",
    "dispose",
    "enter_count",
    "find_items",
    "find_lots",
    "hold",
    "install_catalogue",
    "issue",
    "items",
    "lose",
    "lots",
    "moves",
    "panel",
    "quarantine",
    "recall",
    "receive",
    "release_hold",
    "request_count",
    "same",
    "settle_count",
    "spoil",
    "stock_counts",
    "take_return",
    "transfer",
    "use",
]

__getattr__ = Later(__name__, "changes", "counting", "drafts", "kinds", "lots", alone=("watch",))
