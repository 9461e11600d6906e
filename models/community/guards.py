"""What a verb asks of a record beyond its state, and what an edit form may open with."""

from models.community.drafts import ConflictFields, GiftFields, StoryFields
from models.community.masked import unchecked
from models.community.sight import (
    check_mediates,
    check_reads_story,
    item_of,
)
from models.community.states import TELLABLE, GiftState, NoticeState, StoryState
from models.community.tables import Gift, Mediation, Notice, Story
from models.homes.tables import Household
from models.rules.gifts import GiftKind
from models.rules.refusal import Refusal
from models.store.drafts import asks
from models.store.engine import Reading
from models.store.session import fetch
from models.words import Key


def guard_gift(session: Reading, row: Gift, verb: str) -> None:
    """No medicine changes hands unseen, and nothing does that is past its day."""
    match verb:
        case "community.check_medicine":
            if row.kind is not GiftKind.medicine:
                raise Refusal("refuse.community.no_medicine")
            if row.state is not GiftState.offered:
                raise Refusal("refuse.community.checked")
        case "community.match":
            if unchecked(row):
                raise Refusal("refuse.community.medicine")
            if row.good_until is not None and row.good_until < session.today:
                raise Refusal("refuse.community.past", day=row.good_until)


def natural_gift(session: Reading, row: Gift) -> str | None:
    """Looking at a medicine comes before finding somebody for it; past its day it is over."""
    if unchecked(row):
        return "community.check_medicine"
    past = row.good_until is not None and row.good_until < session.today
    if past and row.state is GiftState.offered:
        return "community.expire"
    match row.state:
        case GiftState.offered:
            return "community.match"
        case GiftState.matched:
            return "community.pick_up"
        case GiftState.picked_up:
            return "community.give"
        case GiftState.given:
            return "community.thank"
        case _:
            return None


def opened_gift(session: Reading, row: Gift) -> dict[str, object]:
    """In clear, so only for whoever may know what it is."""
    giver = fetch(session, Household, row.household_id)
    if isinstance(item_of(session, row, giver.grid), Key):
        raise Refusal("refuse.community.medicine_private")
    return {ask.name: getattr(row, ask.name) for ask in asks(GiftFields)}


def guard_mediation(session: Reading, row: Mediation, _verb: str) -> None:
    """Only who is called to a conflict touches it."""
    check_mediates(session, row)


def opened_mediation(session: Reading, row: Mediation) -> dict[str, object]:
    """In clear, so only for who is called to it."""
    check_mediates(session, row)
    return {ask.name: getattr(row, ask.name) for ask in asks(ConflictFields)}


def guard_story(session: Reading, row: Story, verb: str) -> None:
    """What was not agreed to stays with who may read it; what was shown is not told otherwise."""
    if verb != "community.show_story":
        check_reads_story(session, row)
    if verb == "community.edit_story" and row.state in (*TELLABLE, StoryState.declined):
        raise Refusal("refuse.community.story_told")


def opened_story(session: Reading, row: Story) -> dict[str, object]:
    """In clear, so only for whoever may read it as it was told."""
    check_reads_story(session, row)
    return {ask.name: getattr(row, ask.name) for ask in asks(StoryFields)}


def guard_notice(session: Reading, row: Notice, verb: str) -> None:
    """What was posted stands as it was posted; what is past its time is not posted any more."""
    if verb == "community.edit_notice" and row.state is not NoticeState.draft:
        raise Refusal("refuse.community.posted")
    if verb == "community.publish" and row.expires_at <= session.now:
        raise Refusal("refuse.community.expired")


def natural_notice(session: Reading, row: Notice) -> str | None:
    """A draft is posted; a notice that is no longer true is ended."""
    if row.state is NoticeState.draft:
        return "community.publish"
    over = row.state is NoticeState.current and row.expires_at <= session.now
    return "community.end_notice" if over else None
