"""The people that an act is about, read together before the first of its drafts is done."""

from collections.abc import Sequence
from typing import Any, cast

from sqlmodel import col

from models.isolation.standing import Person, of, people
from models.isolation.tables import Isolation
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
