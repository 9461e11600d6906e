"""Isolation: everybody who stays apart, who needs a hand first, and why each day is as it is.

The grid leader opens it morning and evening; whoever serves a door records at it with `space`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from screens.columns.isolation import COLUMNS, legend
from screens.kit.draw import Draw
from screens.kit.panel import Panel
from screens.kit.room import Room

if TYPE_CHECKING:
    from models.isolation import IsolationCounts, IsolationLine
    from models.store.engine import Reading

WIDE = 100


@dataclass(frozen=True, slots=True)
class IsolationView:
    """What the room shows."""

    lines: "tuple[IsolationLine, ...]"
    counts: "IsolationCounts"


class IsolationRoom(Room):
    """Those who stay apart, and those who were released."""

    NAME = "isolation"
    WATCHES = frozenset({"isolation", "homes", "people"})
    ADD = "isolation.open"
    FILTERS = tuple(
        f"isolation.filter.{name}"
        for name in (
            "need",
            "test",
            "temperature",
            "case",
            "close",
            "secondary",
            "home",
            "monitoring",
            "released",
        )
    )
    ORDERS = ("isolation.order.need", "isolation.order.end", "isolation.order.door")
    MINE = True
    LEDGER = "isolation"

    def compose_room(self) -> ComposeResult:
        yield Panel("isolation", COLUMNS, heading=True)

    def read(self, session: "Reading") -> IsolationView:
        from models import isolation

        asked = self.narrowing
        return IsolationView(
            isolation.isolated(session, asked.filter, asked.order, mine=asked.mine),
            isolation.counts(session),
        )

    def show(self, view: IsolationView, draw: Draw) -> None:
        numbers = view.counts
        told = draw.words(
            "isolation.counts.room" if self.size.width >= WIDE else "isolation.counts",
            total=numbers.total,
            cases=numbers.cases,
            close=numbers.close,
            secondary=numbers.secondary,
            monitoring=numbers.monitoring,
            home=numbers.home,
            overdue=numbers.overdue,
            tests=numbers.tests_today,
            temperature=numbers.no_temperature,
        )
        panel = self.query_one(Panel)
        panel.empty_key = "isolation.empty.narrowed" if self.narrowing else "isolation.empty"
        panel.show(view.lines, told, draw, alarming=bool(numbers.overdue))
        panel.border_subtitle = legend(draw) if view.lines else ""

    def notice(self, session: "Reading") -> str:
        from models import isolation

        someone = isolation.counts(session).home
        return self.desk.words("isolation.notice" if someone else "isolation.notice.none")
