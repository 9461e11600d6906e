"""What a person types about the campaign."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from models.campaign.tables import CheckList
from models.store.drafts import Draft, Hidden, Past, Pick, TargetId, Text

SomeVolunteer = Annotated[int, Pick("people.volunteer")]


class MovePhase(Draft):
    """The compound stands differently from a day on that has come."""

    id: TargetId
    begins_on: Annotated[dt.date, Past()] | None = Field(
        None, title="field.begins_on", description="hint.empty_is_today"
    )
    note: Text = Field("", max_length=500, title="field.stage_note", description="hint.stage_note")
    reason: Text = Field("", max_length=200, description="hint.phase_reason")


class DirectiveFields(Draft):
    """What a directive asks, until when, and who sees to it."""

    text: Text = Field(min_length=1, max_length=300, title="field.directive")
    due_at: dt.datetime | None = Field(None, title="field.deadline")
    assignee_id: SomeVolunteer | None = Field(None, title="field.sees_to_it")
    issuer: Text = Field("", max_length=40, description="hint.issuer")
    issued_on: Annotated[dt.date, Past()] = Field(title="field.issued_on")


class NewDirective(DirectiveFields):
    """A directive that has come in, today where no day is given."""

    issued_on: Annotated[dt.date, Past()] | None = Field(  # type: ignore[assignment]
        None, title="field.issued_on", description="hint.empty_is_today"
    )


class CarryOut(Draft):
    """A directive is done."""

    id: TargetId
    done_by: SomeVolunteer | None = Field(None, description="hint.done_by")
    note: Text = Field("", max_length=300, title="field.done_note")


class DirectiveReason(Draft):
    """Something is done with a directive for a reason."""

    id: TargetId
    reason: Text = Field(min_length=1, max_length=200)


class MilestoneFields(Draft):
    """What was reached, and when."""

    text: Text = Field(
        min_length=1, max_length=120, title="field.milestone", description="hint.milestone"
    )
    reached_on: Annotated[dt.date, Past()]
    note: Text = Field("", max_length=200)


class NewMilestone(MilestoneFields):
    """A milestone, today where no day is given."""

    reached_on: Annotated[dt.date, Past()] | None = Field(  # type: ignore[assignment]
        None, description="hint.empty_is_today"
    )


class Tick(Draft):
    """One item of a list is confirmed; the line under the cursor says which."""

    checklist: Annotated[CheckList, Hidden()]
    item: Annotated[Text, Hidden()]
    note: Text = Field("", max_length=200, title="field.tick_note", description="hint.tick_note")


class Untick(Draft):
    """What was confirmed does not hold after all."""

    checklist: Annotated[CheckList, Hidden()]
    item: Annotated[Text, Hidden()]


class HandOver(Draft):
    """Every open request goes to the leader of its grid."""

    to_id: SomeVolunteer | None = Field(
        None, title="field.hand_over_to", description="hint.hand_over_to"
    )
