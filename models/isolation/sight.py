"""How much of somebody's isolation is seen.

The secretary and the leader of the own grid know it all. Whoever brings supplies knows the door
and whom it is about, and that protective gear is needed; everybody else the building and that.
"""

from dataclasses import dataclass

from models.homes.sight import Viewpoint, viewpoint
from models.isolation.standing import Person
from models.rules.masking import Sight
from models.rules.refusal import Refusal
from models.store.actor import Role
from models.store.engine import Reading


@dataclass(frozen=True, slots=True)
class Seen:
    """One person as one viewer may see him or her."""

    person: Person
    view: Viewpoint
    mine: bool
    """Whether the viewer brings the supplies or takes the rubbish."""

    @property
    def whole(self) -> bool:
        """Whether level, days, tests and temperatures may be known."""
        return self.view.sees("isolation", self.person.grid, self.mine) is Sight.full

    @property
    def records(self) -> bool:
        """Whether the viewer may record a sample or a temperature."""
        return self.whole or self.mine

    @property
    def linked(self) -> bool:
        """Whether it may be known which door it is."""
        return self.view.links(self.person.grid, self.mine)

    @property
    def name(self) -> str:
        """The name, or the part of it that may be known."""
        person = self.person
        return self.view.name(person.name, person.grid, person.sex, self.mine)

    @property
    def door(self) -> str:
        """The door, or its building."""
        return self.view.door(self.person.door, self.person.grid, self.mine)


def seen(session: Reading, person: Person) -> Seen:
    """The person as whoever looks through this session may see him or her."""
    me = session.viewer.id
    mine = me is not None and me in (person.row.supplies_id, person.row.rubbish_id)
    on_task = mine and session.viewer.role is not Role.wallboard
    return Seen(person, viewpoint(session), on_task)


def check_whole(session: Reading, person: Person) -> None:
    """Raises `Refusal` when the viewer may not know the isolation, and so not change it."""
    if not seen(session, person).whole:
        raise Refusal("refuse.isolation.not_yours")


def check_records(session: Reading, person: Person) -> None:
    """Raises `Refusal` when the viewer may not record a sample or a temperature."""
    if not seen(session, person).records:
        raise Refusal("refuse.isolation.not_serving")
