"""What is done with suppliers, buys and products; each is one registered change."""

from sqlmodel import col, select

from models.group_buys.drafts import (
    AddProduct,
    BuyFields,
    NewBuy,
    NewProduct,
    ProductFields,
    SupplierFields,
)
from models.group_buys.guards import guard_buy, guard_product
from models.group_buys.tables import BuyOrder, BuyProduct, GroupBuy, Supplier
from models.rules.refusal import Refusal
from models.store.drafts import TargetDraft
from models.store.engine import Writing
from models.store.register import LEADERS, change, editing, fetch

# ── suppliers ───────────────────────────────────────────────────────────────────────────────────


@change("group_buys.add_supplier", draft=SupplierFields, roles=LEADERS)
def add_supplier(session: Writing, draft: SupplierFields) -> Supplier:
    """Writes down a guaranteed-supply firm."""
    row = Supplier(**draft.model_dump())
    with session.no_autoflush:
        _check_supplier(session, row)
    session.add(row)
    return row


@change("group_buys.retire_supplier", draft=TargetDraft, roles=LEADERS)
def retire_supplier(session: Writing, draft: TargetDraft) -> Supplier:
    """Nothing more is bought there; what was bought stays."""
    row = fetch(session, Supplier, draft.id)
    if row.retired:
        raise Refusal("refuse.group_buys.retired", supplier=row.name)
    row.retired = True
    session.say(supplier=row.name)
    return row


def _check_supplier(session: Writing, row: Supplier) -> None:
    with session.no_autoflush:
        same = session.exec(select(Supplier).where(col(Supplier.name) == row.name)).first()
    if same is not None and same.id != row.id:
        raise Refusal("refuse.group_buys.supplier_known", supplier=row.name)
    session.say(supplier=row.name)


editing(
    "group_buys.edit_supplier",
    table=Supplier,
    fields=SupplierFields,
    roles=LEADERS,
    also=_check_supplier,
)


# ── a buy and its products ──────────────────────────────────────────────────────────────────────


@change("group_buys.add", draft=NewBuy)
def add(session: Writing, draft: NewBuy) -> GroupBuy:
    """Begins a group buy; nobody orders before it is opened."""
    values = draft.model_dump(exclude={"products"})
    if not values["organiser"] and values["organiser_id"] is None:
        values["organiser"], values["organiser_id"] = session.actor.name, session.actor.id
    row = GroupBuy(**values, created_at=session.now)
    _check_buy(session, row)
    session.add(row)
    session.flush()
    for fields in draft.products:
        _add_product(session, row, fields)
    session.say(buy=row.title)
    return row


def _check_buy(session: Writing, row: GroupBuy) -> None:
    with session.no_autoflush:
        supplier = fetch(session, Supplier, row.supplier_id)
        if supplier.retired:
            raise Refusal("refuse.group_buys.retired", supplier=supplier.name)
        if row.expected_at is not None and row.expected_at < row.cut_off_at:
            raise Refusal("refuse.group_buys.expected")
        if row.id is not None:
            guard_buy(session, row, "group_buys.edit_buy")
    session.say(buy=row.title)


editing("group_buys.edit_buy", table=GroupBuy, fields=BuyFields, also=_check_buy)


@change("group_buys.add_product", draft=NewProduct)
def add_product(session: Writing, draft: NewProduct) -> BuyProduct:
    """Something more one may order in the buy under the cursor."""
    buy = fetch(session, GroupBuy, draft.id)
    return _add_product(session, buy, draft)


@change("group_buys.add_product_to", draft=AddProduct)
def add_product_to(session: Writing, draft: AddProduct) -> BuyProduct:
    """Something more one may order in a buy that the form names."""
    return _add_product(session, fetch(session, GroupBuy, draft.group_buy_id), draft)


def _add_product(session: Writing, buy: GroupBuy, fields: ProductFields) -> BuyProduct:
    guard_buy(session, buy, "group_buys.add_product")
    values = fields.model_dump(include=set(ProductFields.model_fields))
    row = BuyProduct(**values, group_buy_id=buy.id or 0)
    _check_product(session, row)
    session.add(row)
    return row


def _check_product(session: Writing, row: BuyProduct) -> None:
    with session.no_autoflush:
        others = session.exec(
            select(BuyProduct).where(col(BuyProduct.group_buy_id) == row.group_buy_id)
        ).all()
        called = {name.casefold() for name in (row.name, *row.aliases.split())}
        for other in others:
            names = {name.casefold() for name in (other.name, *other.aliases.split())}
            if other.id != row.id and called & names:
                raise Refusal("refuse.group_buys.product_known", name=min(called & names))
    session.say(product=row.name)


def _edited_product(session: Writing, row: BuyProduct) -> None:
    with session.no_autoflush:
        guard_product(session, row, "group_buys.edit_product")
        lines = session.exec(select(BuyOrder).where(col(BuyOrder.product_id) == row.id)).all()
        before = session.exec(
            select(col(BuyProduct.price_fen)).where(col(BuyProduct.id) == row.id)
        ).one()
        if before != row.price_fen and any(line.paid_fen for line in lines):
            raise Refusal("refuse.group_buys.price_paid", name=row.name)
    _check_product(session, row)


editing("group_buys.edit_product", table=BuyProduct, fields=ProductFields, also=_edited_product)
