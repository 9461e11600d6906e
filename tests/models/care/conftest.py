"""What every test of this folder is handed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store import FrozenClock
from tests.models.care_branch import Care, built, copied


@pytest.fixture(scope="package")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Care:
    return built(tmp_path_factory.mktemp("care"))


@pytest.fixture
def care(branch: Care, tmp_path: Path, clock: FrozenClock) -> Iterator[Care]:
    with copied(branch, tmp_path, clock) as copy:
        yield copy
