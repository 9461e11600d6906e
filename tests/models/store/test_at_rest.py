"""An encrypted file: nobody reads it without the key, and everything works as in any other."""

import sqlite3
from pathlib import Path

import pytest

from models.rules.refusal import Refusal
from models.sound import look_through
from models.store import Actor, Clock, Store
from models.store.backup import backup, restore
from models.store.database import database_of
from models.store.feed import Feed
from models.store.keys import Opened, Ring, new_code, new_key, read_key
from models.store.sqlite import SqliteFile
from models.store.unpacked import unpacked
from tests.accounts_branch import cheap_hashes
from tests.empty import ON_POSTGRES
from tests.models.crew import SET_UP, do

__all__ = ["cheap_hashes"]

pytestmark = [
    pytest.mark.skipif(ON_POSTGRES, reason="only a file is encrypted by the desk"),
    pytest.mark.usefixtures("cheap_hashes"),
]

NAME = "王秀芝"


@pytest.fixture
def sealed(tmp_path: Path, clock: Clock) -> SqliteFile:
    """A branch in an encrypted file, with one name in it."""
    place = SqliteFile(tmp_path / "desk.db", new_key())
    place.ring.add(place.key, 1, "four plain words here")
    store = Store.open(place, clock)
    do(store, SET_UP, "homes.add_household", door="3-2-401", grid="一网格")
    do(store, SET_UP, "homes.add_resident", household_id=1, name=NAME)
    store.close()
    return place


def test_no_name_lies_in_the_file_or_beside_it(sealed: SqliteFile) -> None:
    store = Store.open(sealed)
    do(store, SET_UP, "homes.add_resident", household_id=1, name="李国栋")
    written = b"".join(path.read_bytes() for path in sealed.path.parent.iterdir())
    store.close()
    assert len(written) > 100_000
    for secret in (NAME, "李国栋", "household", "SQLite format"):
        assert secret.encode() not in written
    assert sealed.key.encode() not in written and bytes.fromhex(sealed.key) not in written
    assert sealed.key not in repr(sealed)


def test_without_the_key_it_says_what_to_do(sealed: SqliteFile) -> None:
    for key in ("", new_key()):
        with pytest.raises(Refusal) as refused:
            Store.open(database_of(str(sealed.path), key))
        assert refused.value.key == "refuse.keys.sealed"
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(sealed.path).execute("SELECT * FROM act").fetchall()


def test_what_moves_is_seen_and_the_journal_is_whole(sealed: SqliteFile, clock: Clock) -> None:
    here, there = Store.open(sealed, clock), Store.open(SqliteFile(sealed.path, sealed.key), clock)
    feed = Feed(here)
    do(there, SET_UP, "homes.add_household", door="3-2-402", grid="一网格")
    assert "homes" in feed.changed(2)
    assert look_through(here).sound
    with pytest.raises(Refusal):
        do(here, SET_UP, "homes.add_household", door="3-2-402", grid="一网格")
    feed.close()
    here.close()
    there.close()


def test_a_copy_is_encrypted_too_and_is_put_back(sealed: SqliteFile, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    copy = backup(sealed, kept)
    assert NAME.encode() not in copy.read_bytes()
    assert Ring(kept / sealed.ring.path.name).open("four plain words here").key == sealed.key
    with unpacked(sealed, copy) as inside:
        assert look_through(inside.store).sound
    store = Store.open(sealed)
    do(store, SET_UP, "homes.add_household", door="3-2-402", grid="一网格")
    restore(sealed, copy)
    with store.reading(Actor.setup()) as session:
        from models.homes import Household

        assert session.get(Household, 2) is None
    store.close()


def test_a_ring_opens_to_who_may_and_to_nobody_else(tmp_path: Path) -> None:
    ring, key, code = Ring.beside(tmp_path / "desk.db"), new_key(), new_code()
    assert not ring.exists()
    ring.add(key, 3, "old words")
    ring.add_code(key, code)
    assert ring.path.stat().st_mode & 0o777 == 0o600
    assert ring.open("old words ") == Opened(key, 3)
    assert ring.open(code.lower().replace("-", " ")) == Opened(key, None)
    for secret in ("new words", "", "code", key, "3"):
        with pytest.raises(Refusal, match="refuse.keys.wrong"):
            ring.open(secret)
    ring.add(key, 3, "new words")
    ring.add(key, 4, "other words")
    ring.only(3, "new words")
    assert ring.open("new words").key == key and ring.accounts() == {3, 4}
    ring.drop(4)
    ring.add_code(key, new_code())
    for secret in ("old words", "other words", code):
        with pytest.raises(Refusal, match="refuse.keys.wrong"):
            ring.open(secret)


def test_a_key_file_is_its_owners_alone(tmp_path: Path) -> None:
    place, key = tmp_path / "key", new_key()
    with pytest.raises(Refusal, match="refuse.keys.file"):
        read_key(place)
    place.write_text(f"{key}\n")
    place.chmod(0o640)
    with pytest.raises(Refusal, match="refuse.keys.file_open"):
        read_key(place)
    place.chmod(0o600)
    assert read_key(place) == key
    place.write_text("no key\n")
    with pytest.raises(Refusal, match="refuse.keys.file"):
        read_key(place)


@pytest.mark.parametrize("told", ["", "[]", '{"format": 9, "wraps": []}', '{"wraps"', "\ud800"])
def test_a_ring_that_cannot_be_read_is_said(tmp_path: Path, told: str) -> None:
    ring = Ring.beside(tmp_path / "desk.db")
    ring.path.write_bytes(told.encode("utf-8", "surrogatepass"))
    with pytest.raises(Refusal, match="refuse.keys.unreadable"):
        ring.open("words")
