"""A masked name and number in full, for a moment and for a reason, kept in the journal.

The promise: nobody is shown in full unless the table of who sees what has a key there, and the
journal says who looked at whom, at which fields and why.
"""

from enum import StrEnum

from pydantic import Field

from models.homes.sight import check_reveals
from models.homes.tables import Household, Resident
from models.store.actor import DESK
from models.store.drafts import Draft, TargetId, Text, Unfit
from models.store.engine import Writing
from models.store.register import change
from models.store.session import fetch


class RevealReason(StrEnum):
    """What somebody is shown in full for."""

    call = "call"
    visit = "visit"
    deliver = "deliver"
    urgent = "urgent"
    check = "check"
    other = "other"


class RevealDraft(Draft):
    """Why the masked fields of a record are to be shown."""

    id: TargetId
    reason: RevealReason = Field(title="field.reveal_reason", description="hint.reveal_reason")
    note: Text = Field(
        "", max_length=120, title="field.reveal_note", description="hint.reveal_note"
    )


FIELDS = ("name", "phone")
"""What a reveal shows."""


# A reveal makes no row: what it hands back is what was asked for.
@change("homes.reveal", draft=RevealDraft, roles=DESK, undo="never")  # type: ignore[type-var]
def reveal(session: Writing, draft: RevealDraft) -> str:
    """Shows a name and a telephone number in full, and has the journal keep who looked."""
    return shown_in_full(session, draft, draft.id, on_task=False)


def shown_in_full(
    session: Writing, draft: RevealDraft, resident_id: int, *, on_task: bool, more: str = ""
) -> str:
    """Name and number in full, journalled with the reason as part of the act under way.

    An area that gives people jobs calls this from a reveal of its own, once it has made sure
    whether the resident is on a job of the viewer.

    Args:
        more: what belongs to the person beside them, such as a number of the family.

    Raises:
        Refusal: when the table shows this viewer no more than the mask, or the reason says none.
    """
    row = fetch(session, Resident, resident_id)
    household = fetch(session, Household, row.household_id)
    check_reveals(session, household.grid, on_task)
    if draft.reason is RevealReason.other and not draft.note:
        raise Unfit({"note": ("refuse.input.missing", {})})
    fields = " ".join((*FIELDS, "contact") if more else FIELDS)
    session.witness(resident=row.id, household=household.id, field=fields, reason=draft.reason)
    session.why = session.why or draft.note or None
    return "  ".join(part for part in (row.name, row.phone, more) if part)
