"""How much of a target somebody sees.

While a round is under way, everybody who records works through its list: the door, how the person
is spoken to, and the masked number are the task. A reason beside a cause may name an illness: only
who may know of illness reads it, or who wrote it; the others read the cause.
"""

from dataclasses import dataclass

from models.homes import Viewpoint, viewpoint
from models.homes.tables import Sex
from models.rounds.states import UNDER_WAY, Cause, RoundState
from models.rules.address import Door
from models.rules.masking import Sight
from models.store.actor import GRID, Role
from models.store.engine import Reading

_OF_ILLNESS = (Cause.isolation_site, Cause.recovered)


@dataclass(frozen=True, slots=True)
class Seen:
    """The targets of one round as one viewer may see them."""

    view: Viewpoint
    me: int | None
    on_task: bool

    @property
    def walks(self) -> bool:
        """Whether a list of persons may lie in walking order: every door of it may be known."""
        return self.on_task or self.view.role in GRID

    def door(self, building: int, stairwell: int, room: str, grid: str, person: bool) -> str:
        """The door of a person as the table says; a door without a person is nobody's secret."""
        door = Door(building, stairwell, room)
        if not person and self.view.role is not Role.wallboard:
            return str(door)
        return self.view.door(door, grid, self.on_task)

    def links(self, grid: str, person: bool) -> bool:
        """Whether the viewer may know which door it is."""
        if not person:
            return self.view.role is not Role.wallboard
        return self.view.links(grid, self.on_task)

    def name(self, full: str, grid: str, sex: Sex | None) -> str:
        """The name, or how the person is spoken to."""
        return self.view.name(full, grid, sex, self.on_task)

    def phone(self, full: str, grid: str) -> str:
        """The number without its middle."""
        return self.view.phone(full, grid, self.on_task)

    def cause(self, cause: Cause | None, grid: str) -> Cause | None:
        """Why somebody is excused, as far as it tells of no isolation and no past illness."""
        if cause not in _OF_ILLNESS or self.view.sees("isolation", grid) is Sight.full:
            return cause
        return Cause.away if cause is Cause.isolation_site else Cause.other

    def reason(self, text: str, cause: Cause | None, grid: str, by_id: int | None) -> str:
        """What was said of why, as far as the viewer may read it."""
        if self.view.role is Role.wallboard:
            return ""
        if cause is None or (self.me is not None and by_id == self.me):
            return text
        whole = self.view.sees("illness", grid, self.on_task) in (Sight.full, Sight.tag)
        return text if whole else ""


def seen(session: Reading, state: RoundState) -> Seen:
    """How whoever looks through this session sees the targets of a round in `state`."""
    me = session.viewer.id
    return Seen(viewpoint(session), me, me is not None and state in UNDER_WAY)
