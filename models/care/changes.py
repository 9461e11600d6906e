"""What may be done with people on the care list: their plan, their contacts, their escalations."""

import datetime as dt

from sqlmodel import col, select

from models.care.asking import ask
from models.care.drafts import (
    AddProfile,
    Aimed,
    Escalate,
    Pair,
    Pause,
    ProfileFields,
    RecordContact,
    Resolve,
    SetCondition,
    WithReason,
)
from models.care.guards import guard, may_lead
from models.care.standing import (
    Person,
    care_rules,
    medicines_of,
    no_answer,
    person,
    plan,
    step_is_escalation,
)
from models.care.tables import (
    CARE,
    SEEN,
    CareContact,
    CareProfile,
    CareState,
    ContactOutcome,
    Met,
    PauseReason,
    Resolution,
)
from models.homes import Resident
from models.people import Volunteer
from models.requests.tables import RequestKind
from models.rules import care as rules_of
from models.rules.care import CareRules, Way
from models.rules.refusal import Refusal
from models.store.drafts import Unfit
from models.store.engine import Writing
from models.store.register import DESK, GRID, LEADERS, change, editing, fetch
from models.words import Key

_UNSEEN = (ContactOutcome.no_answer, ContactOutcome.away)
"""Outcomes at which nobody was met, whatever else the form says."""
_PAUSED_BY = {
    Resolution.hospital: PauseReason.hospital,
    Resolution.away: PauseReason.moved,
}


@change("care.add_profile", draft=AddProfile, roles=LEADERS)
def add_profile(session: Writing, draft: AddProfile) -> CareProfile:
    """Somebody comes on the care list, and is due within the hours of the rule set."""
    resident = fetch(session, Resident, draft.resident_id)
    if resident.moved_out_on is not None:
        raise Refusal("refuse.homes.moved_out", day=resident.moved_out_on.isoformat())
    known = session.exec(
        select(CareProfile.state).where(col(CareProfile.resident_id) == draft.resident_id)
    ).first()
    if known is not None:
        raise Refusal("refuse.care.listed", state=known)
    if draft.volunteer_id is not None:
        _check_serves(session, draft.volunteer_id)
    rules = care_rules(session)
    row = CareProfile(
        **draft.model_dump(exclude={"due_at", "last_seen_at", "categories"}),
        categories=[one.value for one in draft.categories],
        unpaired_since=session.now if draft.volunteer_id is None else None,
        due_at=draft.due_at or rules_of.spread(1, session.now, rules.spread_hours)[0],
        last_seen_at=draft.last_seen_at,
        counts_from=draft.last_seen_at,
    )
    plan(row, (), resident.birth_year, rules, session.now, session.today)
    session.add(row)
    session.say(resident=resident.id, household=resident.household_id)
    return row


def _edited(session: Writing, row: CareProfile) -> None:
    guard(session, row, "care.edit_profile")
    _replan(session, row)
    _tell(session, row)


editing("care.edit_profile", table=CareProfile, fields=ProfileFields, roles=GRID, also=_edited)


@change("care.set_condition", draft=SetCondition, roles=GRID)
def set_condition(session: Writing, draft: SetCondition) -> CareProfile:
    """Replaces what is said to ail the person."""
    row = fetch(session, CareProfile, draft.id)
    guard(session, row, "care.set_condition")
    if row.condition != draft.condition:
        row.condition = draft.condition
    _tell(session, row)
    return row


@change("care.pair", draft=Pair, roles=DESK)
def pair(session: Writing, draft: Pair) -> CareProfile:
    """Gives the person a volunteer; a volunteer may take somebody who has none."""
    row = fetch(session, CareProfile, draft.id)
    guard(session, row, "care.pair")
    if not may_lead(session) and draft.volunteer_id != session.actor.id:
        raise Refusal("refuse.care.only_yourself")
    _check_serves(session, draft.volunteer_id)
    if row.volunteer_id != draft.volunteer_id:
        row.volunteer_id = draft.volunteer_id
        row.unpaired_since = None
    _tell(session, row)
    session.say(volunteer=draft.volunteer_id)
    return row


@change("care.unpair", draft=WithReason, roles=LEADERS)
def unpair(session: Writing, draft: WithReason) -> CareProfile:
    """Takes the volunteer off; somebody else must be found."""
    row = fetch(session, CareProfile, draft.id)
    guard(session, row, "care.unpair")
    session.say(volunteer=row.volunteer_id)
    row.volunteer_id = None
    row.unpaired_since = session.now
    session.why = session.why or draft.reason
    _tell(session, row)
    return row


@change("care.record_contact", draft=RecordContact, roles=DESK)
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
    _replan(session, row, found, rules)
    _tell(session, row, found)
    result = Key(f"ContactOutcome.{outcome.value}") if outcome else Key(f"Met.{Met.left_at_door}")
    session.say(way=draft.way, result=result)
    if contact.request_id is not None:
        session.say(no=contact.request_id)
    if draft.note:
        session.why = session.why or draft.note
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
    _tell(session, row, found)
    session.say(tries=row.tries)
    return row


