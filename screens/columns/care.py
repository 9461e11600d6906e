"""Columns of the care list."""

from typing import TYPE_CHECKING

from screens.kit.draw import Cell, Draw, Tone
from screens.kit.table import Column

if TYPE_CHECKING:
    from models.care import CareLine

TONES: dict[str, Tone] = {"red": "alarm", "yellow": "warn"}
ILLNESSES = frozenset({"chronic", "dialysis", "chemo", "psychiatric"})
"""Where one of these is told, "ill" beside it tells nothing more."""


def due(line: "CareLine", draw: Draw) -> Cell:
    """Time left or late; an escalated door and a pause say so instead."""
    if line.state == "escalated":
        return draw.words("care.cell.escalated_short"), "alarm"
    if line.state == "paused":
        return draw.words("care.cell.paused_short"), "muted"
    return draw.due(line.due_at)


def door(line: "CareLine", draw: Draw) -> Cell:
    if line.door.endswith("*"):
        return draw.words("care.cell.building", n=line.building), "muted"
    return line.door


def name(line: "CareLine", draw: Draw) -> Cell:
    return line.name


def marks(line: "CareLine", draw: Draw) -> str:
    """Why the person is on the list, in marks as short as the language allows."""
    joint = "" if draw.words.lang == "zh" else " "
    told = [one for one in line.marks if one != "ill" or ILLNESSES.isdisjoint(line.marks)]
    return joint.join(draw.words(f"care.mark.{one}") for one in told)


def why(line: "CareLine", draw: Draw) -> Cell:
    """What makes the person wait worst first: the medicine that ends, then the marks."""
    ending, known = medicine(line, draw), marks(line, draw)
    if isinstance(ending, str):
        return known
    told, tone = ending
    return f"{told} {known}".rstrip(), tone


def categories(line: "CareLine", draw: Draw) -> Cell:
    return draw.words.listed(line.marks)


def tier(line: "CareLine", draw: Draw) -> Cell:
    return draw.words.of(line.tier), TONES.get(line.tier, "muted")


def medicine(line: "CareLine", draw: Draw) -> Cell:
    """Days of the medicine that runs out first; nothing while there is enough."""
    if line.days_left is None or line.band == "ok":
        return ""
    words = draw.words
    told = words("care.cell.days", n=line.days_left) if line.days_left else words("care.cell.gone")
    return told, "alarm" if line.band == "red" else "warn"


def days(line: "CareLine", draw: Draw) -> Cell:
    """Days of the medicine that runs out first."""
    if line.days_left is None:
        return ""
    told = draw.words("care.cell.days_short", n=line.days_left)
    return told, "alarm" if line.band == "red" else "warn" if line.band == "amber" else "plain"


def volunteer(line: "CareLine", draw: Draw) -> Cell:
    if line.volunteer:
        return line.volunteer
    return draw.words("care.cell.unpaired"), "warn" if line.tier == "red" else "muted"


def step(line: "CareLine", draw: Draw) -> Cell:
    """What to do next, with the number of the try once one went without an answer."""
    words = draw.words
    if line.state in ("escalated", "paused"):
        return words.of(line.state), "alarm" if line.state == "escalated" else "muted"
    if line.step == "escalate":
        return words.of(line.step), "alarm"
    if line.attempt == 1:
        return words.of(line.step), "muted"
    return words("care.cell.attempt", step=line.step, n=line.attempt), "warn"


def last_seen(line: "CareLine", draw: Draw) -> Cell:
    if line.last_seen_at is None:
        return draw.words("care.cell.never"), "muted"
    return draw.stamp(line.last_seen_at)


def presence(line: "CareLine", draw: Draw) -> Cell:
    """Where the person is, where that is not at home."""
    return "" if line.presence == "present" else (draw.words.of(line.presence), "warn")


PANEL = (
    Column("care.col.due", due, 4, right=True),
    Column("care.col.door", door, 8),
    Column("care.col.name", name, weight=3),
    Column("care.col.marks", why, weight=7),
    Column("care.col.volunteer", volunteer, 8, wide=46),
    Column("care.col.tier", tier, 6, wide=57),
    Column("care.col.step", step, weight=4, wide=74),
)
COLUMNS = (
    Column("care.col.due", due, 5, right=True),
    Column("care.col.tier", tier, 6),
    Column("care.col.door", door, 8),
    Column("care.col.name", name, weight=2),
    Column("care.col.marks", marks, weight=4),
    Column("care.col.medicine", days, 5, right=True),
    Column("care.col.step", step, 14, wide=64),
    Column("care.col.volunteer", volunteer, 9, wide=74),
    Column("care.col.seen", last_seen, 11, wide=86),
    Column("care.col.presence", presence, 8, wide=98),
    Column("care.col.categories", categories, weight=3, wide=130),
)
