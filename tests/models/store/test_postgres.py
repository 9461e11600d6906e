"""A database of a real PostgreSQL server keeps the promises that a file keeps."""

import subprocess
import sys
import threading
from collections.abc import Iterator

import psycopg
import pytest
import sqlalchemy as sa
from sqlmodel import select

from models.rules.refusal import Refusal
from models.store import Actor, Feed, FrozenClock, Store, journal
from models.store.backup import backup, restore
from models.store.base import UnjournalledWrite
from tests import postgres
from tests.models.store.conftest import AREAS
from tests.models.store.orchard import Grower, Tree

pytestmark = pytest.mark.skipif(not postgres.available(), reason=postgres.MISSING)

OTHER_TERMINAL = """
import sys
from models.store import Actor, Role, Store
from tests.models.store.orchard import Tree
store = Store.open(sys.argv[1], areas=("tests.models.store.orchard",))
print("ready", flush=True)
for line in sys.stdin:
    with store.writing(Actor(4, "孙晓丽", Role.volunteer), "orchard.plant") as session:
        session.add(Tree(label=line.strip()))
    print("done", flush=True)
"""


@pytest.fixture
def store(clock: FrozenClock) -> Iterator[Store]:
    """An empty database of the made-up area, on the server."""
    opened = Store.open(postgres.database(), clock, areas=AREAS)
    yield opened
    opened.close()


def plant(store: Store, actor: Actor, label: str = "a") -> int:
    with store.writing(actor, "orchard.plant") as session:
        tree = Tree(label=label)
        session.add(tree)
        session.flush()
        assert tree.id is not None
        return tree.id


def test_what_is_written_is_there_after_opening_it_again(store, actor, clock) -> None:
    plant(store, actor, "梨")
    again = Store.open(store.url, clock, areas=AREAS)
    with again.reading(actor) as session:
        assert [tree.label for tree in session.exec(select(Tree))] == ["梨"]
        assert journal.verify(session).sound
    again.close()


def test_an_act_is_done_whole_or_not_at_all(store, actor) -> None:
    with pytest.raises(LookupError), store.writing(actor, "orchard.plant") as session:
        session.add(Tree(label="a"))
        session.flush()
        raise LookupError
    with store.reading(actor) as session:
        assert not session.exec(select(Tree)).all()


def test_a_reading_sees_one_moment_and_writes_nothing(store, actor) -> None:
    with store.reading(actor) as session:
        assert not session.exec(select(Tree)).all()
        plant(store, actor)
        assert not session.exec(select(Tree)).all()
        with pytest.raises(sa.exc.DBAPIError, match="read-only"):
            session.connection().exec_driver_sql("DELETE FROM tree")


