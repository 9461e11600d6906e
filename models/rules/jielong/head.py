"""The head of a chain: its title, who runs it, and what is on offer at which price.

A number in a head is a price, a size, a date or a rule. What cannot be told to be a product is
none: a chain without one takes its products from the answers.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from models.rules.jielong.units import SIZE, UNIT, WEIGHT, per
from models.rules.jielong.values import Product
from models.rules.numerals import NUMERALS
from models.rules.text import fold

_AMOUNT = r"[0-9]{1,5}(?:\.[0-9]{1,2})?"
_PRICE = re.compile(
    rf"(?:(?:每|一|1)\s*(?P<u1>{UNIT})\s*)?"
    rf"(?:¥\s*(?P<a>{_AMOUNT})元?|(?P<b>{_AMOUNT})\s*(?:元|块钱?|rmb|yuan)|(?P<c>{_AMOUNT})(?=\s*/\s*{UNIT}))"
    rf"(?:\s*(?:/|每|一|per)\s*1?(?P<u2>{UNIT}))?",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:20[0-9]{2}年)?[0-9]{1,2}月[0-9]{1,2}[日号]?|(?<![0-9.])[0-9]{1,2}[./][0-9]{1,2}(?![0-9./])"
    rf"(?!\s*(?:[元块折米升克A-Za-z/]|{UNIT}))"
    r"|[0-9]{1,2}(?::[0-9]{2}|点半?)|今[天日晚]|明[天日早]|后天|本?周[一二三四五六日天]|星期[一二三四五六日天]"
)
_HOST = re.compile(
    r"(?:团长|发起人|接龙发起|组织者|负责人|联系人|organi[sz]er|host)\s*[:：]\s*(?P<name>[^\s,，。;；0-9]{1,20})",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"(?:品种|商品|产品|种类|可选|菜品|品名|products?|items?)\s*[:：]", re.IGNORECASE
)
_LABELLED = re.compile(
    f"(?:{_HOST.pattern.replace('?P<name>', '')}|{_LIST.pattern})", re.IGNORECASE
)
_ASIDE = re.compile(
    r"\s*(?:姓名|格式|备注|注[:：意]|说明|截止|自提|取货|提货|送达|配送|运费|押金|付款|收款|联系|团长|发起|组织|地址"
    r"|时间|规则|须知|请|满\s*[0-9]|限购|每户|起送|接龙格式|name:|note:|please)",
    re.IGNORECASE,
)
_FORM = re.compile(r"楼?栋|单元|房号|楼号|门牌|姓名|电话|手机|数量|品种|昵称|x数量")
_BULLET = re.compile(r"^\s*(?:[-•·*●◆▪]|[0-9]{1,2}[.、)](?![0-9]))\s*")
_BRACKET = re.compile(r"[(（]([^()（）]*)[)）]")
_QUOTED = re.compile(r"[【】\[\]《》「」“”\"]")
_PARTS = re.compile(r"[,，;；。|+!！]|\s{2,}")
_CHOICE = re.compile(r"[/、]")
_SET = re.compile(
    rf"(?:[A-Za-z]|[0-9{NUMERALS}]{{1,2}}号?)(?:套餐|组合|款|餐)|套餐[A-Za-z0-9{NUMERALS}]"
)
"""`A套餐 苹果5斤 39元`: ordered by what it is called, not by what is in it."""
_LETTERED = re.compile(r"^\s*[(（]?(?P<letter>[A-Za-z])\s*[.、:)）]\s*(?=\S)")
"""`A. 苹果 39元`: answers write A."""
_NOISE = re.compile(
    r"今[天日晚]?|本期|第?[0-9一二三四五六七八九十]+[期批轮次]|团购|拼团|开团|接[龙龍]|登记|报名|统计|预订|预定|订购|"
    r"采购|各|均价?|优惠|特价|价格|单价|只要|仅|售价|爱心|保供|[:：。!！?？~～]"
)
_SIZES = re.compile(f"{SIZE.pattern}|{WEIGHT.pattern}", re.IGNORECASE)
_NO_PRODUCT = re.compile(r"满|运费|配送|起送|押金|合计|总|每户|限购|截止|红包|现金|每人|人均|邮费")


_LONGEST = 300
_MOST_LINES = 100


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the answers."""

    title: str = ""
    host: str = ""
    products: tuple[Product, ...] = ()
    subject: str = ""
    """What the title is about, for a chain that names no product: 鸡蛋 of 4月2日鸡蛋团购."""


def read_head(lines: Sequence[str]) -> Head:
    """Reads the lines above the first answer; the first of them is the title."""
    lines = [line[:_LONGEST] for line in lines[:_MOST_LINES]]
    hosts = [found["name"] for line in lines if (found := _HOST.search(line))]
    products: dict[str, Product] = {}
    for line in lines:
        for product in _offers(line):
            known = products.get(product.name)
            products[product.name] = _merged(known, product) if known else product
    title = next((line for line in lines if not _LABELLED.match(fold(line))), "")
    return Head(title, hosts[0] if hosts else "", tuple(products.values()), _subject(title))


