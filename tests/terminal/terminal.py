"""A terminal that tests hold in their hands: the real program, a real pseudo-terminal, a real grid.

What the program writes is kept as a screen (Chinese characters two cells wide), what it asks is
answered as a terminal would, and nothing it started outlives `close`.
"""

from __future__ import annotations

import contextlib
import copy
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import pyte
from wcwidth import wcwidth

ROOT = Path(__file__).resolve().parents[2]

KEYS = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "escape": "\x1b",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "delete": "\x1b[3~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
} | {f"ctrl+{letter}": chr(ord(letter) & 31) for letter in "abcdefghijklmnopqrstuvwxyz"}

ALTERNATE_SCREEN = frozenset({47, 1047, 1049})
MOUSE = frozenset({9, 1000, 1001, 1002, 1003, 1005, 1006, 1015, 1016})
CURSOR_SHOWN = 25
BRACKETED_PASTE = 2004
FOCUS_REPORTS = 1004
LAST_WORDS = 0.5
"""Seconds in which what an ended program wrote must have reached the grid."""

# pyte takes these for text or another command: keyboard protocol, mode questions, pointer shape.
UNKNOWN_TO_PYTE = re.compile(
    rb"\x1b\[[<>=][0-9;:]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b\]22;[^\x07\x1b]*(?:\x07|\x1b\\)"
)
UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;:?<>=$ ]*|\][^\x07\x1b]*\x1b?)?\Z")


class Grid(pyte.Screen):
    """pyte's screen, with an alternate screen of its own and answers that reach the program."""

    def __init__(self, columns: int, lines: int, answer: Any) -> None:
        self.answer = answer
        self.main_screen: tuple[Any, Any] | None = None
        super().__init__(columns, lines)

    def write_process_input(self, data: str) -> None:
        self.answer(data)

    def set_mode(self, *modes: int, **kwargs: Any) -> None:
        super().set_mode(*modes, **kwargs)
        if kwargs.get("private") and ALTERNATE_SCREEN & set(modes) and self.main_screen is None:
            lines = {y: copy.copy(line) for y, line in self.buffer.items()}
            self.main_screen = (lines, (self.cursor.x, self.cursor.y))
            self.erase_in_display(2)

    def reset_mode(self, *modes: int, **kwargs: Any) -> None:
        super().reset_mode(*modes, **kwargs)
        if kwargs.get("private") and ALTERNATE_SCREEN & set(modes) and self.main_screen is not None:
            lines, (self.cursor.x, self.cursor.y) = self.main_screen
            self.main_screen = None
            self.erase_in_display(2)
            self.buffer.update(lines)

    def rows(self) -> list[str]:
        return ["".join(self._cells(self.buffer[y])).rstrip() for y in range(self.lines)]

    def _cells(self, line: Any) -> Iterator[str]:
        # A wide character stands in its first cell, with an empty one behind it. Of one that was
        # half overwritten a terminal shows nothing, so that the columns after it stay in place.
        behind_wide = False
        for x in range(self.columns):
            data = line[x].data
            if behind_wide:
                behind_wide = False
            elif not data:
                yield " "
            elif wcwidth(data[0]) == 2:
                behind_wide = x + 1 < self.columns and not line[x + 1].data
                yield data if behind_wide else " "
            else:
                yield data

    @property
    def private_modes(self) -> frozenset[int]:
        # pyte keeps the private modes shifted by five bits beside the others.
        return frozenset(mode >> 5 for mode in self.mode if mode >= 32)