def test_writers_queue(store, actor, clock) -> None:
    others = [Store.open(store.url, clock, areas=AREAS) for _ in range(4)]

    def write(one: Store) -> None:
        for _ in range(10):
            plant(one, actor)

    threads = [threading.Thread(target=write, args=(one,)) for one in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading(actor) as session:
        assert len(session.exec(select(Tree)).all()) == 40
        assert journal.verify(session).sound
    for one in others:
        one.close()


def test_a_writer_waits_only_so_long(store, actor, monkeypatch) -> None:
    monkeypatch.setattr("models.store.postgres.BUSY_SECONDS", 0.2)
    with (
        store.writing(actor, "orchard.plant") as session,
        pytest.raises(Refusal, match="busy"),
        store.writing(actor, "orchard.plant"),
    ):
        session.add(Tree(label="a"))


def test_the_journal_is_only_ever_added_to(store, actor) -> None:
    plant(store, actor)
    with psycopg.connect(postgres.plain(store.url), autocommit=True) as driver:
        for deed in ("UPDATE act SET verb = ''", "DELETE FROM entry", "TRUNCATE act CASCADE"):
            with pytest.raises(psycopg.errors.RaiseException, match="only ever added to"):
                driver.execute(deed)


def test_a_statement_past_the_journal_is_refused(store, actor) -> None:
    with pytest.raises(UnjournalledWrite), store.writing(actor, "orchard.plant") as session:
        session.connection().exec_driver_sql("DELETE FROM tree")


def test_undo_puts_back_rows_that_refer_to_each_other(store, actor) -> None:
    with store.writing(actor, "orchard.hire") as session:
        grower = Grower(name="a")
        session.add(grower)
        session.flush()
        session.add_all(Tree(label=str(n), grower_id=grower.id) for n in range(3))
    with store.writing(actor, "orchard.clear") as session:
        for table in (Tree, Grower):
            for row in session.exec(select(table)):
                session.delete(row)
            session.flush()
    with store.writing(actor, "journal.undo") as session:
        assert session.undoes is None
        journal.undo(session, 2)
    with store.reading(actor) as session:
        assert [tree.label for tree in session.exec(select(Tree).order_by(Tree.label))] == list(
            "012"
        )
    assert plant(store, actor, "next") == 4


def test_a_commit_elsewhere_is_told(store, actor) -> None:
    feed = Feed(store)
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER_TERMINAL, store.url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdin is not None and other.stdout is not None
    assert other.stdout.readline() == "ready\n"
    for label in "ab":
        other.stdin.write(f"{label}\n")
        other.stdin.flush()
        assert feed.changed(5) == {"trees", "journal"}
    other.stdin.close()
    other.wait()
    other.stdout.close()
    assert feed.changed(0.1) == frozenset()
    feed.close()


def test_a_lost_notification_is_made_up_for(store, actor, monkeypatch) -> None:
    monkeypatch.setattr("models.store.server_watch.POLL_SECONDS", 0.3)
    feed = Feed(store)
    with psycopg.connect(postgres.plain(store.url), autocommit=True) as driver:
        driver.execute("DROP TRIGGER revision_tells ON revision")
    plant(store, actor)
    assert feed.changed(5) == {"trees", "journal"}
    feed.close()


def test_a_connection_that_was_cut_is_made_again(store, actor) -> None:
    feed = Feed(store)
    plant(store, actor)
    assert feed.changed(5)
    postgres.cut(store.url)
    with (
        pytest.raises(Refusal, match="unreachable"),
        store.writing(actor, "orchard.plant") as session,
    ):
        session.add(Tree(label="lost"))
        postgres.cut(store.url)
    assert feed.changed(5) == frozenset() and feed.trouble is not None
    plant(store, actor, "afterwards")
    assert feed.changed(5) and feed.trouble is None
    feed.close()
    with store.reading(actor) as session:
        assert [tree.label for tree in session.exec(select(Tree))] == ["a", "afterwards"]


def test_a_copy_is_made_and_put_back(store, actor, tmp_path) -> None:
    plant(store, actor, "kept")
    copy = backup(store.database, tmp_path)
    assert copy.stat().st_mode & 0o077 == 0
    plant(store, actor, "later")
    feed = Feed(store)
    restore(store.database, copy)
    assert feed.changed(5)
    feed.close()
    with store.reading(actor) as session:
        assert [tree.label for tree in session.exec(select(Tree))] == ["kept"]
        assert journal.verify(session).sound
    plant(store, actor, "afterwards")


def test_a_damaged_copy_changes_nothing(store, actor, tmp_path) -> None:
    plant(store, actor)
    copy = backup(store.database, tmp_path)
    copy.write_bytes(copy.read_bytes()[:200])
    with pytest.raises(Refusal, match="damaged"):
        restore(store.database, copy)
    with store.reading(actor) as session:
        assert len(session.exec(select(Tree)).all()) == 1


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("postgresql+psycopg://u:secret@127.0.0.1:1/quanan", "refuse.store.unreachable"),
        ("NAME", "refuse.store.no_database"),
    ],
)
def test_a_server_that_says_no_is_told_in_a_sentence(url, key) -> None:
    asked = postgres.renamed(postgres.server(), "nobody_made_it") if url == "NAME" else url
    with pytest.raises(Refusal) as found:
        Store.open(asked, areas=AREAS)
    assert found.value.key == key
    assert "secret" not in str(found.value)


def test_somebody_elses_database_is_left_alone() -> None:
    url = postgres.database()
    with psycopg.connect(postgres.plain(url), autocommit=True) as driver:
        driver.execute("CREATE TABLE theirs (a integer)")
    with pytest.raises(Refusal, match="not_ours"):
        Store.open(url, areas=AREAS)
