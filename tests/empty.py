"""An empty database for a test: made once in a process, then copied.

The schema has some seventy tables; making it afresh costs more than most tests do. With
`QUANAN_TESTS_ON=postgresql` the copies lie on a real server instead of in files.
"""

import atexit
import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from itertools import count
from pathlib import Path

import pytest

import models
from models.store import Clock, FrozenClock, Store
from tests import postgres

ON_POSTGRES = os.environ.get("QUANAN_TESTS_ON") == "postgresql" and postgres.available()

asks_sqlite = pytest.mark.skipif(ON_POSTGRES, reason="asks SQLite itself how it would look")
"""For a test of what only SQLite can say; the run on files has it."""


def examples(many: int) -> int:
    """How many examples a property is tried with: on the server, which is slower, a third."""
    return max(3, many // 3) if ON_POSTGRES else many


_numbers = count(1)


@cache
def _made(more: tuple[str, ...]) -> str:
    if ON_POSTGRES:
        url = postgres.database()
    else:
        folder = tempfile.mkdtemp(prefix="quanan-empty-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        url = f"{folder}/desk.db"
    Store.open(url, areas=_with(more)).close()
    return url


def empty_store(path: Path, clock: Clock | None = None, more: tuple[str, ...] = ()) -> Store:
    """Opens a new database with every area and nothing in it.

    Args:
        path: the file to make; what lies there is overwritten.
        clock: the clock to go by, instead of the machine's.
        more: modules with tables of a test's own.
    """
    return copy_store(_made(more), path, clock, more)


def copy_store(
    url: str, path: Path, clock: Clock | None = None, more: tuple[str, ...] = ()
) -> Store:
    """Opens a copy of a database that is closed.

    Args:
        url: the address of the database.
        path: the file of the copy, where it is one; what lies there is overwritten.
        clock: the clock to go by, instead of the one the branch keeps.
        more: modules with tables of a test's own.
    """
    if ON_POSTGRES:
        return Store.open(postgres.copy(url), clock, areas=_with(more))
    shutil.copy(url.removeprefix("sqlite:///"), path)
    return Store.open(str(path), clock, areas=_with(more))


def done_with(store: Store) -> None:
    """Closes a store that no later test copies or opens."""
    store.close()
    if ON_POSTGRES:
        postgres.give_back(store.url)


Fill = Callable[[Store], object]
"""Fills an empty database; a function of a module, so that what it made can be known again."""


def prepared_store(fill: Fill, path: Path, clock: FrozenClock) -> Store:
    """Opens a copy of a database that was filled once in this process, at the clock's moment."""
    return copy_store(_filled(fill, clock.now()), path, clock)


@cache
def _filled(fill: Fill, moment: dt.datetime) -> str:
    folder = Path(_made(())).parent if not ON_POSTGRES else Path()
    store = empty_store(folder / f"{fill.__name__}-{next(_numbers)}.db", Clock.frozen(moment))
    fill(store)
    store.close()
    return store.url


def _with(more: tuple[str, ...]) -> tuple[str, ...]:
    return (*(f"models.{area}" for area in models.AREAS), *more)
