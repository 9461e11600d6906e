"""The harness shows what a terminal would show, and leaves nothing running."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.terminal.terminal import Terminal

TINY = [sys.executable, str(Path(__file__).with_name("tiny.py"))]

ASKS_WHERE_THE_CURSOR_IS = r"""
import os, sys, termios, tty
tty.setcbreak(0)
sys.stdout.write("王\x1b[6n"); sys.stdout.flush()
sys.stdout.write("\r\ntold " + repr(os.read(0, 32))); sys.stdout.flush()
sys.stdout.write("\x1b[c"); sys.stdout.flush()
sys.stdout.write("\r\nkind " + repr(os.read(0, 32))); sys.stdout.flush()
"""


def test_wide_characters_keep_their_columns() -> None:
    with Terminal(TINY) as terminal:
        screen = terminal.wait_for("3-2-401")
    assert screen[0] == "│王小明│3-2-401│"
    assert screen[1] == "│ab│cd│ef│"


def test_a_half_overwritten_wide_character_moves_no_column() -> None:
    writes = r"import sys; sys.stdout.write('王小明|\x1b[1;2Hx\x1b[1;5Hy'); sys.stdout.flush()"
    with Terminal([sys.executable, "-c", writes]) as terminal:
        screen = terminal.wait_for("y")
    assert screen[0] == " x小y |"


def test_keys_and_text_arrive() -> None:
    with Terminal(TINY) as terminal:
        terminal.wait_for("size 80x24")
        terminal.send("二甲双胍 x2", "enter")
        terminal.wait_for("saved 二甲双胍 x2")
        terminal.send("home", "delete", "delete", "enter")
        terminal.wait_for("saved 双胍 x2")
        terminal.paste("急")
        terminal.send("enter")
        terminal.wait_for("saved 急双胍 x2")


def test_a_resize_reaches_the_program() -> None:
    with Terminal(TINY, size=(80, 24)) as terminal:
        terminal.wait_for("size 80x24")
        terminal.resize(120, 36)
        screen = terminal.wait_for("size 120x36")
    assert len(screen) == 36


def test_quitting_cleanly_leaves_nothing_behind() -> None:
    with Terminal(TINY) as terminal:
        terminal.wait_for("size 80x24")
        assert "the alternate screen" in terminal.left_behind()
        terminal.send("ctrl+q")
        assert terminal.wait_exit() == 0
        assert terminal.left_behind() == []
        assert terminal.text().strip() == ""


def test_a_killed_program_is_seen_to_leave_its_marks() -> None:
    with Terminal(TINY) as terminal:
        terminal.wait_for("size 80x24")
        assert terminal.kill() == -signal.SIGKILL
        assert "mouse reports" in terminal.left_behind()


def test_questions_are_answered() -> None:
    with Terminal([sys.executable, "-c", ASKS_WHERE_THE_CURSOR_IS]) as terminal:
        terminal.wait_for(r"told b'\x1b[1;3R'")
        terminal.wait_for(r"kind b'\x1b[?")


def test_a_text_that_never_comes_is_told_with_the_screen() -> None:
    with Terminal(TINY) as terminal:
        terminal.wait_for("size 80x24")
        with pytest.raises(AssertionError, match="王小明"):
            terminal.wait_for("never", timeout=0.2)


def test_waiting_ends_when_the_program_does() -> None:
    with Terminal([sys.executable, "-c", "print('gone')"]) as terminal:
        began = time.monotonic()
        with pytest.raises(AssertionError, match="ended with 0"):
            terminal.wait_for("never", timeout=30)
        assert time.monotonic() - began < 5


def test_closing_ends_the_program_and_its_children() -> None:
    stubborn = "trap '' TERM; sleep 300 & echo child $!; wait; wait"
    with Terminal(["sh", "-c", stubborn]) as terminal:
        screen = terminal.wait_for("child ")
        child = int(screen[0].split()[1])
        os.kill(child, 0)
    assert not terminal.alive
    for _ in range(100):
        if not _running(child):
            return
        time.sleep(0.02)
    raise AssertionError("the child outlived its terminal")


def _running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
