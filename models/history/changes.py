"""What one act changed: rows with their fields before and after, as who looks may read them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from pydantic import ValidationError
from sqlmodel import SQLModel

from models.acts import ActLine, said
from models.history.naming import Names, grids_of, kinds_by_table
from models.history.sight import Secrecy, secrecy, shown
from models.homes.sight import Viewpoint, viewpoint
from models.rules.refusal import Refusal
from models.store import journal
from models.store.actor import Role
from models.store.base import Row, secrets_of
from models.store.engine import Reading
from models.store.journal import EntryLine
from models.store.values import Plain, columns, models_by_table, restored
from models.words import Key

MOST_ROWS = 60
"""The most rows of one act that are shown; an import touches thousands."""
_KEPT_QUIET = frozenset({"id", "version", "search", "building_id", "stairwell_id"})
"""Fields that say nothing to a person."""
_MEMBERS: Mapping[str, str] = MappingProxyType(
    {"tags": "Tag", "categories": "Category", "skills": "Skill"}
)
"""Lists that are kept as plain texts, and the words they stand for."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after; where who looks may not read it, only that it changed."""

    name: str
    part: str
    """The part of it that changed, where the field is a set of rules."""
    before: object
    after: object
    hidden: bool


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that the act touched."""

    area: str
    table: str
    row_id: int
    kind: str | None
    """The kind of record it is, where it can still be opened."""
    label: str
    """How the record is called; empty where it is gone or may not be named."""
    operation: Literal["insert", "update", "delete"]
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class ActChanges:
    """An act with what it changed."""

    line: ActLine
    rows: tuple[RowChange, ...]
    more: int
    """Rows that are not shown."""
    erased: bool
    """Whether its values were emptied because their time was over."""


def changes_of(session: Reading, act_id: int) -> ActChanges:
    """What an act changed, at most `MOST_ROWS` rows of it.

    Raises:
        Refusal: when there is no such act, or when who looks has only counts to see.
    """
    line = said(session, act_id)
    if line is None or session.viewer.role is Role.wallboard:
        raise Refusal("refuse.gone")
    session.store.load_areas()
    touched = journal.entries(session, act_id)
    on_show = touched[:MOST_ROWS]
    reader = _Reader(session, line.mine, on_show)
    return ActChanges(
        line=line,
        rows=tuple(reader.row(entry) for entry in on_show),
        more=len(touched) - len(on_show),
        erased=any(entry.erased for entry in touched),
    )


class _Reader:
    """Reads the entries of one act for one viewer; what they refer to is asked for once."""

    def __init__(self, session: Reading, mine: bool, entries: Sequence[EntryLine]) -> None:
        self._session = session
        self._mine = mine
        self._view: Viewpoint = viewpoint(session)
        self._models = models_by_table()
        self._kinds = kinds_by_table()
        self._names = Names(session, self._view, mine)
        wanted: dict[str, set[int]] = defaultdict(set)
        for entry in entries:
            wanted[entry.table].add(entry.row_id)
        leads = session.viewer.role is Role.grid_leader
        self._grids = grids_of(session, wanted) if leads else {}
        self._there: set[tuple[str, int]] = set()
        self._names.gather(self._referred(entries))

    def row(self, entry: EntryLine) -> RowChange:
        """One row as it may be read."""
        model = self._models.get(entry.table)
        kind = self._kinds.get(entry.table)
        label = self._names.title(kind, entry.row_id) if kind is not None else None
        return RowChange(
            area=entry.area,
            table=entry.table,
            row_id=entry.row_id,
            kind=kind.name if kind is not None and label is not None else None,
            label=label or "",
            operation=entry.operation,
            fields=tuple(self._fields(entry, model)),
        )

    def _referred(self, entries: Sequence[EntryLine]) -> Iterable[tuple[str, int]]:
        for entry in entries:
            model = self._models.get(entry.table)
            for name in _names_of(entry):
                table = self._names.refers(model, name)
                for values in (entry.before, entry.after):
                    value = (values or {}).get(name)
                    if table is not None and isinstance(value, int):
                        yield table, value

    def _fields(self, entry: EntryLine, model: type[Row] | None) -> Iterable[FieldChange]:
        known = frozenset(columns(model)) if model is not None else frozenset()
        secret = secrets_of(SQLModel.metadata.tables[entry.table]) if model is not None else ()
        before, after = entry.before or {}, entry.after or {}
        for name in _names_of(entry):
            was, now = before.get(name), after.get(name)
            if name in secret:
                # The journal holds that it changed; what it was nobody is told.
                yield FieldChange(name, "", None, None, True)
                continue
            if was == now or (entry.operation != "update" and _empty(was) and _empty(now)):
                continue
            kept = secrecy(entry.table, name, known)
            change = FieldChange(name, "", None, None, True)
            if kept is Secrecy.private and self._view.role is not Role.secretary:
                yield change
            elif self._names.refers(model, name) is not None:
                yield replace(
                    change,
                    before=self._names.of(model, name, was),
                    after=self._names.of(model, name, now),
                    hidden=False,
                )
            elif isinstance(was or now, dict) and kept is Secrecy.open:
                yield from _parts(name, was, now)
            else:
                yield self._change(change, entry, model, kept, (was, now))

    def _change(
        self,
        change: FieldChange,
        entry: EntryLine,
        model: type[Row] | None,
        kept: Secrecy,
        values: tuple[Plain, Plain],
    ) -> FieldChange:
        grid = self._grids.get((entry.table, entry.row_id), "")
        mine = self._mine
        if entry.table == "volunteer" and entry.row_id == self._session.viewer.id:
            mine = True
        home = (entry.after or entry.before or {}).get("household_id") is not None
        told: list[object] = []
        for value in values:
            seen, may = shown(kept, value, self._view, grid, mine, home)
            if not may and not _empty(value):
                return change
            told.append(_typed(model, change.name, seen))
        return replace(change, before=told[0], after=told[1], hidden=False)


def _names_of(entry: EntryLine) -> Iterable[str]:
    found = entry.fields or tuple((entry.after or entry.before or {}).keys())
    return (name for name in found if name not in _KEPT_QUIET)


def _empty(value: Plain) -> bool:
    return value is None or value == "" or value == [] or value is False


def _parts(name: str, was: Plain, now: Plain) -> Iterable[FieldChange]:
    """The parts of a set of rules that differ, each as a line of its own."""
    before = was if isinstance(was, dict) else {}
    after = now if isinstance(now, dict) else {}
    for part in {**before, **after}:
        if before.get(part) != after.get(part):
            yield FieldChange(name, part, before.get(part), after.get(part), False)


def _typed(model: type[Row] | None, name: str, value: Plain) -> object:
    """A kept value as what it was, so that it can be said in words."""
    if value is None or value == "":
        return None
    if isinstance(value, list) and name in _MEMBERS:
        return tuple(Key(f"{_MEMBERS[name]}.{one}") for one in value)
    if name.endswith("_fen") and isinstance(value, int):
        return f"¥{value / 100:.2f}"
    if model is None or name not in model.model_fields:
        return value
    try:
        found = restored(model, name, value)
    except ValidationError:
        # Kept by an older edition in another shape, or masked into one: shown as it is.
        return value
    return Key(f"{type(found).__name__}.{found.value}") if isinstance(found, StrEnum) else found
