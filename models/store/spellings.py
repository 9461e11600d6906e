"""How either database is asked for rows as plain numbers and texts, the same from both.

So a row can be carried from one to the other, and what lies in the two can be compared. The plain
form is SQLite's own: moments in UTC with microseconds, truth as 0 and 1, JSON as its very text.
"""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

import sqlalchemy as sa


class Spelling(NamedTuple):
    """What one database is asked in; a kind of column that is not named is plain as it is."""

    asked: Mapping[str, str]
    """Kind of column -> how its plain form is asked for."""
    given: Mapping[str, str]
    """Kind of column -> the placeholder that takes its plain form."""
    place: str
    """The placeholder of every other column."""
    last_ids: str
    """Asks for each table's highest id that was ever given out."""
    go_on: tuple[str, ...]
    """Has a `:table` give out ids after `:last`."""


SQLITE = Spelling(
    # A number alone would come back as one.
    asked={"json": "CAST({0} AS TEXT)"},
    given={},
    place="?",
    last_ids="SELECT name, seq FROM sqlite_sequence",
    go_on=(
        "DELETE FROM sqlite_sequence WHERE name = :table",
        "INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)",
    ),
)

POSTGRESQL = Spelling(
    asked={
        "bool": "{0}::integer",
        "date": "to_char({0}, 'YYYY-MM-DD')",
        "moment": "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
        "json": "{0}::text",
    },
    given={
        "bool": "%s::integer::boolean",
        "date": "%s::date",
        "moment": "%s::timestamp AT TIME ZONE 'UTC'",
        "json": "%s::json",
    },
    place="%s",
    last_ids="SELECT left(sequencename, -length('_id_seq')), last_value FROM pg_sequences"
    " WHERE schemaname = current_schema() AND last_value IS NOT NULL",
    go_on=("SELECT setval(pg_get_serial_sequence(quote_ident(:table), 'id'), :last)",),
)


def kind_of(column: "sa.Column[object]") -> str:
    """The kind of a column, where its two forms may differ; empty where it is plain."""
    held = column.type
    if isinstance(held, sa.types.TypeDecorator):
        held = held.impl_instance
    for kind, types in (
        ("bool", sa.Boolean),
        ("moment", sa.DateTime),
        ("date", sa.Date),
        ("json", sa.JSON),
    ):
        if isinstance(held, types):
            return kind
    return ""


def tables_of_postgresql(tables: sa.MetaData) -> sa.MetaData:
    """The same tables, with what PostgreSQL wants said in its own way."""
    here = sa.MetaData(naming_convention=tables.naming_convention)
    for table in tables.sorted_tables:
        table.to_metadata(here)
    for table in here.tables.values():
        for index in table.indexes:
            where = index.dialect_options["sqlite"]["where"]
            index.dialect_options["postgresql"]["where"] = where
        for key in table.foreign_key_constraints:
            # Rows that an undo puts back may refer to each other in any order.
            key.deferrable = True
        named = Counter[str]()
        checks = (one for one in table.constraints if isinstance(one, sa.CheckConstraint))
        for check in sorted(checks, key=lambda one: str(one.sqltext)):
            # Two columns of one kind have a check each of the same name.
            named[str(check.name)] += 1
            if named[str(check.name)] > 1:
                check.name = f"{check.name}_{named[str(check.name)]}"
    return here
