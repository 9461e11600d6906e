"""The count sheet: what lies on the shelves lot by lot, counted without being told the book."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import col, func, select

from models.exports.eye import Eye
from models.papers.jobs import Job
from models.papers.paper import Block, Column, Paper, Scope
from models.papers.tables import PaperKind
from models.sheets import Value
from models.stock import Item, Lot, StockCount
from models.stock.standing import NOTHING
from models.store.engine import Reading
from models.words import Key, Words

_LEFT = (
    Column("item"),
    Column("spec", 28),
    Column("batch", 26),
    Column("expires", 28),
    Column("kept_at", 24),
)
_BOOK = Column("book", 16)
_RIGHT = (
    Column("unit", 12),
    Column("counted_as", 24, pen=True),
    Column("note", 52, pen=True),
)


def stock_count(session: Reading, _eye: Eye, words: Words, scope: Scope) -> Paper:
    """Every item that was ever kept, a row a lot; the book only where that was asked for."""
    lots: defaultdict[int, list[Lot]] = defaultdict(list)
    for lot in session.exec(select(Lot).where(col(Lot.on_hand) > NOTHING)):
        lots[lot.item_id].append(lot)
    items = session.exec(select(Item).order_by(col(Item.name), col(Item.spec), col(Item.id))).all()
    kept = [item for item in items if item.id in lots]
    rows: list[Sequence[Value]] = []
    for item in kept:
        for lot in sorted(lots[item.id or 0], key=_first_to_go):
            book = (lot.on_hand,) if scope.book else ()
            expires = "" if lot.expires_on is None else f"{lot.expires_on:%Y-%m-%d}"
            named = (item.name, item.spec, lot.batch, expires, lot.place)
            rows.append((*named, *book, item.unit, "", ""))
    columns = (*_LEFT, *((_BOOK,) if scope.book else ()), *_RIGHT)
    title = words("paper.stock_count.of", day=f"{session.today:%Y-%m-%d}")
    records = [f"stock.item:{item.id}" for item in kept]
    blocks = [Block(title, columns, rows, records)] if rows else []
    return Paper(PaperKind.stock_count, blocks, landscape=True)


def jobs(session: Reading, ids: Sequence[int], since: dt.datetime) -> dict[int, Job]:
    """Which of the items were counted since, and what came of it."""
    items = session.gather(Item, ids)
    latest = (
        select(func.max(StockCount.id))
        .where(col(StockCount.item_id).in_(ids), col(StockCount.counted_at) >= since)
        .group_by(col(StockCount.item_id))
    )
    counted = {
        row.item_id: row
        for row in session.exec(select(StockCount).where(col(StockCount.id).in_(latest)))
    }
    found = {}
    for item_id, item in items.items():
        count = counted.get(item_id)
        state = Key("paper.to_do") if count is None else count.state
        label = f"{item.name} {item.spec}".rstrip()
        found[item_id] = Job(f"stock.item:{item_id}", label, state, open=count is None)
    return found


def _first_to_go(lot: Lot) -> tuple[dt.date, int]:
    return lot.expires_on or dt.date.max, lot.id or 0
