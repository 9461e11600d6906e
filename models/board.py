"""The branch in numbers: one function feeds panel titles, masthead, wall board and JSON.

Every area counts itself (`counts`); this only gathers. A number is computed when it is asked for
and never stored, because most of them change by time alone.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import models
from models.store.engine import Reading

if TYPE_CHECKING:
    from models.branch import PhaseKind
    from models.care import CareCounts
    from models.homes import HomeCounts
    from models.requests import RequestCounts
    from models.shifts import ShiftCounts
    from models.stock import StockCounts


@dataclass(frozen=True, slots=True)
class Board:
    """Every number the branch watches, as of one moment."""

    name: str
    short_name: str
    """The compound's name for narrow screens."""
    day: int
    """Local date − first day + 1."""
    phase: "PhaseKind | None"
    homes: "HomeCounts"
    volunteers: int
    """The 25 who serve: the first secretary and the grid leaders come on top."""
    shifts: "ShiftCounts"
    care: "CareCounts"
    requests: "RequestCounts"
    stock: "StockCounts"
    alarms: int

    def to_json(self) -> dict[str, object]:
        """The numbers as `quanan board --once --json` prints them."""
        return {
            "day": self.day,
            "phase": self.phase.value if self.phase else None,
            "households": self.homes.households,
            "residents": self.homes.residents,
            "present": self.homes.present,
            "on_duty": self.shifts.on_duty,
            "volunteers": self.volunteers,
            "shifts": {"on_post": self.shifts.on_post, "gaps": self.shifts.gaps},
            "care": {
                "total": self.care.total,
                "overdue": self.care.overdue,
                "medicine_urgent": self.care.medicine_urgent,
            },
            "requests": {
                "open": self.requests.open,
                "overdue": self.requests.overdue,
                "closed_today": self.requests.closed_today,
            },
            "stock": {"short": self.stock.short, "expiring": self.stock.expiring},
        }


def glance(session: Reading) -> Board:
    """The branch in numbers, now."""
    from models.alarms import standing
    from models.branch import branch, day_number, phase

    found = branch(session)
    return Board(
        name=found.full_name if found else "",
        short_name=found.compound if found else "",
        day=day_number(session) or 0,
        phase=phase(session),
        homes=_counts("homes", session),
        volunteers=_counts("people", session).volunteers,
        shifts=_counts("shifts", session),
        care=_counts("care", session),
        requests=_counts("requests", session),
        stock=_counts("stock", session),
        alarms=len(standing(session)),
    )


def _counts(area: str, session: Reading) -> Any:
    """What an area counts of itself; None while there is no such area."""
    return import_module(f"models.{area}").counts(session) if area in models.AREAS else None
