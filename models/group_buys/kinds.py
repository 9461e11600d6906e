"""Buys, lines, products, suppliers and complaints as records: what opens and what may be done."""

from models.group_buys.drafts import OrderFields
from models.group_buys.finding import find_buys, find_orders, find_products, find_suppliers
from models.group_buys.guards import guard_buy, guard_order, guard_product
from models.group_buys.lines import OrderLine
from models.group_buys.money import balance
from models.group_buys.reads import buys, orders, products
from models.group_buys.seeing_to import complaints
from models.group_buys.sight import check_sees
from models.group_buys.states import (
    BUY,
    COMPLAINT,
    ORDER,
    PLACED,
    STANDING,
    BuyState,
    HandOver,
    OrderState,
    Payment,
)
from models.group_buys.tables import BuyComplaint, BuyOrder, BuyProduct, GroupBuy, Supplier
from models.homes import Household, viewpoint
from models.rules.address import Door
from models.rules.group_buy import missing, yuan
from models.rules.refusal import Refusal
from models.rules.why import Why
from models.store.drafts import asks
from models.store.engine import Reading
from models.store.register import (
    Kind,
    Link,
    Quick,
    Sheet,
    SheetField,
    check_opens,
    fetch,
    filled,
    kind,
    links,
    quick,
)

_SHOWN = 12
"""Lines of a buy or of a door that a sheet offers."""


# ── the buy ─────────────────────────────────────────────────────────────────────────────────────


def buy_sheet(session: Reading, buy_id: int) -> Sheet:
    """A buy: where it stands, its totals product by product, its supplier."""
    check_opens(session)
    row = fetch(session, GroupBuy, buy_id)
    supplier = fetch(session, Supplier, row.supplier_id)
    goods = products(session, buy_id)
    asked = sum(line.asked for line in goods)
    lacking = missing(asked, row.minimum) if row.state not in PLACED else 0
    sums = tuple(
        f"{line.name} {line.asked}{line.unit}"
        + (f" → {line.arrived}" if line.arrived is not None else "")
        for line in goods
    )
    cost = sum(line.cost_fen for line in goods)
    return Sheet(
        row.title,
        filled(
            SheetField("field.state", row.state),
            SheetField("field.buy_kind", row.kind),
            SheetField("field.supplier_id", supplier.name),
            SheetField("field.organiser", row.organiser),
            SheetField("field.products", sums),
            SheetField("field.portions", asked),
            SheetField("field.missing", lacking or None, alarm=lacking > 0),
            SheetField("field.buy_cost", yuan(cost)),
            SheetField("field.cut_off_at", row.cut_off_at),
            SheetField("field.expected_at", row.expected_at),
            SheetField("field.placed_at", row.placed_at),
            SheetField("field.arrived_at", row.arrived_at),
            SheetField("field.rested_at", row.rested_at),
            SheetField("field.shortage", row.shortage),
            SheetField("field.pickup_place", row.pickup_place),
            SheetField("field.closed_at", row.closed_at),
            SheetField("field.reason", row.reason),
            SheetField("field.note", row.note),
        ),
        (
            ("group_buys.supplier", row.supplier_id, supplier.name),
            *(_link(line.key, f"{line.name} {line.asked}") for line in goods),
            *(
                _link(line.key, f"{line.product} {line.text}")
                for line in complaints(session, answered=True, buy_id=buy_id, limit=_SHOWN)
            ),
        ),
    )


def _link(key: str, label: str) -> Link:
    kind_name, _, row_id = key.partition(":")
    return kind_name, int(row_id), label


def _natural_buy(_: Reading, row: GroupBuy) -> str | None:
    if row.state is BuyState.at_gate and row.disinfected_at is None:
        return "group_buys.disinfect"
    return BUY.natural(row.state)


BUY_KIND = kind(
    Kind(
        "group_buys.buy",
        table=GroupBuy,
        sheet=buy_sheet,
        find=find_buys,
        machine=BUY,
        guard=guard_buy,
        natural=_natural_buy,
        verbs=(
            "group_buys.open",
            "group_buys.add_product",
            "group_buys.box_fill",
            "group_buys.cut_off",
            "group_buys.place",
            "group_buys.fail_minimum",
            "group_buys.extend",
            "group_buys.on_truck",
            "group_buys.arrive_partly",
            "group_buys.arrive",
            "group_buys.disinfect",
            "group_buys.sort",
            "group_buys.share_out",
            "group_buys.deliver",
            "group_buys.hand_out_rest",
            "group_buys.complain",
            "group_buys.settle",
            "group_buys.archive",
            "group_buys.reopen",
            "group_buys.cancel",
            "group_buys.edit_buy",
        ),
        edit="group_buys.edit_buy",
    )
)


