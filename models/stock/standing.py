"""How every item stands now: what may be given out, how long it lasts, what will end unused.

One reckoning feeds the panel, the counts, the board and the alarms, so they never disagree. It
reads the catalogue, the lots that are not empty and the use of the last days; the past beyond
that is never looked at, however long the ledger grows.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select

from models.branch.reads import rule_set, ruled
from models.rules import forecast
from models.rules.forecast import SHORT, Level, StockRules
from models.rules.refusal import Refusal
from models.rules.rule_sets import Data
from models.stock.tables import CountState, Item, Lot, LotState, Move, StockCount
from models.store.engine import Reading

_KEPT = "stock.standing"
_WITHIN_A_DAY = dt.timedelta(minutes=15)
"""Only the local day moves it, and that begins at a full quarter of an hour in every zone."""
_ASK_AGAIN = 20
"""Times the usual quantity from which a slip of the finger is likelier than a real need."""
NOTHING: sa.ColumnClause[int] = sa.literal_column("0", sa.Integer)
"""Written out, because a partial index is not used where zero is a bound value."""

_SHOWN = (
    Item.id,
    Item.name,
    Item.spec,
    Item.unit,
    Item.gear,
    Item.minimum,
    Item.reorder,
    Item.maximum,
    Item.watched,
    Item.added_at,
)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item as a list shows it."""

    key: str
    id: int
    name: str
    spec: str
    unit: str
    gear: bool
    on_hand: int
    """What may be given out: neither held nor expired."""
    locked: int
    """What lies there on hold, in quarantine, recalled or expired."""
    level: Level | None
    """None while it was never in the ledger and nobody asked for it: not known is not out."""
    cover: Fraction | None
    """Days it lasts; None where no use is known."""
    daily: Fraction | None
    expires_on: dt.date | None
    """The last day of the lot that goes next, or of an expired one that still lies there."""
    ending: int
    """What lies in lots that have expired or end within the rule's days."""
    unused: int
    """What will be left over when its last day comes, as things are used now."""
    minimum: int
    reorder: int | None
    maximum: int | None
    count: CountState | None
    """An open count: asked for, or waiting for the reason of its difference."""
    since: dt.datetime
    """When it last moved, or was added."""

    @property
    def short(self) -> bool:
        """Whether it is out, low or at reorder."""
        return self.level in SHORT

    @property
    def expiring(self) -> bool:
        """Whether a lot ends within the rule's days or is projected unused."""
        return bool(self.ending or self.unused)

    @property
    def title(self) -> str:
        """Name and size."""
        return f"{self.name} {self.spec}".rstrip()


def standing(session: Reading) -> tuple[ItemLine, ...]:
    """Every item of the catalogue; what needs a hand first, what was never recorded last."""

    def kept() -> tuple[ItemLine, ...]:
        return session.kept(
            _KEPT,
            ("stock", "branch"),
            lambda: tuple(sorted(_reckon(session), key=need_first)),
            every=_WITHIN_A_DAY,
        )

    return session.once(_KEPT, kept)


def need_first(line: ItemLine) -> tuple[int, Fraction | float, str, str]:
    """Sorts out, low, reorder, expiring, then the rest by days of cover."""
    if line.level in SHORT:
        place = SHORT.index(line.level)
    elif line.level is None:
        place = 5
    else:
        place = 3 if line.expiring else 4
    return place, float("inf") if line.cover is None else line.cover, line.name, line.spec


def rules(session: Reading) -> StockRules | None:
    """The rules in force; None in a branch that has set itself none yet."""
    try:
        return ruled(session, "stock", StockRules.from_data)
    except Refusal as refusal:
        if refusal.key == "refuse.rules.none":
            return None
        raise


def ask_again_factor(session: Reading) -> int:
    """From how many times the usual quantity on a person is asked again."""
    try:
        data = Data("stock", rule_set(session, "stock"))
    except Refusal as refusal:
        if refusal.key == "refuse.rules.none":
            return _ASK_AGAIN
        raise
    return data.integer_or_none("ask_again_factor", 2) or _ASK_AGAIN


def as_rule(lot: Any) -> forecast.Lot:
    """A lot as the rules see it."""
    return forecast.Lot(
        lot.id or 0, lot.on_hand, lot.expires_on, lot.state is not LotState.available
    )


