"""The watch of a server's database: told of every commit, and looking by itself now and then.

A notification may be lost, and the server may go away for a while: neither leaves a desk behind.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg

from models.rules.refusal import Refusal
from models.store.database import Moved

POLL_SECONDS = 5.0
"""How often the revisions are looked at although nothing was told: a lost notification costs no
more than this."""

RECONNECT_SECONDS = 1.0
"""How often a server that went away is asked again."""

_SLICE_SECONDS = 0.5
"""How long a watch waits before it asks whether it was closed."""

CHANNEL = "quanan"
"""What the server tells of a commit on."""

Connect = Callable[[], "psycopg.Connection[Any]"]


class ServerWatch:
    """Waits for the server to tell of a commit; looks by itself now and then all the same."""

    def __init__(self, name: str, connect: Connect) -> None:
        """
        Args:
            name: what a sentence calls the database.
            connect: makes a connection that commits every statement by itself.
        """
        self._name = name
        self._connect = connect
        self._closed = threading.Event()
        self._turn = threading.Lock()
        self._connection: psycopg.Connection[Any] | None = None
        self.trouble: Refusal | None = None
        self._listen()
        self._look_at = time.monotonic() + POLL_SECONDS

    def moved(self, timeout: float | None) -> Moved:
        """Waits until the server tells of a commit, at most so many seconds."""
        until = None if timeout is None else time.monotonic() + timeout
        while not self._closed.is_set():
            pause = _SLICE_SECONDS
            if until is not None:
                pause = max(0.0, min(pause, until - time.monotonic()))
            found = self._wait(pause)
            if found is not Moved.nothing:
                self._look_at = time.monotonic() + POLL_SECONDS
                return found
            if until is not None and time.monotonic() >= until:
                break
        return Moved.nothing

    def look(self) -> tuple[dict[str, int], int] | None:
        """The revisions and the last act's id; None while the server is away."""
        with self._turn:
            if self._connection is None:
                return None
            try:
                revisions = self._connection.execute("SELECT area, n FROM revision").fetchall()
                head = self._connection.execute("SELECT max(id) FROM act").fetchone()
            except psycopg.Error:
                return None
            return dict(revisions), (head[0] if head else 0) or 0

    def close(self) -> None:
        """Ends a waiting `moved`, and lets go of the connection."""
        self._closed.set()
        with self._turn:
            self._drop()

    def _wait(self, pause: float) -> Moved:
        with self._turn:
            if self._closed.is_set():
                return Moved.nothing
            try:
                if self._connection is None:
                    self._listen()
                    return Moved.everything
                # Read to its end: a generator left half-way would keep the connection.
                if list(self._connection.notifies(timeout=pause, stop_after=1)):
                    return Moved.something
            except psycopg.Error:
                self._drop()
                if self.trouble is None:
                    self.trouble = Refusal("refuse.store.unreachable", path=self._name)
                    return Moved.everything
        if self._connection is None:
            self._closed.wait(RECONNECT_SECONDS)
        elif time.monotonic() >= self._look_at:
            return Moved.something
        return Moved.nothing

    def _listen(self) -> None:
        self._connection = self._connect()
        self._connection.execute(f"LISTEN {CHANNEL}")
        self.trouble = None

    def _drop(self) -> None:
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.close()
            self._connection = None
