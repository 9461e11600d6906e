"""How much of a request somebody sees: the table of who sees what, asked for one request.

Whoever has a request is on its task, and whoever wrote it down is until somebody has it; nobody is
once it is settled. What is asked for may name an illness: then it is shown as an illness is.
"""

from models.homes.sight import Viewpoint, viewpoint
from models.homes.tables import Household, Sex
from models.requests.tables import SETTLED, Request, RequestKind
from models.rules.address import Door
from models.rules.masking import Sight
from models.rules.refusal import Refusal
from models.store.actor import Role
from models.store.engine import Reading
from models.store.session import fetch

PRIVATE = frozenset(
    {
        RequestKind.medicine,
        RequestKind.hospital_trip,
        RequestKind.family_conflict,
        RequestKind.psychological,
    }
)
"""Kinds whose words tell of an illness or of a family."""


def on_task(session: Reading, row: Request) -> bool:
    """Whether the request is a job of whoever looks."""
    who = session.viewer.id
    if who is None or row.state in SETTLED:
        return False
    return who == (row.assignee_id or row.recorded_by)


def sees_words(session: Reading, row: Request, grid: str, kind: RequestKind | None = None) -> bool:
    """Whether whoever looks may read what is asked for in so many words.

    Args:
        kind: the kind to judge by, where it is not the one the row has now.
    """
    if session.viewer.role is Role.wallboard:
        return False
    if (kind or row.kind) not in PRIVATE or on_task(session, row):
        return True
    return viewpoint(session).sees("illness", grid) is Sight.full


def check_words(session: Reading, row: Request, kind: RequestKind | None = None) -> None:
    """Raises `Refusal` when whoever looks may not read the words of the request."""
    household = fetch(session, Household, row.household_id)
    if not sees_words(session, row, household.grid, kind):
        raise Refusal("refuse.requests.private", no=row.number)


def door_of(view: Viewpoint, household: Household, task: bool) -> str:
    """The door as whoever looks may read it."""
    full = Door(household.building, household.stairwell, household.room)
    return view.door(full, household.grid, task)


def name_of(view: Viewpoint, name: str | None, sex: Sex | None, grid: str, task: bool) -> str:
    """The resident's name as whoever looks may read it; empty where none is given."""
    return view.name(name, grid, sex, task) if name else ""
