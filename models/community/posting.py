"""What is done with notices; each is one registered change."""

import datetime as dt
from collections.abc import Mapping

from models.community.drafts import ComposeNotice, NoticeFields, Publish
from models.community.guards import guard_notice
from models.community.kinds import NOTICE_KIND
from models.community.known import known_for
from models.community.lint import check_public
from models.community.states import RUMOUR, NoticeKind
from models.community.tables import Notice, Rumour
from models.community.talk import post_answer
from models.community.templates import filled
from models.rules.refusal import Refusal
from models.store.drafts import TargetDraft
from models.store.engine import Reading, Writing
from models.store.register import LEADERS, change, editing, fetch, move, targets
from models.words import Words


def _known(session: Reading, standing: Mapping[str, object], words: Words) -> Mapping[str, object]:
    """What saving will put into the fields left empty, for the form to show."""
    kind = standing.get("kind")
    if not isinstance(kind, NoticeKind):
        return {}
    named = {name: standing.get(name) for name in ("building_id", "group_buy_id")}
    known = known_for(session, ComposeNotice.model_validate({"kind": kind, **named}))
    found = {
        "day": known.day,
        "hours": known.said_hours(words),
        "place": known.place,
        "what": known.what,
        "expires_at": known.until or _tonight(session),
    }
    return {name: value for name, value in found.items() if value}


def _tonight(session: Reading) -> dt.datetime:
    return session.clock.day_start(session.today + dt.timedelta(days=1))


@change("community.compose", draft=ComposeNotice, fills=_known)
def compose(session: Writing, draft: ComposeNotice) -> Notice:
    """A notice from its template, to be read over before it is posted."""
    known = known_for(session, draft)
    expires_at = draft.expires_at or known.until or _tonight(session)
    if expires_at <= session.now:
        raise Refusal("refuse.community.not_ahead")
    said = filled(session, draft, known)
    row = Notice(
        kind=draft.kind,
        chinese=said["zh"],
        english=said["en"],
        dated_on=session.today,
        expires_at=expires_at,
        rumour_id=draft.rumour_id,
        recorded_by=session.actor.id,
    )
    session.add(row)
    session.say(kind=row.kind)
    return row


@change("community.publish", draft=Publish, roles=LEADERS)
def publish(session: Writing, draft: Publish) -> Notice:
    """It stands in the group chat; a rumour it answers is answered with it."""
    row = fetch(session, Notice, draft.id)
    move(session, row, "community.publish", NOTICE_KIND)
    check_public(session, row.chinese, row.english, names_checked=draft.names_checked)
    row.dated_on = session.today
    row.posted_at, row.posted_in = session.now, draft.posted_in
    if row.rumour_id is not None:
        rumour = fetch(session, Rumour, row.rumour_id)
        if RUMOUR.allows("community.answer", rumour.state):
            post_answer(session, rumour, draft.posted_in)
    session.say(kind=row.kind)
    return row


@change("community.end_notice", draft=TargetDraft, ahead=targets(Notice))
def end_notice(session: Writing, draft: TargetDraft) -> Notice:
    """It no longer stands."""
    row = fetch(session, Notice, draft.id)
    move(session, row, "community.end_notice", NOTICE_KIND)
    session.say(kind=row.kind)
    return row


def _edited(session: Writing, row: Notice) -> None:
    guard_notice(session, row, "community.edit_notice")
    if row.expires_at <= session.now:
        raise Refusal("refuse.community.not_ahead")
    session.say(kind=row.kind)


editing("community.edit_notice", table=Notice, fields=NoticeFields, also=_edited)
