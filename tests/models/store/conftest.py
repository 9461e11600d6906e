"""The store's own tests run on a made-up area, so that no real one can break them."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.store import Actor, FrozenClock, Store

AREAS = ("tests.models.store.orchard",)


@pytest.fixture(params=["UTC", "America/New_York"])
def machine_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The zone the machine believes in, which must never matter."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def open_store(tmp_path: Path, clock: FrozenClock) -> Iterator[Callable[[], Store]]:
    """Opens the same file as often as it is called, as another terminal would."""
    opened: list[Store] = []

    def opening() -> Store:
        opened.append(Store.open(f"sqlite:///{tmp_path}/desk.db", clock, areas=AREAS))
        return opened[-1]

    yield opening
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[[], Store]) -> Store:
    """An empty database of the made-up area."""
    return open_store()


@pytest.fixture
def actor(secretary: Actor) -> Actor:
    """Who acts in these tests."""
    return secretary
