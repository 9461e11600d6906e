"""Where a measurement finds what it measures: the installed command, its databases, the floors."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from benchmarks.measure import Failed, Program

HERE = Path(__file__).resolve().parent
PYTHON = Path(sys.executable)
COMMAND = PYTHON.with_name("quanan")

MOMENT = "2022-04-08T10:30"
SECRETARY = "陈立远"
FIRST_FRAME = ("全安",)
"""What stands on the first frame, before any data."""
LIVE = (r"缺岗 ?\d", r"药急 ?\d", r"超时 ?\d", r"短缺 ?\d")
"""One count out of each of the four panels' titles: all four are there once they hold data."""


class Bench:
    """One run: a folder of its own, the demonstration built once, and how often to repeat."""

    def __init__(self, folder: Path, runs: int) -> None:
        self.folder = folder
        self.runs = runs

    @classmethod
    def open(cls, runs: int) -> tuple[Self, tempfile.TemporaryDirectory[str]]:
        kept = tempfile.TemporaryDirectory(prefix="quanan-bench-")
        settings = Path(kept.name) / "config" / "quanan" / "settings.toml"
        settings.parent.mkdir(parents=True)
        # The five lines of a first start would lie over the panels.
        settings.write_text("first_lines_seen = true\n", encoding="utf-8")
        return cls(Path(kept.name), runs), kept

    @property
    def env(self) -> dict[str, str]:
        """Settings and data of this run only, so that nobody's own desk is touched."""
        return {
            "HOME": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "XDG_STATE_HOME": str(self.folder / "state"),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "QUANAN_LANG": "zh",
        }

    @cached_property
    def demonstration(self) -> Path:
        if not COMMAND.exists():
            raise Failed("quanan is not installed: make install")
        database = self.folder / "demonstration.db"
        self._command("demo", "--build-only", "--at", MOMENT, "--database", database)
        return database

    def _command(self, *arguments: str | Path) -> None:
        done = subprocess.run(
            [COMMAND, *arguments],
            env=self._environ,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Failed(f"quanan {arguments[0]}: {done.stderr.strip()[-300:]}")

    def copy(self, name: str) -> Path:
        """A demonstration to write into, so that no other number sees what was written."""
        copied = self.folder / f"{name}.db"
        with (
            closing(sqlite3.connect(self.demonstration)) as source,
            closing(sqlite3.connect(copied)) as target,
        ):
            source.backup(target)
        return copied

    def server(self, name: str) -> str:
        """A demonstration on a PostgreSQL server of its own, by its address."""
        from tests import postgres

        if not postgres.available():
            raise Failed(postgres.MISSING)
        url = postgres.database()
        self._command("copy", self.copy(name), url)
        return url

    def desk(self, database: Path | str | None = None) -> Program:
        """Ours: the installed command on the demonstration compound."""
        opened = database or self.demonstration
        command: list[str | Path] = [
            COMMAND,
            "--database",
            opened,
            "--lang",
            "zh",
            "--as",
            SECRETARY,
        ]
        return Program(command, self.env, self.folder)

    def floor(self, name: str, *arguments: str | Path) -> Program:
        """A program under `floors`, run by the same Python."""
        return Program([PYTHON, HERE / "floors" / f"{name}.py", *arguments], self.env, self.folder)

    def installed(self, name: str, *arguments: str | Path) -> Any:
        """What a program under `programs` prints as JSON; it imports the installed copy.

        The first folder such a program imports from is its own, so the tree is not in its way.
        """
        done = subprocess.run(
            self._program(name, arguments),
            env=self._environ,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Failed(f"{name}: {done.stderr.strip()[-300:]}")
        return json.loads(done.stdout)

    def serving(self, name: str, *arguments: str | Path) -> Server:
        """A program under `programs` that answers each line it is given with one line."""
        return Server(name, self._program(name, arguments), self._environ, self.folder)

    def _program(self, name: str, arguments: Sequence[str | Path]) -> list[str]:
        return [str(part) for part in (PYTHON, HERE / "programs" / f"{name}.py", *arguments)]

    @property
    def _environ(self) -> dict[str, str]:
        return {**os.environ, **self.env}


class Server:
    """A program spoken to line by line, so that its own start is in no figure."""

    def __init__(self, name: str, command: list[str], env: dict[str, str], folder: Path) -> None:
        self.name = name
        self.process = subprocess.Popen(
            command,
            env=env,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def __enter__(self) -> Self:
        self.ready = json.loads(self._line())
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def ask(self, line: str) -> Any:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        return json.loads(self._line())

    def _line(self) -> str:
        assert self.process.stdout is not None and self.process.stderr is not None
        line = self.process.stdout.readline()
        if not line:
            self.process.wait(10)
            raise Failed(f"{self.name}: {self.process.stderr.read().strip()[-300:]}")
        return line
