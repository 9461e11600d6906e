"""A buy stays to the last portion and the last fen; who had which of them does not."""

import sqlalchemy as sa
from sqlmodel import col

from models.group_buys.states import COUNTED, BuyState, ComplaintState, Payment
from models.group_buys.tables import (
    BuyAsked,
    BuyComplaint,
    BuyOrder,
    BuyProduct,
    ChainText,
    GroupBuy,
    Supplier,
)
from models.store.personal import Link, Personal

_OF = ("group_buy_id", GroupBuy)
_OVER = (BuyState.settled, BuyState.archived, BuyState.cancelled)

PERSONAL = (
    Personal(Supplier, keeps=("name", "contact", "phone", "delivers", "note")),
    Personal(
        GroupBuy,
        period="group_buys",
        ended=col(GroupBuy.closed_at),
        over=col(GroupBuy.state).in_(_OVER),
        texts=("organiser", "reason", "note"),
        keeps=("title", "pickup_place"),
    ),
    Personal(BuyProduct, keeps=("name", "unit", "aliases")),
    Personal(
        BuyOrder,
        of=_OF,
        # Money that is owed, either way, is not past.
        over=sa.not_(
            sa.or_(
                col(BuyOrder.payment) == Payment.refund_due,
                sa.and_(col(BuyOrder.payment) == Payment.unpaid, col(BuyOrder.state).in_(COUNTED)),
            )
        ),
        texts=("placed_by", "paid_by", "note"),
        links=(Link("household_id", apart="group_buy_id"), Link("placed_by_household_id")),
        keeps=("substitute", "why", "why_params"),
    ),
    Personal(BuyAsked, of=_OF, links=(Link("household_id", apart="group_buy_id"),)),
    Personal(
        BuyComplaint,
        of=_OF,
        over=col(BuyComplaint.state) != ComplaintState.open,
        texts=("text", "answer"),
        links=(Link("household_id"),),
    ),
    Personal(
        ChainText,
        ledger="chain_text",
        until=col(ChainText.purge_on),
        over=sa.literal_column("chain_text.text <> ''", sa.Boolean()),
        becomes={"text": "", "fixes": []},
    ),
)
