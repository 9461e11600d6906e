"""The catalogue, its lots, the moves that are the ledger, and the counts that check it."""

import datetime as dt
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.rules.machine import Machine, Step
from models.store.base import Row, partial_index, table_args, text_enum


class LotSource(StrEnum):
    """Where a delivery came from."""

    allocated = "allocated"
    bought = "bought"
    donated = "donated"
    carried = "carried"
    """What an older ledger, or a count, says was there already."""
    other = "other"


class LotState(StrEnum):
    """Whether a lot may be given out; `expired` is read off the calendar and never stored."""

    available = "available"
    on_hold = "on_hold"
    quarantine = "quarantine"
    recalled = "recalled"
    disposed = "disposed"


class MoveKind(StrEnum):
    """Why a quantity moved."""

    receive = "receive"
    issue = "issue"
    use = "use"
    returned = "return"
    spoil = "spoil"
    lose = "lose"
    adjust = "adjust"
    transfer_in = "transfer_in"
    transfer_out = "transfer_out"
    undo = "undo"


class CountState(StrEnum):
    """Where a count stands: `counted` differs from the book and waits for a reason."""

    requested = "requested"
    counted = "counted"
    completed = "completed"
    cancelled = "cancelled"


class CountReason(StrEnum):
    """Why what was counted is not what the book says."""

    not_recorded = "not_recorded"
    """Given out or received without being written down."""
    miscounted = "miscounted"
    damaged = "damaged"
    lost = "lost"
    packs = "packs"
    """Packs and single pieces were mixed up."""
    unknown = "unknown"


USED = (MoveKind.issue, MoveKind.use, MoveKind.returned)
"""The moves that the daily use is reckoned from; what spoils or is lost was not used."""

IN = (MoveKind.receive, MoveKind.returned, MoveKind.transfer_in)
OUT = (MoveKind.issue, MoveKind.use, MoveKind.spoil, MoveKind.lose, MoveKind.transfer_out)

LOT = Machine(
    name="LotState",
    states=tuple(LotState),
    final=frozenset({LotState.disposed}),
    steps=(
        Step("stock.release_hold", ("on_hold", "quarantine"), "available", natural=True),
        Step("stock.hold", ("available", "quarantine"), "on_hold"),
        Step("stock.quarantine", ("available", "on_hold"), "quarantine"),
        Step("stock.recall", ("available", "on_hold", "quarantine"), "recalled"),
        Step("stock.dispose", ("recalled",), "disposed", natural=True),
        Step("stock.dispose", ("available", "on_hold", "quarantine"), "disposed"),
    ),
)

COUNT = Machine(
    name="CountState",
    states=tuple(CountState),
    final=frozenset({CountState.completed, CountState.cancelled}),
    steps=(
        Step("stock.enter_count", ("requested",), "counted", natural=True),
        Step("stock.settle_count", ("counted",), "completed", natural=True),
        Step("stock.cancel_count", ("requested", "counted"), "cancelled"),
    ),
)


class Item(Row, table=True):
    """One thing the branch keeps, in one size; name and size together are its key."""

    area: ClassVar[str] = "stock"
    __table_args__ = table_args(
        sa.UniqueConstraint("name", "spec", name="item_once"),
        sa.CheckConstraint("minimum >= 0", name="item_minimum"),
    )

    name: str
    spec: str = ""
    unit: str
    also: str = ""
    """Other names that people use, English among them, joined by spaces."""
    search: str = ""
    """Every reading of the names, in full and as initials, as find compares them."""
    minimum: int = 0
    reorder: int | None = None
    maximum: int | None = None
    gear: bool = False
    """Protective gear: without it nobody may stand a post."""
    watched: bool = False
    """Whether it is short even if it was never in the ledger: somebody asked for it by name."""
    note: str = ""
    added_at: dt.datetime


