"""A number a day as something to look at: a chart with axis, dates and words, or a row of marks.

Bars of block characters: they are legible at half of 80 columns, cost no library, and can be
copied as text. A colour never stands alone: each has its word and its first day in the legend.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rich.cells import cell_len

from screens.kit.draw import Draw, Tone

STEPS = "▁▂▃▄▅▆▇"
PLAIN_STEPS = "0123456"
_EIGHTHS = " ▁▂▃▄▅▆▇█"
_WIDEST = 6
"""Cells a day takes at most: few days are not spread over a whole screen."""

Run = tuple[str, Tone]
"""Some cells of one tone."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days that have a colour of their own, and the word for it."""

    since: date
    word: str
    tone: Tone


def spark(days: Sequence[int | None], most: int, draw: Draw) -> str:
    """A mark a day, as high as its number; a day that nothing is known of is a dot."""
    steps = PLAIN_STEPS if draw.narrow_marks else STEPS
    top = len(steps) - 1
    return "".join(
        draw.mark("·") if n is None else steps[round(n / most * top) if most else 0] for n in days
    )


def chart(
    days: Sequence[int | None],
    first: date,
    size: tuple[int, int],
    draw: Draw,
    stretches: Sequence[Stretch] = (),
) -> list[list[Run]]:
    """A bar a day over an axis with its greatest number, dates below, a word for each colour.

    Args:
        first: the day of the first number; where not all of them fit the latest are shown.
        size: columns and lines there are.
    """
    width, height = size
    most = max((n for n in days if n is not None), default=0)
    margin = max(len(str(most)), 1) + 1
    room = max(width - margin - 1, 1)
    if len(days) > room:
        first += timedelta(len(days) - room)
        days = days[-room:]
    step = max(1, min(_WIDEST, room // max(len(days), 1)))
    legend = _legend(days, first, draw, stretches)
    rows = max(2, height - 2 - len(legend))
    dates = [first + timedelta(n) for n in range(len(days))]
    tones = [_stretch(day, stretches) for day in dates]
    lines = []
    for row in range(rows, 0, -1):
        label = str(most) if row == rows else "0" if row == 1 and not most else ""
        line: list[Run] = [(f"{label:>{margin - 1}}", "muted"), (_axis(draw), "muted")]
        for n, tone in zip(days, tones, strict=True):
            line.append((_bar(n, most, row, rows, draw).ljust(1) * _thick(step), tone))
            line.append((" " * (step - _thick(step)), "plain"))
        lines.append(line)
    foot = "-" if draw.narrow_marks else "─"
    corner = "+" if draw.narrow_marks else "└"
    lines.append([(f"{'0':>{margin - 1}}{corner}{foot * (step * len(days))}", "muted")])
    lines.append([(" " * margin + _dates(dates, step, draw), "muted")])
    return [*lines, *legend]


def _thick(step: int) -> int:
    """Cells of a bar: with a gap behind it as soon as there is room for one."""
    return step - 1 if step > 1 else 1


def _axis(draw: Draw) -> str:
    return "|" if draw.narrow_marks else "│"


def _bar(n: int | None, most: int, row: int, rows: int, draw: Draw) -> str:
    """What of a day's bar lies in one row, counted from below."""
    if n is None:
        return draw.mark("·") if row == 1 else " "
    eighths = round(n / most * rows * 8) if most else 0
    if n and not eighths:
        eighths = 1
    here = min(max(eighths - (row - 1) * 8, 0), 8)
    if draw.narrow_marks:
        return "#" if here >= 4 or (here and row == 1) else " "
    return _EIGHTHS[here]


def _dates(dates: Sequence[date], step: int, draw: Draw) -> str:
    """Days under their bars, as many as can be told apart."""
    text = ""
    for place, day in enumerate(dates):
        at, told = place * step, draw.day(day)
        if at >= cell_len(text) + (1 if text else 0):
            text += " " * (at - cell_len(text)) + told
    return text


def _stretch(day: date, stretches: Sequence[Stretch]) -> Tone:
    tone: Tone = "plain"
    for one in stretches:
        if one.since <= day:
            tone = one.tone
    return tone


def _legend(
    days: Sequence[int | None], first: date, draw: Draw, stretches: Sequence[Stretch]
) -> list[list[Run]]:
    """Which colour is which, and from which day; the mark of what is not known, where there is."""
    last = first + timedelta(max(len(days) - 1, 0))
    shown = [one for one in stretches if one.since <= last]
    # What was over before the first day has no bar.
    while len(shown) > 1 and shown[1].since <= first:
        shown.pop(0)
    line: list[Run] = []
    for one in shown:
        since = draw.words("chart.since", word=one.word, day=draw.day(max(one.since, first)))
        line += [(draw.mark("▇"), one.tone), (f" {since}  ", "plain")]
    if None in days:
        line.append((f"{draw.mark('·')} {draw.words('chart.unknown')}", "muted"))
    return [line] if line else []
