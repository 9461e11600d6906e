"""Who stays apart: the record of one person, its exposures, ends, samples and temperatures.

What time and rules make of them (day n of m, the next test, the release) is never stored. An
exposure is never erased: one that was none is struck out with a reason.
"""

import datetime as dt
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.rules.isolation import ExposureKind, IsolationStage
from models.rules.machine import Machine, Step
from models.rules.release import SampleResult
from models.rules.temperature import Half
from models.store.base import Row, partial_index, table_args, text_enum


class IsolationState(StrEnum):
    """Where somebody is on the way through isolation."""

    isolating = "isolating"
    case_home = "case_home"
    """Positive, and still waiting at home to be moved out."""
    transferred = "transferred"
    monitoring = "monitoring"
    released = "released"


class StayPlace(StrEnum):
    """Where somebody stays meanwhile."""

    home = "home"
    central = "central"
    hotel = "hotel"
    hospital = "hospital"


ISOLATION = Machine(
    name="IsolationState",
    states=tuple(IsolationState),
    final=frozenset({IsolationState.released}),
    steps=(
        # A new exposure restarts the clock, also of somebody who was only monitored any more.
        Step("isolation.expose", ("isolating", "monitoring"), "isolating"),
        Step("isolation.confirm_case", ("isolating", "monitoring"), "case_home"),
        Step("isolation.transfer", ("case_home",), "transferred", natural=True),
        Step("isolation.discharge", ("case_home", "transferred"), "monitoring", natural=True),
        Step("isolation.monitor", ("isolating",), "monitoring"),
        Step("isolation.release", ("isolating", "monitoring"), "released"),
        # It was no exposure after all.
        Step("isolation.clear", ("isolating",), "released"),
    ),
)


class Isolation(Row, table=True):
    """One person's isolation, from the first exposure to the release."""

    area: ClassVar[str] = "isolation"
    __table_args__ = table_args(
        partial_index(
            "isolation_open_once", "resident_id", where="state <> 'released'", unique=True
        ),
        sa.CheckConstraint(
            "(state = 'released') = (released_on IS NOT NULL)", name="isolation_released"
        ),
    )

    resident_id: int = Field(foreign_key="resident.id", index=True)
    state: IsolationState = Field(
        default=IsolationState.isolating, sa_type=text_enum(IsolationState)
    )
    opened_at: dt.datetime
    place: StayPlace = Field(default=StayPlace.home, sa_type=text_enum(StayPlace))
    site: str = ""
    """Which central site, hotel or hospital."""
    door_sealed: bool = False
    supplies_id: int | None = Field(default=None, foreign_key="volunteer.id", index=True)
    """Who brings what is needed to the door."""
    rubbish_id: int | None = Field(default=None, foreign_key="volunteer.id", index=True)
    """Who takes the rubbish away."""
    quarantine_ended_on: dt.date | None = None
    """The day from which the monitoring after the quarantine is counted."""
    released_on: dt.date | None = Field(default=None, index=True)
    slip: str = ""
    """Number of the release slip."""
    note: str = ""


class IsolationExposure(Row, table=True):
    """A day on which somebody was exposed, found positive or discharged."""

    area: ClassVar[str] = "isolation"
    __table_args__ = table_args()

    isolation_id: int = Field(foreign_key="isolation.id", index=True)
    kind: ExposureKind = Field(sa_type=text_enum(ExposureKind))
    happened_on: dt.date
    source: str = ""
    """How it is known, in words."""
    struck: str = ""
    """Why it does not count after all; empty while it does."""
    recorded_at: dt.datetime
    recorded_by: int | None = Field(default=None, foreign_key="volunteer.id")


class IsolationEnd(Row, table=True):
    """An end of a stage that a person set; the latest of a stage counts."""

    area: ClassVar[str] = "isolation"
    __table_args__ = table_args()

    isolation_id: int = Field(foreign_key="isolation.id", index=True)
    stage: IsolationStage = Field(sa_type=text_enum(IsolationStage))
    base_on: dt.date
    """The day that the course counted from: a shorter end is void once the clock restarted."""
    ends_on: dt.date
    reason: str = ""
    set_at: dt.datetime
    set_by: int | None = Field(default=None, foreign_key="volunteer.id")


class IsolationSample(Row, table=True):
    """One sample for a nucleic-acid test; of a double test there are two."""

    area: ClassVar[str] = "isolation"
    __table_args__ = table_args()

    isolation_id: int = Field(foreign_key="isolation.id", index=True)
    taken_on: dt.date
    taken_at: dt.datetime
    """When it was recorded as taken: a result is waited for from then on."""
    result: SampleResult = Field(default=SampleResult.pending, sa_type=text_enum(SampleResult))
    corrected: str = ""
    """Why the result was changed afterwards."""
    recorded_by: int | None = Field(default=None, foreign_key="volunteer.id")


class IsolationTemperature(Row, table=True):
    """One of the two temperatures of a day."""

    area: ClassVar[str] = "isolation"
    __table_args__ = table_args(
        sa.UniqueConstraint("isolation_id", "taken_on", "half", name="isolation_temperature_once"),
    )

    isolation_id: int = Field(foreign_key="isolation.id")
    taken_on: dt.date
    half: Half = Field(sa_type=text_enum(Half))
    tenths: int
    symptoms: str = ""
    recorded_by: int | None = Field(default=None, foreign_key="volunteer.id")
