"""How much of somebody on the care list is seen: the one table of who sees what, asked for care.

The paired volunteer is on the person's task. What makes a person frail without naming an illness
(age, living alone) is told on the task; illness itself only where the table says so.
"""

from typing import NamedTuple

from models.care.standing import Person
from models.care.tables import PauseReason
from models.homes import Presence, Viewpoint, viewpoint
from models.rules.care import Category
from models.rules.masking import Sight
from models.store.actor import Role
from models.store.engine import Reading

FRAIL = frozenset(
    {
        Category.elderly,
        Category.lives_alone,
        Category.empty_nest,
        Category.infant,
        Category.child,
        Category.no_smartphone,
    }
)
"""What whoever knocks must know, and no illness."""


class Seen(NamedTuple):
    """One person as one viewer may see him or her."""

    person: Person
    view: Viewpoint
    mine: bool
    """Whether the viewer is the paired volunteer."""

    @property
    def name(self) -> str:
        """The name, or the part of it that may be known."""
        return self.view.name(self.person.name, self.person.grid, self.person.sex, self.mine)

    @property
    def door(self) -> str:
        """The door, or its building."""
        return self.view.door(self.person.door, self.person.grid, self.mine)

    @property
    def illness(self) -> Sight:
        """How much of illness and medicine is shown."""
        return self.view.sees("illness", self.person.grid, self.mine)

    @property
    def needs(self) -> bool:
        """Whether the reasons for being on the list may be known."""
        return self.illness in (Sight.full, Sight.tag)

    @property
    def medicines(self) -> bool:
        """Whether the list of medicines may be known: as its keeper, or to fetch and count them."""
        return self.illness in (Sight.full, Sight.items)

    @property
    def days(self) -> bool:
        """Whether it may be known that a medicine runs out."""
        return self.illness is not Sight.none

    @property
    def presence(self) -> Presence:
        """Where the person is, as far as it may be known."""
        return self.view.presence(self.person.presence, self.person.grid, self.mine)

    @property
    def pause_reason(self) -> PauseReason | None:
        """Why nobody visits; an isolation site only for who may know of the isolation."""
        reason = self.person.profile.pause_reason
        if reason is not PauseReason.isolation_site:
            return reason
        whole = self.view.sees("isolation", self.person.grid, self.mine) is Sight.full
        return reason if whole else PauseReason.other

    @property
    def whole_name(self) -> bool:
        """Whether the person may be known by full name, so that find may match on it."""
        return self.view.finds("name", self.person.grid, self.mine)

    @property
    def whole_door(self) -> bool:
        """Whether it may be known which door the person lives behind."""
        return self.view.links(self.person.grid, self.mine)

    @property
    def marks(self) -> tuple[Category, ...]:
        """The categories that may be known, in the order of the enum."""
        told = frozenset(map(Category, self.person.profile.categories))
        if not self.needs:
            told = told & FRAIL if self.mine else frozenset()
        return tuple(one for one in Category if one in told)


def seen(session: Reading, person: Person) -> Seen:
    """The person as whoever looks through this session may see him or her."""
    mine = session.viewer.id is not None and session.viewer.id == person.profile.volunteer_id
    on_task = mine and session.viewer.role is not Role.wallboard
    return Seen(person, viewpoint(session), on_task)
