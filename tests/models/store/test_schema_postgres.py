"""The schema that every version stands for, on a server: older databases come to the newest one.

The texts of the versions are those of SQLite (`test_schema.py`); what is compared is what the
server itself says of tables, columns, keys, checks, indexes and triggers.
"""

import json
import subprocess
import sys
from functools import cache

import psycopg
import pytest

from models.store import Store
from models.store.migrations import STEPS
from models.store.migrations.spelling import for_postgresql
from tests import postgres
from tests.models.store.test_schema import ROOT, kept

pytestmark = pytest.mark.skipif(not postgres.available(), reason=postgres.MISSING)

# What a row of the catalogue says of the order in which it was made is left out.
ASKED = (
    "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,"
    " pg_get_expr(d.adbin, d.adrelid)"
    " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
    " LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum"
    " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'S')"
    " AND a.attnum > 0 AND NOT a.attisdropped",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "SELECT s.relname, pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid)"
    " FROM pg_class s JOIN pg_depend d ON d.objid = s.oid AND d.deptype = 'a'"
    " WHERE s.relkind = 'S' AND s.relnamespace = 'public'::regnamespace",
)

# In a process of its own: tests of the store bring tables of theirs.
OPEN = "import sys; from models.store import Store; Store.open(sys.argv[1]).close()"


def schema(url: str) -> list[set[object]]:
    """All that the server says of a database."""
    with psycopg.connect(postgres.plain(url)) as driver:
        return [set(driver.execute(asked).fetchall()) for asked in ASKED]  # type: ignore[call-overload]


@cache
def newest() -> list[set[object]]:
    """The schema of a new database."""
    url = postgres.database()
    subprocess.run([sys.executable, "-c", OPEN, url], cwd=ROOT, check=True)
    return schema(url)


def old(version: str, *filled: str) -> str:
    """The address of a database of an older version, with some rows."""
    url = postgres.database()
    statements = kept(version).read_text(encoding="utf-8").rstrip().rstrip(";").split(";\n\n")
    wanted = ("CREATE TABLE", "CREATE INDEX", "CREATE UNIQUE INDEX")
    created = for_postgresql([one for one in statements if one.startswith(wanted)])
    with psycopg.connect(postgres.plain(url)) as driver:
        for statement in (*created, *filled):
            driver.execute(statement)  # type: ignore[call-overload]
        driver.execute("INSERT INTO alembic_version VALUES (%s)", (version,))
    return url


@pytest.mark.parametrize("version", STEPS.versions[:-1])
def test_an_older_database_comes_to_the_same_schema(version: str) -> None:
    url = old(version)
    Store.open(url).close()
    for found, wanted in zip(schema(url), newest(), strict=True):
        assert not found ^ wanted


def test_what_was_recorded_stays_and_ids_go_on() -> None:
    url = old(
        "0001",
        "INSERT INTO building VALUES (3, 1, 3, '1')",
        "INSERT INTO stairwell VALUES (5, 1, 3, 2)",
        "INSERT INTO household VALUES (7, 1, '3-2-401', 3, 5, 3, 2, '401', 4, '1', '', '')",
        "INSERT INTO request (id, version, household_id, kind, detail, item, papers, climbing,"
        " urgency, source, state, created_at, counted_from, waiting_reason, note, outcome,"
        " reopened, money, advanced_fen, repaid_fen, receipt_no) VALUES (11, 2, 7, 'drain',"
        " '下水堵了', '', '', false, 'normal', 'phone', 'new', '2022-04-01 08:00',"
        " '2022-04-01 08:00', '', '', '', 0, 'none', 0, 0, '')",
        "SELECT setval('request_id_seq', 40)",
        "INSERT INTO rule_set VALUES (1, 1, 'retention', 'r', '2022-03-20',"
        ' \'{"days": {"gate": 14}}\')',
    )
    Store.open(url).close()
    with psycopg.connect(postgres.plain(url)) as driver:
        asked = "SELECT id, version, household_id, detail, cared_for FROM request"
        assert driver.execute(asked).fetchall() == [(11, 2, 7, "下水堵了", None)]
        assert driver.execute("SELECT nextval('request_id_seq')").fetchone() == (41,)
        found = driver.execute("SELECT data FROM rule_set").fetchone()
        assert found is not None
        days = found[0]["days"] if isinstance(found[0], dict) else json.loads(found[0])["days"]
        assert days["gate"] == 14 and days["community"] == 30
