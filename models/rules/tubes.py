"""Tubes: how many are needed, whether all came back, and whom a mixed positive concerns."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from models.rules.refusal import Refusal
from models.rules.walk import walk


@dataclass(frozen=True, slots=True)
class Resident:
    """A person with the address of the door."""

    id: int
    household: int
    building: int | str
    stairwell: int | str
    floor: int
    room: int | str

    @property
    def corridor(self) -> "Corridor":
        """The landing before the door."""
        return Corridor(self.building, self.stairwell, self.floor)


@dataclass(frozen=True, slots=True)
class Corridor:
    """One floor of one stairwell."""

    building: int | str
    stairwell: int | str
    floor: int


@dataclass(frozen=True, slots=True)
class Concerned:
    """Everybody and everything that an abnormal tube concerns, in walking order."""

    members: tuple[Resident, ...]
    """Whose sample is in the tube: each is tested again, alone."""
    households: tuple[int, ...]
    """Their doors."""
    housemates: tuple[Resident, ...]
    """Who lives behind these doors and is not in the tube."""
    neighbours: tuple[Resident, ...]
    """Who lives on the same floors of the same stairwells, behind other doors."""
    corridors: tuple[Corridor, ...]
    """To be disinfected."""


def check_size(size: int, sizes: Collection[int]) -> None:
    """Lets a tube take samples of so many people.

    Raises:
        Refusal: when the rule set has no tube of that size.
    """
    if size not in sizes:
        raise Refusal("refuse.rounds.tube_size", size=size, sizes=tuple(sorted(sizes)))


def tubes_needed(people: int, size: int) -> int:
    """Tubes for so many people, the last one perhaps not full."""
    return -(-people // size)


def reconcile(issued: int, used: int, returned: int, void: int) -> int:
    """Tubes not accounted for: above zero some are missing, below zero more came than went out."""
    return issued - used - returned - void


def check_reconciled(issued: int, used: int, returned: int, void: int) -> None:
    """Lets a round be closed.

    Raises:
        Refusal: when the tubes do not add up; it names how many and which way.
    """
    difference = reconcile(issued, used, returned, void)
    if difference > 0:
        raise Refusal("refuse.rounds.tubes_missing", n=difference, issued=issued)
    if difference < 0:
        raise Refusal("refuse.rounds.tubes_over", n=-difference, issued=issued)


def concerned(members: Collection[int], residents: Iterable[Resident]) -> Concerned:
    """Whom a mixed positive concerns, among the residents of the compound."""
    everybody = walk(residents)
    in_tube = tuple(one for one in everybody if one.id in members)
    doors = tuple(dict.fromkeys(one.household for one in in_tube))
    corridors = tuple(dict.fromkeys(one.corridor for one in in_tube))
    behind = frozenset(doors)
    return Concerned(
        members=in_tube,
        households=doors,
        housemates=tuple(
            one for one in everybody if one.household in behind and one.id not in members
        ),
        neighbours=tuple(
            one for one in everybody if one.corridor in corridors and one.household not in behind
        ),
        corridors=corridors,
    )
