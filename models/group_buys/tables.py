"""Suppliers, group buys, what is bought, and what each household ordered.

An order line is one household's portions of one product in one buy. What it got, what it paid and
how it was handed over are fields of the same line, so that every total is a sum over lines.
"""

import datetime as dt
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.group_buys.states import (
    COUNTED,
    PLACED,
    STANDING,
    BuyKind,
    BuyState,
    ComplaintState,
    HandOver,
    OrderSource,
    OrderState,
    Payment,
)
from models.rules.shortage import ShortageRule
from models.store.base import Row, partial_index, table_args, text_enum


def within(column: str, states: tuple[StrEnum, ...]) -> str:
    """A condition written out as the partial indexes are, so that they are used."""
    return "{} IN ({})".format(column, ", ".join(f"'{state.value}'" for state in states))


class Supplier(Row, table=True):
    """A guaranteed-supply firm."""

    area: ClassVar[str] = "group_buys"
    __table_args__ = table_args()

    name: str = Field(unique=True)
    contact: str = ""
    phone: str = ""
    report_until: dt.date | None = None
    """Last day on which the test report of its drivers and goods is valid."""
    minimum: int | None = None
    """Portions below which it does not deliver."""
    delivers: str = ""
    """The hours in which it delivers, in words."""
    retired: bool = False
    note: str = ""


class GroupBuy(Row, table=True):
    """One group buy, from the draft to the archive."""

    area: ClassVar[str] = "group_buys"
    __table_args__ = table_args(
        partial_index("group_buy_standing", "cut_off_at", where=within("state", STANDING)),
        sa.CheckConstraint("minimum IS NULL OR minimum > 0", name="group_buy_minimum"),
        sa.CheckConstraint(
            f"placed_at IS NOT NULL OR NOT {within('state', PLACED)}", name="group_buy_placed"
        ),
    )

    title: str
    kind: BuyKind = Field(sa_type=text_enum(BuyKind))
    supplier_id: int = Field(foreign_key="supplier.id", index=True)
    organiser: str = ""
    """The neighbour who runs it, as the group knows him or her; a net name will do."""
    organiser_id: int | None = Field(default=None, foreign_key="volunteer.id", index=True)
    state: BuyState = Field(default=BuyState.draft, sa_type=text_enum(BuyState))
    shortage: ShortageRule = Field(sa_type=text_enum(ShortageRule))
    minimum: int | None = None
    """Portions that must come together."""
    created_at: dt.datetime
    cut_off_at: dt.datetime
    expected_at: dt.datetime | None = None
    """When the goods are to be at the gate."""
    pickup_place: str = ""
    placed_at: dt.datetime | None = None
    arrived_at: dt.datetime | None = None
    disinfected_at: dt.datetime | None = None
    rested_at: dt.datetime | None = None
    """From when on the goods may be touched again, as the rules said when they were disinfected."""
    shared_at: dt.datetime | None = None
    """When what came was shared out; the lottery is drawn from the buy, so it repeats itself."""
    delivering_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    """Since when it is settled or cancelled."""
    reason: str = ""
    """Why it was reopened, cancelled, or settled with something left."""
    reopened: int = 0
    note: str = ""


class BuyProduct(Row, table=True):
    """Something one may order in one buy."""

    area: ClassVar[str] = "group_buys"
    __table_args__ = table_args(
        sa.UniqueConstraint("group_buy_id", "name", name="buy_product_once"),
        sa.CheckConstraint("price_fen >= 0", name="buy_product_price"),
        sa.CheckConstraint("box_size IS NULL OR box_size > 1", name="buy_product_box"),
        sa.CheckConstraint("arrived IS NULL OR arrived >= 0", name="buy_product_arrived"),
    )

    group_buy_id: int = Field(foreign_key="group_buy.id")
    name: str
    unit: str = ""
    price_fen: int
    aliases: str = ""
    """What people call it in a chain, separated by spaces."""
    most: int | None = None
    """Portions a household may have at most."""
    box_size: int | None = None
    """Portions the supplier packs together; only full boxes are delivered."""
    told: int | None = None
    """Portions the supplier was told when the order was placed."""
    arrived: int | None = None
    """Portions counted at the gate that may be given out."""


