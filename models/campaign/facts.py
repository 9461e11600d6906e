"""What the records say for the readiness checklists, but for what a person confirms."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import col, func

from models.branch import Branch
from models.isolation import Isolation, IsolationExposure, IsolationSample, IsolationState
from models.rounds import CoverageRound, Outcome, RoundKind, RoundState, RoundTarget
from models.rules.isolation import ExposureKind
from models.rules.readiness import Facts
from models.rules.release import SampleResult
from models.store.engine import Reading

_CONTACTS = (ExposureKind.close, ExposureKind.secondary)


def facts(session: Reading) -> Facts:
    """What is known today."""
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
    return Facts(
        today=session.today,
        known_since=founded.first_day if founded else session.today,
        last_case=last_case,
        last_contact=None if found_at is None else session.clock.day_of(found_at),
        last_exposure=last_exposure,
        contacts_lacking=_lacking(session),
        full_round=_full_round(session),
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


def _full_round(session: Reading) -> dt.date | None:
    """The day of the last test that missed nobody and found nobody positive."""
    positive = sa.exists().where(
        col(RoundTarget.round_id) == col(CoverageRound.id),
        col(RoundTarget.outcome) == Outcome.positive,
    )
    began = session.scalar(
        sa.select(col(CoverageRound.starts_at))
        .where(
            col(CoverageRound.kind) == RoundKind.test,
            col(CoverageRound.state) == RoundState.closed,
            col(CoverageRound.seen) > 0,
            col(CoverageRound.missed) == 0,
            sa.not_(positive),
        )
        .order_by(col(CoverageRound.starts_at).desc())
        .limit(1)
    )
    return None if began is None else session.clock.day_of(began)
