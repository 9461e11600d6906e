"""What a desk does that nobody asked it for: it follows the database, and takes what is due.

What moved is read again, what is wrong is said and stays until it is over, and what must be written
because time passed is written once, by whichever desk comes first.
"""

from typing import TYPE_CHECKING

from textual import work
from textual.app import App
from textual.message import Message
from textual.worker import get_current_worker

from models.rules.refusal import Refusal
from screens.kit.desk import Desk
from tui.faults import tell_trouble

if TYPE_CHECKING:
    from models.store.clock import Drift
    from models.store.engine import Store
    from models.store.feed import Feed

FEED_SECONDS = 5.0
"""How long one wait of the feed lasts at most; whoever leaves the desk ends it at once."""

FIRST_DUTIES, DUTIES_EVERY = 4.0, 60.0
"""Seconds until the desk first looks for duties, once nobody waits for the screen; and between."""


class Watching(App[int]):
    """The part of the desk that watches."""

    desk: Desk
    _feed: "Feed | None" = None
    _drift: "Drift | None" = None

    class Moved(Message):
        """Some areas changed in the database."""

        def __init__(self, areas: frozenset[str]) -> None:
            super().__init__()
            self.areas = areas

    class Troubled(Message):
        """The database went out of reach, or is back."""

        def __init__(self, trouble: Refusal | None) -> None:
            super().__init__()
            self.trouble = trouble

    class Doubted(Message):
        """The machine's clock was asked whether it can be right."""

        def __init__(self, doubt: Refusal | None) -> None:
            super().__init__()
            self.doubt = doubt

    def watch_over(self, store: "Store") -> None:
        """Begins."""
        self._watch(store)
        self.set_timer(FIRST_DUTIES, self._take_duties)
        self.set_interval(DUTIES_EVERY, self._take_duties)

    @work(thread=True, group="feed", exit_on_error=True)
    def _watch(self, store: "Store") -> None:
        from models.store.feed import Feed

        worker = get_current_worker()
        self._feed = feed = Feed(store)
        told = None
        try:
            while True:
                areas = feed.changed(FEED_SECONDS)
                if worker.is_cancelled:
                    break
                if feed.trouble is not told:
                    told = feed.trouble
                    self.post_message(self.Troubled(told))
                if areas:
                    self.post_message(self.Moved(areas))
        finally:
            feed.close()

    def on_unmount(self) -> None:
        """Has the feed wait no longer: whoever leaves the desk would wait with it."""
        if self._feed is not None:
            self._feed.close()

    @work(thread=True, exclusive=True, group="duties")
    def _take_duties(self) -> None:
        from models.store.clock import Drift
        from tui.duties import doubt_of, due_now, rests

        store = self.desk.store
        if store is None:
            return
        before = store.backup_trouble
        self._drift = self._drift or Drift()
        try:
            doubt = doubt_of(store, self._drift)
            self.post_message(self.Doubted(doubt))
            if not rests(doubt):
                due_now(store)
        except Refusal:
            return  # the database is busy or full; it stays due, and people are told on write
        if store.backup_trouble is not before:
            # Nothing was written, so no feed tells of it.
            self.post_message(self.Moved(frozenset({"backups", "journal"})))

    def on_watching_troubled(self, event: Troubled) -> None:
        """Said at once, wherever the person is: an open form waits with what was typed."""
        tell_trouble(self, self.desk, event.trouble)

    def on_watching_doubted(self, event: Doubted) -> None:
        """Stands in every room for as long as it is so."""
        if str(event.doubt) != str(self.desk.doubt):
            self.desk.doubt = event.doubt
            tell_trouble(self, self.desk, self.desk.trouble)
