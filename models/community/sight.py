"""Who sees how much of what neighbours give, say and quarrel about.

A conflict is between two doors: only the secretary, the leader of a grid it is in and its mediator
know of more than its number. A story that nobody agreed to stays with whoever wrote it down and
those two. What
is given follows the table of who sees what: whoever carries it is on its task.
"""

from models.community.states import TELLABLE, GiftState, WishState
from models.community.tables import Gift, Mediation, Story, Wish
from models.homes.sight import viewpoint
from models.homes.tables import Household
from models.rules import masking
from models.rules.address import Door
from models.rules.gifts import GiftKind
from models.rules.masking import Sight
from models.rules.refusal import Refusal
from models.store.actor import Role
from models.store.engine import Reading
from models.store.session import fetch
from models.words import Key


def carries(session: Reading, row: Gift | Wish) -> bool:
    """Whether a gift or a wish is a job of whoever looks: carried, or written down and open."""
    who = session.viewer.id
    if who is None:
        return False
    if isinstance(row, Wish):
        return row.state is WishState.open and who == row.recorded_by
    if row.state in (GiftState.offered, GiftState.matched, GiftState.picked_up):
        return who == (row.carrier_id or row.recorded_by)
    return False


def item_of(session: Reading, row: Gift | Wish, grid: str) -> str:
    """What is given; a medicine by name only for whoever may know of the illness behind it."""
    if row.kind is not GiftKind.medicine:
        return row.item
    seen = viewpoint(session).sees("illness", grid, carries(session, row))
    return row.item if seen in (Sight.full, Sight.items) else Key("GiftKind.medicine")


def note_of(session: Reading, row: Gift | Wish, text: str, grid: str) -> str:
    """What was noted of it; beside a medicine it may tell of the illness as well."""
    return masking.words(text, not isinstance(item_of(session, row, grid), Key))


def door_of(session: Reading, home: Household | None, task: bool = False) -> str:
    """A door as whoever looks may read it; empty where there is none."""
    if home is None:
        return ""
    full = Door(home.building, home.stairwell, home.room)
    return viewpoint(session).door(full, home.grid, task)


def building_of(home: Household | None) -> str:
    """A door as everybody who knows of a conflict reads it in a list: its building."""
    return f"{home.building}-*" if home is not None else ""


def mediates(session: Reading, row: Mediation) -> bool:
    """Whether who looks may know of this conflict; a grid leader of those of his or her doors."""
    if _answers_for(session, row.household_id, row.other_household_id):
        return True
    me = session.viewer.id
    return me is not None and session.viewer.role is not Role.wallboard and row.mediator_id == me


def _answers_for(session: Reading, *homes: int | None) -> bool:
    """Whether the doors are among those that who looks answers for; a story may name none."""
    if session.viewer.role is not Role.grid_leader:
        return session.viewer.role is Role.secretary
    found = [fetch(session, Household, one) for one in homes if one is not None]
    view = viewpoint(session)
    return not found or any(view.answers_for(home.grid) for home in found)


def check_mediates(session: Reading, row: Mediation) -> None:
    """Raises `Refusal` for everybody a conflict is none of the business of."""
    if not mediates(session, row):
        raise Refusal("refuse.community.private", no=row.id)


def reads_story(session: Reading, row: Story) -> bool:
    """Whether who looks may read a story as it was told."""
    if _answers_for(session, row.household_id):
        return True
    me = session.viewer.id
    return me is not None and session.viewer.role is not Role.wallboard and row.recorded_by == me


def check_reads_story(session: Reading, row: Story) -> None:
    """Raises `Refusal` for whoever may not read a story as it was told."""
    if not reads_story(session, row):
        raise Refusal("refuse.community.story", no=row.id)


def story_text(session: Reading, row: Story) -> str:
    """A story as whoever looks may read it: its public words, or as it was told."""
    if row.state in TELLABLE:
        return row.public_text
    return row.text if reads_story(session, row) else ""
