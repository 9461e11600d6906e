"""The base of every room: reads in a thread, shows values, and lets keys act on the record chosen.

Data goes round one way: the room's one `read` runs in a worker thread and returns a frozen value;
it is posted as `Loaded`; `show` hands each part to its panel. A key becomes an action, asks for
what it needs in a form, and goes out through `Verbs` as a registered change; the store's revision
comes back through the feed and the room reads again. A room under an open form waits.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.worker import get_current_worker

from models.rules.refusal import Refusal
from models.words import Key
from screens import OFFERED
from screens.kit.desk import Desk
from screens.kit.draw import Draw
from screens.kit.masthead import KeyBar, Masthead, Slot
from screens.kit.narrowing import Narrowed
from screens.kit.panel import Panel
from screens.kit.table import RecordTable

if TYPE_CHECKING:
    from models.board import Board
    from models.store.engine import Actor, Reading
    from screens.kit.verbs import Verbs

REDRAW_SECONDS = 15
"""How often what time alone changes (overdue, hours left) is drawn again, without a query."""

MORE_AFTER = 0.1
"""Seconds until a desk reads what stands around its panels: its first data are drawn by then."""

Prints = tuple[tuple[str, ...], str | None]
"""Papers, what is on show first; and a ledger."""

WIDE_KEYS = {"：": "palette", "、": "find", "？": "help", "！": "alarms"}
"""What a Chinese input method sends for `:` `/` `?` `!`."""


class Room(Narrowed):
    """One room. A room author writes `compose_room`, `read` and `show`."""

    NAME: ClassVar[str]
    """Name of the room in `screens.ROOMS`; its title is `room.<name>`, its help `help.<name>`."""
    WATCHES: ClassVar[frozenset[str]] = frozenset()
    """Areas whose changes make the room read again."""
    ADD: ClassVar[str | None] = None
    """The verb of `a`."""
    MINE: ClassVar[bool] = False
    """Whether `m` narrows the list to what is mine."""
    LEDGER: ClassVar[str | None] = None
    """The ledger that `p` writes to a file."""
    PAPERS: ClassVar[tuple[str, ...]] = ()
    """The papers that `p` prints, by their names in `models.papers`, what is on show first."""
    place: str = ""
    """Key of the record whose lines the room shows, where they are of one; its papers are too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "quick", "key.quick", id="room.quick"),
        Binding("slash", "find", "key.find", id="room.find"),
        Binding("space", "next_step", "key.next", id="room.next"),
        Binding("v", "verbs", "key.verbs", id="room.verbs"),
        Binding("a", "add", "key.add", id="room.add"),
        Binding("u", "undo", "key.undo", id="room.undo"),
        Binding("g", "go", "key.go", id="room.go"),
        Binding("e", "edit", "key.edit", id="room.edit"),
        Binding("f", "filter", "key.filter", id="room.filter"),
        Binding("o", "order", "key.order", id="room.order"),
        Binding("m", "mine", "key.mine", id="room.mine"),
        Binding("x", "mark", "key.mark", id="room.mark"),
        Binding("X", "mark_all", "key.mark_all", show=False, id="room.mark_all"),
        Binding("exclamation_mark", "alarms", "key.alarms", id="room.alarms"),
        Binding("at", "actor", "key.actor", id="room.actor"),
        Binding("h", "app.public", "key.public", show=False, id="room.public"),
        Binding("l", "app.lock", "key.lock", show=False, id="room.lock"),
        Binding("r", "reveal", "key.reveal", show=False, id="room.reveal"),
        Binding("y", "notice", "key.notice", show=False, id="room.notice"),
        Binding("p", "print", "key.print", show=False, id="room.print"),
        Binding("escape", "clear", "key.clear", show=False, id="room.clear"),
        Binding("colon,ctrl+p", "palette", "key.palette", show=False, id="room.palette"),
        Binding("z", "zoom", "key.zoom", show=False, id="room.zoom"),
        Binding("q", "app.leave", "key.quit", show=False, id="room.quit"),
        Binding("question_mark", "help", "key.help", id="room.help"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]

    class Loaded(Message):
        """A read came back."""

        def __init__(self, view: Any, board: "Board | None") -> None:
            super().__init__()
            self.view = view
            self.board = board
            self.viewer: Actor | None = None
            """For whose eyes it was read."""

    class Stale(Message):
        """A read failed; the last values stay."""

        def __init__(self, since: datetime, refusal: Refusal | None) -> None:
            super().__init__()
            self.since = since
            self.refusal = refusal

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._going = False
        self._loading = False
        self._again = False
        self._wanted: str | None = None
        self._wants_later = True
        """Whether the wanted record is waited for beyond the next read."""

    @cached_property
    def verbs(self) -> "Verbs":
        """What keys do to the records; it and its windows are imported after the first frame."""
        from screens.kit.verbs import Verbs

        return Verbs(self)

    # ── what a room author writes ───────────────────────────────────────────────────────────

    def compose_room(self) -> ComposeResult:
        """The widgets between masthead and keys."""
        yield from ()

    def read(self, session: "Reading") -> Any:
        """Everything the room shows, as frozen lines; runs in a thread."""
        raise TypeError(f"{type(self).__name__} reads nothing")

    def numbers(self, session: "Reading") -> "Board | None":
        """The branch's numbers, read with the room so that both are of one moment."""
        from models.board import glance

        return glance(session, whole=not self.first_look)

    def show(self, view: Any, draw: Draw) -> None:
        """Hands what was read to the panels."""

    def notice(self, session: "Reading") -> str:
        """A de-identified text for the group chat, about what the room shows."""
        raise Refusal("refuse.no_notice")

    @property
    def first_look(self) -> bool:
        """Whether this is the desk's first read: what can wait for the second one does."""
        return self.desk.board is None

    def prints(self) -> Prints:
        """What `p` offers here."""
        return self.PAPERS, self.LEDGER

    def on_paper(self) -> dict[str, object]:
        """What of the compound the papers are about: fields of `models.papers.Scope`.

        Narrowed to what is mine they are mine as well; where one record's lines are on show, they
        are about that record.
        """
        about: dict[str, object] = {}
        if self.narrowing.mine and self.desk.actor is not None:
            about["volunteer_id"] = self.desk.actor.id
        if self.place:
            about["record_id"] = int(self.place.partition(":")[2])
        return about

    def slots(self, draw: Draw, width: int) -> Sequence[Slot]:
        """The second line of the masthead, the most important first."""
        board = self.desk.board
        if board is None:
            return ()
        from screens.kit.numbers import slots

        return slots(board, draw, width)

    # ── composing and reading ───────────────────────────────────────────────────────────────

    def fit_to(self, size: Size) -> None:
        """Takes the classes of its width and height before anything in it is composed.

        Textual gives them with the first resize, when every style would be reckoned again.
        """
        for cells, breakpoints in (
            (size.width, self.HORIZONTAL_BREAKPOINTS),
            (size.height, self.VERTICAL_BREAKPOINTS),
        ):
            fitting = max(point for point in breakpoints if point[0] <= cells)
            self.add_class(fitting[1], update=False)

    def _compositor_refresh(self) -> None:
        # While updates are held back, Textual draws the whole screen and throws it away.
        if not self.app._batch_count:
            super()._compositor_refresh()

    def compose(self) -> ComposeResult:
        yield Masthead(self.desk, f"room.{self.NAME}", self.slots)
        yield from self.compose_room()
        yield KeyBar(self.desk)

    def on_mount(self) -> None:
        self.set_interval(REDRAW_SECONDS, self.redraw)
        self.redraw()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        if not self.stack_updates:
            # Shown for the first time: its styles have just been reckoned.
            event.refresh_styles = False
        else:
            # What was read before stands until the read comes back, but no older than it is.
            self.redraw()
        self.load()

    def load(self) -> None:
        """Reads again, in a thread; at most one read is under way and one waits."""
        if not self.desk.ready or not self.is_current:
            return
        if self._loading:
            self._again = True
            return
        self._loading, self._again = True, False
        self._read()

    @work(thread=True, group="read")
    def _read(self) -> None:
        worker = get_current_worker()
        viewer = self.desk.viewer
        try:
            view, board = self.desk.ask(lambda s: (self.read(s), self.numbers(s)))
        except Refusal as refusal:
            message: Message = self.Stale(self.desk.draw().now, refusal)
        else:
            message = loaded = self.Loaded(view, board)
            loaded.viewer = viewer
        if not worker.is_cancelled:
            self.post_message(message)

    def on_room_loaded(self, event: Loaded) -> None:
        self._loading = False
        if event.viewer != self.desk.viewer:
            self.load()  # others look by now, or another acts: this was not read for them
            return
        self.remove_class("-veiled")
        self.desk.board = event.board
        self.desk.stale_since = self.desk.trouble = None
        draw = self.desk.draw()
        with self.app.batch_update():
            self.query_one(Masthead).tell_trouble()
            self.show(event.view, draw)
            # A verb took the marks off, or a marked record left the list.
            self._tell_narrowing()
        self._go_to_wanted()
        if not (self._again or self._wants_later):
            self._wanted = None
        if self._again:
            self.load()
        elif event.board is not None and event.board.more is None:
            self.set_timer(MORE_AFTER, self.load)

    def on_room_stale(self, event: Stale) -> None:
        self._loading = False
        self.desk.stale_since = self.desk.stale_since or event.since
        self.desk.trouble = event.refusal
        self.query_one(Masthead).tell_trouble()
        self.set_timer(1.0, self.load)

    def veil(self) -> None:
        """Covers what is on show until it was read for whoever looks now."""
        self.add_class("-veiled")
        self.load()

    def moved(self, areas: frozenset[str]) -> None:
        """Some areas changed, in this process or another."""
        if areas & self.WATCHES or "branch" in areas:
            self.load()

    def redraw(self) -> None:
        """Draws again what time or language alone changes."""
        if not self.is_current:
            return
        draw = self.desk.draw()
        for panel in self.query(Panel):
            panel.redraw(draw)
        self.query_one(Masthead).refresh()
        self.query_one(KeyBar).refresh()

    # ── the record chosen ───────────────────────────────────────────────────────────────────

    @property
    def table(self) -> RecordTable | None:
        """The list that keys act on: the focused one, else the first."""
        if isinstance(self.focused, RecordTable):
            return self.focused
        return next(iter(self.query(RecordTable)), None)

    def want(self, key: str) -> None:
        """Puts the cursor on a record as soon as the room shows it."""
        self._wanted, self._wants_later = key, True
        self._go_to_wanted()

    def want_now(self, key: str) -> None:
        """Puts the cursor on a record that was just made; not later, if it is not shown here."""
        self.want(key)
        self._wants_later = False

    def _go_to_wanted(self) -> None:
        if self._wanted is not None:
            for table in self.query(RecordTable):
                if table.go_to(self._wanted):
                    table.focus()
                    self._wanted = None
                    return

    def chosen(self) -> tuple[str, ...]:
        """Keys of the records a verb would act on; nothing while the list is deaf."""
        table = self.table
        return () if table is None or table.deaf else table.chosen

    def on_record_table_opened(self, event: RecordTable.Opened) -> None:
        self.verbs.open_record(event.key)

    # ── keys ────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hides what this room has not; asks the room only, never the row."""
        needs = {
            "add": self.ADD is not None,
            "filter": bool(self.FILTERS),
            "order": bool(self.ORDERS),
            "mine": self.MINE,
            "print": any(self.prints()),
            "notice": type(self).notice is not Room.notice,
            "zoom": False,
        }
        return needs.get(action, True)

    def on_key(self, event: events.Key) -> None:
        if self._going:
            self._going = False
            self._say("")
            event.stop()
            place = next((p for p in OFFERED if p.letter == event.character), None)
            if place is not None:
                self.app.switch_mode(place.name)
            elif event.key != "escape":
                self._choose_room()
            return
        if event.key == "g":
            # Not by its binding: the next key is here before a binding's action is run.
            event.stop()
            self.action_go()
            return
        character = event.character or ""
        bound = (one for one in Room.BINDINGS if isinstance(one, Binding) and one.key == event.key)
        hidden = next(bound, None)
        if hidden is not None and event.key not in self.active_bindings:
            event.stop()
            self.verbs.warn(Refusal("refuse.not_here", what=Key(hidden.description)))
        elif character in WIDE_KEYS:
            event.stop()
            self.run_worker(self.run_action(WIDE_KEYS[character]))
        elif character and unicodedata.category(character) == "Lo":
            event.stop()
            self.verbs.find(character)

    def action_zoom(self) -> None:
        """One list alone, and back; where there is only one, the key says so."""
        self.toggle_class("-zoomed")
        self.load()

    def action_go(self) -> None:
        self._going = True
        words = self.desk.words
        self._say(
            words("go.hint") + "  ".join(f"{p.letter} {words('room.' + p.name)}" for p in OFFERED)
        )

    @work
    async def _choose_room(self) -> None:
        words = self.desk.words
        from screens.kit.dialogs import Chooser, Option

        options = [Option(p.name, words(f"room.{p.name}"), letter=p.letter) for p in OFFERED]
        chosen = await self.app.push_screen_wait(
            Chooser(self.desk, words("key.go"), options, typing=False)
        )
        if chosen is not None:
            self.app.switch_mode(chosen)

    def _say(self, sentence: str) -> None:
        masthead = self.query_one(Masthead)
        masthead.hint = sentence
        masthead.refresh()

    def action_quick(self) -> None:
        self.verbs.quick_line()

    def action_find(self) -> None:
        self.verbs.find("")

    def action_next_step(self) -> None:
        self.verbs.next_step()

    def action_verbs(self) -> None:
        self.verbs.menu()

    def action_add(self) -> None:
        if self.ADD is not None:
            self.add(self.ADD)

    def add(self, verb: str) -> None:
        """Asks for what a new record needs; what the room shows already stands in the form."""
        self.verbs.do(verb, (), proposed=self.proposals(verb))

    def proposals(self, verb: str) -> Mapping[str, object]:
        """What the form of a new record opens with, by field."""
        return {}

    def action_edit(self) -> None:
        self.verbs.edit()

    def action_undo(self) -> None:
        self.verbs.undo_mine()

    def action_reveal(self) -> None:
        self.verbs.reveal()

    def action_actor(self) -> None:
        self.verbs.choose_actor()

    def action_alarms(self) -> None:
        self.app.switch_mode("alarms")

    def leave(self) -> None:
        """What `esc` does when there is nothing left to clear: back to the dashboard."""
        if self.NAME != "dashboard":
            self.app.switch_mode("dashboard")

    @work
    async def action_notice(self) -> None:
        from screens.kit.dialogs import Reader

        text = await self.verbs.in_thread(lambda: self.desk.ask(self.notice))
        if text is not None:
            self.app.copy_to_clipboard(text)
            title = self.desk.words("notice.title")
            await self.app.push_screen_wait(Reader(self.desk, title, text, selectable=True))

    def action_print(self) -> None:
        papers, ledger = self.prints()
        self.verbs.put_on_paper(papers, self.on_paper(), ledger)

    @work
    async def action_palette(self) -> None:
        from screens.kit.palette import Palette

        chosen = await self.app.push_screen_wait(Palette(self.desk, self))
        if chosen is not None:
            await self.run_action(chosen)

    def action_help(self) -> None:
        from screens.kit.dialogs import Reader
        from screens.kit.palette import help_text

        title = self.desk.words("key.help")
        self.app.push_screen(Reader(self.desk, title, help_text(self.desk.words, self)))
