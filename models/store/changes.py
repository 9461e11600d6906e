"""What an act changed so far, collected row by row as the unit of work writes it.

Several flushes of one row become one change. Values are taken as plain JSON at the moment they are
written, with what they were before, also where SQL computed them or a relationship set them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import (
    InstanceState,
    LoaderCallableStatus,
    Mapper,
    PassiveFlag,
    attributes,
    object_session,
)
from sqlalchemy.sql import ClauseElement

from models.store.base import Row, UnjournalledWrite
from models.store.session import Writing
from models.store.values import Plain, canonical, columns, plain

Operation = Literal["insert", "update", "delete"]
Values = dict[str, Plain]

_NOT_HELD = (ClauseElement, LoaderCallableStatus)


@dataclass(slots=True)
class Touched:
    """One row as this act found it and leaves it; None is "not there"."""

    area: str
    before: Values | None
    after: Values | None

    @property
    def operation(self) -> Operation:
        """What the act did to the row, all its flushes taken together."""
        if self.before is None:
            return "insert"
        return "delete" if self.after is None else "update"


@dataclass(slots=True)
class Changes:
    """What an act changed so far, a row at a time in the order they were first touched."""

    rows: dict[tuple[str, int], Touched] = field(default_factory=dict)
    computing: dict[tuple[str, int], Values] = field(default_factory=dict)
    """Old values of fields that SQL computes in the flush under way."""
    _json: dict[tuple[type[Row], str, int], str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(True for _ in self)

    def __iter__(self) -> Iterator[tuple[tuple[str, int], Touched]]:
        """The rows that are really different now."""
        for key, touched in self.rows.items():
            if touched.before != touched.after:
                yield key, touched

    def moves(self, area: str) -> bool:
        """Whether anything of an area was written so far."""
        return any(touched.area == area for touched in self.rows.values())

    def record(
        self, area: str, table: str, row_id: int, before: Values | None, after: Values | None
    ) -> None:
        """Adds one write: whole rows for inserts and deletes, changed fields for updates."""
        known = self.rows.get((table, row_id))
        if known is None:
            self.rows[table, row_id] = Touched(area, before, after)
        elif after is None:
            # Deleted: as this act found it, which is the row now with what was overwritten.
            known.before = None if known.before is None else {**(before or {}), **known.before}
            known.after = None
        elif before is None:
            known.after = after
            if known.before is not None:  # deleted and put back: only what differs counts
                known.before.pop("version", None)
                known.after = {name: after.get(name) for name in known.before}
        elif known.before is None:
            known.after = {**(known.after or {}), **after}
        else:
            known.before = {**before, **known.before}
            known.after = {**(known.after or {}), **after}

    def loaded(self, state: InstanceState[Any], names: frozenset[str]) -> None:
        """Remembers JSON as it was read, to notice when it is changed in place."""
        for name in names & state.dict.keys():
            key = (state.class_, name, state.identity[0] if state.identity else 0)
            self._json[key] = canonical(plain(state.dict[name]))

    def check_json(self, rows: Iterable[object]) -> None:
        """Refuses JSON that was changed in place: such a change would be lost without a word.

        Raises:
            UnjournalledWrite: when a loaded value is not what it was and was not replaced.
        """
        if not self._json:
            return
        for row in rows:
            if not isinstance(row, Row):
                continue
            state: InstanceState[Any] = attributes.instance_state(row)
            for name in json_fields(type(row)) & state.dict.keys():
                key = (type(row), name, state.identity[0] if state.identity else 0)
                found = state.committed_state.get(name, state.dict[name])
                if key not in self._json or unknown(found):
                    continue
                if canonical(plain(found)) != self._json[key]:
                    raise UnjournalledWrite(
                        f"{type(row).__name__}.{name} was changed in place: assign a new value"
                    )


@cache
def json_fields(model: type[Row]) -> frozenset[str]:
    """The fields of a row that are kept as JSON."""
    return frozenset(
        name for name, column in columns(model).items() if isinstance(column.type, sa.JSON)
    )


def _changes_of(row: Row) -> Changes | None:
    session = object_session(row)
    return session.changes if isinstance(session, Writing) else None


def unknown(value: object) -> bool:
    """Whether only the database knows a value: SQL computes it, or it was never read."""
    return isinstance(value, _NOT_HELD)


def _fetched(connection: sa.Connection, row: Row, names: list[str]) -> Values:
    """Fields that only the database knows: its defaults, and values that SQL computed."""
    kept = columns(type(row))
    table = kept["id"].table
    found = connection.execute(
        sa.select(*(kept[name].label(name) for name in names)).where(table.c.id == row.id)
    ).one()
    return {name: plain(found._mapping[name]) for name in names}


def _whole(connection: sa.Connection, row: Row, held: dict[str, Any]) -> Values:
    values: Values = {}
    missing: list[str] = []
    for name in columns(type(row)):
        if name in held and not unknown(held[name]):
            values[name] = plain(held[name])
        else:
            missing.append(name)
    if missing:
        values.update(_fetched(connection, row, missing))
    return values


@event.listens_for(Row, "after_insert", propagate=True)
def _inserted(_mapper: Mapper[Any], connection: sa.Connection, row: Row) -> None:
    changes = _changes_of(row)
    if changes is None or row.id is None:
        return
    state: InstanceState[Any] = attributes.instance_state(row)
    after = _whole(connection, row, state.dict)
    after.pop("version", None)
    changes.record(row.area, row.__tablename__, row.id, None, after)
    changes.loaded(state, json_fields(type(row)))


@event.listens_for(Row, "before_update", propagate=True)
def _computing(_mapper: Mapper[Any], _connection: sa.Connection, row: Row) -> None:
    """Keeps the old value of a field that SQL is about to compute: afterwards it is forgotten."""
    changes = _changes_of(row)
    if changes is None or row.id is None:
        return
    state: InstanceState[Any] = attributes.instance_state(row)
    for name in state.committed_state:
        if isinstance(state.dict.get(name), ClauseElement):
            kept = changes.computing.setdefault((row.__tablename__, row.id), {})
            kept[name] = plain(state.committed_state[name])


@event.listens_for(Row, "after_update", propagate=True)
def _updated(_mapper: Mapper[Any], connection: sa.Connection, row: Row) -> None:
    changes = _changes_of(row)
    if changes is None or row.id is None:
        return
    state: InstanceState[Any] = attributes.instance_state(row)
    if "id" in state.committed_state and state.committed_state["id"] != row.id:
        raise UnjournalledWrite("the id of a row never changes")
    before = changes.computing.pop((row.__tablename__, row.id), {})
    after: Values = {}
    asked = list(before)
    for name in columns(type(row)):
        if name == "version" or name not in state.committed_state:
            continue
        history = state.get_history(name, PassiveFlag.PASSIVE_NO_INITIALIZE)
        if not history.added:
            continue
        before[name] = plain(history.deleted[0] if history.deleted else None)
        after[name] = plain(history.added[0])
    if asked:
        after.update(_fetched(connection, row, asked))
    if before:
        changes.record(row.area, row.__tablename__, row.id, before, after)
        changes.loaded(state, json_fields(type(row)))


@event.listens_for(Row, "before_delete", propagate=True)
def _deleted(_mapper: Mapper[Any], connection: sa.Connection, row: Row) -> None:
    changes = _changes_of(row)
    if changes is None or row.id is None:
        return
    state: InstanceState[Any] = attributes.instance_state(row)
    as_read = {**state.dict, **state.committed_state}
    changes.record(row.area, row.__tablename__, row.id, _whole(connection, row, as_read), None)


@event.listens_for(Row, "load", propagate=True)
@event.listens_for(Row, "refresh", propagate=True)
def _loaded(row: Row, *_context: object) -> None:
    session = object_session(row)
    if not isinstance(session, Writing):
        return
    session.held.append(row)
    names = json_fields(type(row))
    if names:
        session.changes.loaded(attributes.instance_state(row), names)