def open_lots(session: Reading, item_id: int | None = None) -> Sequence[sa.Row[Any]]:
    """What the rules need of the lots that are not empty, of one item or of all."""
    kept = (Lot.id, Lot.item_id, Lot.on_hand, Lot.expires_on, Lot.state)
    asked = sa.select(*(col(field) for field in kept)).where(col(Lot.on_hand) > NOTHING)
    if item_id is not None:
        asked = asked.where(col(Lot.item_id) == item_id)
    return session.execute(asked).all()


def use_by_day(
    session: Reading, since: dt.date, item_id: int | None = None
) -> dict[int, dict[dt.date, int]]:
    """Item id -> day -> what was used, from a day on."""
    asked = (
        sa.select(col(Move.item_id), col(Move.day), func.sum(Move.used))
        .where(col(Move.day) >= since, col(Move.used) != NOTHING)
        .group_by(col(Move.item_id), col(Move.day))
    )
    if item_id is not None:
        asked = asked.where(col(Move.item_id) == item_id)
    found: dict[int, dict[dt.date, int]] = defaultdict(dict)
    for of_item, day, used in session.execute(asked):
        found[of_item][day] = int(used)
    return found


def _reckon(session: Reading) -> list[ItemLine]:
    first = (
        select(func.min(Move.day))
        .where(col(Move.item_id) == Item.id)
        .correlate(Item)
        .scalar_subquery()
    )
    last = (
        select(Move.at)
        .where(col(Move.item_id) == Item.id)
        .order_by(col(Move.day).desc(), col(Move.id).desc())
        .limit(1)
        .correlate(Item)
        .scalar_subquery()
    )
    counting = (
        select(func.min(StockCount.state))
        .where(
            col(StockCount.item_id) == Item.id,
            sa.literal_column("stock_count.state IN ('requested', 'counted')"),
        )
        .correlate(Item)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(
            *(col(field) for field in _SHOWN),
            first.label("first"),
            last.label("last"),
            counting.label("counting"),
        )
    ).all()  # fmt: skip
    if not rows:
        return []
    lots: dict[int, list[forecast.Lot]] = defaultdict(list)
    for lot in open_lots(session):
        lots[lot.item_id].append(as_rule(lot))
    found_rules = rules(session)
    window = found_rules.window_max_days if found_rules else 0
    used = use_by_day(session, session.today - dt.timedelta(days=window)) if found_rules else {}
    return [
        item_line(session.today, row, lots[row.id], used.get(row.id, {}), found_rules)
        for row in rows
    ]


def item_line(
    today: dt.date,
    row: Any,
    lots: list[forecast.Lot],
    used: dict[dt.date, int],
    found: StockRules | None,
) -> ItemLine:
    """How an item stands on a day, from its row, its open lots and what was used of it by day."""
    daily = None
    if found is not None and row.first is not None:
        daily = forecast.daily_use(used, row.first, today, found)
        # More came back than went out: nothing is known of the use, and it is not below zero.
        daily = None if daily is not None and daily < 0 else daily
    on_hand = forecast.usable(lots, today)
    ending = unused = 0
    if found is not None:
        free = [lot for lot in lots if not lot.held]
        ending = sum(lot.on_hand for lot in forecast.expiring(free, today, found))
        unused = sum(
            one.quantity
            for one in forecast.projected_expiry(lots, daily, today, found)
            if one.expires_on >= today
        )
    lead = found.lead_days if found else 0
    word = forecast.level(on_hand, row.minimum, row.reorder, row.maximum, daily, lead)
    dated = [lot.expires_on for lot in lots if lot.expires_on is not None and not lot.held]
    return ItemLine(
        key=f"stock.item:{row.id}",
        id=row.id,
        name=row.name,
        spec=row.spec,
        unit=row.unit,
        gear=row.gear,
        on_hand=on_hand,
        locked=sum(lot.on_hand for lot in lots) - on_hand,
        level=word if row.first is not None or row.watched else None,
        cover=forecast.days_of_cover(on_hand, daily),
        daily=daily,
        expires_on=min(dated, default=None),
        ending=ending,
        unused=unused,
        minimum=row.minimum,
        reorder=row.reorder,
        maximum=row.maximum,
        count=CountState(row.counting) if row.counting else None,
        since=row.last or row.added_at,
    )
