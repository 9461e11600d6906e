"""How disinfection is shown: places by days, a mark a day, and the records."""

from typing import TYPE_CHECKING

from screens.kit.draw import Cell, Draw, Tone
from screens.kit.table import Column

if TYPE_CHECKING:
    from models.rounds import PlaceLine, TreatmentLine

DAYS: dict[str, str] = {
    "done": "●",
    "due": "○",
    "red": "x",
    "rest": "·",
    "ahead": "-",
    "outside": "-",
}
"""A day of a place; the shapes differ, so that nothing rests on colour alone."""
STATES: dict[str, Tone] = {"recorded": "plain", "checked": "ok", "struck": "muted"}
_WEEK = 7


def legend(draw: Draw) -> str:
    """Every mark of the matrix with its word."""
    marks = {name: draw.mark(mark) for name, mark in DAYS.items()}
    return draw.words("disinfection.legend", **marks)


def name(line: "PlaceLine", _: Draw) -> Cell:
    """The place; after an abnormal tube also the floors."""
    return line.terminal.spot if line.terminal is not None else line.name, _tone(line)


def why(line: "PlaceLine", draw: Draw) -> Cell:
    """What an abnormal tube left to do here."""
    return (draw.value(line.terminal.why), "alarm") if line.terminal is not None else ""


def _tone(line: "PlaceLine") -> Tone:
    if line.climbed or line.terminal is not None:
        return "alarm"
    return "warn" if line.red else "plain"


def target(line: "PlaceLine", draw: Draw) -> Cell:
    return draw.words.of(line.target), "muted"


def _marks(line: "PlaceLine", draw: Draw, days: int) -> Cell:
    told = " ".join(draw.mark(DAYS[cell.state.value]) for cell in line.cells[-days:])
    return told, _tone(line)


def days(line: "PlaceLine", draw: Draw) -> Cell:
    return _marks(line, draw, len(line.cells))


def today(line: "PlaceLine", draw: Draw) -> Cell:
    """Where it stands now; for what was missed running, how often."""
    if line.terminal is not None:
        return draw.words("disinfection.terminal", tubes=line.terminal.numbers), "alarm"
    if line.missed:
        key = "disinfection.missed.running" if line.climbed else "disinfection.missed"
        return draw.words(key, n=line.missed), "alarm" if line.climbed else "warn"
    if line.today.value == "due":
        return draw.words("disinfection.due"), "plain"
    if line.today.value == "done":
        return draw.words.of(line.today), "ok"
    return "", "muted"


def at(line: "TreatmentLine", draw: Draw) -> Cell:
    return draw.stamp(line.at), STATES[line.state.value]


def place(line: "TreatmentLine", _: Draw) -> Cell:
    return line.place, STATES[line.state.value]


def agent(line: "TreatmentLine", draw: Draw) -> Cell:
    """How strong the chlorine was; anything else by its name."""
    if line.state.value == "struck":
        return f"{draw.words.of(line.state)} {line.reason}", "muted"
    if line.concentration is None:
        return draw.words.of(line.agent)
    return draw.words("disinfection.strength", n=line.concentration)


def method(line: "TreatmentLine", draw: Draw) -> Cell:
    return draw.words.of(line.method), "muted"


def minutes(line: "TreatmentLine", _: Draw) -> Cell:
    return str(line.minutes), "muted"


def operator(line: "TreatmentLine", _: Draw) -> Cell:
    return line.operator


def checker(line: "TreatmentLine", _: Draw) -> Cell:
    return line.checker, "muted"


PLACES = (
    Column("disinfection.col.place", name),
    Column("disinfection.col.target", target, 10, wide=68),
    Column("disinfection.col.days", days, 28),
    Column("disinfection.col.today", today, 12),
    Column("disinfection.col.why", why, weight=2, wide=84),
)
RECORDS = (
    Column("disinfection.col.at", at, 11),
    Column("disinfection.col.place", place),
    Column("disinfection.col.agent", agent, 11),
    Column("disinfection.col.method", method, 5, wide=52),
    Column("disinfection.col.minutes", minutes, 4, right=True, wide=64),
    Column("disinfection.col.by", operator, 7),
    Column("disinfection.col.checker", checker, 7, wide=48),
)
