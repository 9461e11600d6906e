"""How the stock stood at a moment that may be past, for the brief."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func

from models.branch.reads import rule_set
from models.rules import forecast
from models.rules.forecast import Level, StockRules
from models.rules.refusal import Refusal
from models.stock.standing import ItemLine, as_rule, item_line, need_first, standing, use_by_day
from models.stock.tables import Item, Lot, Move
from models.store.engine import Reading
from models.store.past import rows_at


@dataclass(frozen=True, slots=True)
class Supply:
    """One item that somebody has to look after, or that nobody may serve without."""

    name: str
    unit: str
    on_hand: int
    days: Fraction | None
    """Days it lasts; None where no use is known."""
    level: Level | None
    expiring: bool


@dataclass(frozen=True, slots=True)
class StockStanding:
    """The alerts, and the items they are about with the protective gear."""

    out: int
    short: int
    """Out, low or at reorder."""
    expiring: int
    supplies: tuple[Supply, ...]


def stood(session: Reading, at: dt.datetime) -> StockStanding | None:
    """The stock at a moment; None where the journal no longer tells."""
    lines = standing(session) if at >= session.now else _then(session, at)
    if lines is None:
        return None
    return StockStanding(
        out=sum(line.level is Level.out for line in lines),
        short=sum(line.short for line in lines),
        expiring=sum(line.expiring for line in lines),
        supplies=tuple(
            Supply(line.title, line.unit, line.on_hand, line.cover, line.level, line.expiring)
            for line in lines
            if line.level is not None and (line.short or line.expiring or line.gear)
        ),
    )


_ITEM = (
    "name",
    "spec",
    "unit",
    "gear",
    "minimum",
    "reorder",
    "maximum",
    "watched",
    "added_at",
)
_LOT = ("item_id", "expires_on", "state")


def _then(session: Reading, at: dt.datetime) -> tuple[ItemLine, ...] | None:
    """Every item as it stood, by the rules, the limits and the lots of then."""
    items, lots = rows_at(session, Item, _ITEM, at), rows_at(session, Lot, _LOT, at)
    if items is None or lots is None:
        return None
    # The last day that had begun: a moment on its end still belongs to it.
    day = session.clock.day_of(at - dt.timedelta(microseconds=1))
    try:
        rules: StockRules | None = StockRules.from_data(rule_set(session, "stock", day))
    except Refusal:
        rules = None
    held: defaultdict[Any, list[forecast.Lot]] = defaultdict(list)
    # What lay there is the ledger's to tell, whatever became of the journal.
    left: dict[int, int] = {
        lot_id: n
        for lot_id, n in session.execute(
            sa.select(col(Move.lot_id), func.sum(col(Move.quantity)))
            .where(col(Move.at) < at)
            .group_by(col(Move.lot_id))
        )
    }
    for row_id, was in lots.items():
        if on_hand := left.get(row_id, 0):
            lot = as_rule(SimpleNamespace(id=row_id, on_hand=on_hand, **was))
            held[was["item_id"]].append(lot)
    first: dict[int, dt.date] = {
        item_id: began
        for item_id, began in session.execute(
            sa.select(col(Move.item_id), func.min(col(Move.day)))
            .where(col(Move.at) < at)
            .group_by(col(Move.item_id))
        )
    }
    window = rules.window_max_days if rules else 0
    used = use_by_day(session, day - dt.timedelta(days=window))
    return tuple(
        sorted(
            (
                item_line(
                    day,
                    SimpleNamespace(
                        id=row_id, first=first.get(row_id), last=None, counting=None, **was
                    ),
                    held[row_id],
                    {on: n for on, n in used.get(row_id, {}).items() if on <= day},
                    rules,
                )
                for row_id, was in items.items()
            ),
            key=need_first,
        )
    )
