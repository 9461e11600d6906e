"""What is done with stories, praise and applications; each is one registered change."""

from sqlmodel import col, select

from models.community.drafts import (
    Anonymise,
    ApplicationFields,
    GivePraise,
    PraiseFields,
    StoryFields,
    TellStory,
)
from models.community.guards import guard_story
from models.community.kinds import STORY_KIND
from models.community.lint import check_public
from models.community.tables import MembershipApplication, Praise, Story
from models.homes.tables import Household
from models.people.tables import Volunteer
from models.rules.refusal import Refusal
from models.store.drafts import TargetDraft
from models.store.engine import Writing
from models.store.register import LEADERS, SECRETARY, change, editing, fetch, move, targets


@change("community.tell_story", draft=TellStory)
def tell_story(session: Writing, draft: TellStory) -> Story:
    """A good deed, as it was told; nobody else reads it before it was agreed to."""
    if draft.household_id is not None:
        fetch(session, Household, draft.household_id)
    row = Story(
        household_id=draft.household_id,
        text=draft.text,
        happened_on=draft.happened_on or session.today,
        recorded_by=session.actor.id,
    )
    session.add(row)
    session.flush()
    session.say(no=row.id)
    return row


@change("community.consent", draft=TargetDraft, ahead=targets(Story))
def consent(session: Writing, draft: TargetDraft) -> Story:
    """Whoever it is about agrees that it is told."""
    row = _moved(session, draft.id, "community.consent")
    row.consent_at, row.consent_by = session.now, session.actor.id
    return row


@change("community.decline", draft=TargetDraft)
def decline(session: Writing, draft: TargetDraft) -> Story:
    """Whoever it is about does not want it told, or no longer."""
    row = fetch(session, Story, draft.id)
    with session.no_autoflush:
        move(session, row, "community.decline", STORY_KIND)
        row.public_text = ""
        row.consent_at = row.consent_by = None
    session.say(no=row.id)
    return row


@change("community.anonymise", draft=Anonymise)
def anonymise(session: Writing, draft: Anonymise) -> Story:
    """The words that may be shown: nobody can be told from them."""
    check_public(session, draft.public_text, names_checked=draft.names_checked)
    row = fetch(session, Story, draft.id)
    with session.no_autoflush:
        move(session, row, "community.anonymise", STORY_KIND)
        row.public_text = draft.public_text
    session.say(no=row.id)
    return row


@change("community.show_story", draft=TargetDraft, roles=LEADERS, ahead=targets(Story))
def show_story(session: Writing, draft: TargetDraft) -> Story:
    """It stands on the wall of good neighbours."""
    return _moved(session, draft.id, "community.show_story")


def _edited_story(session: Writing, row: Story) -> None:
    guard_story(session, row, "community.edit_story")
    session.say(no=row.id)


editing("community.edit_story", table=Story, fields=StoryFields, also=_edited_story)


@change("community.praise", draft=GivePraise)
def praise(session: Writing, draft: GivePraise) -> Praise:
    """A good word of a resident."""
    if draft.volunteer_id is not None:
        fetch(session, Volunteer, draft.volunteer_id)
    at = draft.at or session.now
    if at > session.now:
        raise Refusal("refuse.community.future")
    row = Praise(**{**draft.model_dump(), "at": at}, recorded_by=session.actor.id)
    session.add(row)
    _say_praise(session, row)
    return row


def _say_praise(session: Writing, row: Praise) -> None:
    session.say(**({} if row.volunteer_id is None else {"volunteer": row.volunteer_id}))


def _edited_praise(session: Writing, row: Praise) -> None:
    if row.at > session.now:
        raise Refusal("refuse.community.future")
    _say_praise(session, row)


editing("community.edit_praise", table=Praise, fields=PraiseFields, also=_edited_praise)


@change("community.record_application", draft=ApplicationFields, roles=SECRETARY)
def record_application(session: Writing, draft: ApplicationFields) -> MembershipApplication:
    """Somebody who serves applied for membership; the journal tells nobody who."""
    row = MembershipApplication(**draft.model_dump(), recorded_by=session.actor.id)
    with session.no_autoflush:
        _check_application(session, row)
    session.add(row)
    return row


def _check_application(session: Writing, row: MembershipApplication) -> None:
    fetch(session, Volunteer, row.applicant_id)
    if row.applied_on > session.today:
        raise Refusal("refuse.community.future")
    twice = session.exec(
        select(MembershipApplication.id).where(
            MembershipApplication.applicant_id == row.applicant_id,
            col(MembershipApplication.id).is_distinct_from(row.id),
        )
    ).first()
    if twice is not None:
        raise Refusal("refuse.community.applied")


def _edited_application(session: Writing, row: MembershipApplication) -> None:
    with session.no_autoflush:
        _check_application(session, row)


editing(
    "community.edit_application",
    table=MembershipApplication,
    fields=ApplicationFields,
    roles=SECRETARY,
    also=_edited_application,
)


def _moved(session: Writing, row_id: int, verb: str) -> Story:
    row = fetch(session, Story, row_id)
    move(session, row, verb, STORY_KIND)
    session.say(no=row.id)
    return row
