"""What was asked for and what was done in a stretch of time, for the brief and the work report."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func

from models.care.tables import CareProfile
from models.homes.tables import Resident
from models.requests.tables import ClosingReason, Request, RequestKind, RequestState
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
class RequestStanding:
    """How the requests stood at a moment."""

    open: int
    overdue: int
    red: int
    """Open ones that nothing may wait for."""


def totals(session: Reading, since: dt.datetime, until: dt.datetime) -> RequestTotals:
    """Jobs of a stretch of time, in two statements."""
    cared_for = col(Request.household_id).in_(
        sa.select(col(Resident.household_id)).join(
            CareProfile, col(CareProfile.resident_id) == col(Resident.id)
        )
    )
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
            cared_for.label("cared_for"),
            done.label("done"),
            func.count(),
            func.count(sa.case((col(Request.closed_at) > col(Request.promised_at), 1))),
        )
        .where(*ended)
        .group_by(col(Request.kind), sa.text("cared_for"), sa.text("done"))
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


def stood(session: Reading, at: dt.datetime) -> RequestStanding:
    """How the requests stood at a moment, in one statement."""
    red = col(Request.urgency) == Urgency.red
    found = session.execute(
        sa.select(
            func.count(),
            func.count(sa.case((col(Request.promised_at) < at, 1))),
            func.count(sa.case((red, 1))),
        )
        .select_from(Request)
        .where(
            col(Request.created_at) < at,
            sa.or_(col(Request.closed_at).is_(None), col(Request.closed_at) >= at),
        )
    ).one()
    return RequestStanding(*found)
