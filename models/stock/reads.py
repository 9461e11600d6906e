"""What is seen of the stock: items by need, an item's lots and moves, the counts of the board."""

import datetime as dt
from itertools import islice
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from models.homes.sight import viewpoint
from models.homes.tables import Household
from models.people.tables import Volunteer
from models.rules import masking
from models.rules.address import parse_door
from models.shifts.tables import Post
from models.stock.standing import NOTHING, ItemLine, need_first, standing
from models.stock.tables import (
    CountReason,
    CountState,
    Item,
    Lot,
    LotSource,
    LotState,
    Move,
    MoveKind,
    StockCount,
)
from models.store.actor import Role
from models.store.engine import Reading
from models.words import Key

PANEL_LINES = 60
PAGE_LINES = 200

SHORT_ONES = "stock.filter.short"
EXPIRING_ONES = "stock.filter.expiring"
HELD_ONES = "stock.filter.held"
GEAR_ONES = "stock.filter.gear"
COUNTING_ONES = "stock.filter.counting"
FILTERS = (SHORT_ONES, EXPIRING_ONES, HELD_ONES, GEAR_ONES, COUNTING_ONES)

BY_NEED = "stock.order.need"
BY_NAME = "stock.order.name"
BY_COVER = "stock.order.cover"
BY_EXPIRY = "stock.order.expiry"
ORDERS = (BY_NEED, BY_NAME, BY_COVER, BY_EXPIRY)


class LotLine(NamedTuple):
    """One lot, with the item it is of."""

    key: str
    id: int
    item: str
    unit: str
    batch: str
    expires_on: dt.date | None
    source: LotSource
    giver: str
    received_on: dt.date
    place: str
    on_hand: int
    state: LotState
    expired: bool
    """Its last day has passed and something of it still lies there."""
    hold_reason: str


class MoveLine(NamedTuple):
    """One line of the ledger."""

    key: str
    id: int
    at: dt.datetime
    day: dt.date
    kind: MoveKind
    item: str
    quantity: int
    batch: str
    party: str
    """To whom or where, from whom; doors as the viewer may see them."""
    reason: str
    """In words, or the `Key` of a count's reason."""
    handled_by: str
    undone: bool


class CountLine(NamedTuple):
    """One count of an item."""

    key: str
    id: int
    item: str
    state: CountState
    book: int | None
    counted: int | None
    reason: CountReason | None
    counted_by: str
    at: dt.datetime


class StockCounts(NamedTuple):
    """The stock in two numbers, as the panel's title, the board and the JSON give them."""

    short: int
    """Items that are out, low or at reorder."""
    expiring: int
    """Items with a lot that ends within the rule's days, or that will be left over."""


def panel(session: Reading) -> tuple[ItemLine, ...]:
    """The items as the dashboard shows them: out, low, reorder, expiring, then by cover."""
    known = (line for line in standing(session) if line.level is not None)
    return tuple(islice(known, PANEL_LINES))


def items(
    session: Reading, narrowed: str = "", order: str = "", page: int = 0
) -> tuple[ItemLine, ...]:
    """The catalogue by need, or narrowed by one of `FILTERS` and ordered by one of `ORDERS`."""
    lines = [line for line in standing(session) if _fits(line, narrowed)]
    if order == BY_NAME:
        lines.sort(key=lambda line: (line.name, line.spec))
    elif order == BY_COVER:
        lines.sort(key=lambda line: (line.cover is None, line.cover or 0, line.name))
    elif order == BY_EXPIRY:
        lines.sort(key=lambda line: (line.expires_on or dt.date.max, line.name))
    else:
        lines.sort(key=need_first)
    return tuple(lines[page * PAGE_LINES : (page + 1) * PAGE_LINES])


def counts(session: Reading) -> StockCounts:
    """How many items need a hand."""
    lines = standing(session)
    return StockCounts(
        short=sum(line.short for line in lines), expiring=sum(line.expiring for line in lines)
    )


def lots(session: Reading, item_id: int | None = None, *, past: int = 0) -> tuple[LotLine, ...]:
    """Lots that are not empty: expired, held, then the earliest expiry first.

    Args:
        past: how many of the latest empty ones are shown as well.
    """
    asked = select(Lot, Item.name, Item.spec, Item.unit).join(Item, col(Item.id) == Lot.item_id)
    if item_id is not None:
        asked = asked.where(col(Lot.item_id) == item_id)
    found = list(session.exec(asked.where(col(Lot.on_hand) > NOTHING)))
    found.sort(key=lambda row: _trouble_first(row[0], session.today))
    if past and item_id is not None:
        empty = asked.where(col(Lot.on_hand) == 0).order_by(
            col(Lot.received_on).desc(), col(Lot.id).desc()
        )
        found += session.exec(empty.limit(past))
    return tuple(_lot_line(session.today, *row) for row in found)


def _trouble_first(lot: Lot, today: dt.date) -> tuple[int, dt.date, int]:
    place = 0 if is_expired(lot, today) else 2 if lot.state is LotState.available else 1
    return place, lot.expires_on or dt.date.max, lot.id or 0


