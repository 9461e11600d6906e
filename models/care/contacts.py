"""Visits and calls, and the doors nobody opened: what was found, and what follows from it."""

import datetime as dt
from collections.abc import Sequence

from models.care.asking import ask
from models.care.calling import calls
from models.care.drafts import (
    Escalate,
    RecordContact,
    Resolve,
)
from models.care.guards import guard
from models.care.planning import forget_tries, replan_row, tell
from models.care.side_tables import CareContact
from models.care.standing import (
    Person,
    care_rules,
    look_ahead,
    person_ahead,
    step_is_escalation,
)
from models.care.tables import (
    CARE,
    SEEN,
    CareProfile,
    CareState,
    ContactOutcome,
    Met,
    PauseReason,
    Resolution,
)
from models.requests.tables import RequestKind
from models.rules.care import Way
from models.rules.refusal import Refusal
from models.store.drafts import Unfit
from models.store.engine import Writing
from models.store.register import DESK, LEADERS, change
from models.words import Key

_UNSEEN = (ContactOutcome.no_answer, ContactOutcome.away)
"""Outcomes at which nobody was met, whatever else the form says."""
_PAUSED_BY = {
    Resolution.hospital: PauseReason.hospital,
    Resolution.away: PauseReason.moved,
}


def _look_ahead(session: Writing, drafts: Sequence[RecordContact]) -> None:
    look_ahead(session, (draft.id for draft in drafts))


@change("care.record_contact", draft=RecordContact, roles=DESK, ahead=_look_ahead)
def record_contact(session: Writing, draft: RecordContact) -> CareContact:
    """Keeps a visit or a call; only one that met or spoke to the person resets the due time."""
    found = _found(session, draft.id)
    row = found.profile
    CARE.to("care.record_contact", row.state)
    at = draft.contact_at or session.now
    if at > session.now:
        raise Unfit({"contact_at": ("refuse.care.future", {})})
    if draft.visit_at is not None and draft.visit_at <= session.now:
        raise Unfit({"visit_at": ("refuse.care.visit_past", {})})
    met = _met(draft)
    if draft.way is Way.call and met is Met.left_at_door:
        raise Unfit({"met": ("refuse.care.left_by_call", {})})
    # What was left at the door says nothing about how the person is.
    silent = met is Met.left_at_door and draft.outcome is ContactOutcome.well
    outcome = None if silent else draft.outcome
    rules = care_rules(session)
    contact = CareContact(
        profile_id=draft.id,
        way=draft.way,
        outcome=outcome,
        met=met,
        note=draft.note,
        recorded_by=session.actor.id,
        at=at,
        attempt=row.tries + 1,
        request_id=_need(session, found, draft),
    )
    session.add(contact)
    seen = outcome is not None and outcome.value in rules.seen_outcomes and met in SEEN
    if seen:
        _seen(row, at)
    elif outcome is ContactOutcome.no_answer and _still_open(row, at):
        row.tries += 1
        row.tried_at = max(row.tried_at or at, at)
        row.tried_door = row.tried_door or draft.way is Way.door
    if outcome is not None and met is not Met.left_at_door and _newest(row, at):
        row.last_outcome = outcome
    row.last_contact_at = max(row.last_contact_at or at, at)
    if draft.visit_at is not None:
        row.visit_at = draft.visit_at
    if seen and row.state is CareState.escalated:
        _settle(row)
    replan_row(session, row, found, rules)
    tell(session, row, found)
    result = Key(f"ContactOutcome.{outcome.value}") if outcome else Key(f"Met.{Met.left_at_door}")
    session.say(way=draft.way, result=result)
    if contact.request_id is not None:
        session.say(no=contact.request_id)
    # The note stays with the contact: it may name an illness, and the journal is read by all.
    return contact


