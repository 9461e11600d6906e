"""Reports: tonight's brief, the days behind, the work report, the stages that are over.

Nothing is typed in here. The chart shows the measure that the cursor is on. `enter` opens brief,
report or a measure as a text to copy, `y` gives the brief as those who live here may read it, `p`
writes the report to a file.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from models.rules.refusal import Refusal
from models.words import Key
from screens.columns.reports import BRIEF, LATELY, REPORT, STAGES
from screens.kit.chart import Stretch, chart
from screens.kit.desk import Desk
from screens.kit.dialogs import Chooser, Option, Reader
from screens.kit.draw import Draw, Tone, wrapped
from screens.kit.lists import ListsRoom
from screens.kit.panel import Panel
from screens.kit.table import Column, RecordTable
from screens.kit.tones import look

if TYPE_CHECKING:
    from models.branch import PhaseLine
    from models.campaign.trends import Daily, Measure
    from models.reports import Brief, LatelyLine, Report, StageLine
    from models.reports.telling import ToldLine
    from models.store.engine import Reading

_FORMS = ("docx", "text", "json")
_TONES: dict[str, Tone] = {
    "sealed": "warn",
    "epidemic_free": "strong",
    "guarded": "ok",
    "closed": "muted",
}
"""Phase -> the colour of its days; the legend says the word."""
_TEXT_WIDTH, _TEXT_HEIGHT = 62, 10


@dataclass(frozen=True, slots=True)
class ReportsView:
    """What the room shows."""

    brief: "Brief | None"
    report: "Report | None"
    """None before there is a branch, as the brief is."""
    lately: "tuple[LatelyLine, ...]"
    stages: "tuple[StageLine, ...]"
    phases: "tuple[PhaseLine, ...]"
    leads: bool


class ChartPart(Static):
    """The measure in hand, day by day from the first day on; each phase has its colour."""

    def __init__(self) -> None:
        super().__init__("", id="chart", classes="panel", markup=False)
        self._told: tuple[Measure, Daily, date, tuple[Stretch, ...], Draw] | None = None

    def show(
        self,
        measure: "Measure",
        days: "Daily",
        first: date,
        stretches: tuple[Stretch, ...],
        draw: Draw,
    ) -> None:
        """Shows one measure."""
        self._told = measure, days, first, stretches, draw
        self.border_title = Content(titled(measure, days, first, draw))
        self._write()

    def clear(self, draw: Draw) -> None:
        """Says that there is nothing to look at yet."""
        self._told = None
        self.border_title = Content(draw.words("report.charts"))
        self.update(draw.words("lately.empty"))

    def on_resize(self) -> None:
        self._write()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._write()

    def _write(self) -> None:
        if self._told is None:
            return
        _, days, first, stretches, draw = self._told
        if not any(days):
            self.update(draw.words("reports.chart.empty"))
            return
        text = Text(no_wrap=True, end="")
        for line in chart(days, first, self.content_size, draw, stretches):
            for run, tone in line:
                text.append(run, look(self.app, tone))
            text.append("\n")
        text.rstrip()
        self.update(text)


def titled(measure: "Measure", days: "Daily", first: date, draw: Draw) -> str:
    """What is counted, in which unit, and over which days."""
    words = draw.words
    name = words("reports.chart", measure=measure, unit=Key(f"unit.{measure.value}"))
    last = first + timedelta(max(len(days) - 1, 0))
    return f"{name} {words('reports.chart.days', first=draw.day(first), last=draw.day(last))}"


class ReportsRoom(ListsRoom):
    """Brief, trends, work report and stages."""

    NAME = "reports"
    WATCHES = frozenset(
        {
            "campaign",
            "care",
            "community",
            "gate",
            "group_buys",
            "homes",
            "isolation",
            "patrols",
            "people",
            "requests",
            "rounds",
            "shifts",
            "stock",
        }
    )
    LISTS = ("brief", "lately", "report", "stages")
    OF_KIND: ClassVar = {"campaign.report": "stages"}
    CSS = """
    ReportsRoom {
        #reports-room { height: 1fr; }
        #reports-left { width: 5fr; height: 1fr; }
        #reports-right { width: 6fr; height: 1fr; }
        #panel-brief { height: 1fr; }
        #panel-stages { height: 6; }
        #panel-lately { height: 9; }
        #chart { height: 1fr; min-height: 9; max-height: 18; }
        #panel-report { height: 1fr; min-height: 8; }
        #reports-lists { display: none; height: 1; color: $muted; }
        &.-narrow {
            #reports-room { layout: vertical; }
            #reports-left, #reports-right { width: 100%; height: auto; }
            #reports-lists { display: block; }
            .panel { display: none; height: 1fr; }
        }
        &.-narrow.-brief, &.-narrow.-stages { #reports-left { height: 1fr; } }
        &.-narrow.-lately, &.-narrow.-report { #reports-right { height: 1fr; } }
        &.-narrow.-brief #panel-brief, &.-narrow.-stages #panel-stages { display: block; }
        &.-narrow.-report #panel-report { display: block; }
        &.-narrow.-lately {
            #panel-lately { display: block; height: 9; }
            #chart { display: block; max-height: 100%; }
        }
    }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._view: ReportsView | None = None

    def compose_room(self) -> ComposeResult:
        yield Static("", id="reports-lists", markup=False)
        with Horizontal(id="reports-room"):
            with Vertical(id="reports-left"):
                yield Panel("brief", BRIEF, number=1)
                yield Panel("stages", STAGES, number=4, heading=True)
            with Vertical(id="reports-right"):
                yield Panel("lately", LATELY, number=2, heading=True)
                yield ChartPart()
                yield Panel("report", REPORT, number=3, title="report.title.panel")

    # ── reading and showing ─────────────────────────────────────────────────────────────────

    def read(self, session: "Reading") -> ReportsView:
        from models import reports
        from models.branch import branch, phases
        from models.store.register import GRID

        begun = branch(session) is not None
        return ReportsView(
            brief=reports.brief(session) if begun else None,
            report=reports.report(session) if begun else None,
            lately=reports.lately(session),
            stages=reports.stages(session),
            phases=phases(session),
            leads=session.viewer.role in GRID,
        )

    def show(self, view: ReportsView, draw: Draw) -> None:
        from models.reports import brief_lines, report_lines

        self._view, words = view, draw.words
        brief, lately, report, stages = (self.panel(name) for name in self.LISTS)
        day = words("reports.counts.brief", n=view.brief.day) if view.brief else ""
        told = brief_lines(view.brief, words) if view.brief else ()
        brief.show(self._whole(told, brief, BRIEF), day, draw)
        lately.show(view.lately, words("reports.counts.lately") if view.lately else "", draw)
        found = view.report
        if found is None:
            report.show((), "", draw)
        else:
            left = sum(n or 0 for n in found.left.to_json().values())
            safe = words(
                "reports.counts.safe" if found.left.safe else "reports.counts.left", n=left
            )
            lines = self._whole(report_lines(found, words), report, REPORT)
            report.show(lines, safe, draw, alarming=not found.left.safe)
        stages.empty_key = "stages.empty" if view.leads else "stages.empty.hidden"
        over = words("reports.counts.stages", n=len(view.stages)) if view.stages else ""
        stages.show(view.stages, over, draw)
        self._look()
        titles = (words(self.panel(name).title_key) for name in self.LISTS)
        lists = "  ".join(f"{n} {title}" for n, title in enumerate(titles, 1))
        self.query_one("#reports-lists", Static).update(f" {lists}")

    def _whole(
        self, told: "Iterable[ToldLine]", panel: Panel, columns: tuple[Column, ...]
    ) -> "tuple[ToldLine, ...]":
        """Every figure and sentence to its end, on as many lines as that takes."""
        # The list keeps a cell for its marks, one after each column, and one for its scroll bar.
        width = panel.table.size.width - columns[0].width - 4
        if width <= 0:
            return tuple(told)
        return tuple(
            replace(line, key=f"{line.key}.{n}" if n else line.key, text=part,
                    title="" if n else line.title)
            for line in told
            for n, part in enumerate(wrapped(line.text, width))
        )  # fmt: skip

    def on_resize(self) -> None:
        # Not before the new widths are laid out.
        if self._view is not None:
            self.call_after_refresh(self._show_again)

    def _show_again(self) -> None:
        if self._view is not None:
            self.show(self._view, self.desk.draw())

    def on_record_table_moved(self, event: RecordTable.Moved) -> None:
        if event.table is self.panel("lately").table:
            self._look()

    def _look(self) -> None:
        """The chart shows the measure that the cursor is on."""
        draw, part = self.desk.draw(), self.query_one(ChartPart)
        found = self._charted(draw)
        if found is None:
            part.clear(draw)
        else:
            part.show(*found, draw)

    def _charted(self, draw: Draw) -> "tuple[Measure, Daily, date, tuple[Stretch, ...]] | None":
        """The measure in hand over the whole campaign, with the phases as stretches."""
        view, line = self._view, self.panel("lately").table.cursor
        if view is None or view.report is None or line is None:
            return None
        measure = cast("LatelyLine", line).measure
        stretches = tuple(
            Stretch(one.begins_on, draw.words.of(one.kind), _TONES[one.kind.value])
            for one in view.phases
        )
        return measure, view.report.days_of[measure], view.report.first_day, stretches

    def _day_by_day(self) -> str:
        """The chart as text, and every number with its day."""
        draw = self.desk.draw()
        found = self._charted(draw)
        if found is None:
            return ""
        measure, days, first, stretches = found
        lines = [titled(measure, days, first, draw), ""]
        if any(days):
            size = (_TEXT_WIDTH, _TEXT_HEIGHT)
            lines += ["".join(run for run, _ in line).rstrip()
                      for line in chart(days, first, size, draw, stretches)]  # fmt: skip
        told = (
            f"{draw.day(first + timedelta(n)):>5} {draw.mark('·') if one is None else one}"
            for n, one in enumerate(days)
        )
        lines += ["", *("   ".join(week) for week in _weeks(told))]
        return "\n".join(lines)

    def notice(self, session: "Reading") -> str:
        """The brief as those who live here may read it."""
        from models.reports import brief, brief_text

        return brief_text(brief(session, public=True), self.desk.words)

    # ── keys ────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return True if action == "print" else super().check_action(action, parameters)

    def chosen(self) -> tuple[str, ...]:
        """A line of a text is no record; a stage is."""
        return tuple(key for key in super().chosen() if key.startswith("campaign."))

    def on_record_table_opened(self, event: RecordTable.Opened) -> None:
        from models.reports import brief_text, report_text

        view, words = self._view, self.desk.words
        kind = event.key.partition(":")[0]
        if view is None or kind not in ("brief", "part", "lately"):
            return
        event.prevent_default()
        if kind == "brief" and view.brief is not None:
            text, title = brief_text(view.brief, words), words("brief.title")
        elif kind == "part" and view.report is not None:
            text, title = report_text(view.report, words), words("report.title.panel")
        elif kind == "lately":
            text, title = self._day_by_day(), words("report.charts")
        else:
            return
        self.app.push_screen(Reader(self.desk, title, text, selectable=True))

    def action_print(self) -> None:
        if self.desk.covered:
            self.verbs.warn(Refusal("refuse.public_screen"))
        else:
            self._write()

    @work
    async def _write(self) -> None:
        desk, words = self.desk, self.desk.words
        options = [
            Option(form, words(f"reports.as.{form}"), letter=str(n))
            for n, form in enumerate(_FORMS, 1)
        ]
        window = Chooser(desk, words("reports.as_what"), options, typing=False)
        chosen = await self.app.push_screen_wait(window)
        if chosen is not None:
            await self._write_as(chosen)

    async def _write_as(self, form: str) -> None:
        from models.reports import write_here

        store, actor, words = self.desk.store, self.desk.actor, self.desk.words
        if store is None or actor is None:
            return
        path = await self.verbs.in_thread(lambda: write_here(store, actor, words, form))
        if path is not None:
            self.notify(words("export.done", path=str(path)), markup=False)


def _weeks(told: Iterable[str]) -> Iterable[list[str]]:
    """Seven days a line."""
    days = iter(told)
    while week := list(islice(days, 7)):
        yield week
