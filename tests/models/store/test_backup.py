"""Copies: whole or not there, kept by a rule, looked through before they are put back."""

import datetime as dt
import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import select

from models.rules.refusal import Refusal
from models.store import Actor, Feed, FrozenClock, Store
from models.store.backup import backup, copies, halves, keep_copy, keep_present, restore
from models.store.journal import verify
from models.store.sqlite import SqliteFile
from models.store.unpacked import unpacked
from tests.models.store.orchard import Tree


def plant(store: Store, actor: Actor, label: str = "a") -> None:
    with store.writing(actor, "orchard.plant") as session:
        session.add(Tree(label=label))


def labels(store: Store, actor: Actor) -> list[str]:
    with store.reading(actor) as session:
        return [tree.label for tree in session.exec(select(Tree))]


def mode(path: Path) -> int:
    return stat.S_IMODE(os.stat(path).st_mode)


def test_only_so_many_stay(store, actor, tmp_path, clock) -> None:
    folder = tmp_path / "kept"
    backup(store.database, folder, clock, label="before-import")
    for _ in range(16):
        clock.advance(dt.timedelta(days=1))
        newest = backup(store.database, folder, clock)
    found = copies(store.database, folder)
    assert found[0].path == newest
    assert [one.label for one in found].count("before-import") == 1
    # 24 April is a Sunday: seven days, and the ends of the two weeks before them.
    days = [clock.local(one.at).day for one in found if not one.label]
    assert days == [24, 23, 22, 21, 20, 19, 18, 17, 10]


def test_databases_of_one_name_keep_their_copies_apart(store, actor, tmp_path, clock) -> None:
    other = SqliteFile(tmp_path / "elsewhere" / store.path.name)
    other.path.parent.mkdir()
    backup(store.database, tmp_path / "kept", clock).rename(other.path)
    folder = tmp_path / "kept"
    mine, theirs = backup(store.database, folder, clock), backup(other, folder, clock)
    assert [one.path for one in copies(store.database, folder)] == [mine]
    assert [one.path for one in copies(other, folder)] == [theirs]


def test_two_at_one_moment_are_two(store, tmp_path, clock) -> None:
    made = {backup(store.database, tmp_path / "k", clock, label="before-import") for _ in range(3)}
    assert len(made) == 3 and all(path.exists() for path in made)


def test_only_its_owner_may_read_a_copy(store, actor, tmp_path, clock) -> None:
    copy = backup(store.database, tmp_path / "kept", clock)
    assert (mode(copy), mode(copy.parent)) == (0o600, 0o700)
    assert list(copy.parent.iterdir()) == [copy]


def test_a_half_written_one_never_counts(store, actor, tmp_path, clock, monkeypatch) -> None:
    plant(store, actor)
    folder = tmp_path / "kept"
    good = backup(store.database, folder, clock)

    def stops(_self: SqliteFile, target: Path) -> None:
        target.write_bytes(b"SQLite format 3\0 and then the power went")
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(SqliteFile, "dump", stops)
        with pytest.raises(KeyboardInterrupt):
            backup(store.database, folder, clock)
    assert list(folder.iterdir()) == [good]
    # One that a killed program left behind is no copy either, and goes with the next but one.
    half = folder / f".{good.name[:12]}0a1b2c3d.part"
    half.write_bytes(b"half")
    assert [one.path for one in copies(store.database, folder)] == [good]
    assert halves(store.database, folder) == [half]
    backup(store.database, folder, clock)
    assert half.exists()  # somebody may be at it
    os.utime(half, (0, 0))
    backup(store.database, folder, clock)
    assert not half.exists()


def test_what_cannot_be_read_back_is_no_copy(store, actor, tmp_path, clock, monkeypatch) -> None:
    plant(store, actor)
    real = SqliteFile.dump

    def on_a_bad_disk(self: SqliteFile, target: Path) -> None:
        real(self, target)
        content = bytearray(target.read_bytes())
        content[4096 * 3 : 4096 * 8] = b"\xff" * 4096 * 5
        target.write_bytes(content)

    monkeypatch.setattr(SqliteFile, "dump", on_a_bad_disk)
    with pytest.raises(Refusal, match=r"refuse\.backups\.damaged"):
        backup(store.database, tmp_path / "kept", clock)
    assert list((tmp_path / "kept").iterdir()) == []


@pytest.mark.parametrize("gone", ["above", "file"])
def test_a_folder_that_is_gone_is_told_of_until_it_is_back(
    store, actor, tmp_path, clock, gone: str
) -> None:
    plant(store, actor)
    disk = tmp_path / "disk"
    store.backups = disk / "copies"
    if gone == "file":
        disk.mkdir()
        store.backups.touch()
    with pytest.raises(Refusal) as told:
        keep_copy(store)
    assert told.value.key == "refuse.backups.folder"
    assert str(store.backups) in str(told.value)
    assert store.backup_trouble is told.value
    if gone == "file":
        store.backups.unlink()
    else:
        disk.mkdir()
    assert keep_copy(store) is not None
    assert store.backup_trouble is None


