"""The branch in numbers: one function feeds panel titles, masthead, wall board and JSON.

Every area counts itself (`counts`); this only gathers. A number is computed when it is asked for
and never stored, because most of them change by time alone.
"""

import datetime as dt
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from models.store.engine import Reading

if TYPE_CHECKING:
    from models.branch import PhaseKind
    from models.campaign import CampaignCounts
    from models.care import CareCounts
    from models.community import CommunityCounts
    from models.gate import GateCounts
    from models.group_buys import GroupBuyCounts
    from models.homes import HomeCounts
    from models.isolation import IsolationCounts
    from models.requests import RequestCounts
    from models.rounds import DisinfectionCounts, RoundCounts
    from models.shifts import ShiftCounts
    from models.stock import StockCounts


class Board(NamedTuple):
    """Every number the branch watches, as of one moment."""

    name: str
    short_name: str
    """The compound's name for narrow screens."""
    day: int
    """Local date − first day + 1."""
    phase: "PhaseKind | None"
    phase_day: int
    """1 on the first day of the phase; 0 before the first one."""
    homes: "HomeCounts"
    volunteers: int
    """The 25 who serve: the first secretary and the grid leaders come on top."""
    shifts: "ShiftCounts"
    care: "CareCounts"
    requests: "RequestCounts"
    stock: "StockCounts"
    more: "More | None"
    """What can wait for the second read; None where it was not asked for."""

    def to_json(self) -> dict[str, object]:
        """The numbers as `quanan board --once --json` prints them; docs/board.md says each."""
        first: dict[str, object] = {
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
        if self.more is None:
            return first
        return {**first, **self.more.to_json(), "campaign": self._campaign(self.more)}

    def _campaign(self, more: "More") -> dict[str, object]:
        return {
            "phase_day": self.phase_day,
            "directives": more.campaign.open,
            "directives_overdue": more.campaign.overdue,
        }


class More(NamedTuple):
    """What stands around the four panels: the other activities, and how many alarms there are."""

    alarms: int
    rounds: "RoundCounts"
    isolation: "IsolationCounts"
    gate: "GateCounts"
    group_buys: "GroupBuyCounts"
    disinfection: "DisinfectionCounts"
    community: "CommunityCounts"
    campaign: "CampaignCounts"

    def to_json(self) -> dict[str, object]:
        """The numbers that say the same to everybody who looks."""
        return {
            "rounds": {
                "open": self.rounds.open,
                "kind": self.rounds.kind.value if self.rounds.kind else None,
                "number": self.rounds.number,
                "left": self.rounds.left,
                "total": self.rounds.total,
            },
            "isolation": {
                "total": self.isolation.total,
                "home": self.isolation.home,
                "tests_today": self.isolation.tests_today,
                "overdue": self.isolation.overdue,
            },
            "gate": {
                "out": self.gate.out,
                "overdue": self.gate.overdue,
                "out_today": self.gate.out_today,
                "in_today": self.gate.in_today,
                "goods_today": self.gate.goods_today,
            },
            "group_buys": {
                "taking_orders": self.group_buys.open,
                "in_hand": self.group_buys.standing,
                "portions": self.group_buys.portions,
            },
            "disinfection": {
                "done_today": self.disinfection.done,
                "due_today": self.disinfection.due,
                "missed": self.disinfection.red,
            },
            "community": {
                "gifts": self.community.gifts,
                "rumours": self.community.rumours,
                "moods": self.community.moods,
                "conflicts": self.community.conflicts,
            },
        }


def glance(session: Reading, *, whole: bool = True) -> Board:
    """The branch in numbers, now; without `more` where nobody can wait for it."""
    from models.branch import branch

    found = branch(session)
    since = found.phase_since if found else None
    return Board(
        name=found.full_name if found else "",
        short_name=found.compound if found else "",
        day=found.day if found else 0,
        phase=found.phase if found else None,
        phase_day=(session.today - since).days + 1 if since else 0,
        homes=_counts("homes", session),
        volunteers=_counts("people", session).volunteers,
        shifts=_counts("shifts", session),
        care=_counts("care", session),
        requests=_counts("requests", session),
        stock=_counts("stock", session),
        more=_more(session) if whole else None,
    )


def _more(session: Reading) -> More:
    from models.alarms import standing

    return More(
        alarms=len(standing(session)),
        rounds=_counts("rounds", session),
        isolation=_counts("isolation", session),
        gate=_counts("gate", session),
        group_buys=_counts("group_buys", session),
        disinfection=part(session, "rounds", "disinfection_counts"),
        community=_counts("community", session),
        campaign=_counts("campaign", session),
    )


LEANS_ON: dict[str, tuple[str, ...]] = {
    "homes": (),
    "people": (),
    "accounts": ("people",),
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
    "backups": (),
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
