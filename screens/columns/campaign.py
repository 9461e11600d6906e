"""Columns of the campaign: its course, the directives, and the lists that are gone through."""

from datetime import date
from typing import TYPE_CHECKING

from screens.kit.draw import Cell, Draw
from screens.kit.table import Column

if TYPE_CHECKING:
    from models.campaign import CheckLine, CourseLine, DirectiveLine


# ── the course ──────────────────────────────────────────────────────────────────────────────────


def on(line: "CourseLine", draw: Draw) -> Cell:
    return draw.day(line.on)


def what(line: "CourseLine", draw: Draw) -> Cell:
    if line.kind is None:
        return line.text
    return draw.words.of(line.kind), "strong"


def course(line: "CourseLine", draw: Draw) -> Cell:
    if line.kind is None:
        return ""
    word = draw.words.of(line.course)
    match line.course.value:
        case "current":
            return word, "ok"
        case "planned":
            return word, "warn"
    return word, "muted"


def days(line: "CourseLine", _: Draw) -> Cell:
    return "" if line.days is None else str(line.days)


def report(line: "CourseLine", draw: Draw) -> Cell:
    return draw.words("campaign.reported") if line.reported else "", "muted"


COURSE = (
    Column("campaign.col.on", on, 6),
    Column("campaign.col.what", what),
    Column("campaign.col.course", course, 7),
    Column("campaign.col.days", days, 4, right=True),
    Column("campaign.col.report", report, 6),
)


# ── directives ──────────────────────────────────────────────────────────────────────────────────


def due(line: "DirectiveLine", draw: Draw) -> Cell:
    """Time left; once it is settled, what became of it."""
    if line.state != "open":
        return draw.words.of(line.state), "muted"
    return draw.due(line.due_at)


def text(line: "DirectiveLine", _: Draw) -> Cell:
    return (line.text, "plain") if line.state == "open" else (line.text, "muted")


def who(line: "DirectiveLine", _: Draw) -> Cell:
    return line.who


def deadline(line: "DirectiveLine", draw: Draw) -> Cell:
    return draw.stamp(line.due_at), "muted"


def issued(line: "DirectiveLine", draw: Draw) -> Cell:
    return draw.day(line.issued_on), "muted"


def issuer(line: "DirectiveLine", draw: Draw) -> Cell:
    return line.issuer or draw.words("campaign.committee"), "muted"


def directive_note(line: "DirectiveLine", _: Draw) -> Cell:
    return line.note, "muted"


DIRECTIVES = (
    Column("campaign.col.due", due, 9),
    Column("campaign.col.what", text, weight=3),
    Column("campaign.col.who", who, 8),
    Column("campaign.col.deadline", deadline, 11, wide=70),
    Column("campaign.col.issued", issued, 6, wide=56),
    Column("campaign.col.issuer", issuer, 12, wide=90),
    Column("campaign.col.note", directive_note, weight=2, wide=90),
)


# ── lists ───────────────────────────────────────────────────────────────────────────────────────


def holds(line: "CheckLine", draw: Draw) -> Cell:
    if line.holds:
        return draw.words("campaign.holds"), "ok"
    return draw.words("campaign.fails"), "warn" if line.asked else "muted"


def checklist(line: "CheckLine", draw: Draw) -> Cell:
    return draw.words(f"campaign.list.{line.checklist.value}"), "muted"


def item(line: "CheckLine", draw: Draw) -> Cell:
    return name_of(line, draw)


def name_of(line: "CheckLine", draw: Draw) -> str:
    """A tick that the branch added itself has no words: it is called by its name."""
    return draw.words(line.label) if draw.words.has(line.label) else line.item


def why(line: "CheckLine", draw: Draw) -> Cell:
    return because(line, draw), "muted"


def because(line: "CheckLine", draw: Draw) -> str:
    """Why an item holds or not, its days as short as everywhere."""
    told = {name: _short(value, draw) for name, value in line.why.params.items()}
    return draw.words(line.why.key, **told)


def _short(value: object, draw: Draw) -> object:
    if isinstance(value, str):
        try:
            return draw.day(date.fromisoformat(value))
        except ValueError:
            return value
    return value


def earliest(line: "CheckLine", draw: Draw) -> Cell:
    return draw.day(line.earliest)


def by(line: "CheckLine", _: Draw) -> Cell:
    return line.by, "muted"


def check_note(line: "CheckLine", _: Draw) -> Cell:
    return line.note, "muted"


READINESS = (
    Column("campaign.col.list", checklist, 7),
    Column("campaign.col.holds", holds, 4),
    Column("campaign.col.item", item, weight=5),
    Column("campaign.col.why", why, weight=6, wide=50),
    Column("campaign.col.earliest", earliest, 5, right=True, wide=72),
    Column("campaign.col.who", by, 8, wide=90),
    Column("campaign.col.note", check_note, weight=2, wide=110),
)
EXIT_LIST = (
    Column("campaign.col.holds", holds, 4),
    Column("campaign.col.item", item, weight=5),
    Column("campaign.col.why", why, weight=7),
    Column("campaign.col.who", by, 8, wide=70),
    Column("campaign.col.note", check_note, weight=2, wide=90),
)