def test_a_full_disk_is_told_of(store, actor, tmp_path, clock, monkeypatch) -> None:
    def full(_self: SqliteFile, target: Path) -> None:
        raise Refusal("refuse.store.full", path=str(target))

    monkeypatch.setattr(SqliteFile, "dump", full)
    with pytest.raises(Refusal, match=r"refuse\.backups\.full"):
        backup(store.database, tmp_path / "kept", clock)


def test_nobody_keeps_copies_of_a_store_without_a_folder(store) -> None:
    assert store.backups is None
    assert keep_copy(store) is None


def test_a_copy_brings_back_what_was(store, actor, tmp_path, clock) -> None:
    plant(store, actor)
    copy = backup(store.database, tmp_path / "kept", clock)
    with store.writing(actor, "orchard.fell") as session:
        session.delete(session.get(Tree, 1))
    restore(store.database, copy)
    assert labels(store, actor) == ["a"]
    with store.reading(actor) as reading:
        assert verify(reading).sound
    plant(store, actor)
    assert mode(store.path) == 0o600


def test_an_open_desk_forgets_what_it_knew_of_the_state_before(
    store, open_store: Callable[[], Store], actor, tmp_path, clock
) -> None:
    """The same numbers of revisions must never stand for other rows."""
    plant(store, actor, "kept")
    copy = backup(store.database, tmp_path / "kept", clock)
    plant(store, actor, "lost")
    desk = open_store()
    feed = Feed(desk)

    def known() -> list[str]:
        with desk.reading(actor) as session:
            return session.kept(
                "labels",
                ("trees",),
                lambda: [tree.label for tree in session.exec(select(Tree))],
                every=dt.timedelta(days=1),
            )

    assert known() == ["kept", "lost"]
    restore(store.database, copy)
    assert feed.changed(5) >= {"trees"}
    feed.close()
    assert known() == ["kept"]
    plant(store, actor, "after")
    assert known() == ["kept", "after"]
    with desk.reading(actor) as session:
        assert verify(session).sound


def test_a_copy_is_made_while_somebody_writes(store, actor, tmp_path, clock) -> None:
    plant(store, actor)
    with store.writing(actor, "orchard.plant") as session:
        session.add(Tree(label="b"))
        session.flush()
        copy = backup(store.database, tmp_path / "kept", clock)
    with closing(sqlite3.connect(copy)) as driver:
        assert driver.execute("SELECT count(*) FROM tree").fetchone() == (1,)


@pytest.mark.parametrize(
    "content, key",
    [(None, "no_backup"), (b"", "not_ours"), (b"no database " * 100, "not_ours")],
)
def test_what_is_no_copy_is_not_put_back(content, key, store, actor, tmp_path) -> None:
    plant(store, actor)
    copy = tmp_path / "copy.db"
    if content is not None:
        copy.write_bytes(content)
    for refused in (restore, lambda kind, path: unpacked(kind, path).__enter__()):
        with pytest.raises(Refusal) as told:
            refused(store.database, copy)
        assert told.value.key == f"refuse.store.{key}"
    assert labels(store, actor) == ["a"]


def test_a_copy_is_looked_through_without_touching_it(store, actor, tmp_path, clock) -> None:
    plant(store, actor)
    copy = backup(store.database, tmp_path / "kept", clock)
    before = copy.read_bytes()
    with unpacked(store.database, copy) as inside, inside.store.reading(actor) as session:
        assert inside.whole
        assert verify(session).acts == 1
    with closing(sqlite3.connect(copy)) as driver:
        driver.execute("DROP TRIGGER act_never_update")
        driver.execute("UPDATE act SET verb = 'orchard.fell'")
        driver.commit()
    with unpacked(store.database, copy) as inside, inside.store.reading(actor) as session:
        assert not verify(session).sound
    copy.write_bytes(before)
    assert list(copy.parent.iterdir()) == [copy]


@pytest.mark.parametrize("damage", ["pages", "header", "short"])
def test_what_is_damaged_is_kept_as_it_lies_and_replaced(
    store, open_store: Callable[[], Store], actor, tmp_path, clock: FrozenClock, damage: str
) -> None:
    for n in range(60):
        plant(store, actor, f"{n} " + "x" * 500)
    folder = tmp_path / "kept"
    copy = backup(store.database, folder, clock)
    store.empty_log()
    store.close()
    content = bytearray(store.path.read_bytes())
    if damage == "pages":
        content[4096 * 4 : 4096 * 20] = b"\xff" * 4096 * 16
    elif damage == "header":
        content[:100] = b"\xff" * 100
    else:
        del content[5000:]
    store.path.write_bytes(content)
    kept = keep_present(store.database, folder, clock)
    assert kept is not None and kept.read_bytes() == bytes(content) and mode(kept) == 0o600
    # It is not taken for a copy.
    assert [one.path for one in copies(store.database, folder)] == [copy]
    restore(store.database, copy)
    assert len(labels(open_store(), actor)) == 60


def test_another_programs_database_is_never_replaced(tmp_path, clock) -> None:
    with closing(sqlite3.connect(tmp_path / "theirs.db")) as driver:
        driver.execute("CREATE TABLE theirs (a)")
    with pytest.raises(Refusal, match="not_ours"):
        keep_present(SqliteFile(tmp_path / "theirs.db"), tmp_path / "kept", clock)
