"""The orders of a group purchase, as the shop programs of the group chat write them out.

The promise: every household gets what all its orders together say, an order that was cancelled or
paid back counts for nothing, and a product that the buy does not offer is never taken for another.
Telephone numbers in the file are not read.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from models.group_buys import OrderSource
from models.group_buys.pasting import Change, Sign, changes, taking
from models.group_buys.surroundings import Surroundings, surroundings
from models.imports import Ledger, Plan, Planner
from models.rules.address import Door, find_doors, matches, near, parse_door
from models.rules.group_buy import portions
from models.rules.jielong import Answer, AnswerState, Chain, Product
from models.rules.jielong.catalogue import Catalogue, key
from models.rules.jielong.units import SIZE, WEIGHT
from models.rules.refusal import Refusal
from models.rules.text import clean_lines, fold
from models.sheets import ORDERS, Cell, Progress, Sheet, SheetRow, door_of, integer, remark
from models.sheets import text as text_of
from models.store.engine import Reading

_TIMES = re.compile(r"(?P<name>.+?)\s*[*x×]\s*(?P<n>[0-9]{1,4})\s*\S{0,2}", re.IGNORECASE)
_BRACKETS = re.compile(r"[【】\[\]()（）《》<>「」]")
_GONE = re.compile(r"取消|退款成功|已退款|全额退款|关闭|cancel|refunded", re.IGNORECASE)
_UNPAID = re.compile(r"待支付|未支付|待付款|未付款|unpaid", re.IGNORECASE)
_NEAR = 5
_NOTE = 200


@dataclass(slots=True)
class _Household:
    """What all orders of one household come to."""

    row: int
    door: Door
    name: str = ""
    items: dict[str, int] = field(default_factory=dict)
    placed_by: str = ""
    notes: list[str] = field(default_factory=list)
    paid: bool = True
    first: str = ""
    """When the first of them was paid, as text that sorts."""

    def answer(self) -> Answer:
        """The same as one answer of a chain."""
        state = AnswerState.accepted if self.items else AnswerState.withdrawn
        note = "；".join(dict.fromkeys(self.notes))[:_NOTE]
        return Answer(
            self.row, state, self.name, self.door, self.items, self.placed_by, self.paid, note
        )


def preview(
    session: Reading, sheet: Sheet, progress: Progress | None = None, *, into: int | None = None
) -> Plan:
    """What reading these orders into a group buy would do; writes nothing.

    Raises:
        Refusal: when it is no table of orders, or no buy was named.
    """
    if into is None:
        raise Refusal("refuse.imports.which_buy")
    # Whom a paste told of may well be missing here: a file speaks for the orders in it alone.
    known = replace(surroundings(session, into), from_chain=frozenset())
    planner = Planner(Ledger.orders, sheet.path.name)
    goods = _Goods.of(known.products or ())
    households: dict[Door, _Household] = {}
    for row in sheet.rows(ORDERS, progress):
        try:
            _add(row, known, goods, households)
        except Refusal as refusal:
            planner.tally.refuses(row.number, refusal, row.get("item").ref)
    _check_limits(households, known, planner)
    answers = tuple(one.answer() for one in sorted(households.values(), key=lambda one: one.first))
    chain = Chain(answers=answers, products=known.products or ())
    _tell(chain, changes(chain, known), planner)
    draft = taking(chain, known)
    if draft is not None:
        told = {name: getattr(draft, name) for name in ("id", "answers")}
        planner.step(0, "group_buys.take_answers", **told, source=OrderSource.sheet)
    return planner.plan()


def _add(
    row: SheetRow, known: Surroundings, goods: "_Goods", households: dict[Door, _Household]
) -> None:
    door = _door(door_of(row), known)
    told = _told(row)
    wanted = {} if _is_gone(row) else goods.of_row(row)
    found = households.setdefault(door, _Household(row.number, door))
    for product, quantity in wanted.items():
        found.items[product] = found.items.get(product, 0) + quantity
    if wanted:
        paid_at = text_of(row.get("paid_at"))
        found.first = min(filter(None, (found.first, paid_at)), default="")
        found.name = found.name or remark(row.get("name"), longest=40)
        found.placed_by = found.placed_by or _placed_by(row)
        found.paid = found.paid and told
        found.notes += filter(None, [remark(row.get("note"), longest=_NOTE)])


def _told(row: SheetRow) -> bool:
    """Whether the order was paid: most shops write out nothing else."""
    return not _UNPAID.search(text_of(row.get("status")))


def _is_gone(row: SheetRow) -> bool:
    """Whether an order was cancelled, or all that was paid for it given back."""
    if _GONE.search(text_of(row.get("status"))):
        return True
    amount, refund = _yuan(row.get("amount")), _yuan(row.get("refund"))
    return amount > 0 and refund >= amount


def _yuan(cell: Cell) -> float:
    try:
        return float(re.sub(r"[^0-9.]", "", fold(cell.text)) or 0)
    except ValueError:
        return 0.0


def _placed_by(row: SheetRow) -> str:
    """Who ordered, where that is somebody else: `廖**` and `小雨` may be 廖华 and 钱小雨."""
    buyer, name = remark(row.get("buyer"), longest=40), remark(row.get("name"), longest=40)
    bare = re.sub("[*＊]", "", buyer)
    return buyer if bare and name and bare not in name else ""


def _door(cell: Cell, known: Surroundings) -> Door:
    """The door of an address, whatever stands before it.

    Raises:
        Refusal: in its cell, with the doors that are near.
    """
    said = parse_door(cell.text)
    if said is None:
        inside = find_doors(cell.text, known.compound)
        said = inside[0][2] if len(inside) == 1 else None
    if said is None:
        raise cell.problem("refuse.homes.door_unread")
    if isinstance(said, Door) and said in known.doors:
        return said
    fitting = matches(said, known.doors)
    if len(fitting) == 1:
        return fitting[0]
    close = fitting[:_NEAR] or near(said, known.doors, _NEAR)
    if not close:
        raise cell.problem("refuse.homes.door_unread")
    key_of = "refuse.homes.door_many" if fitting else "refuse.homes.door_unknown"
    raise cell.problem(key_of, doors=" / ".join(map(str, close)))


@dataclass(frozen=True, slots=True)
class _Goods:
    """The products of the buy, by every way a shop may write one of them."""

    offered: Sequence[Product]
    catalogue: Catalogue
    names: Mapping[str, str]

    @classmethod
    def of(cls, products: Sequence[Product]) -> "_Goods":
        names: dict[str, str] = {}
        short: dict[str, set[str]] = {}
        for product in products:
            names[key(product.name)] = product.name
            for alias in product.aliases:
                names.setdefault(key(alias), product.name)
            short.setdefault(_bare(product.name), set()).add(product.name)
        for word, meant in short.items():
            if word and len(meant) == 1:
                names.setdefault(word, *meant)
        return cls(products, Catalogue.of(products), names)

    def of_row(self, row: SheetRow) -> dict[str, int]:
        """What one row orders.

        Raises:
            Refusal: in its cell, where a product is not offered or a quantity is missing.
        """
        cell, spec = row.get("item"), text_of(row.get("spec"))
        count = integer(row.get("count"), least=1, most=999)
        raw = cell.raw if isinstance(cell.raw, str) else cell.text
        pieces = [
            one.strip(" ,，;；") for one in clean_lines(raw.replace("；", "\n")) if one.strip()
        ]
        if count is not None and len(pieces) == 1:
            try:
                return {self._named(cell, pieces[0], spec): count}
            except Refusal:
                if _TIMES.fullmatch(fold(pieces[0])) is None:
                    raise
        found: dict[str, int] = {}
        for piece in pieces:
            times = _TIMES.fullmatch(fold(piece))
            if times is None:
                raise cell.problem("refuse.imports.orders.quantity")
            product = self._named(cell, times["name"], spec)
            found[product] = found.get(product, 0) + int(times["n"])
        return found

    def _named(self, cell: Cell, text: str, spec: str) -> str:
        for said in (key(text + spec), key(text), key(_BRACKETS.sub("", text)), _bare(text)):
            if said in self.names:
                return self.names[said]
        near_by = self.catalogue.meaning(_BRACKETS.sub("", text)).products
        offered = near_by or tuple(product.name for product in self.offered)
        raise cell.problem("refuse.imports.orders.product", products=offered[:_NEAR])


def _bare(name: str) -> str:
    """A product without its sizes and brackets: 鸡蛋30枚/板 is 鸡蛋."""
    return key(WEIGHT.sub("", SIZE.sub("", _BRACKETS.sub("", fold(name)))))


def _check_limits(
    households: dict[Door, _Household], known: Surroundings, planner: Planner
) -> None:
    """Who has more than the buy allows is refused; more than usual is only told."""
    most = {product.name: product.most for product in known.products or ()}
    for door, one in list(households.items()):
        for product, quantity in one.items.items():
            limit = most.get(product)
            if limit is not None and quantity > limit:
                refusal = Refusal("refuse.group_buys.most", most=limit, name=product)
                planner.tally.refuses(one.row, refusal)
                households.pop(door, None)
            elif quantity > known.limit:
                planner.tally.notes(
                    "imports.orders.much", one.row, door=str(door), product=product, n=quantity
                )


def _tell(chain: Chain, found: Sequence[Change], planner: Planner) -> None:
    """Says of every household what becomes of its orders."""
    by_index = {one.index: one for one in found}
    for index, answer in enumerate(chain.answers):
        row, change = answer.no or 0, by_index.get(index)
        if change is None:
            planner.tally.stays()
        elif change.sign is Sign.added:
            planner.tally.adds(row, f"{change.door} {portions(change.after)}")
        else:
            told = (
                ("field.portions", portions(change.before) or "0", portions(change.after) or "0"),
            )
            planner.tally.changes(row, change.door, told)
