"""Numbers as people write them: 401, 四零一, 四百零一, 二十."""

NUMERALS = "零一二三四五六七八九十百千两幺"
_VALUES = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "幺": 1}
_TENS = {"十": 10, "百": 100, "千": 1000}


def numeral(text: str) -> int | None:
    """The number a folded text stands for, or None where there is none. 〇 is folded to 零."""
    if is_number(text):
        return int(text) if len(text) <= 18 else None
    if not text or len(text) > 18 or any(c not in _VALUES and c not in _TENS for c in text):
        return None
    if not any(c in _TENS for c in text):
        return int("".join(str(_VALUES[c]) for c in text))
    total, digit = 0, -1
    for char in text:
        if char in _TENS:
            total += (1 if digit < 0 else digit) * _TENS[char]
            digit = -1
        else:
            digit = _VALUES[char]
    return total + max(digit, 0)


def is_number(text: str) -> bool:
    """Plain digits only: str.isdigit alone would take ² and Arabic-Indic digits too."""
    return text.isascii() and text.isdigit()
