"""What a screen does that takes a moment: one thing at a time, off the event loop.

What is typed ahead while a form is made ready is kept for it; a refusal is said as a sentence.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from textual import events
from textual.screen import Screen
from textual.worker import Worker

from models.rules.refusal import Refusal
from screens.kit.desk import Desk
from screens.kit.table import RecordTable

if TYPE_CHECKING:
    from models.acts import ActLine
    from models.store.engine import Reading
    from screens.kit.form import Form

T = TypeVar("T")

WAITS_SECONDS = 1.0
"""After so long a person is told why nothing happens yet; a change takes a hundredth of it."""


class Host(Protocol):
    """The screen whose records are acted on."""

    desk: Desk

    @property
    def table(self) -> RecordTable | None: ...

    def chosen(self) -> tuple[str, ...]: ...

    def load(self) -> None: ...


class Errands:
    """What one screen does off the event loop, one thing at a time."""

    def __init__(self, host: "Host") -> None:
        self._host = host
        self._working: Worker[None] | None = None
        self.typed_ahead: list[events.Key | events.Paste] | None = None
        """The keys that came since a form was asked for, while it is being made ready."""

    @property
    def _screen(self) -> Screen[Any]:
        assert isinstance(self._host, Screen)
        return self._host

    @property
    def _desk(self) -> Desk:
        return self._host.desk

    def _start(self, work: Coroutine[Any, Any, object], form: bool = False) -> None:
        """Begins a verb, unless one is under way: keys typed ahead must not pile up windows.

        Args:
            form: whether a form surely comes; what is typed until then is kept for it.
        """
        if self._working is not None and self._working.is_running:
            work.close()
            return
        if self._desk.covered:
            work.close()
            self.warn(Refusal("refuse.public_screen"))
            return
        if form:
            self.typed_ahead = []
        self._working = self._screen.run_worker(
            self._until_done(work), group="write", exit_on_error=True
        )

    async def _until_done(self, work: Coroutine[Any, Any, object]) -> None:
        try:
            await work
        finally:
            self.typed_ahead = None

    async def _fill_in(self, form: "Form") -> None:
        """Shows a form and waits for its end; it gets the keys that came before it."""
        form.typed_ahead, self.typed_ahead = self.typed_ahead or [], None
        await self._screen.app.push_screen_wait(form)

    def _say(self, key: str, **params: object) -> str:
        return self._desk.words(key, **params)

    def warn(self, refusal: Refusal) -> None:
        """Says why something is refused."""
        from models.store.drafts import Unfit

        words = self._desk.words
        told = (
            refusal.say(words)
            if isinstance(refusal, Unfit)
            else words(refusal.key, **refusal.params)
        )
        self._screen.app.clear_notifications()
        self._screen.notify(told, severity="warning", markup=False)

    def _say_it_waits(self) -> None:
        """Says that a change waits for its turn: somebody holds the database for long."""
        waiting = Refusal("store.waits")
        say = getattr(self._screen.app.screen, "say", None)
        if say is None:
            self.warn(waiting)
        else:
            say(waiting)

    def _tell(self, text: str, line: "ActLine") -> None:
        """Says an act in the name of whoever did it."""
        # An older toast would still offer an undo that by now takes back something else.
        self._screen.app.clear_notifications()
        self._screen.notify(text, title=self._desk.words.of(line.who), markup=False)

    async def in_thread(self, run: Callable[[], T]) -> T | None:
        """Runs a read off the event loop; a refusal is said, and gives None."""
        try:
            return await asyncio.to_thread(run)
        except Refusal as refusal:
            self.warn(refusal)
            return None

    async def _read(self, read: "Callable[[Reading], T]") -> T | None:
        return await self.in_thread(lambda: self._desk.ask(read))
