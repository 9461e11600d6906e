"""What every test may ask for: a frozen clock, a store in a temporary file, and people who act.

All of it is handed over as arguments; nothing is patched and nothing is shared between tests.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from models.store import Actor, Clock, FrozenClock, Role, Store
from tests import postgres
from tests.empty import ON_POSTGRES, Fill, done_with, empty_store, prepared_store


@dataclass
class Statements:
    """The statements that were run."""

    texts: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many."""
        return len(self.texts)


def pytest_report_header() -> str:
    """Says which database the models are tried on, and what is left out."""
    if not postgres.available():
        return f"left out: everything on PostgreSQL; {postgres.MISSING}"
    return "models on PostgreSQL" if ON_POSTGRES else "models on SQLite"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begins with the demonstration, which takes longest to build: the rest goes on beside it."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/seed_data/"))


Prepared = Callable[[Fill], Store]
CountStatements = Callable[[Store], AbstractContextManager[Statements]]


@pytest.fixture
def clock() -> FrozenClock:
    """Friday 8 April 2022, 10:30 in Shanghai."""
    return Clock.frozen("2022-04-08T10:30")


@pytest.fixture
def store(tmp_path: Path, clock: FrozenClock) -> Iterator[Store]:
    """An empty database with every area."""
    opened = empty_store(tmp_path / "desk.db", clock)
    yield opened
    done_with(opened)


@pytest.fixture
def prepared(tmp_path: Path, clock: FrozenClock) -> Iterator[Prepared]:
    """`prepared(with_people)`: a database that a function has filled; it is filled only once."""
    opened: list[Store] = []

    def opening(fill: Fill) -> Store:
        opened.append(prepared_store(fill, tmp_path / f"{fill.__name__}.db", clock))
        return opened[-1]

    yield opening
    for store in opened:
        done_with(store)


@pytest.fixture
def secretary() -> Actor:
    """The branch's first secretary."""
    return Actor(1, "陈书宁", Role.secretary)


@pytest.fixture
def grid_leader() -> Actor:
    """A grid leader of the community."""
    return Actor(2, "周岚", Role.grid_leader)


@pytest.fixture
def shift_leader() -> Actor:
    """A volunteer who leads today's shift."""
    return Actor(3, "高远志", Role.shift_leader)


@pytest.fixture
def volunteer() -> Actor:
    """A volunteer."""
    return Actor(4, "孙晓丽", Role.volunteer)


@pytest.fixture
def count_statements() -> CountStatements:
    """Counts what a block asks of the database: `with count_statements(store) as asked: …`."""

    @contextmanager
    def counting(store: Store) -> Iterator[Statements]:
        asked = Statements()

        def note(_connection: sa.Connection, _cursor: object, text: str, *_rest: object) -> None:
            asked.texts.append(text)

        event.listen(store.engine, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            event.remove(store.engine, "before_cursor_execute", note)

    return counting
