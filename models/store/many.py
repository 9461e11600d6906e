"""A thousand rows in one statement, journalled as if each had been written by itself.

A row made by the unit of work costs a tenth of a millisecond several times over, which is nothing
for one door and too much for everybody of a compound. These two write plain values instead; the
journal's entries, the version and the undo are the same. Rows at hand are read anew afterwards.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError

from models.store.base import Row
from models.store.session import Writing, key_of
from models.store.updates import update
from models.store.values import columns, plain


def add_many(
    session: Writing, table: type[Row], rows: Iterable[Mapping[str, object]]
) -> Sequence[int]:
    """Adds rows of a table from the values of their fields; gives their ids, in order.

    What a row does not say is the field's default; a default of the database is not known here.

    Raises:
        TypeError: when a row names a field that the table has not.
    """
    session.flush()
    defaults = _defaults(table)
    name = _table(table).name
    given = list(rows)
    if not given:
        return ()
    first = session.reserve_ids(name, len(given))
    whole = [
        {**defaults, **row, "id": row_id, "version": 1} for row_id, row in enumerate(given, first)
    ]
    unknown = whole[0].keys() - columns(table).keys()
    if unknown:
        raise TypeError(f"{name} has no {sorted(unknown)}")
    with session.ground() as connection:
        connection.execute(sa.insert(_table(table)), whole)
    for row in whole:
        row_id = row["id"]
        assert isinstance(row_id, int)
        after = {field: plain(value) for field, value in row.items() if field != "version"}
        session.changes.record(table.area, name, row_id, None, after)
    return range(first, first + len(whole))


def change_many(
    session: Writing, table: type[Row], changed: Mapping[int, Mapping[str, object]]
) -> None:
    """Changes the same fields of many rows, each to its own values.

    Raises:
        StaleDataError: when one of the rows is not there any more.
    """
    session.flush()
    if not changed:
        return
    names = tuple(next(iter(changed.values())))
    kept = _table(table)
    found = session.connection().execute(_asked(kept, names), {"ids": list(changed)}).all()
    if len(found) != len(changed):
        raise StaleDataError(f"{len(changed) - len(found)} rows of {kept.name} are gone")
    rows = [{"row_id": row.id, "was": row.version, **changed[row.id]} for row in found]
    with session.ground() as connection:
        update(connection, kept, names, rows)
    for row in found:
        values = changed[row.id]
        before = {name: plain(getattr(row, name)) for name in names}
        after = {name: plain(values[name]) for name in names}
        session.changes.record(table.area, kept.name, row.id, before, after)
        known = session.identity_map.get(key_of(table, row.id))
        if known is not None:
            session.expire(known)


def _table(table: type[Row]) -> sa.Table:
    kept = columns(table)["id"].table
    assert isinstance(kept, sa.Table)
    return kept


@cache
def _defaults(table: type[Row]) -> Mapping[str, object]:
    fields = table.model_fields
    return {
        name: fields[name].get_default(call_default_factory=True)
        for name in columns(table)
        if name in fields and not fields[name].is_required()
    }


@cache
def _asked(kept: sa.Table, names: tuple[str, ...]) -> sa.Select[Any]:
    asked = sa.select(kept.c.id, kept.c.version, *(kept.c[name] for name in names))
    return asked.where(kept.c.id.in_(sa.bindparam("ids", expanding=True)))
