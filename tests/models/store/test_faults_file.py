"""What becomes of a file that is touched from outside: nothing is lost that was acknowledged.

What is put there is tried on the store itself here; what a person is told, in tests/terminal.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from models.rules.refusal import Refusal
from models.store import Actor, Feed, Role, Store
from models.store.backup import backup, restore
from models.store.journal import verify
from models.store.mounts import network_of
from models.store.sqlite import SqliteFile
from tests.empty import asks_sqlite
from tests.models.store.conftest import AREAS
from tests.models.store.orchard import Tree

pytestmark = asks_sqlite

CRASHES = """
import os, sys
from models.store import Actor, Role, Store
from tests.models.store.orchard import Tree
store = Store.open(sys.argv[1], areas=("tests.models.store.orchard",))
for label in sys.argv[2:]:
    with store.writing(Actor(4, "孙晓丽", Role.volunteer), "orchard.plant") as session:
        session.add(Tree(label=label))
os._exit(0)
"""
"""Ends in the middle of things: what it wrote lies in the log."""

LONG_AGO = 60


def plant(store: Store, *labels: str) -> None:
    for label in labels:
        with store.writing(Actor(1, "陈书宁", Role.secretary), "orchard.plant") as session:
            session.add(Tree(label=label))


def planted(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as driver:
        return [label for (label,) in driver.execute("SELECT label FROM tree ORDER BY id")]


def refused(store: Store) -> str:
    with pytest.raises(Refusal) as told:
        plant(store, "lost")
    return told.value.key


def crash(path: Path, *labels: str) -> None:
    subprocess.run([sys.executable, "-c", CRASHES, str(path), *labels], check=True)
    assert Path(f"{path}-wal").stat().st_size > 0


def age_log(path: Path) -> None:
    """Whatever is put there next is put there long after the log was written, as by a person."""
    log = Path(f"{path}-wal")
    kept = log.read_bytes()
    # The time of a change cannot be set: the file is touched later instead.
    assert kept
    time.sleep(2.1)


@pytest.fixture
def feed(store: Store):
    watching = Feed(store)
    yield watching
    watching.close()


def trouble_of(feed: Feed, within: float = 1.5) -> str:
    """What the watch says, once it has noticed something."""
    end = time.monotonic() + within
    while feed.trouble is None and time.monotonic() < end:
        feed.changed(0.1)
    return feed.trouble.key if feed.trouble else ""


def copy_beside(path: Path) -> Path:
    found = list(path.parent.glob(f"{path.stem}-rescued-*"))
    assert len(found) == 1
    return found[0]


def test_a_deleted_file_is_written_no_more_and_kept_beside_it(store: Store, feed: Feed) -> None:
    plant(store, "a", "b")
    for suffix in ("", "-wal", "-shm"):
        Path(f"{store.path}{suffix}").unlink()
    assert refused(store) == "refuse.store.vanished"
    assert trouble_of(feed) == "refuse.store.vanished.kept"
    assert planted(copy_beside(store.path)) == ["a", "b"]
    assert refused(store) == "refuse.store.vanished.kept"
    assert not store.path.exists()


def test_a_file_that_is_put_back_goes_on(store: Store, feed: Feed, tmp_path: Path) -> None:
    plant(store, "a")
    store.path.rename(tmp_path / "away.db")
    assert trouble_of(feed).startswith("refuse.store.vanished")
    (tmp_path / "away.db").rename(store.path)
    assert feed.changed(2) == {"trees", "journal"}
    assert feed.trouble is None
    plant(store, "b")
    assert planted(store.path) == ["a", "b"]


@pytest.mark.parametrize("older", [True, False], ids=["an older copy", "another branch"])
def test_a_file_in_its_place_gets_nothing(
    store: Store, feed: Feed, tmp_path: Path, older: bool
) -> None:
    plant(store, "a")
    other = tmp_path / "other.db"
    if older:
        store.database.dump(other)
    else:
        another = Store.open(str(other), areas=AREAS)
        plant(another, "z")
        another.close()
    plant(store, "b", "c")
    before = other.read_bytes()
    other.rename(store.path)
    assert refused(store) == "refuse.store.replaced"
    assert trouble_of(feed) == "refuse.store.replaced.kept"
    assert refused(store) == "refuse.store.replaced.kept"
    assert planted(copy_beside(store.path)) == ["a", "b", "c"]
    assert store.path.read_bytes() == before


def test_a_file_that_is_taken_away_in_the_middle_of_an_act_keeps_it_from_being_acknowledged(
    store: Store, tmp_path: Path
) -> None:
    plant(store, "a")
    with (
        pytest.raises(Refusal) as told,
        store.writing(Actor(1, "陈书宁", Role.secretary), "orchard.plant") as session,
    ):
        session.add(Tree(label="b"))
        store.path.rename(tmp_path / "away.db")
    assert told.value.key == "refuse.store.vanished"


def test_a_log_that_is_removed_stops_the_writing(store: Store, feed: Feed) -> None:
    plant(store, "a")
    Path(f"{store.path}-wal").unlink()
    assert refused(store) == "refuse.store.log_gone"
    assert trouble_of(feed) == "refuse.store.log_gone.kept"
    feed.close()
    store.close()
    assert planted(store.path) == ["a"]


@pytest.mark.parametrize("harm", ["overwritten", "cut off", "copied over"])
def test_a_file_that_is_written_into_is_noticed(
    store: Store, feed: Feed, tmp_path: Path, harm: str
) -> None:
    plant(store, *"abcdefgh")
    older = tmp_path / "older.db"
    store.database.dump(older)
    plant(store, *"ijklmnop")
    with closing(store.database.connect()) as driver:
        driver.execute("PRAGMA wal_checkpoint(PASSIVE)").close()
    feed.changed(1)
    age_log(store.path)
    if harm == "overwritten":
        with store.path.open("r+b") as file:
            file.seek(store.path.stat().st_size // 3)
            file.write(os.urandom(40_000))
    elif harm == "cut off":
        os.truncate(store.path, store.path.stat().st_size // 2)
    else:
        # As `cp` does it: the same file with other contents, and the log still beside it.
        store.path.write_bytes(older.read_bytes()[:-8192])
    assert trouble_of(feed, 2.5) == "refuse.store.damaged"
    assert refused(store) == "refuse.store.damaged"


def test_commits_and_checkpoints_are_no_damage(store: Store, feed: Feed) -> None:
    for n in range(3):
        plant(store, str(n))
        with closing(store.database.connect()) as driver:
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        feed.changed(0.8)
    os.chmod(store.path, 0o640)
    feed.changed(0.8)
    assert feed.trouble is None


# ── what lies there at a start ──────────────────────────────────────────────────────────────────


def start(path: Path) -> Store:
    return Store.open(str(path), areas=AREAS)


def test_what_a_crash_left_in_the_log_is_there_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    crash(path, "a", "b")
    store = start(path)
    assert store.database.notes == ()
    with store.reading(Actor.setup()) as session:
        assert verify(session).sound
    store.close()
    assert planted(path) == ["a", "b"]


def test_the_log_of_another_branch_is_never_played_in(tmp_path: Path) -> None:
    path, other = tmp_path / "desk.db", tmp_path / "other.db"
    store = start(other)
    plant(store, "z")
    store.close()
    crash(path, *"abc")
    age_log(path)
    other.rename(path)
    before = path.read_bytes()
    with pytest.raises(Refusal) as told:
        start(path)
    assert told.value.key == "refuse.store.other_log"
    assert path.read_bytes() == before
    for suffix in ("-wal", "-shm"):
        Path(f"{path}{suffix}").rename(tmp_path / f"kept{suffix}")
    start(path).close()
    assert planted(path) == ["z"]


def test_the_log_of_the_same_branch_is_taken_over_and_said(tmp_path: Path) -> None:
    path, older = tmp_path / "desk.db", tmp_path / "older.db"
    store = start(path)
    plant(store, "a")
    store.close()
    shutil.copy(path, older)
    crash(path, "b", "c")
    age_log(path)
    older.rename(path)
    store = start(path)
    assert [(note.key, note.params["acts"]) for note in store.database.notes] == [
        ("store.log_taken_over", 2)
    ]
    with store.reading(Actor.setup()) as session:
        assert verify(session).sound
    store.close()
    assert planted(path) == ["a", "b", "c"]


@pytest.mark.parametrize("empty", [True, False], ids=["emptied", "gone"])
def test_a_log_without_its_file_is_not_thrown_away(tmp_path: Path, empty: bool) -> None:
    path = tmp_path / "desk.db"
    crash(path, "a")
    path.rename(tmp_path / "away.db")
    if empty:
        path.touch()
    log = Path(f"{path}-wal").read_bytes()
    with pytest.raises(Refusal) as told:
        start(path)
    assert told.value.key == "refuse.store.log_alone"
    assert Path(f"{path}-wal").read_bytes() == log
    (tmp_path / "away.db").rename(path)
    start(path).close()
    assert planted(path) == ["a"]


@pytest.mark.parametrize("what", ["text", "another program's", "half a database", "a folder"])
def test_what_is_no_database_of_ours_is_left_as_it_is(tmp_path: Path, what: str) -> None:
    path = tmp_path / "desk.db"
    if what == "text":
        path.write_text("住户名单\n" * 500, encoding="utf-8")
    elif what == "another program's":
        with closing(sqlite3.connect(path)) as driver:
            driver.execute("CREATE TABLE bookmark (url)").close()
    elif what == "a folder":
        path.mkdir()
    else:
        store = start(tmp_path / "whole.db")
        plant(store, "a")
        store.close()
        path.write_bytes((tmp_path / "whole.db").read_bytes()[:5000])
    before = None if path.is_dir() else path.read_bytes()
    with pytest.raises(Refusal) as told:
        start(path)
    wanted = {"half a database": "damaged", "a folder": "cannot_open"}.get(what, "not_ours")
    assert told.value.key == f"refuse.store.{wanted}"
    if before is not None:
        assert path.read_bytes() == before
        assert sorted(tmp_path.glob("desk.db*")) == [path]


def test_an_empty_file_is_a_new_branch_only_where_there_never_was_one(tmp_path: Path) -> None:
    path, folder = tmp_path / "desk.db", tmp_path / "backups"
    path.touch()
    store = Store.open(str(path), areas=AREAS, backups=folder)
    plant(store, "a")
    copy = backup(store.database, folder)
    store.close()
    path.write_bytes(b"")
    with pytest.raises(Refusal) as told:
        Store.open(str(path), areas=AREAS, backups=folder)
    assert told.value.key == "refuse.store.emptied"
    assert path.read_bytes() == b""
    restore(SqliteFile(path), copy)
    Store.open(str(path), areas=AREAS, backups=folder).close()
    assert planted(path) == ["a"]


# ── where it lies ───────────────────────────────────────────────────────────────────────────────

MOUNTS = """\
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
40 27 0:44 / {folder}/shared rw,relatime shared:1 - nfs4 server:/export rw
41 40 0:45 / {folder}/shared/here rw,relatime - ext4 /dev/vdb rw
42 27 0:46 / {folder}/over\\040there rw - fuse.sshfs someone@host:/ rw
"""


@pytest.mark.parametrize(
    "folder, kind",
    [
        (".", None),
        ("shared", "nfs4"),
        ("shared/deep/er", "nfs4"),
        ("shared/here", None),
        ("shared-not", None),
        ("over there", "sshfs"),
    ],
)
def test_a_network_file_system_is_known(tmp_path: Path, folder: str, kind: str | None) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS.format(folder=tmp_path), encoding="utf-8")
    assert network_of(tmp_path / folder, mounts) == kind


def test_where_nothing_is_told_of_mounts_nothing_is_said(tmp_path: Path) -> None:
    assert network_of(tmp_path, tmp_path / "nothing") is None
