"""Campaign: where the compound stands, what was asked of the branch, and what lacks.

The secretary stands here before a phase is left: the lists say what lacks and from which day on it
could hold, and the days before and after a change lie side by side. On a narrow screen one list is
shown at a time; 1-4 switch.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, cast

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from models.rules.refusal import Refusal
from screens.columns.campaign import COURSE, DIRECTIVES, EXIT_LIST, READINESS, because, name_of
from screens.kit.chart import spark
from screens.kit.dialogs import Reader
from screens.kit.draw import Draw, Tone, fit
from screens.kit.lists import ListsRoom
from screens.kit.panel import Panel
from screens.kit.table import RecordTable
from screens.kit.tones import look

if TYPE_CHECKING:
    from models.campaign import (
        CampaignCounts,
        Checked,
        CheckLine,
        CourseLine,
        DirectiveLine,
        TrendLine,
        Trends,
    )
    from models.store.engine import Reading


@dataclass(frozen=True, slots=True)
class CampaignView:
    """What the room shows, one field a part of it."""

    course: "tuple[CourseLine, ...]"
    directives: "tuple[DirectiveLine, ...]"
    counts: "CampaignCounts"
    readiness: "tuple[Checked, ...]"
    leaving: "Checked | None"
    trends: "Trends"
    leads: bool
    """Whether who looks reads directives and lists."""


class TrendsPart(Static):
    """A measure a line: a day's average before, the average after, and the days themselves."""

    NAME, MEAN = 16, 9
    DAY = 6
    """Cells a day takes at most, with the gap behind it."""
    NAMED = 4
    """From so many cells on, a day has its number above it."""

    def __init__(self) -> None:
        super().__init__("", id="trends", classes="panel", markup=False)
        self._trends: Trends | None = None
        self._draw: Draw | None = None

    def show(self, trends: "Trends", draw: Draw) -> None:
        """Shows what was read."""
        self._trends, self._draw = trends, draw
        words = draw.words
        days = max((len(line.before) for line in trends.lines), default=0)
        if trends.since is None:
            told = words("trends.lately", n=days)
        else:
            told = words("trends.since", day=draw.day(trends.since), n=days)
        self.border_title = Content(f"{words('trends.title')} {told}")
        self._write()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._write()

    def on_resize(self) -> None:
        self._write()

    def _write(self) -> None:
        draw, trends = self._draw, self._trends
        if draw is None or trends is None:
            return
        cells = self._cells_of_a_day(trends)
        text = self._heading(trends, draw, cells)
        for line in trends.lines:
            text.append("\n").append_text(self._row(line, draw, cells))
        self.update(text)

    def _cells_of_a_day(self, trends: "Trends") -> int:
        days = max((len(line.before) + len(line.after) for line in trends.lines), default=1)
        room = self.size.width - self.NAME - 2 * self.MEAN - 5
        return max(1, min(self.DAY, room // max(1, days)))

    def _heading(self, trends: "Trends", draw: Draw, cells: int) -> Text:
        words = draw.words
        text = Text(no_wrap=True, end="")
        text.append(f" {fit(words('trends.a_day'), self.NAME)}", self._tone("muted"))
        for side in ("before", "after"):
            text.append(_right(words(f"trends.{side}"), self.MEAN), self._tone("muted"))
        if cells < self.NAMED or not trends.lines:
            return text
        turn = trends.since or draw.now.astimezone(draw.zone).date()
        first = turn - timedelta(days=len(trends.lines[0].before))
        text.append("  ")
        for n in range(len(trends.lines[0].before) + len(trends.lines[0].after)):
            day = first + timedelta(days=n)
            text.append("| " if day == turn else "", self._tone("muted"))
            text.append(f"{day.day:<{cells}}", self._tone("muted"))
        return text

    def _row(self, line: "TrendLine", draw: Draw, cells: int) -> Text:
        words = draw.words
        row = Text(f" {fit(words.of(line.measure), self.NAME)}")
        before, after = line.before_mean, line.after_mean
        if before is None and after is None:
            return row.append(f"  {words('trends.unknown')}", self._tone("muted"))
        for mean in (before, after):
            told = draw.mark("·") if mean is None else f"{mean:.1f}"
            row.append(_right(told, self.MEAN), self._tone("muted" if mean is None else "strong"))
        most = max((n for n in (*line.before, *line.after) if n is not None), default=0)
        row.append(f"  {_broad(spark(line.before, most, draw), cells)}", self._tone("muted"))
        row.append("|" if cells == 1 else "| ", self._tone("muted"))
        return row.append(_broad(spark(line.after, most, draw), cells))

    def _tone(self, tone: Tone) -> Style:
        return look(self.app, tone)


def _broad(marks: str, cells: int) -> str:
    """A mark a day over so many cells, with a gap behind it where there is room for one."""
    gap = " " if cells > 1 else ""
    return "".join(mark * (cells - len(gap)) + gap for mark in marks)


def _right(text: str, width: int) -> str:
    """Text at the right edge of so many cells."""
    filled = fit(text, width)
    return " " * (len(filled) - len(filled.rstrip())) + filled.rstrip()


class CampaignRoom(ListsRoom):
    """The course of the campaign, the directives, and the lists that are gone through."""

    NAME = "campaign"
    WATCHES = frozenset(
        {"campaign", "people", "requests", "stock", "isolation", "rounds", "patrols", "care"}
    )
    ADD = "campaign.add_milestone"
    ADDS: ClassVar = {"directives": "campaign.record_directive"}
    FILTERS = ("campaign.filter.open", "campaign.filter.done")
    MINE = True
    LEDGER = "campaign"
    PRINTS = {"exit_list": ((), "certificates")}
    """From the exit list the hours that everybody is given on paper."""
    LISTS = ("course", "directives", "readiness", "exit_list")
    OF_KIND: ClassVar = {
        "campaign.phase": "course",
        "campaign.milestone": "course",
        "campaign.directive": "directives",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "plan", "campaign.plan", id="campaign.plan"),
        Binding("w", "switch_rota", "key.switch", show=False, id="campaign.switch"),
    ]
    CSS = """
    CampaignRoom {
        #campaign-room { height: 1fr; }
        #campaign-left { width: 5fr; height: 1fr; }
        #campaign-right { width: 6fr; height: 1fr; }
        #panel-course { height: 2fr; min-height: 6; }
        #panel-directives { height: 3fr; }
        #panel-readiness { height: 1fr; min-height: 11; }
        #panel-exit_list { height: 1fr; min-height: 8; }
        #trends { height: auto; }
        #campaign-lists { display: none; height: 1; color: $muted; }
        &.-narrow {
            #campaign-room { layout: vertical; }
            #campaign-left, #campaign-right { width: 100%; height: auto; }
            #campaign-lists { display: block; }
            #panel-course, #panel-directives { display: none; }
            #panel-readiness, #panel-exit_list, #trends { display: none; }
        }
        &.-narrow.-course {
            #campaign-left { height: 1fr; }
            #panel-course { display: block; height: 1fr; }
            #trends { display: block; }
        }
        &.-narrow.-directives {
            #campaign-left { height: 1fr; }
            #panel-directives { display: block; height: 1fr; }
        }
        &.-narrow.-readiness {
            #campaign-right { height: 1fr; }
            #panel-readiness { display: block; height: 1fr; }
        }
        &.-narrow.-exit_list {
            #campaign-right { height: 1fr; }
            #panel-exit_list { display: block; height: 1fr; }
        }
    }
    """

    def compose_room(self) -> ComposeResult:
        yield Static("", id="campaign-lists", markup=False)
        with Horizontal(id="campaign-room"):
            with Vertical(id="campaign-left"):
                yield Panel("course", COURSE, number=1, heading=True)
                yield Panel("directives", DIRECTIVES, number=2, heading=True)
            with Vertical(id="campaign-right"):
                yield Panel("readiness", READINESS, number=3, heading=True)
                yield Panel("exit_list", EXIT_LIST, number=4)
        yield TrendsPart()

    # ── reading and showing ─────────────────────────────────────────────────────────────────

    def read(self, session: "Reading") -> CampaignView:
        from models import campaign
        from models.campaign import CheckList, DirectiveState
        from models.store.register import GRID

        chosen = self.narrowing.filter.rpartition(".")[2]
        state = DirectiveState(chosen) if chosen else None
        *readiness, leaving = campaign.checks(session, *CheckList) or (None,)
        return CampaignView(
            course=campaign.course(session),
            directives=campaign.directives(session, state, mine=self.narrowing.mine),
            counts=campaign.counts(session),
            readiness=tuple(readiness),
            leaving=leaving,
            trends=campaign.trends(session),
            leads=session.viewer.role in GRID,
        )

    def show(self, view: CampaignView, draw: Draw) -> None:
        words = draw.words
        now = next((line for line in view.course if line.course == "current"), None)
        told = ""
        if now is not None:
            told = words("campaign.counts.course", phase=now.kind, n=now.days)
        course, directives, readiness, leaving = (self.panel(name) for name in self.LISTS)
        course.show(view.course, told, draw)
        counts = view.counts
        asked = words("campaign.counts.directives", n=counts.open, late=counts.overdue)
        hidden = "" if view.leads else ".hidden"
        directives.empty_key = f"directives.empty{hidden}"
        readiness.empty_key = f"readiness.empty{hidden}"
        late = view.leads and counts.overdue > 0
        directives.show(view.directives, asked if view.leads else "", draw, alarming=late)
        lines = [line for one in view.readiness for line in one.lines]
        ready = " · ".join(_verdict(one, draw) for one in view.readiness)
        readiness.show(lines, ready, draw)
        left = view.leaving
        open_items = words("campaign.counts.exit", n=left.open) if left else ""
        leaving.show(left.lines if left else (), open_items, draw)
        self.query_one(TrendsPart).show(view.trends, draw)
        titles = (words(self.panel(name).title_key) for name in self.LISTS)
        lists = "  ".join(f"{n} {title}" for n, title in enumerate(titles, 1))
        self.query_one("#campaign-lists", Static).update(f" {lists}")

    def notice(self, session: "Reading") -> str:
        """How the compound stands and what that means for those who live there."""
        from models.branch import branch

        draw, found = self.desk.draw(), branch(session)
        if found is None or found.phase is None:
            raise Refusal("refuse.no_notice")
        return draw.words(
            "campaign.notice",
            compound=found.compound,
            day=found.day,
            phase=found.phase,
            since=draw.day(found.phase_since),
            told=draw.words(f"campaign.notice.{found.phase.value}"),
        )

    # ── keys ────────────────────────────────────────────────────────────────────────────────

    def action_plan(self) -> None:
        """A phase of a day that is still to come."""
        self.verbs.do("branch.add_phase", ())

    def action_switch_rota(self) -> None:
        """The shifts to come go by the templates of the phase."""
        self.verbs.do("shifts.switch_templates", ())

    def chosen(self) -> tuple[str, ...]:
        """An item of a list is no record: it is confirmed, and nothing else is done with it."""
        return tuple(key for key in super().chosen() if key.startswith("campaign."))

    def on_record_table_opened(self, event: RecordTable.Opened) -> None:
        line = event.table.cursor
        if event.key.startswith("check:") and line is not None:
            event.prevent_default()
            self._tell_item(cast("CheckLine", line))

    def action_next_step(self) -> None:
        table = self.table
        cursor = table.cursor if table is not None and not table.deaf else None
        if cursor is not None and cursor.key.startswith("check:"):
            self._see_to_item(cast("CheckLine", cursor))
        else:
            super().action_next_step()

    def _tell_item(self, line: "CheckLine") -> None:
        """An item whole: what it is, why it holds or not, who confirmed it and what was said."""
        draw = self.desk.draw()
        words = draw.words
        told = [
            words(f"campaign.{'holds' if line.holds else 'fails'}"),
            because(line, draw),
            *([f"{words('field.earliest')} {draw.day(line.earliest)}"] if line.earliest else []),
            " ".join(part for part in (line.by, line.note) if part),
        ]
        self.app.push_screen(
            Reader(self.desk, self._called(line), "\n".join(part for part in told if part))
        )

    def _called(self, line: "CheckLine") -> str:
        """An item by its list and its name."""
        draw = self.desk.draw()
        return f"{draw.words.of(line.checklist)} · {name_of(line, draw)}"

    def _see_to_item(self, line: "CheckLine") -> None:
        """Confirms what a person confirms; of what the records tell it says why."""
        if line.manual:
            verb = "campaign.untick" if line.holds else "campaign.tick"
            settled = {"checklist": line.checklist, "item": line.item}
            self.verbs.do(verb, (), settled, about=self._called(line))
        elif line.item == "requests" and not line.holds:
            self.verbs.do("campaign.hand_over", ())
        else:
            why = because(line, self.desk.draw())
            self.verbs.warn(Refusal("refuse.campaign.told", why=why))


def _verdict(checked: "Checked", draw: Draw) -> str:
    """What a list comes to: ready, or the earliest day."""
    words = draw.words
    name = words(f"campaign.list.{checked.checklist.value}")
    if checked.failing is None:
        return words("campaign.counts.all_ready", list=name)
    return words("campaign.counts.ready", list=name, day=draw.day(checked.earliest))