def _lot_line(today: dt.date, lot: Lot, name: str, spec: str, unit: str) -> LotLine:
    return LotLine(
        key=f"stock.lot:{lot.id}",
        id=lot.id or 0,
        item=f"{name} {spec}".rstrip(),
        unit=unit,
        batch=lot.batch,
        expires_on=lot.expires_on,
        source=lot.source,
        giver=lot.giver,
        received_on=lot.received_on,
        place=lot.place,
        on_hand=lot.on_hand,
        state=lot.state,
        expired=is_expired(lot, today),
        hold_reason=lot.hold_reason,
    )


def is_expired(lot: Lot, today: dt.date) -> bool:
    """Whether something of a lot lies there past its last day."""
    return lot.on_hand > 0 and lot.expires_on is not None and lot.expires_on < today


def moves(
    session: Reading,
    item_id: int | None = None,
    *,
    lot_id: int | None = None,
    shift_id: int | None = None,
    only: int | None = None,
    page: int = 0,
    limit: int = PANEL_LINES,
) -> tuple[MoveLine, ...]:
    """The ledger whole, of an item or a lot, what a shift drew, or one line; latest first."""
    if session.viewer.role is Role.wallboard:
        return ()  # every line of it says who handled what, and for whom
    # Whether a move was answered is asked row by row of the unique index, never of the whole table.
    answer = aliased(Move)
    undone = (
        select(col(answer.id)).where(col(answer.corrects_id) == Move.id).correlate(Move)
    ).scalar_subquery()
    asked = (
        sa.select(
            Move,
            col(Item.name),
            col(Lot.batch),
            col(Volunteer.name),
            col(Household.door),
            col(Household.grid),
            col(Post.name),
            undone,
        )
        .join(Item, col(Item.id) == Move.item_id)
        .join(Lot, col(Lot.id) == Move.lot_id)
        .outerjoin(Volunteer, col(Volunteer.id) == Move.volunteer_id)
        .outerjoin(Household, col(Household.id) == Move.household_id)
        .outerjoin(Post, col(Post.id) == Move.post_id)
    )
    if lot_id is not None:
        asked = asked.where(col(Move.lot_id) == lot_id)
    if item_id is not None:
        # An older ledger may have been read in since: an item's moves stand by their day.
        asked = asked.where(col(Move.item_id) == item_id).order_by(col(Move.day).desc())
    asked = asked.order_by(col(Move.id).desc())
    if shift_id is not None:
        asked = asked.where(col(Move.shift_id) == shift_id)
    if only is not None:
        asked = asked.where(col(Move.id) == only)
    rows = session.execute(asked.offset(page * limit).limit(limit)).all()
    return tuple(_move_line(session, *row) for row in rows)


def _move_line(
    session: Reading,
    move: Move,
    item: str,
    batch: str,
    volunteer: str | None,
    at_door: str | None,
    grid: str | None,
    post: str | None,
    undone: int | None,
) -> MoveLine:
    behind, linked = "", True
    if at_door is not None:
        mine = bool(move.handled_by) and move.handled_by == session.viewer.name
        seen = viewpoint(session).sees("door", grid or "", mine)
        parsed = parse_door(at_door)
        behind = masking.door(parsed, seen) if parsed is not None else ""
        linked = seen is masking.Sight.full
    return MoveLine(
        key=f"stock.move:{move.id}",
        id=move.id or 0,
        at=move.at,
        day=move.day,
        kind=move.kind,
        item=item,
        quantity=move.quantity,
        batch=batch,
        party=" ".join(filter(None, (post, behind, volunteer, masking.words(move.party, linked)))),
        reason=Key(move.reason)
        if move.reason.startswith("CountReason.")
        else masking.words(move.reason, linked),
        handled_by=move.handled_by,
        undone=undone is not None,
    )


def stock_counts(session: Reading, item_id: int, limit: int = 12) -> tuple[CountLine, ...]:
    """The counts of one item, latest first."""
    asked = (
        select(StockCount, Item.name, Item.spec)
        .join(Item, col(Item.id) == StockCount.item_id)
        .where(StockCount.item_id == item_id)
        .order_by(col(StockCount.id).desc())
        .limit(limit)
    )
    return tuple(
        CountLine(
            f"stock.count:{row.id}", row.id or 0, f"{name} {spec}".rstrip(), row.state, row.book,
            row.counted, row.reason, row.counted_by, row.counted_at or row.requested_at,
        )
        for row, name, spec in session.exec(asked)
    )  # fmt: skip


def _fits(line: ItemLine, narrowed: str) -> bool:
    return {
        SHORT_ONES: line.short,
        EXPIRING_ONES: line.expiring,
        HELD_ONES: bool(line.locked),
        GEAR_ONES: line.gear,
        COUNTING_ONES: line.count is not None,
    }.get(narrowed, True)


__all__ = [
    "FILTERS",
    "ORDERS",
    "CountLine",
    "ItemLine",
    "LotLine",
    "MoveLine",
    "StockCounts",
    "counts",
    "items",
    "lots",
    "moves",
    "panel",
    "stock_counts",
]
