"""The branch in numbers: one function feeds panel titles, masthead, wall board and JSON.

Every area counts itself (`counts`); this only gathers. A number is computed when it is asked for
and never stored, because most of them change by time alone.
"""

import datetime as dt
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from models.store.engine import Reading

if TYPE_CHECKING:
    from models.branch import PhaseKind
    from models.care import CareCounts
    from models.homes import HomeCounts
    from models.requests import RequestCounts
    from models.rounds import RoundCounts
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
    alarms: int | None
    """None where they were not asked for."""
    rounds: "RoundCounts | None"
    """The coverage round in hand; None where it was not asked for."""

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


def glance(session: Reading, *, whole: bool = True) -> Board:
    """The branch in numbers, now; without alarms and rounds where nobody can wait for them."""
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
        alarms=_alarms(session) if whole else None,
        rounds=_counts("rounds", session) if whole else None,
    )


def _alarms(session: Reading) -> int:
    from models.alarms import standing

    return len(standing(session))


LEANS_ON: dict[str, tuple[str, ...]] = {
    "homes": (),
    "people": (),
    "shifts": ("people",),
    "patrols": ("shifts", "people", "homes"),
    "requests": ("homes", "people"),
    "care": ("homes", "people"),
    "stock": (),
    "group_buys": ("homes", "care"),
    "rounds": ("homes", "people"),
    "isolation": ("homes", "people"),
    "gate": ("homes", "people", "shifts", "isolation", "group_buys"),
    "campaign": (),
    "community": (),
}
"""Areas whose changes an area's counts, panel and alarms may show, beside its own."""

STANDS = dt.timedelta(seconds=15)
"""How long a number may stand while nothing moves; panels draw time anew as often."""


def part(session: Reading, area: str, what: str) -> Any:
    """One area's `counts`, `panel` or `alarms`, read again only when something it shows moved.

    A desk reads after every commit of anybody; most commits are about one area of seven.
    """
    read = getattr(import_module(f"models.{area}"), what)
    areas = (area, *LEANS_ON[area], "branch")
    return session.kept(f"{area}.{what}", areas, lambda: read(session), every=STANDS)


def _counts(area: str, session: Reading) -> Any:
    return part(session, area, "counts")
