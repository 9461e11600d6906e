"""The demonstration grown by plain SQL: a hundred times its past, ten times its people.

What is added is finished: closed requests without money owed, done contacts, moves, past shifts and
patrols, acts. No statistics are gathered for the planner, for the desk gathers none.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

HISTORY = 100
BUILDINGS = 40
PAST = {
    "request": "state IN ('confirmed', 'closed') AND money <> 'advanced'",
    "care_contact": "1",
    "move": "kind <> 'undo'",
    "shift": "ends_at < (SELECT max(at) FROM act) AND id NOT IN"
    " (SELECT shift_id FROM seat WHERE state NOT IN ('done', 'no_show', 'left_early'))",
    "seat": "state IN ('done', 'no_show', 'left_early') AND replaces_id IS NULL",
    "patrol": "state = 'ended'",
}
"""Table -> which of its rows are past."""
MOMENTS = frozenset(
    "at created_at counted_from promised_at noted_at closed_at starts_at ends_at given_at"
    " checked_in_at checked_out_at started_at ended_at".split()
)


def with_history(database: Path, times: int = HISTORY) -> None:
    """Adds the past `times` over, each time a month earlier."""
    with closing(sqlite3.connect(database)) as connection:
        steps = {table: _step(connection, table) for table in PAST}
        for table, past in PAST.items():
            columns = _columns(connection, table)
            connection.execute(
                f"CREATE TEMP TABLE old_{table} AS SELECT * FROM {table} WHERE {past}"
            )
            if table == "seat":
                connection.execute(
                    "DELETE FROM old_seat WHERE shift_id NOT IN (SELECT id FROM old_shift)"
                )
            for n in range(1, times):
                chosen = [_shifted(table, name, n, steps) for name in columns]
                connection.execute(
                    f"INSERT INTO {table} ({', '.join(columns)})"
                    f" SELECT {', '.join(chosen)} FROM old_{table}"
                )
        columns = _columns(connection, "act")
        taken = {"id": "id - 1000000 * :n", "digest": "digest || :n", "undoes": "NULL"}
        for n in range(1, times):
            connection.execute(
                f"INSERT INTO act ({', '.join(columns)})"
                f" SELECT {', '.join(taken.get(name, name) for name in columns)}"
                " FROM act WHERE id > 0",
                {"n": n},
            )
        connection.commit()


def with_people(database: Path, times: int = 10) -> None:
    """The households and residents `times` over, in buildings with higher numbers."""
    with closing(sqlite3.connect(database)) as connection:
        homes, people = _columns(connection, "household"), _columns(connection, "resident")
        first, last = _step(connection, "household"), _step(connection, "resident")
        for n in range(1, times):
            more = f"(building + {n * BUILDINGS})"
            home = {
                "id": f"id + {n * first}",
                "building": more,
                "door": f"{more} || '-' || stairwell || '-' || room",
            }
            who = {
                "id": f"id + {n * last}",
                "household_id": f"household_id + {n * first}",
                "phone": f"substr(phone, 1, 7) || substr(10000 + (id * 37 + {n}) % 10000, 2)",
            }
            for table, columns, changed, most in (
                ("household", homes, home, first),
                ("resident", people, who, last),
            ):
                connection.execute(
                    f"INSERT INTO {table} ({', '.join(columns)})"
                    f" SELECT {', '.join(changed.get(name, name) for name in columns)}"
                    f" FROM {table} WHERE id <= {most}"
                )
        connection.commit()


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})")]


def _step(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT max(id) FROM {table}").fetchone()[0])


def _shifted(table: str, name: str, n: int, steps: dict[str, int]) -> str:
    if name == "id":
        return f"id + {n * steps[table]}"
    if name == "day":
        return f"date(day, '-{n * 30} days')"
    if name in MOMENTS:
        return f"strftime('%Y-%m-%d %H:%M:%S', {name}, '-{n * 30} days') || '.000000'"
    if name == "shift_id" and table == "seat":
        return f"shift_id + {n} * {steps['shift']}"
    if name in ("shift_id", "pair_id", "corrects_id", "replaces_id"):
        return "NULL"
    return "''" if name == "sheet_row" else name
