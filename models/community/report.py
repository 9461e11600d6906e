"""What neighbours gave and said in a stretch of time, and what was done about it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func

from models.community.states import GIVEN, TELLABLE, NoticeState
from models.community.tables import Gift, Mediation, MoodSignal, Notice, Praise, Rumour, Story
from models.store.engine import Reading


@dataclass(frozen=True, slots=True)
class CommunityTotals:
    """Counted by the moment on which each came about."""

    gifts: int
    rumours: int
    rumours_answered: int
    moods: int
    conflicts: int
    conflicts_settled: int
    notices: int
    stories: int
    """Told with consent, in words that may be shown."""
    praise: int


def totals(session: Reading, since: dt.datetime, until: dt.datetime) -> CommunityTotals:
    """The community in a stretch of time, in one statement."""

    def n(moment: Any, *where: sa.ColumnElement[bool], first: Any = since, end: Any = until) -> Any:
        within = (moment >= first, moment < end)
        return sa.select(func.count()).where(*within, *where).scalar_subquery()

    days = {"first": session.clock.day_of(since), "end": session.clock.day_of(until)}
    found = session.execute(
        sa.select(
            n(col(Gift.given_at), col(Gift.state).in_(GIVEN)),
            n(col(Rumour.first_seen)),
            n(col(Rumour.posted_at)),
            n(col(MoodSignal.seen_at)),
            n(col(Mediation.reported_at)),
            n(col(Mediation.settled_at)),
            n(col(Notice.dated_on), col(Notice.state) != NoticeState.draft, **days),
            n(col(Story.happened_on), col(Story.state).in_(TELLABLE), **days),
            n(col(Praise.at)),
        )
    ).one()
    return CommunityTotals(*found)
