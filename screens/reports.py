"""Reports: tonight's brief, the days behind, the work report, the stages that are over.

Nothing is typed in here. `enter` opens brief or report as a text to copy, `y` gives the brief as
those who live here may read it, `p` writes the report to a file.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from screens.columns.reports import BRIEF, LATELY, REPORT, STAGES
from screens.kit.desk import Desk
from screens.kit.dialogs import Chooser, Option, Reader
from screens.kit.draw import Draw
from screens.kit.lists import ListsRoom
from screens.kit.panel import Panel
from screens.kit.table import RecordTable

if TYPE_CHECKING:
    from models.reports import Brief, LatelyLine, Report, StageLine
    from models.store.engine import Reading

_FORMS = ("docx", "text", "json")


@dataclass(frozen=True, slots=True)
class ReportsView:
    """What the room shows."""

    brief: "Brief | None"
    report: "Report | None"
    """None before there is a branch, as the brief is."""
    lately: "tuple[LatelyLine, ...]"
    stages: "tuple[StageLine, ...]"
    leads: bool


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
        #panel-lately { height: 10; }
        #panel-report { height: 1fr; }
        #panel-stages { height: 8; }
        #reports-lists { display: none; height: 1; color: $muted; }
        &.-narrow {
            #reports-room { layout: vertical; }
            #reports-left, #reports-right { width: 100%; height: auto; }
            #reports-lists { display: block; }
            .panel { display: none; height: 1fr; }
        }
        &.-narrow.-brief, &.-narrow.-lately { #reports-left { height: 1fr; } }
        &.-narrow.-report, &.-narrow.-stages { #reports-right { height: 1fr; } }
        &.-narrow.-brief #panel-brief, &.-narrow.-lately #panel-lately { display: block; }
        &.-narrow.-report #panel-report, &.-narrow.-stages #panel-stages { display: block; }
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
                yield Panel("lately", LATELY, number=2, heading=True)
            with Vertical(id="reports-right"):
                yield Panel("report", REPORT, number=3, title="report.title.panel")
                yield Panel("stages", STAGES, number=4, heading=True)

    # ── reading and showing ─────────────────────────────────────────────────────────────────

    def read(self, session: "Reading") -> ReportsView:
        from models import reports
        from models.branch import branch
        from models.store.register import GRID

        begun = branch(session) is not None
        return ReportsView(
            brief=reports.brief(session) if begun else None,
            report=reports.report(session) if begun else None,
            lately=reports.lately(session),
            stages=reports.stages(session),
            leads=session.viewer.role in GRID,
        )

    def show(self, view: ReportsView, draw: Draw) -> None:
        from models.reports import report_parts

        self._view, words = view, draw.words
        brief, lately, report, stages = (self.panel(name) for name in self.LISTS)
        day = words("reports.counts.brief", n=view.brief.day) if view.brief else ""
        brief.show(view.brief.parts if view.brief else (), day, draw)
        lately.show(view.lately, words("reports.counts.lately") if view.lately else "", draw)
        found = view.report
        if found is None:
            report.show((), "", draw)
        else:
            left = sum(n or 0 for n in found.left.to_json().values())
            safe = words(
                "reports.counts.safe" if found.left.safe else "reports.counts.left", n=left
            )
            report.show(report_parts(found, words), safe, draw, alarming=not found.left.safe)
        stages.empty_key = "stages.empty" if view.leads else "stages.empty.hidden"
        over = words("reports.counts.stages", n=len(view.stages)) if view.stages else ""
        stages.show(view.stages, over, draw)
        titles = (words(self.panel(name).title_key) for name in self.LISTS)
        lists = "  ".join(f"{n} {title}" for n, title in enumerate(titles, 1))
        self.query_one("#reports-lists", Static).update(f" {lists}")

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
        else:
            return
        self.app.push_screen(Reader(self.desk, title, text, selectable=True))

    def action_print(self) -> None:
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
