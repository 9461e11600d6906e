"""Who acts: every write and every reading is somebody's, and this says whose."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Origin = Literal["desk", "command", "import", "clock", "setup", "login"]
"""The door through which somebody acts."""


class Role(StrEnum):
    """What somebody may see and do, from the most to the least."""

    secretary = "secretary"
    grid_leader = "grid_leader"
    shift_leader = "shift_leader"
    volunteer = "volunteer"
    wallboard = "wallboard"


DESK = frozenset({Role.secretary, Role.grid_leader, Role.shift_leader, Role.volunteer})
"""Everybody who may record; the wall board may not."""
LEADERS = frozenset({Role.secretary, Role.grid_leader, Role.shift_leader})
GRID = frozenset({Role.secretary, Role.grid_leader})
SECRETARY = frozenset({Role.secretary})


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts or looks."""

    id: int | None
    """The person's id among those who serve; None for the clock and for set-up."""
    name: str
    role: Role
    origin: Origin = "desk"

    @classmethod
    def clock(cls) -> "Actor":
        """The actor of what is written because time passed."""
        return cls(None, "clock", Role.secretary, "clock")

    @classmethod
    def setup(cls) -> "Actor":
        """The actor of what a new branch starts with, before anybody is registered."""
        return cls(None, "setup", Role.secretary, "setup")

    @classmethod
    def at_the_door(cls) -> "Actor":
        """The actor of what happens before it is known who is there: a log-in in vain."""
        return cls(None, "login", Role.wallboard, "login")

    @classmethod
    def wallboard(cls) -> "Actor":
        """Who looks through the wall board: counts, and nobody's record."""
        return cls(None, "board", Role.wallboard)
