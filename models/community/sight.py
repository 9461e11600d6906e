"""Who sees how much of what neighbours give, say and quarrel about.

A conflict is between two doors: only the secretary, the grid leaders and its mediator know of more
than its number. A story that nobody agreed to stays with whoever wrote it down and those two. What
is given follows the table of who sees what: whoever carries it is on its task.
"""

from models.community.states import TELLABLE, GiftState, WishState
from models.community.tables import Gift, Mediation, Story, Wish
from models.homes.sight import viewpoint
from models.homes.tables import Household
from models.rules.address import Door
from models.rules.gifts import GiftKind
from models.rules.masking import Sight
from models.rules.refusal import Refusal
from models.store.actor import GRID, Role
from models.store.engine import Reading
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
    """Whether who looks may know of this conflict."""
    if session.viewer.role in GRID:
        return True
    me = session.viewer.id
    return me is not None and session.viewer.role is not Role.wallboard and row.mediator_id == me


def check_mediates(session: Reading, row: Mediation) -> None:
    """Raises `Refusal` for everybody a conflict is none of the business of."""
    if not mediates(session, row):
        raise Refusal("refuse.community.private", no=row.id)


def reads_story(session: Reading, row: Story) -> bool:
    """Whether who looks may read a story as it was told."""
    if session.viewer.role in GRID:
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
