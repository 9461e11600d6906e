"""From a shell too nobody acts in another's name, once there is an account."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import accounts
from models.store import Store
from tests.accounts_branch import PASSPHRASE, cheap_hashes, given_account, own, with_people
from tests.accounts_branch import SECRETARY as CHEN
from tests.accounts_branch import VOLUNTEER as GAO
from tests.empty import empty_store
from tests.tui.cli.standing import Run
from tui.commands import proof

__all__ = ["cheap_hashes"]

pytestmark = pytest.mark.usefixtures("cheap_hashes")

ROOT = Path(__file__).resolve().parents[3]

COMMANDS = (
    ("do", "n", "3-2-401", "drain"),
    ("find", "3-2-401"),
    ("export", "people", "out.csv"),
    ("export", "duty-table", "out.html"),
    ("import", "people", "people.csv"),
    ("import", "people", "people.csv", "--yes"),
    ("user", "list"),
    ("user", "reset", "高志明"),
)
"""What a person does; each is refused to a name without a proof."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The secretary and the volunteer log in; by the machine's own clock, as commands do."""
    from tests.accounts_branch import begin

    opened = empty_store(tmp_path / "desk.db")
    with_people(opened)
    begin(opened)
    own(opened, GAO, given_account(opened, GAO))
    yield opened
    opened.close()


@pytest.fixture
def on(run: Run, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text("姓名,电话\n许冬生,13911112222\n", encoding="utf-8")
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    monkeypatch.delenv(proof.FILE, raising=False)
    monkeypatch.setattr(proof, "TERMINAL", tmp_path / "no-terminal")
    return lambda *given: run("--database", store.path, "--lang", "en", *given)


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What somebody types where a passphrase is asked for."""
    terminal = tmp_path / "terminal"
    terminal.touch()
    typed: list[str] = []
    monkeypatch.setattr(proof, "TERMINAL", terminal)
    monkeypatch.setattr(proof, "getpass", lambda _prompt: typed.pop(0))
    return typed


def kept_in(tmp_path: Path, text: str, mode: int = 0o600) -> Path:
    path = tmp_path / "passphrase"
    path.write_text(f"{text}\n", encoding="utf-8")
    path.chmod(mode)
    return path


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_acts_for_a_name_that_nobody_proved(on: Run, command: tuple[str, ...]) -> None:
    said = on(*command, "--as", "陈立远")
    assert said.code == 1 and "passphrase is needed" in said.err, said
    assert said.out == ""
    said = on(*command, "--as", "陈立远", "--by-key")
    assert said.code == 2 and "inside an SSH connection" in said.err
    said = on(*command)
    assert said.code == 1 and "--as NAME" in said.err


def test_the_passphrase_is_typed_and_a_wrong_one_counts(
    on: Run, types: list[str], store: Store
) -> None:
    types += ["guess", PASSPHRASE]
    said = on("find", "高志明", "--as", "cly")
    assert said.code == 1 and "not right" in said.err
    said = on("find", "高志明", "--as", "cly")
    assert said.code == 0 and "高志明" in said.out
    with store.reading(CHEN) as session:
        from models.acts import recent

        verbs = [line.verb for line in recent(session, 2)]
    assert verbs == ["accounts.log_in", "accounts.failed"]


def test_a_file_that_only_its_owner_reads_stands_for_typing(
    on: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = kept_in(tmp_path, PASSPHRASE)
    monkeypatch.setenv(proof.FILE, str(path))
    assert on("user", "list", "--as", "陈立远").code == 0
    path.chmod(0o640)
    said = on("user", "list", "--as", "陈立远")
    assert said.code == 1 and "chmod 600" in said.err
    path.unlink()
    assert "cannot be read" in on("user", "list", "--as", "陈立远").err


def test_a_key_of_ssh_proves_a_person_where_there_is_a_connection(
    on: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "127.0.0.1 5000 127.0.0.1 22")
    said = on("find", "高志明", "--as", "高志明", "--by-key")
    assert said.code == 2, "anybody can set a variable"
    above = tmp_path / "processes" / str(os.getppid())
    above.mkdir(parents=True)
    (above / "stat").write_text("1 (sshd: a) b) S 1 0 0", encoding="utf-8")
    monkeypatch.setattr(proof, "PROCESSES", above.parent)
    assert on("find", "高志明", "--as", "高志明", "--by-key").code == 0
    said = on("user", "list", "--as", "高志明", "--by-key")
    assert said.code == 1 and "may not" in said.err


def test_what_is_nobodys_asks_nobody(on: Run) -> None:
    for command in (("board", "--once"), ("tick",), ("verify",)):
        said = on(*command)
        assert said.code == 0, (command, said.err)
        assert "高志明" not in said.out


def test_the_secretary_makes_resets_disables_and_enables(
    on: Run, types: list[str], store: Store
) -> None:
    def as_secretary(*given: str) -> str:
        types.append(PASSPHRASE)
        said = on("user", *given, "--as", "陈立远")
        assert said.code == 0, said.err
        return said.out

    told = as_secretary("add", "周岚")
    given = next(word for word in told.split() if word.count("-") == 3)
    types += [given]
    said = on("find", "高志明", "--as", "周岚")
    assert said.code == 1 and "change it first" in said.err
    types += [given, "山高水长日月久远", "山高水长日月久远"]
    assert on("user", "passphrase", "--as", "周岚").code == 0
    types += ["山高水长日月久远"]
    assert on("find", "高志明", "--as", "周岚").code == 0
    assert "disabled" in as_secretary("disable", "高志明")
    types += [PASSPHRASE]
    assert "is disabled" in on("find", "高志明", "--as", "高志明").err
    as_secretary("enable", "高志明")
    assert "****" not in as_secretary("reset", "高志明")
    as_secretary("add", "大厅", "--board")
    listed = as_secretary("list")
    assert "大厅" in listed and "passphrase to be changed" in listed
    as_secretary("remove", "大厅")
    assert "argon2" not in as_secretary("list", "--json")


def test_the_first_account_is_made_from_a_shell_as_well(
    run: Run, types: list[str], tmp_path: Path
) -> None:
    opened = empty_store(tmp_path / "new.db")
    with_people(opened)
    opened.close()
    types += [PASSPHRASE, PASSPHRASE]
    said = run("--database", opened.path, "user", "passphrase", "--as", "陈立远")
    assert said.code == 0, said.err
    assert accounts.find_account(opened, "陈立远")
    said = run("--database", opened.path, "find", "高志明", "--as", "高志明")
    assert said.code == 1


def test_a_real_terminal_shows_nothing_of_what_is_typed(store: Store) -> None:
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "tui", "--database", store.path, "--lang", "en"]
        + ["find", "高志明", "--as", "陈立远"],
        cwd=ROOT,
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
        preexec_fn=lambda: __import__("fcntl").ioctl(0, __import__("termios").TIOCSCTTY, 0),
    )
    os.close(follower)
    said = b""
    while b"Passphrase" not in said:
        said += os.read(leader, 1024)
    os.write(leader, f"{PASSPHRASE}\n".encode())
    while True:
        try:
            more = os.read(leader, 1024)
        except OSError:
            break
        if not more:
            break
        said += more
    assert process.wait(20) == 0
    os.close(leader)
    shown = said.decode()
    assert "高志明" in shown and PASSPHRASE not in shown
