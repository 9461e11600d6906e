"""The table of who sees what as the branch decided it, and a search of anything for who is in it.

The table is written out here once more, apart from the code: whoever changes one is asked by the
other. Telephone numbers stand nowhere in it, because nobody reads one without the reveal key.
"""

import datetime as dt
import enum
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from models.rules.refusal import Refusal
from models.store.sheet import Found, Sheet
from models.words import Words
from tests.models.known_persons import PEOPLE, Person

TABLE = {
    "secretary": frozenset({"name", "door", "illness", "medicine", "isolation", "note"}),
    "own_grid": frozenset({"name", "door", "isolation", "note"}),
    "on_task": frozenset({"door", "medicine", "note"}),
    "otherwise": frozenset(),
    "wallboard": frozenset(),
}
"""Row of the table -> what is read in clear; a surname (王**, 王阿姨) is open to who records."""

DOORS_ALONE = (
    "homes.household",
    "homes.building",
    "homes.stairwell",
    "group_buys.unasked",
    "models.homes.reads.households",
    "models.homes.reads.doors",
    "models.group_buys.seeing_to.unasked",
    "models.group_buys.surroundings.around",
    "paper door_walk",
)
"""Kinds of records and reads that tell doors of which nobody is told who lives behind them."""

EVERYBODYS_TASK = ("rounds.", "models.rounds.", "export rounds", "paper booklet")
"""While a round is under way everybody who records works through its list."""

RUNS_THE_BUY = ("models.group_buys.surroundings.surroundings",)
"""What who runs a buy reads beside the chain that he or she pastes, where doors and names stand."""


def row_of(role: str, person: Person, where: str = "") -> str:
    """The row of the table by which a role sees a person."""
    if role in ("secretary", "wallboard"):
        return role
    if role == "grid_leader" and person.grid == "一网格":
        return "own_grid"
    task = where.startswith(EVERYBODYS_TASK)
    return "on_task" if task or (role == "volunteer" and person.on_task) else "otherwise"


def _known() -> dict[str, list[tuple[Person, str]]]:
    found: dict[str, list[tuple[Person, str]]] = {}
    for person in PEOPLE:
        for what, text in (
            ("name", person.name),
            ("phone", person.phone),
            ("phone", person.kin),
            ("door", person.door),
            ("door", person.room),
            ("illness", person.serious),
            ("medicine", person.medicine),
            ("isolation", person.source),
            ("isolation", person.site),
            ("isolation", person.symptoms),
            ("note", person.mark),
        ):
            found.setdefault(text, []).append((person, what))
    return found


KNOWN = _known()
ANY = re.compile("|".join(map(re.escape, KNOWN)))
APART = {member: member for member in ("isolation_site", "recovered")}
"""Values of choices that tell of an isolation."""


@dataclass
class Leaks:
    """What was let out against the table: said once for each place and kind of knowledge."""

    found: dict[str, set[str]] = field(default_factory=dict)
    phones: bool = False
    """Whether a telephone number may be read as the reveal key shows it: a file with a purpose."""

    def look(self, role: str, where: str, value: object) -> None:
        """Searches a value for whatever this role may not read."""
        for place, path, one in leaves(value, where):
            if isinstance(one, enum.Enum):
                self._choice(role, place, path, one)
            elif ANY.search(one):
                self._text(role, place, path, one)
            if role == "wallboard" and isinstance(one, str):
                for person in PEOPLE:
                    if any(f"{person.surname}{more}" in one for more in ("**", "阿姨", "先生")):
                        self._add(role, place, path, "surname", person)

    def _text(self, role: str, where: str, path: str, text: str) -> None:
        alone = where.startswith(DOORS_ALONE) or path.endswith("[door]")
        for secret, about in KNOWN.items():
            for person, what in about if secret in text else ():
                row = row_of(role, person, where)
                if what in TABLE[row] or (what == "phone" and self._revealed(row)):
                    continue
                if what == "door" and alone and role != "wallboard":
                    if not any(f"{person.surname}{m}" in text for m in ("*", "阿姨", "先生")):
                        continue
                if where.startswith(RUNS_THE_BUY) and what in ("door", "name", "note"):
                    continue
                self._add(role, where, path, what, person)

    def _revealed(self, row: str) -> bool:
        return self.phones and row not in ("otherwise", "wallboard")

    def _choice(self, role: str, where: str, path: str, one: enum.Enum) -> None:
        # Those in an isolation site live outside the grid leader's own grid.
        if one.value in APART and role != "secretary":
            self.found.setdefault(f"{where}{path}: {one!r}", set()).add(role)

    def _add(self, role: str, where: str, path: str, what: str, person: Person) -> None:
        said = f"{where}{path}: {what}"
        self.found.setdefault(said, set()).add(f"{role} of {person.number}")

    def told(self) -> str:
        """What was found, a line each."""
        return "\n".join(f"{said}  {sorted(who)}" for said, who in sorted(self.found.items()))


def leaves(value: object, where: str, path: str = "") -> Iterator[tuple[str, str, Any]]:
    """Every text and every choice inside a value, with where it stands."""
    match value:
        case None | bool() | int() | float() | dt.date() | dt.timedelta() | dt.time() | Words():
            return
        case str() if not isinstance(value, enum.Enum):
            yield where, path, str(value)
        case enum.Enum() | bytes():
            yield where, path, value if isinstance(value, enum.Enum) else repr(value)
        case Refusal():
            yield from leaves(value.params, f"refusal {value.key}")
        case Found():
            for name in ("label", "detail"):
                yield from leaves(getattr(value, name), value.kind, f".found.{name}")
        case Sheet():
            for name in ("title", "fields", "jobs"):
                yield from leaves(getattr(value, name), where, f"{path}.{name}")
            for kind, _, label in value.related:
                yield from leaves(label, kind, f" linked from {where}")
        case Mapping():
            for key, inner in value.items():
                yield from leaves(key, where, f"{path}[]")
                yield from leaves(inner, where, f"{path}[{key}]" if isinstance(key, str) else path)
        case _ if is_dataclass(value):
            kind = getattr(value, "kind", None)
            for one in fields(value):
                at = kind if one.name == "label" and isinstance(kind, str) else where
                yield from leaves(getattr(value, one.name, None), at, f"{path}.{one.name}")
        case _ if hasattr(value, "_fields"):
            for name in value._fields:
                yield from leaves(getattr(value, name), where, f"{path}.{name}")
        case _ if hasattr(type(value), "model_fields"):
            for name in type(value).model_fields:
                yield from leaves(getattr(value, name), where, f"{path}.{name}")
        case Iterable():
            for inner in value:
                yield from leaves(inner, where, path)
        case _:
            yield where, path, repr(value)
