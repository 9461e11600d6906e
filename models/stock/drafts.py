"""What may be said of an item and of a movement; every field is checked before a row is touched."""

import datetime as dt
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from models.stock.tables import CountReason, LotSource
from models.store.drafts import Draft, Hidden, Number, Pick, TargetId, Text

MOST = 1_000_000
"""More than this of one thing is a slip of the finger in any compound."""

Quantity = Annotated[int, Field(gt=0, le=MOST)]
OptionalVolunteer = Annotated[int, Pick("people.volunteer")] | None
OptionalPost = Annotated[int, Pick("shifts.post")] | None
OptionalHousehold = Annotated[int, Pick("homes.household")] | None
Batch = Annotated[Text, Number()]
HiddenText = Annotated[Text, Hidden()]
HiddenId = Annotated[int | None, Hidden()]


class ItemDraft(Draft):
    """A thing the branch keeps."""

    name: Text = Field(min_length=1, max_length=40, title="field.item_name")
    spec: Text = Field("", max_length=40, description="hint.spec")
    unit: Text = Field(min_length=1, max_length=8, description="hint.unit")
    minimum: int = Field(0, ge=0, le=MOST, description="hint.minimum")
    reorder: int | None = Field(None, ge=0, le=MOST, description="hint.reorder")
    maximum: int | None = Field(None, ge=1, le=MOST, description="hint.maximum")
    gear: bool = Field(False, description="hint.gear")
    also: Text = Field("", max_length=80, description="hint.also")
    note: Text = Field("", max_length=200)

    @field_validator("maximum")
    @classmethod
    def _above_the_rest(cls, maximum: int | None, info: ValidationInfo) -> int | None:
        floor = max(info.data.get("minimum") or 0, info.data.get("reorder") or 0)
        if maximum is not None and maximum <= floor:
            raise ValueError("maximum_below")
        return maximum


class CatalogueDraft(Draft):
    """The items a new branch starts with."""

    rows: Annotated[tuple[ItemDraft, ...], Hidden()]


class _OfItem(Draft):
    """A movement of one item."""

    id: TargetId
    at: Annotated[dt.datetime | None, Hidden()] = None
    """When it really happened, for what is read from an older ledger; now, if not given."""
    handled_by: HiddenText = ""
    sheet_row: HiddenText = ""


class ReceiveDraft(_OfItem):
    """Goods that came in, as one lot."""

    quantity: Quantity
    source: LotSource = Field(LotSource.allocated, title="field.lot_source")
    giver: Text = Field("", max_length=60, description="hint.giver")
    batch: Batch = Field("", max_length=40, title="field.lot_batch")
    expires_on: dt.date | None = Field(None, description="hint.expires_on")
    place: Text = Field("", max_length=40, title="field.store_place", description="hint.place")
    quarantined: bool = Field(False, description="hint.quarantined")
    reason: Text = Field("", max_length=120, title="field.note")
    sure: bool = Field(False, description="hint.sure")


class IssueDraft(_OfItem):
    """Goods that go out to somebody; without a batch the earliest expiry goes first."""

    quantity: Quantity
    party: Text = Field("", max_length=60, description="hint.party")
    volunteer_id: OptionalVolunteer = Field(None, title="field.taken_by")
    household_id: OptionalHousehold = Field(None, title="field.to_door")
    post_id: OptionalPost = Field(None, title="field.to_post")
    batch: Batch = Field("", max_length=40, title="field.lot_batch", description="hint.batch")
    place: Text = Field("", max_length=40, title="field.store_place", description="hint.place")
    reason: Text = Field("", max_length=120, title="field.note")
    sure: bool = Field(False, description="hint.sure")
    shift_id: HiddenId = None


class UseDraft(_OfItem):
    """Goods that the branch used itself."""

    quantity: Quantity
    party: Text = Field("", max_length=60, title="field.used_for", description="hint.used_for")
    batch: Batch = Field("", max_length=40, title="field.lot_batch", description="hint.batch")
    place: Text = Field("", max_length=40, title="field.store_place", description="hint.place")
    sure: bool = Field(False, description="hint.sure")
    post_id: HiddenId = None
    shift_id: HiddenId = None


class ReturnDraft(_OfItem):
    """Goods that came back unused; without a batch into the lot that was last drawn."""

    quantity: Quantity
    party: Text = Field("", max_length=60, title="field.from_party")
    volunteer_id: OptionalVolunteer = Field(None, title="field.returned_by")
    household_id: OptionalHousehold = Field(None, title="field.from_door")
    batch: Batch = Field("", max_length=40, title="field.lot_batch")
    reason: Text = Field("", max_length=120, title="field.note")
    sure: bool = Field(False, description="hint.sure")
    shift_id: HiddenId = None


class WriteOffDraft(_OfItem):
    """Goods that are no longer good, or no longer there; never without a reason."""

    quantity: Quantity
    reason: Text = Field(min_length=1, max_length=120)
    batch: Batch = Field("", max_length=40, title="field.lot_batch", description="hint.batch")
    place: Text = Field("", max_length=40, title="field.store_place", description="hint.place")
    sure: bool = Field(False, description="hint.sure")


class AdjustDraft(_OfItem):
    """A correction of the book by so many, up or down, with its reason."""

    difference: int = Field(ge=-MOST, le=MOST, description="hint.difference")
    reason: Text = Field(min_length=1, max_length=120)
    batch: Batch = Field("", max_length=40, title="field.lot_batch", description="hint.batch")
    sure: bool = Field(False, description="hint.sure")

    @field_validator("difference")
    @classmethod
    def _differs(cls, difference: int) -> int:
        if difference == 0:
            raise ValueError("no_difference")
        return difference


class TransferDraft(_OfItem):
    """Goods that are kept in another place from now on."""

    quantity: Quantity
    to_place: Text = Field("", max_length=40, description="hint.to_place")
    place: Text = Field("", max_length=40, title="field.from_place", description="hint.place")
    batch: Batch = Field("", max_length=40, title="field.lot_batch", description="hint.batch")
    sure: bool = Field(False, description="hint.sure")


class CountDraft(Draft):
    """What somebody counted of an item, everything on the shelf included."""

    id: TargetId
    counted: int = Field(ge=0, le=MOST)
    reason: CountReason | None = Field(
        None, title="field.count_reason", description="hint.count_reason"
    )
    note: Text = Field("", max_length=120)
    sure: bool = Field(False, description="hint.sure")


class SettleDraft(Draft):
    """Why a count differed; the book is moved to it."""

    id: TargetId
    reason: CountReason = Field(title="field.count_reason")
    note: Text = Field("", max_length=120)


class HoldDraft(Draft):
    """Why a lot may not be given out for now."""

    id: TargetId
    reason: Text = Field(min_length=1, max_length=120)


class DisposeDraft(Draft):
    """What is done away with, and how."""

    id: TargetId
    reason: Text = Field("", max_length=120, description="hint.dispose")


class LotDraft(Draft):
    """What of a lot may be corrected; its quantity only moves."""

    batch: Batch = Field("", max_length=40, title="field.lot_batch")
    expires_on: dt.date | None = Field(None, description="hint.expires_on")
    source: LotSource = Field(LotSource.other, title="field.lot_source")
    giver: Text = Field("", max_length=60, description="hint.giver")
    place: Text = Field("", max_length=40, title="field.store_place", description="hint.place")
