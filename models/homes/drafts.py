"""What may be said of a door and of somebody behind it; no identity number fits any field."""

import datetime as dt
import re
from typing import Annotated

from pydantic import AfterValidator
from sqlmodel import Field

from models.homes.sight import grid_name
from models.homes.tables import AwayReason, Presence, Sex, Tag
from models.rules.text import fold
from models.store.drafts import Draft, Number, Pick, TargetId, Text

_PARTS = re.compile(r"[;,；，、/|\s]+")
_BETWEEN = re.compile(r"(?<=\d)[ -](?=\d)")
# A number may come masked from a list, and a landline may have an extension.
_NUMBER = re.compile(r"[\d*]{3,12}(转\d{1,6})?")


def phones(text: str) -> str:
    """Telephone numbers as they are kept: digits only, several joined by `;`."""
    numbers = [part for part in _PARTS.split(_BETWEEN.sub("", fold(text))) if part]
    plain = [re.sub(r"^(\+|00)?86(?=1\d{10}$)", "", number) for number in numbers]
    if not all(_NUMBER.fullmatch(number) for number in plain):
        raise ValueError("phone_digits")
    return ";".join(dict.fromkeys(plain))


def _once(tags: list[Tag]) -> list[Tag]:
    return list(dict.fromkeys(tags))


GridText = Annotated[Text, AfterValidator(grid_name)]
"""A grid, by the one name it is kept under."""
PhoneText = Annotated[Text, AfterValidator(phones), Number()]


class HouseholdFields(Draft):
    """What of a household may be edited; its door is its key and stays."""

    grid: GridText = Field(default="", max_length=20, title="field.grid")
    register_no: Text = Field(default="", max_length=20, title="field.register_no")
    note: Text = Field(default="", max_length=200, title="field.note")


class HouseholdDraft(HouseholdFields):
    """A new door, in any way people write one."""

    first = ("door",)

    door: Text = Field(min_length=1, max_length=60, title="field.door", description="hint.door")


class GridDraft(Draft):
    """The grid that a whole building belongs to."""

    id: TargetId
    grid: GridText = Field(max_length=20, title="field.grid")


class _Behind(Draft):
    """Behind which door."""

    household_id: Annotated[int, Pick("homes.household")] = Field(title="field.door")


class ResidentFields(Draft):
    """What of a resident may be edited as it is; telephone and presence have their own verbs."""

    name: Text = Field(min_length=1, max_length=40, title="field.name")
    sex: Sex | None = Field(default=None, title="field.sex")
    birth_year: int | None = Field(
        default=None, ge=1900, le=2100, title="field.birth_year", description="hint.birth_year"
    )
    tags: Annotated[list[Tag], AfterValidator(_once)] = Field(
        default_factory=list, title="field.tags"
    )
    note: Text = Field(default="", max_length=200, title="field.note")


class _Phone(Draft):
    """How to reach somebody."""

    phone: PhoneText = Field(
        default="", max_length=60, title="field.phone", description="hint.phone"
    )


class _Whereabouts(Draft):
    """Where somebody is."""

    presence: Presence = Field(default=Presence.present, title="field.presence")
    away_reason: AwayReason | None = Field(default=None, title="field.away_reason")
    back_on: dt.date | None = Field(default=None, title="field.back_on", description="hint.back_on")


# The fields of a form stand in the order of the bases, the last one first.
class ResidentDraft(_Whereabouts, _Phone, ResidentFields, _Behind):
    """Somebody new behind a door."""


class HereDraft(_Whereabouts, _Phone, ResidentFields):
    """Somebody new behind the door that the cursor is on."""

    id: TargetId


class AwayDraft(Draft):
    """Why somebody is away, and until when."""

    id: TargetId
    away_reason: AwayReason = Field(title="field.away_reason")
    back_on: dt.date | None = Field(default=None, title="field.back_on", description="hint.back_on")


class PresenceDraft(_Whereabouts):
    """Where a resident is now."""

    id: TargetId


class PhoneDraft(_Phone):
    """The new telephone number of a resident."""

    id: TargetId


class RehouseDraft(_Behind):
    """The other door of the compound that a resident moves to."""

    id: TargetId


class MoveOutDraft(Draft):
    """When a resident left the compound for good."""

    id: TargetId
    moved_out_on: dt.date | None = Field(
        default=None, title="field.moved_out_on", description="hint.today"
    )
