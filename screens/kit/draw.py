"""The one place where a value becomes something a terminal shows.

Text from people is data: it is cleaned here of everything a terminal could obey, and it is put
into `rich.text.Text`, never into markup, so a name with brackets stays a name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import Enum
from typing import Literal

from rich.cells import cell_len, set_cell_size

from models.rules.text import clean
from models.rules.why import Why
from models.words import Key, Words

Tone = Literal["plain", "alarm", "warn", "ok", "muted", "strong"]
Cell = str | tuple[str, Tone]
"""What a column gives for one line: words, or words with a tone (never a tone alone)."""

MARKS = {"●": "*", "○": "o", "…": "~", "·": "-", "▇": "#", "▁": "_", "→": ">", "✓": "v", "▸": ">"}
"""Marks whose width is ambiguous, and what stands for them where a terminal draws them wide."""


def safe(value: object) -> str:
    """A value as one line of text that no terminal can take for a command."""
    return clean(str(value))


def fit(text: str, width: int, ellipsis: str = "…") -> str:
    """Text cut or padded to exactly so many terminal cells; a cut shows itself."""
    if cell_len(text) <= width:
        return text + " " * (width - cell_len(text))
    if width <= cell_len(ellipsis):
        return set_cell_size(text, width)
    # A wide character that is cut in half leaves a blank; the mark of the cut comes before it.
    return set_cell_size(set_cell_size(text, width - cell_len(ellipsis)).rstrip() + ellipsis, width)


def wrapped(text: str, width: int) -> list[str]:
    """Text in lines of at most so many terminal cells, parted at blanks and after punctuation."""
    lines: list[str] = []
    while cell_len(text) > width > 1:
        cut = len(set_cell_size(text, width).rstrip())
        good = max(text.rfind(mark, 0, cut) for mark in " ，；、。;,") + 1
        cut = good if good > cut // 2 else cut
        lines.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*lines, text]


def did(words: Words, verb: str, params: Mapping[str, object]) -> str:
    """What an act did, in the language on show; one record of several is said to be so."""
    undone = params.get("undone")
    if verb == "undo" and isinstance(undone, str):
        told = {name: value for name, value in params.items() if name != "undone"}
        return words("undo.did", what=did(words, undone, told))
    if params.get("erased") is True:
        return f"{words(verb)} {words('journal.told_erased')}"
    many = params.get("many")
    if isinstance(many, int):
        # What such an act tells of names the last of its records only.
        return f"{words(verb)} {words('journal.many', n=many)}"
    # What an act had not to tell, such as who came where it was the actor, leaves a gap.
    return " ".join(words(f"{verb}.did", **params).split())


def span(delta: timedelta) -> str:
    """A length of time in its largest unit: `45m`, `2h`, `3d`."""
    minutes = int(abs(delta.total_seconds()) // 60)
    if minutes < 60:
        return f"{minutes}m"
    return f"{minutes // 60}h" if minutes < 48 * 60 else f"{minutes // 1440}d"


@dataclass(frozen=True, slots=True)
class Draw:
    """All that drawing a line needs beside the line: the language, the moment, the zone."""

    words: Words
    now: datetime
    zone: tzinfo
    narrow_marks: bool = False
    """Whether marks of ambiguous width are replaced by ASCII."""
    covered: bool = False
    """Whether the screen is for everybody's eyes, so that an empty list says nothing."""

    def mark(self, mark: str) -> str:
        """The mark, or its ASCII stand-in."""
        return MARKS.get(mark, mark) if self.narrow_marks else mark

    def text(self, text: object) -> str:
        """Text of a record, safe to show, with a word where something was erased."""
        return self.words.told(safe(text))

    def due(self, moment: datetime | None) -> Cell:
        """Time left until a promise, as `2h`, or how far past it is, as `-2h` in alarm."""
        if moment is None:
            return ""
        left = moment - self.now
        if left < timedelta(0):
            late = span(left)
            return (f"-{late}" if late != "0m" else late), "alarm"
        return span(left), "warn" if left < timedelta(hours=1) else "plain"

    def ago(self, moment: datetime | None) -> str:
        """How long ago something was."""
        return "" if moment is None else span(self.now - moment)

    def time(self, moment: datetime | None) -> str:
        """Clock time in the branch's zone."""
        return "" if moment is None else f"{moment.astimezone(self.zone):%H:%M}"

    def stamp(self, moment: datetime | None) -> str:
        """Clock time, with the date in front when it is another day."""
        if moment is None:
            return ""
        local = moment.astimezone(self.zone)
        if local.date() == self.now.astimezone(self.zone).date():
            return f"{local:%H:%M}"
        return f"{local.month}/{local.day} {local:%H:%M}"

    def day(self, day: date | None) -> str:
        """A date as month/day; the year is said only where it is not this one."""
        if day is None:
            return ""
        short = f"{day.month}/{day.day}"
        return short if day.year == self.now.astimezone(self.zone).year else f"{day.year}/{short}"

    def value(self, value: object) -> str:
        """Any value of an opened record, as a person reads it."""
        if value is None or value == "" or value == ():
            return ""
        if isinstance(value, bool):
            return self.words("say.yes" if value else "say.no")
        if isinstance(value, (Key, Enum)):
            return self.words.of(value)
        if isinstance(value, Why):
            return self.words(value.key, **value.params)
        if isinstance(value, datetime):
            return self.stamp(value if value.tzinfo else value.replace(tzinfo=UTC))
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, (tuple, list, frozenset)):
            return ("、" if self.words.lang == "zh" else ", ").join(self.value(v) for v in value)
        return self.text(value)


DrawCell = Callable[[object, Draw], Cell]
