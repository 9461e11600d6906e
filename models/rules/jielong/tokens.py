"""One answer taken apart: doors, products, counts, marks, and words still to be understood.

What is recognised is blanked out, so that no later pattern reads it again: a telephone number or a
door can never become a quantity.
"""

import re
from dataclasses import dataclass, field
from enum import Enum

from models.rules.address import AnyDoor, find_doors, parse_door
from models.rules.jielong.catalogue import Catalogue
from models.rules.jielong.units import NUMERAL, SIZE, SPOKEN, UNIT
from models.rules.masking import Sight, phone
from models.rules.numerals import numeral
from models.rules.text import fold, phone_spans


class Kind(Enum):
    """What a token is."""

    door = "door"
    item = "item"
    count = "count"
    each = "each"
    """各一: the count of everything before it, or of everything."""
    told = "told"
    """共3份: a sum, not one more order."""
    size = "size"
    unclear = "unclear"
    """2+1."""
    more = "more"
    """再加: whether it is on top of the earlier answer, nobody can tell."""
    adds = "adds"
    """加1份: on top, where the household ordered before; the order itself, where it did not."""
    corrected = "corrected"
    placer = "placer"
    other = "other"
    """帮刘奶奶: what follows is for another household."""
    paid = "paid"
    unpaid = "unpaid"
    withdrawn = "withdrawn"
    ditto = "ditto"
    note = "note"
    number = "number"
    """A telephone or identity number; `text` is already covered."""
    begin = "begin"
    end = "end"
    word = "word"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an answer, and where it stood."""

    kind: Kind
    start: int
    end: int
    text: str
    number: int | None = None
    unit: str = ""
    door: AnyDoor | None = None
    plus: bool = False
    """Written +2."""
    marked: bool = False
    """Written x2: certainly a quantity of the word before it."""


_BLANK = "\x00"
_N = rf"(?:[0-9]{{1,6}}(?![0-9])|{NUMERAL})"
_NAME = rf"[^\s{_BLANK},，。;；:()（）\[\]【】0-9、]{{1,8}}"
_LONG_NUMBER = re.compile(r"[0-9]{7,}[Xx]?|[0-9]{1,4}\*{2,}[0-9]{1,4}")
_NOTE = re.compile(r"(?:备注|留言|note|remark)\s*:\s*(?P<x>[^)\]】\n]*)", re.I)
_LABEL = re.compile(
    r"(?:姓名|收货人|收件人|联系人|昵称|(?:收货|收件|送货|家庭)?(?:地址|住址)|门牌号?|房号|楼号|(?:联系)?电话|手机号?码?|联系方式|数量|品种|商品|name|address|phone)\s*:",
    re.I,
)
_COMPOUND = re.compile(
    r"(?:全安|[\u4e00-\u9fff]{2,8}?(?:小区|社区|花园))(?:[一二三四五六]期)?\s*$|(?<![\u4e00-\u9fff])[一二三四五六]期\s*$"
)
_SPLIT_DOOR = re.compile(r"(?<![0-9.])[0-9]{1,2}([ .])[0-9]{1,2}\1[0-9]{3,4}(?![0-9.])")
_PAIR = re.compile(r"(?<![0-9A-Za-z./-])[0-9]{1,2}-[0-9](?![0-9/.-])")
_ROOM = re.compile(
    rf"(?<![0-9A-Za-z./+x×*-])[1-9][0-9]{{2,3}}(?:室|房)?(?![0-9A-Za-z.:/×*-]|(?![张包支]){UNIT}|\s*[元块])",
    re.I,
)
# The number before 改成 is dropped only where another takes its place: 3份 改一下 stays three.
_CORRECTED = re.compile(
    rf"(?:原来?|之前)?\s*(?:[x×*+]\s*)?{_N}\s*{UNIT}?\s*[,，]?\s*(?:现在?)?(?:更?改(?:成|为|到|订|要)?|换成|变成|更正为?|→|->)"
    rf"(?=\s*:?\s*(?:[x×*+]\s*)?(?:[0-9]|{NUMERAL}\s*{UNIT}))"
    rf"|更正为?:?|改(?:成|为|到|订|要)|(?<![\u4e00-\u9fff])改(?=\s*[0-9{_BLANK}])",
)
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.more,
        re.compile(
            r"再加|追加|加订|另加|再要|再来|补订"
            rf"|(?:减[少去掉]?|少[要订]?|扣)(?=\s*{_N}\s*{UNIT}?(?:$|[^0-9\u4e00-\u9fff]))"
        ),
    ),
    (Kind.adds, re.compile(rf"(?<![\u4e00-\u9fff])加(?=\s*{_N}\s*{UNIT}?)")),
    (
        Kind.ditto,
        re.compile(
            r"地址同上|同楼上|[〃″]|ditto|same as above"
            r"|(?:和|跟|同)(?:上面|楼上|上一?[家位个户])一?样?|同上",
            re.I,
        ),
    ),
    (
        Kind.unpaid,
        re.compile(
            r"未[付转交]款?|没[付转交]款?|[待还]没?付款?|到付|❌\s*付?|\b(?:un|not )paid\b", re.I
        ),
    ),
    (
        Kind.paid,
        re.compile(
            r"(?:[✅✔☑💰]\ufe0f?\s*)?(?:已经?(?:付款?|转账?|支付|交[钱款]?)|[付转交]了|付过|paid\b)|[✅✔☑💰]\ufe0f?",
            re.I,
        ),
    ),
    (
        Kind.withdrawn,
        re.compile(
            r"都?不[要订买接用需][要了啦]*(?:了|啦)|不[要订买接](?=[\s。.!！,，]*$)|不需要了?|(?:已经?)?取消了?|撤[销回掉]了?|作废|退[单出款掉了团]"
            rf"|(?<![不别勿])(?<!不要)(?:申请)?退(?=$|[\s,，。!！;；){_BLANK}])|(?<![\u4e00-\u9fff])[撤退](?=[0-9一两二三])|\bcancel(?:led|ed)?\b|\bwithdrawn?\b",
            re.I,
        ),
    ),
    (
        Kind.placer,
        re.compile(
            rf"代(?:下单|接[龙龍]?|[买订购报拿])?人?\s*:\s*(?P<x>{_NAME})"
            rf"|(?:ordered|placed) by:?\s*(?P<y>{_NAME})",
            re.I,
        ),
    ),
    (
        Kind.placer,
        re.compile(
            rf"(?:^|(?<=[\s{_BLANK},，;；(（\[【]))由?(?P<x>[\u4e00-\u9fff]{{1,5}}?)(?:帮忙)?代"
            r"(?:(?:下单|接[龙龍]?|[买订购报拿领下])(?![0-9:])|(?=[)\]】]))"
        ),
    ),
    (
        Kind.other,
        re.compile(
            rf"(?:帮忙?|替|代|给(?=\s?[\u4e00-\u9fff{_BLANK}]))\s?"
            r"(?P<x>(?!我(?![爸妈爷奶姥外公婆岳叔姨舅姑哥姐])|[自留来拿])[\u4e00-\u9fff]{0,8}?)"
            r"\s*(?:代?(?:下单|接龙?|[带买订拿捎领要]))?"
            rf"(?=\s*[(（]?\s*(?:[0-9+x×*{_BLANK}]|{NUMERAL}{UNIT}))|\bfor (?P<y>[A-Z][a-z]+)"
        ),
    ),
)
_SWAPPED = re.compile(rf"{_N}\s*{UNIT}?\s*[,，]?\s*(?:改|换)(?:成|为|订|要)?\s*(?={_BLANK})")
"""`2改成` between two products: are those before it still wanted?"""
_UNCLEAR = re.compile(
    rf"(?<![0-9A-Za-z./-])[0-9]{{1,3}}{UNIT}?\s*\+\s*[0-9]{{1,3}}(?![0-9]){UNIT}?"
    # -1: one less, or a dash and one?
    rf"|(?<![0-9A-Za-z/])-[0-9]{{1,3}}(?![0-9/-]){UNIT}?"
)
_DASHED = re.compile(rf"(?<=[0-9]{{3}})-(?=[0-9]{{1,3}}\s?{UNIT})")
"""The dash of `3-2-401-2份`, which parts the door from the count."""
_EACH = re.compile(
    rf"(?:各自?(?:来|要|买|订|种|样)?|每[样种个](?:来|要|各)?|(?:全都?|都)(?:要|来|买|订|定|拿)?(?={_N}\s*{UNIT}))\s*[x×*+]?\s*(?P<n>{_N})\s*(?P<u>{UNIT})?"
)
_TOLD = re.compile(
    rf"(?:一共|总共|共计?|合计|总计)\s*:?\s*(?P<n>{_N})(?:\.[0-9]{{1,2}})?\s*(?P<u>{UNIT}|元|块)?(?!\s*[户家人])"
)
_MONEY = re.compile(r"¥\s*[0-9]+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?\s*(?:元|块钱?)")
_COUNT = re.compile(
    rf"(?P<p>\+\s*)?(?:(?<![0-9A-Za-z.])(?P<x>[xX×*])\s*)?"
    rf"(?:(?<![0-9.\-/#])(?P<n>[0-9]{{1,6}}|[0-9]{{1,4}}\.[0-9]{{1,2}})(?![0-9]|\.[0-9])"
    rf"(?:(?P<u>{UNIT}|[^\S\n]{UNIT}(?![\u4e00-\u9fff]))"
    r"|(?![^\S\n]?(?:[天月日点时分岁楼层栋单元块折%度年周次位人口户号室期米:/A-Za-z]|-\s?[0-9])))"
    rf"|(?<![{SPOKEN}])(?P<w>{NUMERAL}|半)\s?(?P<v>{UNIT})(?P<half>半)?"
    rf"|(?:(?<=[x×*])|(?<={_BLANK})\s?(?=[{SPOKEN}](?:$|[\s,，。;；、)）{_BLANK}])))(?P<m>{NUMERAL}|[俩仨]))",
)
_BRACKET = re.compile(r"[(（\[【]|[)）\]】]")
_WORD = re.compile(
    r"[A-Za-z][A-Za-z.'-]*(?: [A-Za-z][A-Za-z.'-]*)+"
    rf"|[^\s{_BLANK},，。;；、丶|+!！?？…:：~～“”\"()（）\[\]【】/]+"
)
_COUNTED = str.maketrans("俩仨", "两三")


@dataclass(slots=True)
class _Scan:
    """An answer while its parts are being taken out."""

    text: str
    left: str
    tokens: list[Token] = field(default_factory=list)

    def take(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """Each place the pattern is found at, blanked out."""
        found = [one for one in pattern.finditer(self.left) if one.end() > one.start()]
        for one in found:
            self.blank(*one.span())
        return found

    def blank(self, start: int, end: int) -> None:
        self.left = self.left[:start] + _BLANK * (end - start) + self.left[end:]

    def add(
        self, kind: Kind, start: int, end: int, text: str | None = None, **more: object
    ) -> None:
        said = self.text[start:end] if text is None else text
        self.tokens.append(Token(kind, start, end, said, **more))  # type: ignore[arg-type]


def tokenize(text: str, catalogue: Catalogue, compound: str = "") -> list[Token]:
    """The tokens of an answer, in the order they stand."""
    scan = _Scan(text, _DASHED.sub(" ", fold(text)))
    _numbers(scan)
    for found in scan.take(_NOTE):
        start, end = found.span("x")
        scan.tokens = [one for one in scan.tokens if not start <= one.start < end]
        scan.add(Kind.note, start, end, covered(text[start:end]))
    for _ in scan.take(_LABEL):
        pass
    if catalogue.pattern is not None:
        for found in scan.take(catalogue.pattern):
            scan.add(Kind.item, *found.span(), catalogue.named(found[0]))
    _doors(scan, compound)
    for found in scan.take(_SWAPPED):
        scan.add(Kind.unclear, *found.span())
    for found in scan.take(_CORRECTED):
        scan.add(Kind.corrected, *found.span())
    for kind, pattern in _PATTERNS:
        for found in scan.take(pattern):
            groups = found.groupdict()
            scan.add(kind, *found.span(), groups.get("x") or groups.get("y") or "")
    _counts(scan)
    for found in _BRACKET.finditer(scan.left):
        scan.add(Kind.begin if found[0] in "([【（" else Kind.end, *found.span())
    for found in _WORD.finditer(scan.left):
        scan.add(Kind.word, *found.span())
    return sorted(scan.tokens, key=lambda token: token.start)


def covered(text: str) -> str:
    """A text with every telephone and identity number in it covered."""
    scan = _Scan(text, fold(text))
    _numbers(scan)
    for token in sorted(scan.tokens, key=lambda token: -token.start):
        text = text[: token.start] + token.text + text[token.end :]
    return text


def quantity(said: str) -> int | None:
    """A whole number in digits or words; None for a half or a part."""
    return numeral(said.translate(_COUNTED))


def _numbers(scan: _Scan) -> None:
    spans = list(phone_spans(scan.left))
    for start, end in spans:
        scan.blank(start, end)
    spans += [found.span() for found in scan.take(_LONG_NUMBER)]
    for start, end in spans:
        scan.add(Kind.number, start, end, phone(scan.text[start:end], Sight.masked))


def _doors(scan: _Scan, compound: str) -> None:
    """Full doors, then what may be one: 3 2 401; a pair or a room only where there is no other."""
    found = find_doors(scan.left, compound)
    for spaced in _SPLIT_DOOR.finditer(scan.left):
        door = parse_door(spaced[0])
        if door is not None and all(spaced.end() <= a or spaced.start() >= z for a, z, _ in found):
            found.append((*spaced.span(), door))
    if not found:
        for pattern in (_PAIR, _ROOM):
            one = pattern.search(scan.left)
            door = parse_door(one[0]) if one is not None else None
            if one is not None and door is not None:
                found = [(*one.span(), door)]
                break
    for start, end, door in found:
        scan.blank(start, end)
        lead = _COMPOUND.search(scan.left, max(start - 20, 0), start)
        if lead is not None:
            scan.blank(*lead.span())
        scan.add(Kind.door, start, end, door=door)


def _counts(scan: _Scan) -> None:
    for found in scan.take(_UNCLEAR):
        scan.add(Kind.unclear, *found.span())
    for found in scan.take(_TOLD):
        number = quantity(found["n"])
        scan.add(Kind.told, *found.span(), number=number, unit=found["u"] or "")
    for found in scan.take(_EACH):
        scan.add(Kind.each, *found.span(), number=quantity(found["n"]), unit=found["u"] or "")
    for found in scan.take(SIZE):
        scan.add(Kind.size, *found.span())
    for found in scan.take(_MONEY):
        scan.add(Kind.note, *found.span())
    for found in scan.take(_COUNT):
        said = found["n"] or found["w"] or found["m"]
        scan.add(
            Kind.count,
            *found.span(),
            number=None if found["half"] else quantity(said),
            unit=(found["u"] or found["v"] or "").strip(),
            plus=found["p"] is not None,
            marked=found["x"] is not None,
        )
