"""The application: paints its frame first, opens the store in a thread, routes between rooms.

Nothing here knows an area. The store, its libraries and the rooms other than the first one are
imported after the first frame is on the screen; that is what makes the desk open at once.
"""

import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.worker import get_current_worker

from models.rules.refusal import Refusal
from models.words import LANGUAGES, Words
from screens import ROOMS
from screens.kit.desk import Desk
from screens.kit.dialogs import Chooser, Confirm, Option, Window
from screens.kit.room import Room
from tui.theme import DESK_THEMES

if TYPE_CHECKING:
    from models.store.engine import Actor, Store

FEED_SECONDS = 0.25
"""How long one wait of the feed lasts at most, and so how long leaving the desk may take."""


class Quanan(App[int]):
    """The desk of one person on one store."""

    TITLE = "quanan"
    CSS_PATH = "app.tcss"
    DEFAULT_MODE = "dashboard"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", "key.quit", show=False, priority=True, id="app.quit"),
    ]

    class Opened(Message):
        """The store is open."""

        def __init__(self, store: "Store", actor: "Actor | None") -> None:
            super().__init__()
            self.store = store
            self.actor = actor

    class Refused(Message):
        """The store could not be opened."""

        def __init__(self, refusal: Refusal) -> None:
            super().__init__()
            self.refusal = refusal

    class Moved(Message):
        """Some areas changed in the database."""

        def __init__(self, areas: frozenset[str]) -> None:
            super().__init__()
            self.areas = areas

    def __init__(
        self,
        open_store: "Callable[[], tuple[Store, Actor | None]]",
        *,
        lang: str = "zh",
        log_folder: Path | None = None,
        theme: str = "quanan-dark",
        narrow_marks: bool = False,
        begin: str = "dashboard",
    ) -> None:
        """
        Args:
            open_store: opens the store, and says who acts if that is known; run in a thread.
            log_folder: where a fault leaves its redacted log.
            begin: the room it opens in.
        """
        # Before the base class takes it for the mode it begins in.
        self.DEFAULT_MODE = begin  # type: ignore[misc] - a desk may open in any room
        super().__init__()
        self.desk = Desk(Words(lang))
        self.desk.narrow_marks = narrow_marks
        self._open_store = open_store
        # A desk may open in any room; the framework only knows one for all of its kind.
        self.DEFAULT_MODE = begin  # type: ignore[misc]
        self._log_folder = log_folder
        self.rooms = frozenset(place.name for place in ROOMS)
        for place in ROOMS:
            self.add_mode(place.name, self._builder(place.build))
        for name in DESK_THEMES:
            self.register_theme(DESK_THEMES[name])
        self.theme = theme

    def _builder(self, build: Callable[[Desk], Room]) -> Callable[[], Room]:
        return lambda: build(self.desk)

    def on_mount(self) -> None:
        self.set_class(self.desk.narrow_marks, "-ascii")
        self.call_after_refresh(self._open)

    # ── the store and its feed ──────────────────────────────────────────────────────────────

    @work(thread=True, group="store", exit_on_error=True)
    def _open(self) -> None:
        import gc

        # The imports make a million objects that stay; collecting among them costs 80 ms.
        gc.disable()
        try:
            store, actor = self._open_store()
        except Refusal as refusal:
            self.post_message(self.Refused(refusal))
            return
        finally:
            gc.freeze()
            gc.enable()
        self.post_message(self.Opened(store, actor))

    async def on_quanan_opened(self, event: Opened) -> None:
        self.desk.store = event.store
        self.desk.actor = event.actor
        self._watch(event.store)
        if event.actor is None:
            self._ask_who()
        else:
            self._begin()

    def on_quanan_refused(self, event: Refused) -> None:
        self.exit(1, message=self.desk.words(event.refusal.key, **event.refusal.params))

    def _begin(self) -> None:
        if isinstance(self.screen, Room):
            self.screen.load()

    @work
    async def _ask_who(self) -> None:
        """Asks who acts; a desk without anybody goes to the set-up."""
        from models.acts import who_may_act
        from models.store.engine import Actor, Role

        store = self.desk.store
        assert store is not None
        with store.reading(Actor.setup()) as session:
            found = who_may_act(session)
        if not found:
            self.desk.actor = Actor.setup()
            if "setup" in self.rooms:
                await self.switch_mode("setup")
            self._begin()
            return
        words = self.desk.words
        options = [Option(str(a.id), a.name, f"{short}  {words.of(a.role)}") for a, short in found]
        chosen = None
        while chosen is None:
            chosen = await self.push_screen_wait(Chooser(self.desk, words("who.title"), options))
        self.desk.actor = next(a for a, _ in found if str(a.id) == chosen)
        if self.desk.actor.role is Role.volunteer and "mine" in self.rooms:
            await self.switch_mode("mine")
        self._begin()

    @work(thread=True, group="feed", exit_on_error=True)
    def _watch(self, store: "Store") -> None:
        from models.store.feed import Feed

        worker = get_current_worker()
        feed = Feed(store)
        try:
            while not worker.is_cancelled:
                areas = feed.changed(FEED_SECONDS)
                if areas and not worker.is_cancelled:
                    self.post_message(self.Moved(areas))
        finally:
            feed.close()

    def on_quanan_moved(self, event: Moved) -> None:
        if isinstance(self.screen, Room):
            self.screen.moved(event.areas)

    # ── keys of the whole desk ──────────────────────────────────────────────────────────────

    def action_go(self, room: str) -> None:
        self.switch_mode(room)

    def visit(self, room: str, key: str) -> None:
        """Goes to a room and puts its cursor on a record."""
        self.switch_mode(room)
        self.call_after_refresh(self._want, key)

    def _want(self, key: str) -> None:
        if isinstance(self.screen, Room):
            self.screen.want(key)

    def action_language(self) -> None:
        words = self.desk.words
        words.lang = LANGUAGES[1 - LANGUAGES.index(words.lang)]
        if isinstance(self.screen, Room):
            self.screen.redraw()
            self.screen.load()

    def action_theme(self) -> None:
        names = list(DESK_THEMES)
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    @work
    async def action_leave(self) -> None:
        dirty = any(getattr(s, "dirty", False) for s in self.screen_stack if isinstance(s, Window))
        if dirty and not await self.push_screen_wait(
            Confirm(self.desk, self.desk.words("say.quit_dirty"))
        ):
            return
        self.exit(0)

    # ── faults ──────────────────────────────────────────────────────────────────────────────

    def _fatal_error(self) -> None:
        """Ends the desk with a sentence; the log names places in the code and nobody's data.

        Textual would print a traceback with local variables, which here are people's records.
        """
        where = self._write_log()
        told = self.desk.words("fault.sorry", path=str(where) if where else "-")
        self._exit_renderables.append(Text(told))
        self._close_messages_no_wait()

    def _write_log(self) -> Path | None:
        error = self._exception
        if self._log_folder is None or error is None:
            return None
        path = self._log_folder / f"fault-{datetime.now():%Y%m%d-%H%M%S}.log"
        frames = traceback.extract_tb(error.__traceback__)
        lines = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join([type(error).__name__, *lines]) + "\n", encoding="utf-8")
            path.chmod(0o600)
        except OSError:
            return None
        return path
