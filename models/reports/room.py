"""What the room shows beside brief and report: the days behind, and the stages that are over."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import col, select

from models.branch import PhaseKind, branch
from models.campaign.reads import standing_dates
from models.campaign.tables import StageReport
from models.campaign.trends import Daily, Measure, daily
from models.campaign.trends import mean as average
from models.store.engine import Reading
from models.store.register import GRID

DAYS = 14
STANDS = dt.timedelta(minutes=15)
"""How long the lines may stand: nothing in them is of today."""
_READS = ("branch", "patrols", "care", "requests", "gate", "rounds")


@dataclass(frozen=True, slots=True)
class LatelyLine:
    """One measure over the last whole days."""

    measure: Measure
    days: Daily

    @property
    def key(self) -> str:
        """What it is known by in a list; it is no record."""
        return f"lately:{self.measure}"

    @property
    def mean(self) -> float | None:
        """A day's average; None where nothing is known."""
        return average(self.days)


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage that is over, with its report."""

    key: str
    kind: PhaseKind
    begins_on: dt.date
    ends_on: dt.date
    moved: bool
    """Whether the stage has other days now than those it was written for."""


def lately(session: Reading) -> tuple[LatelyLine, ...]:
    """The last fourteen whole days of every measure; none before the first day is over."""
    return session.kept("reports.lately", _READS, lambda: _lately(session), every=STANDS)


def _lately(session: Reading) -> tuple[LatelyLine, ...]:
    found = branch(session)
    last = session.today - dt.timedelta(days=1)
    if found is None or last < found.first_day:
        return ()
    first = max(found.first_day, last - dt.timedelta(days=DAYS - 1))
    return tuple(LatelyLine(one, days) for one, days in daily(session, first, last).items())


def stages(session: Reading) -> tuple[StageLine, ...]:
    """The stages that are over, the latest first; for the leaders."""
    if session.viewer.role not in GRID:
        return ()
    rows = session.exec(select(StageReport).order_by(col(StageReport.begins_on).desc()))
    now = standing_dates(session)
    return tuple(
        StageLine(
            key=f"campaign.report:{row.id}",
            kind=row.kind,
            begins_on=row.begins_on,
            ends_on=row.ends_on,
            moved=(row.begins_on, row.ends_on) not in now,
        )
        for row in rows
    )
