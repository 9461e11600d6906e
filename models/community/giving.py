"""What is done with gifts and wishes; each is one registered change."""

import datetime as dt
from collections.abc import Sequence

from models.community.drafts import (
    CheckMedicine,
    GiftFields,
    GrantWish,
    MatchGift,
    OfferDraft,
    PickUp,
    RecordGift,
    Thank,
    WishDraft,
    WithReason,
)
from models.community.guards import guard_gift
from models.community.kinds import GIFT_KIND, WISH_KIND
from models.community.states import WISH, GiftState, WishState
from models.community.tables import Gift, Wish
from models.homes.tables import Household
from models.rules.gifts import GiftKind, kind_of
from models.rules.refusal import Refusal
from models.store.drafts import TargetDraft
from models.store.engine import Writing
from models.store.register import change, editing, fetch, move, targets
from models.words import Key


def _doors(session: Writing, drafts: Sequence[OfferDraft | WishDraft | RecordGift]) -> None:
    """The doors of many gifts, read at once."""
    receivers = (draft.receiver_id for draft in drafts if isinstance(draft, RecordGift))
    session.gather(Household, (*(draft.household_id for draft in drafts), *receivers))


@change("community.wish", draft=WishDraft, ahead=_doors)
def wish(session: Writing, draft: WishDraft) -> Wish:
    """A household would be glad of something."""
    fetch(session, Household, draft.household_id)
    row = Wish(
        household_id=draft.household_id,
        kind=kind_of(draft.item, draft.kind),
        item=draft.item,
        note=draft.note,
        wished_at=session.now,
        recorded_by=session.actor.id,
    )
    session.add(row)
    _say(session, row)
    return row


@change("community.drop_wish", draft=WithReason, ahead=targets(Wish))
def drop_wish(session: Writing, draft: WithReason) -> Wish:
    """It is no longer wished for."""
    row = fetch(session, Wish, draft.id)
    move(session, row, "community.drop_wish", WISH_KIND)
    row.note = draft.note or row.note
    _say(session, row)
    return row


@change("community.offer", draft=OfferDraft, ahead=_doors)
def offer(session: Writing, draft: OfferDraft) -> Gift:
    """A household can spare something."""
    row = _gift(session, draft)
    session.add(row)
    _say(session, row)
    return row


@change("community.record_gift", draft=RecordGift, ahead=_doors)
def record_gift(session: Writing, draft: RecordGift) -> Gift:
    """A gift that has already come to its door."""
    row = _gift(session, draft)
    fetch(session, Household, draft.receiver_id)
    if draft.receiver_id == draft.household_id:
        raise Refusal("refuse.community.same_door")
    at = draft.given_at or session.now
    if at > session.now:
        raise Refusal("refuse.community.future")
    if row.kind is GiftKind.medicine:
        if draft.good_until is None or draft.prescription is None:
            raise Refusal("refuse.community.medicine_unread")
        _confirm(session, row, draft.good_until, draft.prescription, draft.confirmed)
    row.receiver_id = draft.receiver_id
    row.carrier_id = draft.carrier_id
    row.state = GiftState.given
    row.offered_at, row.given_at = at, at
    session.add(row)
    _say(session, row)
    return row


@change("community.check_medicine", draft=CheckMedicine)
def check_medicine(session: Writing, draft: CheckMedicine) -> Gift:
    """Somebody read the box: its day, whether a doctor prescribes it, and the warning."""
    row = fetch(session, Gift, draft.id)
    guard_gift(session, row, "community.check_medicine")
    _confirm(session, row, draft.good_until, draft.prescription, draft.confirmed)
    _say(session, row)
    return row


@change("community.match", draft=MatchGift)
def match(session: Writing, draft: MatchGift) -> Gift:
    """Who receives it is found: a household, or whoever wished for it."""
    row = fetch(session, Gift, draft.id)
    if draft.wish_id is not None:
        _match(session, row, fetch(session, Wish, draft.wish_id))
    elif draft.receiver_id is not None:
        _match(session, row, draft.receiver_id)
    else:
        raise Refusal("refuse.community.for_whom")
    return row


@change("community.grant", draft=GrantWish)
def grant(session: Writing, draft: GrantWish) -> Wish:
    """An offer answers the wish."""
    wished = fetch(session, Wish, draft.id)
    _match(session, fetch(session, Gift, draft.gift_id), wished)
    return wished