class BuyOrder(Row, table=True):
    """One household's portions of one product."""

    area: ClassVar[str] = "group_buys"
    __table_args__ = table_args(
        sa.UniqueConstraint("group_buy_id", "household_id", "product_id", name="buy_order_once"),
        partial_index(
            "buy_order_refund", "group_buy_id", where=within("payment", (Payment.refund_due,))
        ),
        sa.CheckConstraint("quantity > 0", name="buy_order_quantity"),
        sa.CheckConstraint(
            "given IS NULL OR (given >= 0 AND given <= quantity)", name="buy_order_given"
        ),
        sa.CheckConstraint("tolerance >= 0 AND tolerance <= quantity", name="buy_order_tolerance"),
        sa.CheckConstraint("paid_fen >= refunded_fen", name="buy_order_money"),
    )

    group_buy_id: int = Field(foreign_key="group_buy.id")
    household_id: int = Field(foreign_key="household.id", index=True)
    """Whom it is for."""
    product_id: int = Field(foreign_key="buy_product.id", index=True)
    quantity: int
    tolerance: int = 0
    """How many of these the household can do without: they are given last."""
    ordered_at: dt.datetime
    """When it was asked for first: a later, smaller answer keeps its place in the queue."""
    source: OrderSource = Field(sa_type=text_enum(OrderSource))
    placed_by: str = ""
    """Who ordered, where that is not the household itself."""
    placed_by_household_id: int | None = Field(default=None, foreign_key="household.id")
    recorded_by: int | None = Field(default=None, foreign_key="volunteer.id")
    state: OrderState = Field(default=OrderState.signed, sa_type=text_enum(OrderState))
    given: int | None = None
    """Portions it got, where that is not what it asked for."""
    substitute: str = ""
    """What it got in place of what it asked for."""
    why: str = ""
    """Key of the sentence that explains what the shortage rule gave it."""
    why_params: dict[str, int | str] = Field(default_factory=dict, sa_type=sa.JSON, nullable=False)
    payment: Payment = Field(default=Payment.unpaid, sa_type=text_enum(Payment))
    paid_fen: int = 0
    paid_by: str = ""
    """Who paid, where that is not the household itself."""
    refunded_fen: int = 0
    hand: HandOver = Field(default=HandOver.waiting, sa_type=text_enum(HandOver))
    handed_at: dt.datetime | None = None
    note: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is part of what the supplier is told."""
        return self.state in COUNTED

    @property
    def got(self) -> int:
        """Portions the household gets, or is to get."""
        if not self.counts:
            return 0
        return self.quantity if self.given is None else self.given


class BuyAsked(Row, table=True):
    """That a household which sees no chain was asked for this buy and wants nothing."""

    area: ClassVar[str] = "group_buys"
    __table_args__ = table_args(
        sa.UniqueConstraint("group_buy_id", "household_id", name="buy_asked_once"),
    )

    group_buy_id: int = Field(foreign_key="group_buy.id")
    household_id: int = Field(foreign_key="household.id", index=True)
    at: dt.datetime
    recorded_by: int | None = Field(default=None, foreign_key="volunteer.id")


class BuyComplaint(Row, table=True):
    """What was wrong with goods, tied to the buy and the product."""

    area: ClassVar[str] = "group_buys"
    __table_args__ = table_args(
        partial_index("buy_complaint_open", "at", where=within("state", (ComplaintState.open,))),
    )

    group_buy_id: int = Field(foreign_key="group_buy.id", index=True)
    product_id: int | None = Field(default=None, foreign_key="buy_product.id")
    household_id: int | None = Field(default=None, foreign_key="household.id", index=True)
    text: str
    at: dt.datetime
    recorded_by: int | None = Field(default=None, foreign_key="volunteer.id")
    state: ComplaintState = Field(default=ComplaintState.open, sa_type=text_enum(ComplaintState))
    answer: str = ""
    answered_at: dt.datetime | None = None


class ChainText(Row, table=True):
    """The text of a chain as it was pasted: kept for some days, then only its lines are left."""

    area: ClassVar[str] = "group_buys"
    __table_args__ = table_args(
        partial_index("chain_text_kept", "purge_on", where="text <> ''"),
    )

    group_buy_id: int = Field(foreign_key="group_buy.id", index=True)
    text: str
    fixes: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON, nullable=False)
    """What was decided about single answers, so that a longer paste does not ask again."""
    pasted_at: dt.datetime
    pasted_by: int | None = Field(default=None, foreign_key="volunteer.id")
    purge_on: dt.date
    """The day from which on the text is emptied."""
