"""The chain of a group purchase (接龙), read from the text that was pasted.

The promise: any text whatever gives a chain, and nothing in it is guessed in silence. What is
certain is accepted; what is not carries its question in `why` and waits for a person; no address
is made up, and a telephone number is covered before anything is kept.

A paste goes through four rooms: `layout` finds the answers, `head` the products, `tokens` and
`orders` read what one answer says, `settle` compares the households with each other.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from models.rules.address import AnyDoor, Door
from models.rules.jielong.catalogue import Catalogue
from models.rules.jielong.compare import Difference, difference
from models.rules.jielong.head import Head, read_head
from models.rules.jielong.layout import LONGEST, Layout, Numbered, lay_out
from models.rules.jielong.learn import learn
from models.rules.jielong.orders import read_orders
from models.rules.jielong.quantities import Order
from models.rules.jielong.settle import Settler, households, totals
from models.rules.jielong.tokens import Kind, Token, tokenize
from models.rules.jielong.values import (
    WAITING,
    Answer,
    AnswerState,
    Chain,
    Claim,
    Product,
    Residents,
)
from models.rules.jielong.written import written
from models.rules.text import fold
from models.rules.why import Why

__all__ = [
    "WAITING",
    "Answer",
    "AnswerState",
    "Chain",
    "Claim",
    "Difference",
    "Product",
    "Residents",
    "amend",
    "difference",
    "read",
    "written",
]

_MOST_NUMBERS = 12
_WITHOUT_NAME = "份"
_HOUSES = re.compile(r"([0-9]{1,5})\s*[户家人]")


def read(
    text: str,
    *,
    products: Sequence[Product] | None = None,
    known_doors: Collection[Door] | None = None,
    residents: Residents | None = None,
    limit: int = 20,
    compound: str = "",
) -> Chain:
    """Reads a pasted chain.

    Args:
        products: what is on offer; read from the head, or else from the answers, where not given.
        known_doors: the compound's doors; without them a well-formed door is taken as it is.
        residents: who lives where, to find a door by a name and a name by a door.
        limit: more than this of one product for one household is asked about.
        compound: the compound's name, which may stand before a door.
    """
    layout = lay_out(text)
    head = read_head(layout.head)
    warnings = list(layout.warnings)
    offered = tuple(products) if products is not None else head.products
    if not offered and layout.answers:
        offered = _from_answers(layout, head, compound, warnings)
    catalogue = Catalogue.of(offered)
    most = {product.name: product.most for product in offered if product.most is not None}
    settler = Settler(known_doors, residents, limit, most)
    answers: list[Answer] = []
    orders: list[Order] = []
    for numbered in layout.answers:
        for order in _orders(numbered, catalogue, compound):
            orders.append(order)
            answers.append(settler.answer(numbered, order))
    warnings += _remarks(answers, orders)
    if not answers and not any(w.key == "jielong.export" for w in warnings):
        warnings.append(Why("jielong.no_answers"))
    claims = tuple(claim for line in layout.sums for claim in _claims(line, catalogue))
    return _settled(
        Chain(head.title, head.host, offered, tuple(answers), {}, tuple(warnings), claims)
    )


def amend(
    chain: Chain,
    index: int,
    *,
    door: AnyDoor | None = None,
    items: dict[str, int] | None = None,
    name: str | None = None,
    withdrawn: bool = False,
) -> Chain:
    """The chain after a person decided on one answer; what is not given stays as it was read."""
    old = chain.answers[index]
    fixed = replace(
        old,
        door=old.door if door is None else door,
        items=dict(old.items if items is None else items),
        name=old.name if name is None else name,
    )
    state, why = AnswerState.accepted, None
    if withdrawn:
        state = AnswerState.withdrawn
    elif not isinstance(fixed.door, Door):
        state, why = AnswerState.needs_address, old.own_why
    elif not any(number > 0 for number in fixed.items.values()):
        state, why = AnswerState.needs_item, Why("jielong.no_item")
    fixed = replace(fixed, own=state, own_why=why)
    return _settled(
        replace(chain, answers=(*chain.answers[:index], fixed, *chain.answers[index + 1 :]))
    )


def _from_answers(
    layout: Layout, head: Head, compound: str, warnings: list[Why]
) -> tuple[Product, ...]:
    """The products that the answers count, or the one thing that the title is about."""
    empty = Catalogue()
    tokens = [tokenize(one.text[:LONGEST], empty, compound) for one in layout.answers]
    learnt = learn(tokens)
    if learnt:
        warnings.append(Why("jielong.learnt", {"products": tuple(p.name for p in learnt)}))
        warnings.extend(
            Why("jielong.alias", {"text": alias, "product": product.name})
            for product in learnt
            for alias in product.aliases
        )
        return learnt
    counts = [t for line in tokens for t in line if t.kind in (Kind.count, Kind.told)]
    if not counts and not head.subject:
        return ()
    name = head.subject or next((t.unit for t in counts if t.unit), "") or _WITHOUT_NAME
    warnings.append(Why("jielong.single", {"product": name}))
    return (Product(name),)


def _orders(numbered: Numbered, catalogue: Catalogue, compound: str) -> list[Order]:
    orders = read_orders(tokenize(numbered.text[:LONGEST], catalogue, compound), catalogue)
    if len(numbered.text) > LONGEST:
        orders[0].doubt = Why("jielong.long", {"n": LONGEST})
    return orders


def _remarks(answers: Sequence[Answer], orders: Sequence[Order]) -> list[Why]:
    """What is said once for the whole chain."""
    remarks: list[Why] = []
    pairs = list(zip(answers, orders, strict=True))
    plus = next(((a.no, order.plus) for a, order in pairs if order.plus), None)
    if plus is not None:
        remarks.append(Why("jielong.plus", {"no": plus[0], "text": plus[1]}))
    accepted = [a for a in answers if a.state is AnswerState.accepted]
    nameless = [a.no for a in accepted if not a.name]
    if nameless:
        remarks.append(_numbers("jielong.no_name", nameless))
    ones = [a.no for a, order in pairs if order.assumed and a.state is AnswerState.accepted]
    if ones:
        remarks.append(_numbers("jielong.ones", ones))
    numbers = list(dict.fromkeys((a.no, a.lines) for a in answers if a.no is not None))
    twice = [no for no, times in Counter(no for no, _ in numbers).items() if times > 1]
    if twice:
        remarks.append(_numbers("jielong.repeated", twice))
    used = {no for no, _ in numbers}
    low, high = min(used, default=1), max(used, default=0)
    missing = [no for no in range(low, min(high, low + 5000)) if no not in used]
    if missing:
        remarks.append(_numbers("jielong.gap", missing))
    return remarks


def _numbers(key: str, numbers: Sequence[int | None]) -> Why:
    shown = tuple("?" if no is None else str(no) for no in numbers[:_MOST_NUMBERS])
    more = ("…",) if len(numbers) > _MOST_NUMBERS else ()
    return Why(key, {"n": len(numbers), "numbers": shown + more})


def _claims(line: str, catalogue: Catalogue) -> Iterable[Claim]:
    """The sums of a line below the chain: 合计：白菜包3份 土豆包1份，共4份."""
    houses = _HOUSES.search(fold(line))
    if houses is not None:
        yield Claim(int(houses[1]), unit="户")
    product = ""
    tokens: list[Token] = tokenize(line[:LONGEST], catalogue)
    for token in tokens:
        if token.kind is Kind.item:
            product = token.text
        elif token.kind in (Kind.count, Kind.told) and token.number is not None:
            yield Claim(token.number, product if token.kind is Kind.count else "", token.unit)
            product = ""


def _settled(chain: Chain) -> Chain:
    """The chain with its households compared, its totals, and its sums checked."""
    answers = households(chain.answers)
    sums = totals(answers, (product.name for product in chain.products))
    warnings = [w for w in chain.warnings if w.key != "jielong.checksum"]
    for claim in chain.claims:
        if claim.unit in ("元", "块"):
            continue
        counted = sums.get(claim.product, 0) if claim.product else sum(sums.values())
        if claim.unit == "户":
            counted = sum(answer.state is AnswerState.accepted for answer in answers)
        if counted != claim.told:
            told = {"told": claim.told, "counted": counted, "product": claim.product or claim.unit}
            warnings.append(Why("jielong.checksum", told))
    return replace(chain, answers=answers, totals=sums, warnings=tuple(warnings))
