"""The numbers of the requests."""

from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import col, func

from models.requests.tables import Request, RequestState
from models.store.engine import Reading


class RequestCounts(NamedTuple):
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
