"""The watch of a database file: notices that somebody committed, or that the file is in trouble.

It asks on a connection that is never in a transaction. Once a second it looks whether the file
still lies where it lay and whether anything but the database wrote into it; the first watch that
finds its file gone makes a copy of all that was ever acknowledged in it.
"""

import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from models.rules.refusal import Refusal
from models.store.database import Moved
from models.store.driver import broken, driver_for, errors, hindered, unlock
from models.store.leftover import CHECKPOINT_SECONDS
from models.store.place import Place, mark_of, touched

POLL_SECONDS = 0.05
"""How often the file is looked at: a commit is seen after half of it on average."""

LIVELY_POLL_SECONDS, LIVELY_SECONDS = 0.02, 3.0
"""How often, and for how long, after a commit: others follow it. A look takes 5 µs, but to wake up
for it fifty times a second takes 0.5 % of a core more, which a desk that rests does not spend."""

FILE_SECONDS = 0.7
"""How often it is asked whether it is still the same file."""

READING_SECONDS = 300.0
"""After so long the file is read through once more when it was written into: that takes a third of
a second for what a branch records in a month."""

Connect = Callable[[], sqlite3.Connection]


class FileWatch:
    """Watches one file; see `models.store.database.Watch`."""

    def __init__(self, place: Place, connect: Connect) -> None:
        """
        Args:
            connect: opens a connection that commits every statement by itself.
        """
        self._place, self._connect = place, connect
        self._closed = threading.Event()
        self._turn = threading.Lock()
        self._next_file_check = time.monotonic() + FILE_SECONDS
        self._lively_until = 0.0
        self._connection = connect()
        self._version = self._data_version()
        self._log = place.log_of(self._connection)
        self._touched = self._last_touched()
        self._suspects = False
        self._next_reading = time.monotonic() + READING_SECONDS
        self.trouble: Refusal | None = None

    def moved(self, timeout: float | None) -> Moved:
        """Waits until the file moved, at most so many seconds."""
        until = None if timeout is None else time.monotonic() + timeout
        while not self._closed.is_set():
            with self._turn:
                found = Moved.nothing if self._closed.is_set() else self._moved()
            if found is not Moved.nothing:
                return found
            lively = time.monotonic() < self._lively_until
            pause = LIVELY_POLL_SECONDS if lively else POLL_SECONDS
            if until is not None:
                pause = min(pause, until - time.monotonic())
            if pause <= 0:
                break
            self._closed.wait(pause)
        return Moved.nothing

    def look(self) -> tuple[dict[str, int], int] | None:
        """The revisions and the last act's id; None while they cannot be read."""
        with self._turn:
            if self._closed.is_set():
                return None
            try:
                revisions = self._connection.execute("SELECT area, n FROM revision").fetchall()
                return dict(revisions), self._head()
            except broken():
                return None

    def close(self) -> None:
        """Ends a waiting `moved`, and lets go of the file."""
        self._closed.set()
        with self._turn:
            self._connection.close()

    def _moved(self) -> Moved:
        now = time.monotonic()
        if now >= self._next_file_check:
            self._next_file_check = now + FILE_SECONDS
            found = self._look_after_the_file()
            if (found and found.key) != (self.trouble and self.trouble.key):
                self.trouble = found
                return Moved.everything
        if self.trouble is not None:
            return Moved.nothing
        try:
            version = self._data_version()
        except broken():
            self._suspects = True
            return Moved.nothing
        if version == self._version:
            return Moved.nothing
        self._version = version
        self._lively_until = now + LIVELY_SECONDS
        return Moved.something

    def _head(self) -> int:
        return int(self._connection.execute("SELECT max(id) FROM act").fetchone()[0] or 0)

    def _data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def _look_after_the_file(self) -> Refusal | None:
        place = self._place
        if mark_of(place.path) == place.file:
            last = self._last_touched()
            if self._suspects or last != self._touched:
                self._touched = last
                if self._suspects or place.damaged or not self._explained(last):
                    self._suspects = False
                    self._next_reading = time.monotonic() + READING_SECONDS
                    place.damaged = not self._sound()
        trouble = place.trouble(self._log)
        if trouble is None:
            place.rescued = ""
        elif not place.damaged and not place.rescued:
            place.rescued = self._rescue(place.path)
            trouble = place.trouble(self._log)
        return trouble

    def _explained(self, last: float) -> bool:
        """Whether it was most likely the database itself that wrote into the file."""
        if time.monotonic() >= self._next_reading:
            return False
        try:
            log = self._place.log.stat()
        except OSError:
            return False
        return log.st_size > 0 and last <= log.st_ctime + CHECKPOINT_SECONDS

    def _last_touched(self) -> float:
        """When anybody last wrote into the file, or where it is damaged into its log as well."""
        last = touched(self._place.path)
        return max(last, touched(self._place.log)) if self._place.damaged else last

    def _sound(self) -> bool:
        """Whether a file that somebody else wrote into can still be read through."""
        try:
            # Anew, because this connection keeps pages as they were before.
            with closing(self._connect()) as fresh:
                found = fresh.execute("PRAGMA quick_check(1)").fetchone()
        except hindered():
            return True  # it is locked, or the disk is full: no word against the file
        except broken(Refusal):
            return False
        return bool(found[0] == "ok")

    def _rescue(self, path: Path) -> str:
        """Writes all that was acknowledged beside where the file lay; one desk is enough for it.

        Returns:
            The name of the copy; empty where none could be made.
        """
        number = self._place.file[1] if self._place.file else 0
        try:
            name = f"{path.stem}-rescued-{number}-{self._head()}{path.suffix}"
            target, part = path.with_name(name), path.with_name(f".{name}.part")
            if target.exists():
                return name
            # Whoever is first makes it; the others tell its name once it is whole.
            os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        except errors(OSError):
            return ""
        try:
            connected = driver_for(self._place.key).connect(part, isolation_level=None)
            with closing(connected) as made:
                unlock(made, self._place.key)
                self._connection.backup(made)
                # One file, so that it can be carried away without its log.
                made.execute("PRAGMA journal_mode=DELETE").close()
            part.rename(target)
        except errors(OSError):
            return ""
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return target.name
