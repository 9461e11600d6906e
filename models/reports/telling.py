"""Brief and work report as words: plain text ready to paste, and markdown."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from models.reports.brief import Brief, BriefPart
from models.reports.left import Left
from models.reports.report import Report
from models.words import Words

PARTS = ("frame", "duty", "sealed", "publicity", "service", "deeds")
"""The parts of the report, in the order of the one that was really written."""


@dataclass(frozen=True, slots=True)
class ReportPart:
    """One part of the work report."""

    name: str
    title: str
    sentences: tuple[str, ...]

    @property
    def key(self) -> str:
        """What it is known by in a list; it is no record."""
        return f"part:{self.name}"


# ── the brief ───────────────────────────────────────────────────────────────────────────────────


def brief_text(found: Brief, words: Words) -> str:
    """The brief as it is pasted."""
    lines = [brief_title(found, words)]
    lines += [f"{words(f'brief.{one.name}')}{figures(one, words)}" for one in found.parts]
    return "\n".join(lines)


def brief_markdown(found: Brief, words: Words) -> str:
    """The brief with a heading and a list."""
    lines = [f"## {brief_title(found, words)}", ""]
    for one in found.parts:
        # Stars that end on a blank make nothing bold.
        lines.append(f"- **{words(f'brief.{one.name}').rstrip()}** {figures(one, words)}")
    return "\n".join(lines)


def brief_title(found: Brief, words: Words) -> str:
    """Which day of which compound it is, and how that stood."""
    return words(
        "brief.head",
        compound=found.compound,
        date=_day(found.date, words),
        n=found.day,
        phase=found.phase or "",
    ).strip()


def figures(one: BriefPart, words: Words) -> str:
    """The figures of a line, each with its name."""
    told = (f"{words(f'brief.{one.name}.{name}')} {n}" for name, n in one.figures.items())
    return words("brief.comma").join(told)


# ── the report ──────────────────────────────────────────────────────────────────────────────────


def report_text(found: Report, words: Words) -> str:
    """The whole report as text."""
    lines = [report_title(found, words)]
    for one in report_parts(found, words):
        lines += ["", one.title, *one.sentences]
    return "\n".join([*lines, "", *ending(found.left, words)])


def report_title(found: Report, words: Words) -> str:
    """What the report is called."""
    return words("report.title", branch=found.branch)


def report_parts(found: Report, words: Words) -> tuple[ReportPart, ...]:
    """Every part with what there is to tell of it; a sentence about nothing is left out."""
    told = {name: value for name, value in found.to_json().items() if isinstance(value, int | str)}
    told |= {
        "first_day": _day(found.first_day, words),
        "last_day": _day(found.last_day, words),
        "epidemic_free_on": _day(found.epidemic_free_on, words),
        "unsealed_on": _day(found.unsealed_on, words),
    }
    made = []
    for name in PARTS:
        sentences = [
            words(key, **told)
            for key, needs in SENTENCES.items()
            if key.startswith(f"report.{name}.") and any(told.get(one) for one in needs)
        ]
        if name == "frame":
            sentences += [
                words("report.milestone", day=_day(on, words), text=text)
                for on, text in found.milestones
            ]
        if sentences:
            made.append(ReportPart(name, words(f"report.{name}"), tuple(sentences)))
    return tuple(made)


SENTENCES: dict[str, Sequence[str]] = {
    "report.frame.compound": ("households",),
    "report.frame.days": ("days",),
    "report.frame.free": ("epidemic_free_on",),
    "report.frame.unsealed": ("unsealed_on",),
    "report.duty.people": ("volunteers",),
    "report.duty.seats": ("seats_planned",),
    "report.duty.directives": ("directives",),
    "report.sealed.patrols": ("patrols",),
    "report.sealed.gate": ("passages_out", "passages_in", "goods_batches"),
    "report.sealed.isolation": ("isolated",),
    "report.sealed.tests": ("tests",),
    "report.sealed.kits": ("kits",),
    "report.sealed.disinfection": ("disinfected",),
    "report.publicity.notices": ("notices",),
    "report.publicity.rumours": ("rumours",),
    "report.publicity.moods": ("moods",),
    "report.service.buys": ("group_buys",),
    "report.service.carries": ("carries",),
    "report.service.medicine": ("medicine_runs",),
    "report.service.odd": ("odd_problems",),
    "report.service.trips": ("groceries", "hospital_trips"),
    "report.service.care": ("care_people",),
    "report.service.knocked": ("doors_knocked",),
    "report.service.requests": ("requests_closed",),
    "report.deeds.gifts": ("gifts",),
    "report.deeds.conflicts": ("conflicts",),
    "report.deeds.stories": ("stories", "praise"),
}
"""Sentence -> the numbers of which one at least is needed for it to say anything."""


def ending(found: Left, words: Words) -> tuple[str, ...]:
    """All safe; or what is left, by name."""
    if found.safe:
        return (words("report.all_safe"),)
    told = [words(f"report.left.{name}", n=n) for name, n in found.to_json().items() if n]
    if found.releases is None:
        told.append(words("report.left.unknown"))
    return (words("report.left"), *(f"- {one}" for one in told))


def _day(day: dt.date | None, words: Words) -> str:
    if day is None:
        return ""
    return words("report.day", month=day.month, day=day.day)
