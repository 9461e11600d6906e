"""Who reads which kind of rules, and what that reader would take.

The promise: no list of fields is kept a second time. A set is read once by its own reader while it
is watched; what the reader asked for may stand there, and what nobody asked for is refused, because
it would be believed to hold and would not.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import cast

from models.rules.care import CareRules
from models.rules.community import CommunityRules
from models.rules.disinfection import DisinfectionRules
from models.rules.forecast import StockRules
from models.rules.gate import GateRules
from models.rules.group_buy import GroupBuyRules
from models.rules.isolation import IsolationRules
from models.rules.leaves import Json, Path, at, leaves, planted
from models.rules.patrol import PatrolRules
from models.rules.promise import PromiseRules
from models.rules.readiness import ReadinessRules
from models.rules.refusal import Refusal
from models.rules.retention import RetentionRules
from models.rules.rota import RestRules
from models.rules.temperature import HealthWatch
from models.rules.timetable import SamplingRules

READERS: Mapping[str, Callable[[Mapping[str, object]], object]] = {
    "promise": PromiseRules.from_data,
    "rest": RestRules.from_data,
    "care": CareRules.from_data,
    "patrol": PatrolRules.from_data,
    "stock": StockRules.from_data,
    "isolation": lambda data: IsolationRules.from_data(data, ""),
    "health_watch": HealthWatch.from_data,
    "readiness": ReadinessRules.from_data,
    "testing": SamplingRules.from_data,
    "disinfection": DisinfectionRules.from_data,
    "gate": GateRules.from_data,
    "retention": RetentionRules.from_data,
    "group_buys": GroupBuyRules.from_data,
    "community": CommunityRules.from_data,
}


class _Watched(Mapping[str, object]):
    """A table that remembers what was asked of it."""

    def __init__(self, values: Mapping[str, object], path: Path, asked: "Asked") -> None:
        self._values, self._path, self._asked = values, path, asked
        asked.names.setdefault(path, {})

    def __getitem__(self, name: str) -> object:
        self._asked.names[self._path][str(name)] = None
        return _watched(self._values[name], (*self._path, name), self._asked)

    def __iter__(self) -> Iterator[str]:
        # A reader that goes through the names takes whatever name it finds.
        self._asked.open.add(self._path)
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def _watched(value: object, path: Path, asked: "Asked") -> object:
    if isinstance(value, Mapping):
        return _Watched(value, path, asked)
    if isinstance(value, (list, tuple)):
        return [_watched(one, (*path, place), asked) for place, one in enumerate(value)]
    return value


class Asked:
    """What the reader of a kind asks of some data.

    Attributes:
        names: way to a table -> the names asked of it, in their order.
        open: tables that take any name.
    """

    def __init__(self, kind: str, data: Json) -> None:
        self.kind = kind
        self.names: dict[Path, dict[str, None]] = {}
        self.open: set[Path] = set()
        self.refusal: Refusal | None = None
        try:
            READERS[kind](_Watched(cast(Mapping[str, object], data), (), self))
        except Refusal as refusal:
            self.refusal = refusal

    def absent(self, data: Json, path: Path) -> tuple[str, ...]:
        """Names that the reader would take in the table at `path` and that are not there."""
        table = at(data, path)
        assert isinstance(table, Mapping)
        return tuple(name for name in self.names.get(path, ()) if name not in table)

    def fields(self, data: Json, way: Path) -> tuple[tuple[Path, tuple[Json, ...]], ...]:
        """What to ask for something more at `way`: ways within it, with the values others have.

        One field with an empty way, where it is a single value.
        """
        alike = _alike(data, way)
        found: dict[str, list[Json]] = {}
        for path, entry in alike:
            if isinstance(entry, Mapping):
                for name in self.names.get(path, ()):
                    found.setdefault(name, [])
                    if name in entry and entry[name] not in found[name]:
                        found[name].append(entry[name])
        if not found:
            return (((), tuple(entry for _, entry in alike)),)
        asked: list[tuple[Path, tuple[Json, ...]]] = []
        for name, values in found.items():
            if values and isinstance(values[0], Mapping):
                asked += [((name, *leaf.path), (leaf.value,)) for leaf in leaves(values[0])]
            else:
                asked.append(((name,), tuple(values)))
        return tuple(asked)


def check(kind: str, data: Json) -> None:
    """Refuses data that the reader of the kind cannot read, or of which it would overlook a part.

    A kind that nobody reads yet is not checked.
    """
    if kind not in READERS:
        return
    asked = Asked(kind, data)
    if asked.refusal is not None:
        raise asked.refusal
    for leaf in leaves(data):
        for depth, name in enumerate(leaf.path):
            table = leaf.path[:depth]
            if isinstance(name, str) and table not in asked.open:
                if name not in asked.names.get(table, ()):
                    raise Refusal("refuse.rules.unknown", kind=kind, field=name)


def room_for_more(asked: Asked, data: Json, path: Path) -> tuple[Path, ...]:
    """Where something may be added around the value at `path`.

    The way to a list or an open table stands for one more entry of it; a way that is not there yet
    stands for that one value. Whole entries come first.
    """
    whole: list[Path] = []
    single: list[Path] = []
    for depth in range(len(path), -1, -1):
        here = path[:depth]
        value = at(data, here)
        if takes_entries(asked, data, here):
            whole.append(here)
        elif isinstance(value, Mapping):
            absent = (name for name in asked.names.get(here, ()) if name not in value)
            single += [(*here, name) for name in absent]
    return (*whole, *single)


def takes_entries(asked: Asked, data: Json, way: Path) -> bool:
    """Whether what is at `way` is a list of tables or a table that takes any name."""
    return way in asked.open or (_is_there(data, way) and _of_tables(at(data, way)))


def spare(kind: str, data: Json, path: Path) -> tuple[Path, ...]:
    """What around the value at `path` may be taken out so that the set can still be read."""
    return tuple(
        path[:depth]
        for depth in range(len(path), 0, -1)
        if _is_there(data, path[:depth]) and _reads(kind, shrunk(data, path[:depth]))
    )


def grown(data: Json, way: Path, value: Json) -> Json:
    """The data with one more value or entry at `way`; in a list the later ones move on."""
    table = at(data, way[:-1])
    if isinstance(table, Mapping):
        return planted(data, {way[:-1]: {**table, str(way[-1]): value}})
    entries = list(_listed(table))
    entries.insert(int(way[-1]), value)
    return planted(data, {way[:-1]: entries})


def shrunk(data: Json, way: Path) -> Json:
    """The data without the value or entry at `way`; of a list of tables one always stays."""
    table = at(data, way[:-1])
    rest: Json
    if isinstance(table, Mapping):
        rest = {name: one for name, one in table.items() if name != way[-1]}
    else:
        rest = [one for place, one in enumerate(_listed(table)) if place != way[-1]] or table
    return planted(data, {way[:-1]: rest})


def _reads(kind: str, data: Json) -> bool:
    try:
        check(kind, data)
    except Refusal:
        return False
    return True


def _alike(data: Json, way: Path) -> list[tuple[Path, Json]]:
    """What one more at `way` would be like: the entries there, or else the same in other tables."""
    if _is_there(data, way):
        return _inside(data, way)
    twins = [
        ((*table, way[-1]), at(data, (*table, way[-1])))
        for table, _ in (_inside(data, way[:-2]) if len(way) > 1 else ())
        if _is_there(data, (*table, way[-1]))
    ]
    return twins or [one for one in _inside(data, way[:-1]) if isinstance(one[1], Mapping)]


def _inside(data: Json, way: Path) -> list[tuple[Path, Json]]:
    table = at(data, way)
    if isinstance(table, Mapping):
        return [((*way, name), one) for name, one in table.items()]
    return [((*way, place), one) for place, one in enumerate(_listed(table))]


def _of_tables(value: Json) -> bool:
    """Whether it is a list of tables; a list of plain values is typed on one line."""
    return isinstance(value, (list, tuple)) and any(isinstance(one, Mapping) for one in value)


def _listed(value: Json) -> Sequence[Json]:
    return value if isinstance(value, (list, tuple)) else ()


def _is_there(data: Json, way: Path) -> bool:
    with suppress(KeyError, IndexError, TypeError):
        at(data, way)
        return True
    return False
