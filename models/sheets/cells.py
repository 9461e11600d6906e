"""One cell of somebody's spreadsheet and what may be read out of it.

Every reader here gives a value, gives nothing for an empty cell, or raises a `CellProblem` that
names the cell and says what would be accepted. None of them guesses: a number that a spreadsheet
has rounded, or two meanings of one date, is a problem and not a value.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from models.rules.numerals import numeral
from models.rules.refusal import Refusal
from models.rules.text import clean_lines, fold, looks_like_id_number

Raw: TypeAlias = int | float | str | bool | date | datetime | time | timedelta | None

NOTHING = frozenset(
    {"", "/", "\\", "-", "--", "—", "——", "无", "暂无", "没有", "n/a", "na", "none", "nil"}
)
YES = frozenset("是 有 在 在住 已 对 1 √ ✓ ✔ ☑ ✅ y yes t true v".split())
NO = frozenset("否 无 没有 不 不在 不在住 未 非 错 0 x × ✗ ✘ ☒ ❌ n no f false".split())
MISTAKES = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)")

_LONGEST_SHOWN = 24
_GUARDED = re.compile(r"^'(?='*[=+\-@＝＋－＠\t])")
_LIST_BREAK = re.compile(r"\s*[,，、;；/|｜\n]\s*")
_LIST_OR_SPACE = re.compile(r"[,，、;；/|｜\s]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# A unit may follow, but no word that multiplies or blurs: `5万`, `20多` are not whole numbers.
_WHOLE = re.compile(
    r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,12}))(?:\.0+)?\s*(?:(?![万千百十亿半多余几])[^\W\d_]){0,6}"
)
_ROUNDED = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
_PHONE = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d[- ]?[\d*]{4}[- ]?\d{4})(?![\d*])"  # mobile, masked too
    r"|(?<!\d)(0\d{2,3}[- ]?\d{7,8}(?:[-转]\d{1,6})?)(?!\d)"  # landline with its area
    r"|(?<!\d)([48]00[- ]?\d{3}[- ]?\d{4})(?!\d)"  # service line
    r"|(?<![\d*])([2-9]\d{6,7})(?![\d*])"  # local landline
    r"|(?<![\d*])(1[12]\d|\d{5})(?![\d*])"  # 110, 120, 12345
)


class CellProblem(Refusal):
    """Why one cell cannot be taken, with the cell as the person sees it (`C17`)."""

    def __init__(self, ref: str, key: str, /, **params: object) -> None:
        super().__init__(key, **params)
        self.ref = ref


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell under a known header: its text made clean, its value as stored, and where it is."""

    text: str
    raw: Raw = None
    ref: str = ""
    header: str = ""
    """The header as it stands in the file; empty when the file has no such column."""

    def __bool__(self) -> bool:
        return bool(self.text)

    def problem(self, key: str, **params: object) -> CellProblem:
        """A problem with this cell; its header and (shortened) text are among the parameters."""
        return CellProblem(self.ref, key, header=self.header, text=shown(self.text), **params)


