"""From flushed rows to a sealed act: what changed is collected as it is written, then chained.

Several flushes of one row become one entry. The seal is written by the transaction of the change
itself, so there is never a change without its act, nor an act without its change.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

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

from models.store.acts import ACT, ACT_VALUE, ENTRY, ENTRY_VALUE, JOURNAL
from models.store.base import Row, UnjournalledWrite
from models.store.session import Writing
from models.store.values import Plain, canonical, columns, digest, kept_params, plain

if TYPE_CHECKING:
    from models.store.session import Reading

Operation = Literal["insert", "update", "delete"]
Values = dict[str, Plain]

_BUMP = sa.text(
    "INSERT INTO revision (area, n) VALUES (:area, 1)"
    " ON CONFLICT (area) DO UPDATE SET n = revision.n + 1"
)


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
    _json: dict[tuple[type[Row], str, int], str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(True for _ in self)

    def __iter__(self) -> Iterator[tuple[tuple[str, int], Touched]]:
        """The rows that are really different now."""
        for key, touched in self.rows.items():
            if touched.before != touched.after:
                yield key, touched

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

    def check_json(self, session: "Reading") -> None:
        """Refuses JSON that was changed in place: such a change would be lost without a word.

        Raises:
            UnjournalledWrite: when a loaded value is not what it was and was not replaced.
        """
        if not self._json:
            return
        for row in session.identity_map.values():
            if not isinstance(row, Row):
                continue
            state: InstanceState[Any] = attributes.instance_state(row)
            for name in _json_fields(type(row)) & state.dict.keys():
                key = (type(row), name, state.identity[0] if state.identity else 0)
                found = state.committed_state.get(name, state.dict[name])
                if key not in self._json or _unknown(found):
                    continue
                if canonical(plain(found)) != self._json[key]:
                    raise UnjournalledWrite(
                        f"{type(row).__name__}.{name} was changed in place: assign a new value"
                    )


@cache
def _json_fields(model: type[Row]) -> frozenset[str]:
    return frozenset(
        name for name, column in columns(model).items() if isinstance(column.type, sa.JSON)
    )


def seal(session: Writing, connection: sa.Connection) -> int:
    """Writes the act with its entries, chains it to the last one and moves the revisions."""
    last = connection.execute(
        sa.select(ACT.c.id, ACT.c.digest).order_by(ACT.c.id.desc()).limit(1)
    ).first()
    act_id, previous = (last.id + 1, last.digest) if last else (1, "")
    entry_id = connection.execute(sa.select(sa.func.max(ENTRY.c.id))).scalar() or 0
    entries: list[dict[str, object]] = []
    values: list[dict[str, object]] = []
    areas = {JOURNAL}
    for (table, row_id), touched in session.changes:
        entry_id += 1
        areas.add(touched.area)
        before, after = _only_different(touched)
        salt = secrets.token_hex(16)
        entries.append(
            {
                "id": entry_id,
                "act_id": act_id,
                "area": touched.area,
                "table_name": table,
                "row_id": row_id,
                "operation": touched.operation,
                "fields": sorted((before or after or {}).keys()),
                "content": digest([salt, before, after]),
            }
        )
        values.append({"entry_id": entry_id, "salt": salt, "before": before, "after": after})
    said = {
        "act_id": act_id,
        "salt": secrets.token_hex(16),
        "actor": session.actor.name,
        "params": kept_params(session.act_params),
        "why": session.why,
    }
    act: dict[str, object] = {
        "id": act_id,
        "at": session.now,
        "actor_id": session.actor.id,
        "role": session.actor.role.value,
        "origin": session.actor.origin,
        "verb": session.verb,
        "undoes": session.undoes,
        "content": content_of(said),
        "previous": previous,
    }
    act["digest"] = digest_of(act, entries)
    connection.execute(ACT.insert(), act)
    connection.execute(ACT_VALUE.insert(), said)
    if entries:
        connection.execute(ENTRY.insert(), entries)
        connection.execute(ENTRY_VALUE.insert(), values)
    for area in sorted(areas):
        connection.execute(_BUMP, {"area": area})
    return act_id


def content_of(said: dict[str, Any]) -> str:
    """The salted digest of what an act said."""
    return digest([said["salt"], said["actor"], said["params"], said["why"]])


def digest_of(act: dict[str, Any], entries: list[dict[str, Any]]) -> str:
    """The digest of an act with its entries: it holds the one before it, and so all of them."""
    return digest(
        [
            act["previous"],
            [plain(act[name]) for name in _CHAINED],
            [[entry[name] for name in _CHAINED_ENTRY] for entry in entries],
        ]
    )


_NOT_HELD = (LoaderCallableStatus.NO_VALUE, LoaderCallableStatus.NEVER_SET)
_CHAINED = ("id", "at", "actor_id", "role", "origin", "verb", "undoes", "content")
_CHAINED_ENTRY = ("id", "area", "table_name", "row_id", "operation", "fields", "content")


def _only_different(touched: Touched) -> tuple[Values | None, Values | None]:
    """Of an update, only the fields that hold something else now."""
    if touched.before is None or touched.after is None:
        return touched.before, touched.after
    names = [name for name in touched.after if touched.before.get(name) != touched.after[name]]
    return (
        {name: touched.before.get(name) for name in names},
        {name: touched.after[name] for name in names},
    )


def _changes_of(row: Row) -> Changes | None:
    session = object_session(row)
    return session.changes if isinstance(session, Writing) else None


def _unknown(value: object) -> bool:
    return isinstance(value, ClauseElement) or any(value is mark for mark in _NOT_HELD)


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
        if name in held and not _unknown(held[name]):
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
    changes.loaded(state, _json_fields(type(row)))


@event.listens_for(Row, "after_update", propagate=True)
def _updated(_mapper: Mapper[Any], connection: sa.Connection, row: Row) -> None:
    changes = _changes_of(row)
    if changes is None or row.id is None:
        return
    state: InstanceState[Any] = attributes.instance_state(row)
    if "id" in state.committed_state and state.committed_state["id"] != row.id:
        raise UnjournalledWrite("the id of a row never changes")
    before: Values = {}
    after: Values = {}
    asked: list[str] = []
    for name in columns(type(row)):
        if name == "version" or name not in state.committed_state:
            continue
        history = state.get_history(name, PassiveFlag.PASSIVE_NO_INITIALIZE)
        if not history.added:
            continue
        before[name] = plain(history.deleted[0] if history.deleted else None)
        if name not in state.dict or isinstance(history.added[0], ClauseElement):
            asked.append(name)
        else:
            after[name] = plain(history.added[0])
    if asked:
        after.update(_fetched(connection, row, asked))
    if before:
        changes.record(row.area, row.__tablename__, row.id, before, after)
        changes.loaded(state, _json_fields(type(row)))


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
    names = _json_fields(type(row))
    if names:
        changes = _changes_of(row)
        if changes is not None:
            changes.loaded(attributes.instance_state(row), names)
