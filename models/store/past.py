"""How rows were at a moment that is past, as the journal tells it.

The rows as they are now, with every later act taken back in turn. Where an act's values were
emptied nobody can tell any more, and that is what is answered: never a value of today.
"""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import col

from models.store.acts import ACT, ENTRY, ENTRY_VALUE
from models.store.base import Row
from models.store.session import Reading
from models.store.values import restored

Was = dict[str, object]
"""Field -> its value, of one row at one moment."""


def rows_at(
    session: Reading, table: type[Row], fields: Sequence[str], at: dt.datetime
) -> dict[int, Was] | None:
    """The rows there were before `at`, by id, with some of their fields; in two statements.

    None where a value that is needed has been emptied since.
    """
    kept = ("id", *fields)
    found: dict[int, Was] = {
        row.id: dict(zip(fields, row[1:], strict=True))
        for row in session.execute(sa.select(*(col(getattr(table, name)) for name in kept)))
    }
    later = session.execute(
        sa.select(
            ENTRY.c.row_id,
            ENTRY.c.operation,
            ENTRY.c.fields,
            ENTRY_VALUE.c.salt,
            ENTRY_VALUE.c.before,
        )
        .join_from(ENTRY, ACT)
        .join(ENTRY_VALUE, ENTRY_VALUE.c.entry_id == ENTRY.c.id, isouter=True)
        .where(ENTRY.c.table_name == str(table.__tablename__), ACT.c.at >= at)
        .order_by(ENTRY.c.id.desc())
    )
    # A value that was emptied is only missed where nothing earlier says it again.
    unknown: set[tuple[int, str]] = set()
    for row_id, operation, changed, salt, before in later:
        if operation == "insert":
            found.pop(row_id, None)
            unknown -= {(row_id, name) for name in fields}
            continue
        touched = fields if operation == "delete" else [n for n in fields if n in changed]
        row = found.setdefault(row_id, {})
        if salt is None:
            unknown |= {(row_id, name) for name in touched}
            continue
        unknown -= {(row_id, name) for name in touched}
        row.update({name: restored(table, name, before[name]) for name in touched})
    return None if unknown else found
