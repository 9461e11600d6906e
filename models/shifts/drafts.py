"""What a person types about posts, shifts and seats."""

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from models.people.tables import Skill
from models.rules.refusal import Refusal
from models.rules.spans import change_overs
from models.shifts.tables import PostKind
from models.store.actor import Role
from models.store.drafts import Draft, Hidden, Pick, TargetId, Text

_LONGEST = dt.timedelta(hours=24)


def _hours(text: str) -> str:
    try:
        return " ".join(f"{hour:%H:%M}" for hour in change_overs(text))
    except Refusal:
        raise ValueError("change_over") from None


def _ends_after(ends_at: dt.datetime, info: ValidationInfo) -> dt.datetime:
    starts_at = info.data.get("starts_at")
    if starts_at is not None and ends_at <= starts_at:
        raise ValueError("backwards")
    if starts_at is not None and ends_at - starts_at > _LONGEST:
        raise ValueError("too_long_shift")
    return ends_at


Seats = Annotated[int, Field(ge=1, le=30)]
SomeVolunteer = Annotated[int, Pick("people.volunteer")]
SomePost = Annotated[int, Pick("shifts.post")]


class PostDraft(Draft):
    """A place or a route where somebody stands."""

    name: Text = Field(min_length=1, max_length=30, title="field.post_name")
    kind: PostKind = Field(title="field.post_kind")
    place: Text = Field("", max_length=60)
    seats: Seats = Field(1, title="field.seats")
    needs_skill: Skill | None = None
    needs_role: Role | None = None
    interval_minutes: int | None = Field(None, ge=5, le=1440, description="hint.interval_minutes")


class TemplateDraft(Draft):
    """How a post's day is cut into shifts."""

    post_id: SomePost = Field(title="field.post")
    name: Text = Field(min_length=1, max_length=30, title="field.template_name")
    hours: Annotated[Text, AfterValidator(_hours)] = Field(
        title="field.change_over", description="hint.change_over"
    )
    around: bool = Field(True, description="hint.around")
    seats: Seats | None = Field(None, title="field.seats", description="hint.seats")


class BatchDraft(Draft):
    """The shifts of several days, made from one template or from all."""

    template_id: Annotated[int, Pick("shifts.template")] | None = Field(
        None, title="field.template", description="hint.all_templates"
    )
    first_day: dt.date = Field(title="field.from_day")
    last_day: dt.date = Field(title="field.to_day")
    published: bool = Field(True, description="hint.published")

    @field_validator("last_day")
    @classmethod
    def _forwards(cls, last_day: dt.date, info: ValidationInfo) -> dt.date:
        first = info.data.get("first_day")
        if first is not None and last_day < first:
            raise ValueError("backwards")
        if first is not None and (last_day - first).days > 62:
            raise ValueError("too_many_days")
        return last_day


class _Times(Draft):
    starts_at: dt.datetime
    ends_at: dt.datetime

    _after = field_validator("ends_at")(_ends_after)


class NewShift(_Times):
    """One shift at one post."""

    post_id: SomePost = Field(title="field.post")
    seats: Seats | None = Field(None, title="field.seats", description="hint.seats")
    note: Text = Field("", max_length=200)


class ShiftDraft(_Times):
    """What of a shift may be changed before it begins."""

    seats: Seats = Field(title="field.seats")
    note: Text = Field("", max_length=200)


class WithReason(Draft):
    """A step that is not taken without saying why."""

    id: TargetId
    reason: Text = Field(min_length=1, max_length=120)


class Assign(Draft):
    """Puts somebody on an empty seat."""

    id: TargetId
    volunteer_id: SomeVolunteer = Field(title="field.volunteer")
    reason: Text = Field("", max_length=120, description="hint.override")


class Put(Draft):
    """Puts somebody on a post: the shift of that moment, or the next one with an empty seat."""

    volunteer_id: SomeVolunteer = Field(title="field.volunteer")
    post_id: SomePost = Field(title="field.post")
    when: Text = Field("", max_length=40, title="field.starts_at", description="hint.next_empty")
    """A moment as people type it; as text, so that the quick line takes it in any form."""
    reason: Text = Field("", max_length=120, description="hint.override")


class Sign(Draft):
    """Comes to or leaves the seat that is his or hers now; whoever acts, if nobody is named."""

    volunteer_id: SomeVolunteer | None = Field(None, title="field.volunteer")


class OfferSwap(Draft):
    """Asks the others to take a seat over."""

    id: TargetId
    reason: Text = Field("", max_length=120)


class TakeSwap(Draft):
    """Takes over a seat that is offered; whoever acts, if nobody is named."""

    id: TargetId
    volunteer_id: SomeVolunteer | None = Field(
        None, title="field.volunteer", description="hint.yourself"
    )
    reason: Text = Field("", max_length=120, description="hint.override")


class Served(Draft):
    """Says afterwards when somebody was there; the planned hours where nothing is said."""

    id: TargetId
    came_at: dt.datetime | None = Field(None, description="hint.came_at")
    left_at: dt.datetime | None = Field(None, description="hint.left_at")


class Stood(Draft):
    """One person of a shift that is written down whole."""

    volunteer_id: int
    came_at: dt.datetime | None = None
    left_at: dt.datetime | None = None


class Record(_Times):
    """A shift as a duty table has it: made if it is not there, with whoever stands in it."""

    post_id: SomePost = Field(title="field.post")
    seats: Seats | None = Field(None, title="field.seats")
    people: Annotated[tuple[Stood, ...], Hidden()] = ()
    note: Text = Field("", max_length=200)
    reason: Text = Field("", max_length=120, description="hint.override")


class HandOver(Draft):
    """What the next one at the post must know."""

    id: TargetId
    to_id: SomeVolunteer | None = Field(None, title="field.hand_to", description="hint.hand_to")
    text: Text = Field(min_length=1, max_length=400, title="field.handover")
