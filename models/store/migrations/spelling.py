"""The schema's own statements, written once as SQLite keeps them and said to PostgreSQL in its way.

A database of either kind that came through every step has the tables that a new one is made with;
`tests/models/store/test_schema.py` and `test_schema_postgres.py` hold it.
"""

import re
from collections import Counter
from collections.abc import Sequence

from alembic import op

_TABLE = re.compile(r"^\s*CREATE TABLE (\w+)")

_NUMBERED = "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT"

_SAID = (
    (re.compile(r"\bDATETIME\b"), "TIMESTAMP WITH TIME ZONE"),
    # Rows that an undo puts back may refer to each other in any order.
    (re.compile(r"(FOREIGN KEY ?\([^)]*\) REFERENCES \w+ ?\([^)]*\))"), r"\1 DEFERRABLE"),
)


def on_postgresql() -> bool:
    """Whether the database that is being upgraded lies on a server."""
    return str(op.get_bind().dialect.name) == "postgresql"


def run(*statements: str) -> None:
    """Runs statements that create tables and indexes."""
    for statement in for_postgresql(statements) if on_postgresql() else statements:
        op.execute(statement)


def for_postgresql(statements: Sequence[str]) -> list[str]:
    """Statements that create tables and indexes, in the way of PostgreSQL.

    SQLite lets a table refer to one that is not there yet; here each comes after those.
    """
    waiting = {_TABLE.findall(one)[0]: one for one in statements if _TABLE.search(one)}
    ordered: list[str] = []
    while waiting:
        ready = [
            name for name, one in waiting.items() if not _refers(one) & waiting.keys() - {name}
        ]
        ordered += [waiting.pop(name) for name in ready]
        if not ready:
            raise ValueError(f"tables that refer to each other: {', '.join(waiting)}")
    others = (one for one in statements if not _TABLE.search(one))
    return [_said(one) for one in (*ordered, *others)]


def _refers(statement: str) -> set[str]:
    return set(re.findall(r"\bREFERENCES (\w+)", statement))


def _said(statement: str) -> str:
    for table in _TABLE.findall(statement):
        statement = statement.replace(
            _NUMBERED, f"id SERIAL NOT NULL CONSTRAINT pk_{table} PRIMARY KEY"
        )
    for spelled, said in _SAID:
        statement = spelled.sub(said, statement)
    # Two columns of one kind have a check each of the same name, which SQLite lets be.
    named = Counter[str]()

    def once(found: re.Match[str]) -> str:
        named[found[1]] += 1
        more = named[found[1]]
        return f"CONSTRAINT {found[1]}{'' if more == 1 else f'_{more}'} CHECK"

    return re.sub(r"CONSTRAINT (\w+) CHECK", once, statement)
