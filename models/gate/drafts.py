"""What is typed at the gate."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from models.rules.gate import GatePurpose
from models.rules.measures import PEOPLE
from models.rules.temperature import HIGHEST, LOWEST
from models.store.drafts import Counts, Draft, Hidden, Past, Pick, TargetId, Temperature, Text

SomeHousehold = Annotated[int, Pick("homes.household")]
SomeBuy = Annotated[int, Pick("group_buys.buy")]
BeenAt = Annotated[dt.datetime, Past()]


class _Passing(Draft):
    """What both ways ask."""

    people: Annotated[int, Counts(PEOPLE)] = Field(1, ge=1, le=60, title="field.people_passing")
    tenths: Temperature | None = Field(None, ge=LOWEST, le=HIGHEST, title="field.temperature")
    card: Text = Field("", max_length=30, title="field.pass_card", description="hint.pass_card")
    note: Text = Field("", max_length=120)
    passed_at: BeenAt | None = Field(None, description="hint.empty_is_now")


class LetOut(_Passing):
    """Somebody of a household goes out."""

    first = ("household_id", "purpose", "name")

    household_id: SomeHousehold = Field(title="field.door")
    purpose: GatePurpose = Field(title="field.gate_purpose")
    name: Text = Field("", max_length=40, title="field.who_passes", description="hint.who_passes")
    due_at: dt.datetime | None = Field(None, title="field.due_back", description="hint.due_back")
    allowed: Text = Field("", max_length=120, description="hint.allowed")


class LetIn(_Passing):
    """Somebody from outside comes in."""

    first = ("name", "purpose", "household_id", "plate")

    name: Text = Field(min_length=1, max_length=40, title="field.who_passes")
    purpose: GatePurpose = Field(GatePurpose.delivery, title="field.gate_purpose")
    household_id: SomeHousehold | None = Field(None, title="field.door", description="hint.goes_to")
    plate: Text = Field("", max_length=12)
    due_at: dt.datetime | None = Field(None, title="field.due_out")


class TurnAway(Draft):
    """Somebody is not let through."""

    household_id: SomeHousehold | None = Field(None, title="field.door")
    name: Text = Field("", max_length=40, title="field.who_passes", description="hint.turned_away")
    purpose: GatePurpose = Field(GatePurpose.other, title="field.gate_purpose")
    reason: Text = Field("", max_length=200, title="field.turned_away_because")
    people: Annotated[int, Hidden()] = Field(1, ge=1, le=60)
    because: Annotated[Text, Hidden()] = Field("", max_length=600)
    """The refusal of the rules, as data."""


class Back(Draft):
    """Somebody came back, or left again."""

    id: TargetId
    tenths: Temperature | None = Field(None, ge=LOWEST, le=HIGHEST, title="field.temperature")
    returned_at: BeenAt | None = Field(None, title="field.back_at", description="hint.empty_is_now")


class Hold(Draft):
    """Somebody is kept apart at the gate."""

    id: TargetId
    tenths: Temperature = Field(ge=LOWEST, le=HIGHEST, title="field.temperature")


class SeeTo(Draft):
    """What was done with somebody who was kept apart."""

    id: TargetId
    measures: Text = Field(min_length=1, max_length=200, description="hint.measures")


class GoodsIn(Draft):
    """Goods came to the gate."""

    supplier: Text = Field(
        min_length=1, max_length=60, title="field.gate_supplier", description="hint.gate_supplier"
    )
    pieces: int = Field(ge=1, le=100_000)
    group_buy_id: SomeBuy | None = Field(None, title="field.for_buy")
    goods: Text = Field("", max_length=60, title="field.goods")
    plate: Text = Field("", max_length=12)
    household_id: SomeHousehold | None = Field(
        None, title="field.door", description="hint.goods_door"
    )
    disinfected: bool = False
    outward: Annotated[bool, Hidden()] = False
    note: Text = Field("", max_length=120)
    at: BeenAt | None = Field(None, title="field.passed_at", description="hint.empty_is_now")


class HandOver(Draft):
    """Who has the goods now."""

    id: TargetId
    handed_to: Text = Field(min_length=1, max_length=60)


class PassageFields(Draft):
    """What of a passage may be put right."""

    name: Text = Field("", max_length=40, title="field.who_passes")
    people: Annotated[int, Counts(PEOPLE)] = Field(1, ge=1, le=60, title="field.people_passing")
    due_at: dt.datetime | None = Field(None, title="field.due_back")
    plate: Text = Field("", max_length=12)
    card: Text = Field("", max_length=30, title="field.pass_card")
    note: Text = Field("", max_length=120)


class GoodsFields(Draft):
    """What of a delivery may be put right."""

    supplier: Text = Field(min_length=1, max_length=60, title="field.gate_supplier")
    goods: Text = Field("", max_length=60, title="field.goods")
    plate: Text = Field("", max_length=12)
    pieces: int = Field(ge=1, le=100_000)
    group_buy_id: SomeBuy | None = Field(None, title="field.for_buy")
    note: Text = Field("", max_length=120)
