"""The schema that every version stands for, held as text.

A new database is created from the tables as they are; an older one is brought there by the steps
in `models/store/migrations/versions`. So a change of a table that comes without a step would be
seen by new branches only. This test fails then: write the step, name the new version in `STEPS`,
and keep the schema of that version beside this one:

    python -m tests.models.store.test_schema
"""

import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from models.store import Store
from models.store.migrations import STEPS

HERE = Path(__file__).parent
ROOT = HERE.parents[2]

# In a process of its own: tests of the store bring tables of theirs, which every new database of
# the same process would have.
ASKED = (
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    " ORDER BY type DESC, name"
)
SCHEMA = f"""
import sqlite3, sys, tempfile
from pathlib import Path
from models.store import Store
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "new.db"
    Store.open(str(path)).close()
    driver = sqlite3.connect(path)
    rows = driver.execute({ASKED!r}).fetchall()
    driver.close()
sys.stdout.write("\\n\\n".join(sql.strip() + ";" for (sql,) in rows) + "\\n")
"""


def schema() -> str:
    """Every table, index and trigger of a new database, in an order that does not vary."""
    asked = subprocess.run(
        [sys.executable, "-c", SCHEMA], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return asked.stdout


def kept(version: str) -> Path:
    """Where the schema of a version is kept."""
    return HERE / f"schema_{version}.sql"


def test_a_new_database_has_the_schema_of_the_newest_version() -> None:
    assert schema() == kept(STEPS.newest).read_text(encoding="utf-8")


@pytest.mark.parametrize("version", STEPS.versions[:-1])
def test_an_older_database_comes_to_the_same_schema(version: str, tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as driver:
        statements = kept(version).read_text(encoding="utf-8").split(";\n\n")
        for statement in sorted(statements, key=lambda one: not one.startswith("CREATE TABLE")):
            driver.execute(statement)
        driver.execute("INSERT INTO alembic_version VALUES (?)", (version,))
        driver.commit()
    Store.open(str(path)).close()
    with closing(sqlite3.connect(path)) as driver:
        found = [sql for (sql,) in driver.execute(ASKED)]
    assert told(found) == told(kept(STEPS.newest).read_text(encoding="utf-8").split(";\n\n"))


def told(statements: Iterable[str]) -> set[str]:
    """Statements without what only lays them out."""
    return {" ".join(one.rstrip("; \n").split()) for one in statements}


if __name__ == "__main__":
    kept(STEPS.newest).write_text(schema(), encoding="utf-8")
    sys.stdout.write(f"{kept(STEPS.newest)}\n")
