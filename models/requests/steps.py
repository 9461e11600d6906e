"""The way of a request from one state to the next; each step is one registered change.

Every step reads the request again inside its own transaction, so of two who claim it at once one
has it and the other is told who.
"""

from collections.abc import Collection, Sequence

from sqlmodel import col, select

from models.people.tables import Volunteer
from models.requests.changes import because, jot, tell
from models.requests.drafts import (
    Assign,
    Close,
    Confirm,
    Finish,
    Noted,
    Wait,
    WithReason,
)
from models.requests.guards import check_free, check_helper, guard
from models.requests.pauses import begin, reckon, rouse
from models.requests.tables import REQUEST, ClosingReason, Request, RequestState
from models.rules.refusal import Refusal
from models.store.drafts import TargetDraft, Unfit
from models.store.engine import Reading, Writing
from models.store.register import LEADERS, SECRETARY, change, fetch, targets


@change("requests.claim", draft=TargetDraft, ahead=targets(Request))
def claim(session: Writing, draft: TargetDraft) -> Request:
    """Takes a request that nobody has; whoever comes second is told who was first."""
    row = fetch(session, Request, draft.id)
    check_free(session, row)
    target = _target(session, row, "requests.claim")
    who = session.actor.id
    if who is None or session.get(Volunteer, who) is None:
        raise Refusal("refuse.requests.nobody")
    check_helper(session, who)
    row.state, row.assignee_id = target, who
    tell(session, row, volunteer=who)
    return row


@change("requests.assign", draft=Assign, roles=LEADERS)
def assign(session: Writing, draft: Assign) -> Request:
    """Gives a request to somebody, also one that somebody else has."""
    row = fetch(session, Request, draft.id)
    target = _target(session, row, "requests.assign")
    person = check_helper(session, draft.assignee_id)
    if row.assignee_id == draft.assignee_id:
        raise Refusal("refuse.requests.taken", no=row.number, volunteer=person.name)
    _leave(session, row)
    row.state, row.assignee_id = target, draft.assignee_id
    tell(session, row, volunteer=draft.assignee_id)
    return row


@change("requests.release", draft=WithReason)
def release(session: Writing, draft: WithReason) -> Request:
    """Gives a request back, so that somebody else can claim it."""
    row = fetch(session, Request, draft.id)
    tell(session, row, volunteer=row.assignee_id)
    _give_back(session, row)
    jot(session, row, draft.reason)
    return row


def held_by(session: Reading, volunteer_ids: Collection[int]) -> Sequence[Request]:
    """The requests that these people have in hand."""
    return session.exec(
        select(Request).where(
            col(Request.closed_at).is_(None), col(Request.assignee_id).in_(volunteer_ids)
        )
    ).all()


def hand_back(session: Writing, volunteer_ids: Collection[int]) -> int:
    """Gives back what those who leave the branch have in hand; their leaving is the reason."""
    held = held_by(session, volunteer_ids)
    for row in held:
        _give_back(session, row)
    return len(held)


@change("requests.start", draft=TargetDraft, ahead=targets(Request))
def start(session: Writing, draft: TargetDraft) -> Request:
    """Sets out to do it."""
    return _step(session, draft.id, "requests.start")


@change("requests.wait", draft=Wait)
def wait(session: Writing, draft: Wait) -> Request:
    """Puts a request off until a time, saying what it waits for; may be put off again."""
    row = fetch(session, Request, draft.id)
    target = _target(session, row, "requests.wait")
    if draft.wake_at <= session.now:
        raise Unfit({"wake_at": ("refuse.requests.wake_past", {})})
    _leave(session, row)
    begin(session, row, draft.waiting_for, draft.reason, draft.wake_at)
    row.state = target
    because(session, row, draft.reason)
    tell(session, row, waiting_for=draft.waiting_for, until=draft.wake_at)
    return row


@change("requests.wake", draft=TargetDraft, ahead=targets(Request))
def wake(session: Writing, draft: TargetDraft) -> Request:
    """Takes a request up again: what it waited for has come, or its time is up."""
    return _step(session, draft.id, "requests.wake")


@change("requests.unreachable", draft=Noted)
def unreachable(session: Writing, draft: Noted) -> Request:
    """Says that nobody answers, and how it was tried."""
    row = _step(session, draft.id, "requests.unreachable")
    jot(session, row, draft.text)
    return row


@change("requests.follow_up", draft=Noted)
def follow_up(session: Writing, draft: Noted) -> Request:
    """Says what is still to do; what was done already is open again."""
    row = _step(session, draft.id, "requests.follow_up")
    row.closed_at = None
    jot(session, row, draft.text)
    return row


