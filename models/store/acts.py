"""The tables of the journal. Only the store writes them, and nobody changes what they hold.

An act and its entries say who did what to which fields of which rows; the chain of digests covers
all of that. What the fields held, and everything that names a person, lies beside them and may be
emptied when its time has come: the chain keeps a salted digest of it.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

from models.store.base import partial_index
from models.store.database import Database

ACT = sa.Table(
    "act",
    SQLModel.metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", UTCDateTime(), nullable=False, index=True),
    sa.Column("actor_id", sa.Integer),
    sa.Column("role", sa.String(32), nullable=False),
    sa.Column("origin", sa.String(16), nullable=False),
    sa.Column("verb", sa.String(64), nullable=False),
    sa.Column("undoes", sa.ForeignKey("act.id")),
    sa.Column("content", sa.String(64), nullable=False),
    sa.Column("previous", sa.String(64), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False, unique=True),
    sa.Index("ix_act_actor_id_id", "actor_id", "id"),
    partial_index("ix_act_undoes", "undoes", where="undoes IS NOT NULL"),
)
"""One act: who, when, which verb. `content` is the digest of what `act_value` says of it."""

ACT_VALUE = sa.Table(
    "act_value",
    SQLModel.metadata,
    sa.Column("act_id", sa.ForeignKey("act.id"), primary_key=True, autoincrement=False),
    sa.Column("salt", sa.String(32), nullable=False),
    sa.Column("actor", sa.String, nullable=False),
    sa.Column("params", sa.JSON, nullable=False),
    sa.Column("why", sa.String),
)
"""What an act said: the actor's name as it was, the verb's parameters, the reason."""

ENTRY = sa.Table(
    "entry",
    SQLModel.metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("act_id", sa.ForeignKey("act.id"), nullable=False, index=True),
    sa.Column("area", sa.String(32), nullable=False),
    sa.Column("table_name", sa.String(64), nullable=False),
    sa.Column("row_id", sa.Integer, nullable=False),
    sa.Column("operation", sa.String(8), nullable=False),
    sa.Column("fields", sa.JSON, nullable=False),
    sa.Column("content", sa.String(64), nullable=False),
    sa.Index("ix_entry_row", "table_name", "row_id", "act_id"),
)
"""One row an act touched, and which of its fields."""

ENTRY_VALUE = sa.Table(
    "entry_value",
    SQLModel.metadata,
    sa.Column("entry_id", sa.ForeignKey("entry.id"), primary_key=True, autoincrement=False),
    sa.Column("salt", sa.String(32), nullable=False),
    sa.Column("before", sa.JSON(none_as_null=True)),
    sa.Column("after", sa.JSON(none_as_null=True)),
)
"""What the fields held before and after."""

REVISION = sa.Table(
    "revision",
    SQLModel.metadata,
    sa.Column("area", sa.String(32), primary_key=True),
    sa.Column("n", sa.Integer, nullable=False),
)
"""How many acts touched each area; the area `journal` counts them all."""

JOURNAL = "journal"
"""The area that moves with every act."""

_NEVER = {
    "act": ("UPDATE", "DELETE"),
    "entry": ("UPDATE", "DELETE"),
    # Their rows may go when their time has come; they never change.
    "act_value": ("UPDATE",),
    "entry_value": ("UPDATE",),
}


def protect(database: Database, connection: sa.Connection) -> None:
    """Has the database itself refuse to change the journal."""
    for statement in database.protecting(_NEVER):
        connection.exec_driver_sql(statement)


def add(connection: sa.Connection, table: sa.Table, rows: Iterable[Mapping[str, object]]) -> None:
    """Adds rows to a table of the journal; what is kept as JSON comes as its text.

    Every act of every terminal passes here, so the statement is worked out once for a database.
    """
    text, values, binds = _insert(table, connection.dialect)
    told: list[tuple[object, ...]] = [values(row) for row in rows]
    if binds:
        told = [
            tuple(binds[n](value) if n in binds else value for n, value in enumerate(row))
            for row in told
        ]
    if connection.dialect.positional:
        connection.exec_driver_sql(text, told)
    else:
        names = table.columns.keys()
        connection.exec_driver_sql(text, [dict(zip(names, row, strict=True)) for row in told])


_Bind = Callable[[Any], Any]
_Values = Callable[[Any], tuple[object, ...]]


@lru_cache(maxsize=32)
def _insert(table: sa.Table, dialect: sa.Dialect) -> tuple[str, _Values, dict[int, _Bind]]:
    """The statement, what takes a row's values in its order, and which of them are translated."""
    binds: dict[int, _Bind] = {
        n: bind
        for n, column in enumerate(table.columns)
        if not isinstance(column.type, sa.JSON)
        and (bind := column.type.dialect_impl(dialect).bind_processor(dialect)) is not None
    }
    values: _Values = itemgetter(*(column.name for column in table.columns))
    return str(table.insert().compile(dialect=dialect)), values, binds