@change("care.escalate", draft=Escalate, roles=DESK)
def escalate(session: Writing, draft: Escalate) -> CareProfile:
    """Hands the door to grid leader, police and key holder; before the last try with a reason."""
    found = _found(session, draft.id)
    row = found.profile
    guard(session, row, "care.escalate")
    target = CareState(CARE.to("care.escalate", row.state))
    if not draft.reason and not step_is_escalation(found):
        raise Unfit({"reason": ("refuse.care.escalate_early", {"tries": row.tries})})
    row.state = target
    row.escalated_at = session.now
    session.why = session.why or draft.reason or None
    tell(session, row, found)
    named = calls(session, found)
    session.say(
        tries=row.tries,
        grid_leader=" / ".join(one.name for one in named.grid_leaders),
        police=" / ".join(one.name for one in named.police),
    )
    return row


@change("care.resolve_escalation", draft=Resolve, roles=LEADERS)
def resolve_escalation(session: Writing, draft: Resolve) -> CareProfile:
    """Says what the escalation came to; found well is seen, hospital and away pause the visits."""
    found = _found(session, draft.id)
    row = found.profile
    guard(session, row, "care.resolve_escalation")
    CARE.to("care.resolve_escalation", row.state)
    attempt = row.tries + 1
    _settle(row)
    forget_tries(row)
    if draft.resolution is Resolution.found_well:
        _seen(row, session.now)
        row.last_outcome = ContactOutcome.well
    else:
        row.state = CareState(CARE.to("care.pause", row.state))
        row.pause_reason = _PAUSED_BY[draft.resolution]
        row.last_outcome = ContactOutcome.away
    row.last_contact_at = session.now
    well = draft.resolution is Resolution.found_well
    session.add(
        CareContact(
            profile_id=draft.id,
            way=Way.door,
            outcome=row.last_outcome,
            met=Met.met if well else None,
            note=draft.note,
            recorded_by=session.actor.id,
            at=session.now,
            attempt=attempt,
        )
    )
    replan_row(session, row, found)
    tell(session, row, found)
    session.say(result=draft.resolution)
    return row


def _found(session: Writing, profile_id: int) -> Person:
    found = person_ahead(session, profile_id)
    if found is None:
        raise Refusal("refuse.gone")
    return found


def _met(draft: RecordContact) -> Met | None:
    if draft.outcome in _UNSEEN:
        return None
    # Nobody is met by telephone.
    return Met.spoke if draft.way is Way.call and draft.met is Met.met else draft.met


def _need(session: Writing, found: Person, draft: RecordContact) -> int | None:
    """Somebody who needs something gets a request or another visit, never only a note."""
    kind = draft.need
    if draft.outcome is ContactOutcome.needs_action and kind is None and draft.visit_at is None:
        if not draft.note:
            raise Unfit({"need": ("refuse.care.need", {})})
        kind = RequestKind.other
    if kind is None:
        return None
    if kind is RequestKind.other and not draft.note:
        raise Unfit({"note": ("refuse.care.need_what", {})})
    return ask(session, found, kind, detail=draft.note)


def _still_open(row: CareProfile, at: dt.datetime) -> bool:
    return row.last_seen_at is None or at > row.last_seen_at


def _newest(row: CareProfile, at: dt.datetime) -> bool:
    return row.last_contact_at is None or at >= row.last_contact_at


def _seen(row: CareProfile, at: dt.datetime) -> None:
    """Somebody met or spoke to the person; a visit recorded late never turns the clock back."""
    if row.last_seen_at is None or at > row.last_seen_at:
        row.last_seen_at = at
    row.counts_from = max(row.counts_from or at, at)
    if row.visit_at is not None and row.visit_at <= at + dt.timedelta(hours=1):
        row.visit_at = None
    if row.tried_at is None or row.tried_at <= at:
        forget_tries(row)


def _settle(row: CareProfile) -> None:
    row.state = CareState(CARE.to("care.resolve_escalation", row.state))
    row.escalated_at = None


__all__ = ["escalate", "record_contact", "resolve_escalation"]
