"""The ledger of goods in and out, with the balance after every line; and what there is now."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import col

from models.exports.columns import heads
from models.exports.eye import Eye
from models.homes import Household
from models.people import Volunteer
from models.rules import masking
from models.rules.address import parse_door
from models.sheets import SheetOut, Value
from models.shifts import Post
from models.stock import Item, Lot, Move, MoveKind
from models.stock.standing import standing
from models.store.engine import Reading
from models.words import Key, Words

_COLUMNS = ("no", "date", "item", "spec", "unit", "stock_source", "received", "issued", "balance")
_MORE = ("batch", "expiry", "taken_by", "handled_by", "move", "note")
_NOW = (
    "item",
    "spec",
    "unit",
    "on_hand",
    "level",
    "cover",
    "expires",
    "ending",
    "locked",
    "minimum",
)


def sheets(session: Reading, eye: Eye, words: Words) -> Sequence[SheetOut]:
    """The moves in their order, then the items by need."""
    headers = heads((*_COLUMNS, *_MORE), words)
    now = heads(_NOW, words)
    return (
        SheetOut(words("export.stock"), headers, _moves(session, eye, words)),
        SheetOut(words("export.stock_now"), now, _items(session, words)),
    )


def _moves(session: Reading, eye: Eye, words: Words) -> list[Sequence[Value]]:
    rows = session.execute(
        sa.select(
            Move,
            Lot,
            Item,
            col(Volunteer.name),
            col(Household.door),
            col(Household.grid),
            col(Post.name),
        )
        .join(Lot, col(Lot.id) == col(Move.lot_id))
        .join(Item, col(Item.id) == col(Move.item_id))
        .outerjoin(Volunteer, col(Volunteer.id) == col(Move.volunteer_id))
        .outerjoin(Household, col(Household.id) == col(Move.household_id))
        .outerjoin(Post, col(Post.id) == col(Move.post_id))
        .order_by(col(Move.day), col(Move.id))
    )
    balance: dict[int, int] = defaultdict(int)
    found: list[Sequence[Value]] = []
    for at, (move, lot, item, helper, home, grid, post) in enumerate(rows, start=1):
        balance[item.id] += move.quantity
        behind = parse_door(home) if home else None
        seen = eye.view.sees("door", grid or "")
        linked = behind is None or seen is masking.Sight.full
        taken = (
            post,
            masking.door(behind, seen, words.lang) if behind is not None else "",
            eye.staff(helper),
            masking.words(eye.text(move.party), linked),
        )
        found.append(
            (
                at,
                move.day,
                item.name,
                item.spec,
                item.unit,
                words.of(lot.source) if move.kind is MoveKind.receive else "",
                move.quantity if move.quantity > 0 else None,
                -move.quantity if move.quantity < 0 else None,
                balance[item.id],
                lot.batch,
                lot.expires_on,
                " ".join(filter(None, taken)),
                eye.text(move.handled_by),
                words.of(move.kind),
                _reason(move.reason, eye, words, linked),
            )
        )
    return found


def _reason(reason: str, eye: Eye, words: Words, linked: bool) -> str:
    """A count keeps its reason as a key; people give theirs in words."""
    if reason.startswith("CountReason."):
        return words(Key(reason))
    return masking.words(eye.text(reason), linked)


def _items(session: Reading, words: Words) -> list[Sequence[Value]]:
    tenth = Decimal("0.1")
    return [
        (
            line.name,
            line.spec,
            line.unit,
            line.on_hand,
            words.of(line.level),
            None
            if line.cover is None
            else str((Decimal(line.cover.numerator) / line.cover.denominator).quantize(tenth)),
            line.expires_on,
            line.ending,
            line.locked,
            line.minimum,
        )
        for line in standing(session)
        if line.level is not None
    ]
