"""The quick line taken apart: doors, people, counts, urgency, and words still to be understood.

The promise: every character that is not a space or a comma lies in exactly one token with its
place, so the preview can name what it did not understand and nothing is dropped in silence.
What the words mean is decided elsewhere.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from models.rules.address import AnyDoor, find_doors, parse_door
from models.rules.numerals import numeral
from models.rules.text import fold

V = TypeVar("V")
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the line; `line[start:end]` is `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class DoorToken(Token):
    door: AnyDoor


@dataclass(frozen=True, slots=True)
class Mention(Token):
    """@gz, @高志: who it is for."""

    name: str


@dataclass(frozen=True, slots=True)
class Count(Token):
    """x2, 2盒, 两板, or a lone 2."""

    number: int
    unit: str = ""
    bare: bool = False
    """A number with no x and no unit; one that could be a room may be offered as a door."""


@dataclass(frozen=True, slots=True)
class Urgency(Token):
    """急, !, urgent."""


@dataclass(frozen=True, slots=True)
class Word(Token):
    """Anything else, to be read as verb, item, person, outcome or note."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line taken apart. Each kind in the order it was typed; `tokens` is all of them."""

    text: str
    doors: tuple[DoorToken, ...] = ()
    mentions: tuple[Mention, ...] = ()
    counts: tuple[Count, ...] = ()
    urgent: tuple[Urgency, ...] = ()
    words: tuple[Word, ...] = ()
    tokens: tuple[Token, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class VerbMatch(Generic[V]):
    """The verb a line names, where it stands, and the words left when it is taken out."""

    verb: V
    alias: str
    start: int
    end: int
    rest: tuple[Word, ...]


UNITS = "个套只份盒瓶袋箱包板件桶提把双副张支条卷罐斤台"
_UNIT = f"(?:公斤|[{UNITS}])"
_COUNT_NUMERAL = "[一二两三四五六七八九十]{1,3}"
_PART = r"[^\s,，。；;、]|(?<=[0-9])[,](?=[0-9]{3}(?![0-9]))"
_CHUNK = re.compile(f"(?:{_PART})+")
_URGENT = re.compile(
    r"(?:加急|紧急|特急|很急|急|!+|急!+|加急!+|紧急!+|urgent!*|asap!*)", re.IGNORECASE
)
_TIMES = re.compile(
    rf"(?P<before>.*?)(?<![0-9A-Za-z.])[xX×*](?P<n>[0-9]{{1,6}})(?P<u>{_UNIT})?(?![0-9A-Za-z.*×%])"
)
_WITH_UNIT = re.compile(
    rf"(?P<before>.*?)(?<![0-9A-Za-z.*×/])(?P<n>[0-9]{{1,6}})(?P<u>{_UNIT})(?=[急!]|$)"
)
_NUMERAL_UNIT = re.compile(rf"(?P<before>.*?)(?P<n>{_COUNT_NUMERAL})(?P<u>{_UNIT})(?=[急!]|$)")
_BARE = re.compile(r"[0-9]{1,6}")
_MENTION = re.compile(r"@(?P<name>[^@!]+)")
_ROOM = re.compile(r"\s+(?P<n>[0-9]{3,4})$")
_CJK = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def tokens(line: str, compound: str = "") -> Line:
    """Take a line apart. Order is free; Chinese glued to a door, a count or an @ is parted."""
    line = line[:_LONGEST]
    folded = fold(line)
    pieces: list[Token] = []
    at = 0
    for start, end, door in find_doors(line, compound):
        if folded[start - 1 : start] == "@":
            continue
        pieces += _parts(line, folded, at, start)
        pieces.append(DoorToken(start, end, line[start:end], door))
        at = end
    pieces += _parts(line, folded, at, len(line))
    if not any(isinstance(piece, DoorToken) for piece in pieces):
        pieces = _short_door(pieces)
    return _lined(line, pieces)


def _lined(line: str, pieces: list[Token]) -> Line:
    return Line(
        line,
        tuple(p for p in pieces if isinstance(p, DoorToken)),
        tuple(p for p in pieces if isinstance(p, Mention)),
        tuple(p for p in pieces if isinstance(p, Count)),
        tuple(p for p in pieces if isinstance(p, Urgency)),
        tuple(p for p in pieces if isinstance(p, Word)),
        tuple(pieces),
    )


def without_rooms(line: Line) -> Line:
    """The line where no door has a room: what was read as one after a space is a number."""
    pieces: list[Token] = []
    for token in line.tokens:
        split = _ROOM.search(token.text) if isinstance(token, DoorToken) else None
        door = parse_door(token.text[: split.start()]) if split is not None else None
        if split is None or door is None:
            pieces.append(token)
            continue
        end, start = token.start + split.start(), token.start + split.start("n")
        pieces.append(DoorToken(token.start, end, line.text[token.start : end], door))
        number = int(fold(split["n"]))
        pieces.append(Count(start, token.end, line.text[start : token.end], number, bare=True))
    return _lined(line.text, pieces)


def match_verb(words: Sequence[Word], aliases: Mapping[str, V]) -> VerbMatch[V] | None:
    """Find the verb among the words: a whole word or run of words first, the longest alias winning.

    Chinese joins its words, so a verb is then looked for at a word's front (送药到门口) and, if
    it has two characters or more, at its end (高志签到); what is left of that word stays a word.
    """
    table = {_key(alias): (alias, verb) for alias, verb in aliases.items() if _key(alias)}
    if not table or not words:
        return None
    longest = max(alias.count(" ") for alias in table) + 1
    for size in range(min(longest, len(words)), 0, -1):
        for i in range(len(words) - size + 1):
            run = words[i : i + size]
            found = table.get(_key(" ".join(word.text for word in run)))
            if found is not None:
                rest = (*words[:i], *words[i + size :])
                return VerbMatch(found[1], found[0], run[0].start, run[-1].end, rest)
    by_length = sorted((key for key in table if _CJK.match(key)), key=len, reverse=True)
    for i, word in enumerate(words):
        for key in by_length:
            split = _split(word, key)
            if split is not None:
                start, left = split
                alias, verb = table[key]
                return VerbMatch(
                    verb, alias, start, start + len(key), (*words[:i], left, *words[i + 1 :])
                )
    return None


def _split(word: Word, key: str) -> tuple[int, Word] | None:
    """Where the verb begins inside a longer word, and the word left beside it."""
    folded = fold(word.text).lower()
    if len(folded) != len(word.text) or len(folded) <= len(key):
        return None
    if folded.startswith(key):
        cut = word.start + len(key)
        return word.start, Word(cut, word.end, word.text[len(key) :])
    if len(key) > 1 and folded.endswith(key):
        cut = word.end - len(key)
        return cut, Word(word.start, cut, word.text[: -len(key)])
    return None


def _key(text: str) -> str:
    return " ".join(fold(text).lower().replace("-", " ").split())


def _parts(line: str, folded: str, start: int, end: int) -> Iterator[Token]:
    for chunk in _CHUNK.finditer(folded, start, end):
        yield from _chunk(line, folded, chunk.start(), chunk.end())


def _chunk(line: str, folded: str, start: int, end: int) -> Iterator[Token]:
    """One run without spaces: whole forms first, then what is glued to its front or its end."""
    text = folded[start:end]
    whole = _URGENT.fullmatch(text)
    if whole is not None:
        yield Urgency(start, end, line[start:end])
        return
    if _BARE.fullmatch(text):
        yield Count(start, end, line[start:end], int(text), bare=True)
        return
    at_sign = text.find("@")
    if at_sign >= 0 and (at_sign == 0 or not text[at_sign - 1].isascii()):
        yield from _mention(line, folded, start, start + at_sign, end)
        return
    for form in (_TIMES, _WITH_UNIT, _NUMERAL_UNIT):
        found = form.match(text)
        number = numeral(found["n"]) if found is not None else None
        if found is not None and number is not None:
            left, right = start + found.end("before"), start + found.end()
            if left > start:
                yield from _chunk(line, folded, start, left)
            yield Count(left, right, line[left:right], number, found["u"] or "")
            if right < end:
                yield from _chunk(line, folded, right, end)
            return
    bangs = len(text) - len(text.rstrip("!"))
    if bangs:
        yield from _chunk(line, folded, start, end - bangs)
        yield Urgency(end - bangs, end, line[end - bangs : end])
        return
    yield Word(start, end, line[start:end])


def _mention(line: str, folded: str, start: int, at: int, end: int) -> Iterator[Token]:
    if at > start:
        yield from _chunk(line, folded, start, at)
    found = _MENTION.match(folded, at, end)
    stop = found.end() if found is not None else at + 1
    if found is None:
        yield Word(at, stop, line[at:stop])
    else:
        yield Mention(at, stop, line[at:stop], line[at + 1 : stop])
    if stop < end:
        yield from _chunk(line, folded, stop, end)


def _short_door(pieces: list[Token]) -> list[Token]:
    """With no door in the line, 3-2 or 3# anywhere, or 302 in front, is one."""
    for i, piece in enumerate(pieces):
        if isinstance(piece, Word) or (isinstance(piece, Count) and piece.bare and i == 0):
            door = parse_door(piece.text)
            if door is not None:
                token = DoorToken(piece.start, piece.end, piece.text, door)
                return [*pieces[:i], token, *pieces[i + 1 :]]
    return pieces
