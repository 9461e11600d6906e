"""What a round asks of other areas: a need found at a door becomes a request, a number is shown."""

from models.homes.revealing import RevealDraft, shown_in_full
from models.requests.changes import add
from models.requests.drafts import AddRequest
from models.requests.tables import RequestSource
from models.rounds.drafts import NeedDraft, ScopeDraft
from models.rounds.guards import guard_target, seeing
from models.rounds.marking import ahead, mark_where, see
from models.rounds.sight import seen
from models.rounds.states import LEFT, Outcome
from models.rounds.tables import CoverageRound, RoundSlot, RoundTarget
from models.rules.refusal import Refusal
from models.store.drafts import build
from models.store.engine import Writing
from models.store.register import TargetDraft, change, fetch
from models.words import Key


@change("rounds.ask_for", draft=NeedDraft, ahead=ahead)
def ask_for(session: Writing, draft: NeedDraft) -> RoundTarget:
    """What a household needs becomes a request; a door of a survey is answered with it."""
    row = fetch(session, RoundTarget, draft.id)
    guard_target(session, row, "rounds.ask_for")
    its = fetch(session, CoverageRound, row.round_id)
    if row.household_id is None:
        raise Refusal("refuse.rounds.not_this_kind", kind=its.kind)
    made = add(
        session,
        build(
            AddRequest,
            {
                "household_id": row.household_id,
                "resident_id": row.resident_id,
                "kind": draft.kind,
                "detail": draft.detail,
                "item": draft.item,
                "urgency": draft.urgency,
                "source": RequestSource.inspection,
                "again": True,
            },
        ),
    )
    if seeing(its.kind) == "rounds.answer" and row.state in LEFT:
        see(session, its, [row], outcome=Outcome.need, note=draft.detail)
    # The act is a knock at a door; that it made a request is what it tells.
    session.act_params.clear()
    session.say(
        kind=Key(f"RoundKind.{its.kind.value}"),
        no=its.number,
        household=row.household_id,
        request=made.number,
    )
    return row


@change("rounds.mark_slot", draft=TargetDraft)
def mark_slot(session: Writing, draft: TargetDraft) -> CoverageRound:
    """Everybody left in the building whose turn it is is seen."""
    slot = fetch(session, RoundSlot, draft.id)
    building = {"id": slot.round_id, "building_id": slot.building_id}
    return mark_where(session, build(ScopeDraft, building))


# A reveal makes no row: what it hands back is the value that was asked for.
@change("rounds.reveal", draft=RevealDraft, undo="never")  # type: ignore[type-var]
def reveal(session: Writing, draft: RevealDraft) -> str:
    """Name and number of somebody who is left, in full; the journal keeps who looked."""
    row = fetch(session, RoundTarget, draft.id)
    guard_target(session, row, "rounds.reveal")
    its = fetch(session, CoverageRound, row.round_id)
    task = seen(session, its.state).on_task
    return shown_in_full(session, draft, row.resident_id or 0, on_task=task)
