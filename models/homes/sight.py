"""How much of a resident somebody sees: the table of `models.rules.masking`, asked for a session.

A line is masked here, in the model, so that no screen, export, search or journal view can leak.
"""

import re
from typing import NamedTuple, cast

from sqlmodel import col, select

from models.homes.tables import Presence, Sex, Tag
from models.rules import masking
from models.rules.address import Door
from models.rules.masking import Sight
from models.rules.numerals import numeral
from models.rules.refusal import Refusal
from models.rules.text import fold
from models.store.actor import Role
from models.store.engine import Reading

OPEN_TAGS = frozenset({Tag.pupil, Tag.medic})
"""What a volunteer may know of anybody: it changes how a person is asked, not what ails them."""

_GRID = "homes.grid"
_GRID_WORDS = re.compile(r"第|号|网格?|格|grid|\s", re.IGNORECASE)


class Viewpoint(NamedTuple):
    """Who looks, and at which grid he or she answers for."""

    role: Role
    grid: str
    """The viewer's own grid; empty where there is none."""

    def sees(self, field: str, grid: str, on_task: bool = False) -> Sight:
        """How much of a field of somebody in `grid` is shown.

        Args:
            field: `name`, `phone`, `door`, `illness` or `isolation`.
            grid: the grid of the resident's household.
            on_task: whether the resident is on a job of the viewer.
        """
        return masking.sight(str(self.role), field, on_task, self.answers_for(grid))

    def answers_for(self, grid: str) -> bool:
        """Whether this is a grid leader and the grid is his or her own."""
        return self.role is Role.grid_leader and bool(grid) and grid == self.grid

    def name(self, full: str, grid: str, sex: Sex | None = None, on_task: bool = False) -> str:
        """The name as the viewer may read it."""
        seen = self.sees("name", grid, on_task)
        return masking.name(full, seen, sex.value if sex else None)

    def phone(self, full: str, grid: str, on_task: bool = False) -> str:
        """The number as the viewer may read it without the reveal key."""
        return masking.phone(full, self.sees("phone", grid, on_task))

    def door(self, full: Door, grid: str, on_task: bool = False) -> str:
        """The door of a person: `3-2-401`, or `3-*` where only the building may be known."""
        seen = self.sees("door", grid, on_task)
        if seen is Sight.full:
            return str(full)
        return f"{full.building}-*" if seen is Sight.building else ""

    def tags(self, tags: list[str], grid: str, on_task: bool = False) -> tuple[Tag, ...]:
        """The tags the viewer may know; needs and illness only where the table says so."""
        whole = self.sees("illness", grid, on_task) in (Sight.full, Sight.tag)
        return tuple(tag for tag in map(Tag, tags) if whole or tag in OPEN_TAGS)

    def note(self, note: str, grid: str) -> str:
        """The note, which may well name an illness."""
        whole = self.sees("illness", grid) in (Sight.full, Sight.tag)
        return masking.words(note, whole and self.role is not Role.wallboard)

    def presence(self, presence: Presence, grid: str, on_task: bool = False) -> Presence:
        """Whether somebody is at home; that an isolation site is the reason only for who may
        know of the isolation."""
        if presence is not Presence.isolation_site:
            return presence
        whole = self.sees("isolation", grid, on_task) is Sight.full
        return presence if whole else Presence.away

    def links(self, grid: str, on_task: bool = False) -> bool:
        """Whether the viewer may know which door somebody in `grid` lives behind."""
        return self.sees("door", grid, on_task) is Sight.full

    def knows(self, grid: str) -> bool:
        """Whether the viewer knows somebody by full name: a birth year says nothing more then."""
        return self.sees("name", grid) is Sight.full

    def finds(self, field: str, grid: str, on_task: bool = False) -> bool:
        """Whether find may match on a field of somebody in `grid`."""
        return masking.searchable(self.sees(field, grid, on_task))


def viewpoint(session: Reading) -> Viewpoint:
    """Who looks through this session; a grid leader's own grid is asked for once."""
    role = session.viewer.role
    if role is not Role.grid_leader:
        return Viewpoint(role, "")
    if _GRID not in session.info:
        from models.people import Volunteer

        found = session.exec(
            select(col(Volunteer.grid)).where(col(Volunteer.id) == session.viewer.id)
        ).first()
        session.info[_GRID] = grid_name(found or "")
    return Viewpoint(role, cast(str, session.info[_GRID]))


def check_reveals(session: Reading, grid: str, on_task: bool = False) -> None:
    """Raises `Refusal` when the table has no key that shows this viewer the number in full."""
    if not masking.can_reveal(viewpoint(session).sees("phone", grid, on_task)):
        raise Refusal("refuse.homes.not_shown")


def check_answers(session: Reading, grid: str) -> None:
    """Raises `Refusal` when a grid leader changes a door outside his or her own grid.

    A spreadsheet covers the whole compound, so imports are not asked.
    """
    view = viewpoint(session)
    if view.role is Role.grid_leader and session.viewer.origin != "import":
        if not view.grid:
            raise Refusal("refuse.homes.no_grid")
        if grid and not view.answers_for(grid):
            raise Refusal("refuse.homes.other_grid", grid=grid)


def grid_name(text: str) -> str:
    """A grid as it is kept: `第一网格`, `1号网格` and `一` are all grid `1`; other names stay."""
    name = fold(text).strip()
    number = numeral(_GRID_WORDS.sub("", name))
    return name if number is None else str(number)
