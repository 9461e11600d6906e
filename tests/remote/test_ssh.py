"""Each from his own terminal: a real sshd, a key a person, and the desk that a key opens."""

import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.accounts_branch import SECRETARY, VOLUNTEER
from tests.remote import sshd
from tests.remote.conftest import DOOR, running, wait_gone
from tests.remote.sshd import Sshd
from tests.terminal.terminal import ROOT, Terminal

pytestmark = pytest.mark.skipif(not sshd.available(), reason=sshd.MISSING)

SIZE = (100, 30)
SOON = 3.0
"""Seconds until a desk must be gone; on a quiet machine it takes half of one."""
GONE = "nobody"
"""Has a key, and no account any more."""


@pytest.fixture(scope="module")
def server(database: Path, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    def desk(name: str) -> str:
        asked = [sys.executable, "-m", "tui", "--database", str(database), "--as", name]
        surroundings = f"HOME={shlex.quote(str(home))} XDG_CONFIG_HOME= XDG_DATA_HOME="
        return f"cd {shlex.quote(str(ROOT))} && {surroundings} {shlex.join(asked)} --by-key"

    people = {"secretary": desk(SECRETARY.name), "volunteer": desk(VOLUNTEER.name)}
    with Sshd(tmp_path_factory.mktemp("sshd"), people | {GONE: desk("贺无名")}) as started:
        yield started


def log_in(server: Sshd, key: str, *given: str) -> Terminal:
    return Terminal(server.ssh(key, *given, options=("-t",)), size=SIZE)


def test_two_by_their_keys_share_a_desk_and_a_cut_line_leaves_none_behind(
    server: Sshd, database: Path
) -> None:
    here, there = log_in(server, "secretary"), log_in(server, "volunteer", "cat", "/etc/passwd")
    with here, there:
        here.wait_for(SECRETARY.name, timeout=30)
        there.wait_for(VOLUNTEER.name, timeout=30)
        assert b"root:" not in there.raw, "what the client asked for was done"
        there.wait_still(0.3)
        here.wait_still(0.3)
        here.send("n")
        here.wait_still(0.2)
        here.type(f"{DOOR} 买药 二甲双胍0.5g x2 急\r")  # in one piece, as over a slow line
        here.wait_for("已记录")
        there.wait_for("买药 ***")  # of an order that is not his he is shown no more
        assert len(running(str(database))) == 2
        there.kill()
        here.send("q")
        assert here.wait_exit() == 0
        assert here.left_behind() == []
        wait_gone(str(database), SOON)


def test_without_a_terminal_the_desk_ends_at_once_with_a_sentence(
    server: Sshd, database: Path
) -> None:
    done = subprocess.run(
        server.ssh("volunteer", "cat", "/etc/passwd", options=("-T",)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("quanan: ") and done.stderr.count("\n") == 1
    assert not running(str(database))


@pytest.mark.parametrize(
    ("key", "options"),
    [
        pytest.param("stranger", ("-T",), id="an unknown key"),
        pytest.param("volunteer", ("-W", "127.0.0.1:{port}"), id="a way to another port"),
        pytest.param("volunteer", ("-s", "sftp"), id="files"),
    ],
)
def test_a_key_opens_nothing_else(server: Sshd, key: str, options: tuple[str, ...]) -> None:
    asked = tuple(option.format(port=server.port) for option in options)
    done = subprocess.run(
        server.ssh(key, options=asked),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=20,
        check=False,
    )
    assert done.returncode != 0
    assert b"SSH-2.0" not in done.stdout


def test_a_key_of_somebody_who_does_not_serve_opens_nothing(server: Sshd, database: Path) -> None:
    with log_in(server, GONE) as terminal:
        assert terminal.wait_exit(20) == 1
        assert "Traceback" not in terminal.text()
    wait_gone(str(database), SOON)