@change("community.unmatch", draft=WithReason)
def unmatch(session: Writing, draft: WithReason) -> Gift:
    """It falls through: the offer stands again, and so does the wish."""
    row = fetch(session, Gift, draft.id)
    wished = None if row.wish_id is None else fetch(session, Wish, row.wish_id)
    move(session, row, "community.unmatch", GIFT_KIND)
    if wished is not None:
        wished.state = WishState(WISH.to("community.unmatch", wished.state))
    row.receiver_id = row.wish_id = row.carrier_id = None
    row.note = draft.note or row.note
    _say(session, row)
    return row


@change("community.pick_up", draft=PickUp, ahead=targets(Gift))
def pick_up(session: Writing, draft: PickUp) -> Gift:
    """Somebody has it and carries it; nobody named means whoever records it."""
    row = fetch(session, Gift, draft.id)
    move(session, row, "community.pick_up", GIFT_KIND)
    row.carrier_id = draft.carrier_id or session.actor.id
    _say(session, row)
    return row


@change("community.give", draft=TargetDraft, ahead=targets(Gift))
def give(session: Writing, draft: TargetDraft) -> Gift:
    """It came to its door."""
    row = fetch(session, Gift, draft.id)
    move(session, row, "community.give", GIFT_KIND)
    row.given_at = session.now
    _say(session, row)
    return row


@change("community.thank", draft=Thank, ahead=targets(Gift))
def thank(session: Writing, draft: Thank) -> Gift:
    """The receiver said thank you, and the giver was told."""
    row = fetch(session, Gift, draft.id)
    move(session, row, "community.thank", GIFT_KIND)
    row.thanks = draft.thanks
    _say(session, row)
    return row


@change("community.expire", draft=TargetDraft, ahead=targets(Gift))
def expire(session: Writing, draft: TargetDraft) -> Gift:
    """It is past its day."""
    row = fetch(session, Gift, draft.id)
    move(session, row, "community.expire", GIFT_KIND)
    _say(session, row)
    return row


@change("community.withdraw", draft=WithReason, ahead=targets(Gift))
def withdraw(session: Writing, draft: WithReason) -> Gift:
    """The giver thought better of it."""
    row = fetch(session, Gift, draft.id)
    move(session, row, "community.withdraw", GIFT_KIND)
    row.note = draft.note or row.note
    _say(session, row)
    return row


def _edited(session: Writing, row: Gift) -> None:
    row.kind = kind_of(row.item, row.kind)
    on_its_way = row.state not in (GiftState.offered, GiftState.expired, GiftState.withdrawn)
    if row.kind is GiftKind.medicine and row.checked_at is None and on_its_way:
        raise Refusal("refuse.community.medicine")
    _say(session, row)


editing("community.edit_gift", table=Gift, fields=GiftFields, also=_edited)


def _gift(session: Writing, draft: OfferDraft) -> Gift:
    fetch(session, Household, draft.household_id)
    if draft.good_until is not None and draft.good_until < session.today:
        raise Refusal("refuse.community.past", day=draft.good_until)
    return Gift(
        household_id=draft.household_id,
        kind=kind_of(draft.item, draft.kind),
        item=draft.item,
        good_until=draft.good_until,
        note=draft.note,
        offered_at=session.now,
        recorded_by=session.actor.id,
    )


def _confirm(
    session: Writing, row: Gift, good_until: dt.date, prescription: bool, confirmed: bool
) -> None:
    if good_until < session.today:
        raise Refusal("refuse.community.past", day=good_until)
    if not confirmed:
        raise Refusal("refuse.community.medicine")
    row.good_until, row.prescription = good_until, prescription
    row.checked_at, row.checked_by = session.now, session.actor.id


def _match(session: Writing, row: Gift, whom: Wish | int) -> None:
    """Puts giver and receiver together; a wish it answers is granted in the same act."""
    if isinstance(whom, Wish):
        receiver, wished = whom.household_id, whom
    else:
        receiver, wished = fetch(session, Household, whom).id or 0, None
    move(session, row, "community.match", GIFT_KIND)
    if receiver == row.household_id:
        raise Refusal("refuse.community.same_door")
    row.receiver_id = receiver
    if wished is not None:
        wished.state = WishState(WISH.to("community.grant", wished.state))
        row.wish_id = wished.id
    _say(session, row)


def _say(session: Writing, row: Gift | Wish) -> None:
    """What the journal tells: the door it comes from by its id, a medicine only as one."""
    session.say(household=row.household_id, what=_what(row))


def _what(row: Gift | Wish) -> str:
    return Key("GiftKind.medicine") if row.kind is GiftKind.medicine else row.item
