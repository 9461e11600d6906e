"""What may be done with people on the care list: who is on it, with whom, and until when."""

from collections.abc import Collection, Sequence

from sqlmodel import col, select

from models.care.drafts import (
    AddProfile,
    Aimed,
    Pair,
    Pause,
    ProfileFields,
    SetCondition,
    WithReason,
)
from models.care.guards import guard, may_lead
from models.care.planning import forget_tries, replan_row, tell
from models.care.standing import (
    care_rules,
    no_answer,
    plan,
)
from models.care.tables import (
    CARE,
    LISTED,
    CareProfile,
    CareState,
    PauseReason,
)
from models.homes import Resident
from models.people import Volunteer
from models.rules import care as rules_of
from models.rules.refusal import Refusal
from models.store.drafts import Unfit
from models.store.engine import Reading, Writing
from models.store.register import DESK, GRID, LEADERS, change, editing, fetch

_KNOWN = "care.known"


def _list_ahead(session: Writing, drafts: Sequence[AddProfile]) -> None:
    """Reads who is meant, and who of them is known to the list already."""
    session.gather(Volunteer, [draft.volunteer_id for draft in drafts])
    people = session.gather(Resident, [draft.resident_id for draft in drafts])
    known = session.exec(
        select(CareProfile.resident_id, CareProfile.state).where(
            col(CareProfile.resident_id).in_(people)
        )
    )
    session.info[_KNOWN] = {**dict.fromkeys(people), **dict(known.all())}


def _known(session: Writing, resident_id: int) -> CareState | None:
    ahead: dict[int, CareState | None] = session.info.get(_KNOWN, {})
    if resident_id in ahead:
        return ahead[resident_id]
    asked = select(CareProfile).where(col(CareProfile.resident_id) == resident_id)
    found = session.exec(asked).first()
    return found.state if found is not None else None


@change("care.add_profile", draft=AddProfile, roles=LEADERS, ahead=_list_ahead)
def add_profile(session: Writing, draft: AddProfile) -> CareProfile:
    """Somebody comes on the care list, and is due within the hours of the rule set."""
    resident = fetch(session, Resident, draft.resident_id)
    if resident.moved_out_on is not None:
        raise Refusal("refuse.homes.moved_out", day=resident.moved_out_on.isoformat())
    known = _known(session, draft.resident_id)
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
    session.info.get(_KNOWN, {})[draft.resident_id] = row.state
    session.say(resident=resident.id, household=resident.household_id)
    return row


def _edited(session: Writing, row: CareProfile) -> None:
    guard(session, row, "care.edit_profile")
    replan_row(session, row)
    tell(session, row)


editing("care.edit_profile", table=CareProfile, fields=ProfileFields, roles=GRID, also=_edited)


@change("care.set_condition", draft=SetCondition, roles=GRID)
def set_condition(session: Writing, draft: SetCondition) -> CareProfile:
    """Replaces what is said to ail the person."""
    row = fetch(session, CareProfile, draft.id)
    guard(session, row, "care.set_condition")
    if row.condition != draft.condition:
        row.condition = draft.condition
    tell(session, row)
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
    tell(session, row)
    session.say(volunteer=draft.volunteer_id)
    return row


@change("care.unpair", draft=WithReason, roles=LEADERS)
def unpair(session: Writing, draft: WithReason) -> CareProfile:
    """Takes the volunteer off; somebody else must be found."""
    row = fetch(session, CareProfile, draft.id)
    guard(session, row, "care.unpair")
    session.say(volunteer=row.volunteer_id)
    _part(session, row)
    session.why = session.why or draft.reason
    tell(session, row)
    return row


def paired_with(session: Reading, volunteer_ids: Collection[int]) -> Sequence[CareProfile]:
    """The people on the list whom these volunteers look after."""
    return session.exec(
        select(CareProfile).where(
            col(CareProfile.state).in_(LISTED), col(CareProfile.volunteer_id).in_(volunteer_ids)
        )
    ).all()


def hand_back(session: Writing, volunteer_ids: Collection[int]) -> int:
    """Ends the pairings of those who leave the branch; from now on somebody else is looked for."""
    paired = paired_with(session, volunteer_ids)
    for row in paired:
        _part(session, row)
    return len(paired)


def _part(session: Writing, row: CareProfile) -> None:
    row.volunteer_id, row.unpaired_since = None, session.now


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
    row.pause_note = draft.note
    tell(session, row)
    isolated = draft.pause_reason is PauseReason.isolation_site
    session.say(reason=PauseReason.other if isolated else draft.pause_reason)
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
    row.pause_note = ""
    row.visit_at = None
    session.why = session.why or draft.reason
    tell(session, row)
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


def _back(session: Writing, row: CareProfile) -> None:
    row.pause_reason = None
    row.pause_until = None
    row.pause_note = ""
    forget_tries(row)
    if no_answer(row):
        row.last_outcome = None
    row.counts_from = session.now
    replan_row(session, row)
    tell(session, row)


def _check_serves(session: Writing, volunteer_id: int) -> None:
    helper = fetch(session, Volunteer, volunteer_id)
    if not helper.serves_on(session.today):
        raise Refusal("refuse.people.demobilised", volunteer=helper.name, day=helper.demobilised_on)


__all__ = [
    "add_profile",
    "end",
    "hand_back",
    "pair",
    "paired_with",
    "pause",
    "reopen",
    "resume",
    "set_condition",
    "unpair",
]
