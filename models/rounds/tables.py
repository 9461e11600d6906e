"""Rounds, their targets, the places that are targets, time slots, and tubes.

A target is a person, a household or a place, never two of them. A person keeps the door it had
when the round began, so that a list once walked stays as it was walked.
"""

import datetime as dt
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.rounds.states import (
    AWAITED,
    LEFT,
    OPEN,
    Cause,
    Outcome,
    RoundKind,
    RoundState,
    TargetState,
    TubeState,
)
from models.rules.disinfection import DisinfectionTarget
from models.store.base import Row, partial_index, table_args, text_enum


def within(states: tuple[str, ...]) -> str:
    """A condition on `state` written out as the partial indexes are, so that they are used."""
    return "state IN ({})".format(", ".join(f"'{state}'" for state in states))


class CoverageRound(Row, table=True):
    """One round, from the plan to the close."""

    area: ClassVar[str] = "rounds"
    __table_args__ = table_args(
        sa.UniqueConstraint("kind", "number", name="coverage_round_number"),
        partial_index("coverage_round_open", "starts_at", where=within(OPEN)),
        sa.CheckConstraint("ends_at > starts_at", name="coverage_round_span"),
        sa.CheckConstraint("lanes > 0", name="coverage_round_lanes"),
        sa.CheckConstraint("tube_size IS NULL OR tube_size > 0", name="coverage_round_tube"),
    )

    kind: RoundKind = Field(sa_type=text_enum(RoundKind))
    number: int
    """Counted within its kind: the ninth test is number 9."""
    name: str = ""
    state: RoundState = Field(default=RoundState.planned, sa_type=text_enum(RoundState))
    starts_at: dt.datetime
    ends_at: dt.datetime
    """When everybody is to have had a turn; who is left after it is alarmed."""
    place: str = ""
    owner_id: int | None = Field(default=None, foreign_key="volunteer.id", index=True)
    """Who leads it."""
    tube_size: int | None = None
    """People to a tube, for a test."""
    lanes: int = 1
    announced_at: dt.datetime | None = None
    started_at: dt.datetime | None = None
    mop_up_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    reason: str = ""
    """Why it is suspended, was taken up again or called off."""
    note: str = ""
    total: int = 0
    """The sums as they stood when it was closed, so that the past is never counted again."""
    seen: int = 0
    excused: int = 0
    missed: int = 0


class CoveragePlace(Row, table=True):
    """A place that rounds go over: a stretch of road, a corner, a stairwell."""

    area: ClassVar[str] = "rounds"
    __table_args__ = table_args()

    name: str = Field(unique=True)
    target: DisinfectionTarget = Field(sa_type=text_enum(DisinfectionTarget))
    building_id: int | None = Field(default=None, foreign_key="building.id", index=True)
    stairwell_id: int | None = Field(default=None, foreign_key="stairwell.id", index=True)
    building: int = 0
    """Number of the building, 0 where it belongs to none: places are walked by their parts."""
    stairwell: int = 0
    since: dt.date
    """The first day it is to be treated."""
    retired: bool = False
    note: str = ""


class RoundTarget(Row, table=True):
    """One person, household or place of one round."""

    area: ClassVar[str] = "rounds"
    __table_args__ = table_args(
        partial_index(
            "round_target_resident",
            "round_id",
            "resident_id",
            where="resident_id IS NOT NULL",
            unique=True,
        ),
        partial_index(
            "round_target_door",
            "round_id",
            "household_id",
            where="resident_id IS NULL AND household_id IS NOT NULL",
            unique=True,
        ),
        partial_index(
            "round_target_place",
            "round_id",
            "place_id",
            where="place_id IS NOT NULL",
            unique=True,
        ),
        partial_index("round_target_left", "round_id", where=within(LEFT)),
        partial_index("round_target_tube", "tube_id", where="tube_id IS NOT NULL"),
        sa.Index("round_target_household", "household_id", "round_id"),
        sa.Index("round_target_round", "round_id"),
        sa.CheckConstraint(
            "(household_id IS NULL) <> (place_id IS NULL)", name="round_target_somewhere"
        ),
        sa.CheckConstraint(
            "resident_id IS NULL OR household_id IS NOT NULL", name="round_target_behind_door"
        ),
    )

    round_id: int = Field(foreign_key="coverage_round.id")
    resident_id: int | None = Field(default=None, foreign_key="resident.id", index=True)
    household_id: int | None = Field(default=None, foreign_key="household.id")
    place_id: int | None = Field(default=None, foreign_key="coverage_place.id", index=True)
    state: TargetState = Field(default=TargetState.not_seen, sa_type=text_enum(TargetState))
    at: dt.datetime | None = None
    """When it came to that state."""
    by_id: int | None = Field(default=None, foreign_key="volunteer.id")
    """Who recorded it."""
    cause: Cause | None = Field(default=None, sa_type=text_enum(Cause), nullable=True)
    reason: str = ""
    decided_by: str = ""
    """Who said that it is excused, or whom a refusal was told to."""
    until: dt.datetime | None = None
    """For a later hour or a visit at the door: when."""
    owner_id: int | None = Field(default=None, foreign_key="volunteer.id")
    """Who looks after it while it is left."""
    hint: str = ""
    """Why it was not seen in the round before: something to ask about, not a result."""
    hint_cause: Cause | None = Field(default=None, sa_type=text_enum(Cause), nullable=True)
    missed: int = 0
    """Rounds of its kind running, before this one, that ended without it."""
    outcome: Outcome | None = Field(default=None, sa_type=text_enum(Outcome), nullable=True)
    quantity: int | None = None
    """Pieces that were handed over."""
    note: str = ""
    tube_id: int | None = Field(default=None, foreign_key="round_tube.id")


class RoundSlot(Row, table=True):
    """A building's turn at one lane."""

    area: ClassVar[str] = "rounds"
    __table_args__ = table_args(sa.CheckConstraint("ends_at > starts_at", name="round_slot_span"))

    round_id: int = Field(foreign_key="coverage_round.id", index=True)
    building_id: int = Field(foreign_key="building.id")
    building: int
    lane: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    people: int
    pupils: bool = False
    """Whether the turn is for pupils only."""


class RoundTube(Row, table=True):
    """One numbered tube; the people whose samples it holds point to it."""

    area: ClassVar[str] = "rounds"
    __table_args__ = table_args(
        sa.UniqueConstraint("round_id", "number", name="round_tube_once"),
        partial_index("round_tube_awaited", "round_id", where=within(AWAITED)),
        sa.CheckConstraint("filled >= 0 AND filled <= size", name="round_tube_filled"),
    )

    round_id: int = Field(foreign_key="coverage_round.id")
    number: int
    size: int
    state: TubeState = Field(default=TubeState.issued, sa_type=text_enum(TubeState))
    filled: int = 0
    holder_id: int | None = Field(default=None, foreign_key="volunteer.id")
    """Who fills it."""
    sealed_at: dt.datetime | None = None
    delivered_at: dt.datetime | None = None
    delivered_to: str = ""
    result_at: dt.datetime | None = None
    note: str = ""
    """Why it is void or lost, or what became of an abnormal one."""
