"""How much of what: products and counts paired, in whichever order they were written."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from models.rules.address import AnyDoor
from models.rules.jielong.catalogue import Catalogue
from models.rules.jielong.people import is_filler
from models.rules.jielong.tokens import Kind, Token
from models.rules.jielong.units import WEIGHT, WEIGHTS
from models.rules.jielong.values import Product
from models.rules.why import Why


@dataclass(slots=True)
class Order:
    """What one answer wants for one household."""

    name: str = ""
    door: AnyDoor | None = None
    items: dict[str, int] = field(default_factory=dict)
    placed_by: str = ""
    paid: bool | None = None
    note: str = ""
    urgent: bool = False
    withdrawn: bool = False
    ditto: bool = False
    corrected: bool = False
    adds: bool = False
    plus: str = ""
    """A bare `+2` that stands for the quantity."""
    assumed: tuple[str, ...] = ()
    """Products named without a count: taken for one each, and said so."""
    aside: bool = False
    """Told in brackets, inside the answer of the neighbour."""
    item_doubt: Why | None = None
    doubt: Why | None = None


def fill_items(tokens: Sequence[Token], catalogue: Catalogue, order: Order) -> None:
    """Pairs products with counts and fills `order.items`, or says what is unclear."""
    line = [t for t in tokens if t.kind in (Kind.item, Kind.count, Kind.each)]
    backwards = bool(line) and line[0].kind is Kind.count and line[-1].kind is Kind.item
    line = _without_weights(line[::-1] if backwards else line, catalogue, order)
    pairs, loose = _paired(line)
    pairs = pairs[::-1] if backwards else pairs
    if any(t.kind is Kind.unclear for t in tokens):
        text = next(t.text for t in tokens if t.kind is Kind.unclear)
        order.doubt = Why("jielong.two_ways", {"text": text})
    spread = next((t for t in line if t.kind is Kind.each), None)
    if spread is not None and (word := _glued(tokens, spread)) is not None:
        order.item_doubt = Why(
            "jielong.unknown_item", {"text": word.text, "options": offered(catalogue)}
        )
    elif spread is not None:
        pairs = _spread(pairs, spread, catalogue)
    told = next((t for t in tokens if t.kind is Kind.told and t.unit not in ("元", "块")), None)
    if loose or (told is not None and not pairs):
        pairs += _bare(
            loose or [told] if told is not None else loose, catalogue, order, bool(pairs)
        )
    for name, count in pairs:
        if name in order.items:
            order.doubt = order.doubt or Why("jielong.twice", {"product": name})
        if count is None:
            order.assumed += (name,)
        elif count.number is None:
            order.doubt = order.doubt or Why("jielong.part", {"text": count.text})
            continue
        number = 1 if count is None or count.number is None else count.number
        order.items[name] = order.items.get(name, 0) + number
    if any(number == 0 for number in order.items.values()):
        order.items = {name: number for name, number in order.items.items() if number}
        order.item_doubt = order.item_doubt or (None if order.items else Why("jielong.zero"))
    if told is not None and order.items and told.number != sum(order.items.values()):
        counted = sum(order.items.values())
        order.doubt = order.doubt or Why("jielong.told", {"told": told.text, "counted": counted})


_Pair = tuple[str, Token | None]


def _without_weights(line: list[Token], catalogue: Catalogue, order: Order) -> list[Token]:
    """`五花肉 2斤 1份`: beside another count, or as told in the head, a weight is a size."""
    kept: list[Token] = []
    for i, token in enumerate(line):
        if (
            token.kind is Kind.count
            and token.unit in WEIGHTS
            and WEIGHT.fullmatch(token.text.strip())
        ):
            follows = i + 1 < len(line) and line[i + 1].kind is Kind.count
            item = kept[-1].text if kept and kept[-1].kind is Kind.item else ""
            product = catalogue.find(item) or (
                catalogue.products[0] if len(catalogue.products) == 1 else None
            )
            if follows or (product is not None and _is_size(token, product)):
                continue
            if product is not None and product.unit and product.unit != token.unit:
                order.doubt = Why("jielong.weight", {"text": token.text, "unit": product.unit})
        if token.kind is Kind.count and token.unit:
            _ask_of_part(token, kept[-1] if kept else None, catalogue, order)
        kept.append(token)
    return kept


def _ask_of_part(count: Token, before: Token | None, catalogue: Catalogue, order: Order) -> None:
    """`12盒` of what is sold as 12盒/箱, `10斤` of what is sold in fives: how many are meant?"""
    said = before.text if before is not None and before.kind is Kind.item else ""
    product = catalogue.find(said) if said else None
    if product is None and len(catalogue.products) == 1:
        product = catalogue.products[0]
    if product is None or count.unit == product.unit:
        return
    if size := next((size for size in product.sizes if count.unit in size), ""):
        unit = product.unit or size
        order.doubt = order.doubt or Why("jielong.weight", {"text": count.text, "unit": unit})


def _is_size(token: Token, product: Product) -> bool:
    said = "".join(token.text.split())
    return any(size.lstrip("约").startswith(said) for size in product.sizes) or said in product.name


def _paired(line: Sequence[Token]) -> tuple[list[_Pair], list[Token]]:
    """Products with the counts after them, and the counts left over."""
    pairs: list[_Pair] = []
    loose: list[Token] = []
    for token in line:
        if token.kind is Kind.item:
            pairs.append((token.text, None))
        elif token.kind is Kind.each:
            continue
        elif pairs and pairs[-1][1] is None:
            pairs[-1] = (pairs[-1][0], token)
        else:
            loose.append(token)
    return pairs, loose


def _spread(pairs: list[_Pair], each: Token, catalogue: Catalogue) -> list[_Pair]:
    """各一: one of each product named without a count, or of every product where none is named."""
    open_pairs = [name for name, count in pairs if count is None]
    if not pairs:
        return [(product.name, each) for product in catalogue.products]
    return [
        (name, each if name in open_pairs and count is None else count) for name, count in pairs
    ]


def _bare(loose: Sequence[Token], catalogue: Catalogue, order: Order, beside: bool) -> list[_Pair]:
    """Counts without a product: the quantity where only one product is on offer."""
    if order.item_doubt is not None:
        return []
    if beside or len(loose) > 1:
        text = "、".join(token.text for token in loose)
        order.doubt = order.doubt or Why("jielong.two_ways", {"text": text})
        return []
    if len(catalogue.products) != 1:
        order.item_doubt = Why(
            "jielong.which_item", {"text": loose[0].text, "options": offered(catalogue)}
        )
        return []
    if loose[0].plus and not loose[0].unit and (loose[0].number or 0) > 1:
        order.plus = loose[0].text
    return [(catalogue.products[0].name, loose[0])]


def _glued(tokens: Sequence[Token], to: Token) -> Token | None:
    """The word that is joined to a token, as in `AB各一` or `萝卜不要了`."""
    joined = (t for t in tokens if t.kind is Kind.word and t.end == to.start)
    return next((t for t in joined if not is_filler(t.text)), None)


def offered(catalogue: Catalogue) -> tuple[str, ...]:
    """The names to offer where a word is no product."""
    return tuple(product.name for product in catalogue.products[:8])


def all_withdrawn(tokens: Sequence[Token], order: Order) -> bool:
    """Whether all is withdrawn; `萝卜不要了，白菜2` and `退1份` leave something: ask."""
    line = [t for t in tokens if t.kind in (Kind.item, Kind.count, Kind.withdrawn)]
    at = next(i for i, t in enumerate(line) if t.kind is Kind.withdrawn)
    counted_after = any(t.kind is Kind.count for t in line[at + 1 :])
    named = (at > 0 and line[at - 1].kind is Kind.item) or _glued(tokens, line[at]) is not None
    if counted_after or (named and any(t.kind is Kind.count for t in line)):
        order.doubt = Why("jielong.partly")
        return False
    return True
