"""A branch carried from a file to a server and back is the same branch, bit by bit."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from models.rules.refusal import Refusal
from models.store import Clock, Store, copying, journal
from models.store.copying import copy
from models.store.database import Database, database_of
from tests import postgres
from tests.models.crew import SET_UP, do
from tests.models.moves_at_once import CHEN, delivered

pytestmark = pytest.mark.skipif(not postgres.available(), reason=postgres.MISSING)

MOMENT = "2022-04-08T10:30"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a small branch in a file."""
    path = tmp_path_factory.mktemp("copying") / "branch.db"
    store = Store.open(str(path), Clock.frozen(MOMENT))
    delivered(store)
    do(store, CHEN, "branch.set", key="lang", value="7")
    # An id that was given out is never used again, also where its row is gone.
    do(store, CHEN, "community.hear", text="没有的事", place="楼群")
    last = journal_head(store)
    with store.writing(CHEN, "undo") as session:
        journal.undo(session, last)
    store.close()
    return str(path)


def journal_head(store: Store) -> int:
    with store.reading(SET_UP) as session:
        return journal.acts(session, limit=1)[0].id


def rows(database: Database) -> list[copying.Carried]:
    """What lies in a database: every table with its rows and their digest."""
    with plain(database) as connection:
        store = Store(database, ())
        store.close()
        return copying.told_of(database, connection)


@contextmanager
def plain(database: Database) -> Iterator[sa.Connection]:
    engine = database.engine()
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_there_and_back_nothing_differs(filled: str, tmp_path: Path) -> None:
    origin, server = database_of(filled), database_of(postgres.database())
    back = database_of(str(tmp_path / "back.db"))
    before = Path(filled).read_bytes()
    told: list[tuple[int, int]] = []
    there = copy(origin, server, lambda done, of: told.append((done, of)))
    assert copy(server, back) == there
    assert rows(back) == rows(origin) == rows(server) == there
    assert sum(one.rows for one in there) == told[-1][0] == told[-1][1] > 150
    assert Path(filled).read_bytes() == before
    for one in (server, back):
        store = Store.open(one.url)
        with store.reading(SET_UP) as session:
            assert journal.verify(session).sound
        # Ids go on where they stood, and the journal's chain with them.
        heard = do(store, CHEN, "community.hear", text="又一条", place="楼群")
        assert heard.id == 2
        with store.reading(SET_UP) as session:
            assert journal.verify(session).sound
        store.close()


def test_only_an_empty_database_is_filled(filled: str, tmp_path: Path) -> None:
    full = database_of(postgres.database())
    copy(database_of(filled), full)
    before = rows(full)
    for target in (full, database_of(filled)):
        with pytest.raises(Refusal, match="not_empty"):
            copy(database_of(filled), target)
    assert rows(full) == before
    with pytest.raises(Refusal, match="nothing"):
        copy(database_of(str(tmp_path / "none.db")), database_of(str(tmp_path / "other.db")))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", ["file", "server"])
def test_who_stops_it_leaves_the_target_empty(filled: str, tmp_path: Path, kind: str) -> None:
    target = database_of(str(tmp_path / "new.db") if kind == "file" else postgres.database())

    def stop(done: int, of: int) -> None:
        if done > of / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy(database_of(filled), target, stop)
    assert not target.exists()
    assert not list(tmp_path.iterdir())
    copy(database_of(filled), target)
    assert target.exists()


def test_what_arrives_otherwise_is_taken_back(
    filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = database_of(str(tmp_path / "new.db"))
    monkeypatch.setattr(copying, "_putting", lambda table, spelling: _lame(table, spelling))
    with pytest.raises(Refusal, match="differs"):
        copy(database_of(filled), target)
    assert not target.exists()


_RIGHT = copying._putting


def _lame(table: sa.Table, spelling: copying.Spelling) -> str:
    put = _RIGHT(table, spelling)
    return put.replace("VALUES (?", "VALUES (? + 1000") if table.name == "building" else put


@pytest.mark.parametrize("kind", ["file", "server"])
def test_a_copy_is_of_one_moment(filled: str, tmp_path: Path, kind: str) -> None:
    source = database_of(str(tmp_path / "from.db") if kind == "file" else postgres.database())
    copy(database_of(filled), source)
    begun, written = threading.Event(), threading.Event()

    def write() -> None:
        store = Store.open(source.url, Clock.frozen(MOMENT))
        begun.wait(20)
        do(store, CHEN, "community.hear", text="写在半路", place="楼群")
        store.close()
        written.set()

    def meanwhile(_done: int, _of: int) -> None:
        begun.set()
        assert written.wait(20)

    writer = threading.Thread(target=write)
    writer.start()
    target = database_of(str(tmp_path / "to.db"))
    before = rows(source)
    assert copy(source, target, meanwhile) == before
    writer.join()
    assert rows(target) == before != rows(source)
