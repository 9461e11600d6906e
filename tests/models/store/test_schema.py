"""The schema that version 0001 stands for, held as text.

A new database is created from the tables as they are; an older one is brought there by the steps
in `models/store/migrations/versions`. So a change of a table that comes without a step would be
seen by new branches only. This test fails then: write the step, name the new version in `STEPS`,
and keep the schema of that version beside this one:

    python -m tests.models.store.test_schema
"""

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from models.store import Store
from models.store.migrations import STEPS

HERE = Path(__file__).parent


def schema(folder: Path) -> str:
    """Every table, index and trigger of a new database, in an order that does not vary."""
    path = folder / "new.db"
    Store.open(str(path)).close()
    with closing(sqlite3.connect(path)) as driver:
        rows = driver.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
            " ORDER BY type DESC, name"
        )
        return "\n\n".join(f"{sql.strip()};" for (sql,) in rows) + "\n"


def kept(version: str) -> Path:
    """Where the schema of a version is kept."""
    return HERE / f"schema_{version}.sql"


def test_a_new_database_has_the_schema_of_the_newest_version(tmp_path: Path) -> None:
    assert schema(tmp_path) == kept(STEPS.newest).read_text(encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        kept(STEPS.newest).write_text(schema(Path(folder)), encoding="utf-8")
    sys.stdout.write(f"{kept(STEPS.newest)}\n")
