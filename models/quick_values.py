"""Counts, temperatures, days and moments among the words of a quick line.

The promise: a number counts only what its field counts, and a run of words is a time only where
the whole of it is one. What could be either stays unread.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from models.rules.measures import GOODS, KNOWN, measured
from models.rules.quick import Count, Token, Word
from models.rules.refusal import Refusal
from models.rules.temperature import celsius
from models.rules.text import fold
from models.store.drafts import Ask, Shape
from models.store.typed import Sense, parse

WHEN = (Shape.day, Shape.moment)
_NUMBERED = re.compile(r"(?P<what>[^\W\d_]+)(?P<n>[0-9]{1,6})")
_MOST_WORDS = 4
"""No time is said with more words: `tomorrow at 2 pm`."""

_HALVES = ("am", "pm", "a.m.", "p.m.")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a field takes of the line."""

    tokens: tuple[Token, ...]
    value: object


def count_for(ask: Ask, left: Sequence[Token], dated: bool) -> Taken | None:
    """The first number that counts what `ask` counts: `2`, `x2`, `两盒`, `5人`, `3 boxes`.

    Args:
        left: what is still unread, in the order it was typed.
        dated: whether the draft takes a day as well, so that `0412` is one.
    """
    for token, after in zip_longest(left, left[1:]):
        named = _numbered(token, after, ask)
        if named is not None:
            return named
        if isinstance(token, Count):
            unit = after.text.casefold() if isinstance(after, Word) and token.bare else ""
            if unit in KNOWN and unit.isascii():
                if unit in ask.measures and after is not None:
                    return Taken((token, after), token.number)
            elif _plain(token, dated) and (not token.unit or token.unit in ask.measures):
                return Taken((token,), token.number)
        elif isinstance(token, Word) and (found := measured(token.text)) is not None:
            number, unit = found
            if unit in ask.measures:
                return Taken((token,), number)
    return None


def degrees_for(left: Sequence[Token]) -> Taken | None:
    """The first word or lone number that a body may have as its temperature: `36.5`, `37℃`."""
    for token in left:
        found = celsius(token.text)
        if found is not None:
            return Taken((token,), found)
    return None


def _numbered(token: Token, after: Token | None, ask: Ask) -> Taken | None:
    """`管12`, `tube 12`: the word before a number says what it is the number of."""
    if ask.measures == GOODS or not isinstance(token, Word):
        return None
    word = fold(token.text).casefold()
    if word in ask.measures and isinstance(after, Count) and after.bare:
        return Taken((token, after), after.number)
    found = _NUMBERED.fullmatch(word)
    if found is not None and found["what"] in ask.measures:
        return Taken((token,), int(found["n"]))
    return None


def when_for(ask: Ask, asks: Sequence[Ask], left: Sequence[Token], sense: Sense) -> Taken | None:
    """The longest run of words that is a day or a moment: `明天 14:00`, `+1d`, `tomorrow 2 pm`."""
    counting = any(one.shape is Shape.whole for one in asks)
    sided = any(one.past for one in asks if one.shape is ask.shape)
    others: set[Token] = set()
    for size in range(min(_MOST_WORDS, len(left)), 0, -1):
        for start in range(len(left) - size + 1):
            run = tuple(left[start : start + size])
            if others.intersection(run) or not _may_be_time(run, counting):
                continue
            try:
                value = parse(ask, " ".join(token.text for token in run), sense)
            except Refusal:
                continue
            # Where one field is for what was and another for what will be, time itself says which.
            if not sided or ask.past == _been(value, sense):
                return Taken(run, value)
            others |= set(run)
    return None


def _plain(count: Count, dated: bool) -> bool:
    return not (dated and count.bare and len(count.text) == 4 and count.text.startswith("0"))


def _may_be_time(run: tuple[Token, ...], counting: bool) -> bool:
    """A number alone is a time only of four digits, and where nothing of the draft is counted."""
    for place, token in enumerate(run):
        if isinstance(token, Count):
            if not token.bare:
                return False
            if any(after.text.casefold() in _HALVES for after in run[place + 1 : place + 2]):
                continue
            if len(token.text) != 4 or (not place and counting and token.text[0] != "0"):
                return False
        elif not isinstance(token, Word):
            return False
    return True


def _been(value: object, sense: Sense) -> bool:
    if isinstance(value, dt.datetime):
        return value <= sense.clock.now()
    return isinstance(value, dt.date) and value <= sense.clock.today()
