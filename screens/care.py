"""Care: everybody on the list, who needs a hand first.

The paired volunteer opens it before setting out and records at each door with `space`; a leader
pairs those who have nobody, and sees whose medicine ends and who does not answer.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from screens.columns.care import COLUMNS
from screens.kit.draw import Draw
from screens.kit.panel import Panel
from screens.kit.room import Room

if TYPE_CHECKING:
    from models.care import CareCounts, CarePage
    from models.store.engine import Reading

WIDE = 100


@dataclass(frozen=True, slots=True)
class CareView:
    """What the room shows."""

    page: "CarePage"
    counts: "CareCounts"


class CareRoom(Room):
    """The care list."""

    NAME = "care"
    WATCHES = frozenset({"care", "homes", "people", "requests"})
    ADD = "care.add_profile"
    FILTERS = (
        "care.filter.overdue",
        "care.filter.medicine",
        "care.filter.red",
        "care.filter.unpaired",
        "care.filter.escalated",
        "care.filter.paused",
    )
    ORDERS = (
        "care.order.need",
        "care.order.due",
        "care.order.door",
        "care.order.medicine",
        "care.order.volunteer",
    )
    MINE = True
    LEDGER = "care"
    PAPERS = ("visit_sheet",)

    def compose_room(self) -> ComposeResult:
        yield Panel("care", COLUMNS, heading=True)

    def read(self, session: "Reading") -> CareView:
        from models import care

        asked = self.narrowing
        return CareView(
            care.profiles(session, asked.filter, asked.order, asked.mine),
            care.counts(session),
        )

    def show(self, view: CareView, draw: Draw) -> None:
        numbers = view.counts
        wide = "room" if self.size.width >= WIDE else "room.short"
        told = draw.words(
            f"care.counts.{wide}",
            shown=view.page.total,
            total=numbers.total,
            overdue=numbers.overdue,
            medicine=numbers.medicine_urgent,
            unpaired=numbers.unpaired_red,
            escalated=numbers.escalated,
        )
        late = numbers.overdue > 0 or numbers.escalated > 0
        panel = self.query_one(Panel)
        panel.empty_key = "care.empty.narrowed" if self.narrowing else "care.empty"
        panel.show(view.page.lines, told, draw, alarming=late)

    def notice(self, session: "Reading") -> str:
        from models import care

        return self.desk.words("care.notice", overdue=care.counts(session).overdue)
