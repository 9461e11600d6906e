"""The lines of a paste, sorted into head, answers and what stands below them.

Numbers are written in every way a chat knows: `1. `, `1、`, `（1）`, `①`, `1️⃣`, `一、`. A number is
the mark of an answer only where it cannot be a date, a price, a weight or a door.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from models.rules.address import Door, find_doors
from models.rules.jielong.head import is_offer
from models.rules.jielong.tokens import covered
from models.rules.numerals import numeral
from models.rules.text import clean_lines, fold
from models.rules.why import Why

LONGEST = 1000
"""More characters than this are not read as one answer; the answer then asks."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """One answer as it stands: its number, its text, its first and last line."""

    no: int | None
    text: str
    first: int
    last: int


@dataclass(slots=True)
class Layout:
    """A paste taken apart."""

    head: list[str] = field(default_factory=list)
    answers: list[Numbered] = field(default_factory=list)
    sums: list[str] = field(default_factory=list)
    """Lines such as 合计12份."""
    warnings: list[Why] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line, or the part of a line that begins with a number of its own."""

    no: int | None
    text: str
    line: int


_HEADER = re.compile(r"\s*[#＃【\[]*\s*(?:接[龙龍]|group\s*note)\s*[】\]]?\s*(?:[:：]|\s|$)", re.I)
_MARK = re.compile(
    r"\s*[(\[【]?\s*(?P<n>[0-9]{1,4}|[一二三四五六七八九十百]{1,4})\s*"
    r"(?P<sep>\ufe0f?\u20e3|[.、:,)。丶\]】]|-(?=\s?[A-Za-z\u4e00-\u9fff]))[)\]】、.]?\s*"
)
_ORDINAL = re.compile(r"\s*(?:no[.:]?|第)\s*(?P<n>[0-9]{1,4})\s*[位号]?(?:[\s.、:,)]\s*)", re.I)
_SPACED = re.compile(r"\s*(?P<n>[0-9]{1,4})\s+(?=\S)")
_GLYPHS = (
    "[\u2460-\u249b\u24eb-\u24fe\u2776-\u2793\u3220-\u3229\u3251-\u325f\u3280-\u3289\u32b1-\u32bf]"
)
_GLYPH = re.compile(rf"\s*(?P<n>{_GLYPHS})[\s.、:,)。]*")
_MEASURE = re.compile(r"[0-9.]+\s*(?:斤|公斤|kg|g|元|块|折|月|日|号|点|米|升|l\b|:|%)", re.I)
_GAP = re.compile(rf"(?<=[\s。;；])(?=[(\[【]?[0-9一二三四五六七八九十])|(?={_GLYPHS})")
_AHEAD = 80
_SAMPLE = re.compile(
    r"\s*[(\[【]?\s*(?:示例|样例|范例|例如|举例|例子?|格式|模板|example|sample|e\.g\.)"
    r"(?:[\s:：)\]】.、]|$)"
    # 姓名:张三(午餐): the form to follow, with the name that forms are filled in with.
    r"|\s*姓名\s*[:：]\s*(?:张三|李四|王五|某某|[xX×]{2,3})\s*[(（]",
    re.I,
)
_RULE = re.compile(r"[\s\-=_*~—─━·.…☆★+]{3,}")
"""A line that only parts what stands above it from what stands below."""
_SUM = re.compile(
    r"\s*[(\[【—\-=*]*\s*(?:目前|现在|以上)?(?:合计|总计|共计|总共|一共|共|累计|统计|总数|totals?\b)",
    re.I,
)
_ASIDE = re.compile(r"截止|候补|替补|接龙结束|不要再接|满员|waiting list|closed", re.I)
_FOR_OTHERS = re.compile(r"\s*[(（]?(?:帮|替|给|代|地址|住址|门牌|收货)")
_EXPORT = ("跟团号", "接龙号", "下单序号")


