"""What was asked for and what was done in a stretch of time, for the brief and the work report."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func

from models.care.tables import CareProfile
from models.homes.tables import Resident
from models.requests.tables import (
    ClosingReason,
    Request,
    RequestKind,
    RequestState,
    Satisfaction,
)
from models.rules.promise import Urgency
from models.store.engine import Reading

ERRANDS = (
    RequestKind.medicine,
    RequestKind.carry,
    RequestKind.groceries,
    RequestKind.hospital_trip,
)
"""What has a name of its own in the report; everything else is an odd problem."""


@dataclass(frozen=True, slots=True)
class RequestTotals:
    """Jobs that were done; those that were called off, refused or double do not count."""

    medicine_runs: int
    """For households of the care list only, as the carries are."""
    carries: int
    groceries: int
    hospital_trips: int
    odd_problems: int
    opened: int
    closed: int
    """Whatever came of them."""
    late: int
    """Of those, closed past their promise."""


@dataclass(frozen=True, slots=True)
class Closures:
    """What was closed, how soon, and what the households said of it."""

    kind: RequestKind | None
    """None: of every kind."""
    closed: int
    """Whatever came of them."""
    done: int
    same_day: int
    """Closed on the day on which they were asked for."""
    median_hours: float
    """Half of them took no longer; from when they were asked for to when they were closed."""
    reopened: int
    """Of those, the ones that had come back before."""
    satisfied: int
    not_satisfied: int

    @property
    def same_day_rate(self) -> float:
        """Percent closed on the day on which they were asked for."""
        return round(100 * self.same_day / self.closed, 1)


@dataclass(frozen=True, slots=True)
class RequestStanding:
    """How the requests stood at a moment."""

    open: int
    overdue: int
    red: int
    """Open ones that nothing may wait for."""
    odd_opened: int
    """Odd problems that came in from `since` on."""
    odd: int
    """Odd problems among the open ones."""
    odd_overdue: int


def cared_for() -> sa.ColumnElement[bool]:
    """Whether a request is of a household of the care list, also once its link was erased."""
    behind = sa.select(col(Resident.household_id)).join(
        CareProfile, col(CareProfile.resident_id) == col(Resident.id)
    )
    return func.coalesce(col(Request.cared_for), col(Request.household_id).in_(behind))


def totals(session: Reading, since: dt.datetime, until: dt.datetime) -> RequestTotals:
    """Jobs of a stretch of time, in two statements."""
    done = sa.or_(
        col(Request.state) == RequestState.done, col(Request.closing) == ClosingReason.done
    )
    ended = (col(Request.closed_at) >= since, col(Request.closed_at) < until)
    care: dict[RequestKind, int] = {}
    jobs: dict[RequestKind, int] = {}
    closed = late = 0
    for kind, cared, well, n, past in session.execute(
        sa.select(
            col(Request.kind),
            cared_for().label("for_care"),
            done.label("done"),
            func.count(),
            func.count(sa.case((col(Request.closed_at) > col(Request.promised_at), 1))),
        )
        .where(*ended)
        .group_by(col(Request.kind), sa.text("for_care"), sa.text("done"))
    ):
        closed, late = closed + n, late + past
        if well:
            jobs[kind] = jobs.get(kind, 0) + n
            care[kind] = care.get(kind, 0) + (n if cared else 0)
    opened = session.scalar(
        sa.select(func.count())
        .select_from(Request)
        .where(col(Request.created_at) >= since, col(Request.created_at) < until)
    )
    return RequestTotals(
        medicine_runs=care.get(RequestKind.medicine, 0),
        carries=care.get(RequestKind.carry, 0),
        groceries=jobs.get(RequestKind.groceries, 0),
        hospital_trips=jobs.get(RequestKind.hospital_trip, 0),
        odd_problems=sum(n for kind, n in jobs.items() if kind not in ERRANDS),
        opened=opened or 0,
        closed=closed,
        late=late,
    )


def closures(session: Reading, since: dt.datetime, until: dt.datetime) -> tuple[Closures, ...]:
    """What was closed in a stretch of time: of every kind, then kind by kind, most first.

    In one statement; nothing where nothing was closed.
    """
    rows = session.execute(
        sa.select(
            col(Request.kind),
            col(Request.created_at),
            col(Request.closed_at),
            col(Request.state),
            col(Request.closing),
            col(Request.reopened),
            col(Request.satisfaction),
        ).where(col(Request.closed_at) >= since, col(Request.closed_at) < until)
    ).all()
    kinds: dict[RequestKind | None, list[Any]] = {None: list(rows)} if rows else {}
    for row in rows:
        kinds.setdefault(row.kind, []).append(row)
    order = [None, *RequestKind]
    found = [_closures(session, kind, jobs) for kind, jobs in kinds.items()]
    return tuple(sorted(found, key=lambda one: (-one.closed, order.index(one.kind))))


def _closures(session: Reading, kind: RequestKind | None, jobs: Sequence[Any]) -> Closures:
    day = session.clock.day_of
    said = Counter(job.satisfaction for job in jobs)
    took = median((job.closed_at - job.created_at).total_seconds() for job in jobs)
    return Closures(
        kind=kind,
        closed=len(jobs),
        done=sum(
            job.state is RequestState.done or job.closing is ClosingReason.done for job in jobs
        ),
        same_day=sum(day(job.created_at) == day(job.closed_at) for job in jobs),
        median_hours=round(took / 3600, 1),
        reopened=sum(job.reopened > 0 for job in jobs),
        satisfied=said[Satisfaction.satisfied],
        not_satisfied=said[Satisfaction.not_satisfied],
    )


def stood(session: Reading, at: dt.datetime, since: dt.datetime | None = None) -> RequestStanding:
    """How the requests stood at a moment, in one statement.

    Args:
        since: from when on new odd problems are counted; not at all where it is not given.
    """
    red, odd = col(Request.urgency) == Urgency.red, col(Request.kind).not_in(ERRANDS)
    late = col(Request.promised_at) < at
    still = sa.or_(col(Request.closed_at).is_(None), col(Request.closed_at) >= at)

    def n(*where: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return func.count(sa.case((sa.and_(*where), 1)))

    begun = since or at
    found = session.execute(
        sa.select(
            n(still),
            n(still, late),
            n(still, red),
            n(odd, col(Request.created_at) >= begun),
            n(still, odd),
            n(still, odd, late),
        )
        .select_from(Request)
        .where(
            col(Request.created_at) < at,
            sa.or_(still, col(Request.created_at) >= begun),
        )
    ).one()
    return RequestStanding(*found)
