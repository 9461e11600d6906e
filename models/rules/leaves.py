"""A set of rules as a flat list of values that a person can read and edit, and back again.

The promise: putting the leaves back where they were found gives the very same data, and a value
typed anew keeps the shape of the old one: a number stays a number, a list stays a list.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeGuard

from models.rules.refusal import Refusal

Json: TypeAlias = "None | bool | int | float | str | Sequence[Json] | Mapping[str, Json]"
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value, or one list of plain values, with the way to it."""

    path: Path
    value: Json


def leaves(data: Json, path: Path = ()) -> Iterator[Leaf]:
    """Every leaf, in the order of the data."""
    if isinstance(data, Mapping) and data:
        for name, value in data.items():
            yield from leaves(value, (*path, name))
    elif _is_list(data) and any(isinstance(one, (Mapping, list, tuple)) for one in data):
        for place, value in enumerate(data):
            yield from leaves(value, (*path, place))
    else:
        yield Leaf(path, data)


def at(data: Json, path: Path) -> Json:
    """The value at the end of the way."""
    for step in path:
        data = data[step]  # type: ignore[index]
    return data


def planted(data: Json, changed: Mapping[Path, Json], path: Path = ()) -> Json:
    """The data with some leaves replaced."""
    if path in changed:
        return changed[path]
    if isinstance(data, Mapping):
        return {name: planted(value, changed, (*path, name)) for name, value in data.items()}
    if _is_list(data):
        return [planted(value, changed, (*path, place)) for place, value in enumerate(data)]
    return data


def nested(found: Mapping[Path, Json]) -> Json:
    """One value made of leaves and the ways to them, each by names; an empty way is all of it."""
    if () in found:
        return found[()]
    names = dict.fromkeys(path[0] for path in found)
    return {
        str(name): nested({path[1:]: leaf for path, leaf in found.items() if path[0] == name})
        for name in names
    }


def written(value: Json) -> str:
    """A leaf as a person reads and types it."""
    if value is None:
        return ""
    if _is_list(value):
        return "、".join(str(one) for one in value)
    return "" if isinstance(value, Mapping) else str(value)


def read_like(old: Json, text: str) -> Json:
    """A typed text in the shape of the value that stood there.

    Raises:
        Refusal: when a number was asked for and something else typed.
    """
    typed = text.strip()
    if isinstance(old, Mapping):
        return old
    if old is None:
        return _guessed(typed)
    if _is_list(old):
        parts = [part.strip() for part in typed.replace("、", ",").replace("，", ",").split(",")]
        # A list that stood empty says nothing of its shape: its values stay texts.
        return [read_like(old[0], part) if old else part for part in parts if part]
    if isinstance(old, bool):
        return typed.casefold() in ("true", "1", "是", "yes")
    if isinstance(old, (int, float)):
        try:
            return type(old)(typed)
        except ValueError:
            raise Refusal("refuse.settings.value", text=typed, like=str(old)) from None
    return typed


def _guessed(typed: str) -> Json:
    """A value where none stood that it could be like."""
    if any(mark in typed for mark in "、,，"):
        return read_like([], typed)
    return int(typed) if typed.isascii() and typed.isdigit() else typed


def _is_list(value: Json) -> TypeGuard[Sequence[Json]]:
    return isinstance(value, (list, tuple))
