"""Rows that were changed, written by one statement for all that changed in the same fields.

SQLAlchemy sends an update that names the version row by row, and asks at every flush what depends
on what. A changed row depends on nothing that the same flush adds: it cannot name what has no id.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.orm.exc import StaleDataError

from models.store.base import Row
from models.store.changes import json_fields, unknown
from models.store.session import Writing
from models.store.values import columns, plain


def write_changed(session: Writing) -> None:
    """Writes the changed rows; what SQL is to compute is left to the session's own flush."""
    alike: defaultdict[tuple[type[Row], tuple[str, ...]], list[Row]] = defaultdict(list)
    for row in sorted(session.dirty, key=lambda row: (row.__tablename__, row.id or 0)):
        names = _changed(row)
        if names is not None:
            alike[type(row), names].append(row)
    for (model, names), rows in alike.items():
        if names:
            _write(session, model, names, rows)
        for row in rows:
            state = instance_state(row)
            state._commit_all(state.dict, session.identity_map)


def update(
    connection: sa.Connection,
    kept: sa.Table,
    names: tuple[str, ...],
    rows: Sequence[Mapping[str, Any]],
) -> None:
    """Changes fields of rows, each given with its `row_id` and the version that it `was`.

    Raises:
        StaleDataError: when one of the rows is not there any more, or not as it was.
    """
    told = [{**row, "version": row["was"] + 1} for row in rows]
    done = connection.execute(_statement(kept, names), told)
    if done.rowcount != len(rows):
        raise StaleDataError(f"{len(rows) - done.rowcount} rows of {kept.name} are gone")


def _changed(row: Row) -> tuple[str, ...] | None:
    """The fields that hold something else now; None where only the database can say."""
    state = instance_state(row)
    before, now = state.committed_state, state.dict
    names = tuple(name for name in columns(type(row)) if name in before)
    if len(names) < len(before) or {"id", "version"} & before.keys() or "version" not in now:
        return None
    if _computes(type(row)) or any(
        name not in now or unknown(now[name]) or unknown(before[name]) for name in names
    ):
        return None
    return tuple(name for name in names if before[name] != now[name])


def _write(session: Writing, model: type[Row], names: tuple[str, ...], rows: Sequence[Row]) -> None:
    states = [instance_state(row) for row in rows]
    told = [
        {"row_id": row.id, "was": row.version, **{name: state.dict[name] for name in names}}
        for row, state in zip(rows, states, strict=True)
    ]
    kept = columns(model)["id"].table
    assert isinstance(kept, sa.Table)
    update(session.connection(), kept, names, told)
    for row, state in zip(rows, states, strict=True):
        state.dict["version"] += 1
        before = {name: plain(state.committed_state[name]) for name in names}
        after = {name: plain(state.dict[name]) for name in names}
        assert row.id is not None
        session.changes.record(model.area, kept.name, row.id, before, after)
        session.changes.loaded(state, json_fields(model))


@cache
def _computes(model: type[Row]) -> bool:
    """Whether the database changes a field by itself when a row changes."""
    kept = columns(model)["id"].table.columns
    return any(one.computed or one.onupdate or one.server_onupdate for one in kept)


@cache
def _statement(kept: sa.Table, names: tuple[str, ...]) -> sa.Update:
    values: dict[str, sa.BindParameter[Any]]
    values = {name: sa.bindparam(name) for name in (*names, "version")}
    return (
        sa.update(kept)
        .where(kept.c.id == sa.bindparam("row_id"), kept.c.version == sa.bindparam("was"))
        .values(values)
    )
