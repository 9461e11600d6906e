"""The schema that every version stands for, held as text.

A new database is created from the tables as they are; an older one is brought there by the steps
in `models/store/migrations/versions`. So a change of a table that comes without a step would be
seen by new branches only. This test fails then: write the step, name the new version in `STEPS`,
and keep the schema of that version beside this one:

    python -m tests.models.store.test_schema
"""

import json
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


def test_requests_keep_their_rows_and_ids_when_their_table_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as driver:
        for statement in sorted(
            kept("0002").read_text(encoding="utf-8").split(";\n\n"),
            key=lambda one: not one.startswith("CREATE TABLE"),
        ):
            driver.execute(statement)
        driver.execute("INSERT INTO alembic_version VALUES ('0002')")
        driver.execute("INSERT INTO building VALUES (3, 1, 3, '1')")
        driver.execute("INSERT INTO stairwell VALUES (5, 1, 3, 2)")
        driver.execute(
            "INSERT INTO household VALUES (7, 1, '3-2-401', 3, 5, 3, 2, '401', 4, '1', '', '')"
        )
        driver.execute(
            "INSERT INTO request (id, version, household_id, kind, detail, item, papers, climbing,"
            " urgency, source, state, created_at, counted_from, waiting_reason, note, outcome,"
            " reopened, money, advanced_fen, repaid_fen, receipt_no) VALUES (11, 2, 7, 'drain',"
            " '下水堵了', '', '', 0, 'normal', 'phone', 'new', '2022-04-01 08:00:00.000000',"
            " '2022-04-01 08:00:00.000000', '', '', '', 0, 'none', 0, 0, '')"
        )
        driver.execute("INSERT INTO request_pause VALUES (1, 1, 11, '2022', '2022', 'money', '')")
        driver.execute("UPDATE sqlite_sequence SET seq = 40 WHERE name = 'request'")
        rules = "INSERT INTO rule_set VALUES (1, 1, 'retention', 'r', '2022-03-20', ?)"
        driver.execute(rules, ('{"days": {"gate": 14}}',))
        driver.commit()
    Store.open(str(path)).close()
    with closing(sqlite3.connect(path)) as driver:
        asked = "SELECT id, version, household_id, detail, cared_for FROM request"
        assert driver.execute(asked).fetchall() == [(11, 2, 7, "下水堵了", None)]
        # An id that was given out is never used again, also where its row is gone.
        seq = "SELECT name, seq FROM sqlite_sequence WHERE name LIKE 'request%' ORDER BY name"
        assert driver.execute(seq).fetchall() == [("request", 40), ("request_pause", 1)]
        assert driver.execute("PRAGMA foreign_key_check").fetchall() == []
        days = json.loads(driver.execute("SELECT data FROM rule_set").fetchone()[0])["days"]
        # What the branch had decided stays; what it could not know of is named.
        assert days["gate"] == 14 and days["community"] == 30


def told(statements: Iterable[str]) -> set[str]:
    """Statements without what only lays them out."""
    return {" ".join(one.rstrip("; \n").split()) for one in statements}


if __name__ == "__main__":
    kept(STEPS.newest).write_text(schema(), encoding="utf-8")
    sys.stdout.write(f"{kept(STEPS.newest)}\n")
