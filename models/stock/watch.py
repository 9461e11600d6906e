"""What of the stock needs a hand now: gear that is out or low, what expired, counts that differ."""

import datetime as dt

from sqlmodel import col, select

from models.rules.forecast import Level
from models.stock.standing import NOTHING, ItemLine, rules, standing
from models.stock.tables import CountState, Item, Lot, Move, StockCount
from models.store.alarm import Alarm
from models.store.engine import Reading
from models.words import Key


def alarms(session: Reading) -> tuple[Alarm, ...]:
    """Gear that is out or low, anything else that is out, what expired, counts that differ."""
    lines = standing(session)
    found: list[Alarm] = []
    low = [line for line in lines if line.gear and line.level is Level.low]
    crossed = _low_since(session, low)
    for line in lines:
        if line.level is Level.out or line in low:
            out = line.level is Level.out
            found.append(
                Alarm(
                    key=f"stock.{line.level}:{line.id}",
                    severity="red" if out and line.gear else "amber",
                    text=Key(f"alarm.stock.{line.level}"),
                    since=line.since if out else crossed[line.id],
                    params={"name": line.title, "n": line.on_hand, "unit": line.unit,
                            "minimum": line.minimum},
                    record=line.key,
                )
            )  # fmt: skip
    if any(line.locked for line in lines):
        found += _expired(session)
    if any(line.count is CountState.counted for line in lines):
        found += _differing(session)
    return tuple(found)


def _low_since(session: Reading, low: list[ItemLine]) -> dict[int, dt.datetime]:
    """When each item came down to its minimum; not looked for further back than the window."""
    if not low:
        return {}
    found = rules(session)
    start = session.today - dt.timedelta(days=found.window_max_days if found else 1)
    rows = session.exec(
        select(Move.item_id, Move.at, Move.quantity)
        .where(col(Move.item_id).in_([line.id for line in low]), col(Move.day) >= start)
        .order_by(col(Move.day).desc(), col(Move.id).desc())
    )
    left = {line.id: line.on_hand for line in low}
    minimum = {line.id: line.minimum for line in low}
    crossed: dict[int, dt.datetime] = {}
    for item_id, at, quantity in rows:
        if left[item_id] <= minimum[item_id] < left[item_id] - quantity:
            crossed.setdefault(item_id, at)
        left[item_id] -= quantity
    return {line.id: crossed.get(line.id, session.clock.day_start(start)) for line in low}


def _expired(session: Reading) -> list[Alarm]:
    rows = session.exec(
        select(Lot, Item.name, Item.spec, Item.unit)
        .join(Item, col(Item.id) == Lot.item_id)
        .where(col(Lot.on_hand) > NOTHING, col(Lot.expires_on) < session.today)
        .order_by(col(Lot.expires_on), col(Lot.id))
    )
    return [
        Alarm(
            key=f"stock.expired:{lot.id}",
            severity="amber",
            text=Key("alarm.stock.expired"),
            since=session.clock.day_start(lot.expires_on + dt.timedelta(days=1)),
            params={"name": f"{name} {spec}".rstrip(), "n": lot.on_hand, "unit": unit,
                    "batch": lot.batch},
            record=f"stock.lot:{lot.id}",
        )
        for lot, name, spec, unit in rows
        if lot.expires_on is not None
    ]  # fmt: skip


def _differing(session: Reading) -> list[Alarm]:
    rows = session.exec(
        select(StockCount, Item.name, Item.spec, Item.unit)
        .join(Item, col(Item.id) == StockCount.item_id)
        .where(StockCount.state == CountState.counted)
    )
    return [
        Alarm(
            key=f"stock.differs:{row.id}",
            severity="amber",
            text=Key("alarm.stock.differs"),
            since=row.counted_at or row.requested_at,
            params={"name": f"{name} {spec}".rstrip(), "book": row.book, "counted": row.counted,
                    "unit": unit},
            record=f"stock.count:{row.id}",
        )
        for row, name, spec, unit in rows
    ]  # fmt: skip
