"""What a person types about rounds, targets, slots and tubes."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from models.requests.drafts import Free
from models.requests.tables import RequestKind
from models.rounds.states import Cause, Outcome, RoundKind
from models.rules.measures import PEOPLE
from models.rules.promise import Urgency
from models.store.drafts import Counts, Draft, Hidden, Past, Pick, TargetId, Text

SomeVolunteer = Annotated[int, Pick("people.volunteer")]
SomeBuilding = Annotated[int, Pick("homes.building")]
TUBES = frozenset("管支") | {"tube", "tubes"}
TubeNumber = Annotated[int, Counts(TUBES)]
BeenAt = Annotated[dt.datetime, Past()]
Reason = Annotated[Text, Field(max_length=100)]


# ── the round ───────────────────────────────────────────────────────────────────────────────────


class RoundFields(Draft):
    """What of a round may be put right."""

    starts_at: dt.datetime = Field(title="field.round_starts_at")
    ends_at: dt.datetime = Field(title="field.round_ends_at")
    name: Text = Field("", max_length=30, title="field.round_name")
    place: Text = Field("", max_length=40, title="field.round_place")
    owner_id: SomeVolunteer | None = Field(None, title="field.round_owner")
    tube_size: Annotated[int, Counts(PEOPLE)] | None = Field(
        None, ge=1, le=50, description="hint.tube_size"
    )
    lanes: int = Field(1, ge=1, le=20)
    note: Text = Field("", max_length=200)


class RoundDraft(RoundFields):
    """A round to come; the end left empty is a day after its start."""

    first = ("kind",)

    kind: RoundKind = Field(RoundKind.test, title="field.round_kind")
    ends_at: dt.datetime | None = Field(  # type: ignore[assignment]
        None, title="field.round_ends_at", description="hint.round_ends_at"
    )


class ReasonedRound(Draft):
    """A step of a round that needs a reason."""

    id: TargetId
    reason: Reason = Field(min_length=1)


class TimetableDraft(Draft):
    """When the first building comes; the lanes are the round's."""

    id: TargetId
    first_at: dt.datetime | None = Field(None, description="hint.first_at")
    pupils_first: bool = Field(True, description="hint.pupils_first")


class IssueTubes(Draft):
    """Tubes given out for the round; none said is as many as its people need."""

    id: TargetId
    tubes: TubeNumber | None = Field(None, ge=1, le=2000, description="hint.tubes")


class ReturnTubes(Draft):
    """The unused tubes as they were counted."""

    id: TargetId
    tubes: TubeNumber = Field(ge=0, le=2000, title="field.tubes_returned")


class ScopeDraft(Draft):
    """Everybody left in a building, a stairwell or on a floor."""

    id: TargetId
    building_id: SomeBuilding = Field(title="field.building")
    stairwell: int | None = Field(None, ge=1, le=99, title="field.stairwell")
    floor: int | None = Field(None, ge=-3, le=99, title="field.floor")
    tube: TubeNumber | None = Field(None, ge=1, description="hint.tube")
    but: Annotated[tuple[int, ...], Hidden()] = ()
    """Targets that are passed by; plans and imports name them here."""


# ── one target ──────────────────────────────────────────────────────────────────────────────────


class IntoTube(Draft):
    """Seen, and into which tube; none said is the one in hand."""

    id: TargetId
    tube: TubeNumber | None = Field(None, ge=1, description="hint.tube")


class ExemptDraft(Draft):
    """Excused, why, and who said so."""

    id: TargetId
    reason: Reason = Field(min_length=1, description="hint.exempt_reason")
    cause: Cause = Cause.unfit
    decided_by: Text = Field("", max_length=20, description="hint.decided_by")


class AwayTarget(Draft):
    """Not here, where instead, and how that is known."""

    id: TargetId
    cause: Cause = Cause.away
    reason: Reason = Field(min_length=1, title="field.proof", description="hint.proof")


class DoorstepDraft(Draft):
    """A team comes to the door: who, and when."""

    id: TargetId
    owner_id: SomeVolunteer | None = Field(None, title="field.doorstep_team")
    until: dt.datetime | None = Field(None, title="field.doorstep_at")
    reason: Reason = Field("", description="hint.doorstep_reason")


class DeferDraft(Draft):
    """Later today, or another day of the round."""

    id: TargetId
    until: dt.datetime = Field(title="field.deferred_to")
    reason: Reason = ""


class RefuseDraft(Draft):
    """Will not take part, in the words used."""

    id: TargetId
    reason: Reason = Field(min_length=1, description="hint.refused_reason")


class EscalateDraft(Draft):
    """Whom a refusal was told to, and what was agreed."""

    id: TargetId
    decided_by: Text = Field(min_length=1, max_length=20, title="field.escalated_to")
    reason: Reason = Field("", title="field.agreed")


class PassOver(Draft):
    """Tried and not met."""

    id: TargetId
    reason: Reason = Field(min_length=1, description="hint.passed_over")


class TakeBack(Draft):
    """What was recorded is wrong."""

    id: TargetId
    reason: Reason = Field(min_length=1)


class OwnDraft(Draft):
    """Who looks after it."""

    id: TargetId
    owner_id: SomeVolunteer = Field(title="field.owner")


class AnswerDraft(Draft):
    """What was answered at the door."""

    id: TargetId
    outcome: Outcome = Outcome.well
    note: Text = Field("", max_length=200, description="hint.answer_note")


class NeedDraft(Draft):
    """A need found at a door: a request, of which the door and the source are known."""

    id: TargetId
    kind: RequestKind = Field(RequestKind.other, title="field.request_kind")
    detail: Free = Field(min_length=1)
    item: Free = Field("", title="field.request_item", description="hint.requests.item")
    urgency: Urgency | None = Field(None, description="hint.requests.urgency")


class RetestDraft(Draft):
    """What the test alone said."""

    id: TargetId
    outcome: Outcome = Field(Outcome.negative, title="field.result")


# ── one tube ────────────────────────────────────────────────────────────────────────────────────


class DeliverTube(Draft):
    """To which laboratory it went."""

    id: TargetId
    delivered_to: Text = Field("", max_length=40)
    at: BeenAt | None = Field(None, description="hint.empty_is_now")


class ReasonedTube(Draft):
    """Why a tube is void or lost, or what came of an abnormal one."""

    id: TargetId
    reason: Reason = Field(min_length=1)
