"""What the records say for the readiness checklists; what nobody records is said to be unknown."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from models import AREAS
from models.branch import Branch
from models.rules.readiness import Facts, Spread
from models.store.engine import Reading

_OF_ISOLATION = ("readiness.case_free", "readiness.contact_free", "readiness.contacts_over")
_OF_ROUNDS = ("readiness.full_round",)


def facts(session: Reading) -> Facts:
    """What is known today, but for what a person confirms."""
    founded = session.get(Branch, 1)
    spread = asked_of("isolation", "readiness")
    full_round = asked_of("rounds", "full_round")
    unknown = (*(() if spread else _OF_ISOLATION), *(() if full_round else _OF_ROUNDS))
    found: Spread = spread(session) if spread else Spread(None, None, None, 0)
    return Facts(
        today=session.today,
        known_since=founded.first_day if founded else session.today,
        last_case=found.last_case,
        last_contact=found.last_contact,
        last_exposure=found.last_exposure,
        contacts_lacking=found.contacts_lacking,
        full_round=full_round(session) if full_round else None,
        unknown=frozenset(unknown),
    )


def asked_of(area: str, name: str) -> Callable[..., Any] | None:
    """What an area answers of itself; None where the branch has no such area."""
    if area not in AREAS:
        return None
    found: Callable[..., Any] | None = getattr(import_module(f"models.{area}"), name, None)
    return found
