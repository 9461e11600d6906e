"""How a request is recorded, triaged, edited and noted; each is one registered change."""

from collections.abc import Sequence

import sqlalchemy as sa

from models.homes.revealing import RevealDraft, shown_in_full
from models.homes.tables import Household, Resident
from models.requests.drafts import (
    AddRequest,
    Noted,
    NoteNew,
    RequestFields,
    SetUrgency,
    Triage,
)
from models.requests.guards import age, assignee_of, check_helper, guard, leads
from models.requests.pauses import promise_rules, reckon
from models.requests.reads import same_at_door
from models.requests.sight import PRIVATE, check_words, on_task
from models.requests.tables import REQUEST, Request, RequestState
from models.rules.refusal import Refusal
from models.store.drafts import Unfit
from models.store.engine import Writing
from models.store.register import change, editing, fetch


def _doors_ahead(session: Writing, drafts: Sequence[AddRequest]) -> None:
    session.gather(Household, [draft.household_id for draft in drafts])
    session.gather(Resident, [draft.resident_id for draft in drafts])


@change("requests.add", draft=AddRequest, ahead=_doors_ahead)
def add(session: Writing, draft: AddRequest) -> Request:
    """Records a request, triaged at once, and claimed where somebody is named for it."""
    rules = promise_rules(session)
    row = _recorded(session, draft)
    row.urgency = draft.urgency or rules.urgency(draft.kind)
    row.climbing = draft.climbing
    row.state = RequestState.triaged
    if draft.assignee_id is not None:
        if not leads(session) and draft.assignee_id != session.actor.id:
            raise Refusal("refuse.requests.only_yourself")
        check_helper(session, draft.assignee_id)
        row.assignee_id, row.state = draft.assignee_id, RequestState.claimed
        session.say(volunteer=draft.assignee_id)
    reckon(session, row)
    return _kept(session, row)


@change("requests.note_new", draft=NoteNew)
def note_new(session: Writing, draft: NoteNew) -> Request:
    """Keeps a line that was pasted or imported; somebody still has to triage it."""
    row = _recorded(session, draft)
    row.urgency = promise_rules(session).urgency(draft.kind)
    return _kept(session, row)


@change("requests.triage", draft=Triage)
def triage(session: Writing, draft: Triage) -> Request:
    """Says how soon a new line must be met; from then on it is promised."""
    row = fetch(session, Request, draft.id)
    guard(session, row, "requests.triage")
    state = RequestState(REQUEST.to("requests.triage", row.state))
    rules = promise_rules(session)
    row.kind = draft.kind or row.kind
    row.urgency = draft.urgency or rules.urgency(row.kind)
    reckon(session, row)
    row.state = state
    tell(session, row, urgency=row.urgency)
    return row


@change("requests.set_urgency", draft=SetUrgency)
def set_urgency(session: Writing, draft: SetUrgency) -> Request:
    """Gives another urgency, and with it another promise, with the reason why."""
    row = fetch(session, Request, draft.id)
    guard(session, row, "requests.set_urgency")
    row.urgency = draft.urgency
    reckon(session, row)
    jot(session, row, draft.reason)
    tell(session, row, urgency=row.urgency)
    return row


@change("requests.note", draft=Noted)
def note(session: Writing, draft: Noted) -> Request:
    """Adds a note to the timeline; anybody at the desk may, also about a closed request."""
    row = fetch(session, Request, draft.id)
    guard(session, row, "requests.note")
    jot(session, row, draft.text)
    tell(session, row)
    return row


# A reveal makes no row: what it hands back is what was asked for.
@change("requests.reveal", draft=RevealDraft, undo="never")  # type: ignore[type-var]
def reveal(session: Writing, draft: RevealDraft) -> str:
    """Shows the resident's name and telephone in full, and has the journal keep who looked."""
    row = fetch(session, Request, draft.id)
    guard(session, row, "requests.reveal")
    shown = shown_in_full(session, draft, row.resident_id or 0, on_task=on_task(session, row))
    tell(session, row)
    return shown


def _edited(session: Writing, row: Request) -> None:
    kind_was = sa.inspect(row).attrs.kind.history.deleted
    urgency_was = sa.inspect(row).attrs.urgency.history.deleted
    with session.no_autoflush:
        if kind_was:
            # Whoever may not read a request may not make it one that he may read.
            check_words(session, row, kind_was[0])
        guard(session, row, "requests.edit")
        _check_behind(session, row.household_id, row.resident_id)
        if urgency_was and row.state is not RequestState.new:
            reckon(session, row)
    tell(session, row)


editing("requests.edit", table=Request, fields=RequestFields, also=_edited)


def jot(session: Writing, row: Request, text: str) -> None:
    """Keeps on the request what was said last of it."""
    row.note, row.noted_at = text, session.now
    because(session, row, text)


def because(session: Writing, row: Request, text: str) -> None:
    """Gives the act its reason, which everybody reads who reads the journal.

    The words of a private request stay on the request, where its sheet shows them to those alone
    who may read them.
    """
    if text and row.kind not in PRIVATE:
        session.why = session.why or text


def tell(session: Writing, row: Request, **more: object) -> None:
    """What the journal tells of every change of a request."""
    session.say(no=row.number, household=row.household_id, kind=row.kind, **more)


def _recorded(session: Writing, draft: AddRequest | NoteNew) -> Request:
    fetch(session, Household, draft.household_id)
    _check_behind(session, draft.household_id, draft.resident_id)
    if not draft.again:
        _check_first(session, draft)
    given = draft.model_dump(exclude={"again", "climbing", "assignee_id", "urgency"})
    return Request(
        **given,
        state=RequestState.new,
        recorded_by=session.actor.id,
        created_at=session.now,
        counted_from=session.now,
    )


def _kept(session: Writing, row: Request) -> Request:
    session.add(row)
    session.flush()
    tell(session, row)
    return row


def _check_behind(session: Writing, household_id: int, resident_id: int | None) -> None:
    if resident_id is None:
        return
    resident = session.get(Resident, resident_id)
    if resident is None or resident.household_id != household_id:
        raise Unfit({"resident_id": ("refuse.requests.not_behind", {})})


def _check_first(session: Writing, draft: AddRequest | NoteNew) -> None:
    """The same kind at the same door is most often the same request, told twice."""
    same = same_at_door(session, draft.household_id, draft.kind)
    if same is not None:
        has_it = assignee_of(session, same)
        raise Refusal(
            "refuse.requests.duplicate_held" if has_it else "refuse.requests.duplicate",
            no=same.number,
            kind=same.kind,
            age=age(session, same.created_at),
            volunteer=has_it,
        )


__all__ = ["add", "because", "jot", "note", "note_new", "reveal", "set_urgency", "tell", "triage"]
