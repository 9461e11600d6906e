"""The buys, their lines and their totals, masked for who looks and never summed on a screen.

Every total is a sum over the lines of one buy, so what stands beside a product is what the
supplier is told, and what stands beside a building is what is carried there.
"""

from collections.abc import Iterable
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import col, func

from models.branch import rule_set
from models.group_buys.lines import (
    BuyLine,
    OrderLine,
    OrderPage,
    PresentAnswer,
    TotalLine,
)
from models.group_buys.money import EACH, balance
from models.group_buys.sight import check_runs, seen
from models.group_buys.states import (
    COUNTED,
    HANDING_OUT,
    PLACED,
    STANDING,
    HandOver,
    OrderState,
    Payment,
)
from models.group_buys.tables import BuyComplaint, BuyOrder, BuyProduct, GroupBuy, Supplier
from models.homes.tables import Household
from models.rules.address import Door
from models.rules.group_buy import GroupBuyRules, missing, missing_in_box
from models.rules.refusal import Refusal
from models.store.actor import Role
from models.store.engine import Reading

PAGE = 60
"""Lines a list shows at once; there is a next page where more were found."""

_RULES = "group_buys.rules"
COUNTING = col(BuyOrder.state).in_(COUNTED)
GOT = func.coalesce(col(BuyOrder.given), col(BuyOrder.quantity))
"""What of a line is given out: what was handed over, else what was ordered."""
_EACH = func.coalesce(col(BuyOrder.why_params)[EACH].as_integer(), col(BuyProduct.price_fen))
"""What a portion costs: its product's price, or that of its substitute."""
_LATE = col(BuyOrder.state) == OrderState.late
_UNPAID = sa.and_(COUNTING, col(BuyOrder.payment) == Payment.unpaid)
_REFUND = col(BuyOrder.payment) == Payment.refund_due
WAITING = sa.and_(COUNTING, col(BuyOrder.hand) == HandOver.waiting, GOT > 0)
_WALK = (
    col(Household.building),
    col(Household.stairwell),
    col(Household.floor).desc(),
    col(Household.room),
)
FILTERS = {"late": _LATE, "unpaid": _UNPAID, "refund": _REFUND, "waiting": WAITING}
"""What an order list may be narrowed to."""


def rules_of(session: Reading) -> GroupBuyRules | None:
    """The numbers in force; None where there is no set."""
    if _RULES not in session.info:
        try:
            session.info[_RULES] = GroupBuyRules.from_data(rule_set(session, "group_buys"))
        except Refusal:
            session.info[_RULES] = None
    return cast("GroupBuyRules | None", session.info[_RULES])


def _n(condition: sa.ColumnElement[bool], what: Any = None) -> Any:
    one = sa.literal_column("1") if what is None else what
    return func.coalesce(func.sum(sa.case((condition, one), else_=0)), 0)


def _per_buy(ids: Iterable[int]) -> Any:
    return (
        sa.select(
            col(BuyOrder.group_buy_id),
            func.count(sa.distinct(sa.case((COUNTING, col(BuyOrder.household_id))))),
            _n(COUNTING, col(BuyOrder.quantity)),
            _n(_LATE),
            _n(_UNPAID),
            _n(_REFUND),
            _n(WAITING),
        )
        .where(col(BuyOrder.group_buy_id).in_(list(ids)))
        .group_by(col(BuyOrder.group_buy_id))
    )


def _standing() -> sa.ColumnElement[bool]:
    return col(GroupBuy.state).in_(STANDING)


def buys(
    session: Reading,
    narrowed: str = "",
    *,
    mine: bool = False,
    past: bool = True,
    limit: int = PAGE,
) -> tuple[BuyLine, ...]:
    """Group buys that stand, those that end first in front; then the latest that are past.

    Args:
        narrowed: `late`, `unpaid`, `refund` or `waiting`: only buys with such a line.
        mine: only those the viewer organises.
        past: whether settled and cancelled ones follow.
    """
    if session.viewer.role is Role.wallboard:
        return ()
    return _buys(session, narrowed, mine=mine, past=past, limit=limit)


def countable(session: Reading) -> tuple[BuyLine, ...]:
    """The buys that stand, for their numbers: a wall board counts them and shows none."""
    return _buys(session, past=False)


