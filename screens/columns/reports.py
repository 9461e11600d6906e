"""Columns of the reports: the brief, the trends, the work report, the stages."""

from typing import TYPE_CHECKING

from screens.kit.chart import spark
from screens.kit.draw import Cell, Draw
from screens.kit.table import Column

if TYPE_CHECKING:
    from models.reports import LatelyLine, StageLine, ToldLine


def title(line: "ToldLine", _: Draw) -> Cell:
    return line.title, "strong"


def told(line: "ToldLine", _: Draw) -> Cell:
    return line.text


BRIEF = (
    Column("reports.col.part", title, 13),
    Column("reports.col.figures", told),
)
REPORT = (
    Column("reports.col.part", title, 20),
    Column("reports.col.told", told),
)


def measure(line: "LatelyLine", draw: Draw) -> Cell:
    return draw.words.of(line.measure)


def mean(line: "LatelyLine", draw: Draw) -> Cell:
    if line.mean is None:
        return draw.words("reports.unknown"), "muted"
    return f"{line.mean:.1f}", "strong"


def last(line: "LatelyLine", draw: Draw) -> Cell:
    number = line.days[-1] if line.days else None
    return draw.mark("·") if number is None else str(number)


def days(line: "LatelyLine", draw: Draw) -> Cell:
    most = max((n for n in line.days if n is not None), default=0)
    return spark(line.days, most, draw)


LATELY = (
    Column("reports.col.measure", measure),
    Column("reports.col.mean", mean, 7, right=True),
    Column("reports.col.last", last, 5, right=True),
    Column("reports.col.days", days, 14),
)


def stage(line: "StageLine", draw: Draw) -> Cell:
    return draw.words.of(line.kind), "strong"


def begins(line: "StageLine", draw: Draw) -> Cell:
    return draw.day(line.begins_on)


def ends(line: "StageLine", draw: Draw) -> Cell:
    return draw.day(line.ends_on)


def note(line: "StageLine", draw: Draw) -> Cell:
    return (draw.words("reports.stage.moved"), "warn") if line.moved else ""


STAGES = (
    Column("reports.col.stage", stage),
    Column("reports.col.from", begins, 6),
    Column("reports.col.to", ends, 6),
    Column("reports.col.note", note, 9),
)
