"""Items, lots, moves and counts as records: what opens, what may be done, how they are found."""

import sqlalchemy as sa
from sqlmodel import col, select

from models.rules.forecast import usable
from models.rules.refusal import Refusal
from models.rules.text import fold
from models.stock.lots import guard_lot, natural_lot
from models.stock.naming import rank_of
from models.stock.reads import is_expired, lots, moves, stock_counts
from models.stock.standing import NOTHING, as_rule, open_lots, standing
from models.stock.tables import COUNT, LOT, CountState, Item, Lot, Move, StockCount
from models.store.actor import Role
from models.store.engine import Reading
from models.store.register import Found, Kind, Quick, Sheet, SheetField, fetch, kind, quick
from models.words import Key

_NEEDS_STOCK = ("stock.issue", "stock.use", "stock.transfer")
_NEEDS_ANY = ("stock.spoil", "stock.lose")
_RELATED = 12


def item_sheet(session: Reading, item_id: int) -> Sheet:
    """An item: how it stands, its lots, its counts and its last moves."""
    row = fetch(session, Item, item_id)
    line = next((one for one in standing(session) if one.id == item_id), None)
    shelf = lots(session, item_id, past=3)
    fields: list[SheetField] = []
    if line is not None:
        fields += [
            SheetField("field.on_hand", f"{line.on_hand} {row.unit}", alarm=line.short),
            SheetField("field.level", line.level, alarm=line.short),
            SheetField(
                "field.stock_cover", None if line.cover is None else f"{float(line.cover):.1f}"
            ),
            SheetField(
                "field.stock_daily", None if line.daily is None else f"{float(line.daily):.1f}"
            ),
            SheetField("field.stock_locked", line.locked or None),
            SheetField("field.next_expiry", line.expires_on, alarm=bool(line.ending)),
            SheetField("field.stock_unused", line.unused or None, alarm=line.unused > 0),
        ]
    fields += [
        SheetField("field.minimum", row.minimum),
        SheetField("field.reorder", row.reorder),
        SheetField("field.maximum", row.maximum),
        SheetField("field.gear", row.gear),
        SheetField("field.also", row.also),
        SheetField("field.note", row.note),
    ]
    related = [("stock.lot", lot.id, _lot_label(lot.batch, lot.on_hand, lot.place, lot.expires_on))
               for lot in shelf]  # fmt: skip
    related += [
        ("stock.count", one.id, f"{one.book} → {one.counted}" if one.counted is not None else "?")
        for one in stock_counts(session, item_id, 3)
    ]
    related += [
        ("stock.move", move.id, f"{move.day:%m-%d} {move.quantity:+d} {move.party}".rstrip())
        for move in moves(session, item_id, limit=_RELATED)
    ]
    return Sheet(f"{row.name} {row.spec}".rstrip(), tuple(fields), tuple(related))


def _lot_label(batch: str, on_hand: int, place: str, expires_on: object) -> str:
    return " ".join(filter(None, (batch or "-", f"×{on_hand}", str(expires_on or ""), place)))


def lot_sheet(session: Reading, lot_id: int) -> Sheet:
    """A lot: what is left of it, where it came from, its moves."""
    row = fetch(session, Lot, lot_id)
    item = fetch(session, Item, row.item_id)
    expired = is_expired(row, session.today)
    name = f"{item.name} {item.spec}".rstrip()
    return Sheet(
        f"{name} · {row.batch or '-'}",
        (
            SheetField("field.on_hand", f"{row.on_hand} {item.unit}"),
            SheetField(
                "field.state", Key("stock.expired") if expired else row.state, alarm=expired
            ),
            SheetField("field.hold_reason", row.hold_reason),
            SheetField("field.lot_batch", row.batch),
            SheetField("field.expires_on", row.expires_on, alarm=expired),
            SheetField("field.lot_source", row.source),
            SheetField("field.giver", row.giver),
            SheetField("field.received_at", row.received_at),
            SheetField("field.store_place", row.place),
        ),
        (
            ("stock.item", row.item_id, name),
            *(
                (
                    "stock.move",
                    move.id,
                    f"{move.day:%m-%d} {move.quantity:+d} {move.party}".rstrip(),
                )
                for move in moves(session, lot_id=lot_id, limit=_RELATED)
            ),
        ),
    )


def move_sheet(session: Reading, move_id: int) -> Sheet:
    """One line of the ledger."""
    row = fetch(session, Move, move_id)
    item = fetch(session, Item, row.item_id)
    line = next(one for one in moves(session, lot_id=row.lot_id, only=move_id))
    related = [("stock.item", row.item_id, item.name), ("stock.lot", row.lot_id, line.batch or "-")]
    related += [("stock.move", other, f"#{other}") for other in (row.corrects_id, row.pair_id)
                if other is not None]  # fmt: skip
    return Sheet(
        f"{item.name} {row.quantity:+d} {item.unit}",
        (
            SheetField("field.move_kind", row.kind),
            SheetField("field.quantity", f"{row.quantity:+d} {item.unit}"),
            SheetField("field.moved_at", row.at),
            SheetField("field.lot_batch", line.batch),
            SheetField("field.moved_party", line.party),
            SheetField("field.reason", line.reason),
            SheetField("field.handled_by", row.handled_by),
            SheetField("field.move_undone", line.undone or None),
        ),
        tuple(related),
    )


