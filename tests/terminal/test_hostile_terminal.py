"""What a terminal may send or be: floods of text, bytes that are none, no size to speak of."""

import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from models.store import Actor, Clock
from models.store.register import perform
from tests.models.requests_branch import built as requests_branch
from tests.terminal.terminal import Terminal
from tests.terminal.test_desk import DESK, own_folders, put_first_lines_away

ROW = "1. 王秀芝 3-2-401 qxuv ".ljust(200, "z")
FLOOD = "\r".join([ROW] * 10_000)
SOON = 6.0
"""Seconds on a busy machine; a quiet one needs one, most of it for two million bytes of a line."""

OpenDesk = Callable[..., Terminal]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from models.branch import DemonstrationDraft

    desk = requests_branch(tmp_path_factory.mktemp("hostile"))
    draft = DemonstrationDraft(start=Clock.frozen("2022-04-08T10:30").now())
    perform(desk.store, Actor.setup(), "branch.demonstrate", draft)
    desk.store.close()
    return Path(desk.store.url.removeprefix("sqlite:///"))


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> OpenDesk:
    put_first_lines_away(tmp_path)
    place = shutil.copy(made, tmp_path / "desk.db")

    def open_desk(size: tuple[int, int] = (80, 24), **env: str) -> Terminal:
        command = [*DESK, "--database", str(place), "--as", "陈书宁"]
        return Terminal(command, size=size, env={**own_folders(tmp_path), **env})

    return open_desk


def send(terminal: Terminal, data: bytes) -> None:
    while data:
        data = data[os.write(terminal.master, data) :]


def test_floods_and_bytes_that_are_no_text(desk: OpenDesk) -> None:
    with desk() as terminal:
        terminal.wait_for("样板小区", timeout=20)
        terminal.wait_still(0.8)
        for text in (f"\x1b[200~{FLOOD}\x1b[201~", FLOOD):
            began = time.monotonic()
            terminal.type(text)
            terminal.wait_for("没有放的地方", timeout=SOON)
            terminal.send("n")
            terminal.wait_for("一行话登记", timeout=SOON)
            assert time.monotonic() - began < SOON
            terminal.type(text)
            terminal.wait_for("进来的太长", timeout=SOON)
            terminal.send("escape")
            terminal.wait_gone("一行话登记")
            terminal.wait_gone("进来的太长")
        # A terminal in another encoding, a line that is disturbed: no fault, no end.
        send(
            terminal, "诉求".encode("gb18030") + b"\xff\xfe\x80" + b"\x1b[9999;9999R\x1b]52;c;x\x07"
        )
        terminal.send("escape", "escape")
        terminal.send("n")
        terminal.wait_for("一行话登记")
        assert terminal.alive and "Traceback" not in terminal.text()


def test_a_terminal_of_no_size_and_a_storm_of_sizes(desk: OpenDesk) -> None:
    with desk((1, 1)) as terminal:
        terminal.wait_still(0.8)
        assert terminal.alive, terminal.raw[-2000:]
        terminal.resize(20, 4)
        terminal.wait_still(0.3)
        terminal.resize(80, 24)
        terminal.wait_for("样板小区", timeout=20)
        terminal.wait_still(0.5)
        terminal.send("g", "r")
        terminal.wait_for("· 诉求")
        terminal.send("a")
        terminal.wait_for("门牌 *")
        terminal.type("3-2-401")
        for n in range(40):
            terminal.resize(10 + (n * 37) % 180, 3 + (n * 13) % 50)
        terminal.resize(100, 30)
        terminal.wait_for(re.compile(r"门牌 \* +3-2-401"))


@pytest.mark.parametrize(
    "env",
    [
        {"TERM": "dumb", "NO_COLOR": "1", "COLORTERM": ""},
        {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=["dumb", "C"],
)
def test_a_poor_terminal_shows_the_desk(desk: OpenDesk, env: dict[str, str]) -> None:
    with desk(**env) as terminal:
        terminal.wait_for("样板小区", timeout=20)
        terminal.wait_still(0.5)
        terminal.send("q")
        assert terminal.wait_exit() == 0 and terminal.left_behind() == []
