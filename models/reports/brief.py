"""The numbers of one day, as a branch sends them up every night."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from models.board import part
from models.branch import PhaseKind, branch, phase
from models.isolation.report import moves
from models.reports.period import period
from models.requests.report import stood
from models.rules import masking
from models.rules.refusal import Refusal
from models.shifts import report as shifts
from models.store.engine import Reading
from models.store.register import GRID

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BriefPart:
    """One line of the brief: `brief.<name>`, with figures called `brief.<name>.<figure>`."""

    name: str
    figures: Mapping[str, int]

    @property
    def key(self) -> str:
        """What the line is known by in a list; it is no record."""
        return f"brief:{self.name}"


@dataclass(frozen=True, slots=True)
class Brief:
    """One day in numbers; what nobody can know of a day that is past is absent."""

    compound: str
    date: dt.date
    day: int
    phase: PhaseKind | None
    parts: tuple[BriefPart, ...]

    def to_json(self) -> dict[str, object]:
        """The numbers by part."""
        return {
            "date": self.date.isoformat(),
            "day": self.day,
            "phase": self.phase.value if self.phase else None,
            **{one.name: dict(one.figures) for one in self.parts},
        }


def brief(session: Reading, day: dt.date | None = None, *, public: bool = False) -> Brief:
    """The numbers of a day, today where none is named.

    Args:
        public: whether those who live there read it, among whom two people in isolation would be
            known by their number.

    Raises:
        Refusal: when the branch was not there yet on that day, or it is still to come.
    """
    on, found = day or session.today, branch(session)
    if found is None:
        raise Refusal("refuse.reports.no_branch")
    if not found.first_day <= on <= session.today:
        raise Refusal("refuse.reports.day", day=on, first=found.first_day, last=session.today)
    since, until = session.clock.day_start(on), session.clock.day_start(on + _DAY)
    done, asked = period(session, on, on), stood(session, min(until, session.now))
    few = public or session.viewer.role not in GRID
    apart = moves(session, since, until)
    kept = {"new": apart.new, "released": apart.released, "total": apart.total}
    ahead = shifts.totals(session, until, until + _DAY)
    today = on == session.today
    parts: dict[str, dict[str, int | None]] = {
        "people": _people(session) if today else {},
        "isolation": {name: masking.few(n) if few else n for name, n in kept.items()},
        "tests": {
            "asked": done.rounds.asked,
            "tested": done.rounds.tested,
            "missed": done.rounds.missed,
        }
        if done.rounds.tests
        else {},
        "kits": {"kits": done.rounds.kits} if done.rounds.kits else {},
        "duty": {
            "planned": done.shifts.planned,
            "served": done.shifts.served,
            "no_show": done.shifts.no_show,
        },
        "patrols": {
            "patrols": done.patrols.patrols,
            "incidents": done.patrols.incidents,
            "persuaded": done.patrols.persuaded,
        },
        "gate": {"out": done.gate.out, "in": done.gate.inward, "goods": done.gate.goods},
        "buys": {"buys": done.buys.buys, "portions": done.buys.portions},
        "errands": {
            "medicine": done.requests.medicine_runs,
            "carry": done.requests.carries,
            "odd": done.requests.odd_problems,
        },
        "requests": {
            "opened": done.requests.opened,
            "closed": done.requests.closed,
            "open": asked.open,
            "overdue": asked.overdue,
        },
        "care": {
            "contacts": done.care.contacts,
            "people": done.care.people,
            "overdue": part(session, "care", "counts").overdue if today else None,
        },
        "disinfection": {"places": done.rounds.disinfected},
        "stock": _stock(session) if today else {},
        "community": {
            "gifts": done.community.gifts,
            "rumours": done.community.rumours,
            "answered": done.community.rumours_answered,
            "conflicts": done.community.conflicts,
            "settled": done.community.conflicts_settled,
        },
        "tomorrow": {"seats": ahead.planned},
    }
    lines = (
        BriefPart(name, {figure: n for figure, n in figures.items() if n is not None})
        for name, figures in parts.items()
    )
    return Brief(
        compound=found.compound,
        date=on,
        day=(on - found.first_day).days + 1,
        phase=phase(session, on),
        parts=tuple(line for line in lines if line.figures),
    )


def _people(session: Reading) -> dict[str, int | None]:
    homes = part(session, "homes", "counts")
    return {
        "households": homes.households,
        "residents": homes.residents,
        "present": homes.present,
    }


def _stock(session: Reading) -> dict[str, int | None]:
    counts = part(session, "stock", "counts")
    return {"short": counts.short, "expiring": counts.expiring}
