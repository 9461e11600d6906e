"""The numbers of the requests, and which of them need a hand at once."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import col, func

from models.homes.sight import viewpoint
from models.homes.tables import Household
from models.people.tables import Volunteer
from models.requests.sight import door_of, on_task
from models.requests.tables import Request, RequestState, is_owed
from models.store.actor import Role
from models.store.alarm import Alarm
from models.store.engine import Reading


@dataclass(frozen=True, slots=True)
class RequestCounts:
    """The numbers of titles, board and JSON."""

    open: int
    """Requests that still need a hand: neither done, nor confirmed, nor closed. What is done and
    only waits to hear whether the household is satisfied is not among them."""
    overdue: int
    """Open past the promise."""
    closed_today: int
    """Done or closed since local midnight and not reopened; hearing of it later moves nothing."""
    new: int
    """Open and not triaged yet."""
    unassigned: int
    """Open, triaged, and free to claim."""
    waiting: int
    """Open and waiting for something or somebody."""


def counts(session: Reading) -> RequestCounts:
    """The numbers of now, in one statement that costs what is open and what closed today."""

    def number(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return func.count(sa.case((condition, 1)))

    state = col(Request.state)
    midnight = session.clock.day_start(session.today)
    closed_today = (
        sa.select(func.count())
        .select_from(Request)
        .where(col(Request.closed_at) >= midnight)
        .scalar_subquery()
    )
    found = session.execute(
        sa.select(
            func.count(col(Request.id)),
            number(col(Request.promised_at) < session.now),
            closed_today,
            number(state == RequestState.new),
            number(state == RequestState.triaged),
            number(state == RequestState.waiting),
        ).where(col(Request.closed_at).is_(None))
    ).one()
    return RequestCounts(*found)


def alarms(session: Reading) -> tuple[Alarm, ...]:
    """Past the promise, climbing not approved, waits that are over, money owed."""
    if session.viewer.role is Role.wallboard:
        return ()
    open_now = session.execute(
        _rows().where(
            col(Request.closed_at).is_(None),
            sa.or_(
                col(Request.promised_at) < session.now,
                col(Request.wake_at) <= session.now,
                sa.and_(col(Request.climbing).is_(True), col(Request.safety_approved_at).is_(None)),
            ),
        )
    ).all()
    # Which of these are closed is asked here: asked there, it would lead to all that ever was.
    owed = session.execute(_rows().where(is_owed())).all()
    found = [alarm for row in open_now for alarm in _of_open(session, row)]
    found += [
        _alarm(session, row, "owed", "amber", row.Request.closed_at)
        for row in owed
        if row.Request.closed_at is not None
    ]
    return tuple(found)


def _rows() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Request,
            Household,
            col(Volunteer.name).label("assignee"),
        )
        .join(Household, col(Household.id) == Request.household_id)
        .outerjoin(Volunteer, col(Volunteer.id) == Request.assignee_id)
    )


def _of_open(session: Reading, row: sa.Row[Any]) -> list[Alarm]:
    request: Request = row.Request
    found = []
    if request.unsafe:
        found.append(_alarm(session, row, "safety", "red", request.created_at))
    if request.promised_at is not None and request.promised_at < session.now:
        found.append(_alarm(session, row, "overdue", "red", request.promised_at))
    if request.wake_at is not None and request.wake_at <= session.now:
        found.append(_alarm(session, row, "woken", "amber", request.wake_at))
    return found


def _alarm(
    session: Reading,
    row: sa.Row[Any],
    what: str,
    severity: Literal["red", "amber"],
    since: dt.datetime,
) -> Alarm:
    request: Request = row.Request
    task = on_task(session, request)
    return Alarm(
        key=f"requests.{what}:{request.id}",
        severity=severity,
        text=f"alarm.requests.{what}",
        since=since,
        params={
            "no": request.number,
            "door": door_of(viewpoint(session), row.Household, task),
            "kind": request.kind,
            "volunteer": row.assignee or "",
        },
        record=f"requests.request:{request.id}",
    )