def count_sheet(session: Reading, count_id: int) -> Sheet:
    """One count and its difference."""
    row = fetch(session, StockCount, count_id)
    item = fetch(session, Item, row.item_id)
    differs = row.counted is not None and row.difference != 0
    return Sheet(
        f"{item.name} {item.spec}".rstrip(),
        (
            SheetField("field.state", row.state),
            SheetField("field.book", row.book),
            SheetField("field.counted", row.counted),
            SheetField(
                "field.difference",
                f"{row.difference:+d}" if differs else None,
                alarm=row.state is CountState.counted,
            ),
            SheetField("field.count_reason", row.reason),
            SheetField("field.note", row.note),
            SheetField("field.requested_at", row.requested_at),
            SheetField("field.counted_at", row.counted_at),
            SheetField("field.counted_by", row.counted_by),
        ),
        (("stock.item", row.item_id, item.name),),
    )


def find_items(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Items that answer a name, another name, pinyin or initials; exact ones first."""
    if session.viewer.role is Role.wallboard:
        return ()
    kept = (Item.id, Item.name, Item.spec, Item.also, Item.search)
    rows = session.execute(sa.select(*(col(field) for field in kept)))
    ranked = [
        (rank, name, spec, row_id or 0)
        for row_id, name, spec, also, search in rows
        if (rank := rank_of(name, spec, also, search, text)) is not None
    ]
    return tuple(
        Found("stock.item", row_id, name, spec, rank)
        for rank, name, spec, row_id in sorted(ranked)[:limit]
    )


def find_lots(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Lots that are not empty and answer a batch number."""
    wanted = fold(text).strip().casefold()
    if not wanted or session.viewer.role is Role.wallboard:
        return ()
    rows = session.exec(
        select(Lot.id, Lot.batch, Lot.on_hand, Item.name)
        .join(Item, col(Item.id) == Lot.item_id)
        .where(col(Lot.on_hand) > NOTHING, col(Lot.batch) != "")
        .order_by(col(Lot.id))
    )
    found = [
        Found("stock.lot", row_id or 0, batch, f"{name} ×{n}", int(wanted != batch.casefold()))
        for row_id, batch, n, name in rows
        if wanted in fold(batch).casefold()
    ]
    return tuple(sorted(found, key=lambda one: one.rank)[:limit])


def guard_item(session: Reading, row: Item, verb: str) -> None:
    """Refuses to draw where nothing may be drawn."""
    if verb not in (*_NEEDS_STOCK, *_NEEDS_ANY):
        return
    there = [as_rule(lot) for lot in open_lots(session, row.id)]
    free = usable(there, session.today)
    if not there or (verb in _NEEDS_STOCK and not free):
        locked = sum(lot.on_hand for lot in there)
        key = "refuse.stock.all_locked" if locked else "refuse.stock.nothing_left"
        raise Refusal(key, name=row.name, locked=locked)


def natural_item(session: Reading, row: Item) -> str | None:
    """Counted if that was asked for, else issued while there is any, else received."""
    asked = select(StockCount.id).where(
        StockCount.item_id == row.id, StockCount.state == CountState.requested
    )
    if session.exec(asked.limit(1)).first() is not None:
        return "stock.count"
    there = [as_rule(lot) for lot in open_lots(session, row.id)]
    return "stock.issue" if usable(there, session.today) else "stock.receive"


ITEM_KIND = kind(
    Kind(
        "stock.item",
        table=Item,
        sheet=item_sheet,
        find=find_items,
        natural=natural_item,
        guard=guard_item,
        verbs=(
            "stock.issue", "stock.receive", "stock.use", "stock.return", "stock.spoil",
            "stock.lose", "stock.count", "stock.transfer", "stock.adjust", "stock.request_count",
        ),
        edit="stock.edit_item",
    )
)  # fmt: skip
LOT_KIND = kind(
    Kind(
        "stock.lot",
        table=Lot,
        sheet=lot_sheet,
        find=find_lots,
        machine=LOT,
        guard=guard_lot,
        natural=natural_lot,
        verbs=(
            "stock.release_hold", "stock.hold", "stock.quarantine", "stock.recall",
            "stock.dispose",
        ),
        edit="stock.edit_lot",
    )
)  # fmt: skip
COUNT_KIND = kind(
    Kind(
        "stock.count",
        table=StockCount,
        sheet=count_sheet,
        machine=COUNT,
        verbs=("stock.enter_count", "stock.settle_count", "stock.cancel_count"),
    )
)
MOVE_KIND = kind(
    Kind("stock.move", table=Move, sheet=move_sheet, natural=lambda _session, _row: None)
)

quick(
    Quick(
        "stock.issue",
        ("领", "领用", "领取", "发", "发放", "出库", "issue", "give out"),
        rest="party",
    ),
    Quick(
        "stock.issue",
        ("确认领", "确认发", "确认出库", "sure issue"),
        fixed={"sure": True},
        rest="party",
    ),
    Quick("stock.use", ("用", "使用", "use"), rest="party"),
    Quick("stock.return", ("还", "归还", "退还", "return"), rest="party"),
    Quick("stock.spoil", ("报损", "报废", "spoil", "spoiled"), rest="reason"),
    Quick("stock.lose", ("丢失", "遗失", "lost"), rest="reason"),
    Quick("stock.receive", ("入库", "收货", "receive"), rest="giver"),
    Quick("stock.receive", ("确认入库", "sure receive"), fixed={"sure": True}, rest="giver"),
    Quick("stock.count", ("盘点", "count")),
    Quick("stock.transfer", ("调拨", "移库", "transfer"), rest="to_place"),
)
