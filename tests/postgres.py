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


def database(like: str | None = None) -> str:
    """The address of a new, empty database, or of a copy of another one that nobody has open."""
    address = server()
    _drop_unused(address)
    name = f"quanan_{os.getpid()}_{next(_numbers)}"
    template = (sa.make_url(like).database if like else None) or "template0"
    made = f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY wal_log"
    with psycopg.connect(plain(address), autocommit=True) as driver:
        driver.execute(made)  # type: ignore[call-overload]
    _made[name] = None
    _templates.add(template)
    return renamed(address, name)


_made: dict[str, None] = {}
_templates: set[str] = set()


def _drop_unused(address: str) -> None:
    """Drops what earlier tests left: a few megabytes each, and there are a thousand tests."""
    unused = [name for name in _made if name not in _templates][:-4]
    if len(unused) < 8:
        return
    with psycopg.connect(plain(address), autocommit=True) as driver:
        for name in unused:
            driver.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]
            del _made[name]


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
