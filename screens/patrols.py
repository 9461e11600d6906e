"""Patrol: which route waits, who is out, whom they met, and where and when it happens.

Whoever is about to set out looks here, and the secretary sees where a friendly word is needed
next. On a narrow screen one list stands below the routes at a time; 1-4 switch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from screens.columns.patrols import INCIDENTS, PATROLS, REPEATS, ROUTES, building
from screens.kit.draw import Draw, Tone, fit, safe
from screens.kit.lists import ListsRoom
from screens.kit.panel import Panel
from screens.kit.table import Line, RecordTable
from screens.kit.tones import look

if TYPE_CHECKING:
    from models.patrols import (
        HeatLine,
        IncidentPage,
        PatrolCounts,
        PatrolLine,
        RepeatLine,
        RouteLine,
    )
    from models.store.engine import Reading

TODAY = "patrols.filter.today"
KINDS = ("stroll", "dog", "gathering", "child_play", "no_mask", "parcel", "other")
OUTCOMES = ("refused", "handed_to_police", "after_talk", "returned_at_once")
PAGE = 60


@dataclass(frozen=True, slots=True)
class PatrolsView:
    """What the room shows, one field a part of it."""

    counts: "PatrolCounts"
    routes: "tuple[RouteLine, ...]"
    patrols: "tuple[PatrolLine, ...]"
    incidents: "IncidentPage"
    repeats: "tuple[RepeatLine, ...]"
    heat: "tuple[HeatLine, ...]"
    days: int
    """How far back repeats and heat look."""


class HeatMap(Static):
    """Incidents by hour and place: a digit an hour, and the busiest hour in words."""

    HOURS = 24
    PLACE, TOTAL, PEAK = 12, 4, 11

    def __init__(self) -> None:
        super().__init__("", id="heat", classes="panel", markup=False)
        self._lines: tuple[HeatLine, ...] = ()
        self._days = 0
        self._draw: Draw | None = None

    def show(self, lines: "tuple[HeatLine, ...]", days: int, draw: Draw) -> None:
        """Shows what was read."""
        self._lines, self._days, self._draw = lines, days, draw
        words = draw.words
        looked = f" {words('patrols.days', n=days)}" if days else ""
        self.border_title = Content(f"{words('heat.title')}{looked}")
        self._write()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._write()

    def on_resize(self) -> None:
        """An hour takes two cells where there is room for them."""
        self._write()

    def _write(self) -> None:
        draw = self._draw
        if draw is None:
            return
        if not self._lines:
            self.update(Text(" " + draw.words("heat.empty"), style=self._tone("muted")))
            return
        fixed = self.PLACE + self.TOTAL + self.PEAK + 4
        step = 2 if self.content_size.width >= fixed + 2 * self.HOURS else 1
        marks = "".join(fit(str(hour), 6 * step) for hour in range(0, self.HOURS, 6))
        text = Text(no_wrap=True, end="")
        text.append(f" {' ' * self.PLACE} {marks}\n", self._tone("muted"))
        hours = [sum(line.hours[hour] for line in self._lines) for hour in range(self.HOURS)]
        for line in self._lines:
            where = building(line.building, draw) if line.building is not None else line.place
            text.append_text(self._row(where, line.hours, step, draw))
        if len(self._lines) > 1:
            text.append_text(self._row(draw.words("heat.all"), hours, step, draw))
        self.update(text)

    def _tone(self, tone: Tone) -> Style:
        return look(self.app, tone)

    def _row(self, where: str, hours: Sequence[int], step: int, draw: Draw) -> Text:
        most, total = max(hours), sum(hours)
        row = Text(f" {fit(safe(where), self.PLACE)} ")
        for n in hours:
            digit = draw.mark("·") if n == 0 else str(n) if n < 10 else "+"
            row.append(digit, self._tone("muted" if n == 0 else "warn" if n == most else "strong"))
            row.append(" " * (step - 1))
        busiest = draw.words("heat.peak", hour=hours.index(most), n=most)
        row.append(f"{total:>{self.TOTAL}} {busiest}\n")
        return row


class PatrolsRoom(ListsRoom):
    """Routes, patrols, incidents, and where they come again."""

    NAME = "patrols"
    WATCHES = frozenset({"patrols", "shifts", "people", "homes"})
    ADD = "patrols.record_incident"
    FILTERS = (
        TODAY,
        *(f"IncidentOutcome.{outcome}" for outcome in OUTCOMES),
        *(f"IncidentKind.{kind}" for kind in KINDS),
    )
    MINE = True
    LISTS = ("routes", "patrols", "incidents", "repeats")
    OF_KIND = {
        "patrols.route": "routes",
        "patrols.patrol": "patrols",
        "patrols.incident": "incidents",
    }
    CSS = """
    PatrolsRoom {
        #patrols-left, #patrols-right { width: 1fr; height: 1fr; }
        #panel-routes { height: 2fr; min-height: 6; }
        #panel-patrols { height: 3fr; }
        #panel-repeats { height: 2fr; }
        #panel-incidents { height: 1fr; }
        #heat { height: auto; max-height: 17; }
        #patrols-lists { display: none; height: 1; color: $muted; }
        &.-narrow {
            #patrols-room { layout: vertical; }
            #patrols-left, #patrols-right { width: 1fr; height: auto; }
            #patrols-lists { display: block; }
            #panel-routes { height: 7; min-height: 4; }
            #panel-patrols, #panel-incidents, #panel-repeats, #heat { display: none; }
        }
        &.-narrow.-patrols, &.-narrow.-routes {
            #patrols-left { height: 1fr; }
            #panel-patrols { display: block; height: 1fr; }
        }
        &.-narrow.-incidents {
            #patrols-right { height: 1fr; }
            #panel-incidents { display: block; }
        }
        &.-narrow.-repeats {
            #panel-routes { display: none; }
            #panel-repeats { display: block; height: 7; }
            #patrols-right { height: 1fr; }
            #heat { display: block; height: 1fr; max-height: 100%; }
        }
    }
    """

    _limit = PAGE
    """Incidents asked for; grows when the cursor comes to the last of them."""
    _more = False

    def compose_room(self) -> ComposeResult:
        yield Static("", id="patrols-lists", markup=False)
        with Horizontal(id="patrols-room"):
            with Vertical(id="patrols-left"):
                yield Panel("routes", ROUTES, number=1, heading=True)
                yield Panel("patrols", PATROLS, number=2, heading=True)
                yield Panel("repeats", REPEATS, number=4)
            with Vertical(id="patrols-right"):
                yield Panel("incidents", INCIDENTS, number=3, heading=True)
                yield HeatMap()

    # ── reading and showing ─────────────────────────────────────────────────────────────────

    def read(self, session: "Reading") -> PatrolsView:
        from models import patrols
        from models.patrols import IncidentKind, IncidentOutcome

        chosen, mine = self.narrowing.filter, self.narrowing.mine
        part, _, value = chosen.partition(".")
        routes = patrols.routes(session)
        rules = patrols.patrol_rules(session)
        return PatrolsView(
            counts=patrols.counted(session, routes),
            routes=routes,
            patrols=patrols.patrols(session, mine=mine),
            incidents=patrols.incidents(
                session,
                kind=IncidentKind(value) if part == "IncidentKind" else None,
                outcome=IncidentOutcome(value) if part == "IncidentOutcome" else None,
                today=chosen == TODAY,
                mine=mine,
                limit=self._limit,
            ),
            repeats=patrols.repeats(session),
            heat=patrols.heat(session),
            days=rules.repeat_days if rules is not None else 0,
        )

    def show(self, view: PatrolsView, draw: Draw) -> None:
        words, counts = draw.words, view.counts
        self._more = view.incidents.more
        late = counts.late_routes
        shown: dict[str, tuple[Sequence[Line], str, bool]] = {
            "routes": (
                view.routes,
                words("patrols.counts.routes", n=len(view.routes), late=late),
                late > 0,
            ),
            "patrols": (
                view.patrols,
                words("patrols.counts.running", n=counts.running),
                False,
            ),
            "incidents": (
                view.incidents.lines,
                words("patrols.counts.incidents", n=counts.incidents_today),
                False,
            ),
            "repeats": (view.repeats, str(len(view.repeats)), False),
        }
        for name, (lines, told, alarming) in shown.items():
            self.panel(name).show(lines, told, draw, alarming=alarming)
        lists = (
            f"{n} {words(f'{name}.title')} {told}"
            for n, (name, (_, told, _)) in enumerate(shown.items(), 1)
        )
        self.query_one("#patrols-lists", Static).update(" " + "  ".join(lists))
        self.query_one(HeatMap).show(view.heat, view.days, draw)

    def notice(self, session: "Reading") -> str:
        from models import patrols

        words = self.desk.words
        lines = patrols.incidents(session, today=True, limit=1000).lines
        kinds = dict.fromkeys(line.kind for line in lines)
        if not lines:
            return words("patrols.notice.none")
        told = words("patrols.notice", n=len(lines), kinds=words.listed(tuple(kinds)))
        busiest = next((line for line in patrols.heat(session) if line.building), None)
        if busiest is None:
            return told
        where = words("patrols.building", n=busiest.building)
        return f"{told}{words('patrols.notice.busiest', place=where, hour=busiest.peak)}"

    def on_record_table_moved(self, event: RecordTable.Moved) -> None:
        """Older incidents follow when the cursor comes to the last of those shown."""
        table = event.table
        if table.id == "table-incidents" and self._more and table.cursor == table.lines[-1]:
            self._limit += PAGE
            self.load()

    def _narrowed(self) -> None:
        self._limit = PAGE
        super()._narrowed()
