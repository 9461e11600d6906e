"""Terminal disinfection: the corridors that an abnormal tube leaves behind, until somebody did it.

Computed from the tubes of the rounds that are not over: as long as nobody knows who it was, the
floors of everybody in the tube; after that the floors of those who are positive. Nothing of it is
stored, so a result that is taken back takes the work back.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func

from models.homes.tables import Household
from models.isolation.standing import OPEN as APART
from models.isolation.tables import Isolation
from models.rounds.states import OPEN, Outcome, TargetState, TubeState
from models.rounds.tables import CoveragePlace, CoverageRound, RoundTarget, RoundTube, within
from models.rounds.treatments import Agent, PlaceTreatment, TreatmentState
from models.rules.disinfection import DisinfectionRules
from models.rules.why import Why
from models.store.engine import Reading

_UNKNOWN = (TubeState.mixed, TubeState.recalled)
_POSITIVE = col(RoundTarget.outcome) == Outcome.positive


@dataclass(frozen=True, slots=True)
class Terminal:
    """What a stairwell still waits for, and because of which tubes."""

    building: int
    stairwell: int
    floors: tuple[int, ...]
    """From the top, as they are walked."""
    tubes: tuple[tuple[int, int], ...]
    """(round, tube)."""
    since: dt.datetime

    @property
    def why(self) -> Why:
        """The reason, for who asks why it is red."""
        told = {"no": self.tubes[0][0], "tubes": self.numbers, "floors": self.floors}
        return Why("disinfection.why.terminal", told)

    @property
    def numbers(self) -> str:
        """The tubes: `#17 #18`."""
        return " ".join(f"#{tube}" for _, tube in self.tubes)

    @property
    def spot(self) -> str:
        """Where it is: `3-2 6/4F`."""
        floors = "/".join(str(floor) for floor in self.floors)
        return f"{self.building}-{self.stairwell} {floors}F"


def terminal(
    session: Reading, rules: DisinfectionRules, *, round_id: int | None = None
) -> dict[tuple[int, int], Terminal]:
    """Stairwells with corridors that wait for terminal disinfection.

    One statement as long as no tube is abnormal, else three.
    """
    tubes = _abnormal(session, round_id)
    if not tubes:
        return {}
    rows = session.execute(
        sa.select(
            col(RoundTarget.tube_id),
            col(RoundTarget.outcome),
            col(Household.building),
            col(Household.stairwell),
            col(Household.floor),
        )
        .join(Household, col(Household.id) == col(RoundTarget.household_id))
        .where(col(RoundTarget.tube_id).in_(tubes))
    ).all()
    done = _treated_since(session, min(tube.result_at for tube in tubes.values()), rules)
    found: dict[tuple[int, int], list[Any]] = {}
    for row in rows:
        tube, at = tubes[row.tube_id], (row.building, row.stairwell)
        if _suspect(tube.state, row.outcome) and not done.get(at, _NEVER) >= tube.result_at:
            found.setdefault(at, []).append(row)
    return {at: _waiting(at, waiting, tubes) for at, waiting in found.items()}


_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


def _suspect(state: TubeState, outcome: Outcome | None) -> bool:
    """Whose floor is to be disinfected: the result of the test alone decides."""
    if state in _UNKNOWN:
        return outcome is not Outcome.negative
    return outcome is Outcome.positive


def _waiting(at: tuple[int, int], rows: list[Any], tubes: Mapping[int, Any]) -> Terminal:
    because = [tubes[row.tube_id] for row in rows]
    return Terminal(
        *at,
        floors=tuple(sorted({row.floor for row in rows}, reverse=True)),
        tubes=tuple(sorted({(tube.round, tube.number) for tube in because})),
        since=min(tube.result_at for tube in because),
    )


def _abnormal(session: Reading, round_id: int | None = None) -> dict[int, Any]:
    """Tubes that were abnormal, of the rounds that are not over: a few, and mostly none."""
    opened = sa.select(col(CoverageRound.id)).where(sa.text(f"coverage_round.{within(OPEN)}"))
    rows = session.execute(
        sa.select(
            col(RoundTube.id),
            col(RoundTube.number),
            col(RoundTube.state),
            col(RoundTube.result_at),
            col(CoverageRound.number).label("round"),
        )
        .join(CoverageRound, col(CoverageRound.id) == col(RoundTube.round_id))
        .where(
            col(RoundTube.round_id).in_(opened if round_id is None else (round_id,)),
            col(RoundTube.state).in_((*_UNKNOWN, TubeState.resolved)),
        )
    )
    return {row.id: row for row in rows}


def _treated_since(
    session: Reading, since: dt.datetime, rules: DisinfectionRules
) -> dict[tuple[int, int], dt.datetime]:
    """When each stairwell was last treated strongly enough."""
    strong = col(PlaceTreatment.agent) == Agent.peroxide
    strong |= col(PlaceTreatment.concentration) >= rules.terminal
    rows = session.execute(
        sa.select(
            col(CoveragePlace.building),
            col(CoveragePlace.stairwell),
            func.max(col(PlaceTreatment.at)).label("at"),
        )
        .join(CoveragePlace, col(CoveragePlace.id) == col(PlaceTreatment.place_id))
        .where(
            col(PlaceTreatment.day) >= session.clock.day_of(since),
            col(PlaceTreatment.state) != TreatmentState.struck,
            col(CoveragePlace.stairwell) > 0,
            strong,
        )
        .group_by(col(CoveragePlace.building), col(CoveragePlace.stairwell))
    )
    return {(row.building, row.stairwell): row.at for row in rows}


def waits_for_list(session: Reading, tube: RoundTube) -> bool:
    """Whether people of an abnormal tube are still to be tested alone and none stands apart."""
    apart = sa.exists().where(col(Isolation.resident_id) == col(RoundTarget.resident_id), APART)
    members = col(RoundTarget.tube_id) == tube.id
    waiting = session.scalar(
        sa.select(func.count()).where(members, col(RoundTarget.state) == TargetState.resample)
    )
    return bool(waiting) and not session.scalar(
        sa.select(func.count()).select_from(RoundTarget).where(members, apart)
    )


@dataclass(frozen=True, slots=True)
class Unregistered:
    """People of one tube who are positive and of whom isolation has no record."""

    tube_id: int
    tube: int
    round: int
    people: int
    since: dt.datetime


def unregistered(session: Reading) -> tuple[Unregistered, ...]:
    """Positive by the test alone, and not isolated by any record that is open."""
    tubes = _abnormal(session)
    if not tubes:
        return ()
    apart = sa.exists().where(col(Isolation.resident_id) == col(RoundTarget.resident_id), APART)
    rows = session.execute(
        sa.select(
            col(RoundTarget.tube_id),
            func.count().label("n"),
            func.min(col(RoundTarget.at)).label("since"),
        )
        .where(col(RoundTarget.tube_id).in_(tubes), _POSITIVE, sa.not_(apart))
        .group_by(col(RoundTarget.tube_id))
    )
    return tuple(
        Unregistered(
            row.tube_id, tubes[row.tube_id].number, tubes[row.tube_id].round, row.n, row.since
        )  # fmt: skip
        for row in rows
    )
