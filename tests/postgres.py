"""A real PostgreSQL server for the tests, from the system's own packages, gone when they end.

`QUANAN_TEST_POSTGRES` names another one instead, by the address of a database that may create
databases. Where there is no server, a run on a developer's machine leaves these tests out and says
so; a run that is to decide (CI is set) fails.
"""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
import sqlalchemy as sa

MISSING = "no PostgreSQL server is installed (Debian: apt install postgresql)"

_numbers = count(1)


def _programs() -> Path | None:
    """Where the newest server's programs lie."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    beside = shutil.which("initdb")
    return Path(beside).resolve().parent if beside else None


def available() -> bool:
    """Whether there is a server to be had.

    Raises:
        RuntimeError: when there is none and this run is to decide.
    """
    if os.environ.get("QUANAN_TEST_POSTGRES") or _programs() is not None:
        return True
    if os.environ.get("CI"):
        raise RuntimeError(MISSING)
    return False


@cache
def server() -> str:
    """The address of a database that may create databases; started once for a process."""
    given = os.environ.get("QUANAN_TEST_POSTGRES")
    if given:
        return given
    programs = _programs()
    if programs is None:
        raise RuntimeError(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="quanan-pg-"))
    # The server refuses to run as root, and makes files of its own.
    owner = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    if os.geteuid() == 0:
        shutil.chown(folder, owner)

    def run(*command: str | Path) -> None:
        subprocess.run(
            list(map(str, command)),
            check=True,
            user=owner if os.geteuid() == 0 else None,
            cwd=folder,
            stdout=subprocess.DEVNULL,
        )

    data = folder / "data"
    run(programs / "initdb", "-N", "-A", "trust", "-U", "quanan", "--locale=C.UTF-8", "-D", data)
    settings = (
        f"-k {folder} -c listen_addresses= -c fsync=off -c synchronous_commit=off"
        " -c full_page_writes=off -c max_connections=200"
    )
    control: Sequence[str | Path] = (programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log")
    run(*control, "-o", settings, "start")

    def stop() -> None:
        run(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return f"postgresql+psycopg://quanan@/postgres?host={folder}"


def database() -> str:
    """The address of a new, empty database."""
    address = server()
    name = f"quanan_{os.getpid()}_{next(_numbers)}"
    _asked(f"CREATE DATABASE {name} TEMPLATE template0 STRATEGY wal_log")
    return renamed(address, name)


def copy(url: str) -> str:
    """The address of a database with the same tables and rows as one that nobody has open.

    One that was given back is emptied and filled again, which takes a fraction of the time that
    making one does; but not where its tables are no longer what they were.
    """
    rows = _rows(url)
    for spare in [one for one in _spares if one.shape == rows.shape]:
        if _is_open(spare.url):
            continue
        _spares.remove(spare)
        with psycopg.connect(plain(spare.url)) as driver:
            if spare.left and _catalogue(driver) == spare.catalogue:
                rows.pour(driver)
                spare.left -= 1
                _lent[spare.url] = spare
                return spare.url
        _asked(f"DROP DATABASE {sa.make_url(spare.url).database}")
    name = f"quanan_{os.getpid()}_{next(_numbers)}"
    _asked(f"CREATE DATABASE {name} TEMPLATE {sa.make_url(url).database} STRATEGY wal_log")
    made = renamed(server(), name)
    with psycopg.connect(plain(made)) as driver:
        _lent[made] = _Spare(made, rows.shape, _catalogue(driver))
    return made


def give_back(url: str) -> None:
    """Says that nobody needs a copy any more."""
    spare = _lent.pop(url, None)
    if spare is not None:
        _spares.append(spare)


@dataclass
class _Spare:
    """A database that may be filled again."""

    url: str
    shape: str
    catalogue: tuple[object, ...]
    left: int = 40
    """How often; nobody sweeps up after the rows that are gone."""


@dataclass(frozen=True)
class _Rows:
    """What lies in a database: the rows of its tables, and where its sequences stand."""

    shape: str
    tables: tuple[str, ...]
    held: dict[str, bytes]
    sequences: dict[str, int]

    def pour(self, driver: psycopg.Connection) -> None:
        """Puts them in the place of whatever lies in another database of the same shape."""
        # Neither what refers to a row nor what guards it is asked, as when a copy is put back.
        emptied = "".join(f'DELETE FROM "{table}";' for table in self.tables)
        counted = ", ".join(f"setval('{name}', {n})" for name, n in self.sequences.items())
        driver.execute(f"SET session_replication_role = replica;{emptied}")
        for table, rows in self.held.items():
            copied = f'COPY "{table}" FROM STDIN (FORMAT binary)'
            with driver.cursor().copy(copied) as stream:
                stream.write(rows)
        driver.execute("SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'")
        if counted:
            driver.execute(f"SELECT {counted}")


_lent: dict[str, _Spare] = {}
_spares: list[_Spare] = []


@cache
def _rows(url: str) -> _Rows:
    with psycopg.connect(plain(url)) as driver:
        columns = driver.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' ORDER BY table_name, ordinal_position"
        ).fetchall()
        tables = tuple(dict.fromkeys(table for table, _ in columns))
        held = {}
        for table in tables:
            if driver.execute(f'SELECT EXISTS (SELECT FROM "{table}")').fetchone() == (True,):
                with driver.cursor().copy(f'COPY "{table}" TO STDOUT (FORMAT binary)') as stream:
                    held[table] = b"".join(bytes(part) for part in stream)
        sequences = driver.execute(
            "SELECT quote_ident(sequencename), last_value FROM pg_sequences"
            " WHERE last_value IS NOT NULL"
        ).fetchall()
    return _Rows(repr(columns), tables, held, dict(sequences))


def _catalogue(driver: psycopg.Connection) -> tuple[object, ...]:
    """What changes when a test changes a table, a trigger or a function."""
    asked = " UNION ALL ".join(
        f"SELECT count(*), max(xmin::text::bigint) FROM {kept}"
        for kept in ("pg_class", "pg_attribute", "pg_trigger", "pg_constraint", "pg_proc")
    )
    return tuple(driver.execute(asked).fetchall())


def _is_open(url: str) -> bool:
    asked = "SELECT FROM pg_stat_activity WHERE datname = %s"
    return _driver().execute(asked, (sa.make_url(url).database,)).fetchone() is not None


def _asked(statement: str) -> None:
    _driver().execute(statement)


@cache
def _driver() -> psycopg.Connection:
    """A connection to the server itself; open as long as the process."""
    return psycopg.connect(plain(server()), autocommit=True)


def cut(url: str, *, wait: bool = True) -> None:
    """Ends every connection to a database, as a restart of the server would."""
    name = sa.make_url(url).database
    asked = (
        "SELECT pg_terminate_backend(pid, %s) FROM pg_stat_activity"
        " WHERE datname = %s AND pid <> pg_backend_pid()"
    )
    with psycopg.connect(plain(server()), autocommit=True) as driver:
        driver.execute(asked, (2000 if wait else 0, name))


def plain(address: str) -> str:
    """The address as the driver itself takes it."""
    return address.replace("postgresql+psycopg://", "postgresql://")


def renamed(address: str, name: str) -> str:
    """The address of another database of the same server."""
    before, _, options = address.partition("?")
    return f"{before.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")
