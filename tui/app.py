"""The application: paints its frame first, opens the store in a thread, routes between rooms.

Nothing here knows an area. The store, its libraries and the rooms other than the first one are
imported after the first frame is on the screen; that is what makes the desk open at once.
"""

import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual import events, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.worker import WorkerFailed

from models.rules.refusal import Refusal
from models.words import LANGUAGES, Words
from screens import ROOMS
from screens.kit.desk import Desk
from screens.kit.room import Room
from tui.beginnings import beginnings
from tui.entrance import BOARD, Entrance
from tui.faults import leave_on_signal, tell, tell_note, write_log
from tui.kept import WINDOWS, Keeper, give_back
from tui.quiet import keep_loop_quiet
from tui.theme import DESK_THEMES
from tui.typed import Typed
from tui.watching import Watching

if TYPE_CHECKING:
    from models.store.engine import Actor, Store
    from screens.settings import SettingsRoom
    from screens.setup import SetupRoom
    from tui.settings import Personal

SEALING = 12
"""The desk's result when the set-up was asked to encrypt the file: it is opened again after."""

DEMONSTRATION = 10
"""The desk's result when the set-up was asked for the demonstration: whoever ran the desk opens
it (`quanan demo`) in its place. Every other result is an exit code."""

SIGNALLED = 128
"""A desk that a signal ended leaves with a higher result, as a shell tells it."""


