"""Which of the requests need a hand at once."""

import datetime as dt
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import col

from models.homes.sight import viewpoint
from models.homes.tables import Household
from models.people.tables import Volunteer
from models.requests.sight import door_of, on_task
from models.requests.tables import Request, is_owed
from models.store.actor import Role
from models.store.alarm import Alarm
from models.store.engine import Reading


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
