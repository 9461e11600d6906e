"""The rules of rest that are in force, as the rota asks for them."""

import datetime as dt

from models.branch.reads import ruled
from models.rules.refusal import Refusal
from models.rules.rota import RestRules
from models.store.engine import Reading


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
