"""What a person types about patrols and what was met on them."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from models.patrols.tables import IncidentKind, IncidentOutcome
from models.rules.measures import PEOPLE
from models.store.drafts import Counts, Draft, Hidden, Past, Pick, TargetId, Text

BeenAt = Annotated[dt.datetime, Past()]
SomeRoute = Annotated[int, Pick("patrols.route")]
SomeVolunteer = Annotated[int, Pick("people.volunteer")]
SomeBuilding = Annotated[int, Pick("homes.building")]
SomeHousehold = Annotated[int, Pick("homes.household")]
SomePatrol = Annotated[int, Pick("patrols.patrol")]


class _Walkers(Draft):
    """Who sets out and when; nobody named means whoever records it, no time means now."""

    walker_id: SomeVolunteer | None = Field(None, description="hint.walker")
    second_id: SomeVolunteer | None = None
    started_at: BeenAt | None = Field(
        None, title="field.set_out_at", description="hint.empty_is_now"
    )
    walkers: Annotated[tuple[int, ...], Hidden()] = ()
    """More who walk along; plans and imports name them all here."""


class StartPatrol(_Walkers):
    """A patrol of the route under the cursor."""

    id: TargetId


class SetOut(_Walkers):
    """A patrol of a route named in words."""

    first = ("route_id",)

    route_id: SomeRoute = Field(title="field.route")


class JoinPatrol(Draft):
    """Somebody walks along."""

    id: TargetId
    walker_id: SomeVolunteer | None = Field(None, description="hint.walker")


class EndPatrol(Draft):
    """The walkers are back."""

    id: TargetId
    note: Text = Field("", max_length=200, title="field.patrol_note", description="hint.patrol_end")
    ended_at: BeenAt | None = Field(None, title="field.back_at", description="hint.empty_is_now")


class NotePatrol(Draft):
    """Something to keep of a patrol; it is added below what was written before."""

    id: TargetId
    note: Text = Field(min_length=1, max_length=200, title="field.patrol_note")


class PatrolFields(Draft):
    """What of a patrol may be put right later."""

    started_at: dt.datetime = Field(title="field.set_out_at")
    ended_at: dt.datetime | None = Field(None, title="field.back_at")
    note: Text = Field("", max_length=1000, title="field.patrol_note")


class IncidentFields(Draft):
    """What was met, where, and what came of it: a building, a door or a place in words."""

    kind: IncidentKind = Field(title="field.incident_kind")
    outcome: IncidentOutcome = Field(title="field.incident_outcome")
    building_id: SomeBuilding | None = Field(None, title="field.building")
    household_id: SomeHousehold | None = Field(
        None, title="field.door", description="hint.incident_door"
    )
    place: Text = Field("", max_length=60, description="hint.incident_place")
    people: Annotated[int, Counts(PEOPLE)] = Field(1, ge=1, le=200, title="field.people_met")
    patrol_id: SomePatrol | None = Field(
        None, title="field.on_patrol", description="hint.on_patrol"
    )
    note: Text = Field("", max_length=200)


class IncidentDraft(IncidentFields):
    """Something met now, or at the time given."""

    at: BeenAt | None = Field(None, title="field.incident_at", description="hint.empty_is_now")


class ToPolice(Draft):
    """Somebody who will not go in is handed over."""

    id: TargetId
    note: Text = Field("", max_length=200, description="hint.to_police")
