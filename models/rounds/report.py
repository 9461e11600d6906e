"""Whom and what the rounds of a stretch of time reached."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func

from models.branch.reads import rule_set
from models.rounds.kit_reports import BAD
from models.rounds.states import RoundKind, RoundState, TargetState
from models.rounds.tables import CoveragePlace, CoverageRound, RoundTarget
from models.rounds.treatments import PlaceTreatment, TreatmentState
from models.rules.disinfection import CellState, DisinfectionRules, Place, matrix
from models.rules.refusal import Refusal
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
    kits_reported: int
    """Doors that told what their kits showed."""
    kits_abnormal: int
    """Of those, the ones that told of something else than a clear negative."""
    disinfected: int
    """Times a place was treated."""
    knocked: int
    """Doors that answered a survey or were given a card."""


def totals(session: Reading, since: dt.datetime, until: dt.datetime) -> RoundTotals:
    """Rounds of a stretch of time, in three statements."""
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
    state, pieces = col(RoundTarget.state), col(RoundTarget.quantity)
    told = state == TargetState.seen
    reached: dict[RoundKind, tuple[int, int, int]] = {
        kind: (n, handed, abnormal)
        for kind, n, handed, abnormal in session.execute(
            sa.select(
                col(CoverageRound.kind),
                func.count(sa.case((told, 1))),
                func.coalesce(func.sum(pieces), 0),
                func.count(sa.case((sa.and_(told, col(RoundTarget.outcome).in_(BAD)), 1))),
            )
            .join(CoverageRound, col(CoverageRound.id) == col(RoundTarget.round_id))
            .where(
                col(CoverageRound.kind) != RoundKind.test,
                # A door that has not told yet what its kits show has them all the same.
                state.in_((TargetState.handed, TargetState.seen)),
                col(RoundTarget.at) >= since,
                col(RoundTarget.at) < until,
            )
            .group_by(col(CoverageRound.kind))
        )
    }
    treated = session.scalar(
        sa.select(func.count())
        .select_from(PlaceTreatment)
        .where(
            col(PlaceTreatment.day) >= session.clock.day_of(since),
            col(PlaceTreatment.day) < session.clock.day_of(until),
            col(PlaceTreatment.state) != TreatmentState.struck,
        )
    )
    nothing = (0, 0, 0)
    reported, kits, abnormal = reached.get(RoundKind.kits, nothing)
    return RoundTotals(
        tests=tests,
        asked=asked,
        tested=tested,
        missed=missed,
        kits=kits,
        kits_reported=reported,
        kits_abnormal=abnormal,
        disinfected=treated or 0,
        knocked=sum(reached.get(kind, nothing)[0] for kind in (RoundKind.survey, RoundKind.card)),
    )


@dataclass(frozen=True, slots=True)
class CoverageStanding:
    """How the places stood at the end of a day."""

    places: int
    done: int
    """Of those to be treated on the day, or late by then: treated in full."""
    left: int
    due_next: int
    """To be treated on the day after."""


def covered(session: Reading, day: dt.date) -> CoverageStanding:
    """Disinfection of a day, by the rules of that day and the records; in three statements."""
    before, after = day - dt.timedelta(1), day + dt.timedelta(1)
    try:
        rules = DisinfectionRules.from_data(rule_set(session, "disinfection", day))
    except Refusal:
        rules = DisinfectionRules({}, 2)
    counted = col(PlaceTreatment.state) != TreatmentState.struck
    last = (
        sa.select(func.max(col(PlaceTreatment.day)))
        .where(
            col(PlaceTreatment.place_id) == col(CoveragePlace.id),
            col(PlaceTreatment.day) <= before,
            counted,
        )
        .correlate(CoveragePlace)
        .scalar_subquery()
    )
    listed = [
        Place(row_id, name, target, since, treated)
        for row_id, name, target, since, treated in session.execute(
            sa.select(
                col(CoveragePlace.id),
                col(CoveragePlace.name),
                col(CoveragePlace.target),
                col(CoveragePlace.since),
                last,
            ).where(~col(CoveragePlace.retired), col(CoveragePlace.since) <= after)
        )
    ]
    treated = {
        (place_id, on): n
        for place_id, on, n in session.execute(
            sa.select(col(PlaceTreatment.place_id), col(PlaceTreatment.day), func.count())
            .where(col(PlaceTreatment.day) == day, counted)
            .group_by(col(PlaceTreatment.place_id), col(PlaceTreatment.day))
        )
    }
    rows = matrix(listed, treated, (day,), day, rules)
    states = Counter(row.cells[0].state for row in rows)
    return CoverageStanding(
        places=len(rows) - states[CellState.outside],
        done=states[CellState.done],
        left=states[CellState.due] + states[CellState.red],
        due_next=sum(row.due_on is not None and row.due_on <= after for row in rows),
    )
