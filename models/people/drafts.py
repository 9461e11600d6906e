"""What a person types about those who serve and about partners outside the branch."""

import datetime as dt
import re
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from models.homes.drafts import GridText, PhoneText
from models.people.tables import AvailabilityKind, PartnerKind, Skill, VolunteerKind
from models.store.actor import Role
from models.store.drafts import Draft, Number, Pick, TargetId, Text

_HANDLE = re.compile(r"^[a-z]{1,8}[0-9]{0,2}$")


def _handle(text: str) -> str:
    handle = text.strip().removeprefix("@").lower()
    if handle and not _HANDLE.match(handle):
        raise ValueError("handle")
    return handle


def _person_role(role: Role) -> Role:
    if role is Role.wallboard:
        raise ValueError("person_role")
    return role


Handle = Annotated[Text, AfterValidator(_handle)]


class _Person(Draft):
    name: Text = Field(min_length=1, max_length=40)
    kind: VolunteerKind = Field(VolunteerKind.cadre, title="field.volunteer_kind")
    role: Annotated[Role, AfterValidator(_person_role)] = Role.volunteer
    initials: Handle = Field("", max_length=10, description="hint.initials")
    origin_unit: Text = Field("", max_length=60)
    phone: PhoneText = ""
    skills: list[Skill] = Field(default_factory=list)
    party_member: bool = False
    rapid_response: bool = False
    grid: GridText = Field("", max_length=20, title="field.volunteer_grid")
    household_id: Annotated[int, Pick("homes.household")] | None = Field(
        None, title="field.own_door", description="hint.own_door"
    )
    note: Text = Field("", max_length=200)


class VolunteerDraft(_Person):
    """What is kept of somebody who serves."""

    joined_on: dt.date


class NewVolunteer(_Person):
    """Somebody who begins to serve; today, if no day is given."""

    joined_on: dt.date | None = Field(None, description="hint.joined_on")


class Demobilise(Draft):
    """Somebody stops serving."""

    id: TargetId
    demobilised_on: dt.date | None = Field(None, description="hint.demobilised_on")


class Isolate(Draft):
    """Somebody who serves has to stay in."""

    id: TargetId
    isolated_until: dt.date = Field(description="hint.isolated_until")
    reason: Text = Field("", max_length=120)


class SetAvailability(Draft):
    """A span that somebody cannot serve in, or would like to."""

    id: TargetId
    kind: AvailabilityKind = Field(AvailabilityKind.unavailable, title="field.availability_kind")
    starts_at: dt.datetime
    ends_at: dt.datetime
    reason: Text = Field("", max_length=120)

    @field_validator("ends_at")
    @classmethod
    def _forwards(cls, ends_at: dt.datetime, info: ValidationInfo) -> dt.datetime:
        if "starts_at" in info.data and ends_at <= info.data["starts_at"]:
            raise ValueError("backwards")
        return ends_at


class PartnerDraft(Draft):
    """Somebody outside the branch who is called."""

    kind: PartnerKind = Field(title="field.partner_kind")
    name: Text = Field(min_length=1, max_length=60, title="field.partner_name")
    phone: Annotated[Text, Number()] = Field(min_length=2, max_length=40)
    hours: Text = Field("", max_length=60, title="field.partner_hours")
    note: Text = Field("", max_length=200)
