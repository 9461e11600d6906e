"""A database of a PostgreSQL server, for desks on more than one host: its locks, errors and watch.

The promises are those of the file. Writers queue behind one lock of the database, so an act has it
to itself; readings see one moment; the journal is only added to. Sorting is by code points, which
the database must have been created with.
"""

import json
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import psycopg.sql
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from models.rules.refusal import Refusal
from models.store.database import BUSY_SECONDS, WRITES
from models.store.server_says import reason_of
from models.store.server_watch import CHANNEL

if TYPE_CHECKING:
    from models.store.database import Watch
    from models.store.spellings import Spelling

CONNECT_SECONDS = 5
"""How long a server may take to answer."""

_TURN = 0x7175616E616E
"""The lock that writers queue behind."""

_SORTS_BY_CODE_POINT = ("C", "POSIX", "C.UTF-8", "C.utf8")

_NEVER = """
CREATE OR REPLACE FUNCTION quanan_never() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the journal is only ever added to'; END $$
"""
_NEVER_ON = """
CREATE OR REPLACE TRIGGER {table}_never_{name} BEFORE {deed} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION quanan_never()
"""
_TELL = f"""
CREATE OR REPLACE FUNCTION quanan_tell() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_notify('{CHANNEL}', ''); RETURN NULL; END $$
"""
_TELL_ON = """
CREATE OR REPLACE TRIGGER revision_tells AFTER INSERT OR UPDATE ON revision
FOR EACH STATEMENT EXECUTE FUNCTION quanan_tell()
"""


