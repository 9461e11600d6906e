"""What may not go out in a text for everybody: numbers, doors and names that point at a person.

The promise: nothing that is meant for the group chat leaves the desk with a telephone or identity
number, somebody's door or somebody's name in it, unless a person looked at the name and said that
it is a word.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from models.rules.address import Door, find_doors
from models.rules.text import fold, looks_like_id_number, phones_in


class FlawKind(StrEnum):
    """What points at a person."""

    id_number = "id_number"
    phone = "phone"
    door = "door"
    name = "name"


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing in a text that must not go out."""

    kind: FlawKind
    piece: str


_LONG = re.compile(r"(?<!\d)(?:\d{11}|\d{17}[\dXx])(?!\d)")


def flaws(
    text: str, names: Collection[str] = (), public_numbers: Collection[str] = ()
) -> tuple[Flaw, ...]:
    """Everything in a text that points at a person, in the order of `FlawKind`.

    Args:
        names: names of people that must not stand in it.
        public_numbers: numbers of offices and hot lines, which everybody may have.
    """
    found: list[Flaw] = []
    long = [piece for piece in _LONG.findall(fold(text))]
    if looks_like_id_number(text) or any(len(piece) == 18 for piece in long):
        found.append(Flaw(FlawKind.id_number, ""))
    known = {_digits(number) for number in public_numbers}
    numbers = [*phones_in(text), *(piece for piece in long if len(piece) == 11)]
    found += [Flaw(FlawKind.phone, n) for n in dict.fromkeys(numbers) if n not in known]
    found += [
        Flaw(FlawKind.door, text[start:end])
        for start, end, door in find_doors(text)
        if isinstance(door, Door)
    ]
    found += [Flaw(FlawKind.name, name) for name in names_in(text, names)]
    return tuple(found)


def names_in(text: str, names: Collection[str]) -> tuple[str, ...]:
    """Which of the names stand in a text, each once, as they stand; the longest match wins."""
    known = frozenset(name for name in names if len(name) > 1)
    lengths = sorted({len(name) for name in known}, reverse=True)
    found: dict[str, None] = {}
    at = 0
    while at < len(text):
        pieces = (text[at : at + length] for length in lengths)
        name = next((piece for piece in pieces if piece in known), None)
        if name is not None:
            found[name] = None
        at += len(name) if name is not None else 1
    return tuple(found)


def _digits(number: str) -> str:
    return "".join(char for char in fold(number) if char.isdigit())