class Quanan(Typed, Watching, Entrance):
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

    def __init__(
        self,
        open_store: "Callable[[], tuple[Store, Actor | None]]",
        *,
        lang: str = "zh",
        log_folder: Path | None = None,
        theme: str = "quanan-dark",
        narrow_marks: bool = False,
        begin: str = "dashboard",
        personal: "Personal | None" = None,
        login_name: str = "",
    ) -> None:
        """
        Args:
            open_store: opens the store, and says who acts if that is known; run in a thread.
            log_folder: where a fault leaves its redacted log.
            begin: the room it opens in.
            personal: where what a person chooses is kept; None keeps nothing, as in a test.
            login_name: whose passphrase is asked for, where `open_store` does not say who acts.
        """
        # A desk may open in any room: said before the base class takes it for its first mode.
        self.DEFAULT_MODE = begin  # type: ignore[misc]
        super().__init__()
        self.desk = Desk(Words(lang))
        self.desk.narrow_marks = narrow_marks
        self.desk.beginnings = beginnings
        self.desk.windows = WINDOWS
        self.keeper = Keeper(self, self.desk)
        self.personal = personal
        self.login_name = login_name
        self.sealed_by = ""
        """The passphrase that the file is to be encrypted with, if the set-up was asked to."""
        self._greets = False
        self._open_store = open_store
        # A desk may open in any room; the framework only knows one for all of its kind.
        self.DEFAULT_MODE = begin  # type: ignore[misc]
        self._log_folder = log_folder
        self.rooms = frozenset(place.name for place in ROOMS)
        for place in ROOMS:
            self.add_mode(place.name, self._builder(place.build))
        for name in DESK_THEMES:
            self.register_theme(DESK_THEMES[name])
        self._begin_in(theme if theme in DESK_THEMES else next(iter(DESK_THEMES)))

    def _begin_in(self, theme: str) -> None:
        """Wears a theme from the beginning: one put on later has every style sheet read again."""
        self.set_reactive(App.theme, theme)
        self.stylesheet.set_variables(self.get_css_variables())
        dark = DESK_THEMES[theme].dark
        worn = {"-dark-mode": dark, "-light-mode": not dark, f"-theme-{theme}": True}
        self.update_classes(worn, update=False)

    def _builder(self, build: Callable[[Desk], Room]) -> Callable[[], Room]:
        def built() -> Room:
            room = build(self.desk)
            room.fit_to(self.size)
            # Every style sheet would be read again for a screen that says it never saw this one.
            room._css_update_count = self._css_update_count
            return room

        return built

    async def on_event(self, event: events.Event) -> None:
        """A locked desk takes every key for itself."""
        if not self.touched(event):
            await super().on_event(event)

    def on_mount(self) -> None:
        leave_on_signal(self)
        keep_loop_quiet(self._log_folder)
        self.set_class(self.desk.narrow_marks, "-ascii")
        self.call_after_refresh(self._open)

    # ── the store and its feed ──────────────────────────────────────────────────────────────

    @work(thread=True, group="store", exit_on_error=True)
    def _open(self) -> None:
        # The imports make a million objects that stay; collecting among them costs 80 ms.
        gc.disable()
        try:
            store, actor = self._open_store()
        except Refusal as refusal:
            self.post_message(self.Refused(refusal))
            return
        self.post_message(self.Opened(store, actor))

    async def on_quanan_opened(self, event: Opened) -> None:
        self.desk.store = event.store
        self.desk.actor = event.actor
        self.watch_over(event.store)
        for note in event.store.database.notes:
            tell_note(self, self.desk, note)
        self.open_doors()
        if self.personal is not None and self.personal.trouble:
            self._tell_personal(self.personal.trouble)
        if event.actor is None:
            _collect_again()
            self._ask_who()
            return
        if event.actor.role == "wallboard":
            self.exit(BOARD)
            return
        if str(event.actor.role) == "volunteer" and self.current_mode == "dashboard":
            await self.switch_mode("mine")
        self._begin()

    def on_quanan_refused(self, event: Refused) -> None:
        self.exit(1, message=self.desk.words(event.refusal.key, **event.refusal.params))

    def _begin(self) -> None:
        if isinstance(self.screen, Room):
            self.screen.load()
        self._greets = self.current_mode != "setup"

    def on_room_loaded(self) -> None:
        """The first data are on the screen: whoever never saw the desk is told five keys."""
        _collect_again()
        if self._greets:
            self._greets = False
            self._show_first_lines()
            self.run_worker(give_back(self, self.desk), group="kept")

    def _show_first_lines(self) -> None:
        """The five lines of the very first start, over the live desk."""
        if self.personal is None or self.personal.settings.first_lines_seen:
            return
        from screens.kit.first_lines import FirstLines

        self.push_screen(FirstLines(self.desk), lambda _: self._choose(first_lines_seen=True))

    # ── what the set-up and the settings ask of the desk ────────────────────────────────────

    async def on_setup_room_finished(self, event: "SetupRoom.Finished") -> None:
        if event.seal:
            self.sealed_by = event.seal
            self.exit(SEALING)
            return
        await self.switch_mode("dashboard")
        self._begin()

    def on_setup_room_demonstrate(self) -> None:
        self.exit(DEMONSTRATION)

    def on_setup_room_language(self, event: "SetupRoom.Language") -> None:
        self._choose(lang=event.lang)

    def on_settings_room_chosen(self, event: "SettingsRoom.Chosen") -> None:
        self._choose(**{event.name: event.value})

    def _choose(self, **chosen: object) -> None:
        """Takes over what a person chose for himself or herself, and keeps it."""
        if "lang" in chosen:
            self.desk.words.lang = str(chosen["lang"])
        if "theme" in chosen:
            self.theme = str(chosen["theme"])
        if "narrow_marks" in chosen:
            self.desk.narrow_marks = bool(chosen["narrow_marks"])
            self.set_class(self.desk.narrow_marks, "-ascii")
        if "idle_minutes" in chosen:
            self.desk.idle_minutes = int(str(chosen["idle_minutes"]))
        room = self.screen_stack[0]
        if isinstance(room, Room):
            room.redraw()
            room.load()
        if self.personal is not None:
            trouble = self.personal.keep(**chosen)
            if trouble:
                self._tell_personal(trouble)

    def _tell_personal(self, trouble: str) -> None:
        assert self.personal is not None
        told = self.desk.words(trouble, path=str(self.personal.path))
        self.notify(told, severity="warning", markup=False)

    def on_watching_moved(self, event: Watching.Moved) -> None:
        if "purge" in event.areas:
            # Dissolved: what is on the screen, or typed, is nobody's business any more.
            self.exit(1, message=self.desk.words("purge.ended"))
            return
        if event.areas & {"accounts", "people"}:
            self.look_again()
        # A desk that is being left has no screen any more.
        if self.screen_stack and isinstance(self.screen, Room):
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
        self._choose(lang=LANGUAGES[1 - LANGUAGES.index(self.desk.words.lang)])

    def action_theme(self) -> None:
        names = list(DESK_THEMES)
        self._choose(theme=names[(names.index(self.theme) + 1) % len(names)])

    @work
    async def action_import(self) -> None:
        """Reads a spreadsheet in, from any room."""
        if not self._may_begin():
            return
        from screens.importing import import_sheet

        await import_sheet(self, self.desk)
        if isinstance(self.screen, Room):
            self.screen.load()

    @work
    async def action_chain(self) -> None:
        """Opens the window of a pasted chain, from any room."""
        if not self._may_begin():
            return
        from screens.chain import paste_chain

        await paste_chain(self, self.desk)
        if isinstance(self.screen, Room):
            self.screen.load()

    def _may_begin(self) -> bool:
        """Whether something may be begun from any room; says why where not."""
        if self.desk.ready and not self.desk.covered:
            return True
        key = "refuse.public_screen" if self.desk.covered else "refuse.not_ready"
        self.notify(self.desk.words(key), severity="warning", markup=False)
        return False

    @work
    async def action_leave(self) -> None:
        if self.desk.locked:
            # Whoever leaves it now does not decide on what its person has typed.
            self.keeper.keep()
            self.exit(0)
            return
        dirty = any(getattr(window, "dirty", False) for window in self.screen_stack)
        from screens.kit.dialogs import Confirm

        if dirty and not await self.push_screen_wait(
            Confirm(self.desk, self.desk.words("say.quit_dirty"))
        ):
            return
        self.exit(0)

    def exit(
        self,
        result: int | None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """Ends the desk; what is typed is kept where it was not the person who asked for it."""
        if result is not None and result > SIGNALLED:
            self.keeper.keep()
        super().exit(result, return_code, message)

    # ── faults ──────────────────────────────────────────────────────────────────────────────

    def _handle_exception(self, error: Exception) -> None:
        """Ends the desk, except for a refusal that a read came back with: that is a sentence."""
        refused = error.error if isinstance(error, WorkerFailed) else None
        if isinstance(refused, Refusal):
            tell(self, self.desk, refused)
        else:
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Ends the desk with a sentence; the log names places in the code and nobody's data.

        Textual would print a traceback with local variables, which here are people's records.
        """
        self.keeper.keep()
        error = self._exception
        where = write_log(error, self._log_folder) if error is not None else None
        told = self.desk.words("fault.sorry", path=str(where) if where else "-")
        if not self._exit_renderables:  # a fault often brings others with it
            self._exit_renderables.append(Text(told))
        self._close_messages_no_wait()


def _collect_again() -> None:
    """Python collects garbage again, but not among what the start made: that stays."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
