"""The ledger stays to the last piece; which door something went to does not."""

import sqlalchemy as sa
from sqlmodel import col

from models.stock.tables import USED, Item, Lot, Move, StockCount
from models.store.personal import Link, Personal

PERSONAL = (
    Personal(Item, keeps=("name", "spec", "unit", "also", "search", "note")),
    # Whoever gave something to everybody is named in the accounts as long as they are kept.
    Personal(Lot, keeps=("batch", "giver", "place", "hold_reason")),
    Personal(
        Move,
        period="stock",
        ended=col(Move.at),
        over=sa.or_(
            col(Move.household_id).is_not(None),
            sa.and_(col(Move.kind).in_(USED), col(Move.party) != ""),
        ),
        texts=("party", "reason"),
        links=(Link("household_id"),),
        keeps=("handled_by", "sheet_row"),
    ),
    Personal(StockCount, keeps=("note", "counted_by")),
)
