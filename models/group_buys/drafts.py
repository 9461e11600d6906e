"""What a person types, pastes or imports about group buys."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from models.group_buys.states import BuyKind, OrderSource
from models.rules.shortage import ShortageRule
from models.store.drafts import Draft, Hidden, Lines, Money, Number, Pick, TargetId, Text

SomeBuy = Annotated[int, Pick("group_buys.buy")]
SomeProduct = Annotated[int, Pick("group_buys.product")]
SomeSupplier = Annotated[int, Pick("group_buys.supplier")]
SomeHousehold = Annotated[int, Pick("homes.household")]
SomeVolunteer = Annotated[int, Pick("people.volunteer")]

MOST_PORTIONS = 999
MOST_FEN = 1_000_000


class SupplierFields(Draft):
    """A guaranteed-supply firm."""

    name: Text = Field(min_length=1, max_length=40, title="field.supplier_name")
    contact: Annotated[Text, Number()] = Field("", max_length=40)
    phone: Annotated[Text, Number()] = Field("", max_length=40)
    report_until: dt.date | None = Field(None, description="hint.report_until")
    minimum: int | None = Field(None, ge=1, le=9999, title="field.buy_minimum")
    delivers: Text = Field("", max_length=60, description="hint.delivers")
    note: Text = Field("", max_length=200)


class BuyFields(Draft):
    """What is known of a group buy before it opens."""

    title: Text = Field(min_length=1, max_length=40, title="field.buy_title")
    kind: BuyKind = Field(title="field.buy_kind")
    supplier_id: SomeSupplier
    cut_off_at: dt.datetime = Field(description="hint.cut_off_at")
    expected_at: dt.datetime | None = None
    minimum: int | None = Field(
        None, ge=1, le=9999, title="field.buy_minimum", description="hint.buy_minimum"
    )
    shortage: ShortageRule = ShortageRule.special_first
    organiser: Text = Field("", max_length=40, description="hint.organiser")
    organiser_id: SomeVolunteer | None = Field(None, description="hint.organiser_id")
    pickup_place: Text = Field("", max_length=40)
    note: Text = Field("", max_length=200)


class ProductFields(Draft):
    """Something one may order."""

    name: Text = Field(min_length=1, max_length=40, title="field.product_name")
    price_fen: Money = Field(ge=0, le=MOST_FEN)
    unit: Text = Field("", max_length=8, description="hint.product_unit")
    aliases: Text = Field("", max_length=120, description="hint.product_aliases")
    most: int | None = Field(None, ge=1, le=MOST_PORTIONS, title="field.most_each")
    box_size: int | None = Field(None, ge=2, le=MOST_PORTIONS, description="hint.box_size")


class NewBuy(BuyFields):
    """A group buy, with its products where they are known already."""

    products: Annotated[tuple[ProductFields, ...], Hidden()] = ()


class NewProduct(ProductFields):
    """A product of a buy."""

    id: TargetId


class AddProduct(ProductFields):
    """A product of a buy named in the form."""

    group_buy_id: SomeBuy = Field(title="field.group_buy")


class Reason(Draft):
    """Something that is only done with a reason."""

    id: TargetId
    reason: Text = Field(min_length=1, max_length=200)


class MaybeReason(Draft):
    """Something that asks for a reason where anything is left open."""

    id: TargetId
    reason: Text = Field("", max_length=200, description="hint.settle_reason")


class NewCutOff(Draft):
    """A buy takes orders again, until then."""

    id: TargetId
    cut_off_at: dt.datetime = Field(description="hint.cut_off_at")
    reason: Text = Field(min_length=1, max_length=200)


class Reopen(Reason):
    """A buy is opened again; taking orders again needs a cut-off that is still to come."""

    cut_off_at: dt.datetime | None = Field(None, description="hint.reopen_cut_off")


class Arrive(Draft):
    """The goods are at the gate; without a count of its own a product came as it was told."""

    id: TargetId
    as_told: bool = Field(True, description="hint.as_told")


class CountIn(Draft):
    """Portions of a product that came and may be given out."""

    id: TargetId
    arrived: int = Field(ge=0, le=99_999, title="field.arrived")
    reason: Text = Field("", max_length=200, description="hint.came_reason")


class OrderFields(Draft):
    """What of an order may be put right."""

    quantity: int = Field(ge=1, le=MOST_PORTIONS, title="field.portions")
    tolerance: int = Field(0, ge=0, le=MOST_PORTIONS, description="hint.tolerance")
    placed_by: Text = Field("", max_length=40, description="hint.placed_by")
    note: Text = Field("", max_length=200)


class NewOrder(Draft):
    """Portions for one household, ordered by itself or by somebody else."""

    household_id: SomeHousehold = Field(title="field.for_door")
    product_id: SomeProduct
    quantity: int = Field(1, ge=1, le=MOST_PORTIONS, title="field.portions")
    placed_by: Text = Field("", max_length=40, description="hint.placed_by")
    placed_by_household_id: SomeHousehold | None = Field(None, description="hint.placed_by_door")
    paid: bool = False
    tolerance: int = Field(0, ge=0, le=MOST_PORTIONS, description="hint.tolerance")
    sure: bool = Field(False, title="field.sure", description="hint.sure_portions")
    note: Text = Field("", max_length=200)


class OrderFor(Draft):
    """An order for a household that sees no chain; asked at its door or by telephone."""

    id: TargetId
    product_id: SomeProduct | None = Field(None, description="hint.first_product")
    quantity: int = Field(1, ge=1, le=MOST_PORTIONS, title="field.portions")
    paid: bool = Field(False, description="hint.proxy_paid")
    note: Text = Field("", max_length=200)


class AskedNothing(Draft):
    """A household that sees no chain was asked and wants nothing."""

    id: TargetId
    group_buy_id: Annotated[int | None, Hidden()] = None


class Item(Draft):
    """Portions of one product in an answer."""

    product_id: int
    quantity: int = Field(ge=1, le=MOST_PORTIONS)
    tolerance: int = Field(0, ge=0, le=MOST_PORTIONS)


class Answer(Draft):
    """What one household said, whole: it takes the place of what it said before."""

    household_id: int
    items: tuple[Item, ...] = ()
    """Nothing is a withdrawal of everything."""
    placed_by: Text = ""
    placed_by_household_id: int | None = None
    paid: bool | None = None
    """None where the answer says nothing of it."""
    note: Text = Field("", max_length=200)
    ordered_at: dt.datetime | None = None


class TakeAnswers(Draft):
    """The answers of a chain or a sheet for one buy, the earlier first; one act."""

    id: TargetId
    answers: Annotated[tuple[Answer, ...], Hidden()]
    source: Annotated[OrderSource, Hidden()] = OrderSource.chain


class Fix(Draft):
    """What a person decided about one answer of a chain, known again by what it says."""

    no: int | None = None
    text: Text = Field(max_length=2000)
    part: int = 0
    """Which of the households it orders for."""
    door: Text = Field("", max_length=20)
    items: dict[Text, int] = {}
    name: Text = Field("", max_length=40)
    withdrawn: bool = False


class FixAnswer(Draft):
    """What a person is asked about one answer of a chain."""

    household_id: SomeHousehold = Field(title="field.for_door")
    goods: Text = Field(
        "", max_length=200, title="field.chain_goods", description="hint.chain_goods"
    )
    name: Text = Field("", max_length=40)
    withdrawn: bool = Field(False, title="field.chain_withdrawn")


class KeepChain(Draft):
    """The text of a chain as it was pasted, and what was decided about its answers."""

    id: TargetId
    text: Annotated[Lines, Hidden()] = Field(min_length=1, max_length=400_000)
    fixes: Annotated[tuple[Fix, ...], Hidden()] = ()


class Paid(Draft):
    """Money for a line; nothing said means all that is owed."""

    id: TargetId
    paid_by: Text = Field("", max_length=40, description="hint.paid_by")
    amount_fen: Money | None = Field(None, ge=1, le=MOST_FEN, description="hint.amount_owed")


class Refund(Draft):
    """Money given back; nothing said means all that is due."""

    id: TargetId
    amount_fen: Money | None = Field(None, ge=1, le=MOST_FEN, description="hint.amount_due")
    note: Text = Field("", max_length=200, description="hint.refund_note")


class Fewer(Draft):
    """Portions a household does not get, and why."""

    id: TargetId
    portions: int | None = Field(None, ge=1, le=MOST_PORTIONS, description="hint.all_portions")
    reason: Text = Field(min_length=1, max_length=200)


class Substitute(Draft):
    """Something else in place of what was asked for."""

    id: TargetId
    substitute: Text = Field(min_length=1, max_length=60)
    instead_fen: Money | None = Field(
        None, ge=0, le=MOST_FEN, title="field.instead_price", description="hint.instead_price"
    )
    agreed: bool = Field(False, title="field.dearer_agreed", description="hint.dearer_agreed")
    portions: int | None = Field(None, ge=1, le=MOST_PORTIONS, description="hint.all_portions")


class Complain(Draft):
    """What was wrong with the goods."""

    id: TargetId
    text: Text = Field(min_length=1, max_length=200, title="field.complaint")


class BuyComplain(Complain):
    """What was wrong with a buy, and whose door says so."""

    product_id: SomeProduct | None = None
    household_id: SomeHousehold | None = Field(None, title="field.door")


class AnswerComplaint(Draft):
    """What was said or done about a complaint."""

    id: TargetId
    answer: Text = Field(min_length=1, max_length=200, title="field.complaint_answer")
