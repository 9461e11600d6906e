"""What a screen may show of group buys: frozen values, masked for who looks."""

import datetime as dt
from dataclasses import dataclass

from models.group_buys.states import (
    PAST,
    BuyKind,
    BuyState,
    ComplaintState,
    HandOver,
    OrderSource,
    OrderState,
    Payment,
)


@dataclass(frozen=True, slots=True)
class BuyLine:
    """One group buy with its totals."""

    key: str
    id: int
    title: str
    kind: BuyKind
    state: BuyState
    supplier: str
    organiser: str
    cut_off_at: dt.datetime
    expected_at: dt.datetime | None
    since: dt.datetime | None
    """When it arrived, else when the supplier was told."""
    rested_at: dt.datetime | None
    closed_at: dt.datetime | None
    households: int
    portions: int
    """Portions asked for, without those on the late list."""
    missing: int
    """Portions missing until the minimum."""
    late: int
    unpaid: int
    refunds: int
    waiting: int
    """Lines not yet handed over."""
    complaints: int
    mine: bool

    @property
    def past(self) -> bool:
        """Whether it asks nothing of anybody any more."""
        return self.state in PAST


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One household's portions of one product, as far as the viewer may know."""

    key: str
    id: int
    household_id: int | None
    """None where only the building may be known."""
    building: int
    door: str
    product: str
    unit: str
    quantity: int
    got: int
    state: OrderState
    payment: Payment
    due_fen: int
    """To be paid, or below nothing to be given back."""
    hand: HandOver
    placed_by: str
    source: OrderSource
    ordered_at: dt.datetime
    substitute: str
    why: str
    why_params: dict[str, int | str]
    note: str


@dataclass(frozen=True, slots=True)
class OrderPage:
    """A stretch of the orders of one buy."""

    lines: tuple[OrderLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class TotalLine:
    """Portions of one product, or at one building."""

    key: str
    name: str
    """A product's name; empty for a building."""
    building: int | None
    unit: str
    households: int
    asked: int
    told: int | None
    arrived: int | None
    got: int
    missing: int
    """Portions missing until the last box is full."""
    price_fen: int
    """Of one portion; 0 for a building."""
    cost_fen: int


@dataclass(frozen=True, slots=True)
class SupplierLine:
    """One supplier."""

    key: str
    id: int
    name: str
    contact: str
    phone: str
    report_until: dt.date | None
    days_left: int | None
    """Days until the test report ends; below nothing it has ended."""
    minimum: int | None
    delivers: str


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """One complaint."""

    key: str
    id: int
    buy: str
    product: str
    door: str
    text: str
    at: dt.datetime
    state: ComplaintState
    answer: str


@dataclass(frozen=True, slots=True)
class PresentAnswer:
    """What one household has in a buy now, for comparing with a chain pasted again."""

    household_id: int
    door: str
    items: dict[int, int]
    """Product -> portions, without what was withdrawn."""
    late: bool
    placed_by: str
    paid: bool
    note: str


@dataclass(frozen=True, slots=True)
class Totals:
    """What the report says of the group buys."""

    buys: int
    portions: int
    """Portions that households got, or are to get."""


@dataclass(frozen=True, slots=True)
class UnaskedLine:
    """A household that sees no chain and was not asked yet."""

    key: str
    id: int
    building: int
    door: str
    name: str
    phone: str
