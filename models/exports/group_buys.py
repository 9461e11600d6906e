"""The group buys as they are used on paper: the ledger, what goes where, labels, and suppliers.

Lists and labels are of the buys whose goods are on their way to the doors, because only those are
carried today; the ledger holds every buy there was.
"""

from collections.abc import Sequence
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import col

from models.exports.columns import heads
from models.exports.eye import Eye
from models.group_buys import BuyLine, buys, labels, pick_list, products_of, suppliers
from models.group_buys.states import BuyState
from models.group_buys.tables import GroupBuy
from models.sheets import SheetOut, Value
from models.store.engine import Reading
from models.words import Words

_EVERY = 100_000
"""More buys than any branch has: a ledger is written whole."""
_CARRIED = (BuyState.at_gate, BuyState.sorting, BuyState.delivering)
_COLUMNS = (
    "no",
    "date",
    "buy",
    "buy_kind",
    "supplier",
    "organiser",
    "product",
    "unit",
    "price",
    "buy_homes",
    "asked",
    "told",
    "arrived",
    "got",
    "cost",
    "state",
)
_PICK = ("buy", "building", "stairwell", "product", "unit", "portions", "buy_homes", "tick")
_LABEL = ("buy", "label_no", "door", "product", "portions", "unit", "note", "tick")
_SUPPLIER = ("supplier", "contact_name", "phone", "report_until", "minimum_order", "delivers")
_BOX = "□"


def sheets(session: Reading, eye: Eye, words: Words) -> Sequence[SheetOut]:
    """The ledger by product, then the pick list, the labels in walking order, the suppliers."""
    lines = buys(session, limit=_EVERY)
    carried = [line for line in lines if line.state in _CARRIED]

    return (
        SheetOut(
            words("export.group_buys"), heads(_COLUMNS, words), _ledger(session, eye, words, lines)
        ),
        SheetOut(words("export.pick_list"), heads(_PICK, words), _pick(session, words, carried)),
        SheetOut(words("export.labels"), heads(_LABEL, words), _labels(session, eye, carried)),
        SheetOut(words("export.suppliers"), heads(_SUPPLIER, words), _suppliers(session, eye)),
    )


def _ledger(
    session: Reading, eye: Eye, words: Words, lines: Sequence[BuyLine]
) -> list[Sequence[Value]]:
    began = session.execute(sa.select(col(GroupBuy.id), col(GroupBuy.created_at)))
    opened = {buy_id: at for buy_id, at in began}
    goods = products_of(session, opened)
    found: list[Sequence[Value]] = []
    for line in sorted(lines, key=lambda one: (opened[one.id], one.id)):
        for product in goods.get(line.id, ()):
            found.append(
                (
                    len(found) + 1,
                    session.clock.day_of(opened[line.id]),
                    line.title,
                    words.of(line.kind),
                    line.supplier,
                    eye.staff(line.organiser),
                    product.name,
                    product.unit,
                    _yuan(product.price_fen),
                    product.households,
                    product.asked,
                    product.told,
                    product.arrived,
                    product.got,
                    _yuan(product.cost_fen),
                    words.of(line.state),
                )
            )
    return found


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100


def _pick(session: Reading, words: Words, carried: Sequence[BuyLine]) -> list[Sequence[Value]]:
    return [
        (
            line.title,
            words("group_buys.building", n=one.building),
            one.stairwell,
            one.product,
            one.unit,
            one.portions,
            one.households,
            _BOX,
        )
        for line in carried
        for one in pick_list(session, line.id)
    ]


def _labels(session: Reading, eye: Eye, carried: Sequence[BuyLine]) -> list[Sequence[Value]]:
    return [
        (
            line.title,
            f"{one.number}/{one.of}",
            one.door,
            one.substitute or one.product,
            one.portions,
            one.unit,
            eye.text(one.note),
            "" if one.handed else _BOX,
        )
        for line in carried
        for one in labels(session, line.id)
    ]


def _suppliers(session: Reading, eye: Eye) -> list[Sequence[Value]]:
    return [
        (
            line.name,
            eye.staff(line.contact),
            eye.staff_phone(line.phone),
            line.report_until,
            line.minimum,
            line.delivers,
        )
        for line in suppliers(session)
    ]
