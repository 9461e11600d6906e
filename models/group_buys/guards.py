"""What must be true beyond the state before something is done with a buy, a line or a product."""

import sqlalchemy as sa
from sqlmodel import col, func, select

from models.group_buys.reads import COUNTING, FILTERS, WAITING, rules_of
from models.group_buys.sight import check_runs, check_sees
from models.group_buys.states import HAND, HANDING_OUT, PAST, PAYMENT, BuyState
from models.group_buys.tables import BuyOrder, BuyProduct, GroupBuy, Supplier
from models.rules.group_buy import missing
from models.rules.refusal import Refusal
from models.store.engine import Reading
from models.store.session import fetch

HANDS = frozenset(HAND.verbs())
MONEY = frozenset(PAYMENT.verbs())
_AFTER = frozenset(
    f"group_buys.{verb}" for verb in ("short", "substitute", "refuse_goods", "damaged")
)
_CHECKED = frozenset({"group_buys.open", "group_buys.extend", "group_buys.place"})
_BY_ANYBODY = frozenset({"group_buys.complain", "group_buys.disinfect", "group_buys.hand_out_rest"})
_CAME = (BuyState.at_gate, *HANDING_OUT)


def guard_buy(session: Reading, row: GroupBuy, verb: str) -> None:
    """Who runs the buy, a supplier whose report is valid, a minimum met, goods that have rested."""
    if verb not in _BY_ANYBODY:
        check_runs(session, row)
    if verb in _CHECKED:
        check_supplier(session, row)
    match verb.partition(".")[2]:
        case "open":
            if not _has_products(session, row):
                raise Refusal("refuse.group_buys.no_product")
        case "place":
            asked = asked_for(session, row.id or 0)
            lacking = missing(asked, row.minimum)
            if lacking or not asked:
                raise Refusal("refuse.group_buys.minimum", n=lacking or 1)
        case "sort":
            check_rested(session, row)
        case "settle":
            waiting = _count(session, row, WAITING)
            if waiting:
                raise Refusal("refuse.group_buys.waiting", n=waiting)
        case "edit_buy" | "add_product":
            if row.state in PAST:
                raise Refusal("refuse.group_buys.past")


def check_supplier(session: Reading, row: GroupBuy) -> None:
    """Raises `Refusal` where the supplier's test report is no longer valid."""
    supplier = fetch(session, Supplier, row.supplier_id)
    if supplier.report_until is not None and supplier.report_until < session.today:
        raise Refusal(
            "refuse.group_buys.report", supplier=supplier.name, day=f"{supplier.report_until:%m-%d}"
        )


def check_rested(session: Reading, row: GroupBuy) -> None:
    """Raises `Refusal` while the goods are not disinfected or have not rested."""
    if rules_of(session) is None:
        return  # nobody has said that goods rest here
    if row.rested_at is None:
        raise Refusal("refuse.group_buys.not_disinfected")
    if session.now < row.rested_at:
        raise Refusal(
            "refuse.group_buys.resting", until=f"{session.clock.local(row.rested_at):%H:%M}"
        )


def guard_order(session: Reading, row: BuyOrder, verb: str) -> None:
    """A line is changed by who may see whose it is; goods and money only where there are any."""
    buy = fetch(session, GroupBuy, row.group_buy_id)
    check_sees(session, row, buy)
    if verb in HANDS:
        HAND.to(verb, row.hand)
        if buy.state is not BuyState.delivering and verb != "group_buys.collect":
            raise Refusal("refuse.group_buys.not_delivering")
        if not row.got:
            raise Refusal("refuse.group_buys.nothing_to_hand")
    elif verb in MONEY:
        if verb == "group_buys.pay" and not row.counts:
            raise Refusal("refuse.group_buys.not_counted")
        if verb == "group_buys.refund":
            check_runs(session, buy)
        PAYMENT.to(verb, row.payment)
    elif verb in _AFTER:
        if buy.state not in _CAME:
            raise Refusal("refuse.group_buys.not_here")
    elif verb in ("group_buys.accept", "group_buys.drop"):
        check_runs(session, buy)
    if verb in ("group_buys.withdraw", "group_buys.edit_order"):
        check_may_shrink(buy)


def check_may_shrink(buy: GroupBuy) -> None:
    """Raises `Refusal` once somebody counts on what was ordered: in the last hours, and after."""
    if buy.state is BuyState.box_fill:
        raise Refusal("refuse.group_buys.box_fill")
    if buy.state is not BuyState.open:
        raise Refusal("refuse.group_buys.cut_off")


def guard_product(session: Reading, row: BuyProduct, verb: str) -> None:
    """What came is counted at the gate; a price that somebody paid stands."""
    buy = fetch(session, GroupBuy, row.group_buy_id)
    if verb == "group_buys.count_in":
        if buy.state not in (BuyState.partly_received, BuyState.at_gate, BuyState.sorting):
            raise Refusal("refuse.group_buys.not_here")
        return
    if verb == "group_buys.edit_product":
        check_runs(session, buy)
        if buy.state in PAST:
            raise Refusal("refuse.group_buys.past")


def asked_for(session: Reading, buy_id: int) -> int:
    """Portions asked for, without the late list."""
    return (
        session.scalar(
            sa.select(func.coalesce(func.sum(col(BuyOrder.quantity)), 0)).where(
                col(BuyOrder.group_buy_id) == buy_id, COUNTING
            )
        )
        or 0
    )


def _count(session: Reading, row: GroupBuy, condition: sa.ColumnElement[bool]) -> int:
    return (
        session.scalar(
            sa.select(func.count())
            .select_from(BuyOrder)
            .where(col(BuyOrder.group_buy_id) == row.id, condition)
        )
        or 0
    )


def money_left(session: Reading, row: GroupBuy) -> tuple[int, int]:
    """Lines of a buy that are not paid, and lines with money to give back."""
    return _count(session, row, FILTERS["unpaid"]), _count(session, row, FILTERS["refund"])


def _has_products(session: Reading, row: GroupBuy) -> bool:
    found = session.exec(
        select(col(BuyProduct.id)).where(col(BuyProduct.group_buy_id) == row.id).limit(1)
    )
    return found.first() is not None
