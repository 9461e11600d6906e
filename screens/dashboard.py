"""The dashboard: four live panels, what needs a hand first in each.

The branch secretary watches this one; volunteers record in other rooms and on other terminals,
and what they commit appears here while the cursor stays on its record.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Grid
from textual.widgets import Static

from screens.columns import care, requests, shifts, stock
from screens.kit.draw import Draw, did, fit, safe
from screens.kit.lists import ListsRoom
from screens.kit.panel import Panel

if TYPE_CHECKING:
    from models.acts import ActLine
    from models.care import CareLine
    from models.requests import RequestLine
    from models.shifts import SeatLine
    from models.stock import ItemLine
    from models.store.engine import Reading

TICKER_ACTS = 6


@dataclass(frozen=True, slots=True)
class DashboardView:
    """What the dashboard shows, one field a panel."""

    shifts: "tuple[SeatLine, ...]"
    care: "tuple[CareLine, ...]"
    requests: "tuple[RequestLine, ...]"
    stock: "tuple[ItemLine, ...]"
    ticker: "tuple[ActLine, ...]"


class DashboardRoom(ListsRoom):
    """Patrol shifts, the care list, outstanding requests, supply stock."""

    NAME = "dashboard"
    WATCHES = frozenset({"journal"})
    LISTS = ("shifts", "care", "requests", "stock")
    OF_KIND = {
        "shifts.seat": "shifts",
        "care.profile": "care",
        "requests.request": "requests",
        "stock.item": "stock",
    }
    ADDS = {
        "shifts": "shifts.add",
        "care": "care.add_profile",
        "requests": "requests.add",
        "stock": "stock.add_item",
    }
    PRINTS = {
        "shifts": (("duty_table",), "shifts"),
        "care": (("visit_sheet",), "care"),
        "requests": (("job_sheet",), "requests"),
        "stock": (("stock_count",), "stock"),
    }
    ZOOMS = True
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (80, "-narrow"), (100, "-normal"), (160, "-wide")]

    def compose_room(self) -> ComposeResult:
        with Grid(id="panels"):
            yield Panel("shifts", shifts.PANEL, number=1)
            yield Panel("care", care.PANEL, number=2)
            yield Panel("requests", requests.PANEL, number=3)
            yield Panel("stock", stock.PANEL, number=4)
        yield Static("", id="ticker", markup=False)

    def read(self, session: "Reading") -> DashboardView:
        from models.board import part

        return DashboardView(
            shifts=part(session, "shifts", "panel"),
            care=part(session, "care", "panel"),
            requests=part(session, "requests", "panel"),
            stock=part(session, "stock", "panel"),
            ticker=() if self.first_look else _latest(session),
        )

    def show(self, view: DashboardView, draw: Draw) -> None:
        board = self.desk.board
        if board is None:
            return
        say = draw.words
        wide = "" if self.size.width >= 100 else ".short"
        on, care_, asked, kept = board.shifts, board.care, board.requests, board.stock
        counts = {
            "shifts": say(f"shifts.counts{wide}", on_post=on.on_post, gaps=on.gaps),
            "care": say(
                f"care.counts{wide}",
                total=care_.total,
                overdue=care_.overdue,
                medicine=care_.medicine_urgent,
            ),
            "requests": say(
                f"requests.counts{wide}",
                open=asked.open,
                overdue=asked.overdue,
                closed=asked.closed_today,
            ),
            "stock": say(f"stock.counts{wide}", short=kept.short, expiring=kept.expiring),
        }
        alarming = {
            "shifts": on.gaps > 0,
            "care": care_.overdue > 0,
            "requests": asked.overdue > 0,
            "stock": kept.short > 0,
        }
        for name in self.LISTS:
            panel = self.panel(name)
            panel.show(getattr(view, name), counts[name], draw, alarming=alarming[name])
        self._tick(view.ticker, draw)

    def notice(self, session: "Reading") -> str:
        board = self.desk.board
        if board is None:
            return super().notice(session)
        asked = board.requests
        return self.desk.words(
            "dashboard.notice",
            on=board.shifts.on_post,
            open=asked.open,
            closed=asked.closed_today,
        )

    def _tick(self, ticker: "tuple[ActLine, ...]", draw: Draw) -> None:
        say = draw.words
        said = [
            f"{draw.time(act.at)} {say.of(act.who)} {did(say, act.verb, act.params)}"
            for act in ticker
        ]
        if self.alone:  # one panel shows: the line says which keys bring the others
            said = [f"{n} {say(f'{name}.title')}" for n, name in enumerate(self.LISTS, 1)]
        most = said if self.alone or self.size.width >= 100 else said[:1]
        line = self.query_one("#ticker", Static)
        told = fit(" " + safe(f" {draw.mark('·')} ".join(most)), max(1, self.size.width))
        line.update(told, layout=False)

    @property
    def alone(self) -> bool:
        """Whether only the panel in hand shows: zoomed, or no room for four."""
        return any(self.has_class(one) for one in ("-zoomed", "-tiny", "-low"))

    def on_resize(self) -> None:
        self.call_after_refresh(self.load)

    def leave(self) -> None:
        """`esc` on the dashboard only takes the zoom back."""
        if self.has_class("-zoomed"):
            self.action_zoom()


def _latest(session: "Reading") -> "tuple[ActLine, ...]":
    from models import acts

    return acts.recent(session, TICKER_ACTS, but=acts.AT_THE_DOOR)