def _buys(
    session: Reading,
    narrowed: str = "",
    *,
    mine: bool = False,
    past: bool = True,
    limit: int = PAGE,
) -> tuple[BuyLine, ...]:
    asked = (
        sa.select(GroupBuy, col(Supplier.name))
        .join(Supplier, col(Supplier.id) == col(GroupBuy.supplier_id))
        .order_by(
            sa.case((_standing(), 0), else_=1),
            col(GroupBuy.closed_at).desc(),
            col(GroupBuy.cut_off_at),
            col(GroupBuy.id),
        )
        .limit(limit)
    )
    if not past:
        asked = asked.where(_standing())
    if mine:
        asked = asked.where(col(GroupBuy.organiser_id) == session.viewer.id)
    if narrowed == "waiting":
        # Before the goods are inside everything waits, and nobody can do anything about it.
        asked = asked.where(col(GroupBuy.state).in_(HANDING_OUT))
    if narrowed in FILTERS:
        asked = asked.where(
            col(GroupBuy.id).in_(sa.select(col(BuyOrder.group_buy_id)).where(FILTERS[narrowed]))
        )
    rows = session.execute(asked).all()
    ids = [row.id for row, _ in rows]
    sums = {row[0]: row[1:] for row in session.execute(_per_buy(ids))} if ids else {}
    complaints = _complaints_of(session, ids)
    return tuple(
        _buy_line(session, row, supplier, sums.get(row.id), complaints.get(row.id, 0))
        for row, supplier in rows
    )


def _complaints_of(session: Reading, ids: list[int]) -> dict[int, int]:
    if not ids:
        return {}
    found = session.execute(
        sa.select(col(BuyComplaint.group_buy_id), func.count())
        .where(sa.text("buy_complaint.state IN ('open')"), col(BuyComplaint.group_buy_id).in_(ids))
        .group_by(col(BuyComplaint.group_buy_id))
    )
    return {buy_id: n for buy_id, n in found}


def _buy_line(
    session: Reading, row: GroupBuy, supplier: str, sums: Any, complaints: int
) -> BuyLine:
    households, portions, late, unpaid, refunds, waiting = sums or (0,) * 6
    return BuyLine(
        key=f"group_buys.buy:{row.id}",
        id=row.id or 0,
        title=row.title,
        kind=row.kind,
        state=row.state,
        supplier=supplier,
        organiser=row.organiser,
        cut_off_at=row.cut_off_at,
        expected_at=row.expected_at,
        since=row.arrived_at or row.placed_at,
        rested_at=row.rested_at,
        closed_at=row.closed_at,
        households=households,
        portions=portions,
        missing=missing(portions, row.minimum) if row.state not in PLACED else 0,
        late=late,
        unpaid=unpaid,
        refunds=refunds,
        waiting=waiting,
        complaints=complaints,
        mine=row.organiser_id is not None and row.organiser_id == session.viewer.id,
    )


def orders(
    session: Reading,
    buy_id: int,
    narrowed: str = "",
    order: str = "walk",
    *,
    limit: int = PAGE,
    only: int | None = None,
) -> OrderPage:
    """The lines of one buy, in the order the doors are walked.

    Args:
        narrowed: one of `FILTERS`.
        order: `walk`, `product` or `first` (first come).
        only: one line alone, by its id.
    """
    buy = session.get(GroupBuy, buy_id)
    if buy is None or session.viewer.role is Role.wallboard:
        return OrderPage((), 0)
    where = [col(BuyOrder.group_buy_id) == buy_id]
    if narrowed in FILTERS:
        where.append(FILTERS[narrowed])
    if only is not None:
        where.append(col(BuyOrder.id) == only)
    gone = sa.case(
        (col(BuyOrder.state).in_((OrderState.dropped, OrderState.withdrawn)), 1), else_=0
    )
    ranks: dict[str, tuple[Any, ...]] = {
        "walk": _WALK,
        "product": (col(BuyProduct.id), *_WALK),
        "first": (col(BuyOrder.ordered_at), col(BuyOrder.id)),
    }
    total = session.scalar(sa.select(func.count()).select_from(BuyOrder).where(*where)) or 0
    rows = session.execute(
        sa.select(BuyOrder, BuyProduct, Household)
        .join(BuyProduct, col(BuyProduct.id) == col(BuyOrder.product_id))
        .join(Household, col(Household.id) == col(BuyOrder.household_id))
        .where(*where)
        # What waits for a yes comes first, what is no more wanted last.
        .order_by(sa.case((_LATE, 0), else_=1), gone, *ranks[order], col(BuyOrder.product_id))
        .limit(limit)
    ).all()
    return OrderPage(tuple(_order_line(session, buy, *row) for row in rows), total)


