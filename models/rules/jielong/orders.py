"""What one answer says: for which household, how much of what, and which doubt is left.

Nothing is decided here that the answer does not say. What may be read in two ways becomes a doubt,
and a doubt is a question to a person.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from models.rules.address import AnyDoor, Door, matches
from models.rules.jielong.catalogue import Catalogue
from models.rules.jielong.people import (
    COURTESY,
    is_emoticon,
    is_filler,
    is_own,
    looks_like_food,
    looks_like_person,
)
from models.rules.jielong.quantities import Order, all_withdrawn, fill_items, offered
from models.rules.jielong.tokens import Kind, Token
from models.rules.jielong.units import SPOKEN, UNIT
from models.rules.why import Why

_FETCH = re.compile(r"代?(?:下单|接龙?|登记|[带买订拿捎领要])的?$")
_NUMBER = re.compile(
    rf"[-~]?[0-9]{{1,4}}(?:[-~到至][0-9]{{1,4}})?\s?{UNIT}?-?|[{SPOKEN}]|若干|[几多]{UNIT}?"
)
"""A number that was not understood."""
_UNWANTED = re.compile(r"(?:不[要用需订买]|别[要订买])$")
_NO_NAME = re.compile(r"[0-9./:~+*-]+[月日号]?")
_URGENT = re.compile(r"急(?![诊救])|\burgent\b|\basap\b", re.IGNORECASE)
_WHERE = re.compile(r"^(?:我家)?(?:楼[上下]|隔壁|对[门面]|邻居|老邻居)(?:的)?")
_STOPS = frozenset(
    {
        Kind.item,
        Kind.count,
        Kind.each,
        Kind.unclear,
        Kind.told,
        Kind.paid,
        Kind.unpaid,
        Kind.withdrawn,
        Kind.ditto,
    }
)


def read_orders(tokens: Sequence[Token], catalogue: Catalogue) -> list[Order]:
    """The orders of one answer: its own, then those it places for other households."""
    own, others = _parted(tokens)
    orders = [_order(group, catalogue) for group in _by_door(own)]
    first = orders[0]
    for order in orders[1:]:
        order.placed_by = order.placed_by or first.name
    remarks: list[str] = []
    for who, group, aside in others:
        order = _order(group, catalogue)
        if order.door is None and not order.items and order.item_doubt is None:
            remarks += [t.text for t in group if t.text]
            continue
        order.name = _WHERE.sub("", who) or _FETCH.sub("", order.name)
        order.placed_by = first.name
        order.aside = aside
        order.paid = first.paid if order.paid is None else order.paid
        remarks.append(_remark(who, group))
        orders.append(order)
    if others and _only_places(orders):
        return _placed(orders)
    first.note = " ".join(filter(None, (first.note, *remarks)))
    _share(orders)
    return orders


def _only_places(orders: Sequence[Order]) -> bool:
    """Whether the answer is for the neighbour alone: it says for whom, and once what."""
    own, rest = orders[0], orders[1:]
    if own.withdrawn or own.ditto or own.item_doubt or own.doubt:
        return False
    if own.items:
        return (
            own.door is None and len(rest) == 1 and not rest[0].items and rest[0].door is not None
        )
    return any(order.items for order in rest)


def _placed(orders: Sequence[Order]) -> list[Order]:
    """The orders for others; what the one who placed them wrote of goods and payment is theirs."""
    own, rest = orders[0], list(orders[1:])
    for_whom = rest[0]
    if own.items:
        for_whom.items, for_whom.assumed, for_whom.plus = own.items, own.assumed, own.plus
        for_whom.item_doubt = None
    for_whom.note = " ".join(filter(None, (own.note, for_whom.note)))
    for_whom.urgent = for_whom.urgent or own.urgent
    return rest


def _parted(
    tokens: Sequence[Token],
) -> tuple[list[Token], list[tuple[str, list[Token], bool]]]:
    """The answer's own tokens, and for each 帮… what follows: to the bracket's end or the next."""
    own: list[Token] = []
    others: list[tuple[str, list[Token], bool]] = []
    depth, opened = 0, 0
    current: list[Token] | None = None
    for token in tokens:
        depth += (token.kind is Kind.begin) - (token.kind is Kind.end)
        if current is not None and token.kind is Kind.end and depth < opened:
            current = None
        if current is not None and token.kind is Kind.word and is_own(token.text):
            current = None
        elif token.kind is Kind.other:
            current, opened = [], max(depth, 0)
            others.append((token.text, current, depth > 0))
        elif current is not None:
            current.append(token)
        else:
            own.append(token)
    return own, others


def _by_door(tokens: list[Token]) -> list[list[Token]]:
    """One group for each door; a short form of the same door (a chat name) joins it."""
    doors = [token for token in tokens if token.kind is Kind.door]
    full: list[Token] = []
    for token in doors:
        if not any(_same(token.door, one.door) for one in full):
            full.append(token)
    if len(full) < 2:
        return [tokens]
    starts = [token.start for token in full[1:]]
    groups: list[list[Token]] = [[] for _ in full]
    for token in tokens:
        groups[sum(token.start >= start for start in starts)].append(token)
    return groups


def _same(one: AnyDoor | None, other: AnyDoor | None) -> bool:
    if one is None or other is None:
        return False
    short, full = (other, one) if isinstance(one, Door) else (one, other)
    return isinstance(full, Door) and bool(matches(short, [full]))


def _order(tokens: Sequence[Token], catalogue: Catalogue) -> Order:
    """One household's part of an answer."""
    order = Order()
    kinds = {token.kind for token in tokens}
    doors = [token.door for token in tokens if token.kind is Kind.door and token.door is not None]
    order.door = next(
        (door for door in doors if isinstance(door, Door)), doors[0] if doors else None
    )
    order.paid = False if Kind.unpaid in kinds else True if Kind.paid in kinds else None
    order.ditto = Kind.ditto in kinds
    order.corrected = Kind.corrected in kinds
    order.adds = Kind.adds in kinds
    order.placed_by = next((t.text for t in tokens if t.kind is Kind.placer), "")
    tokens = _without_unwanted(_understood(tokens, catalogue, order), order)
    name = _name(tokens)
    order.name = name.text.strip("#@~-_") if name is not None else ""
    fill_items(tokens, catalogue, order)
    order.withdrawn = Kind.withdrawn in kinds and all_withdrawn(tokens, order)
    kept = [
        token.text
        for token in tokens
        if token.kind in (Kind.note, Kind.number)
        or (token.kind is Kind.word and token is not name and not is_filler(token.text))
        if not is_emoticon(token.text)
    ]
    if order.assumed and (number := next(filter(_NUMBER.fullmatch, kept), None)) is not None:
        order.doubt = order.doubt or Why("jielong.two_ways", {"text": number})
    order.note = " ".join(filter(None, (text.strip() for text in kept)))
    order.urgent = _URGENT.search(order.note) is not None
    if Kind.more in kinds:
        order.doubt = order.doubt or Why("jielong.more")
    return order


