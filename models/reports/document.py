"""The work report as a Word document, with a bar a day for who would rather look than read."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from docxtpl import DocxTemplate

from models.campaign.trends import Daily
from models.reports.report import Report
from models.reports.telling import ending, report_parts, report_title
from models.words import Words

TEMPLATE = Path(__file__).with_name("report.docx")
BAR, WIDTH = "█", 34
"""A bar is made of characters: it prints everywhere, and no picture has to be drawn."""


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One day of a chart."""

    day: str
    bar: str
    number: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One measure, a row a day."""

    title: str
    rows: Sequence[ChartRow]


def document(found: Report, words: Words, stamp: str) -> bytes:
    """The whole document.

    Args:
        stamp: who wrote it and when, below everything else.
    """
    filled = DocxTemplate(str(TEMPLATE))
    values = {
        "title": report_title(found, words),
        "span": f"{found.first_day} – {found.last_day}",
        "parts": report_parts(found, words),
        "charts_title": words("report.charts"),
        "charts": charts(found, words),
        "ending": ending(found.left, words),
        "stamp": stamp,
    }
    # What people wrote is data: `<` and `&` in a milestone are no markup of the document.
    filled.render(values, autoescape=True)
    written = io.BytesIO()
    filled.save(written)
    return written.getvalue()


def charts(found: Report, words: Words) -> tuple[Chart, ...]:
    """Every measure of which anything is known."""
    return tuple(
        Chart(words.of(measure), _rows(found.first_day, days, words))
        for measure, days in found.days_of.items()
        if any(days)
    )


def _rows(first: dt.date, days: Daily, words: Words) -> tuple[ChartRow, ...]:
    most = max((n for n in days if n is not None), default=0)
    made = []
    for place, n in enumerate(days):
        day = f"{first + dt.timedelta(place):%m-%d}"
        told = words("reports.unknown") if n is None else str(n)
        made.append(ChartRow(day, BAR * round((n or 0) / most * WIDTH) if most else "", told))
    return tuple(made)
