"""What the records say for the readiness checklists; what nobody records is said to be unknown."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func

from models import AREAS
from models.branch import Branch
from models.isolation import Isolation, IsolationExposure, IsolationSample, IsolationState
from models.rules.isolation import ExposureKind
from models.rules.readiness import Facts
from models.rules.release import SampleResult
from models.store.engine import Reading

_CONTACTS = (ExposureKind.close, ExposureKind.secondary)
_OF_ROUNDS = frozenset({"readiness.full_round"})


def facts(session: Reading) -> Facts:
    """What is known today, but for what a person confirms."""
    founded = session.get(Branch, 1)
    counts = col(IsolationExposure.struck) == ""
    kind, on = col(IsolationExposure.kind), col(IsolationExposure.happened_on)
    last_case, found_at, last_exposure = session.execute(
        sa.select(
            func.max(sa.case((kind == ExposureKind.case, on))),
            # A contact is found when somebody writes it down; the exposure lies before it.
            func.max(sa.case((kind == ExposureKind.close, col(IsolationExposure.recorded_at)))),
            func.max(sa.case((kind.in_(_CONTACTS), on))),
        ).where(counts)
    ).one()
    full_round = asked_of("rounds", "full_round")
    return Facts(
        today=session.today,
        known_since=founded.first_day if founded else session.today,
        last_case=last_case,
        last_contact=None if found_at is None else session.clock.day_of(found_at),
        last_exposure=last_exposure,
        contacts_lacking=_lacking(session),
        full_round=full_round(session) if full_round else None,
        unknown=frozenset() if full_round else _OF_ROUNDS,
    )


def _lacking(session: Reading) -> int:
    """Contacts who stay apart and have no negative sample since they were last exposed."""
    last = (
        sa.select(func.max(col(IsolationExposure.happened_on)))
        .where(
            col(IsolationExposure.isolation_id) == col(Isolation.id),
            col(IsolationExposure.struck) == "",
        )
        .correlate(Isolation)
        .scalar_subquery()
    )
    contact = sa.exists().where(
        col(IsolationExposure.isolation_id) == col(Isolation.id),
        col(IsolationExposure.kind).in_(_CONTACTS),
        col(IsolationExposure.struck) == "",
    )
    negative = sa.exists().where(
        col(IsolationSample.isolation_id) == col(Isolation.id),
        col(IsolationSample.result) == SampleResult.negative,
        col(IsolationSample.taken_on) > last,
    )
    return (
        session.scalar(
            sa.select(func.count())
            .select_from(Isolation)
            .where(col(Isolation.state) != IsolationState.released, contact, sa.not_(negative))
        )
        or 0
    )


def asked_of(area: str, name: str) -> Callable[..., Any] | None:
    """What an area answers of itself; None where the branch has no such area."""
    if area not in AREAS:
        return None
    found: Callable[..., Any] | None = getattr(import_module(f"models.{area}"), name, None)
    return found
