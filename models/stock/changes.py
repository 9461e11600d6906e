"""What may be done with items: the catalogue, and every movement as one act of the ledger."""

import sqlalchemy as sa
from sqlmodel import col, func, select

from models.rules.refusal import Refusal
from models.rules.text import fold
from models.shifts.tables import Shift, ShiftState
from models.stock.drafts import (
    AdjustDraft,
    CatalogueDraft,
    IssueDraft,
    ItemDraft,
    ReceiveDraft,
    ReturnDraft,
    TransferDraft,
    UseDraft,
    WriteOffDraft,
)
from models.stock.ledger import adjusted, ask_again, drawn, lots_ahead, moved, say, take_back
from models.stock.naming import search_of
from models.stock.standing import NOTHING
from models.stock.tables import Item, Lot, LotState, Move, MoveKind
from models.store.drafts import Unfit
from models.store.engine import Reading, Writing
from models.store.register import DESK, LEADERS, change, editing, fetch


@change("stock.add_item", draft=ItemDraft, roles=DESK)
def add_item(session: Writing, draft: ItemDraft) -> Item:
    """Adds a thing to the catalogue; name and size together are there once."""
    _check_new(session, draft.name, draft.spec)
    row = _item(session, draft)
    row.watched = row.minimum > 0
    session.add(row)
    session.flush()
    session.say(item=row.id, spec=row.spec)
    return row


@change("stock.install_catalogue", draft=CatalogueDraft, roles=LEADERS)
def install_catalogue(session: Writing, draft: CatalogueDraft) -> Item:
    """Adds the items that are not there yet; what somebody changed is never overwritten."""
    have = {same(row.name, row.spec): row for row in session.exec(select(Item))}
    added = 0
    for given in draft.rows:
        if same(given.name, given.spec) not in have:
            row = _item(session, given)
            session.add(row)
            have[same(given.name, given.spec)] = row
            added += 1
    if not have:
        raise Refusal("refuse.stock.no_items")
    session.say(n=added)
    return next(reversed(have.values()))


def same(name: str, spec: str) -> tuple[str, str]:
    """Name and size as they are compared: no spaces, no capitals, no full-width forms."""
    plain = [fold(text).casefold().replace(" ", "") for text in (name, spec)]
    return plain[0], plain[1]


def _item(session: Writing, draft: ItemDraft) -> Item:
    search = search_of(draft.name, draft.also)
    return Item(**draft.model_dump(), search=search, added_at=session.now)


def _check_new(session: Reading, name: str, spec: str, own: int | None = None) -> None:
    for row_id, other, size in session.exec(select(Item.id, Item.name, Item.spec)):
        if row_id != own and same(other, size) == same(name, spec):
            raise Refusal("refuse.stock.item_twice", name=f"{other} {size}".rstrip())


def _settle_item(session: Writing, row: Item) -> None:
    """What follows from an edit: the key stays single, find keeps up with the name."""
    with session.no_autoflush:
        before = sa.inspect(row).attrs
        if before.name.history.has_changes() or before.spec.history.has_changes():
            _check_new(session, row.name, row.spec, row.id)
        if before.name.history.has_changes() or before.also.history.has_changes():
            row.search = search_of(row.name, row.also)
        if before.minimum.history.has_changes() and row.minimum > 0:
            row.watched = True
    session.say(item=row.id, spec=row.spec)


editing("stock.edit_item", table=Item, fields=ItemDraft, roles=LEADERS, also=_settle_item)


