"""What is done about rumours and moods; each is one registered change."""

import datetime as dt

from sqlmodel import select

from models.community.drafts import (
    CheckRumour,
    FollowMood,
    HeardAgain,
    HearRumour,
    Judge,
    MoodFields,
    NoteMood,
    Posted,
    RumourFields,
    SettleMood,
    TakeMood,
)
from models.community.kinds import MOOD_KIND, RUMOUR_KIND
from models.community.lint import check_public
from models.community.masked import community_rules
from models.community.states import RUMOUR, UNANSWERED, RumourState
from models.community.tables import MoodSignal, Rumour
from models.homes.side_tables import Building
from models.people.side_tables import Partner
from models.people.tables import Volunteer
from models.rules.refusal import Refusal
from models.store.drafts import TargetDraft
from models.store.engine import Writing
from models.store.register import LEADERS, change, editing, fetch, move, targets


@change("community.hear", draft=HearRumour)
def hear(session: Writing, draft: HearRumour) -> Rumour:
    """Something goes round."""
    at = draft.first_seen or session.now
    if at > session.now:
        raise Refusal("refuse.community.future")
    known = session.exec(select(Rumour.id).where(Rumour.text == draft.text)).first()
    if known is not None:
        raise Refusal("refuse.community.heard", no=known)
    row = Rumour(
        text=draft.text,
        place=draft.place,
        first_seen=at,
        last_heard=at,
        open_since=at,
        recorded_by=session.actor.id,
    )
    session.add(row)
    session.flush()
    session.say(no=row.id)
    return row


@change("community.heard_again", draft=HeardAgain, ahead=targets(Rumour))
def heard_again(session: Writing, draft: HeardAgain) -> Rumour:
    """It was heard again; where it was answered already, the answer is to be posted once more."""
    row = fetch(session, Rumour, draft.id)
    RUMOUR.to("community.heard_again", row.state)
    row.times += draft.times
    row.last_heard = session.now
    row.place = draft.place or row.place
    if row.state not in UNANSWERED and row.finding is not None:
        row.state = RumourState(row.finding.value)
        row.open_since = session.now
    session.say(no=row.id, times=row.times)
    return row


@change("community.check_rumour", draft=CheckRumour)
def check_rumour(session: Writing, draft: CheckRumour) -> Rumour:
    """Somebody asks those who know."""
    row = fetch(session, Rumour, draft.id)
    move(session, row, "community.check_rumour", RUMOUR_KIND)
    if draft.partner_id is not None:
        fetch(session, Partner, draft.partner_id)
    row.partner_id, row.checked_with = draft.partner_id, draft.checked_with
    row.checker_id = session.actor.id
    session.say(no=row.id)
    return row


@change("community.recheck", draft=TargetDraft)
def recheck(session: Writing, draft: TargetDraft) -> Rumour:
    """What was found may no longer be so: it is asked about again."""
    row = fetch(session, Rumour, draft.id)
    move(session, row, "community.recheck", RUMOUR_KIND)
    row.open_since = session.now
    session.say(no=row.id)
    return row


@change("community.judge", draft=Judge, roles=LEADERS)
def judge(session: Writing, draft: Judge) -> Rumour:
    """What asking came to, with the answer for everybody."""
    row = fetch(session, Rumour, draft.id)
    RUMOUR.to("community.judge", row.state)
    check_public(session, draft.answer, names_checked=draft.names_checked)
    row.finding, row.answer = draft.finding, draft.answer
    row.state = RumourState(draft.finding.value)
    session.say(no=row.id, finding=draft.finding)
    return row


@change("community.answer", draft=Posted)
def answer(session: Writing, draft: Posted) -> Rumour:
    """The answer was posted."""
    row = fetch(session, Rumour, draft.id)
    post_answer(session, row, draft.posted_in)
    session.say(no=row.id)
    return row


def post_answer(session: Writing, row: Rumour, posted_in: str) -> None:
    """Moves a rumour on once its answer stands where people read it."""
    move(session, row, "community.answer", RUMOUR_KIND)
    row.posted_at, row.posted_in = session.now, posted_in