@dataclass(frozen=True, slots=True)
class PostgresDatabase:
    """One database of a server; see `models.store.database.Database`."""

    url: str = field(repr=False)  # it may hold the password

    def __post_init__(self) -> None:
        try:
            psycopg.conninfo.conninfo_to_dict(self._plain_url)
        except (ValueError, sa.exc.ArgumentError, psycopg.Error):
            hidden = re.sub("://.*@", "://***@", self.url.partition("?")[0])
            raise Refusal("refuse.store.url", url=hidden) from None

    @property
    def name(self) -> str:
        """Its address without the password, and without options, which may hold one too."""
        return self._address.set(password=None, query={}).render_as_string()

    @property
    def file(self) -> None:
        """None: it lies on a server."""

    @property
    def key(self) -> str:
        """None: the server's disk is for its keeper to encrypt."""
        return ""

    @property
    def ring(self) -> None:
        """None: it lies on a server."""

    @property
    def stem(self) -> str:
        """The database's own name."""
        return self._address.database or "postgres"

    @property
    def folder(self) -> Path:
        """In the data folder of whoever makes the copy."""
        from platformdirs import user_data_path

        return user_data_path("quanan", appauthor=False) / "backups"

    @property
    def suffix(self) -> str:
        """What pg_restore reads."""
        return ".dump"

    @property
    def _address(self) -> sa.URL:
        return sa.make_url(self.url).set(drivername="postgresql+psycopg")

    def exists(self) -> bool:
        """Whether there is a branch in it.

        Raises:
            Refusal: when the server cannot be asked.
        """
        with self.refusing():
            return self.version() is not None

    def make(self) -> None:
        """Makes nothing: whoever runs the server creates the database."""

    def engine(self, *, scratch: bool = False) -> sa.Engine:
        """The engine of the database; no connection is opened yet."""
        engine = sa.create_engine(
            self._address,
            # A connection that the server closed meanwhile is replaced before anybody notices.
            pool_pre_ping=True,
            # With its watch a desk keeps three; most servers take a hundred.
            pool_size=2,
            connect_args=_OPTIONS,
            json_serializer=partial(json.dumps, ensure_ascii=False),
        )
        event.listen(engine, "begin", _begin)
        if scratch:
            event.listen(engine, "connect", _hurry)
        return engine

    def connect(self) -> "psycopg.Connection[Any]":
        """A connection of its own, outside the pool, that commits every statement by itself."""
        return psycopg.connect(self._plain_url, autocommit=True, **_OPTIONS)

    @property
    def _plain_url(self) -> str:
        """The address as the driver itself takes it."""
        plain = self._address.set(drivername="postgresql")
        return plain.render_as_string(hide_password=False)

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Turns what the server says no with into a refusal that a person can act on."""
        try:
            yield
        except StaleDataError as error:
            raise Refusal("refuse.store.stale") from error
        except (DBAPIError, psycopg.Error) as error:
            found = error.orig if isinstance(error, DBAPIError) else error
            key = reason_of(found)
            if key is not None:
                raise Refusal(key, path=self.name) from error
            raise

    def version(self) -> str | None:
        """The schema's version; None if there is nothing in it yet.

        Raises:
            Refusal: when it is somebody else's database, or does not sort by code points.
        """
        with self.connect() as driver:
            tables = {name for (name,) in driver.execute(_TABLES)}
            if not tables:
                self._check_order(driver)
                return None
            if "alembic_version" not in tables or "act" not in tables:
                raise Refusal("refuse.store.not_ours", path=self.name)
            found = driver.execute("SELECT version_num FROM alembic_version").fetchone()
            return str(found[0]) if found else None

    def create(self, connection: sa.Connection, tables: sa.MetaData) -> bool:
        """Creates every table; false when there are some already."""
        if connection.exec_driver_sql(_TABLES).first() is not None:
            return False
        from models.store.spellings import tables_of_postgresql

        tables_of_postgresql(tables).create_all(connection, checkfirst=False)
        return True

    def rows_written(self, connection: sa.Connection) -> int:
        """Stands still: PostgreSQL counts the rows of a table, not of a connection."""
        return 0

    def reserve_ids(self, connection: sa.Connection, table: str, count: int) -> int:
        """The first of the next ids of the table's sequence."""
        return int(connection.execute(_RESERVE, {"table": table, "count": count}).scalar_one())

    def defer_foreign_keys(self, connection: sa.Connection) -> None:
        """Has foreign keys asked at the end of this transaction."""
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        driver.execute("SET CONSTRAINTS ALL DEFERRED")

    def protecting(self, tables: dict[str, tuple[str, ...]]) -> Sequence[str]:
        """Triggers that refuse deeds on the journal, and that tell who watches of every act."""
        return [
            _NEVER,
            *(
                _NEVER_ON.format(table=table, name=deed.lower(), deed=deed)
                for table, deeds in tables.items()
                for deed in (*deeds, "TRUNCATE")
            ),
            _TELL,
            _TELL_ON,
        ]

    @property
    def spelling(self) -> "Spelling":
        """How it is asked for rows as plain numbers and texts."""
        from models.store.spellings import POSTGRESQL

        return POSTGRESQL

    @contextmanager
    def migrating(self, connection: sa.Connection) -> Iterator[None]:
        """In one transaction: PostgreSQL takes a change of the schema back like any other."""
        with connection.begin():
            yield

    def damage(self) -> tuple[str, ...]:
        """Nothing: the server checks its own pages and keys."""
        return ()

    def dump(self, target: Path) -> None:
        """Has pg_dump copy everything, as it is at this moment.

        Raises:
            Refusal: when the tool is missing, or says no.
        """
        target.touch(mode=0o600)
        self._tool("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", target)
        # A list of what is in it would be read from its beginning alone.
        self._tool("pg_restore", "--file", os.devnull, target, dbname=False)

    def version_of_dump(self, copy: Path) -> str | None:
        """The schema's version in a copy, once pg_restore read it through.

        Raises:
            Refusal: when it is damaged, or somebody else's.
        """
        lines = iter(self._rows_in(copy, "alembic_version").splitlines())
        for line in lines:
            if line.startswith("COPY ") and "alembic_version" in line:
                return next(lines, None)
        return None

    def unpack(self, copy: Path, into: sqlite3.Connection) -> bool:
        """Puts the journal of a copy into another database, to be looked through there."""
        from models.store.unpacked import JOURNAL_TABLES, fill

        fill(into, self._rows_in(copy, *JOURNAL_TABLES))
        return False

    def _rows_in(self, copy: Path, *tables: str) -> str:
        """The rows of some tables of a copy, as pg_restore writes them."""
        return self._tool(
            "pg_restore",
            "--data-only",
            *(f"--table={table}" for table in tables),
            "--file=-",
            copy,
            dbname=False,
            refusal="refuse.store.damaged",
        )

    def load(self, copy: Path) -> None:
        """Has pg_restore put a copy back in one transaction; every open desk is told.

        Raises:
            Refusal: when the tool is missing, or says no; then nothing was changed.
        """
        self._tool(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--single-transaction",
            "--no-owner",
            "--no-privileges",
            copy,
        )
        with self.refusing(), self.connect() as driver:
            driver.execute(f"NOTIFY {CHANNEL}")

    def compact(self) -> None:
        """Has the server write every table anew; its own log is its administrator's."""
        with self.connect() as driver:
            # The planner's statistics quote what lay in a column; they go with its type only.
            for table, column, kind in driver.execute(_QUOTED).fetchall():
                driver.execute(
                    psycopg.sql.SQL("ALTER TABLE {} ALTER COLUMN {} TYPE {}").format(
                        psycopg.sql.Identifier(table),
                        psycopg.sql.Identifier(column),
                        psycopg.sql.SQL(kind),
                    )
                )
            driver.execute("VACUUM (FULL)")

    def empty_log(self) -> None:
        """Nothing: the server's log is its administrator's."""

    @property
    def notes(self) -> tuple[Refusal, ...]:
        """None: the server speaks for itself."""
        return ()

    def assure(self) -> None:
        """Nothing: the server told of the commit itself."""

    def watch(self) -> "Watch":
        """A watch of the server."""
        from models.store.server_watch import ServerWatch

        with self.refusing():
            return ServerWatch(self.name, self.connect)

    def _check_order(self, driver: "psycopg.Connection[Any]") -> None:
        found = driver.execute(
            "SELECT datcollate FROM pg_database WHERE datname = current_database()"
        ).fetchone()
        if found is None or found[0] not in _SORTS_BY_CODE_POINT:
            raise Refusal("refuse.store.order", path=self.name, name=self.stem)

    def _tool(
        self,
        tool: str,
        *arguments: str | Path,
        dbname: bool = True,
        refusal: str = "refuse.store.tool",
    ) -> str:
        """What one of PostgreSQL's own programs prints."""
        if shutil.which(tool) is None:
            raise Refusal("refuse.store.no_tool", tool=tool)
        address = self._address.set(drivername="postgresql")
        # A password on the command line could be read by everybody on this machine.
        secret = address.password or address.query.get("password")
        named = address.set(password=None).difference_update_query(["password"]).render_as_string()
        done = subprocess.run(
            [tool, *([f"--dbname={named}"] if dbname else ()), *map(str, arguments)],
            env={**os.environ, **({"PGPASSWORD": str(secret)} if secret else {})},
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            said = done.stderr.strip().splitlines()
            raise Refusal(refusal, path=self.name, tool=tool, said=said[-1] if said else "")
        return done.stdout


_OPTIONS: dict[str, Any] = {
    "connect_timeout": CONNECT_SECONDS,
    "application_name": "quanan",
    # A desk that vanished in the middle of an act must not keep the others from writing.
    "options": "-c timezone=UTC -c idle_in_transaction_session_timeout=60s",
}

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"

_QUOTED = """
SELECT s.tablename, s.attname, format_type(a.atttypid, a.atttypmod)
FROM pg_stats AS s
JOIN pg_class AS c ON c.relname = s.tablename AND c.relkind = 'r'
    AND c.relnamespace = current_schema()::regnamespace
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = s.attname
WHERE s.schemaname = current_schema()
"""

_RESERVE = sa.text(
    "SELECT setval(name, nextval(name) + :count - 1) - :count + 1"
    " FROM pg_get_serial_sequence(quote_ident(:table), 'id') AS name"
)


def _begin(connection: sa.Connection) -> None:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    if connection.get_execution_options().get(WRITES):
        driver.execute(f"SET LOCAL lock_timeout = '{int(BUSY_SECONDS * 1000)}ms'")
        driver.execute(f"SELECT pg_advisory_xact_lock({_TURN})")
    else:
        driver.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _hurry(driver: Any, _record: object) -> None:
    driver.execute("SET synchronous_commit = OFF")
    driver.commit()
