"""What needs a hand now, from every area, with who took it.

Alarms are computed from the records and never stored; only that somebody took one is. A taken
alarm that goes away and comes back is nobody's again.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from sqlmodel import Field, col, select

import models
from models.acts import name_of
from models.rules.refusal import Refusal
from models.store.actor import Role
from models.store.alarm import Alarm
from models.store.base import Row, table_args
from models.store.drafts import Draft, Text
from models.store.engine import Reading, Writing
from models.store.personal import Personal
from models.store.register import DESK, change


class AlarmTaken(Row, table=True):
    """That somebody looks after an alarm."""

    area: ClassVar[str] = "alarms"
    __table_args__ = table_args()

    key: str = Field(index=True)
    volunteer_id: int
    taken_at: dt.datetime


PERSONAL = (Personal(AlarmTaken, keeps=("key",)),)
"""Only which record it is, never whose."""


class TakeDraft(Draft):
    """Which alarm is taken."""

    key: Text


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """One standing alarm, with who has it."""

    key: str
    severity: Literal["red", "amber"]
    text: str
    params: Mapping[str, object]
    since: dt.datetime
    record: str | None
    owner: str
    """Who took it; empty while nobody has."""


def standing(session: Reading) -> tuple[Alarm, ...]:
    """Every alarm of every area, red before amber, oldest first."""
    from models.board import part

    found: list[Alarm] = []
    for area in models.ALARMING:
        found += part(session, area, "alarms")
    return tuple(sorted(found, key=lambda alarm: (alarm.severity != "red", alarm.since)))


def lines(session: Reading) -> tuple[AlarmLine, ...]:
    """Every standing alarm with its owner; the wall board only counts them."""
    if session.viewer.role is Role.wallboard:
        return ()
    alarms = standing(session)
    taken = _taken(session, [alarm.key for alarm in alarms])
    return tuple(
        AlarmLine(
            key=alarm.key,
            severity=alarm.severity,
            text=alarm.text,
            params=alarm.params,
            since=alarm.since,
            record=alarm.record,
            owner=_owner(session, taken.get(alarm.key), alarm),
        )
        for alarm in alarms
    )


@change("alarms.take", draft=TakeDraft, roles=DESK)
def take(session: Writing, draft: TakeDraft) -> AlarmTaken:
    """Takes an alarm, unless somebody has it already."""
    alarm = next((alarm for alarm in standing(session) if alarm.key == draft.key), None)
    if alarm is None:
        raise Refusal("refuse.alarms.gone")
    if session.actor.id is None:
        raise Refusal("refuse.alarms.nobody")
    taken = _taken(session, [alarm.key]).get(alarm.key)
    if taken is not None and taken.taken_at >= alarm.since:
        raise Refusal("refuse.alarms.taken", who=name_of(session, taken.volunteer_id))
    row = AlarmTaken(key=alarm.key, volunteer_id=session.actor.id, taken_at=session.now)
    session.add(row)
    session.say(text=alarm.text)
    return row


def _taken(session: Reading, keys: list[str]) -> dict[str, AlarmTaken]:
    found = session.exec(
        select(AlarmTaken).where(col(AlarmTaken.key).in_(keys)).order_by(col(AlarmTaken.id))
    )
    return {row.key: row for row in found}


def _owner(session: Reading, taken: AlarmTaken | None, alarm: Alarm) -> str:
    if taken is None or taken.taken_at < alarm.since:
        return ""
    return name_of(session, taken.volunteer_id)