class Terminal:
    """A program in a terminal of `size` (columns, rows). Use it in a `with`."""

    def __init__(
        self,
        command: Sequence[str | os.PathLike[str]],
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
        cwd: Path = ROOT,
    ) -> None:
        self.master, self.slave = pty.openpty()
        self._set_size(*size)
        self.settings_before = termios.tcgetattr(self.slave)
        self.raw = bytearray()
        """Everything the program wrote, for what a grid cannot show."""
        self._grid = Grid(*size, answer=self._write)
        self._stream = pyte.ByteStream(self._grid)
        self._pending = b""
        self._changed = threading.Condition()
        self._stop_reading, self._stop_writing = os.pipe()
        own = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        self.process = subprocess.Popen(
            [os.fspath(part) for part in command],
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            cwd=cwd,
            env={**_surroundings(), **own, **(env or {})},
            start_new_session=True,
            preexec_fn=_take_terminal,
        )
        self._reader = threading.Thread(target=self._read, name="terminal", daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # what a person does

    def send(self, *keys: str) -> None:
        """Press keys by name (`"down"`, `"ctrl+s"`); whatever is no key's name is typed."""
        for key in keys:
            self._write(KEYS.get(key, key))
            if key == "escape":
                time.sleep(0.15)  # sooner, and the next key would make it alt + that key

    def type(self, text: str) -> None:
        """Type text as it is, a word like `enter` too."""
        self._write(text)

    def paste(self, text: str) -> None:
        bracketed = BRACKETED_PASTE in self.modes
        self._write(f"\x1b[200~{text}\x1b[201~" if bracketed else text)

    def click(self, column: int, row: int) -> None:
        """Press and let go the left button; the first column and row are 0."""
        at = f"{column + 1};{row + 1}"
        self._write(f"\x1b[<0;{at}M\x1b[<0;{at}m")

    def resize(self, columns: int, rows: int) -> None:
        with self._changed:
            self._grid.resize(rows, columns)
        self._set_size(columns, rows)
        if self.alive:
            os.kill(self.process.pid, signal.SIGWINCH)

    def kill(self, number: int = signal.SIGKILL) -> int:
        """Send the program a signal and wait until it ended."""
        self.process.send_signal(number)
        return self.wait_exit()

    def hang_up(self) -> None:
        """Close the terminal over the program, as a window that is closed or a line that breaks."""
        os.write(self._stop_writing, b".")
        self._reader.join(5)
        os.close(self.master)
        self.master = os.open(os.devnull, os.O_RDWR)

    # what a person sees

    def screen(self) -> list[str]:
        with self._changed:
            return self._grid.rows()

    def text(self) -> str:
        return "\n".join(self.screen())

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row, from 0."""
        with self._changed:
            return self._grid.cursor.x, self._grid.cursor.y

    @property
    def modes(self) -> frozenset[int]:
        with self._changed:
            return self._grid.private_modes

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def wait_for(self, text: str | re.Pattern[str], timeout: float = 10.0) -> list[str]:
        """The screen, as soon as it shows the text (or a pattern matches it)."""
        wanted = text if isinstance(text, re.Pattern) else re.compile(re.escape(text))
        return self._wait(lambda shown: bool(wanted.search(shown)), f"to show {text!r}", timeout)

    def wait_gone(self, text: str, timeout: float = 10.0) -> list[str]:
        return self._wait(lambda shown: text not in shown, f"to lose {text!r}", timeout)

    def wait_still(self, quiet: float = 0.3, timeout: float = 10.0) -> list[str]:
        """The screen, once the program has written nothing for a while."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            size = len(self.raw)
            time.sleep(quiet)
            if len(self.raw) == size:
                return self.screen()
        raise AssertionError(self._complaint("to be still", timeout))

    def wait_exit(self, timeout: float = 10.0) -> int:
        """The exit code, with all the program wrote on its way out on the screen."""
        try:
            code = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise AssertionError(self._complaint("to end", timeout)) from None
        self.wait_still(0.05)
        return code

    def left_behind(self) -> list[str]:
        """What the program did to the terminal and did not undo; empty is a clean leaving."""
        modes = self.modes
        found = {
            "the alternate screen": bool(modes & ALTERNATE_SCREEN),
            "a hidden cursor": CURSOR_SHOWN not in modes,
            "mouse reports": bool(modes & MOUSE),
            "bracketed paste": BRACKETED_PASTE in modes,
            "focus reports": FOCUS_REPORTS in modes,
            "a pushed keyboard protocol": self._keyboard_pushes() > 0,
            "raw input": termios.tcgetattr(self.slave)[:4] != self.settings_before[:4],
        }
        return [what for what, left in found.items() if left]

    def close(self) -> None:
        """End the program, and whatever it started in this terminal."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            if not self.alive:
                break
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(2)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        if self._reader.is_alive():
            os.write(self._stop_writing, b".")
            self._reader.join(5)
        for descriptor in (self.master, self.slave, self._stop_reading, self._stop_writing):
            with contextlib.suppress(OSError):
                os.close(descriptor)

    # how it is done

    def _write(self, text: str) -> None:
        data = text.encode()
        while data:
            data = data[os.write(self.master, data) :]

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _read(self) -> None:
        while True:
            ready, _, _ = select.select([self.master, self._stop_reading], [], [])
            if self._stop_reading in ready:
                return
            try:
                data = os.read(self.master, 1 << 16)
            except OSError:
                return
            with self._changed:
                self.raw += data
                self._feed(self._pending + data)
                self._changed.notify_all()

    def _feed(self, data: bytes) -> None:
        # A sequence may be cut between two reads: its beginning waits for its end.
        cut = UNFINISHED.search(data)
        end = cut.start() if cut else len(data)
        self._pending = data[end:]
        self._stream.feed(UNKNOWN_TO_PYTE.sub(b"", data[:end]))

    def _wait(self, reached: Any, what: str, timeout: float) -> list[str]:
        end = time.monotonic() + timeout
        running = True
        with self._changed:
            while True:
                lines = self._grid.rows()
                if reached("\n".join(lines)):
                    return lines
                if not self.alive:
                    # Nothing comes any more but what the reader already holds in its hand.
                    end = min(end, time.monotonic() + LAST_WORDS) if running else end
                    running = False
                left = end - time.monotonic()
                if left <= 0:
                    break
                self._changed.wait(min(left, 0.2))
        raise AssertionError(self._complaint(what, timeout))

    def _keyboard_pushes(self) -> int:
        pushed = len(re.findall(rb"\x1b\[>[0-9]+u", self.raw))
        return pushed - len(re.findall(rb"\x1b\[<[0-9]*u", self.raw))

    def _complaint(self, what: str, timeout: float) -> str:
        state = "still running" if self.alive else f"ended with {self.process.returncode}"
        rule = "-" * self._grid.columns
        return (
            f"waited {timeout} s for the program {what} ({state}):\n{rule}\n{self.text()}\n{rule}"
        )


def _surroundings() -> dict[str, str]:
    # A test runner's worker is left with the size of a terminal that it does not have; a program
    # that believed it would take no notice of ours.
    return {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}


def _take_terminal() -> None:
    # In the child: without a controlling terminal it would get neither ctrl+c nor a resize.
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
