"""What a brief is made of: figures under their names, and lines below them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from models.rules import masking


class Untold(StrEnum):
    """Why a figure is not told."""

    not_kept = "not_kept"
    """Nobody wrote down how it stood on that day."""
    few = "few"
    """So small that it would point at persons; or for the leaders only."""


Figure = int | float | Untold


@dataclass(frozen=True, slots=True)
class Item:
    """A line below the figures of a part: `brief.<part>.<name>` says it."""

    name: str
    told: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class BriefPart:
    """One line of the brief: `brief.<name>`, with figures called `brief.<name>.<figure>`."""

    name: str
    figures: Mapping[str, Figure]
    items: tuple[Item, ...] = field(default=())

    @property
    def key(self) -> str:
        """What the line is known by in a list; it is no record."""
        return f"brief:{self.name}"

    @property
    def nothing(self) -> bool:
        """Whether every figure is known and none of them says anything."""
        return not any(self.figures.values())

    def to_json(self) -> dict[str, object]:
        """The figures, null where they are not told; the lines below by their name."""
        lines: dict[str, list[dict[str, object]]] = {}
        for item in self.items:
            told = {name: _plain(value) for name, value in item.told.items()}
            lines.setdefault(f"{item.name}_list", []).append(told)
        return {
            **{name: None if isinstance(n, Untold) else n for name, n in self.figures.items()},
            **lines,
        }


def hidden(n: int, few: bool) -> Figure:
    """A number of persons as whoever reads it may know it."""
    if not few:
        return n
    shown = masking.few(n)
    return Untold.few if shown is None else shown


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value.value if isinstance(value, StrEnum) else value