def _order_line(
    session: Reading, buy: GroupBuy, row: BuyOrder, product: BuyProduct, home: Household
) -> OrderLine:
    eye = seen(session, home.grid, buy.state, buy.organiser_id, row.recorded_by)
    return OrderLine(
        key=f"group_buys.order:{row.id}",
        id=row.id or 0,
        household_id=row.household_id if eye.whole else None,
        building=home.building,
        door=eye.door(Door(home.building, home.stairwell, home.room)),
        product=product.name,
        unit=product.unit,
        quantity=row.quantity,
        got=row.got,
        state=row.state,
        payment=row.payment,
        due_fen=balance(row, product.price_fen),
        hand=row.hand,
        placed_by=eye.placed_by(row.placed_by, row.source),
        source=row.source,
        ordered_at=row.ordered_at,
        substitute=row.substitute,
        why=row.why,
        why_params=dict(row.why_params),
        note=row.note if eye.whole else "",
    )


def products(session: Reading, buy_id: int) -> tuple[TotalLine, ...]:
    """The products of a buy with what is asked for, told, counted at the gate and given."""
    return products_of(session, (buy_id,)).get(buy_id, ())


def products_of(session: Reading, buy_ids: Iterable[int]) -> dict[int, tuple[TotalLine, ...]]:
    """The products of several buys, by buy."""
    rows = session.execute(
        sa.select(
            BuyProduct,
            func.count(sa.distinct(sa.case((COUNTING, col(BuyOrder.household_id))))),
            _n(COUNTING, col(BuyOrder.quantity)),
            _n(COUNTING, GOT),
            _n(COUNTING, GOT * _EACH),
        )
        .outerjoin(BuyOrder, col(BuyOrder.product_id) == col(BuyProduct.id))
        .where(col(BuyProduct.group_buy_id).in_(list(buy_ids)))
        .group_by(col(BuyProduct.id))
        .order_by(col(BuyProduct.id))
    )
    found: dict[int, list[TotalLine]] = {}
    for row, households, asked, got, cost_fen in rows:
        line = TotalLine(
            key=f"group_buys.product:{row.id}",
            name=row.name,
            building=None,
            unit=row.unit,
            households=households,
            asked=asked,
            told=row.told,
            arrived=row.arrived,
            got=got,
            missing=missing_in_box(asked, row.box_size),
            price_fen=row.price_fen,
            cost_fen=cost_fen,
        )
        found.setdefault(row.group_buy_id, []).append(line)
    return {buy_id: tuple(lines) for buy_id, lines in found.items()}


def by_building(session: Reading, buy_id: int) -> tuple[TotalLine, ...]:
    """What is carried to each building."""
    rows = session.execute(
        sa.select(
            col(Household.building_id),
            col(Household.building),
            func.count(sa.distinct(col(BuyOrder.household_id))),
            func.sum(col(BuyOrder.quantity)),
            func.sum(GOT),
            func.sum(GOT * _EACH),
        )
        .select_from(BuyOrder)
        .join(BuyProduct, col(BuyProduct.id) == col(BuyOrder.product_id))
        .join(Household, col(Household.id) == col(BuyOrder.household_id))
        .where(col(BuyOrder.group_buy_id) == buy_id, COUNTING)
        .group_by(col(Household.building_id), col(Household.building))
        .order_by(col(Household.building))
    )
    return tuple(
        TotalLine(
            key=f"homes.building:{row_id}",
            name="",
            building=number,
            unit="",
            households=households,
            asked=asked,
            told=None,
            arrived=None,
            got=got,
            missing=0,
            price_fen=0,
            cost_fen=cost,
        )
        for row_id, number, households, asked, got, cost in rows
    )


def answers(session: Reading, buy_id: int) -> tuple[PresentAnswer, ...]:
    """What every household has in a buy now, in walking order; for those who run the buy."""
    buy = session.get(GroupBuy, buy_id)
    if buy is None:
        raise Refusal("refuse.gone")
    check_runs(session, buy)
    rows = session.execute(
        sa.select(BuyOrder, Household)
        .join(Household, col(Household.id) == col(BuyOrder.household_id))
        .where(
            col(BuyOrder.group_buy_id) == buy_id,
            col(BuyOrder.state).not_in((OrderState.withdrawn, OrderState.dropped)),
        )
        .order_by(*_WALK, col(BuyOrder.product_id))
    )
    found: dict[int, list[tuple[BuyOrder, Household]]] = {}
    for row, home in rows:
        found.setdefault(row.household_id, []).append((row, home))
    return tuple(
        PresentAnswer(
            household_id=household_id,
            door=lines[0][1].door,
            items={row.product_id: row.quantity for row, _ in lines},
            late=any(row.state is OrderState.late for row, _ in lines),
            placed_by=next((row.placed_by for row, _ in lines if row.placed_by), ""),
            paid=all(row.payment is not Payment.unpaid for row, _ in lines),
            note=next((row.note for row, _ in lines if row.note), ""),
        )
        for household_id, lines in found.items()
    )