def lay_out(text: str) -> Layout:
    """Sorts a paste. Of several copies of a chain only the last one, which holds all, is read."""
    lines = clean_lines(text)
    layout = Layout()
    if any(word in line and "," in fold(line) for line in lines[:3] for word in _EXPORT):
        layout.warnings.append(Why("jielong.export"))
        return layout
    begin = _last_header(lines, layout)
    pieces = _pieces(lines, begin)
    if not any(piece.no is not None for piece in pieces):
        pieces = _number(pieces, layout)
    pieces = _last_copy(pieces, layout)
    _sort(pieces, layout)
    return layout


def _last_header(lines: list[str], layout: Layout) -> int:
    """The line after which the chain begins; the rest of a header's own line is its title."""
    headers = [i for i, line in enumerate(lines) if _HEADER.match(line)]
    if not headers:
        return 0
    last = headers[-1]
    if len(headers) > 1:
        layout.warnings.append(Why("jielong.several", {"n": len(headers)}))
    elif before := [line.strip() for line in lines[:last] if line.strip()]:
        layout.warnings.append(Why("jielong.stray", {"n": len(before), "text": _short(before[0])}))
    header = _HEADER.match(lines[last])
    if header is not None and lines[last][header.end() :].strip():
        lines[last] = lines[last][header.end() :]
        return last
    return last + 1


def _pieces(lines: Sequence[str], begin: int) -> list[_Piece]:
    """Every line, parted where a second answer begins on it."""
    pieces: list[_Piece] = []
    before = 0
    for at, line in enumerate(lines[begin:], begin + 1):
        folded = fold(line)
        first = _mark(line, folded, 0, before + 1)
        if first is None:
            inside = _inside(line, folded, before)
            pieces.append(_Piece(None, line if inside is None else line[: inside[2]], at))
            if inside is None:
                continue
            first = inside[:2]
        before, start = first
        no = before
        for gap in _GAP.finditer(folded, start + 1):
            second = _second(line, folded, gap.start(), before)
            if second is not None and gap.start() >= start:
                pieces.append(_Piece(no, line[start : gap.start()], at))
                before, start = second
                no = before
        pieces.append(_Piece(no, line[start:], at))
    return pieces


def _inside(line: str, folded: str, before: int) -> tuple[int, int, int] | None:
    """The next number, its text and its own place, on a line that begins with something else."""
    for gap in _GAP.finditer(folded, 1):
        found = _mark(line, folded, gap.start(), 0)
        if found is not None and found[0] == before + 1:
            if find_doors(folded[found[1] : found[1] + _AHEAD]):
                return *found, gap.start()
    return None


def _mark(line: str, folded: str, at: int, expected: int) -> tuple[int, int] | None:
    """The number that begins an answer here, and where the answer's text begins."""
    glyph = _GLYPH.match(line, at)
    if glyph is not None:
        return int(unicodedata.numeric(glyph["n"])), glyph.end()
    found = _MARK.match(folded, at)
    if found is not None:
        no, end = numeral(found["n"]), found.end()
        glued = found["sep"] in ".:," and folded[end : end + 1].isdigit()
        sure = (
            not glued
            or folded[end - 1].isspace()
            or _begins_with_door(folded[end : end + _AHEAD])
            or (no == expected and not _MEASURE.match(folded, end))
        )
        return (no, end) if no and sure else None
    ordinal = _ORDINAL.match(folded, at)
    if ordinal is not None and int(ordinal["n"]):
        return int(ordinal["n"]), ordinal.end()
    spaced = _SPACED.match(folded, at)
    if spaced is not None and int(spaced["n"]) == expected:
        if find_doors(folded[spaced.end() : spaced.end() + _AHEAD]):
            return expected, spaced.end()
    return None


