"""The order in which doors are walked: a building at a time, from the top floor down.

Old buildings have no lift, so a stairwell is climbed once and walked down.
"""

import re
from collections.abc import Iterable
from typing import Protocol, TypeVar

from models.rules.refusal import Refusal

_PIECE = re.compile(r"\d+|\D+")


class Door(Protocol):
    """Anything with an address."""

    @property
    def building(self) -> int | str: ...
    @property
    def stairwell(self) -> int | str: ...
    @property
    def floor(self) -> int: ...
    @property
    def room(self) -> int | str: ...


DoorT = TypeVar("DoorT", bound=Door)


def walk_key(door: Door) -> tuple[object, ...]:
    """Sorts doors into walking order: building, stairwell, top floor down, room."""
    return (natural(door.building), natural(door.stairwell), -door.floor, natural(door.room))


def walk(doors: Iterable[DoorT]) -> tuple[DoorT, ...]:
    """The doors in walking order; doors of one address keep their order."""
    return tuple(sorted(doors, key=lambda door: walk_key(door)))


def split(doors: Iterable[DoorT], walkers: int) -> tuple[tuple[DoorT, ...], ...]:
    """The walk cut into as many walks as there are walkers, none more than a door longer.

    Raises:
        Refusal: when nobody walks.
    """
    if walkers < 1:
        raise Refusal("refuse.walk.walkers")
    order = walk(doors)
    each, over = divmod(len(order), walkers)
    walks, start = [], 0
    for index in range(walkers):
        end = start + each + (index < over)
        walks.append(order[start:end])
        start = end
    return tuple(walks)


def natural(name: int | str) -> tuple[tuple[int, int, str], ...]:
    """Sorts names as people do: 2 before 10, numbers before words."""
    return tuple(
        (0, int(piece), "") if piece.isdecimal() else (1, 0, piece)
        for piece in _PIECE.findall(str(name))
    )
