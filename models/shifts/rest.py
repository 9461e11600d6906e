"""The rules of rest that are in force, and what they ask about somebody."""

import datetime as dt
from collections.abc import Sequence

from models.branch.reads import ruled
from models.people.tables import Volunteer
from models.rules.refusal import Refusal
from models.rules.rota import Person, RestRules
from models.rules.spans import Span
from models.store.actor import Role
from models.store.engine import Reading

_RANK = (Role.volunteer, Role.shift_leader, Role.grid_leader, Role.secretary)


def rest_rules(session: Reading) -> RestRules | None:
    """The rest rules in force; None in a branch that has set itself none yet."""
    return session.once("shifts.rest", lambda: _rest_rules(session))


def _rest_rules(session: Reading) -> RestRules | None:
    try:
        return ruled(session, "rest", RestRules.from_data)
    except Refusal as refusal:
        if refusal.key == "refuse.rules.none":
            return None
        raise


def grace(rules: RestRules | None) -> dt.timedelta:
    """How long after the start somebody may still come before the seat is opened to others."""
    return dt.timedelta(minutes=rules.grace_minutes if rules else 0)


def person(row: Volunteer, away: Sequence[Span] = ()) -> Person:
    """What the rules ask about somebody."""
    rank = _RANK.index(row.role)
    return Person(
        id=row.id or 0,
        name=row.name,
        roles=frozenset(role.value for role in _RANK[: rank + 1]),
        skills=frozenset(row.skills),
        joined_on=row.joined_on,
        demobilised_on=row.demobilised_on,
        isolated_until=row.isolated_until,
        unavailable=tuple(away),
    )