# ── one line ────────────────────────────────────────────────────────────────────────────────────


def order_sheet(session: Reading, order_id: int) -> Sheet:
    """A line: what was asked for, what came, what is owed, and why."""
    check_opens(session)
    row = fetch(session, BuyOrder, order_id)
    line = orders(session, row.group_buy_id, only=order_id).lines[0]
    buy = fetch(session, GroupBuy, row.group_buy_id)
    product = fetch(session, BuyProduct, row.product_id)
    due = balance(row, product.price_fen)
    related: list[Link] = [
        ("group_buys.buy", row.group_buy_id, buy.title),
        ("group_buys.product", row.product_id, product.name),
    ]
    if line.household_id is not None:
        related.append(("homes.household", line.household_id, line.door))
    return Sheet(
        _titled(line),
        filled(
            SheetField("field.for_door", line.door),
            SheetField("field.placed_by", line.placed_by),
            SheetField("field.product_id", line.product),
            SheetField("field.portions", f"{line.quantity} {line.unit}".rstrip()),
            SheetField("field.tolerance", row.tolerance or None),
            SheetField("field.got", line.got if line.got != line.quantity else None, alarm=True),
            SheetField("field.state", line.state),
            SheetField("field.shared_why", Why(row.why, row.why_params) if row.why else None),
            SheetField("field.substitute", line.substitute),
            SheetField("field.payment", line.payment, alarm=due < 0),
            SheetField("field.owed", yuan(due) if due > 0 else None),
            SheetField("field.refund_due", yuan(-due) if due < 0 else None, alarm=True),
            SheetField("field.paid_by", row.paid_by if line.household_id is not None else None),
            SheetField("field.hand", line.hand),
            SheetField("field.handed_at", row.handed_at),
            SheetField("field.ordered_at", row.ordered_at),
            SheetField("field.order_source", row.source),
            SheetField("field.note", line.note),
        ),
        tuple(related),
    )


def _titled(line: OrderLine) -> str:
    return f"{line.door} {line.product}×{line.quantity}"


def _natural_order(session: Reading, row: BuyOrder) -> str | None:
    if row.state is OrderState.late:
        return "group_buys.accept"
    if row.payment is Payment.refund_due:
        return "group_buys.refund"
    buy = fetch(session, GroupBuy, row.group_buy_id)
    if row.hand is HandOver.shelf:
        return "group_buys.collect"
    if buy.state is BuyState.delivering and row.hand is HandOver.waiting and row.got:
        return "group_buys.hand_over"
    if row.counts and row.payment is Payment.unpaid:
        return "group_buys.pay"
    if row.counts and row.hand is HandOver.waiting and buy.state in STANDING:
        raise Refusal("refuse.group_buys.waits", state=buy.state)
    return None


def _opened_order(session: Reading, row: BuyOrder) -> dict[str, object]:
    """What an edit form opens with: in clear, so only for who may read it in clear."""
    check_sees(session, row, fetch(session, GroupBuy, row.group_buy_id))
    return {ask.name: getattr(row, ask.name) for ask in asks(OrderFields)}


ORDER_KIND = kind(
    Kind(
        "group_buys.order",
        table=BuyOrder,
        sheet=order_sheet,
        find=find_orders,
        machine=ORDER,
        guard=guard_order,
        natural=_natural_order,
        verbs=(
            "group_buys.pay",
            "group_buys.accept",
            "group_buys.hand_over",
            "group_buys.at_door",
            "group_buys.shelve",
            "group_buys.collect",
            "group_buys.short",
            "group_buys.substitute",
            "group_buys.refuse_goods",
            "group_buys.damaged",
            "group_buys.refund",
            "group_buys.complain_of",
            "group_buys.withdraw",
            "group_buys.drop",
            "group_buys.edit_order",
        ),
        edit="group_buys.edit_order",
        opened=_opened_order,
    )
)


# ── products, suppliers, complaints ─────────────────────────────────────────────────────────────


def product_sheet(session: Reading, product_id: int) -> Sheet:
    """A product: its price, what is asked for, what was told, what came."""
    check_opens(session)
    row = fetch(session, BuyProduct, product_id)
    buy = fetch(session, GroupBuy, row.group_buy_id)
    key = f"group_buys.product:{product_id}"
    line = next(one for one in products(session, row.group_buy_id) if one.key == key)
    short = row.arrived is not None and row.arrived < line.asked
    return Sheet(
        row.name,
        filled(
            SheetField("field.price_fen", yuan(row.price_fen)),
            SheetField("field.unit", row.unit),
            SheetField("field.aliases", row.aliases),
            SheetField("field.households", line.households),
            SheetField("field.asked", line.asked),
            SheetField("field.told", row.told, alarm=row.told not in (None, line.asked)),
            SheetField("field.arrived", row.arrived, alarm=short),
            SheetField("field.got", line.got),
            SheetField("field.most_each", row.most),
            SheetField("field.box_size", row.box_size),
            SheetField("field.missing", line.missing or None),
        ),
        (("group_buys.buy", row.group_buy_id, buy.title),),
    )


