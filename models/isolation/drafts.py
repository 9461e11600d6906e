"""What a person types about somebody who stays apart."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from models.isolation.tables import StayPlace
from models.rules.isolation import ExposureKind
from models.rules.release import SampleResult
from models.rules.temperature import HIGHEST, LOWEST, Half
from models.store.drafts import Draft, Hidden, Past, Pick, TargetId, Temperature, Text

SomeVolunteer = Annotated[int, Pick("people.volunteer")]
PastDay = Annotated[dt.date, Past()]


class _Exposed(Draft):
    """What happened, when, and how it is known."""

    kind: ExposureKind = Field(title="field.exposure_kind")
    happened_on: PastDay = Field(title="field.exposed_on", description="hint.exposed_on")
    source: Text = Field("", max_length=120, title="field.exposure_source")


class _Place(Draft):
    """Where somebody stays."""

    place: StayPlace = Field(StayPlace.home, title="field.stay_place")
    site: Text = Field("", max_length=40, description="hint.site")
    door_sealed: bool = Field(False, title="field.door_sealed")


class _Served(Draft):
    """Who brings supplies and who takes the rubbish."""

    supplies_id: SomeVolunteer | None = Field(None, title="field.supplies_by")
    rubbish_id: SomeVolunteer | None = Field(
        None, title="field.rubbish_by", description="hint.rubbish_by"
    )


class _Whom(Draft):
    """Who it is about: the first thing a person is asked."""

    resident_id: Annotated[int, Pick("homes.resident")]


# The fields of a form stand in the order of the bases, the last one first.
class OpenIsolation(_Served, _Place, _Exposed, _Whom):
    """Somebody has to stay apart from now on."""

    note: Text = Field("", max_length=200)


class Expose(_Exposed):
    """One more exposure: the clock restarts, the history stays."""

    id: TargetId


class Contacts(Draft):
    """Everybody else behind the same door was exposed by this person."""

    id: TargetId
    happened_on: PastDay | None = Field(None, title="field.exposed_on", description="hint.today")


class Strike(Draft):
    """An exposure that was none."""

    id: TargetId
    reason: Text = Field(min_length=1, max_length=200, title="field.reason")


class MoveEnd(Draft):
    """Another last day of the stage; an earlier one needs a reason."""

    id: TargetId
    ends_on: dt.date
    reason: Text = Field("", max_length=200, title="field.reason", description="hint.end_reason")


class TakeTest(Draft):
    """A sample that was taken, or the result of those that wait for one."""

    id: TargetId
    result: SampleResult = Field(SampleResult.pending, description="hint.sample_result")
    samples: int | None = Field(None, ge=1, le=2, description="hint.samples")
    taken_on: PastDay | None = Field(None, title="field.sampled_on", description="hint.today")


class CorrectSample(Draft):
    """A result that turned out to be another one."""

    id: TargetId
    result: SampleResult
    reason: Text = Field(min_length=1, max_length=200, title="field.reason")


class TakeTemperature(Draft):
    """One temperature; the half of the day is told by the clock unless it is said."""

    id: TargetId
    tenths: Temperature = Field(ge=LOWEST, le=HIGHEST, title="field.temperature")
    half: Half | None = Field(None, title="field.half", description="hint.half")
    symptoms: Text = Field("", max_length=120)
    taken_on: Annotated[dt.date | None, Hidden()] = None


class Serve(_Served):
    """Who looks after somebody."""

    id: TargetId


class Place(_Place):
    """Somebody stays elsewhere from now on."""

    id: TargetId


class ConfirmCase(Draft):
    """Somebody was found positive."""

    id: TargetId
    happened_on: PastDay | None = Field(
        None, title="field.positive_on", description="hint.positive_on"
    )


class Transfer(Draft):
    """Somebody was moved out of the compound."""

    id: TargetId
    site: Text = Field("", max_length=40, description="hint.site")


class Discharge(Draft):
    """Somebody came home from hospital."""

    id: TargetId
    happened_on: PastDay | None = Field(None, title="field.discharged_on", description="hint.today")


class Release(Draft):
    """Somebody is free again; the slip has a number."""

    id: TargetId
    slip: Text = Field("", max_length=20, description="hint.slip")


class IsolationFields(Draft):
    """What of the record may be edited as it is."""

    door_sealed: bool = Field(False, title="field.door_sealed")
    note: Text = Field("", max_length=200)