def _understood(tokens: Sequence[Token], catalogue: Catalogue, order: Order) -> list[Token]:
    """The tokens with words beside a count read as products, where they can only mean one."""
    read = list(tokens)
    words = [t for t in read if t.kind is Kind.word and not is_filler(t.text)]
    for i, token in enumerate(read):
        if token.kind is not Kind.count:
            continue
        at = next((j for j in range(i - 1, -1, -1) if read[j].kind is not Kind.size), -1)
        after = read[i + 1] if i + 1 < len(read) else None
        if at >= 0 and read[at].kind is Kind.item:
            continue
        if at >= 0 and read[at].kind is Kind.word and read[at] in words:
            named = any(w.start < read[at].start for w in words) or _named_before(read, at)
            glued = read[at].end == token.start or token.marked
            named = named or looks_like_food(read[at].text)
            read[at] = _product(
                read[at], catalogue, order, sure=named or (glued and len(catalogue.products) > 1)
            )
        elif after is not None and after.kind is Kind.word and after.start == token.end:
            read[i + 1] = _product(after, catalogue, order, sure=False)
    return read


def _without_unwanted(tokens: list[Token], order: Order) -> list[Token]:
    """`不要白菜，土豆2`: what is said not to be wanted is a remark, and no order of one."""
    kept = list(tokens)
    for i, token in enumerate(tokens[:-1]):
        if token.kind is not Kind.word or not _UNWANTED.search(token.text):
            continue
        unwanted = tokens[i + 1]
        if unwanted.kind is Kind.item and unwanted.start - token.end < 2:
            kept[i + 1] = replace(unwanted, kind=Kind.note)
            if i + 2 < len(tokens) and tokens[i + 2].kind is Kind.count:
                order.doubt = Why("jielong.partly")
    if kept != tokens and not any(t.kind is Kind.item for t in kept):
        order.doubt = Why("jielong.partly")
    return kept


def _named_before(tokens: Sequence[Token], at: int) -> bool:
    return any(t.kind is Kind.word and not is_filler(t.text) for t in tokens[:at])


def _product(word: Token, catalogue: Catalogue, order: Order, *, sure: bool) -> Token:
    """The word as a product. `sure`: it can be no name, so if it is no product either, ask."""
    meant = catalogue.meaning(word.text)
    if meant.sure and not (looks_like_person(word.text) and not sure):
        return replace(word, kind=Kind.item, text=meant.products[0])
    if meant.products and len(word.text) > 1:
        key = "jielong.which_item" if len(meant.products) > 1 else "jielong.perhaps_item"
        order.item_doubt = Why(key, {"text": word.text, "options": meant.products})
        return replace(word, kind=Kind.note)
    if sure and not looks_like_person(word.text):
        order.item_doubt = Why(
            "jielong.unknown_item", {"text": word.text, "options": offered(catalogue)}
        )
        return replace(word, kind=Kind.note)
    return word


def _name(tokens: Sequence[Token]) -> Token | None:
    """The word that names the household: before what is ordered, or beside the door."""
    words = [t for t in tokens if t.kind is Kind.word and not is_filler(t.text)]
    stop = min((t.start for t in tokens if t.kind in _STOPS), default=None)
    early = [t for t in words if (stop is None or t.start < stop) and len(t.text) <= 12]
    early = [
        t
        for t in early
        if not (COURTESY.search(t.text) or _URGENT.match(t.text) or _NO_NAME.fullmatch(t.text))
    ]
    if early:
        return next((t for t in early if not is_emoticon(t.text)), early[0])
    return next((t for t in words if looks_like_person(t.text)), None)


def _remark(who: str, group: Sequence[Token]) -> str:
    said = [t.text for t in group if t.kind in (Kind.item, Kind.count) and t.text]
    return f"帮{who}带{''.join(said)}" if who else ""


def _share(orders: list[Order]) -> None:
    """`+2（帮刘奶奶带1份）`: what is told in brackets is part of the number before it.

    `白菜2（帮刘奶奶带鸡蛋1）`: of something else it can be no part.
    """
    own = orders[0]
    for other in orders[1:]:
        if not other.aside or own.items.keys().isdisjoint(other.items):
            continue
        left = {name: n - other.items.get(name, 0) for name, n in own.items.items()}
        if any(number < 1 for number in left.values()) or set(other.items) - set(left):
            own.doubt = own.doubt or Why("jielong.shared", {"name": other.name})
        else:
            own.items = left