def clean(text: str) -> str:
    """Text from a file as the desk takes text in; line breaks stay, they part a list's entries."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return "\n".join(clean_lines(text)).strip()


def plain(text: str) -> str:
    """Full-width letters, digits, signs and all dashes as the plain ones, in lower case."""
    return fold(text).strip().casefold()


def shown(text: str) -> str:
    """Text short enough for a sentence; the middle of a long number is never repeated."""
    short = text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
    return re.sub(r"(\d{3})\d{3,}(?=\d)", r"\1****", short)


def as_text(raw: Raw) -> str:
    """A stored value as its writer saw it: 5.0 is `5`, a phone number keeps all its digits."""
    match raw:
        case None:
            return ""
        case str():
            return clean(_GUARDED.sub("", raw))
        case bool():
            return "1" if raw else "0"
        case float() if raw.is_integer() and abs(raw) < 1e15:
            return str(int(raw))
        case datetime() if raw.time() == time():
            return raw.date().isoformat()
        case datetime():
            return raw.isoformat(" ", "minutes")
        case time():
            return raw.isoformat("minutes")
        case _:
            return str(raw)


def text(cell: Cell, *, longest: int | None = None, code: bool = False) -> str:
    """The text on one line, as it stands.

    A formula's error such as `#N/A` is a problem, never a name; so is an identity number, which
    is not kept wherever it was put. Where long numbers belong, `code` lets them pass.
    """
    if MISTAKES.fullmatch(cell.text):
        raise cell.problem("refuse.sheets.formula_error")
    if not code and looks_like_id_number(cell.text):
        raise cell.problem("refuse.sheets.id_number")
    found = " ".join(cell.text.split())
    if longest is not None and len(found) > longest:
        raise cell.problem("refuse.sheets.too_long", longest=longest)
    return found


def remark(cell: Cell, *, longest: int | None = None, code: bool = False) -> str:
    """Like `text`, and empty for the marks that say "nothing": 无, /, -, n/a."""
    found = text(cell, longest=longest, code=code)
    return "" if plain(found) in NOTHING else found


def required(cell: Cell, *, longest: int | None = None, code: bool = False) -> str:
    """Like `remark`; an empty cell is a problem."""
    found = remark(cell, longest=longest, code=code)
    if not found:
        raise cell.problem("refuse.sheets.blank")
    return found


def integer(cell: Cell, *, least: int | None = None, most: int | None = None) -> int | None:
    """A whole number: `５`, `1,200`, `56套`, `三` and 5.0; not 2.5, `约10`, `3盒20片`."""
    found = remark(cell)
    if not found:
        return None
    figure = plain(found)
    parts = _WHOLE.fullmatch(figure)
    number = int(parts[1].replace(",", "")) if parts else numeral(figure)
    if number is None:
        raise cell.problem("refuse.sheets.not_whole")
    if least is not None and number < least:
        raise cell.problem("refuse.sheets.too_small", least=least)
    if most is not None and number > most:
        raise cell.problem("refuse.sheets.too_large_number", most=most)
    return number


def yes_no(cell: Cell) -> bool | None:
    """Yes or no, in any of the signs people tick a list with."""
    found = plain(text(cell))
    if not found or found in {"/", "-", "—"}:
        return None
    if found in YES:
        return True
    if found in NO:
        return False
    raise cell.problem("refuse.sheets.not_yes_no")


def tags(cell: Cell) -> tuple[str, ...]:
    """The entries of a list such as `独居老人,低保户`, each once, in their order."""
    told = text(cell)
    # Chinese writes a word without a space: there a space ends an entry, elsewhere it does not.
    parts = (_LIST_OR_SPACE if _CHINESE.search(told) else _LIST_BREAK).split(told)
    return tuple(dict.fromkeys(part for part in parts if plain(part) not in NOTHING))


def phones(cell: Cell) -> tuple[str, ...]:
    """The telephone numbers in a cell, digits only; words beside a number are passed over."""
    return contact(cell)[1]


def contact(cell: Cell) -> tuple[str, tuple[str, ...]]:
    """A person and numbers out of one cell: `女儿 刘敏 13…` gives the words and the numbers."""
    found = remark(cell, code=True)
    if not found:
        return "", ()
    figure = fold(found)
    if _ROUNDED.search(figure):
        raise cell.problem("refuse.sheets.rounded")
    numbers = tuple(
        dict.fromkeys(
            re.sub(r"[- ]", "", next(filter(None, m.groups()))) for m in _PHONE.finditer(figure)
        )
    )
    rest = _PHONE.sub(" ", figure)
    if odd := re.search(r"[\d*][\d*\- ]{3,}", rest):
        digits = sum(sign.isdigit() or sign == "*" for sign in odd[0])
        raise cell.problem("refuse.sheets.not_phone", digits=digits)
    return " ".join(re.sub(r"[()\[\]:;,、/|\-+]+", " ", rest).split()), numbers
