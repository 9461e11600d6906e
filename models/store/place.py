"""Where a database file lies, and whether what was opened is still what lies there.

A file that was moved, deleted or put in the place of another goes on being written by whoever has
it open, and nobody else will ever read that. So a desk that finds another file, or none, writes no
more, and says so.
"""

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

from models.rules.refusal import Refusal

Mark = tuple[int, int]
"""What tells one file from another that took its place."""


def mark_of(path: Path) -> Mark | None:
    """The mark of the file that lies there now; None where none does."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def touched(path: Path) -> float:
    """When anything of a file was last changed; 0 where there is none."""
    try:
        return path.stat().st_ctime
    except OSError:
        return 0.0


@dataclass(slots=True)
class Place:
    """The place of one database file, shared by everything that has it open in this process."""

    path: Path
    key: str = field(default="", repr=False)
    """What its pages are encrypted with; empty where they are not."""
    file: Mark | None = None
    """The file that lay there when it was first opened."""
    damaged: bool = False
    """Whether a watch found it broken."""
    notes: tuple[Refusal, ...] = ()
    """What whoever opens it should be told."""
    rescued: str = ""
    """The name of the copy that was made of a file which no longer lies here."""

    @property
    def log(self) -> Path:
        """The log beside it, in which the latest acts lie until they are taken over."""
        return self.path.with_name(f"{self.path.name}-wal")

    def log_of(self, driver: sqlite3.Connection) -> Mark | None:
        """The log that a connection goes by; it opens it only with its first read."""
        driver.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
        return mark_of(self.log)

    def open_here(self) -> None:
        """Takes the file for the one that is meant, or refuses if that is another one by now."""
        if self.file is None:
            self.file = mark_of(self.path)
        else:
            self.check(None)

    def check(self, log: Mark | None) -> None:
        """Says no where what is written would not be what others read.

        Args:
            log: the log that the connection writes; None where it has none yet.
        """
        trouble = self.trouble(log)
        if trouble is not None:
            raise trouble

    def trouble(self, log: Mark | None) -> Refusal | None:
        """Why nothing may be written here now."""
        found = mark_of(self.path)
        if found is None:
            return self._told("vanished")
        if found != self.file:
            return self._told("replaced")
        if log is not None and mark_of(self.log) != log:
            return self._told("log_gone")
        if self.damaged:
            return Refusal("refuse.store.damaged", path=str(self.path))
        return None

    def _told(self, what: str) -> Refusal:
        if self.rescued:
            return Refusal(f"refuse.store.{what}.kept", name=self.path.name, copy=self.rescued)
        return Refusal(f"refuse.store.{what}", name=self.path.name)
