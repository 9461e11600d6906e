"""The work report as a Word document, with a chart of each measure to be looked at."""

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

from docxtpl import DocxTemplate

from models.campaign.trends import Daily, Measure
from models.reports.drawing import Chart, Series, draw
from models.reports.report import Report
from models.reports.telling import ending, report_parts, report_title, span
from models.rules.text import clean
from models.words import Key, Words

TEMPLATE = Path(__file__).with_name("report.docx")


def document(found: Report, words: Words, stamp: str) -> bytes:
    """The whole document.

    Args:
        stamp: who wrote it and when, below everything else.
    """
    filled, drawn = DocxTemplate(str(TEMPLATE)), tuple(charts(found, words))
    parts = [
        {"title": part.title, "sentences": [clean(one) for one in part.sentences]}
        for part in report_parts(found, words)
    ]
    values = {
        "title": clean(report_title(found, words)),
        "span": span(found, words),
        "parts": parts,
        "charts_title": words("report.charts"),
        "charts": drawn,
        "ending": ending(found.left, words),
        "stamp": clean(stamp),
    }
    # What people wrote is data: `<` and `&` in a milestone are no markup of the document.
    filled.render(values, autoescape=True)
    draw(filled.docx, drawn)
    written = io.BytesIO()
    filled.save(written)
    return written.getvalue()


def charts(found: Report, words: Words) -> Iterator[Chart]:
    """Every measure of which anything is known."""
    for measure, days in found.days_of.items():
        if any(days):
            yield _chart(found, measure, days, words)


def _chart(found: Report, measure: Measure, days: Daily, words: Words) -> Chart:
    first, unit = found.first_day, Key(f"unit.{measure.value}")
    dates = [first + dt.timedelta(n) for n in range(len(days))]
    name = words("reports.chart", measure=measure, unit=unit)
    edges = [*(since for since, _ in found.phases[1:]), dt.date.max]
    series = []
    begins = dt.date.min
    for (_, kind), until in zip(found.phases, edges, strict=True):
        mine = tuple(
            n if begins <= day < until else None for day, n in zip(dates, days, strict=True)
        )
        begins = until
        if any(n is not None for n in mine):
            series.append(Series(words.of(kind), mine))
    return Chart(
        title=f"{name} {span(found, words)}",
        unit=words(unit),
        days=tuple(f"{day.month}/{day.day}" for day in dates),
        series=series or [Series(words.of(measure), days)],
        mark=f"[{measure.value}]",
    )
