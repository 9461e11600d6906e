"""One number of the table: what it is, what it stands beside, and where it stops being good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.bench import Bench


@dataclass(frozen=True)
class Measured:
    """What a measurement found; `floor` is None where a number stands by itself."""

    ours: float
    unit: str
    floor: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.ours / self.floor if self.floor else None


@dataclass(frozen=True)
class Times:
    """Ours may be at most so many times the floor."""

    limit: float

    def kept(self, found: Measured) -> bool:
        return found.ratio is not None and found.ratio <= self.limit

    def __str__(self) -> str:
        return f"≤ {self.limit:g}×"


@dataclass(frozen=True)
class AtMost:
    """Ours may be at most so much, in the unit it is measured in."""

    limit: float

    def kept(self, found: Measured) -> bool:
        return found.ours <= self.limit

    def __str__(self) -> str:
        return f"≤ {self.limit:g}"


@dataclass(frozen=True)
class Row:
    name: str
    what: str
    hold: Times | AtMost
    measure: Callable[[Bench], Measured]
