"""The ledger of goods in and out that a branch kept on paper or in a spreadsheet, read in.

The promise: every row becomes the move it tells of, once, however often the sheet is read; what
the sheet's own arithmetic does not bear out is said by row and never smoothed over; and nothing
is issued that was not there. A row is known again by its number, date, item and size; one that was
not read in is known by the move that the desk itself made of the same lot, day and quantity.
"""

import datetime as dt
from collections import Counter, defaultdict
from itertools import count

import sqlalchemy as sa
from sqlmodel import col, func, select

from models.imports import Ledger, Plan, Planner
from models.imports.stock_rows import Moved, Name, Said, Shelf, plain
from models.rules import forecast
from models.rules.refusal import Refusal
from models.sheets import (
    STOCK,
    Cell,
    Progress,
    Sheet,
    SheetRow,
    day,
    integer,
    remark,
    required,
)
from models.stock import Item, Lot, LotSource, LotState, Move, same
from models.store.engine import Reading

_SOURCES = {
    LotSource.allocated: ("下拨", "上级下拨", "配发", "调拨", "街道", "社区", "allocated"),
    LotSource.bought: ("自购", "购买", "采购", "自行采购", "bought", "purchased"),
    LotSource.donated: ("捐赠", "捐", "爱心捐赠", "赠送", "donated", "gift"),
    LotSource.carried: ("结转", "上期结转", "期初", "carried over"),
}
_SPOILED = ("报损", "报废", "过期", "变质", "破损", "spoiled", "written off")
_UNIT = "件"
"""For a new item in a sheet that has no unit; the notice of the new item says it."""
_NOTE = 120


def preview(session: Reading, sheet: Sheet, progress: Progress | None = None) -> Plan:
    """What reading this ledger in would do; writes nothing.

    Raises:
        Refusal: when it is no ledger of goods.
    """
    planner = Planner(Ledger.stock, sheet.path.name)
    said: list[Said] = []
    for row in sheet.rows(STOCK, progress):
        try:
            said.append(_read(row, session.today))
        except Refusal as refusal:
            planner.tally.refuses(row.number, refusal, row.get("item").ref)
    said = _keyed(_in_order(said), planner)
    shelves = _shelves(session)
    done, moved = _done(session), _moved(session)
    again = 0
    openings = _openings(said, shelves)
    made = count(1_000_000_000)
    for one in said:
        try:
            read_in = done.get(one.key) == (one.received, one.issued)
            known = read_in or bool(one.moves) and one.moves <= moved
            if known:
                moved.subtract(one.moves)
                again += not read_in
                planner.tally.stays()
                continue
            _plan(session, one, planner, shelves, done, openings, made)
        except Refusal as refusal:
            planner.tally.refuses(one.row.number, refusal)
    if again:
        planner.tally.notes("stock.import.moved_here", said[0].row.number, n=again)
    _check_balances(said, openings, planner)
    return planner.plan()


def _read(row: SheetRow, today: dt.date) -> Said:
    on = day(row.get("date"), near=today)
    if on is None:
        raise row.get("date").problem("refuse.sheets.blank")
    if on > today:
        raise row.get("date").problem("refuse.stock.row_future", day=on.isoformat())
    received = integer(row.get("received"), least=0) or 0
    issued = integer(row.get("issued"), least=0) or 0
    balance = _balance(row.get("balance"))
    if not received and not issued and balance is None:
        cell = row.get("received") if row.get("received").ref else row.get("issued")
        raise cell.problem("refuse.stock.row_nothing")
    return Said(
        row=row,
        day=on,
        name=required(row.get("item"), longest=40),
        spec=remark(row.get("spec"), longest=40),
        received=received,
        issued=issued,
        balance=balance,
    )


def _balance(cell: Cell) -> int | None:
    """The balance is only compared: what cannot be read in it refuses no row."""
    try:
        return integer(cell)
    except Refusal:
        return None


def _in_order(said: list[Said]) -> list[Said]:
    """As things happened: some keep the latest row on top."""
    if said and said[0].day > said[-1].day:
        said = said[::-1]
    return sorted(said, key=lambda one: one.day)


