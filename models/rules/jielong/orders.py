"""What one answer says: for which household, how much of what, and which doubt is left.

Nothing is decided here that the answer does not say. What may be read in two ways becomes a doubt,
and a doubt is a question to a person.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from models.rules.address import AnyDoor, Door, matches
from models.rules.jielong.catalogue import Catalogue
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
    plus: str = ""
    """A bare `+2` that stands for the quantity."""
    assumed: tuple[str, ...] = ()
    """Products named without a count: taken for one each, and said so."""
    aside: bool = False
    """Told in brackets, inside the answer of the neighbour."""
    item_doubt: Why | None = None
    doubt: Why | None = None


_FILLER = re.compile(
    r"(?:我家?|我们家?|还|就|也|想|要|订|定|买|来|加|接龙|报名|参加|预[定订]|需要|麻烦|给我|帮我|留|登记|下单|共|第|一?份|室|家|由|的|和|与|户主)+"
)
_HONORIFIC = re.compile(
    r"[老小大阿][\u4e00-\u9fff]{1,2}|[\u4e00-\u9fff]{1,4}(?:爷爷|奶奶|阿姨|叔叔?|大爷|大妈|大姐|大哥|姐|哥|先生|女士|老师|妈妈?|爸爸?|婶|嫂)"
)
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴"
    "夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安"
)
_FOOD = re.compile(
    r"[菜瓜薯奶肉菇米面蛋豆笋葱姜蒜椒桃梨果莓橘橙柚鱼虾蟹鸡鸭排骨油盐糖酱醋饼包餐水纸液罩片药丸饺粉条卜笼食团品]$"
)
_COURTESY = re.compile(r"谢谢|多谢|感谢|辛苦|放|门口|马上|晚上|下午|白天|方便|麻烦|不要|自[提取]")
_FETCH = re.compile(r"代?[带买订拿捎领要接]$")
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


def is_filler(word: str) -> bool:
    """我要, 来, 接龙: said with an order and no part of it."""
    return _FILLER.fullmatch(word) is not None


def looks_like_person(word: str) -> bool:
    """老赵, 刘奶奶, 张建; not 白菜, and not 谢谢."""
    if _COURTESY.search(word):
        return False
    if _HONORIFIC.fullmatch(word):
        return True
    return 2 <= len(word) <= 3 and word[0] in _SURNAMES and not _FOOD.search(word)


def read_orders(tokens: Sequence[Token], catalogue: Catalogue) -> list[Order]:
    """The orders of one answer: its own, then those it places for other households."""
    own, others = _parted(tokens)
    orders = [_order(group, catalogue) for group in _by_door(own)]
    first = orders[0]
    for order in orders[1:]:
        order.placed_by = order.placed_by or first.name
    for who, group, aside in others:
        order = _order(group, catalogue)
        if order.door is None and not order.items and order.item_doubt is None:
            first.note = " ".join(filter(None, (first.note, *(t.text for t in group if t.text))))
            continue
        order.name = _WHERE.sub("", who) or _FETCH.sub("", order.name)
        order.placed_by = first.name
        order.aside = aside
        order.paid = first.paid if order.paid is None else order.paid
        first.note = " ".join(filter(None, (first.note, _remark(who, group))))
        orders.append(order)
    _share(orders, catalogue)
    return orders


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
        if token.kind is Kind.other:
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
    order.placed_by = next((t.text for t in tokens if t.kind is Kind.placer), "")
    tokens = _understood(tokens, catalogue, order)
    name = _name(tokens)
    order.name = name.text.lstrip("#@~-_") if name is not None else ""
    _quantities(tokens, catalogue, order)
    order.withdrawn = Kind.withdrawn in kinds and _whole(tokens, order)
    kept = [
        token.text
        for token in tokens
        if token.kind in (Kind.note, Kind.number)
        or (token.kind is Kind.word and token is not name and not is_filler(token.text))
    ]
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
            read[at] = _product(
                read[at], catalogue, order, sure=named or (glued and len(catalogue.products) > 1)
            )
        elif after is not None and after.kind is Kind.word and after.start == token.end:
            read[i + 1] = _product(after, catalogue, order, sure=False)
    return read


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
            "jielong.unknown_item", {"text": word.text, "options": _names(catalogue)}
        )
        return replace(word, kind=Kind.note)
    return word


def _name(tokens: Sequence[Token]) -> Token | None:
    """The word that names the household: before what is ordered, or beside the door."""
    words = [t for t in tokens if t.kind is Kind.word and not is_filler(t.text)]
    stop = min((t.start for t in tokens if t.kind in _STOPS), default=None)
    early = [t for t in words if (stop is None or t.start < stop) and len(t.text) <= 12]
    early = [t for t in early if not _COURTESY.search(t.text) and not _URGENT.match(t.text)]
    if early:
        return early[0]
    return next((t for t in words if looks_like_person(t.text)), None)


def _quantities(tokens: Sequence[Token], catalogue: Catalogue, order: Order) -> None:
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
            "jielong.unknown_item", {"text": word.text, "options": _names(catalogue)}
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
        kept.append(token)
    return kept


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
            "jielong.which_item", {"text": loose[0].text, "options": _names(catalogue)}
        )
        return []
    if loose[0].plus and not loose[0].unit and (loose[0].number or 0) > 1:
        order.plus = loose[0].text
    return [(catalogue.products[0].name, loose[0])]


def _glued(tokens: Sequence[Token], to: Token) -> Token | None:
    """The word that is joined to a token, as in `AB各一` or `萝卜不要了`."""
    joined = (t for t in tokens if t.kind is Kind.word and t.end == to.start)
    return next((t for t in joined if not is_filler(t.text)), None)


def _names(catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(product.name for product in catalogue.products[:8])


def _whole(tokens: Sequence[Token], order: Order) -> bool:
    """Whether all is withdrawn; `萝卜不要了，白菜2` and `退1份` leave something: ask."""
    line = [t for t in tokens if t.kind in (Kind.item, Kind.count, Kind.withdrawn)]
    at = next(i for i, t in enumerate(line) if t.kind is Kind.withdrawn)
    counted_after = any(t.kind is Kind.count for t in line[at + 1 :])
    named = (at > 0 and line[at - 1].kind is Kind.item) or _glued(tokens, line[at]) is not None
    if counted_after or (named and any(t.kind is Kind.count for t in line)):
        order.doubt = Why("jielong.partly")
        return False
    return True


def _remark(who: str, group: Sequence[Token]) -> str:
    said = [t.text for t in group if t.kind in (Kind.item, Kind.count) and t.text]
    return f"帮{who}带{''.join(said)}" if who else ""


def _share(orders: list[Order], catalogue: Catalogue) -> None:
    """`+2（帮刘奶奶带1份）`: what is told in brackets is part of the number before it."""
    own = orders[0]
    for other in orders[1:]:
        if not other.aside or not own.items:
            continue
        left = {name: n - other.items.get(name, 0) for name, n in own.items.items()}
        if any(number < 1 for number in left.values()) or set(other.items) - set(left):
            own.doubt = own.doubt or Why("jielong.shared", {"name": other.name})
        else:
            own.items = left
