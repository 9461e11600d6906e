"""What moved: which areas somebody wrote to, in this terminal or any other, seen within 50 ms.

A watch of the database says when something may have moved; only then are the revisions read.
"""

import time
from typing import TYPE_CHECKING

from models.rules.refusal import Refusal
from models.store.database import Moved

if TYPE_CHECKING:
    from models.store.engine import Store


class Feed:
    """Watches one database. Used by one thread; `close` may come from another."""

    def __init__(self, store: "Store") -> None:
        self._watch = store.database.watch()
        self._seen, self._head = self._watch.look() or ({}, 0)

    @property
    def trouble(self) -> Refusal | None:
        """Why the database cannot be worked with now; everything moves when that begins or ends."""
        return self._watch.trouble

    def changed(self, timeout: float | None = None) -> frozenset[str]:
        """The areas that moved since the last call; waits for one, at most so many seconds.

        Returns:
            The areas; none when the time is over or the feed was closed.
        """
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            left = None if until is None else max(0.0, until - time.monotonic())
            moved = self._watch.moved(left)
            if moved is Moved.nothing:
                return frozenset()
            areas = self._areas(moved)
            if areas or moved is Moved.everything:
                return areas

    def close(self) -> None:
        """Ends a waiting `changed`."""
        self._watch.close()

    def _areas(self, moved: Moved) -> frozenset[str]:
        found = self._watch.look()
        if found is None:
            return frozenset()
        revisions, head = found
        # A restored backup may hold other rows under numbers that were there before.
        other = moved is Moved.everything or head < self._head
        areas = {
            area
            for area in revisions.keys() | self._seen.keys()
            if other or revisions.get(area) != self._seen.get(area)
        }
        self._seen, self._head = revisions, head
        return frozenset(areas)
