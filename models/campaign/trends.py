"""Day by day: what was done before a phase changed and what was done after, side by side.

Unsealed is not unguarded: the same things are counted the same way on both sides, and a day that
is not over yet counts on neither.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func

from models.branch import phases
from models.care.side_tables import CareContact
from models.gate.reasons import REFUSED
from models.gate.tables import Passage
from models.patrols import Incident, Patrol
from models.requests.tables import Request
from models.rounds.states import RoundKind, RoundState
from models.rounds.tables import CoverageRound
from models.store.engine import Reading

DAYS = 7
"""Whole days on each side: the same weekdays are before and after."""
STANDS = dt.timedelta(minutes=15)
"""How long the lines may stand: nothing in them is of today."""
_READS = ("branch", "patrols", "care", "requests", "gate", "rounds")


class Measure(StrEnum):
    """What is counted for every day."""

    patrols = "patrols"
    incidents = "incidents"
    requests_closed = "requests_closed"
    contacts = "contacts"
    passages = "passages"
    tested = "tested"
    """Percent of those who were to be tested, on days with a round."""


Daily = tuple[int | None, ...]
"""A number a day; None where nothing is known of it."""


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One measure before and after."""

    measure: Measure
    before: Daily
    after: Daily

    @property
    def before_mean(self) -> float | None:
        """A day's average before."""
        return mean(self.before)

    @property
    def after_mean(self) -> float | None:
        """A day's average after."""
        return mean(self.after)


@dataclass(frozen=True, slots=True)
class Trends:
    """Every measure around the day on which the compound began to stand differently."""

    since: dt.date | None
    """The first day that counts as after; None while nothing has changed yet."""
    lines: tuple[TrendLine, ...]


def trends(session: Reading) -> Trends:
    """The days around the latest change of phase; the latest days where there was none."""
    return session.kept("campaign.trends", _READS, lambda: _trends(session), every=STANDS)


def _trends(session: Reading) -> Trends:
    begun = [line.begins_on for line in phases(session) if line.begins_on <= session.today]
    since = begun[-1] if len(begun) > 1 else None
    turn = since or session.today
    # Nothing was counted before the branch was there.
    first = max(turn - dt.timedelta(DAYS), min(begun, default=turn))
    last = min(turn + dt.timedelta(DAYS - 1), session.today - dt.timedelta(1))
    found = daily(session, first, last)
    cut = (turn - first).days
    lines = tuple(TrendLine(one, days[:cut], days[cut:]) for one, days in found.items())
    return Trends(since, lines)


def mean(days: Daily) -> float | None:
    """The average of the days that are known; None where none is."""
    known = [n for n in days if n is not None]
    return sum(known) / len(known) if known else None


def daily(session: Reading, first: dt.date, last: dt.date) -> dict[Measure, Daily]:
    """Every measure for each local day from `first` to `last`, both included."""
    days = [first + dt.timedelta(n) for n in range((last - first).days + 1)]
    return {
        Measure.patrols: _counted(session, col(Patrol.started_at), days),
        Measure.incidents: _counted(session, col(Incident.at), days),
        Measure.requests_closed: _counted(session, col(Request.closed_at), days),
        Measure.contacts: _counted(session, col(CareContact.at), days),
        Measure.passages: _counted(session, col(Passage.passed_at), days, ~REFUSED),
        Measure.tested: _tested(session, days),
    }


def _counted(session: Reading, moment: Any, days: list[dt.date], *only: Any) -> Daily:
    """How many rows have their moment on each day, in one statement; of all, or of some only."""
    if not days:
        return ()
    edges = [session.clock.day_start(day) for day in (*days, days[-1] + dt.timedelta(1))]
    place = sa.case(*((moment < edge, n) for n, edge in enumerate(edges[1:]))).label("day_number")
    rows = session.execute(
        sa.select(place, func.count())
        .where(moment >= edges[0], moment < edges[-1], *only)
        .group_by(sa.text("day_number"))
    )
    found = {n: count for n, count in rows}
    return tuple(found.get(n, 0) for n in range(len(days)))


def _tested(session: Reading, days: list[dt.date]) -> Daily:
    """Percent tested on each day with a test that is closed, of those who were not excused."""
    if not days:
        return ()
    sums: dict[dt.date, tuple[int, int]] = {}
    for at, seen, asked in session.execute(
        sa.select(
            col(CoverageRound.starts_at),
            col(CoverageRound.seen),
            col(CoverageRound.total) - col(CoverageRound.excused),
        ).where(
            col(CoverageRound.kind) == RoundKind.test,
            col(CoverageRound.state) == RoundState.closed,
            col(CoverageRound.starts_at) >= session.clock.day_start(days[0]),
        )
    ):
        day = session.clock.day_of(at)
        so_far = sums.get(day, (0, 0))
        sums[day] = (so_far[0] + seen, so_far[1] + asked)
    share = {day: round(100 * seen / asked) for day, (seen, asked) in sums.items() if asked}
    return tuple(share.get(day) for day in days)
