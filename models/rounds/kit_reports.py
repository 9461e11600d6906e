"""What a screen and a paper may show of antigen kits, and what of them is abnormal."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func

from models.homes.tables import Household, Resident
from models.people.tables import Volunteer
from models.rounds.members import PRESENT
from models.rounds.states import OPEN, Outcome, RoundKind, TargetState
from models.rounds.tables import CoverageRound, RoundTarget, within
from models.store.actor import Role
from models.store.alarm import Alarm
from models.store.engine import Reading

APART = dt.timedelta(hours=20)
"""Two daily antigen tests lie at least so far from each other."""
BAD = (Outcome.abnormal, Outcome.positive)


@dataclass(frozen=True, slots=True)
class HandoutLine:
    """One door of a round of kits."""

    building: int
    stairwell: int
    door: str
    grid: str
    people: int
    pieces: int
    state: TargetState
    outcome: Outcome | None
    at: dt.datetime | None
    by: str
    note: str


def handouts(session: Reading, round_id: int) -> tuple[HandoutLine, ...]:
    """Every door of a round, in walking order."""
    if session.viewer.role is Role.wallboard:
        return ()
    present = (
        sa.select(func.count())
        .select_from(Resident)
        .where(col(Resident.household_id) == col(Household.id), PRESENT)
        .correlate(Household)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(RoundTarget, Household, present, col(Volunteer.name))
        .join(Household, col(Household.id) == col(RoundTarget.household_id))
        .outerjoin(Volunteer, col(Volunteer.id) == col(RoundTarget.by_id))
        .where(col(RoundTarget.round_id) == round_id)
        .order_by(
            col(Household.building),
            col(Household.stairwell),
            col(Household.floor).desc(),
            col(Household.room),
        )
    )
    return tuple(
        HandoutLine(
            building=home.building,
            stairwell=home.stairwell,
            door=home.door,
            grid=home.grid,
            people=people,
            pieces=target.quantity or 0,
            state=target.state,
            outcome=target.outcome,
            at=target.at,
            by=by or "",
            note=target.note,
        )
        for target, home, people, by in rows
    )


def last_reports(
    session: Reading, its: CoverageRound, households: Iterable[int]
) -> dict[int, dt.datetime]:
    """When each of these doors last reported in another round, as far as that is too lately."""
    rows = session.execute(
        sa.select(col(RoundTarget.household_id), func.max(col(RoundTarget.at)))
        .join(CoverageRound, col(CoverageRound.id) == col(RoundTarget.round_id))
        .where(
            col(CoverageRound.kind) == RoundKind.kits,
            col(CoverageRound.id) != its.id,
            col(RoundTarget.household_id).in_(list(households)),
            col(RoundTarget.state) == TargetState.seen,
            col(RoundTarget.at) > session.now - APART,
        )
        .group_by(col(RoundTarget.household_id))
    )
    return {household: at for household, at in rows}


def kit_alarms(session: Reading) -> tuple[Alarm, ...]:
    """Doors whose kits showed something, until their round is closed: one alarm a round."""
    rows = session.execute(
        sa.select(
            col(CoverageRound.id),
            col(CoverageRound.number),
            func.count().label("n"),
            func.sum(sa.case((col(RoundTarget.state) == TargetState.resample, 1), else_=0)).label(
                "left"
            ),
            func.min(col(RoundTarget.at)).label("since"),
        )
        .join(RoundTarget, col(RoundTarget.round_id) == col(CoverageRound.id))
        .where(
            sa.text(f"coverage_round.{within(OPEN)}"),
            col(CoverageRound.kind) == RoundKind.kits,
            col(RoundTarget.outcome).in_(BAD),
        )
        .group_by(col(CoverageRound.id), col(CoverageRound.number))
    )
    return tuple(
        Alarm(
            f"rounds.abnormal:{row.id}",
            "red",
            "alarm.rounds.abnormal",
            row.since,
            {"no": row.number, "n": row.n, "left": row.left},
            f"rounds.round:{row.id}",
        )
        for row in rows
    )
