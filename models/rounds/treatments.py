"""What was disinfected, with what, how and by whom: one record a place and time.

A record is checked by a second person, and a wrong one is struck out with the reason, never lost.
"""

import datetime as dt
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.rules.machine import Machine, Step
from models.store.base import Row, table_args, text_enum


class Agent(StrEnum):
    """What it was disinfected with."""

    bleach = "bleach"
    """84 liquid; its strength is told as available chlorine."""
    tablets = "tablets"
    """Chlorine tablets."""
    alcohol = "alcohol"
    peroxide = "peroxide"
    quaternary = "quaternary"


CHLORINE = (Agent.bleach, Agent.tablets)
"""Agents that have a concentration in mg/L, and that no acid may come near."""


class Method(StrEnum):
    """How it was put on."""

    spray = "spray"
    wipe = "wipe"
    mop = "mop"
    soak = "soak"


class TreatmentState(StrEnum):
    """Where a record stands."""

    recorded = "recorded"
    checked = "checked"
    struck = "struck"


TREATMENT = Machine(
    name="TreatmentState",
    states=tuple(TreatmentState),
    final=frozenset({TreatmentState.struck}),
    steps=(
        Step("rounds.check_treatment", ("recorded",), "checked", natural=True),
        Step("rounds.strike_treatment", ("recorded", "checked"), "struck"),
    ),
)


class PlaceTreatment(Row, table=True):
    """One place disinfected once."""

    area: ClassVar[str] = "rounds"
    __table_args__ = table_args(
        sa.Index("place_treatment_of", "place_id", "day"),
        sa.Index("place_treatment_on", "day"),
        sa.CheckConstraint("minutes >= 0", name="place_treatment_minutes"),
    )

    place_id: int = Field(foreign_key="coverage_place.id")
    at: dt.datetime
    day: dt.date
    agent: Agent = Field(default=Agent.bleach, sa_type=text_enum(Agent))
    concentration: int | None = None
    """Available chlorine in mg/L; none for what is no chlorine."""
    method: Method = Field(default=Method.spray, sa_type=text_enum(Method))
    minutes: int = 30
    """How long it was left on."""
    operator_id: int | None = Field(default=None, foreign_key="volunteer.id", index=True)
    checker_id: int | None = Field(default=None, foreign_key="volunteer.id", index=True)
    state: TreatmentState = Field(
        default=TreatmentState.recorded, sa_type=text_enum(TreatmentState)
    )
    reason: str = ""
    """Why it was struck out."""
    note: str = ""
