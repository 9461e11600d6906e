"""Who came into isolation and out of it in a stretch of time."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func

from models.isolation.tables import Isolation
from models.store.engine import Reading


@dataclass(frozen=True, slots=True)
class IsolationMoves:
    """People who came, who were released, and who were in isolation at the end."""

    new: int
    released: int
    total: int


def moves(session: Reading, since: dt.datetime, until: dt.datetime) -> IsolationMoves:
    """Isolation in a stretch of time, in one statement; a release counts for its whole day."""
    first, after = session.clock.day_of(since), session.clock.day_of(until)
    opened, released = col(Isolation.opened_at), col(Isolation.released_on)
    found = session.execute(
        sa.select(
            func.count(sa.case((opened >= since, 1))),
            func.count(sa.case((sa.and_(released >= first, released < after), 1))),
            func.count(sa.case((sa.or_(released.is_(None), released >= after), 1))),
        )
        .select_from(Isolation)
        .where(opened < until)
    ).one()
    return IsolationMoves(*found)
