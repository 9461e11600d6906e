"""The question about ambiguous marks, put to a pseudo-terminal that answers as it is told."""

import os
import pty
import select
import sys
import time

import pytest

ASK = "from tui.width import draws_marks_wide; print('wide' if draws_marks_wide() else 'one cell')"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"\x1b[1;2R", b"one cell"),
        (b"\x1b[1;3R", b"wide"),
        (b"", b"one cell"),
        (b"\x1b[1;5R", b"one cell"),  # ctrl+f3, pressed at that moment
        (b"gx\x1b[1;3R", b"wide"),
    ],
)
def test_a_terminal_is_believed_about_its_marks_and_silence_means_one_cell(
    answer: bytes, told: bytes
) -> None:
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, "-c", ASK])
    seen = b""
    answered = False
    while told not in seen:
        try:
            seen += os.read(terminal, 4096)
        except OSError:
            break
        if b"\x1b[6n" in seen and not answered:
            answered = True
            os.write(terminal, answer)
    os.waitpid(pid, 0)
    os.close(terminal)
    assert told in seen


def test_whoever_leans_on_a_key_holds_nothing_up() -> None:
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, "-c", ASK])
    seen = b""
    while b"\x1b[6n" not in seen:
        seen += os.read(terminal, 4096)
    end = time.monotonic() + 5
    while b"one cell" not in seen:
        assert time.monotonic() < end, "it waits for as long as the key is held"
        os.write(terminal, b"j")
        if select.select([terminal], [], [], 0.03)[0]:
            try:
                seen += os.read(terminal, 4096)
            except OSError:
                break
    os.waitpid(pid, 0)
    os.close(terminal)