def is_offer(line: str) -> bool:
    """Whether a numbered line offers a product, as in `1、白菜包 25元/份`."""
    line = line[:_LONGEST]
    found = _PRICE.search(fold(line))
    return found is not None and bool(found["u1"] or found["u2"]) and bool(_offers(line))


def _offers(line: str) -> list[Product]:
    """The products of one line."""
    folded = _BULLET.sub("", fold(line))
    lettered = _LETTERED.match(folded)
    if lettered is not None:
        behind = _offers(folded[lettered.end() :])
        if len(behind) == 1:
            return [replace(behind[0], aliases=(*behind[0].aliases, lettered["letter"]))]
        return behind
    labelled = _LIST.match(folded)
    if labelled is not None:
        return _choices(folded[labelled.end() :])
    if _ASIDE.match(folded):
        return []
    folded = _QUOTED.sub(" ", _DATE.sub(" ", folded))
    prices = list(_PRICE.finditer(folded))
    if not prices:
        return _unpriced(_BRACKET.sub(" ", folded))
    offers: list[Product] = []
    start = 0
    for price in prices:
        unit = price["u1"] or price["u2"] or ""
        fen = int(Decimal(price["a"] or price["b"] or price["c"]) * 100)
        offers += _named(folded[start : price.start()], unit, fen)
        start = price.end()
    return _kinds(offers, folded[start:])


def _named(text: str, unit: str, fen: int) -> list[Product]:
    """The products before a price: `五花肉 2斤`, `A套餐：白菜2颗+土豆3斤`, `白菜包/土豆包`."""
    text = _BRACKET.sub(lambda found: f" {found[1]} " if _SIZES.search(found[1]) else " ", text)
    name, _, contents = text.partition(":")
    if contents.strip() and not _NOISE.fullmatch(name.strip()):
        text = name
    else:
        text = contents or name
    sizes = tuple(_size(found) for found in _SIZES.finditer(text))
    unit = unit or next(filter(None, map(per, _SIZES.finditer(text))), "")
    words = _NOISE.sub(" ", _SIZES.sub(" ", _PARTS.sub(" ", text))).split()
    if not words or _NO_PRODUCT.search(words[-1]):
        return []
    if len(words) > 1 and _SET.fullmatch(words[0]):
        return [Product(words[0], unit, fen, tuple(words[1:] if len(words) == 2 else ()), sizes)]
    names = [name for name in _CHOICE.split(words[-1]) if _is_name(name)]
    return [Product(name, unit, fen, sizes=sizes) for name in names]


def _kinds(offers: list[Product], after: str) -> list[Product]:
    """`蔬菜包 25元/份 白菜包/土豆包`: the kinds are chosen among, at that price."""
    kinds = _choices(_BRACKET.sub(" ", after)) if len(offers) == 1 else []
    if len(kinds) < 2:
        return offers
    return [replace(offers[0], name=kind.name) for kind in kinds]


def _choices(text: str) -> list[Product]:
    """`白菜包/土豆包`, `白菜、土豆、萝卜`; a list of what to write (栋/单元/房号) is none."""
    if _FORM.search(text):
        return []
    text = SIZE.sub(lambda size: " " if per(size) else size[0], text)  # 0.5g parts two medicines
    return [Product(name) for name in re.split(r"[/、,，;；|\s]+", text) if _is_name(name)]


def _unpriced(text: str) -> list[Product]:
    """Without a price a size (`鸡蛋 30枚/板`) or a choice (`白菜包/土豆包`) tells a product."""
    size = _SIZES.search(text)
    if size is not None:
        words = _NOISE.sub(" ", text[: size.start()]).split()
        if words and _is_name(words[-1]) and not _NO_PRODUCT.search(text):
            return [Product(words[-1], per(size), sizes=(_size(size),))]
        return []
    for word in text.split():
        names = _choices(word) if _CHOICE.search(word) else []
        if len(names) > 1 and len(names) == len(_CHOICE.split(word)):
            return names
    return []


def _subject(title: str) -> str:
    """The one thing a plain title is about, if it is short enough to be a product."""
    bare = _NOISE.sub(" ", _QUOTED.sub(" ", _DATE.sub(" ", _BRACKET.sub(" ", fold(title)))))
    words = [word for word in bare.split() if _is_name(word)]
    return words[0] if len(words) == 1 else ""


def _is_name(word: str) -> bool:
    return 0 < len(word) <= 20 and any(char.isalpha() for char in word)


def _size(found: re.Match[str]) -> str:
    return "".join(found[0].split())


def _merged(known: Product, again: Product) -> Product:
    """A product told of twice keeps what was told first and takes what was missing."""
    return replace(
        known,
        unit=known.unit or again.unit,
        price=again.price if known.price is None else known.price,
        sizes=tuple(dict.fromkeys(known.sizes + again.sizes)),
    )