def _second(line: str, folded: str, at: int, before: int) -> tuple[int, int] | None:
    """A further number on a line: after a wide gap any higher one, else the next with a door."""
    found = _mark(line, folded, at, before + 1)
    if found is None or found[0] <= before:
        return None
    wide = line[at - 1] == "\t" or line[max(at - 2, 0) : at].isspace()
    bare = folded[at : found[1]].split()[0].isdigit()
    if wide and not bare:
        return found
    if bare and not wide:  # `x1 3 Stairwell 2`: a number between spaces is rather a part of it
        return None
    ahead = folded[found[1] : found[1] + _AHEAD]
    return found if found[0] == before + 1 and find_doors(ahead) else None


def _begins_with_door(text: str) -> bool:
    return any(start == 0 for start, _, _ in find_doors(text))


def _number(pieces: list[_Piece], layout: Layout) -> list[_Piece]:
    """A list without any number: each line with a door is an answer, counted from 1."""
    numbered, no = [], 0
    for piece in pieces:
        answers = find_doors(piece.text) and not _SAMPLE.match(piece.text)
        no += bool(answers)
        numbered.append(_Piece(no, piece.text, piece.line) if answers else piece)
    if no:
        layout.warnings.append(Why("jielong.unnumbered", {"n": no}))
    return numbered


def _last_copy(pieces: list[_Piece], layout: Layout) -> list[_Piece]:
    """Where numbers begin again at 1, what stood before was a list of rules or an older copy."""
    starts = [i for i, piece in enumerate(pieces) if piece.no == 1]
    for start in reversed(starts[1:]):
        earlier = [piece for piece in pieces[:start] if piece.no is not None]
        if not any(find_doors(piece.text) for piece in earlier):
            head = [_Piece(None, piece.text, piece.line) for piece in pieces[:start]]
            return head + pieces[start:]
        if pieces[start].text.split() == pieces[starts[0]].text.split():
            layout.warnings.append(Why("jielong.several", {"n": len(starts)}))
            return pieces[: starts[0]] + pieces[start:]
    marked = [piece for piece in pieces if piece.no is not None]
    if marked and all(is_offer(p.text[:LONGEST]) and not find_doors(p.text) for p in marked):
        return [_Piece(None, piece.text, piece.line) for piece in pieces]
    return pieces


def _sort(pieces: Sequence[_Piece], layout: Layout) -> None:
    """Gives each piece its place: head, an answer, the next line of an answer, below."""
    stray: list[str] = []
    blank = False
    for piece in pieces:
        text = piece.text[: LONGEST + 1].strip()
        if text and _RULE.fullmatch(text):
            text = ""
        if piece.no is not None:
            second = _mark(text, fold(text), 0, 0)
            text = text[second[1] :] if second is not None else text  # 1. 1、王芳
            if not _SAMPLE.match(text):
                layout.answers.append(Numbered(piece.no, text, piece.line, piece.line))
        elif not text:
            blank = bool(layout.answers)
            continue
        elif not layout.answers:
            if not _SAMPLE.match(text):
                layout.head.append(text)
        elif _SUM.match(fold(text)):
            layout.sums.append(text)
        elif _ASIDE.search(text) and not find_doors(text):
            stray.append(text)
        elif _is_answer(text, layout.answers[-1].text):
            layout.answers.append(Numbered(None, text, piece.line, piece.line))
        elif blank:
            stray.append(text)
            continue
        else:
            last = layout.answers[-1]
            text = f"{last.text}\n{text}"[: LONGEST + 1]
            layout.answers[-1] = Numbered(last.no, text, last.first, piece.line)
        blank = False
    if stray:
        layout.warnings.append(Why("jielong.stray", {"n": len(stray), "text": _short(stray[0])}))


def _is_answer(text: str, before: str) -> bool:
    """Whether an unnumbered line speaks of a door of its own."""
    doors = [door for _, _, door in find_doors(text) if isinstance(door, Door)]
    return bool(doors and find_doors(before) and not _FOR_OTHERS.match(text))


def _short(text: str) -> str:
    text = covered(text[:60])
    return text if len(text) <= 20 else f"{text[:20]}…"