@change("requests.done", draft=Finish, ahead=targets(Request))
def done(session: Writing, draft: Finish) -> Request:
    """Says that it is done, and what was done."""
    row = _step(session, draft.id, "requests.done")
    row.closed_at = session.now
    row.outcome = draft.outcome
    return row


@change("requests.confirm", draft=Confirm, ahead=targets(Request))
def confirm(session: Writing, draft: Confirm) -> Request:
    """Keeps what the household says of it; with that it is settled."""
    row = _step(session, draft.id, "requests.confirm")
    row.closing, row.satisfaction = ClosingReason.done, draft.satisfaction
    if draft.text:
        jot(session, row, draft.text)
    tell(session, row, satisfaction=draft.satisfaction)
    return row


@change("requests.close", draft=Close)
def close(session: Writing, draft: Close) -> Request:
    """Closes a request with a reason; what a helper did is first said to be done."""
    row = fetch(session, Request, draft.id)
    target = _target(session, row, "requests.close")
    if draft.closing is ClosingReason.done and row.state is not RequestState.done:
        raise Refusal("refuse.requests.not_done", no=row.number)
    if draft.duplicate_of is not None:
        _check_other(session, row, draft.duplicate_of)
    _leave(session, row)
    row.state, row.closing, row.duplicate_of = target, draft.closing, draft.duplicate_of
    row.closed_at = row.closed_at or session.now
    row.outcome = draft.text or row.outcome
    because(session, row, draft.text)
    tell(session, row, reason=draft.closing, other=draft.duplicate_of)
    return row


@change("requests.reopen", draft=WithReason)
def reopen(session: Writing, draft: WithReason) -> Request:
    """Opens what was done or closed again: it counts as a repeat and is promised anew."""
    row = fetch(session, Request, draft.id)
    _target(session, row, "requests.reopen")
    goes_on = row.assignee_id is not None and not row.unsafe and _can(session, row.assignee_id)
    row.counted_from = session.now
    row.reopened += 1
    row.closed_at = row.closing = row.satisfaction = row.duplicate_of = None
    row.state = RequestState.in_progress if goes_on else RequestState.triaged
    if not goes_on:
        row.assignee_id = None
    reckon(session, row)
    jot(session, row, draft.reason)
    tell(session, row, volunteer=row.assignee_id)
    return row


@change("requests.ask_safety", draft=TargetDraft)
def ask_safety(session: Writing, draft: TargetDraft) -> Request:
    """Says that somebody would have to climb: it stops until the secretary has approved it."""
    row = _step(session, draft.id, "requests.ask_safety")
    row.climbing = True
    return row


@change("requests.approve_safety", draft=TargetDraft, roles=SECRETARY)
def approve_safety(session: Writing, draft: TargetDraft) -> Request:
    """The secretary approves the climbing, with name and time."""
    row = fetch(session, Request, draft.id)
    guard(session, row, "requests.approve_safety")
    row.safety_approved_by, row.safety_approved_at = session.actor.id, session.now
    tell(session, row)
    return row


def _target(session: Writing, row: Request, verb: str) -> RequestState:
    """Where the step leads to.

    Raises:
        Refusal: when it does not start from where the request stands, or a guard says no.
    """
    target = RequestState(REQUEST.to(verb, row.state))
    guard(session, row, verb)
    return target


def _step(session: Writing, row_id: int, verb: str) -> Request:
    row = fetch(session, Request, row_id)
    target = _target(session, row, verb)
    _leave(session, row)
    row.state = target
    tell(session, row, volunteer=row.assignee_id)
    return row


def _give_back(session: Writing, row: Request) -> None:
    target = _target(session, row, "requests.release")
    _leave(session, row)
    row.state, row.assignee_id = target, None


def _leave(session: Writing, row: Request) -> None:
    """Ends a wait, whatever comes next."""
    if row.state is RequestState.waiting:
        rouse(session, row)


def _can(session: Writing, volunteer_id: int) -> bool:
    person = session.get(Volunteer, volunteer_id)
    if person is None:
        return False
    return person.serves_on(session.today) and not person.isolated_on(session.today)


def _check_other(session: Writing, row: Request, other_id: int) -> None:
    """A duplicate points to another request that is not itself a duplicate of this one."""
    other = fetch(session, Request, other_id)
    if other.id == row.id or other.duplicate_of == row.id:
        raise Unfit({"duplicate_of": ("refuse.requests.itself", {})})