@change("community.watch", draft=TargetDraft, ahead=targets(Rumour))
def watch(session: Writing, draft: TargetDraft) -> Rumour:
    """It is answered; somebody keeps an ear open."""
    row = fetch(session, Rumour, draft.id)
    move(session, row, "community.watch", RUMOUR_KIND)
    session.say(no=row.id)
    return row


def _edited_rumour(session: Writing, row: Rumour) -> None:
    session.say(no=row.id)


editing("community.edit_rumour", table=Rumour, fields=RumourFields, also=_edited_rumour)


# ── moods ───────────────────────────────────────────────────────────────────────────────────────


@change("community.note_mood", draft=NoteMood)
def note_mood(session: Writing, draft: NoteMood) -> MoodSignal:
    """A sign of what weighs on people."""
    if draft.building_id is not None:
        fetch(session, Building, draft.building_id)
    row = MoodSignal(**draft.model_dump(), seen_at=session.now, recorded_by=session.actor.id)
    session.add(row)
    session.say(topic=row.topic)
    return row


@change("community.take_mood", draft=TakeMood, ahead=targets(MoodSignal))
def take_mood(session: Writing, draft: TakeMood) -> MoodSignal:
    """Somebody looks after it; nobody named means whoever records it."""
    row = fetch(session, MoodSignal, draft.id)
    owner = draft.owner_id or session.actor.id
    if owner is None:
        raise Refusal("refuse.community.nobody")
    fetch(session, Volunteer, owner)
    move(session, row, "community.take_mood", MOOD_KIND)
    row.owner_id = owner
    row.follow_up_at = _again(session, draft.follow_up_at)
    session.say(topic=row.topic, volunteer=owner)
    return row


@change("community.follow_mood", draft=FollowMood, ahead=targets(MoodSignal))
def follow_mood(session: Writing, draft: FollowMood) -> MoodSignal:
    """Something was done about it, and it is looked at again."""
    row = fetch(session, MoodSignal, draft.id)
    move(session, row, "community.follow_mood", MOOD_KIND)
    row.follow_up = _added(session, row.follow_up, draft.done)
    row.severity = draft.severity or row.severity
    row.follow_up_at = _again(session, draft.follow_up_at)
    session.say(topic=row.topic)
    return row


@change("community.settle_mood", draft=SettleMood, ahead=targets(MoodSignal))
def settle_mood(session: Writing, draft: SettleMood) -> MoodSignal:
    """It weighs no more."""
    row = fetch(session, MoodSignal, draft.id)
    move(session, row, "community.settle_mood", MOOD_KIND)
    row.follow_up = _added(session, row.follow_up, draft.done)
    row.owner_id = row.owner_id or session.actor.id
    row.follow_up_at = None
    session.say(topic=row.topic)
    return row


@change("community.reopen_mood", draft=TargetDraft)
def reopen_mood(session: Writing, draft: TargetDraft) -> MoodSignal:
    """It weighs again."""
    row = fetch(session, MoodSignal, draft.id)
    move(session, row, "community.reopen_mood", MOOD_KIND)
    row.follow_up_at = _again(session, None)
    session.say(topic=row.topic)
    return row


def _edited_mood(session: Writing, row: MoodSignal) -> None:
    session.say(topic=row.topic)


editing("community.edit_mood", table=MoodSignal, fields=MoodFields, also=_edited_mood)


def _again(session: Writing, at: dt.datetime | None) -> dt.datetime | None:
    """When it is looked at again: as somebody said, else after the hours of the rule set."""
    if at is not None:
        if at <= session.now:
            raise Refusal("refuse.community.not_ahead")
        return at
    rules = community_rules(session)
    return None if rules is None else session.now + dt.timedelta(hours=rules.mood_hours)


def _added(session: Writing, before: str, text: str) -> str:
    said = f"{session.clock.stamp(session.now)} {text}"
    return f"{before} · {said}" if before else said
