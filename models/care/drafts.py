"""What is typed about people on the care list, their contacts and their medicines."""

import datetime as dt
from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, Field

from models.care.tables import ContactOutcome, Met, Mobility, PauseReason, Resolution
from models.requests.tables import RequestKind
from models.rules.care import Category, MedicineKind, Way
from models.rules.care_words import number
from models.rules.measures import DAYS, PILLS
from models.store.drafts import Counts, Draft, Hidden, Number, Past, Pick, Target, Text


def _once(categories: list[Category]) -> list[Category]:
    return list(dict.fromkeys(categories))


def amount(text: str) -> str:
    """An exact number as it is kept: `0.5`, `半` and `1/2` are all `1/2`."""
    plain = text.strip()
    try:
        found = Fraction(plain.replace("／", "/"))
    except (ValueError, ZeroDivisionError):
        read = number(plain)
        if read is None:
            raise ValueError("amount") from None
        found = read
    if found < 0 or found > 1000 or found.denominator > 1000:
        raise ValueError("amount")
    return str(found)


def _dose(text: str) -> str:
    kept = amount(text)
    if Fraction(kept) == 0:
        raise ValueError("amount")
    return kept


def _doses(text: str) -> str:
    return amount(text) if text.strip() else ""


Free = Annotated[Text, Field(max_length=200)]
"""Words of somebody's own."""
ProfileId = Annotated[int, Target(), Pick("care.profile")]
MedicineId = Annotated[int, Target(), Pick("care.medicine")]
Volunteer = Annotated[int, Pick("people.volunteer")]


class ProfileFields(Draft):
    """What of a profile may be edited as it is; condition, pairing and state have own verbs."""

    categories: Annotated[list[Category], AfterValidator(_once)] = Field(
        default_factory=list, description="hint.categories"
    )
    mobility: Mobility | None = None
    emergency_contact: Annotated[Free, Number()] = Field(
        default="", description="hint.emergency_contact"
    )
    key_holder: Free = Field(default="", description="hint.key_holder")
    frequency_hours: int | None = Field(
        default=None, ge=1, le=720, description="hint.frequency_hours"
    )
    delivery_on: dt.date | None = Field(default=None, description="hint.delivery_on")
    note: Free = Field(default="", title="field.care_note")


class _Condition(Draft):
    condition: Free = Field(default="", description="hint.condition")


class _Paired(Draft):
    volunteer_id: Volunteer | None = Field(default=None, title="field.paired")


class _Resident(Draft):
    resident_id: Annotated[int, Pick("homes.resident")] = Field(title="field.care_resident")


class _Planned(Draft):
    due_at: Annotated[dt.datetime | None, Hidden()] = None
    """When somebody never visited comes due; within the rule set's hours where not given."""
    last_seen_at: Annotated[dt.datetime | None, Hidden()] = None
    """When the person was last seen, as an older list told."""


# The fields of a form stand in the order of the bases, the last one first.
class AddProfile(_Planned, _Paired, _Condition, ProfileFields, _Resident):
    """Somebody comes on the care list."""


class SetCondition(Draft):
    """What ails the person; the form never opens with what was said before."""

    id: ProfileId
    condition: Free = Field(description="hint.condition")


class Pair(Draft):
    """Who looks after the person from now on."""

    id: ProfileId
    volunteer_id: Volunteer = Field(title="field.paired")


class Aimed(Draft):
    """A step that asks nothing."""

    id: ProfileId


class RecordContact(Draft):
    """A visit or a call, with the fewest questions there can be."""

    id: ProfileId
    way: Way = Way.door
    outcome: ContactOutcome = Field(default=ContactOutcome.well, title="field.contact_outcome")
    met: Met = Field(default=Met.met, description="hint.met")
    note: Free = Field(default="", title="field.contact_note", description="hint.contact_note")
    need: RequestKind | None = Field(default=None, description="hint.need")
    visit_at: dt.datetime | None = Field(default=None, description="hint.visit_at")
    contact_at: Annotated[dt.datetime | None, Past()] = Field(
        default=None, description="hint.contact_at"
    )


class Escalate(Draft):
    """Why a door must be opened; after the last try the tries say it themselves."""

    id: ProfileId
    reason: Free = Field(
        default="", title="field.escalate_reason", description="hint.escalate_reason"
    )


class Resolve(Draft):
    """What an escalation came to."""

    id: ProfileId
    resolution: Resolution = Resolution.found_well
    note: Free = Field(min_length=1, title="field.resolution_note")


class Pause(Draft):
    """Why nobody visits for a while."""

    id: ProfileId
    pause_reason: PauseReason = PauseReason.hospital
    pause_until: dt.date | None = Field(default=None, description="hint.pause_until")
    note: Free = Field(default="", title="field.pause_note")


class WithReason(Draft):
    """A step that is not taken without saying why."""

    id: ProfileId
    reason: Free = Field(min_length=1)


class MedicineFields(Draft):
    """What is told of a medicine; the dose is the doctor's."""

    name: Free = Field(min_length=1, max_length=60, title="field.medicine_name")
    strength: Text = Field(default="", max_length=30, description="hint.strength")
    units_per_dose: Annotated[Text, AfterValidator(_dose)] = Field(
        default="1", max_length=20, description="hint.units_per_dose"
    )
    doses_per_day: Annotated[Text, AfterValidator(_doses)] = Field(
        default="1", max_length=20, description="hint.doses_per_day"
    )
    unit: Text = Field(default="", max_length=10, title="field.medicine_unit")
    kind: MedicineKind | None = Field(
        default=None, title="field.medicine_kind", description="hint.medicine_kind"
    )
    cold: bool = False
    prescription: bool = False
    note: Free = Field(default="", title="field.medicine_note")


class _Counted(Draft):
    count: Annotated[int | None, Counts(PILLS)] = Field(
        default=None, ge=0, le=100_000, description="hint.count"
    )
    told_days: Annotated[int | None, Counts(DAYS)] = Field(
        default=None, ge=0, le=3650, description="hint.told_days"
    )
    counted_on: Annotated[dt.date | None, Past()] = Field(
        default=None, description="hint.counted_on"
    )


class _OfProfile(Draft):
    id: ProfileId


class AddMedicine(_Counted, MedicineFields, _OfProfile):
    """A medicine somebody on the list takes."""


class CountMedicine(_Counted):
    """How much of it there is now: counted, or as told."""

    id: MedicineId


class StopMedicine(Draft):
    """The medicine is no longer taken."""

    id: MedicineId
