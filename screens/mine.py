"""What is mine: my shift, my visits due, the jobs I claimed, and the jobs free to claim.

A volunteer's desk opens here: the next thing to do is under the cursor, and `space` does it.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Grid

from screens.columns import care, requests, shifts
from screens.kit.desk import Desk
from screens.kit.draw import Draw
from screens.kit.lists import ListsRoom
from screens.kit.panel import Panel
from screens.kit.table import Column, RecordTable

if TYPE_CHECKING:
    from models.care import CareLine
    from models.requests import RequestPage
    from models.shifts import HandoverLine, SeatLine
    from models.store.engine import Reading

SHIFT = (
    Column("", shifts.need, 5),
    Column("shifts.col.time", shifts.hours, 16),
    Column("shifts.col.post", shifts.post),
    Column("shifts.col.place", shifts.place, wide=50),
)
"""My own seats: the day is said where it is another, and my name is not."""


HANDED = timedelta(hours=12)
"""How long what somebody left word of stands over my shifts; `enter` on a shift shows it whole."""


@dataclass(frozen=True, slots=True)
class MineView:
    """What the room shows, one field a panel."""

    shift: "tuple[SeatLine, ...]"
    handed: "HandoverLine | None"
    """What was last handed over to me."""
    visits: "tuple[CareLine, ...]"
    """Those who are to be seen before the day is over."""
    pairs: int
    """How many people are mine in all."""
    jobs: "RequestPage"
    free: "RequestPage"


class MineRoom(ListsRoom):
    """The work of whoever acts."""

    NAME = "mine"
    WATCHES = frozenset({"shifts", "care", "requests", "people", "homes"})
    LISTS = ("mine.shift", "mine.visits", "mine.jobs", "mine.free")
    ZOOMS = True
    PAPERS = ("visit_sheet", "job_sheet")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._begun = False

    def compose_room(self) -> ComposeResult:
        columns = (SHIFT, care.PANEL, requests.PANEL, requests.PANEL)
        with Grid(id="panels"):
            for number, (name, shown) in enumerate(zip(self.LISTS, columns, strict=True), 1):
                part = name.replace(".", "-")
                yield Panel(
                    part, shown, number=number, title=f"{name}.title", empty=f"{name}.empty"
                )

    def read(self, session: "Reading") -> MineView:
        import datetime as dt

        from models.care import CareState, profiles
        from models.requests import RequestFilter, open_requests
        from models.shifts import handovers, my_shifts

        mine = profiles(session, order="care.order.due", mine=True)
        tomorrow = session.clock.day_start(session.today + dt.timedelta(days=1))
        return MineView(
            shift=my_shifts(session),
            handed=next(iter(handovers(session, session.now - HANDED, mine=True)), None),
            visits=tuple(
                line
                for line in mine.lines
                if line.state is not CareState.paused and (line.due_at < tomorrow or line.overdue)
            ),
            pairs=mine.total,
            jobs=open_requests(session, RequestFilter.mine),
            free=open_requests(session, RequestFilter.unassigned),
        )

    def show(self, view: MineView, draw: Draw) -> None:
        late = any(line.overdue for line in view.visits)
        overdue = any(line.overdue(draw.now) for line in view.jobs.lines)
        pairs = draw.words("mine.more", n=len(view.visits), of=view.pairs) if view.pairs else ""
        told, handed = "", view.handed
        if handed is not None:
            told = draw.words("mine.handed", who=handed.giver, text=draw.text(handed.text))
        self.panel("mine.shift").show(view.shift, told, draw)
        self.panel("mine.visits").show(view.visits, pairs, draw, alarming=late)
        jobs = str(view.jobs.total or "")
        self.panel("mine.jobs").show(view.jobs.lines, jobs, draw, alarming=overdue)
        self.panel("mine.free").show(view.free.lines, str(view.free.total or ""), draw)
        if not self._begun:
            self._begun = True
            self._begin_where_work_is()

    def on_paper(self) -> dict[str, object]:
        """My own visits and jobs."""
        return {"volunteer_id": self.desk.actor.id} if self.desk.actor is not None else {}

    def _begin_where_work_is(self) -> None:
        """The first panel that has something to do has the cursor."""
        tables = [self.panel(name).table for name in self.LISTS]
        first = next((table for table in tables if table.lines), tables[0])
        if not isinstance(self.focused, RecordTable) or not self.focused.lines:
            first.focus()
