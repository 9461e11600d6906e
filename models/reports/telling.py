"""Brief and work report as words: plain text ready to paste, and markdown."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from models.reports.brief import Brief
from models.reports.figures import BriefPart, Figure, Item, Untold
from models.reports.left import Left
from models.reports.report import Report
from models.words import Key, Words

PARTS = ("frame", "duty", "sealed", "publicity", "service", "deeds")
"""The parts of the report, in the order of the one that was really written."""


SPARSE = ("errands", "community", "tomorrow")
"""Lines of the brief of many figures: only those that say something are told."""


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


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One line of brief or report as a list shows it."""

    key: str
    """`brief:…` or `part:…`: what it is known by in a list; it is no record."""
    title: str
    """Empty for what follows in the same part."""
    text: str


# ── the brief ───────────────────────────────────────────────────────────────────────────────────


def brief_text(found: Brief, words: Words) -> str:
    """The brief as it is pasted: short lines, what belongs to one below it."""
    lines = [*brief_head(found, words)]
    for one in found.parts:
        lines.append(f"{words(f'brief.{one.name}')}{figures(one, words)}")
        lines += [f"{words('brief.below')}{line}" for line in below(one, words)]
    return "\n".join(lines)


def brief_markdown(found: Brief, words: Words) -> str:
    """The brief with a heading and a list."""
    title, zone = brief_head(found, words)
    lines = [f"## {title}", "", zone, ""]
    for one in found.parts:
        # Stars that end on a blank make nothing bold.
        lines.append(f"- **{words(f'brief.{one.name}').rstrip()}** {figures(one, words)}")
        lines += [f"  - {line}" for line in below(one, words)]
    return "\n".join(lines)


def brief_head(found: Brief, words: Words) -> tuple[str, str]:
    """Which day of which compound it is, and how that stood."""
    told = {"compound": found.compound, "date": _day(found.date, words), "n": found.day}
    if found.phase is None:
        return words("brief.head", **told), words("brief.zone.none")
    return words("brief.head", **told), words("brief.zone", phase=found.phase, n=found.phase_day)


def figures(one: BriefPart, words: Words) -> str:
    """The figures of a line, each with its name; or the sentence that says there is nothing."""
    nothing = f"brief.{one.name}.none"
    if all(n is Untold.not_kept for n in one.figures.values()):
        return words("brief.not_kept")
    if one.nothing and words.has(nothing):
        return words(nothing)
    told = (
        words("brief.figure", name=words(f"brief.{one.name}.{name}"), n=_figure(n, words))
        for name, n in one.figures.items()
        if n is not Untold.few and (n or one.name not in SPARSE)
    )
    rest = [words("brief.untold")] if Untold.few in one.figures.values() else []
    return words("brief.comma").join((*told, *rest))


def brief_lines(found: Brief, words: Words) -> tuple[ToldLine, ...]:
    """The brief line by line."""
    lines = []
    for one in found.parts:
        title = words(f"brief.{one.name}").strip().rstrip(":：")
        lines.append(ToldLine(one.key, title, figures(one, words)))
        lines += [ToldLine(f"{one.key}:{n}", "", line) for n, line in enumerate(below(one, words))]
    return tuple(lines)


def below(one: BriefPart, words: Words) -> tuple[str, ...]:
    """The lines that belong to a line."""
    return tuple(_item(one.name, item, words) for item in one.items)


def _item(part: str, item: Item, words: Words) -> str:
    told = dict(item.told)
    days = told.get("days")
    if item.name == "item":
        told["days"] = "" if days is None else words("brief.days_left", n=days)
    return words(f"brief.{part}.{item.name}", **told).strip()


def _figure(n: Figure, words: Words) -> str:
    return words("brief.unkept") if n is Untold.not_kept else _number(n, words)


def _number(n: object, words: Words) -> str:
    """A number as the language groups it."""
    if isinstance(n, float) and not n.is_integer():
        return f"{n:,.1f}" if words.lang == "en" else f"{n:.1f}"
    return f"{n:,.0f}" if words.lang == "en" else f"{n:.0f}"


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


