"""What came is shared out by the rule chosen beforehand, and every line says why."""

from collections.abc import Sequence

from sqlmodel import col, select

from models.care.tables import WATCHED, CareProfile
from models.group_buys.money import book
from models.group_buys.states import ASKED, COUNTED, OrderState
from models.group_buys.tables import BuyOrder, BuyProduct, GroupBuy
from models.homes import Resident
from models.rules.shortage import Line, allocate
from models.store.engine import Writing


def share_out(session: Writing, buy: GroupBuy) -> int:
    """Gives every line of every product its part of what came.

    Lines that were said to be short, substituted, refused or damaged by hand keep what was said;
    what they used up is not shared again.

    Returns:
        How many lines get less than they asked for.
    """
    goods = session.exec(select(BuyProduct).where(col(BuyProduct.group_buy_id) == buy.id)).all()
    rows = session.exec(
        select(BuyOrder)
        .where(col(BuyOrder.group_buy_id) == buy.id, col(BuyOrder.state).in_(COUNTED))
        .order_by(col(BuyOrder.ordered_at), col(BuyOrder.id))
    ).all()
    special: frozenset[int] | None = None
    fewer = 0
    for product in goods:
        lines = [row for row in rows if row.product_id == product.id and _by_rule(row)]
        by_hand = [row for row in rows if row.product_id == product.id and not _by_rule(row)]
        arrived = product.arrived if product.arrived is not None else product.told
        if arrived is not None:
            arrived = max(0, arrived - sum(map(_used, by_hand)))
        asked = sum(row.quantity for row in lines)
        if arrived is None or arrived >= asked:
            for row in lines:
                _give(row, product, None)
            continue
        if special is None:
            special = special_households(session)
        shares = allocate(
            [Line(row.id or 0, row.quantity, row.household_id in special, row.tolerance)
             for row in lines],
            arrived,
            buy.shortage,
            seed_of(buy),
        ).shares  # fmt: skip
        for row, share in zip(lines, shares, strict=True):
            params = {name: _plain(value) for name, value in share.why.params.items()}
            _give(row, product, share.given, share.why.key, params)
            fewer += share.given < row.quantity
    return fewer


def _by_rule(row: BuyOrder) -> bool:
    """Whether the rule may say what a line gets: nobody has said it by hand."""
    return row.state in ASKED or (row.state is OrderState.short and bool(row.why))


def _used(row: BuyOrder) -> int:
    """Portions of what came that a line used up, whether or not anybody can eat them."""
    if row.state is OrderState.substituted:
        return 0
    return row.got if row.state in (OrderState.short, OrderState.full) else row.quantity


def seed_of(buy: GroupBuy) -> str:
    """What a lottery is drawn from: announced with the buy, and anybody can reckon it again."""
    return f"{buy.id}-{buy.cut_off_at:%Y%m%d%H%M}"


def special_households(session: Writing) -> frozenset[int]:
    """Households with somebody on the care list."""
    found: Sequence[int] = session.exec(
        select(col(Resident.household_id))
        .join(CareProfile, col(CareProfile.resident_id) == col(Resident.id))
        .where(col(CareProfile.state).in_(WATCHED))
    ).all()
    return frozenset(found)


def _plain(value: object) -> int | str:
    return value if isinstance(value, int) else str(value)


def _give(
    row: BuyOrder,
    product: BuyProduct,
    given: int | None,
    why: str = "",
    params: dict[str, int | str] | None = None,
) -> None:
    """Says what a line gets; a line that gets all of it keeps no number of its own."""
    if given is not None and given >= row.quantity:
        given = None
    if given is None and row.state is OrderState.short:
        row.state = OrderState.accepted
    elif given is not None and row.state is not OrderState.short:
        row.state = OrderState.short
    for name, value in (("given", given), ("why", why), ("why_params", params or {})):
        if getattr(row, name) != value:
            setattr(row, name, value)
    book(row, product)
