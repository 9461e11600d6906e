"""Patrols, who walked them, and what was met on the way; and the machine a patrol follows."""

import datetime as dt
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.rules.machine import Machine, Step
from models.store.base import Row, partial_index, table_args, text_enum


class PatrolState(StrEnum):
    """Whether the walkers are out or back."""

    running = "running"
    ended = "ended"


class IncidentKind(StrEnum):
    """What was met on the way."""

    stroll = "stroll"
    dog = "dog"
    gathering = "gathering"
    child_play = "child_play"
    no_mask = "no_mask"
    parcel = "parcel"
    other = "other"


class IncidentOutcome(StrEnum):
    """What came of it."""

    returned_at_once = "returned_at_once"
    after_talk = "after_talk"
    refused = "refused"
    handed_to_police = "handed_to_police"


PATROL = Machine(
    name="PatrolState",
    states=tuple(PatrolState),
    final=frozenset({PatrolState.ended}),
    steps=(Step("patrols.end", ("running",), "ended", natural=True),),
)


class Patrol(Row, table=True):
    """One walk along a route; the walkers are rows of their own."""

    area: ClassVar[str] = "patrols"
    __table_args__ = table_args(
        sa.CheckConstraint("(state = 'running') = (ended_at IS NULL)", name="patrol_open_ended"),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="patrol_span"),
        sa.Index("patrol_route_ended", "post_id", "ended_at"),
        # A route is walked by one patrol at a time; whoever comes later joins it.
        partial_index("patrol_running_once", "post_id", where="state = 'running'", unique=True),
    )

    post_id: int = Field(foreign_key="post.id")
    """The route: a post of kind patrol route."""
    started_at: dt.datetime = Field(index=True)
    ended_at: dt.datetime | None = None
    state: PatrolState = Field(default=PatrolState.running, sa_type=text_enum(PatrolState))
    shift_id: int | None = Field(default=None, foreign_key="shift.id", index=True)
    """The shift of the route that ran when it began."""
    note: str = ""


class PatrolWalker(Row, table=True):
    """Somebody who walked a patrol."""

    area: ClassVar[str] = "patrols"
    __table_args__ = table_args(
        sa.UniqueConstraint("patrol_id", "volunteer_id", name="patrol_walker_once"),
    )

    patrol_id: int = Field(foreign_key="patrol.id")
    volunteer_id: int = Field(foreign_key="volunteer.id", index=True)


class Incident(Row, table=True):
    """Somebody met outside, where, and how the talk ended."""

    area: ClassVar[str] = "patrols"
    __table_args__ = table_args(
        sa.CheckConstraint("people > 0", name="incident_people"),
        sa.CheckConstraint(
            "building_id IS NOT NULL OR household_id IS NOT NULL OR place <> ''",
            name="incident_has_place",
        ),
        sa.Index("incident_household_at", "household_id", "at"),
    )

    at: dt.datetime = Field(index=True)
    kind: IncidentKind = Field(sa_type=text_enum(IncidentKind))
    outcome: IncidentOutcome = Field(sa_type=text_enum(IncidentOutcome))
    people: int = 1
    building_id: int | None = Field(default=None, foreign_key="building.id", index=True)
    """The building it was at; where the household is known, that household's."""
    household_id: int | None = Field(default=None, foreign_key="household.id")
    """The door of whoever was met, where it is known."""
    place: str = ""
    """The place in words, or where at the building it was."""
    patrol_id: int | None = Field(default=None, foreign_key="patrol.id", index=True)
    recorded_by: int | None = Field(default=None, foreign_key="volunteer.id", index=True)
    note: str = ""
