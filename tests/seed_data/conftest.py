"""The demonstration on day 20 and at its end: built once for every test that reads or copies it."""

import datetime as dt
import fcntl
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import event

import seed_data.demonstration as demonstration

EVENING = dt.datetime(2022, 4, 21, 12, tzinfo=dt.UTC)
"""20:00 in Changchun."""


@dataclass(frozen=True)
class Built:
    """The demonstration at the moment it is opened for, and what building it asked for."""

    path: Path
    statements: int


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Built once."""
    path = tmp_path_factory.mktemp("demonstration") / "demo.db"
    asked = 0

    def note(*_statement: object) -> None:
        nonlocal asked
        asked += 1

    event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        demonstration.build(path)
    finally:
        event.remove(sa.Engine, "before_cursor_execute", note)
    return Built(path, asked)


@pytest.fixture(scope="session")
def last_day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its file; whoever changes anything copies it first.

    Of test processes that run beside each other the first builds it and the others wait.
    """
    mine = tmp_path_factory.getbasetemp()
    shared = (mine.parent if hasattr(request.config, "workerinput") else mine) / "last_day.db"
    with shared.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not shared.exists():
            built = mine / "last_day.built.db"
            demonstration.build(built, EVENING)
            built.rename(shared)
    return shared