def _natural_product(session: Reading, row: BuyProduct) -> str | None:
    buy = fetch(session, GroupBuy, row.group_buy_id)
    return "group_buys.count_in" if buy.arrived_at or buy.placed_at else None


PRODUCT_KIND = kind(
    Kind(
        "group_buys.product",
        table=BuyProduct,
        sheet=product_sheet,
        find=find_products,
        guard=guard_product,
        natural=_natural_product,
        verbs=("group_buys.count_in", "group_buys.edit_product"),
        edit="group_buys.edit_product",
    )
)


def supplier_sheet(session: Reading, supplier_id: int) -> Sheet:
    """A supplier: whom to call, until when its report is valid, what was bought there."""
    check_opens(session)
    row = fetch(session, Supplier, supplier_id)
    ended = row.report_until is not None and row.report_until < session.today
    found = [line for line in buys(session) if line.supplier == row.name][:_SHOWN]
    return Sheet(
        row.name,
        filled(
            SheetField("field.contact", row.contact),
            SheetField("field.phone", row.phone),
            SheetField("field.report_until", row.report_until, alarm=ended),
            SheetField("field.buy_minimum", row.minimum),
            SheetField("field.delivers", row.delivers),
            SheetField("field.retired", row.retired or None),
            SheetField("field.note", row.note),
        ),
        tuple(_link(line.key, f"{line.title} {line.portions}") for line in found),
    )


SUPPLIER_KIND = kind(
    Kind(
        "group_buys.supplier",
        table=Supplier,
        sheet=supplier_sheet,
        find=find_suppliers,
        natural=lambda _session, _row: None,
        verbs=("group_buys.edit_supplier", "group_buys.retire_supplier"),
        edit="group_buys.edit_supplier",
    )
)


def complaint_sheet(session: Reading, complaint_id: int) -> Sheet:
    """A complaint, its buy and product, and what was said about it."""
    check_opens(session)
    row = fetch(session, BuyComplaint, complaint_id)
    line = complaints(session, only=complaint_id)[0]
    related: list[Link] = [("group_buys.buy", row.group_buy_id, line.buy)]
    if row.product_id is not None:
        related.append(("group_buys.product", row.product_id, line.product))
    return Sheet(
        f"{line.buy} {line.product}".rstrip(),
        filled(
            SheetField("field.complaint", line.text),
            SheetField("field.state", line.state),
            SheetField("field.door", line.door),
            SheetField("field.at", line.at),
            SheetField("field.complaint_answer", line.answer),
            SheetField("field.answered_at", row.answered_at),
        ),
        tuple(related),
    )


COMPLAINT_KIND = kind(
    Kind(
        "group_buys.complaint",
        table=BuyComplaint,
        sheet=complaint_sheet,
        machine=COMPLAINT,
        verbs=("group_buys.answer_complaint", "group_buys.reopen_complaint"),
    )
)


def unasked_sheet(session: Reading, household_id: int) -> Sheet:
    """A household that sees no chain."""
    check_opens(session)
    row = fetch(session, Household, household_id)
    door = viewpoint(session).door(Door(row.building, row.stairwell, row.room), row.grid, True)
    return Sheet(door, (), (("homes.household", household_id, door),))


UNASKED_KIND = kind(
    Kind(
        "group_buys.unasked",
        table=Household,
        sheet=unasked_sheet,
        natural=lambda _session, _row: "group_buys.order_for",
        verbs=("group_buys.order_for", "group_buys.asked_nothing"),
    )
)


@links("homes.household")
def orders_of_door(session: Reading, household_id: int) -> tuple[Link, ...]:
    """A door leads to what it has in the buys that stand."""
    home = fetch(session, Household, household_id)
    return tuple((one.kind, one.id, f"{one.label} {one.detail}")
                 for one in find_orders(session, home.door, _SHOWN))  # fmt: skip


quick(
    Quick("group_buys.order", ("团", "团购", "group buy"), rest="note"),
    Quick("group_buys.withdraw", ("退团", "leave group buy"), aim=find_orders),
    Quick("group_buys.pay", ("团付", "付团购", "paid group buy"), aim=find_orders),
    Quick("group_buys.hand_over", ("团领", "送团购", "hand over"), aim=find_orders),
)
