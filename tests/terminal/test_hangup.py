"""A terminal that is gone takes the desk with it, and none runs on without one."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from models.store import Store
from tests.terminal.terminal import ROOT

SOON = 3.0
"""Seconds in which it must be over on a busy machine; on a quiet one it takes half of one."""
COMMANDS: dict[str, tuple[str, ...]] = {"desk": (), "demo": ("demo",), "board": ("board",)}


def home(folder: Path) -> dict[str, str]:
    own = {name: str(folder) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    return {**os.environ, **own, "TERM": "xterm-256color", "QUANAN_LANG": "en"}


@pytest.mark.parametrize(
    ("command", "painted", "told"),
    [
        pytest.param("desk", True, True, id="desk"),
        pytest.param("desk", True, False, id="desk, no signal came"),
        pytest.param("desk", False, False, id="desk at its start, no signal came"),
        pytest.param("board", True, False, id="board, no signal came"),
    ],
)
def test_it_ends_with_its_terminal(
    store: Store, tmp_path: Path, command: str, painted: bool, told: bool
) -> None:
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    where = ("--database", store.url.removeprefix("sqlite:///"))
    program = subprocess.Popen(
        [sys.executable, "-m", "tui", *COMMANDS[command], *where],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        cwd=ROOT,
        env=home(tmp_path),
        start_new_session=True,
        # Only whom a terminal belongs to is told that it is closed.
        preexec_fn=(lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if told else None,
    )
    os.close(slave)
    try:
        read = 0
        while read < (2_000 if painted else 1):
            assert select.select([master], [], [], 20)[0], "nothing was ever written"
            read += len(os.read(master, 1 << 16))
        os.close(master)
        assert program.wait(SOON) in (128 + signal.SIGHUP, -signal.SIGHUP)
    finally:
        program.kill()
        program.wait()


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("missing", ["keyboard", "screen"])
def test_without_a_terminal_it_says_so_and_ends_at_once(
    store: Store, tmp_path: Path, command: str, missing: str
) -> None:
    master, slave = pty.openpty()
    none = subprocess.DEVNULL
    where = ("--database", store.url.removeprefix("sqlite:///"))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tui", *COMMANDS[command], *where],
            cwd=ROOT,
            env=home(tmp_path),
            stdin=none if missing == "keyboard" else slave,
            stdout=none if missing == "screen" else slave,
            stderr=subprocess.PIPE,
            text=True,
            timeout=20,
            check=False,
        )
        written = select.select([master], [], [], 0)[0]
    finally:
        os.close(master)
        os.close(slave)
    assert done.returncode == 2
    assert done.stderr.startswith("quanan: ") and done.stderr.count("\n") == 1
    assert "terminal" in done.stderr
    assert not written, "something was drawn all the same"
