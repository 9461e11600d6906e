"""Finding a buy, a product, an order or a supplier by what one types."""

import sqlalchemy as sa
from sqlmodel import col, select

from models.group_buys.sight import seen
from models.group_buys.states import PAST, STANDING, TAKING, OrderState
from models.group_buys.tables import BuyOrder, BuyProduct, GroupBuy, Supplier
from models.homes.tables import Household
from models.rules.address import Door, parse_door
from models.store.actor import Role
from models.store.engine import Reading
from models.store.register import Found

_RECENT = 60


def _rank(typed: str, *names: str) -> int | None:
    """0 for a name typed whole, 1 for its beginning, 2 for a part of it; None for none."""
    folded = [name.casefold() for name in names if name]
    if typed in folded:
        return 0
    if any(name.startswith(typed) for name in folded):
        return 1
    return 2 if any(typed in name for name in folded) else None


def find_buys(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Buys by title, supplier or organiser, those that stand first."""
    typed = text.strip().casefold()
    if session.viewer.role is Role.wallboard:
        return ()
    rows = session.execute(
        sa.select(GroupBuy, col(Supplier.name))
        .join(Supplier, col(Supplier.id) == col(GroupBuy.supplier_id))
        .order_by(col(GroupBuy.closed_at).is_not(None), col(GroupBuy.id).desc())
        .limit(_RECENT)
    )
    found = []
    for row, supplier in rows:
        rank = _rank(typed, row.title, supplier, row.organiser) if typed else 1
        if rank is not None:
            past = 3 if row.state in PAST else 0
            at = f"{session.clock.local(row.cut_off_at):%m-%d}"
            found.append(
                Found("group_buys.buy", row.id or 0, row.title, f"{supplier} {at}", rank + past)
            )
    return tuple(sorted(found, key=lambda one: one.rank)[:limit])


def find_products(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Products of the buys that take orders by name or alias; then those of the others."""
    typed = text.strip().casefold()
    if session.viewer.role is Role.wallboard:
        return ()
    rows = session.execute(
        sa.select(BuyProduct, GroupBuy)
        .join(GroupBuy, col(GroupBuy.id) == col(BuyProduct.group_buy_id))
        .where(col(GroupBuy.state).in_(STANDING))
        .order_by(col(GroupBuy.cut_off_at), col(BuyProduct.id))
    )
    found = []
    for product, buy in rows:
        rank = _rank(typed, product.name, *product.aliases.split()) if typed else 1
        if rank is not None:
            closed = 0 if buy.state in TAKING else 3
            found.append(
                Found("group_buys.product", product.id or 0, product.name, buy.title, rank + closed)
            )
    return tuple(sorted(found, key=lambda one: one.rank)[:limit])


def find_suppliers(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Suppliers by name or contact."""
    typed = text.strip().casefold()
    if session.viewer.role is Role.wallboard:
        return ()
    found = []
    for row in session.exec(select(Supplier).order_by(col(Supplier.retired), col(Supplier.id))):
        rank = _rank(typed, row.name, row.contact) if typed else 1
        if rank is not None:
            found.append(
                Found("group_buys.supplier", row.id or 0, row.name, row.delivers,
                      rank + 3 * row.retired)
            )  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.rank)[:limit])


def find_orders(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Orders of the buys that stand, by their door; nothing where the door may not be known."""
    said = parse_door(text)
    if not isinstance(said, Door):
        return ()
    rows = session.execute(
        sa.select(BuyOrder, BuyProduct, GroupBuy, Household)
        .join(BuyProduct, col(BuyProduct.id) == col(BuyOrder.product_id))
        .join(GroupBuy, col(GroupBuy.id) == col(BuyOrder.group_buy_id))
        .join(Household, col(Household.id) == col(BuyOrder.household_id))
        .where(
            col(Household.door) == str(said),
            col(GroupBuy.state).in_(STANDING),
            col(BuyOrder.state).not_in((OrderState.withdrawn, OrderState.dropped)),
        )
        .order_by(col(GroupBuy.cut_off_at), col(BuyOrder.id))
        .limit(limit)
    )
    return tuple(
        Found(
            "group_buys.order",
            row.id or 0,
            f"{home.door} {product.name}×{row.quantity}",
            buy.title,
            1,
        )
        for row, product, buy, home in rows
        if seen(session, home.grid, buy.state, buy.organiser_id, row.recorded_by).whole
    )
