"""`quanan encrypt` and `decrypt`, and every other command on an encrypted file."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store import Store
from models.store.keys import Ring
from tests.accounts_branch import PASSPHRASE, begin, cheap_hashes, given_account, own, with_people
from tests.accounts_branch import SECRETARY as CHEN
from tests.accounts_branch import VOLUNTEER as GAO
from tests.empty import empty_store
from tests.tui.cli.standing import Run
from tui.commands import keys, proof

__all__ = ["cheap_hashes"]

pytestmark = pytest.mark.usefixtures("cheap_hashes")

HOLD = """
import sqlite3, sys
driver = sqlite3.connect(sys.argv[1])
print(driver.execute("SELECT count(*) FROM act").fetchone(), flush=True)
sys.stdin.read()
"""

CODE = re.compile(r"(?:[2-9A-HJKMNP-Z]{4}-){5}[2-9A-HJKMNP-Z]{4}")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A secretary and a volunteer who log in."""
    opened = empty_store(tmp_path / "desk.db")
    with_people(opened)
    begin(opened)
    own(opened, GAO, given_account(opened, GAO))
    opened.close()
    yield opened
    opened.close()


@pytest.fixture
def on(run: Run, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("SSH_CONNECTION", keys.KEY_FILE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QUANAN_BACKUPS", str(tmp_path / "kept"))
    monkeypatch.setattr(proof, "TERMINAL", tmp_path / "no-terminal")
    typed(monkeypatch, tmp_path, PASSPHRASE)
    return lambda *given: run("--database", store.path, "--lang", "en", *given)


def typed(monkeypatch: pytest.MonkeyPatch, folder: Path, passphrase: str) -> None:
    file = folder / "passphrase"
    file.write_text(f"{passphrase}\n")
    file.chmod(0o600)
    monkeypatch.setenv(proof.FILE, str(file))


def test_there_and_back(on: Run, store: Store, tmp_path: Path) -> None:
    said = on("--as", CHEN.name, "encrypt")
    assert said.code == 0, said.err
    assert CODE.search(said.out) and GAO.name in said.out
    assert not store.path.read_bytes().startswith(b"SQLite format 3")
    assert on("user", "list").code == 0  # whose passphrase it is needs no name
    assert on("verify").code == 0 and on("backup").code == 0
    [copy] = [p for p in (tmp_path / "kept").glob("*.db") if "before" not in p.name]
    assert not copy.read_bytes().startswith(b"SQLite format 3")
    assert on("verify", copy).code == 0
    assert on("restore", copy, "--yes").code == 0
    assert "already" in on("encrypt").err
    said = on("decrypt")
    assert said.code == 0, said.err
    with sqlite3.connect(store.path) as driver:
        assert driver.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert on("--as", CHEN.name, "user", "list").code == 0
    assert "not encrypted" in on("--as", CHEN.name, "decrypt").err


def test_who_may_and_who_may_not(
    on: Run, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "secretary" in on("--as", GAO.name, "encrypt").err.casefold()
    assert on("--as", CHEN.name, "encrypt").code == 0
    typed(monkeypatch, tmp_path, "of somebody else 17")
    said = on("user", "list")
    assert said.code == 1 and "does not open" in said.err


def test_the_recovery_code_opens_it_when_all_is_forgotten(
    on: Run, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = CODE.search(on("--as", CHEN.name, "encrypt").out)
    assert found
    typed(monkeypatch, tmp_path, found[0])
    assert on("verify").code == 0 and on("--as", CHEN.name, "user", "list").code == 1
    assert Ring.beside(store.path).open(found[0]).account_id is None


def test_a_reset_wraps_the_key_for_whom_it_is_given(
    on: Run, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on("--as", CHEN.name, "encrypt")
    ring = Ring.beside(store.path)
    assert len(ring.accounts()) == 1
    given = re.search(r"\d{4}(?:-\d{4}){3}", on("user", "reset", GAO.name).out)
    assert given and ring.open(given[0]).account_id in ring.accounts() and len(ring.accounts()) == 2
    assert on("user", "disable", GAO.name).code == 0
    assert len(ring.accounts()) == 1


def test_what_runs_alone_takes_a_key_file_or_says_so(
    on: Run, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "stick" / "key"
    place.parent.mkdir()
    assert on("--as", CHEN.name, "encrypt", "--key-file", place).code == 0
    monkeypatch.delenv(proof.FILE)
    for command in (("tick",), ("board", "--once"), ("backup",)):
        said = on(*command)
        assert said.code == 1 and "QUANAN_KEY_FILE" in said.err
    monkeypatch.setenv(keys.KEY_FILE, str(place))
    for command in (("tick",), ("board", "--once"), ("backup",)):
        assert on(*command).code == 0
    assert on("user", "list").code == 1  # a person types; a file is no person
    place.chmod(0o644)
    assert "chmod 600" in on("tick").err


def test_nothing_happens_while_somebody_else_is_at_it(on: Run, store: Store) -> None:
    # In a process of its own: two drivers in one process do not see each other's locks.
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(store.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout and other.stdout.readline()
        said = on("--as", CHEN.name, "encrypt")
        other.communicate()
    assert said.code == 1 and "another terminal" in said.err
    assert store.path.read_bytes().startswith(b"SQLite format 3")
    assert not list(store.path.parent.glob(".*.part*"))
    assert on("--as", CHEN.name, "user", "list").code == 0
