"""The branch in which everything known of a person can be told apart, made once for all tests."""

from collections.abc import Iterator

import pytest

from models.acts import every_area
from models.store import Clock, Store
from tests.empty import prepared_store
from tests.models.known_persons import known_persons


@pytest.fixture(scope="package")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Friday 8 April, 10:30; nothing is written to it."""
    every_area()
    place = tmp_path_factory.mktemp("known") / "desk.db"
    opened = prepared_store(known_persons, place, Clock.frozen("2022-04-08T10:30"))
    yield opened
    opened.close()
