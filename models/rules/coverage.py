"""Nobody may be missed: the sums of a coverage round.

A round has targets (people, households or places), and every target ends in a named state. The
number that counts is the list of those left, in the order one walks; reasons go on to the next
round as hints, never as done; whoever is missed twice running stands at the top.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from models.rules.refusal import Refusal
from models.rules.walk import natural, walk


class Mark(StrEnum):
    """What a round knows of a target, whatever its area calls the state."""

    left = "left"
    """Not reached yet, or only promised: a booking or a later hour is not done."""
    seen = "seen"
    excused = "excused"
    """Ended without being seen, and rightly: exempt, or away with proof."""
    missed = "missed"
    """Ended without being seen: refused, no answer, passed over."""


class HouseholdCover(StrEnum):
    """A household as the fold of its persons."""

    untouched = "untouched"
    part = "part"
    all_seen = "all_seen"
    has_exception = "has_exception"


@dataclass(frozen=True, slots=True)
class Target:
    """One person, household or place of a round."""

    id: int
    building: int | str
    stairwell: int | str
    floor: int
    room: int | str
    household: int | None = None
    mark: Mark = Mark.left
    state: str = ""
    """The area's own word for where it stands, such as `doorstep_booked`."""
    reason: str = ""
    owner: int | None = None
    """Who looks after it."""
    hint: str = ""
    """Why it was not seen in the round before: something to ask about, not a result."""
    missed: int = 0
    """Rounds running, before this one, that ended without it being seen or excused."""


@dataclass(frozen=True, slots=True)
class LeftGroup:
    """Those left on one floor of one stairwell."""

    building: int | str
    stairwell: int | str
    floor: int
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """Everybody left in a round, each of them once."""

    climbed: tuple[Target, ...]
    """Missed twice running: most often missed first, then in walking order."""
    groups: tuple[LeftGroup, ...]
    """The others, by building, stairwell and floor, in walking order."""

    @property
    def number(self) -> int:
        """How many are left: the main number of a round."""
        return len(self.climbed) + sum(len(group.targets) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Tally:
    """How a building stands."""

    building: int | str
    left: int
    seen: int
    excused: int
    missed: int


def left(targets: Iterable[Target], climbs_from: int) -> Left:
    """Those left; whoever was missed `climbs_from` times running leaves the floor for the top."""
    order = walk(target for target in targets if target.mark is Mark.left)
    climbed = sorted(
        (one for one in order if one.missed >= climbs_from), key=lambda one: -one.missed
    )
    others = (one for one in order if one.missed < climbs_from)
    groups = groupby(others, key=lambda one: (one.building, one.stairwell, one.floor))
    return Left(tuple(climbed), tuple(LeftGroup(*place, tuple(found)) for place, found in groups))


def by_building(targets: Iterable[Target]) -> tuple[Tally, ...]:
    """Every building of the round with its sums, in order."""
    counts: dict[int | str, dict[Mark, int]] = {}
    for one in targets:
        counts.setdefault(one.building, dict.fromkeys(Mark, 0))[one.mark] += 1
    return tuple(
        Tally(
            building,
            counts[building][Mark.left],
            counts[building][Mark.seen],
            counts[building][Mark.excused],
            counts[building][Mark.missed],
        )
        for building in sorted(counts, key=natural)
    )


def fold(marks: Iterable[Mark]) -> HouseholdCover:
    """A household from the marks of its persons; one without persons is untouched."""
    found = set(marks)
    if found <= {Mark.left}:
        return HouseholdCover.untouched
    if Mark.left in found:
        return HouseholdCover.part
    return HouseholdCover.all_seen if found == {Mark.seen} else HouseholdCover.has_exception


def households(targets: Iterable[Target]) -> Mapping[int, HouseholdCover]:
    """Every household of the round; targets without one are places."""
    marks: dict[int, list[Mark]] = {}
    for one in targets:
        if one.household is not None:
            marks.setdefault(one.household, []).append(one.mark)
    return {household: fold(found) for household, found in marks.items()}


def carried(fresh: Target, before: Target | None) -> Target:
    """A target of a new round with what the round before left behind: a hint, and its count.

    Only being seen or excused breaks a run of misses. A target that was not seen keeps its reason
    as a hint; its mark begins anew.
    """
    begun = replace(fresh, mark=Mark.left, state="", reason="")
    if before is None:
        return begun
    if before.mark is Mark.seen:
        return replace(begun, hint="", missed=0)
    missed = 0 if before.mark is Mark.excused else before.missed + 1
    return replace(begun, hint=before.reason or before.hint, missed=missed)


def check_ended(targets: Iterable[Target]) -> None:
    """Lets a round go on from its mop-up.

    Raises:
        Refusal: while anybody is left, or anybody not seen has no reason; it names how many.
    """
    found = tuple(targets)
    open_ones = sum(one.mark is Mark.left for one in found)
    if open_ones:
        raise Refusal("refuse.rounds.left", n=open_ones)
    unreasoned = sum(
        one.mark in (Mark.excused, Mark.missed) and not one.reason.strip() for one in found
    )
    if unreasoned:
        raise Refusal("refuse.rounds.no_reason", n=unreasoned)
