"""What a person types about gifts, rumours, moods, conflicts, stories and notices."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from models.community.states import (
    ConflictKind,
    Finding,
    MoodTopic,
    NoticeKind,
    PraiseWay,
    Settlement,
    Severity,
)
from models.rules.gifts import GiftKind
from models.store.drafts import Draft, Past, Pick, TargetId, Text

SomeHousehold = Annotated[int, Pick("homes.household")]
SomeVolunteer = Annotated[int, Pick("people.volunteer")]
SomePartner = Annotated[int, Pick("people.partner")]
SomeBuilding = Annotated[int, Pick("homes.building")]
SomeGift = Annotated[int, Pick("community.gift")]
SomeWish = Annotated[int, Pick("community.wish")]
SomeBuy = Annotated[int, Pick("group_buys.buy")]
SomeRumour = Annotated[int, Pick("community.rumour")]
PastMoment = Annotated[dt.datetime, Past()]
PastDay = Annotated[dt.date, Past()]

LONG = 400
"""Characters of a text that tells something."""
NOTICE = 600

# ── mutual aid ──────────────────────────────────────────────────────────────────────────────────


class WishDraft(Draft):
    """What a household would be glad of."""

    household_id: SomeHousehold = Field(title="field.wisher")
    item: Text = Field(min_length=1, max_length=80, title="field.gift")
    kind: GiftKind | None = Field(None, title="field.gift_kind", description="hint.gift_kind")
    note: Text = Field("", max_length=200)


class OfferDraft(Draft):
    """What a household can spare."""

    household_id: SomeHousehold = Field(title="field.gift_giver")
    item: Text = Field(min_length=1, max_length=80, title="field.gift")
    kind: GiftKind | None = Field(None, title="field.gift_kind", description="hint.gift_kind")
    good_until: dt.date | None = Field(None, description="hint.good_until")
    note: Text = Field("", max_length=200)


class MedicineWarning(Draft):
    """What somebody must have looked at before a medicine changes hands."""

    good_until: dt.date = Field(title="field.box_expiry", description="hint.box_expiry")
    prescription: bool = Field(title="field.needs_doctor", description="hint.prescription")
    confirmed: bool = Field(title="field.medicine_confirmed", description="hint.medicine")


class CheckMedicine(MedicineWarning):
    """The medicine under the cursor was looked at."""

    id: TargetId


class RecordGift(OfferDraft):
    """A gift that has already come to its door."""

    first = ("household_id", "item", "receiver_id")

    household_id: SomeHousehold = Field(title="field.gift_giver")
    receiver_id: SomeHousehold = Field(title="field.receiver")
    prescription: bool | None = Field(
        None, title="field.needs_doctor", description="hint.prescription_gift"
    )
    confirmed: bool = Field(False, title="field.medicine_confirmed", description="hint.medicine")
    given_at: PastMoment | None = Field(None, description="hint.empty_is_now")
    carrier_id: SomeVolunteer | None = Field(None, description="hint.carrier")


class GiftFields(Draft):
    """What of a gift may be put right."""

    item: Text = Field(min_length=1, max_length=80, title="field.gift")
    good_until: dt.date | None = Field(None, description="hint.good_until")
    note: Text = Field("", max_length=200)


class MatchGift(Draft):
    """Who receives it: a household, or the wish it answers."""

    id: TargetId
    wish_id: SomeWish | None = Field(None, title="field.wish", description="hint.wish")
    receiver_id: SomeHousehold | None = Field(
        None, title="field.receiver", description="hint.receiver"
    )


class GrantWish(Draft):
    """The offer that answers a wish."""

    id: TargetId
    gift_id: SomeGift = Field(title="field.offer")


class PickUp(Draft):
    """Somebody has it and carries it."""

    id: TargetId
    carrier_id: SomeVolunteer | None = Field(None, description="hint.walker")


class Thank(Draft):
    """What came back."""

    id: TargetId
    thanks: Text = Field("", max_length=200, description="hint.thanks")


class WithReason(Draft):
    """A step that says why."""

    id: TargetId
    note: Text = Field("", max_length=200, title="field.why")


# ── what people say ─────────────────────────────────────────────────────────────────────────────


class RumourFields(Draft):
    """What goes round and where."""

    text: Text = Field(min_length=2, max_length=LONG, title="field.rumour")
    place: Text = Field("", max_length=60, title="field.heard_at", description="hint.heard_at")


class HearRumour(RumourFields):
    """A rumour heard for the first time."""

    first_seen: PastMoment | None = Field(None, description="hint.empty_is_now")


class HeardAgain(Draft):
    """It was heard once more."""

    id: TargetId
    times: int = Field(1, ge=1, le=500, title="field.times_heard")
    place: Text = Field("", max_length=60, title="field.heard_at", description="hint.heard_at")


class CheckRumour(Draft):
    """Somebody asks those who know."""

    id: TargetId
    partner_id: SomePartner | None = Field(
        None, title="field.checked_with", description="hint.checked_with"
    )
    checked_with: Text = Field(
        "", max_length=60, title="field.checked_otherwise", description="hint.checked_otherwise"
    )


class Judge(Draft):
    """What asking came to, and the answer for everybody."""

    id: TargetId
    finding: Finding
    answer: Text = Field(min_length=2, max_length=LONG, description="hint.answer")
    names_checked: bool = Field(False, description="hint.names_checked")


class Posted(Draft):
    """Where a text was posted."""

    id: TargetId
    posted_in: Text = Field("", max_length=60, description="hint.posted_in")


class MoodFields(Draft):
    """What weighs on people, where and how much."""

    topic: MoodTopic
    severity: Severity = Severity.watch
    building_id: SomeBuilding | None = Field(None, title="field.building")
    place: Text = Field("", max_length=60, description="hint.mood_place")
    text: Text = Field(
        min_length=2, max_length=LONG, title="field.mood", description="hint.no_names"
    )


class NoteMood(MoodFields):
    """A sign seen now."""


class TakeMood(Draft):
    """Somebody looks after it until it is looked at again."""

    id: TargetId
    owner_id: SomeVolunteer | None = Field(None, description="hint.walker")
    follow_up_at: dt.datetime | None = Field(None, description="hint.follow_up_at")


class FollowMood(Draft):
    """What was done about it, and when it is looked at again."""

    id: TargetId
    done: Text = Field(min_length=2, max_length=200, title="field.follow_up_done")
    severity: Severity | None = Field(None, description="hint.severity_now")
    follow_up_at: dt.datetime | None = Field(None, description="hint.follow_up_at")


class SettleMood(Draft):
    """It weighs no more."""

    id: TargetId
    done: Text = Field(min_length=2, max_length=200, title="field.follow_up_done")


# ── conflicts ───────────────────────────────────────────────────────────────────────────────────


class ConflictFields(Draft):
    """What is quarrelled about, and by which doors."""

    kind: ConflictKind = Field(title="field.conflict_kind")
    household_id: SomeHousehold = Field(title="field.side_a")
    other_household_id: SomeHousehold | None = Field(
        None, title="field.side_b", description="hint.side_b"
    )
    matter: Text = Field("", max_length=LONG, description="hint.private")
    mediator_id: SomeVolunteer | None = Field(None, description="hint.mediator")


class Appoint(Draft):
    """Who mediates."""

    id: TargetId
    mediator_id: SomeVolunteer


class Hear(Draft):
    """What one side says."""

    id: TargetId
    said: Text = Field(min_length=2, max_length=LONG, description="hint.private")


class Meet(Draft):
    """Both sit at one table, now or at the time given."""

    id: TargetId
    meeting_at: dt.datetime | None = Field(None, description="hint.empty_is_now")


class Settle(Draft):
    """How it ended."""

    id: TargetId
    settlement: Settlement
    result: Text = Field(min_length=2, max_length=LONG, title="field.settled_how")
    partner_id: SomePartner | None = Field(
        None, title="field.referred_to", description="hint.referred_to"
    )
    follow_up_on: dt.date | None = Field(None, description="hint.follow_up_on")


class FollowUp(Draft):
    """How the two get on since."""

    id: TargetId
    followed_up: Text = Field(min_length=2, max_length=200)


class FlareUp(Draft):
    """It began again."""

    id: TargetId
    matter: Text = Field(min_length=2, max_length=200, title="field.flare_up")


# ── what is good ────────────────────────────────────────────────────────────────────────────────


class _Told(Draft):
    """A good deed as it was told."""

    text: Text = Field(min_length=4, max_length=LONG, title="field.story")
    household_id: SomeHousehold | None = Field(None, title="field.about", description="hint.about")


class StoryFields(_Told):
    """What of a story may be put right."""

    happened_on: PastDay


class TellStory(_Told):
    """A good deed told now."""

    happened_on: PastDay | None = Field(None, description="hint.empty_is_today")


class Anonymise(Draft):
    """The words that may be shown."""

    id: TargetId
    public_text: Text = Field(min_length=4, max_length=LONG, description="hint.public_text")
    names_checked: bool = Field(False, description="hint.names_checked")


class _Praise(Draft):
    """A good word of a resident."""

    text: Text = Field(min_length=2, max_length=LONG, title="field.praise")
    volunteer_id: SomeVolunteer | None = Field(
        None, title="field.praised", description="hint.praised"
    )
    household_id: SomeHousehold | None = Field(None, title="field.praised_by")
    way: PraiseWay = Field(PraiseWay.chat, title="field.praise_way")


class PraiseFields(_Praise):
    """What of a good word may be put right."""

    at: PastMoment = Field(title="field.praised_at")


class GivePraise(_Praise):
    """A good word that came now, or at the time given."""

    at: PastMoment | None = Field(None, title="field.praised_at", description="hint.empty_is_now")


class ApplicationFields(Draft):
    """Who applied for membership, and when."""

    applicant_id: SomeVolunteer
    applied_on: PastDay
    note: Text = Field("", max_length=200)


# ── notices ─────────────────────────────────────────────────────────────────────────────────────


class ComposeNotice(Draft):
    """What a template is filled with; each asks for less than all of it."""

    kind: NoticeKind = Field(title="field.notice_kind")
    day: dt.date | None = Field(None, title="field.notice_day", description="hint.notice_day")
    hours: Text = Field("", max_length=40, title="field.notice_hours", description="hint.hours")
    place: Text = Field("", max_length=60, description="hint.notice_place")
    what: Text = Field("", max_length=200, title="field.notice_what", description="hint.what")
    rumour_id: SomeRumour | None = Field(
        None, title="field.rumour", description="hint.notice_rumour"
    )
    building_id: SomeBuilding | None = Field(None, description="hint.notice_building")
    group_buy_id: SomeBuy | None = Field(None, title="field.for_buy", description="hint.notice_buy")
    expires_at: dt.datetime | None = Field(None, description="hint.notice_expires")


class NoticeFields(Draft):
    """The words of a notice, as the template made them or better."""

    chinese: Text = Field(min_length=2, max_length=NOTICE)
    english: Text = Field(min_length=2, max_length=NOTICE)
    expires_at: dt.datetime = Field(description="hint.expires_at")


class Publish(Posted):
    """It stands in the group chat from now on."""

    names_checked: bool = Field(False, description="hint.names_checked")
