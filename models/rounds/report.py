"""Whom and what the rounds of a stretch of time reached."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func

from models.rounds.states import RoundKind, RoundState, TargetState
from models.rounds.tables import CoverageRound, RoundTarget
from models.store.engine import Reading


@dataclass(frozen=True, slots=True)
class RoundTotals:
    """Sums over rounds; a test that is not closed yet counts nobody as missed."""

    tests: int
    asked: int
    """Turns at a test of those who were not excused."""
    tested: int
    missed: int
    kits: int
    """Antigen kits handed over."""
    disinfected: int
    """Places treated."""
    knocked: int
    """Doors that answered a survey or were given a card."""


def totals(session: Reading, since: dt.datetime, until: dt.datetime) -> RoundTotals:
    """Rounds of a stretch of time, in two statements."""
    tests, asked, tested, missed = session.execute(
        sa.select(
            func.count(),
            func.coalesce(func.sum(col(CoverageRound.total) - col(CoverageRound.excused)), 0),
            func.coalesce(func.sum(col(CoverageRound.seen)), 0),
            func.coalesce(func.sum(col(CoverageRound.missed)), 0),
        ).where(
            col(CoverageRound.kind) == RoundKind.test,
            col(CoverageRound.state) == RoundState.closed,
            col(CoverageRound.starts_at) >= since,
            col(CoverageRound.starts_at) < until,
        )
    ).one()
    reached: dict[RoundKind, tuple[int, int]] = {
        kind: (n, pieces)
        for kind, n, pieces in session.execute(
            sa.select(
                col(CoverageRound.kind),
                func.count(),
                func.coalesce(func.sum(col(RoundTarget.quantity)), 0),
            )
            .join(CoverageRound, col(CoverageRound.id) == col(RoundTarget.round_id))
            .where(
                col(CoverageRound.kind) != RoundKind.test,
                col(RoundTarget.state) == TargetState.seen,
                col(RoundTarget.at) >= since,
                col(RoundTarget.at) < until,
            )
            .group_by(col(CoverageRound.kind))
        )
    }
    nothing = (0, 0)
    return RoundTotals(
        tests=tests,
        asked=asked,
        tested=tested,
        missed=missed,
        kits=reached.get(RoundKind.kits, nothing)[1],
        disinfected=reached.get(RoundKind.disinfection, nothing)[0],
        knocked=sum(reached.get(kind, nothing)[0] for kind in (RoundKind.survey, RoundKind.card)),
    )
