"""What a person types about requests."""

import datetime as dt
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from models.requests.tables import (
    ClosingReason,
    RequestKind,
    RequestSource,
    Satisfaction,
    WaitingFor,
)
from models.rules.promise import Urgency
from models.store.drafts import Draft, Money, Number, Pick, TargetId, Text

_EXPLAINED = (ClosingReason.out_of_scope, ClosingReason.refused)
"""Reasons that the household is owed a word about."""


Free = Annotated[Text, Field(max_length=200)]
"""Free text that takes anything but an identity number."""
Said = Annotated[Free, Field(min_length=1)]
"""Free text that may not be left out."""


class _Asked(Draft):
    """What a household asks for."""

    household_id: Annotated[int, Pick("homes.household")] = Field(title="field.door")
    resident_id: Annotated[int, Pick("homes.resident")] | None = Field(
        None, title="field.resident", description="hint.requests.resident"
    )
    kind: RequestKind = Field(RequestKind.other, title="field.request_kind")
    detail: Free = Field("", title="field.detail", validate_default=True)
    quantity: int | None = Field(None, ge=1, le=999)

    @field_validator("detail")
    @classmethod
    def _says_what(cls, detail: str, info: ValidationInfo) -> str:
        if not detail and info.data.get("kind") is RequestKind.other:
            raise ValueError("say_what")
        return detail


class _More(Draft):
    """What is rarely asked and comes last in the form."""

    source: RequestSource = Field(RequestSource.phone, title="field.request_source")
    item: Free = Field("", title="field.request_item", description="hint.requests.item")
    papers: Free = Field("", description="hint.requests.papers")


class _Again(Draft):
    again: bool = Field(False, description="hint.requests.again")


class _Urgency(Draft):
    urgency: Urgency | None = Field(None, description="hint.requests.urgency")


class _Climbing(Draft):
    climbing: bool = Field(False, description="hint.requests.climbing")


class _Assignee(Draft):
    assignee_id: Annotated[int, Pick("people.volunteer")] | None = Field(
        None, title="field.assignee", description="hint.requests.assignee"
    )


# The fields of a form stand in the order of the bases, the last one first.
class AddRequest(_Again, _Climbing, _More, _Assignee, _Urgency, _Asked):
    """A request as it is recorded, triaged at once: no urgency is the kind's own."""


class NoteNew(_Again, _More, _Asked):
    """A line that was pasted or imported; somebody still has to triage it."""

    source: RequestSource = Field(RequestSource.group_chat, title="field.request_source")


class RequestFields(_More, _Asked):
    """What of a request may be edited."""

    urgency: Urgency


class Triage(Draft):
    """How soon a new line must be met."""

    id: TargetId
    urgency: Urgency | None = Field(None, description="hint.requests.urgency")
    kind: RequestKind | None = Field(
        None, title="field.request_kind", description="hint.requests.kind_kept"
    )


class SetUrgency(Draft):
    """Another urgency, and with it another promise."""

    id: TargetId
    urgency: Urgency
    reason: Said


class Assign(Draft):
    """Who is to see to it."""

    id: TargetId
    assignee_id: Annotated[int, Pick("people.volunteer")] = Field(title="field.assignee")


class WithReason(Draft):
    """A step that is not taken without saying why."""

    id: TargetId
    reason: Said


class Wait(Draft):
    """What it waits for, and when somebody looks again."""

    id: TargetId
    waiting_for: WaitingFor = WaitingFor.supplier
    reason: Said = Field(title="field.waiting_reason")
    wake_at: dt.datetime = Field(description="hint.requests.wake_at")


class Noted(Draft):
    """Something worth knowing about it."""

    id: TargetId
    text: Said = Field(title="field.request_note")


class Finish(Draft):
    """What was done."""

    id: TargetId
    outcome: Free = Field("", title="field.outcome", description="hint.requests.outcome")


class Confirm(Draft):
    """What the household says afterwards."""

    id: TargetId
    satisfaction: Satisfaction = Satisfaction.satisfied
    text: Free = Field("", title="field.feedback")


class Close(Draft):
    """Why nothing more is done."""

    id: TargetId
    closing: ClosingReason = Field(ClosingReason.not_wanted, title="field.closing")
    text: Free = Field(
        "",
        title="field.closing_note",
        description="hint.requests.closing_note",
        validate_default=True,
    )
    duplicate_of: Annotated[int, Pick("requests.request")] | None = Field(
        None, description="hint.requests.duplicate_of", validate_default=True
    )

    @field_validator("text")
    @classmethod
    def _says_why(cls, text: str, info: ValidationInfo) -> str:
        if not text and info.data.get("closing") in _EXPLAINED:
            raise ValueError("say_why")
        return text

    @field_validator("duplicate_of")
    @classmethod
    def _says_which(cls, duplicate_of: int | None, info: ValidationInfo) -> int | None:
        if (duplicate_of is None) is (info.data.get("closing") is ClosingReason.duplicate):
            raise ValueError("say_which" if duplicate_of is None else "no_duplicate")
        return duplicate_of


class AdvanceMoney(Draft):
    """Money a helper laid out."""

    id: TargetId
    amount_fen: Money = Field(gt=0, le=10_000_000, title="field.amount")


class Repay(Draft):
    """Money paid back; all that is owed, if no amount is given."""

    id: TargetId
    amount_fen: Money | None = Field(
        None, gt=0, le=10_000_000, title="field.amount", description="hint.requests.amount"
    )
    receipt_no: Annotated[Text, Number()] = Field("", max_length=40)
