"""The branch of these tests: built once a module, copied for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store import FrozenClock
from tests.models.requests_branch import Desk, built, copied


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The branch in a closed file."""
    return built(tmp_path_factory.mktemp("requests"))


@pytest.fixture
def desk(branch: Desk, tmp_path: Path, clock: FrozenClock) -> Iterator[Desk]:
    """A desk on a copy of it."""
    with copied(branch, tmp_path, clock) as copy:
        yield copy