def span(found: Report, words: Words) -> str:
    """From when to when it tells."""
    first, last = (_day(day, words) for day in (found.first_day, found.last_day))
    return words("reports.chart.days", first=first, last=last)


def report_parts(found: Report, words: Words) -> tuple[ReportPart, ...]:
    """Every part with what there is to tell of it; a sentence about nothing is left out."""
    told: dict[str, object] = {
        name: value
        for name, value in found.to_json().items()
        if isinstance(value, int | float | str)
    }
    told |= {
        "compound": found.compound,
        "year": found.first_day.year,
        "first_day": _day(found.first_day, words),
        "last_day": _day(found.last_day, words),
        "epidemic_free_on": _day(found.epidemic_free_on, words),
        "unsealed_on": _day(found.unsealed_on, words),
        "bought": words("report.and").join(_bought(found, words)),
        "kinds": words("report.semicolon").join(_kinds(found, words)),
    }
    made = []
    for name in PARTS:
        sentences = [
            words(key, **told)
            for key, needs in SENTENCES.items()
            if key.startswith(f"report.{name}.") and any(told.get(one) for one in needs)
        ]
        if name == "frame" and found.milestones:
            sentences.append(words("report.milestones"))
            sentences += [
                words("report.milestone", day=_day(on, words), text=text)
                for on, text in found.milestones
            ]
        if sentences:
            made.append(ReportPart(name, words(f"report.{name}"), tuple(sentences)))
    return tuple(made)


def report_lines(found: Report, words: Words) -> tuple[ToldLine, ...]:
    """The report sentence by sentence, down to how it ends."""
    lines = [
        ToldLine(f"{one.key}:{n}", "" if n else one.title, sentence)
        for one in report_parts(found, words)
        for n, sentence in enumerate(one.sentences)
    ]
    ends = ending(found.left, words)
    return (*lines, *(ToldLine(f"part:ending:{n}", "", one) for n, one in enumerate(ends)))


def _bought(found: Report, words: Words) -> list[str]:
    """Group buys by what they were of; nothing where all were of one kind."""
    if len(found.bought) < 2:
        return []
    return [words("report.bought", kind=kind, n=n) for kind, n in found.bought.items()]


def _kinds(found: Report, words: Words) -> list[str]:
    """How soon each kind of request was closed; nothing where there was one kind."""
    if len(found.closed_by_kind) < 2:
        return []
    return [
        words(
            "report.kind",
            kind=one.kind,
            n=one.closed,
            rate=f"{one.same_day_rate:.0f}",
            hours=f"{one.median_hours:.1f}",
        )
        for one in found.closed_by_kind
    ]


SENTENCES: dict[str, Sequence[str]] = {
    "report.frame.compound": ("households",),
    "report.frame.days": ("days",),
    "report.frame.free": ("epidemic_free_on",),
    "report.frame.unsealed": ("unsealed_on",),
    "report.duty.people": ("volunteers",),
    "report.duty.seats": ("seats_planned",),
    "report.duty.empty": ("seats_empty", "no_shows"),
    "report.duty.hours": ("hours_served",),
    "report.duty.back": ("back_at_work",),
    "report.duty.applications": ("applications",),
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
    "report.service.bought": ("bought",),
    "report.service.carries": ("carries",),
    "report.service.medicine": ("medicine_runs",),
    "report.service.odd": ("odd_problems",),
    "report.service.trips": ("groceries", "hospital_trips"),
    "report.service.care": ("care_people",),
    "report.service.knocked": ("doors_knocked",),
    "report.service.requests": ("requests_opened",),
    "report.service.reopened": ("requests_reopened",),
    "report.service.closed": ("requests_closed",),
    "report.service.kinds": ("kinds",),
    "report.service.said": ("satisfied", "not_satisfied"),
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
    return words("report.day", month=Key(f"report.month.{day.month}"), day=day.day)
