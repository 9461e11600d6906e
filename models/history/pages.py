"""A page of the journal: the latest acts of a span, a person, an area."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import col, func, select

from models import acts
from models.acts import ActLine
from models.store.actor import Role
from models.store.engine import Reading


class Since(StrEnum):
    """From when on acts are listed."""

    today = "today"
    handover = "handover"
    """Since the last time one keeper handed over to the next."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the journal that is listed; empty is all of it."""

    since: Since | None = None
    person_id: int | None = None
    area: str | None = None


@dataclass(frozen=True, slots=True)
class JournalPage:
    """The latest acts of a scope."""

    lines: tuple[ActLine, ...]
    more: bool
    """Whether older acts of this scope are left."""
    since: dt.datetime | None
    """The moment the scope begins, where it has one."""


def page(session: Reading, scope: Scope, limit: int = 60) -> JournalPage:
    """The latest acts of a scope, latest first, at most so many."""
    begins = _begins(session, scope.since)
    if session.viewer.role is Role.wallboard:
        return JournalPage((), False, begins)
    found = acts.page(
        session, since=begins, actor_id=scope.person_id, area=scope.area, limit=limit + 1
    )
    return JournalPage(found[:limit], len(found) > limit, begins)


def last_handover(session: Reading) -> dt.datetime:
    """When somebody last handed over; without a note of it, when the last shift began.

    A branch without either hands over at midnight.
    """
    from models.shifts import Handover, Shift, ShiftState

    told = session.exec(select(Handover.at).order_by(col(Handover.id).desc()).limit(1)).first()
    began = session.exec(
        select(func.max(Shift.starts_at)).where(
            col(Shift.starts_at) <= session.now,
            col(Shift.ends_at) > session.now,
            col(Shift.state) != ShiftState.cancelled,
        )
    ).first()
    return told or began or session.clock.day_start(session.today)


def _begins(session: Reading, since: Since | None) -> dt.datetime | None:
    match since:
        case Since.today:
            return session.clock.day_start(session.today)
        case Since.handover:
            return last_handover(session)
        case _:
            return None
