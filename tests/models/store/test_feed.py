"""A commit anywhere is noticed at once, and it is known what it touched."""

import shutil
import statistics
import subprocess
import sys
import threading
import time

from models.store import Feed
from models.store.backup import backup, restore
from tests.models.store.orchard import Grower, Tree

OTHER_TERMINAL = """
import sys, time
from models.store import Actor, Role, Store
from tests.models.store.orchard import Tree
store = Store.open(sys.argv[1], areas=("tests.models.store.orchard",))
print("ready", flush=True)
for line in sys.stdin:
    with store.writing(Actor(4, "孙晓丽", Role.volunteer), "orchard.plant") as session:
        session.add(Tree(label="x"))
    print(time.time(), flush=True)
"""


def test_nothing_moved(store) -> None:
    feed = Feed(store)
    started = time.monotonic()
    assert feed.changed(0.12) == frozenset()
    assert 0.1 < time.monotonic() - started < 1
    assert feed.changed(0) == frozenset()
    feed.close()


def test_another_terminals_commit_is_seen_within_120_ms(store) -> None:
    feed = Feed(store)
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER_TERMINAL, store.url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdin is not None and other.stdout is not None
    assert other.stdout.readline() == "ready\n"
    waits = []
    for _ in range(10):
        other.stdin.write("\n")
        other.stdin.flush()
        assert feed.changed(5) == {"trees", "journal"}
        seen = time.time()
        waits.append(seen - float(other.stdout.readline()))
    other.stdin.close()
    other.wait()
    other.stdout.close()
    feed.close()
    assert statistics.median(waits) < 0.12


def test_own_commits_are_seen_and_gathered(store, actor) -> None:
    feed = Feed(store)
    for row in (Tree(label="a"), Grower(name="b")):
        with store.writing(actor, "orchard.plant") as session:
            session.add(row)
    assert feed.changed(1) == {"trees", "growers", "journal"}
    assert feed.changed(0.1) == frozenset()
    feed.close()


def test_what_is_rolled_back_moves_nothing(store, actor) -> None:
    feed = Feed(store)
    try:
        with store.writing(actor, "orchard.plant") as session:
            session.add(Tree(label="a"))
            session.flush()
            raise LookupError
    except LookupError:
        pass
    assert feed.changed(0.15) == frozenset()
    feed.close()


def test_a_restored_backup_moves_everything(store, actor, tmp_path) -> None:
    with store.writing(actor, "orchard.plant") as session:
        session.add(Tree(label="a"))
    copy = backup(store.database, tmp_path / "backups")
    with store.writing(actor, "orchard.hire") as session:
        session.add(Grower(name="a"))
    feed = Feed(store)
    restore(store.database, copy)
    assert feed.changed(1) == {"trees", "growers", "journal"}
    feed.close()


def test_another_file_in_its_place_moves_everything_and_is_said(store, actor, tmp_path) -> None:
    with store.writing(actor, "orchard.plant") as session:
        session.add(Tree(label="a"))
    copy = backup(store.database, tmp_path / "backups")
    feed = Feed(store)
    shutil.copy(copy, tmp_path / "moved.db")
    (tmp_path / "moved.db").rename(store.path)
    # Whoever shows anything reads again, and is told why that cannot be.
    assert feed.changed(3) == {"trees", "journal"}
    assert feed.trouble is not None and feed.trouble.key.startswith("refuse.store.replaced")
    feed.close()


def test_closing_ends_a_wait(store) -> None:
    feed = Feed(store)
    threading.Timer(0.1, feed.close).start()
    started = time.monotonic()
    assert feed.changed(None) == frozenset()
    assert time.monotonic() - started < 2
    assert feed.changed(None) == frozenset()
