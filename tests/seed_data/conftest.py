"""The demonstration at its end: built once for every test that reads it or copies it."""

import datetime as dt
import os
from contextlib import suppress
from pathlib import Path

import pytest

import seed_data.demonstration as demonstration

EVENING = dt.datetime(2022, 4, 21, 12, tzinfo=dt.UTC)
"""20:00 in Changchun."""


@pytest.fixture(scope="session")
def last_day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its file; whoever changes anything copies it first.

    Test processes that run beside each other share the one that is there first.
    """
    mine = tmp_path_factory.getbasetemp()
    shared = (mine.parent if hasattr(request.config, "workerinput") else mine) / "last_day.db"
    if not shared.exists():
        built = mine / "last_day.built.db"
        demonstration.build(built, EVENING)
        # A link appears whole, and never in the place of one that is there.
        with suppress(FileExistsError):
            os.link(built, shared)
        built.unlink()
    return shared
