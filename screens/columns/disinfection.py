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


def name(line: "PlaceLine", _: Draw) -> Cell:
    return line.name, "alarm" if line.climbed else "warn" if line.red else "plain"


def target(line: "PlaceLine", draw: Draw) -> Cell:
    return draw.words.of(line.target), "muted"


def _marks(line: "PlaceLine", draw: Draw, days: int) -> Cell:
    told = " ".join(draw.mark(DAYS[cell.state.value]) for cell in line.cells[-days:])
    return told, "alarm" if line.climbed else "warn" if line.red else "plain"


def days(line: "PlaceLine", draw: Draw) -> Cell:
    return _marks(line, draw, len(line.cells))


def today(line: "PlaceLine", draw: Draw) -> Cell:
    """Where it stands now; for what was missed running, how often."""
    if line.missed:
        return draw.words("disinfection.missed", n=line.missed), "alarm" if line.climbed else "warn"
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
    Column("disinfection.col.target", target, 10, wide=62),
    Column("disinfection.col.days", days, 28),
    Column("disinfection.col.today", today, 10),
)
RECORDS = (
    Column("disinfection.col.at", at, 11),
    Column("disinfection.col.place", place),
    Column("disinfection.col.agent", agent, 10),
    Column("disinfection.col.method", method, 5, wide=52),
    Column("disinfection.col.minutes", minutes, 4, right=True, wide=58),
    Column("disinfection.col.by", operator, 8),
    Column("disinfection.col.checker", checker, 8, wide=48),
)
