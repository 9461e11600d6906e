"""What moved: which areas somebody wrote to, in this terminal or any other, seen within 50 ms.

A connection of its own, outside the pool and never in a transaction, watches the file; only when
it moved are the revisions read. A file that took the place of this one moves every area.
"""

import sqlite3
import threading
import time
from typing import TYPE_CHECKING

from models.store import sqlite

if TYPE_CHECKING:
    from models.store.engine import Store

POLL_SECONDS = 0.05
"""How often the file is looked at: a commit is seen after half of it on average."""

BUSY_POLL_SECONDS, BUSY_SECONDS = 0.02, 3.0
"""How often, and for how long, after a commit: others follow it. A look takes 5 µs, but to wake up
for it fifty times a second takes 0.5 % of a core more, which a desk that rests does not spend."""

FILE_SECONDS = 1.0
"""How often it is asked whether it is still the same file."""


class Feed:
    """Watches one database. Used by one thread; `close` may come from another."""

    def __init__(self, store: "Store") -> None:
        self._path = store.path
        self._closed = threading.Event()
        self._turn = threading.Lock()
        self._file = sqlite.inode(self._path)
        self._next_file_check = time.monotonic() + FILE_SECONDS
        self._busy_until = 0.0
        self._connection = sqlite.connect(self._path)
        self._version = self._data_version()
        self._seen = self._revisions()
        self._head = self._last_act()

    def changed(self, timeout: float | None = None) -> frozenset[str]:
        """The areas that moved since the last call; waits for one, at most so many seconds.

        Returns:
            The areas; none when the time is over or the feed was closed.
        """
        until = None if timeout is None else time.monotonic() + timeout
        while not self._closed.is_set():
            with self._turn:
                moved = frozenset[str]() if self._closed.is_set() else self._look()
            if moved:
                return moved
            busy = time.monotonic() < self._busy_until
            pause = BUSY_POLL_SECONDS if busy else POLL_SECONDS
            if until is not None:
                pause = min(pause, until - time.monotonic())
            if pause <= 0:
                break
            self._closed.wait(pause)
        return frozenset()

    def close(self) -> None:
        """Ends a waiting `changed`, and lets go of the file."""
        self._closed.set()
        with self._turn:
            self._connection.close()

    def _look(self) -> frozenset[str]:
        now = time.monotonic()
        if now >= self._next_file_check:
            self._next_file_check = now + FILE_SECONDS
            found = sqlite.inode(self._path)
            if found is not None and found != self._file:
                return self._reopen(found)
        version = self._data_version()
        if version == self._version:
            return frozenset()
        self._busy_until = now + BUSY_SECONDS
        revisions, head = self._revisions(), self._last_act()
        # A restored backup may hold other rows under numbers that were there before.
        restored = head < self._head
        moved = {
            area
            for area in revisions.keys() | self._seen.keys()
            if restored or revisions.get(area) != self._seen.get(area)
        }
        self._version, self._seen, self._head = version, revisions, head
        return frozenset(moved)

    def _reopen(self, found: tuple[int, int]) -> frozenset[str]:
        self._connection.close()
        self._connection = sqlite.connect(self._path)
        before = self._seen.keys()
        try:
            self._version = self._data_version()
            self._seen, self._head = self._revisions(), self._last_act()
        except sqlite3.DatabaseError:
            # Still being put there; asked again in a second.
            return frozenset()
        self._file = found
        return frozenset(before | self._seen.keys())

    def _data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def _revisions(self) -> dict[str, int]:
        return dict(self._connection.execute("SELECT area, n FROM revision").fetchall())

    def _last_act(self) -> int:
        return int(self._connection.execute("SELECT coalesce(max(id), 0) FROM act").fetchone()[0])
