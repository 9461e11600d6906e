"""What speaks against a verb for a reason beyond the state: who asks, and what is there."""

from models.care.sight import seen
from models.care.standing import person, person_ahead
from models.care.tables import CareProfile, CareState, Medicine
from models.rules.refusal import Refusal
from models.store.actor import LEADERS
from models.store.engine import Reading

_ON_THE_LIST = ("care.pair", "care.unpair", "care.edit_profile", "care.set_condition")
_NEEDS_SIGHT = ("care.edit_profile", "care.set_condition")


def may_lead(session: Reading) -> bool:
    """Whether who acts may decide for others."""
    return session.viewer.role in LEADERS


def guard(session: Reading, row: CareProfile, verb: str) -> None:
    """Refuses what does not fit this person, or whoever asks."""
    if row.state is CareState.ended and verb in (*_ON_THE_LIST, "care.add_medicine"):
        raise Refusal("refuse.care.ended")
    if verb == "care.unpair" and row.volunteer_id is None:
        raise Refusal("refuse.care.unpaired")
    if verb == "care.pair" and not may_lead(session) and row.volunteer_id is not None:
        raise Refusal("refuse.care.paired")
    if verb in _NEEDS_SIGHT and not _whole_compound(session):
        # A form opens with what it holds, so it opens only for who may read it.
        found = person(session, row.id or 0)
        if found is None or not seen(session, found).needs:
            raise Refusal("refuse.care.not_shown")
    if verb == "care.reveal":
        found = person(session, row.id or 0)
        if found is None or not seen(session, found).whole_door:
            raise Refusal("refuse.care.not_shown")


def medicine_guard(session: Reading, row: Medicine, verb: str) -> None:
    """A medicine is counted and changed by who may know that the person takes it."""
    if row.stopped_on is not None:
        raise Refusal("refuse.care.stopped", day=row.stopped_on.isoformat())
    found = person_ahead(session, row.profile_id)
    if found is None:
        raise Refusal("refuse.gone")
    if not _whole_compound(session) and not seen(session, found).medicines:
        raise Refusal("refuse.care.not_shown")
    if found.profile.state is CareState.ended:
        raise Refusal("refuse.care.ended")


def _whole_compound(session: Reading) -> bool:
    """A spreadsheet covers the whole compound: who may read it in has read it already."""
    return session.viewer.origin == "import"