@change("stock.receive", draft=ReceiveDraft, roles=DESK, undo="counter", counter=take_back)
def receive(session: Writing, draft: ReceiveDraft) -> Lot:
    """Takes a delivery in, as a lot of its own."""
    item = fetch(session, Item, draft.id)
    ask_again(session, item, MoveKind.receive, draft.quantity, draft.sure)
    at = draft.at or session.now
    day = session.clock.day_of(at)
    if draft.expires_on is not None and draft.expires_on < day and not draft.sure:
        raise Unfit({"sure": ("refuse.stock.expired_already", {"day": f"{draft.expires_on}"})})
    row = Lot(
        item_id=draft.id,
        batch=draft.batch,
        expires_on=draft.expires_on,
        source=draft.source,
        giver=draft.giver,
        received_at=at,
        received_on=day,
        place=draft.place,
        state=LotState.quarantine if draft.quarantined else LotState.available,
    )
    session.add(row)
    session.flush()
    moved(session, row, MoveKind.receive, draft.quantity, draft).party = draft.giver
    say(session, item, draft.quantity, to=draft.giver or draft.batch)
    return row


@change(
    "stock.issue",
    draft=IssueDraft,
    roles=DESK,
    undo="counter",
    counter=take_back,
    ahead=lots_ahead,
)
def issue(session: Writing, draft: IssueDraft) -> Item:
    """Gives something out: to somebody, a door, a post, or whoever is named."""
    item = fetch(session, Item, draft.id)
    ask_again(session, item, MoveKind.issue, draft.quantity, draft.sure)
    if draft.post_id is not None and draft.shift_id is None:
        draft = draft.model_copy(update={"shift_id": _shift_at(session, draft.post_id)})
    drawn(session, item, MoveKind.issue, draft.quantity, draft)
    say(
        session,
        item,
        draft.quantity,
        # Whose goods they are, the door tells to those who may know it.
        to=draft.party if draft.household_id is None else "",
        volunteer=draft.volunteer_id,
        household=draft.household_id,
        post=draft.post_id,
    )
    return item


def _shift_at(session: Reading, post_id: int) -> int | None:
    """The shift that stands at a post now: what goes to the post is what this shift drew."""
    running = select(Shift.id).where(
        Shift.post_id == post_id,
        col(Shift.starts_at) <= session.now,
        col(Shift.ends_at) > session.now,
        col(Shift.state) != ShiftState.cancelled,
    )
    return session.exec(running.order_by(col(Shift.starts_at).desc()).limit(1)).first()


@change("stock.use", draft=UseDraft, roles=DESK, undo="counter", counter=take_back)
def use(session: Writing, draft: UseDraft) -> Item:
    """Writes down what the branch used itself."""
    item = fetch(session, Item, draft.id)
    ask_again(session, item, MoveKind.use, draft.quantity, draft.sure)
    drawn(session, item, MoveKind.use, draft.quantity, draft)
    say(session, item, draft.quantity, to=draft.party, post=draft.post_id)
    return item


@change("stock.return", draft=ReturnDraft, roles=DESK, undo="counter", counter=take_back)
def take_return(session: Writing, draft: ReturnDraft) -> Item:
    """Takes back what was not used, into the lots it was drawn from, the latest first."""
    item = fetch(session, Item, draft.id)
    missing = draft.quantity
    out = _outstanding(session, draft)
    for lot, used in out:
        take = min(missing, used)
        if take > 0:
            moved(session, lot, MoveKind.returned, take, draft)
            missing -= take
    if missing and not (draft.sure and out):
        there = {"n": draft.quantity, "out": draft.quantity - missing, "unit": item.unit}
        if out:
            raise Unfit({"sure": ("refuse.stock.more_than_issued", dict(there))})
        raise Refusal("refuse.stock.never_issued", name=item.name)
    if missing:
        moved(session, out[0][0], MoveKind.returned, missing, draft)
    say(
        session,
        item,
        draft.quantity,
        # Whose goods they are, the door tells to those who may know it.
        to=draft.party if draft.household_id is None else "",
        volunteer=draft.volunteer_id,
        household=draft.household_id,
    )
    return item


