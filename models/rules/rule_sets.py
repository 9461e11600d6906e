"""Rule sets are dated data: every number a rule needs is read here, and a bad one is named.

A rule set may be edited before use, so nothing in it is trusted: a missing or impossible value is
refused with the kind of the set and the field, never guessed.
"""

from collections.abc import Iterable, Mapping
from datetime import date, time
from enum import StrEnum
from typing import NamedTuple, TypeVar

from models.rules.refusal import Refusal

EnumT = TypeVar("EnumT", bound=StrEnum)


class Data:
    """One mapping of a rule set, read field by field."""

    def __init__(self, kind: str, values: object, path: str = "") -> None:
        if not isinstance(values, Mapping):
            raise Refusal("refuse.rules.field", kind=kind, field=path.rstrip(".") or "data")
        self.kind = kind
        self._values: Mapping[object, object] = values
        self._path = path

    def bad(self, field: str) -> Refusal:
        """The refusal that names `field`."""
        return Refusal("refuse.rules.field", kind=self.kind, field=f"{self._path}{field}")

    def fields(self) -> tuple[str, ...]:
        """The names of the fields, in their order."""
        return tuple(str(name) for name in self._values)

    def has(self, field: str) -> bool:
        """Whether `field` is given."""
        return self._values.get(field) is not None

    def integer(self, field: str, least: int = 0) -> int:
        """A whole number of at least `least`."""
        value = self._values.get(field)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise self.bad(field)
        return value

    def integer_or_none(self, field: str, least: int = 0) -> int | None:
        """As `integer`, or None where the field is not given."""
        return self.integer(field, least) if self.has(field) else None

    def integers(self, field: str, least: int = 0) -> tuple[int, ...]:
        """A list of whole numbers of at least `least`; empty where the field is not given."""
        values = self._values.get(field, ())
        if not isinstance(values, (list, tuple)):
            raise self.bad(field)
        for value in values:
            if isinstance(value, bool) or not isinstance(value, int) or value < least:
                raise self.bad(field)
        return tuple(values)

    def text(self, field: str) -> str:
        """A text that is not empty."""
        value = self._values.get(field)
        if not isinstance(value, str) or not value.strip():
            raise self.bad(field)
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts; empty where the field is not given."""
        value = self._values.get(field, ())
        if not isinstance(value, (list, tuple)) or not all(isinstance(one, str) for one in value):
            raise self.bad(field)
        return tuple(str(one) for one in value)

    def member(self, field: str, of: type[EnumT]) -> EnumT:
        """A text that is the value of a member of `of`."""
        value = self.text(field)
        if value not in list(of):
            raise self.bad(field)
        return of(value)

    def members(self, field: str, of: type[EnumT]) -> frozenset[EnumT]:
        """A list of values of `of`; empty where the field is not given."""
        values = self.texts(field)
        if not set(values) <= set(of):
            raise self.bad(field)
        return frozenset(of(value) for value in values)

    def hour(self, field: str) -> time:
        """A time of day such as `22:00`."""
        try:
            return time.fromisoformat(self.text(field))
        except ValueError:
            raise self.bad(field) from None

    def part(self, field: str) -> "Data":
        """A mapping inside this one."""
        return Data(self.kind, self._values.get(field), f"{self._path}{field}.")

    def parts(self, field: str) -> tuple["Data", ...]:
        """A list of mappings inside this one."""
        value = self._values.get(field)
        if not isinstance(value, (list, tuple)):
            raise self.bad(field)
        return tuple(
            Data(self.kind, one, f"{self._path}{field}[{index}].")
            for index, one in enumerate(value, 1)
        )


class RuleSet(NamedTuple):
    """One set of one kind, in force from a day on until a later one of its kind begins."""

    kind: str
    name: str
    since: date
    data: Mapping[str, object]


def active(rule_sets: Iterable[RuleSet], kind: str, day: date) -> RuleSet:
    """The set of `kind` in force on `day`: of those begun, the one that began last.

    Raises:
        Refusal: when none of the kind has begun.
    """
    begun = [one for one in rule_sets if one.kind == kind and one.since <= day]
    if not begun:
        raise Refusal("refuse.rules.none", kind=kind, day=day.isoformat())
    return max(begun, key=lambda one: one.since)
