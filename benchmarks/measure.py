"""A program in a pseudo-terminal, timed from outside: when it showed a text or answered a key.

No grid is kept, for keeping one costs more than what is measured: a text is looked for in what the
program wrote, with everything that is not text taken out.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

NOT_TEXT = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]"  # colours, movements, modes
    rb"|\x1b[\]P_][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles and other strings
    rb"|\x1b[@-Z\\^-~]|[\x00-\x08\x0b-\x1f]"
)
KEYS = {"down": b"\x1b[B", "up": b"\x1b[A", "enter": b"\r", "tab": b"\t", "escape": b"\x1b"}
SETTLED = 0.030
"""A program that wrote nothing for so long has painted its answer."""
SIZE = (140, 40)


class Failed(Exception):
    """A number that could not be measured, with the reason to print in its place."""


class Program:
    """One program in a terminal of its own; ended, with what it started, when the `with` ends."""

    def __init__(self, command: Sequence[str | Path], env: dict[str, str], cwd: Path) -> None:
        self.command = [str(part) for part in command]
        self.seen = bytearray()
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
        own = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        self.started = time.perf_counter()
        try:
            self.process = subprocess.Popen(
                self.command,
                stdin=slave,
                stdout=slave,
                stderr=slave,
                cwd=cwd,
                env={**os.environ, **own, **env},
                start_new_session=True,
            )
        except OSError as error:
            os.close(self.master)
            raise Failed(f"{self.command[0]}: {error.strerror}") from None
        finally:
            os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self.process.poll() is not None:
                break
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)
            end = time.perf_counter() + 2
            while self.process.poll() is None and time.perf_counter() < end:
                with contextlib.suppress(Failed):
                    self.read(0.02)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        os.close(self.master)

    def read(self, wait: float) -> bytes:
        """What the program wrote, as soon as it did; its questions are answered."""
        if not select.select([self.master], [], [], wait)[0]:
            return b""
        try:
            data = os.read(self.master, 1 << 18)
        except OSError:
            raise Failed(f"{self.name} ended: {self.text[-300:].strip()}") from None
        if b"\x1b[6n" in data:
            os.write(self.master, b"\x1b[1;1R")
        if b"\x1b[c" in data:
            os.write(self.master, b"\x1b[?62;c")
        self.seen += data
        return data

    @property
    def name(self) -> str:
        return " ".join(Path(part).name for part in self.command[:2])

    @property
    def text(self) -> str:
        return NOT_TEXT.sub(b"", bytes(self.seen)).decode("utf-8", "replace")

    def shown(self, patterns: Sequence[str], limit: float = 30.0) -> float:
        """The moment at which all patterns stood on the screen."""
        left = [re.compile(pattern) for pattern in patterns]
        end = time.perf_counter() + limit
        while time.perf_counter() < end:
            if self.read(0.2):
                now = time.perf_counter()
                text = self.text
                left = [pattern for pattern in left if not pattern.search(text)]
                if not left:
                    return now
        missing = ", ".join(pattern.pattern for pattern in left)
        raise Failed(f"{self.name} never showed {missing}: {self.text[-300:].strip()}")

    def rest(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.read(left)

    def press(self, key: str) -> tuple[float, float] | None:
        """Milliseconds from a key to the first byte of the answer, and to the last before quiet."""
        began = time.perf_counter()
        os.write(self.master, KEYS.get(key, key.encode()))
        first = last = 0.0
        while self.read(SETTLED if first else 0.5):
            last = time.perf_counter()
            first = first or last
        return ((first - began) * 1e3, (last - began) * 1e3) if first else None

    def processor_seconds(self) -> float:
        fields = self._proc("stat").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Resident MiB."""
        found = re.search(r"VmRSS:\s+(\d+) kB", self._proc("status"))
        return int(found[1]) / 1024 if found else 0.0

    def _proc(self, name: str) -> str:
        return Path(f"/proc/{self.process.pid}/{name}").read_text()


@dataclass
class Answers:
    """How long a program took to answer keys, in milliseconds."""

    first: list[float] = field(default_factory=list)
    settled: list[float] = field(default_factory=list)
    unanswered: int = 0

    def press(self, program: Program, keys: Sequence[str]) -> None:
        for key in keys:
            answer = program.press(key)
            if answer is None:
                self.unanswered += 1
            else:
                self.first.append(answer[0])
                self.settled.append(answer[1])

    def __str__(self) -> str:
        if not self.first:
            return "no key answered"
        told = (
            f"first byte {statistics.median(self.first):.1f}/{share(self.first, 0.95):.1f}, "
            f"settled {statistics.median(self.settled):.1f}/{share(self.settled, 0.95):.1f}"
        )
        return f"{told}, {self.unanswered} unanswered" if self.unanswered else told


def share(values: Sequence[float], part: float) -> float:
    """The value that `part` of all values do not exceed."""
    if not values:
        raise Failed("nothing was measured")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]