def _outstanding(session: Writing, draft: ReturnDraft) -> list[tuple[Lot, int]]:
    """Lots that something of the item is out of, the one drawn last first, and how much."""
    out = (
        select(Move.lot_id, func.sum(Move.used).label("used"), func.max(Move.id).label("last"))
        .where(Move.item_id == draft.id, col(Move.used) != NOTHING)
        .group_by(col(Move.lot_id))
        .subquery()
    )
    asked = (
        select(Lot, out.c.used)
        .join(out, out.c.lot_id == Lot.id)
        .where(col(Lot.state) != LotState.disposed, out.c.used > 0)
        .order_by(out.c.last.desc())
    )
    found = [(lot, int(used)) for lot, used in session.exec(asked)]
    if not draft.batch:
        return found
    wanted = fold(draft.batch).casefold()
    return [(lot, used) for lot, used in found if fold(lot.batch).casefold() == wanted]


@change("stock.spoil", draft=WriteOffDraft, roles=DESK, undo="counter", counter=take_back)
def spoil(session: Writing, draft: WriteOffDraft) -> Item:
    """Writes off what is damaged or rotten; held and expired lots may be drawn."""
    return _written_off(session, draft, MoveKind.spoil)


@change("stock.lose", draft=WriteOffDraft, roles=LEADERS, undo="counter", counter=take_back)
def lose(session: Writing, draft: WriteOffDraft) -> Item:
    """Writes off what is no longer there."""
    return _written_off(session, draft, MoveKind.lose)


def _written_off(session: Writing, draft: WriteOffDraft, kind: MoveKind) -> Item:
    item = fetch(session, Item, draft.id)
    ask_again(session, item, kind, draft.quantity, draft.sure)
    drawn(session, item, kind, draft.quantity, draft, held=True)
    say(session, item, draft.quantity, reason=draft.reason)
    return item


@change("stock.adjust", draft=AdjustDraft, roles=LEADERS, undo="counter", counter=take_back)
def adjust(session: Writing, draft: AdjustDraft) -> Item:
    """Corrects the book by so many, with a reason; the move that was wrong stays as it is."""
    item = fetch(session, Item, draft.id)
    ask_again(session, item, MoveKind.adjust, abs(draft.difference), draft.sure)
    adjusted(session, item, draft.difference, draft.reason, draft)
    say(session, item, draft.difference, reason=draft.reason, signed=f"{draft.difference:+d}")
    return item


@change("stock.transfer", draft=TransferDraft, roles=DESK, undo="counter", counter=take_back)
def transfer(session: Writing, draft: TransferDraft) -> Item:
    """Moves stock to another place: out of one lot, into its twin there, as a pair."""
    item = fetch(session, Item, draft.id)
    ask_again(session, item, MoveKind.transfer_out, draft.quantity, draft.sure)
    if draft.place and draft.place == draft.to_place:
        raise Refusal("refuse.stock.same_place")
    outs = drawn(session, item, MoveKind.transfer_out, draft.quantity, draft, not_at=draft.to_place)
    session.flush()
    for out in outs:
        twin = _twin(session, fetch(session, Lot, out.lot_id), draft.to_place)
        moved(session, twin, MoveKind.transfer_in, -out.quantity, draft, pair=out.id)
    say(session, item, draft.quantity, to=draft.to_place)
    return item


def _twin(session: Writing, lot: Lot, place: str) -> Lot:
    """The same delivery in another place; the lot there is made if there is none."""
    same_lot = select(Lot).where(
        Lot.item_id == lot.item_id,
        Lot.place == place,
        Lot.batch == lot.batch,
        Lot.expires_on == lot.expires_on,
        Lot.source == lot.source,
        Lot.giver == lot.giver,
        Lot.received_on == lot.received_on,
        Lot.state == LotState.available,
    )
    twin = session.exec(same_lot.limit(1)).first()
    if twin is None:
        kept = lot.model_dump(exclude={"id", "version", "on_hand", "place", "hold_reason"})
        twin = Lot(**kept, place=place)
        session.add(twin)
        session.flush()
    return twin
