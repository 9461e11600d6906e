"""The numbers of the community, and what in it may be missed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import col, func, select

from models.community.masked import answer_due, community_rules, mediation_due, mood_due
from models.community.reads import OPEN_CONFLICT
from models.community.sight import mediates
from models.community.states import (
    GIVEN,
    TELLABLE,
    UNANSWERED,
    UNDER_WAY,
    GiftState,
    MoodState,
    NoticeState,
    Severity,
    WishState,
)
from models.community.tables import Gift, Mediation, MoodSignal, Notice, Praise, Rumour, Story, Wish
from models.rules.gifts import GiftKind
from models.store.alarm import Alarm
from models.store.base import Row
from models.store.engine import Reading


@dataclass(frozen=True, slots=True)
class CommunityCounts:
    """The numbers of titles, board, brief and report."""

    gifts: int
    """Gifts that came to their door: what the report counts."""
    offers: int
    """Gifts offered or on their way."""
    wishes: int
    rumours: int
    """Rumours without an answer."""
    rumours_all: int
    moods: int
    """Signs that somebody has to look after."""
    conflicts: int
    """Conflicts not yet looked at again."""
    conflicts_all: int
    stories: int
    """Stories with consent, in words that may be shown."""
    praise: int
    notices: int
    """Notices that stand in the group chat."""


def counts(session: Reading) -> CommunityCounts:
    """The numbers of now, in one statement."""
    tables = (Gift, Wish, Rumour, MoodSignal, Mediation, Story, Notice)
    parts = [
        sa.select(
            sa.literal(table.__name__), sa.cast(col(table.state), sa.String), func.count()
        ).group_by(col(table.state))
        for table in tables
    ]
    parts.append(sa.select(sa.literal(Praise.__name__), sa.literal(""), func.count(Praise.id)))  # type: ignore[arg-type]
    found = {(name, state): n for name, state, n in session.execute(sa.union_all(*parts))}

    def total(table: type[Row], states: Iterable[StrEnum] | None = None) -> int:
        wanted = None if states is None else {state.value for state in states}
        return sum(
            n
            for (name, state), n in found.items()
            if name == table.__name__ and (wanted is None or state in wanted)
        )

    return CommunityCounts(
        gifts=total(Gift, GIVEN),
        offers=total(Gift, UNDER_WAY),
        wishes=total(Wish, (WishState.open,)),
        rumours=total(Rumour, UNANSWERED),
        rumours_all=total(Rumour),
        moods=total(MoodSignal, (MoodState.noted, MoodState.in_hand)),
        conflicts=total(Mediation, OPEN_CONFLICT),
        conflicts_all=total(Mediation),
        stories=total(Story, TELLABLE),
        praise=total(Praise),
        notices=total(Notice, (NoticeState.current,)),
    )


def alarms(session: Reading) -> tuple[Alarm, ...]:
    """Rumours without an answer, medicines nobody looked at, signs and conflicts past their day,
    notices that are no longer true and still stand."""
    return (*_rumours(session), *_medicines(session), *_moods(session), *_conflicts(session),
            *_notices(session))  # fmt: skip


def _rumours(session: Reading) -> list[Alarm]:
    rules = community_rules(session)
    rows = session.exec(select(Rumour).where(col(Rumour.state).in_(UNANSWERED)))
    found = []
    for row in rows:
        due = answer_due(row, rules)
        if due is not None and session.now >= due and rules is not None:
            told: dict[str, object] = {
                "no": row.id,
                "hours": rules.rumour_hours,
                "times": row.times,
            }
            found.append(_alarm("rumour", "red", row.id, due, told))
    return found


def _medicines(session: Reading) -> list[Alarm]:
    rules = community_rules(session)
    if rules is None:
        return []
    waited = dt.timedelta(hours=rules.medicine_hours)
    rows = session.exec(
        select(Gift).where(
            Gift.state == GiftState.offered,
            Gift.kind == GiftKind.medicine,
            col(Gift.checked_at).is_(None),
            col(Gift.offered_at) <= session.now - waited,
        )
    )
    return [
        Alarm(
            f"community.medicine:{row.id}",
            "amber",
            "alarm.community.medicine",
            row.offered_at + waited,
            {"no": row.id},
            f"community.gift:{row.id}",
        )
        for row in rows
    ]


def _moods(session: Reading) -> list[Alarm]:
    rules = community_rules(session)
    rows = session.exec(
        select(MoodSignal).where(col(MoodSignal.state).in_((MoodState.noted, MoodState.in_hand)))
    )
    found = []
    for row in rows:
        due = mood_due(row, rules)
        if due is not None and session.now >= due:
            urgent = row.severity is Severity.urgent
            told: dict[str, object] = {"topic": row.topic, "severity": row.severity}
            found.append(_alarm("mood", "red" if urgent else "amber", row.id, due, told))
    return found


def _conflicts(session: Reading) -> list[Alarm]:
    """For those who are called to a conflict, and for them by its number alone."""
    rules = community_rules(session)
    rows = session.exec(select(Mediation).where(col(Mediation.state).in_(OPEN_CONFLICT)))
    found = []
    for row in rows:
        due = mediation_due(session, row, rules)
        if due is not None and session.now >= due and mediates(session, row):
            found.append(
                _alarm("mediation", "amber", row.id, due, {"no": row.id, "state": row.state})
            )
    return found


def _notices(session: Reading) -> list[Alarm]:
    rows = session.exec(
        select(Notice).where(
            Notice.state == NoticeState.current, col(Notice.expires_at) <= session.now
        )
    )
    return [
        _alarm("notice", "amber", row.id, row.expires_at, {"kind": row.kind, "no": row.id})
        for row in rows
    ]


def _alarm(
    name: str, severity: str, row_id: int | None, since: dt.datetime, told: dict[str, object]
) -> Alarm:
    return Alarm(
        f"community.{name}:{row_id}",
        "red" if severity == "red" else "amber",
        f"alarm.community.{name}",
        since,
        told,
        f"community.{name}:{row_id}",
    )
