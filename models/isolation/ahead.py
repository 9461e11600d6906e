"""The people that an act is about, read together, and what every change asks of them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from sqlmodel import col

from models.isolation.sight import check_whole
from models.isolation.standing import Person, of, people
from models.isolation.tables import Isolation
from models.rules.refusal import Refusal
from models.store.engine import Reading, Writing

_AHEAD = "isolation.ahead"


def ahead(session: Writing, drafts: Sequence[Any]) -> None:
    """Reads everybody whom the drafts are aimed at in a fixed number of statements."""
    ids = [draft.id for draft in drafts]
    session.info[_AHEAD] = {one.id: one for one in people(session, col(Isolation.id).in_(ids))}


def without_courses(session: Writing, drafts: Sequence[Any]) -> None:
    """As `ahead`, for what needs nobody's days: who it is, who serves, and today's temperatures."""
    ids = [draft.id for draft in drafts]
    found = people(session, col(Isolation.id).in_(ids), courses=False)
    session.info[_AHEAD] = {one.id: one for one in found}


def person(session: Reading, isolation_id: int) -> Person:
    """One of those people as the act found them, or anybody else as read now."""
    found = cast("dict[int, Person]", session.info.get(_AHEAD, {}))
    return found.get(isolation_id) or of(session, isolation_id)


def whole(session: Writing, isolation_id: int) -> tuple[Isolation, Person]:
    """The record and the person, for who may know and change it all."""
    one = person(session, isolation_id)
    check_whole(session, one)
    return one.row, one


def check_past(session: Writing, day: dt.date) -> None:
    """Raises `Refusal` when a day lies ahead."""
    if day > session.today:
        raise Refusal("refuse.isolation.future", day=day.isoformat())


def check_open(row: Isolation) -> None:
    """Raises `Refusal` when somebody was released."""
    if row.released_on is not None:
        raise Refusal("refuse.isolation.released", day=row.released_on.isoformat())


def say(session: Writing, one: Person) -> None:
    """Whom an act was about, by ids that are masked for who reads it."""
    session.say(household=one.household_id, resident=one.row.resident_id)
