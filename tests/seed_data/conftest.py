"""The demonstration at its end: built once for every test that reads it or copies it."""

import datetime as dt
from pathlib import Path

import pytest

import seed_data.demonstration as demonstration

EVENING = dt.datetime(2022, 4, 21, 12, tzinfo=dt.UTC)
"""20:00 in Changchun."""


@pytest.fixture(scope="session")
def last_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its file; whoever changes anything copies it first."""
    path = tmp_path_factory.mktemp("last_day") / "demo.db"
    demonstration.build(path, EVENING)
    return path
