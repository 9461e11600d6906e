"""Measure words: what a typed number counts.

`5人` are people and `14片` tablets: a number is never taken for a count of something else. A word
that only holds a number and a unit, as `0.5g` or `84消毒液`, is no count.
"""

import re

from models.rules.numerals import numeral
from models.rules.text import fold

GOODS = frozenset("个套只份盒瓶袋箱包板件桶提把双副张支条卷罐斤台捆根床") | {
    "公斤",
    *("pc", "pcs", "piece", "pieces", "item", "items", "set", "sets", "pair", "pairs"),
    *("box", "boxes", "bag", "bags", "bottle", "bottles", "pack", "packs", "portion", "portions"),
}
PEOPLE = frozenset("人名位口个") | {"person", "persons", "people"}
PILLS = frozenset("片粒颗支") | {"tablet", "tablets", "pill", "pills", "capsule", "capsules"}
DAYS = frozenset("天") | {"day", "days"}
KNOWN = GOODS | PEOPLE | PILLS | DAYS

_MEASURED = re.compile(r"(?P<n>[0-9]{1,6}|[一二两三四五六七八九十]{1,3})(?P<unit>[^\W\d_]+)")


def measured(text: str) -> tuple[int, str] | None:
    """The number and the measure word that a whole word consists of: `5人`, `两名`, `3pcs`."""
    found = _MEASURED.fullmatch(fold(text).casefold())
    number = numeral(found["n"]) if found is not None else None
    if found is None or number is None or found["unit"] not in KNOWN:
        return None
    return number, found["unit"]
