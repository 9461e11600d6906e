"""A terminal that is closed over an open form: the form is there again, and the desk was quick."""

import shutil
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from models.store import Actor, Clock
from models.store.register import perform
from tests.models.requests_branch import built as requests_branch
from tests.terminal.terminal import Terminal
from tests.terminal.test_desk import DESK, own_folders, put_first_lines_away

SOON = 3.0
"""Seconds on a busy machine; on a quiet one it takes less than half of one."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from models.branch import DemonstrationDraft

    folder = tmp_path_factory.mktemp("kept")
    desk = requests_branch(folder)
    draft = DemonstrationDraft(start=Clock.frozen("2022-04-08T10:30").now())
    perform(desk.store, Actor.setup(), "branch.demonstrate", draft)
    desk.store.close()
    return Path(desk.store.url.removeprefix("sqlite:///"))


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Callable[..., Terminal]:
    put_first_lines_away(tmp_path)
    place = shutil.copy(made, tmp_path / "desk.db")

    def open_desk(name: str = "陈书宁") -> Terminal:
        command = [*DESK, "--database", str(place), "--as", name]
        return Terminal(command, size=(80, 24), env=own_folders(tmp_path))

    return open_desk


def kept(folder: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(folder / "desk.db")) as connection:
        return connection.execute("select verb, typed from kept_form").fetchall()


def half_a_form(terminal: Terminal) -> None:
    terminal.wait_for("未办诉求", timeout=20)
    terminal.wait_still(0.6)
    terminal.send("g", "r")
    terminal.wait_for("· 诉求")
    terminal.wait_still(0.3)
    terminal.send("a")
    terminal.wait_for("门牌 *")
    terminal.type("3-2-401")
    terminal.wait_for("▸3-2-401")
    terminal.send("enter")
    terminal.type("王")
    terminal.wait_for("▸王")


def test_a_closed_terminal_is_quick_and_the_form_is_there_again(
    desk: Callable[..., Terminal], tmp_path: Path
) -> None:
    with desk() as terminal:
        half_a_form(terminal)
        began = time.monotonic()
        terminal.hang_up()
        assert terminal.process.wait(SOON) in (128 + signal.SIGHUP, -signal.SIGHUP)
        assert time.monotonic() - began < SOON
    assert [verb for verb, _ in kept(tmp_path)] == ["requests.add"]
    with desk() as terminal:
        terminal.wait_for("登记诉求，10:3", timeout=20)
        terminal.send("enter")
        terminal.wait_for("门牌 *")
        shown = terminal.wait_for("王")
        assert any("门牌 *" in row and "3-2-401" in row for row in shown)
        assert kept(tmp_path) == []


def test_an_order_to_end_keeps_the_form_and_says_so(
    desk: Callable[..., Terminal], tmp_path: Path
) -> None:
    with desk() as terminal:
        half_a_form(terminal)
        assert terminal.kill(signal.SIGTERM) == 128 + signal.SIGTERM
        assert "没保存的表单已经留好" in terminal.text() and terminal.left_behind() == []
    ((verb, typed),) = kept(tmp_path)
    assert verb == "requests.add" and "3-2-401" in typed