def _keyed(said: list[Said], planner: Planner) -> list[Said]:
    """Gives every row its key, and refuses a second row with the same one."""
    seen: dict[str, int] = {}
    unnumbered: dict[tuple[dt.date, Name], int] = defaultdict(int)
    kept = []
    for one in said:
        no = one.row.get("no").text
        if not no:
            unnumbered[one.day, one.item] += 1
            no = f"#{unnumbered[one.day, one.item]}"
        one.key = "|".join((no, one.day.isoformat(), *one.item))
        if one.key in seen:
            refusal = Refusal("refuse.stock.row_twice", row=seen[one.key])
            planner.tally.refuses(one.row.number, refusal, one.row.get("no").ref)
            continue
        seen[one.key] = one.row.number
        kept.append(one)
    return kept


def _shelves(session: Reading) -> dict[Name, Shelf]:
    """Every item of the desk with the lots that are not empty."""
    first = (
        select(func.min(Move.day))
        .where(col(Move.item_id) == Item.id)
        .correlate(Item)
        .scalar_subquery()
    )
    shelves: dict[Name, Shelf] = {}
    by_id: dict[int, Shelf] = {}
    for row_id, name, spec, unit, moved in session.execute(
        sa.select(col(Item.id), col(Item.name), col(Item.spec), col(Item.unit), first)
    ):
        shelves[same(name, spec)] = by_id[row_id] = Shelf(row_id, unit, moved is None)
    for lot in session.exec(select(Lot).where(col(Lot.on_hand) > 0)):
        shelf, lot_id = by_id[lot.item_id], lot.id or 0
        held = lot.state is not LotState.available
        shelf.lots[lot_id] = forecast.Lot(lot_id, lot.on_hand, lot.expires_on, held)
        shelf.batches[lot_id] = lot.batch
    return shelves


def _done(session: Reading) -> dict[str, tuple[int, int]]:
    """Row key -> what was received and issued by rows that were read in before."""
    into = func.sum(sa.case((col(Move.quantity) > 0, col(Move.quantity)), else_=0))
    out = func.sum(sa.case((col(Move.quantity) < 0, -col(Move.quantity)), else_=0))
    rows = session.exec(
        select(Move.sheet_row, into, out)
        .where(sa.literal_column("move.sheet_row <> ''"))
        .group_by(col(Move.sheet_row))
    )
    return {key: (int(received), int(issued)) for key, received, issued in rows}


def _moved(session: Reading) -> "Counter[Moved]":
    """What the desk moved by itself, each as often as it did: a file it wrote tells of these."""
    rows = session.execute(
        sa.select(col(Item.name), col(Item.spec), col(Move.day), col(Move.quantity), col(Lot.batch))
        .join(Lot, col(Lot.id) == col(Move.lot_id))
        .join(Item, col(Item.id) == col(Move.item_id))
    )
    return Counter(
        (same(name, spec), day, quantity, plain(batch)) for name, spec, day, quantity, batch in rows
    )


def _openings(said: list[Said], shelves: dict[Name, Shelf]) -> dict[Name, int]:
    """What the sheet carried over from an older one, for items the desk knows nothing of yet.

    The first row's balance tells it, if the next row bears that balance out; alone it is taken at
    its word only where something is issued that nothing in the sheet brought in.
    """
    rows: dict[Name, list[Said]] = defaultdict(list)
    for one in said:
        rows[one.item].append(one)
    found: dict[Name, int] = {}
    for item, (first, *later) in rows.items():
        if first.balance is None:
            continue
        opening = first.balance - first.received + first.issued
        following = later[0] if later else None
        if following is not None and following.balance is not None:
            borne_out = following.balance == first.balance + following.received - following.issued
        else:
            moved = first.received or first.issued
            borne_out = first.issued > first.received or not moved
        if opening > 0 and borne_out:
            found[item] = opening
    return found