class Lot(Row, table=True):
    """What is left of one delivery, in one place. Its balance is the sum of its moves."""

    area: ClassVar[str] = "stock"
    __table_args__ = table_args(
        sa.CheckConstraint("on_hand >= 0", name="lot_never_below_zero"),
        partial_index("lot_open", "item_id", where="on_hand > 0"),
        sa.Index("lot_of_item", "item_id", "received_on"),
    )

    item_id: int = Field(foreign_key="item.id")
    batch: str = ""
    expires_on: dt.date | None = None
    """The last day it may be used."""
    source: LotSource = Field(default=LotSource.other, sa_type=text_enum(LotSource))
    giver: str = ""
    """Who gave or sold it."""
    received_at: dt.datetime
    received_on: dt.date
    place: str = ""
    """Where it is kept; empty is the main store."""
    on_hand: int = 0
    state: LotState = Field(default=LotState.available, sa_type=text_enum(LotState))
    hold_reason: str = ""


class Move(Row, table=True):
    """One line of the ledger; it is never changed, only answered by another move."""

    area: ClassVar[str] = "stock"
    __table_args__ = table_args(
        sa.CheckConstraint("quantity <> 0", name="move_moves"),
        sa.CheckConstraint(
            "CASE WHEN kind IN ('receive', 'return', 'transfer_in') THEN quantity > 0"
            " WHEN kind IN ('issue', 'use', 'spoil', 'lose', 'transfer_out') THEN quantity < 0"
            " ELSE 1 = 1 END",
            name="move_direction",
        ),
        sa.CheckConstraint("(kind = 'undo') = (corrects_id IS NOT NULL)", name="move_undo"),
        sa.Index("move_of_item", "item_id", "day", "id"),
        sa.Index("move_of_kind", "item_id", "kind", "day", "id"),
        sa.Index("move_of_lot", "lot_id", "quantity"),
        partial_index("move_used_by_day", "day", "item_id", "used", where="used <> 0"),
        partial_index("move_sheet_row", "sheet_row", where="sheet_row <> ''"),
    )

    lot_id: int = Field(foreign_key="lot.id")
    item_id: int = Field(foreign_key="item.id")
    """The lot's item: a day's use is read without looking at every lot."""
    kind: MoveKind = Field(sa_type=text_enum(MoveKind))
    quantity: int
    """Signed: below zero is out of the lot."""
    used: int = 0
    """What this adds to the use of its day; a move that is undone takes its own back."""
    at: dt.datetime
    day: dt.date
    """The local day it counts for; an undoing counts for the day of what it undoes."""
    party: str = ""
    """To whom or where it went, or from whom it came, in words."""
    volunteer_id: int | None = Field(default=None, foreign_key="volunteer.id", index=True)
    household_id: int | None = Field(default=None, foreign_key="household.id", index=True)
    post_id: int | None = Field(default=None, foreign_key="post.id", index=True)
    shift_id: int | None = Field(default=None, foreign_key="shift.id", index=True)
    """The shift that drew it."""
    reason: str = ""
    handled_by: str = ""
    """Who moved it."""
    corrects_id: int | None = Field(default=None, foreign_key="move.id", unique=True)
    """The move that this one undoes; no move is undone twice."""
    pair_id: int | None = Field(default=None, foreign_key="move.id")
    """For a transfer in: the transfer out it came from."""
    sheet_row: str = ""
    """The row of a spreadsheet it was read from: number, date, item and size."""


class StockCount(Row, table=True):
    """That an item was, or is to be, counted; and what became of the difference."""

    area: ClassVar[str] = "stock"
    __table_args__ = table_args(
        partial_index("stock_count_open", "item_id", where="state IN ('requested', 'counted')"),
    )

    item_id: int = Field(foreign_key="item.id", index=True)
    state: CountState = Field(sa_type=text_enum(CountState))
    book: int | None = None
    """What the book said when it was counted."""
    counted: int | None = None
    reason: CountReason | None = Field(default=None, sa_type=text_enum(CountReason), nullable=True)
    note: str = ""
    requested_at: dt.datetime
    counted_at: dt.datetime | None = None
    counted_by: str = ""

    @property
    def difference(self) -> int:
        """What was counted more (or less, below zero) than the book says."""
        return (self.counted or 0) - (self.book or 0)