@change("care.resolve_escalation", draft=Resolve, roles=LEADERS)
def resolve_escalation(session: Writing, draft: Resolve) -> CareProfile:
    """Says what the escalation came to; found well is seen, hospital and away pause the visits."""
    found = _found(session, draft.id)
    row = found.profile
    guard(session, row, "care.resolve_escalation")
    CARE.to("care.resolve_escalation", row.state)
    _settle(row)
    _forget_tries(row)
    if draft.resolution is Resolution.found_well:
        _seen(row, session.now)
        row.last_outcome = ContactOutcome.well
    else:
        row.state = CareState(CARE.to("care.pause", row.state))
        row.pause_reason = _PAUSED_BY[draft.resolution]
        row.last_outcome = ContactOutcome.away
    row.last_contact_at = session.now
    session.why = session.why or draft.note
    _replan(session, row, found)
    _tell(session, row, found)
    session.say(result=draft.resolution)
    return row


@change("care.pause", draft=Pause, roles=LEADERS)
def pause(session: Writing, draft: Pause) -> CareProfile:
    """Nobody visits for a while: hospital, moved to family, an isolation site."""
    row = fetch(session, CareProfile, draft.id)
    guard(session, row, "care.pause")
    target = CareState(CARE.to("care.pause", row.state))
    if draft.pause_until is not None and draft.pause_until <= session.today:
        raise Unfit({"pause_until": ("refuse.care.pause_past", {})})
    row.state = target
    row.pause_reason = draft.pause_reason
    row.pause_until = draft.pause_until
    session.why = session.why or draft.note or None
    _tell(session, row)
    session.say(reason=draft.pause_reason)
    return row


@change("care.resume", draft=Aimed, roles=LEADERS)
def resume(session: Writing, draft: Aimed) -> CareProfile:
    """The person is back; the frequency counts from now."""
    row = fetch(session, CareProfile, draft.id)
    guard(session, row, "care.resume")
    row.state = CareState(CARE.to("care.resume", row.state))
    _back(session, row)
    return row


@change("care.end", draft=WithReason, roles=GRID)
def end(session: Writing, draft: WithReason) -> CareProfile:
    """The person comes off the list, with a reason; the record stays."""
    row = fetch(session, CareProfile, draft.id)
    guard(session, row, "care.end")
    row.state = CareState(CARE.to("care.end", row.state))
    row.escalated_at = None
    row.pause_reason = None
    row.pause_until = None
    row.visit_at = None
    session.why = session.why or draft.reason
    _tell(session, row)
    return row


@change("care.reopen", draft=WithReason, roles=GRID)
def reopen(session: Writing, draft: WithReason) -> CareProfile:
    """The person is on the list again."""
    row = fetch(session, CareProfile, draft.id)
    guard(session, row, "care.reopen")
    row.state = CareState(CARE.to("care.reopen", row.state))
    session.why = session.why or draft.reason
    _back(session, row)
    return row


def replan(session: Writing, profile_id: int) -> None:
    """Plans a person again after a medicine changed."""
    row = fetch(session, CareProfile, profile_id)
    _replan(session, row)
    _tell(session, row)


def _found(session: Writing, profile_id: int) -> Person:
    found = person(session, profile_id)
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
        _forget_tries(row)


def _forget_tries(row: CareProfile) -> None:
    row.tries = 0
    row.tried_at = None
    row.tried_door = False


def _settle(row: CareProfile) -> None:
    row.state = CareState(CARE.to("care.resolve_escalation", row.state))
    row.escalated_at = None


def _back(session: Writing, row: CareProfile) -> None:
    row.pause_reason = None
    row.pause_until = None
    _forget_tries(row)
    if no_answer(row):
        row.last_outcome = None
    row.counts_from = session.now
    _replan(session, row)
    _tell(session, row)


def _replan(
    session: Writing,
    row: CareProfile,
    found: Person | None = None,
    rules: CareRules | None = None,
) -> None:
    if found is None:
        birth_year = fetch(session, Resident, row.resident_id).birth_year
        medicines = medicines_of(session, [row.id]).get(row.id or 0, ())
    else:
        birth_year, medicines = found.birth_year, found.medicines
    plan(row, medicines, birth_year, rules or care_rules(session), session.now, session.today)


def _check_serves(session: Writing, volunteer_id: int) -> None:
    helper = fetch(session, Volunteer, volunteer_id)
    if not helper.serves_on(session.today):
        raise Refusal("refuse.people.demobilised", volunteer=helper.name, day=helper.demobilised_on)


def _tell(session: Writing, row: CareProfile, found: Person | None = None) -> None:
    behind = found or fetch(session, Resident, row.resident_id)
    session.say(resident=row.resident_id, household=behind.household_id)


__all__ = [
    "add_profile",
    "end",
    "escalate",
    "pair",
    "pause",
    "record_contact",
    "reopen",
    "replan",
    "resolve_escalation",
    "resume",
    "set_condition",
    "unpair",
]