def _plan(
    session: Reading,
    one: Said,
    planner: Planner,
    shelves: dict[Name, Shelf],
    done: dict[str, tuple[int, int]],
    openings: dict[Name, int],
    made: "count[int]",
) -> None:
    if one.key in done:
        one.check_same(done[one.key])
    shelf = shelves.get(one.item)
    row = one.row
    unit = remark(row.get("unit"), longest=8)
    if shelf is not None and unit and plain(unit) != plain(shelf.unit):
        raise row.get("unit").problem("refuse.stock.row_unit", unit=shelf.unit)
    batch = remark(row.get("batch"), longest=40)
    expires_on = day(row.get("expiry"), near=one.day, month_end=True)
    shared = _shared(session, one, batch)
    if shelf is None:
        values = {"name": one.name, "spec": one.spec, "unit": unit or _UNIT}
        new = planner.step(row.number, "stock.add_item", **values)
        planner.tally.notes("stock.import.new_item", row.number, item=one.title, unit=unit or _UNIT)
        shelf = shelves[one.item] = Shelf(new, unit or _UNIT, True)
    opening = openings.get(one.item, 0) if shelf.fresh else 0
    if opening:
        _carry_over(one, planner, shelf, opening, shared, next(made))
    shelf.fresh = False
    if not opening and not one.received and not one.issued:
        planner.tally.stays()  # a row with nothing but a balance: only compared
        return
    if one.received:
        source, giver = _source(row.get("source"))
        planner.step(
            row.number,
            "stock.receive",
            **shared,
            id=shelf.id,
            quantity=one.received,
            source=source,
            giver=giver,
            expires_on=expires_on,
            sheet_row=one.key,
        )
        shelf.put(next(made), one.received, expires_on, batch)
    if one.issued:
        _issue(one, planner, shelf, shared, "" if one.received else batch)
    signed = opening + one.received - one.issued
    planner.tally.adds(row.number, f"{one.title} {signed:+d}{shelf.unit}")


def _shared(session: Reading, one: Said, batch: str) -> dict[str, object]:
    """What a row says of whatever it moves."""
    note = remark(one.row.get("note"))
    return {
        "at": min(session.now, session.clock.day_start(one.day) + dt.timedelta(hours=12)),
        "handled_by": remark(one.row.get("handled_by"), longest=60),
        "batch": batch,
        "reason": note if len(note) <= _NOTE else f"{note[: _NOTE - 1]}…",
        "sure": True,
    }


def _issue(
    one: Said, planner: Planner, shelf: Shelf, shared: dict[str, object], batch: str
) -> None:
    """What a row issued; without a batch the earliest expiry goes first.

    Raises:
        Refusal: in the cell of the quantity, when it was not there.
    """
    cell = one.row.get("issued")
    try:
        shelf.take(one.issued, one.day, batch)
    except Refusal as refusal:
        where = one.row.get("batch") if refusal.key == "refuse.stock.no_batch" else cell
        raise where.problem(refusal.key, **refusal.params) from None
    taken_by = remark(one.row.get("taken_by"), longest=60)
    values = {**shared, "id": shelf.id, "quantity": one.issued, "batch": batch}
    why = str(shared["reason"])
    if not taken_by and any(word in plain(why) for word in _SPOILED):
        planner.step(one.row.number, "stock.spoil", **values, sheet_row=one.key)
    else:
        planner.step(one.row.number, "stock.issue", **values, party=taken_by, sheet_row=one.key)


def _carry_over(
    one: Said, planner: Planner, shelf: Shelf, opening: int, shared: dict[str, object], at: int
) -> None:
    values = {**shared, "batch": "", "reason": "", "handled_by": ""}
    planner.step(
        one.row.number,
        "stock.receive",
        **values,
        id=shelf.id,
        quantity=opening,
        source=LotSource.carried,
        sheet_row="|".join(("0", *one.item)),
    )
    shelf.put(at, opening, None, "")
    planner.tally.notes(
        "stock.import.opening", one.row.number, item=one.title, n=opening, unit=shelf.unit
    )


def _source(cell: Cell) -> tuple[LotSource, str]:
    """Where a delivery came from; words that say more than that name the giver."""
    told = remark(cell, longest=60)
    for source, words in _SOURCES.items():
        if plain(told) in words:
            return source, ""
    for source, words in _SOURCES.items():
        if any(plain(told).find(word) >= 0 for word in words if len(word) > 1):
            return source, told
    return LotSource.other, told


def _check_balances(said: list[Said], openings: dict[Name, int], planner: Planner) -> None:
    """Compares the sheet's balances with its own moves; a difference is told once, by its row."""
    running = dict(openings)
    for one in said:
        ours = running.get(one.item, 0) + one.received - one.issued
        if one.balance is not None and one.balance != ours:
            planner.tally.notes(
                "stock.import.balance", one.row.number, item=one.title, says=one.balance, ours=ours
            )
            ours = one.balance
        running[one.item] = ours
