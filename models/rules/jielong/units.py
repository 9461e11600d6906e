"""Counting words and sizes as they stand beside a product."""

import re

from models.rules.numerals import NUMERALS
from models.rules.quick import UNITS

_ENGLISH = (
    r"(?i:(?:tray|pack|bag|portion|piece|set|bottle|carton|dozen|head|bunch|crate)(?:e?s)?"
    r"|box(?:es)?|pcs?)(?![A-Za-z])"
)
UNIT = f"(?:公斤|千克|kg|[{UNITS}颗棵捆枚打盘兜筐篮网块扎根株粒片份]|{_ENGLISH})"
WEIGHTS = ("斤", "公斤", "千克", "kg", "枚", "粒", "片")
"""Units that are a quantity when nothing else is counted, and a size beside another count."""
SPOKEN = f"{NUMERALS}俩仨"
NUMERAL = f"[{SPOKEN}]{{1,4}}"
SIZE = re.compile(
    # 5mg*28, 0.5g, 500ml: what no neighbour counts in.
    r"[0-9]+(?:\.[0-9]+)?\s*(?:mg|ug|μg|毫克|微克|毫升|ml|克|g|升|l|iu|单位|cm|寸)(?![a-z])"
    rf"(?:\s*[*x×]\s*[0-9]+{UNIT}?)?(?:\s*/\s*[0-9]*(?P<box>{UNIT}))?"
    # 30枚/板, 12盒/箱, 5斤装
    rf"|约?[0-9]+(?:\.[0-9]+)?\s*{UNIT}\s*/\s*(?P<per>{UNIT})"
    rf"|约?[0-9]+(?:\.[0-9]+)?\s*{UNIT}\s*(?:装|左右|以上)",
    re.IGNORECASE,
)


def per(size: re.Match[str]) -> str:
    """What a size is the size of: 板 of 30枚/板, 箱 of 250ml*12盒/箱."""
    return size["per"] or size["box"] or ""


WEIGHT = re.compile(r"约?[0-9]+(?:\.[0-9]+)?\s*(?:公斤|千克|kg|斤|枚)(?![/每])", re.IGNORECASE)
"""`2斤` beside a name: a size in a head; in an answer what stands next to it decides."""
