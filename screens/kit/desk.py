"""What every part of the screen may ask the application for: store, actor, words, the moment.

The store arrives after the first frame is painted, so it may be missing; whoever needs it runs in
a worker that starts only once it is there.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from models.rules.refusal import Refusal
from models.words import Words
from screens.kit.draw import Draw

if TYPE_CHECKING:
    from textual.app import App

    from models.board import Board
    from models.store.drafts import Draft
    from models.store.engine import Actor, Reading, Store
    from models.store.kept import KeptForm

T = TypeVar("T")


class Desk:
    """One person's desk on one store."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.store: Store | None = None
        self.actor: Actor | None = None
        self.board: Board | None = None
        """The branch's numbers as last read; titles and masthead show these."""
        self.stale_since: datetime | None = None
        """When reading began to fail; the last values stay on show with their age."""
        self.trouble: Refusal | None = None
        """Why nothing can be read or kept now; it stands in every room until that is over."""
        self.public = False
        """Whether others look at this screen: nobody is named in any room, and nothing is done."""
        self.locked = False
        """Whether who acts must prove himself before anything else; a locked desk is public."""
        self.idle_minutes = 0
        """After how many minutes a desk that nobody touches locks itself; 0 is never."""
        self.become: Callable[[Actor], Awaitable[None]] | None = None
        """Has another person act, once that person has proved to be it."""
        self.doubt: Refusal | None = None
        """What is wrong although everything can be kept; it stands there like a trouble."""
        self.narrow_marks = False
        self.beginnings: Callable[[date | None], tuple[tuple[str, Draft], ...]] | None = None
        """What a new branch starts with, from its first day: verbs with their drafts."""
        self.windows: Mapping[str, Callable[[App[Any], KeptForm], Awaitable[None]]] = {}
        """How windows other than forms come back with what was typed in them, by verb."""

    @property
    def ready(self) -> bool:
        """Whether the store is open and somebody acts."""
        return self.store is not None and self.actor is not None

    @property
    def covered(self) -> bool:
        """Whether the screen is for everybody's eyes."""
        return self.public or self.locked

    @property
    def viewer(self) -> "Actor | None":
        """For whose eyes things are read: those of who acts, or of nobody in particular."""
        if self.actor is None or not self.covered:
            return self.actor
        from models.store.actor import Actor

        return Actor.wallboard()

    def draw(self) -> Draw:
        """How to draw a line now."""
        if self.store is None:
            return Draw(self.words, datetime.now(UTC), UTC, self.narrow_marks)
        clock = self.store.clock
        return Draw(self.words, clock.now(), clock.tzinfo, self.narrow_marks, self.covered)

    def ask(self, read: "Callable[[Reading], T]") -> T:
        """Runs one read; for worker threads only.

        Raises:
            Refusal: when the store is not open yet, or when the read says no.
        """
        viewer = self.viewer
        if self.store is None or viewer is None:
            raise Refusal("refuse.not_ready")
        with self.store.reading(viewer) as session:
            return read(session)
