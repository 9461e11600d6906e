"""The wall board: the branch in numbers, live, for a screen that everybody passes.

Counts only: no person and no door is ever read here, because the one who looks is the role that
may see none. There is no key but the one that leaves.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Horizontal, Vertical
from textual.message import Message
from textual.widgets import Digits, Static
from textual.worker import get_current_worker

from models.rules.refusal import Refusal
from models.rules.text import clean
from models.words import Words
from tui.faults import leave_on_signal, write_log
from tui.figures import Figure, figures
from tui.quiet import keep_loop_quiet
from tui.theme import DESK_THEMES

if TYPE_CHECKING:
    from models.board import Board
    from models.store.engine import Store

WAIT_SECONDS = 0.25
"""How long one wait of the feed lasts at most, and so how long leaving may take."""
AGAIN_SECONDS = 15.0
"""What is late becomes late by time alone, so the numbers are read again after so long."""
PARTS: dict[str, Sequence[str]] = {
    "compound": ("households", "residents", "present", "on_duty"),
    "shifts": ("on_post", "gaps"),
    "care": ("total", "overdue", "medicine_urgent"),
    "requests": ("open", "overdue", "closed_today"),
    "stock": ("short", "expiring"),
    "rounds": ("under_way", "left"),
    "isolation": ("isolated", "tests_today", "release_overdue"),
    "gate": ("out", "overdue", "goods_today"),
    "group_buys": ("taking_orders", "in_hand", "portions"),
    "disinfection": ("done_today", "missed"),
    "community": ("gifts", "rumours", "moods"),
    "campaign": ("phase_day", "directives", "directives_overdue"),
}
FIRST = ("shifts", "care", "requests", "stock")
"""The parts that are big on every screen."""
OTHERS = tuple(part for part in PARTS if part not in (*FIRST, "compound"))
"""Beside them where the screen has room; in lines of text where it has none."""


class Number(Vertical):
    """One number, big, with what it counts below it."""

    def __init__(self, part: str, name: str) -> None:
        super().__init__(id=f"{part}-{name}", classes="number")

    def compose(self) -> ComposeResult:
        yield Digits("", classes="value")
        yield Static("", classes="label", markup=False)

    def show(self, figure: Figure, words: Words) -> None:
        """Shows a figure; what calls for a hand is marked by a sign and not by colour alone."""
        small = figure.value is None
        self.query_one(Digits).update("-" if small else str(figure.value))
        mark = "! " if figure.calls else ""
        label = words(f"{figure.label}.of", of=figure.of) if figure.of else words(figure.label)
        told = f"{label} {words('board.few')}" if small else label
        self.query_one(Static).update(mark + told)
        self.set_class(figure.calls, "-calls")


class Lines(Static):
    """The other parts where there is no room for big numbers: as text, each part in one piece."""

    def __init__(self) -> None:
        super().__init__("", id="lines", markup=False)

    def show(self, found: Mapping[str, Sequence[Figure]], words: Words) -> None:
        """Shows the parts as text; a sign stands before what calls for a hand."""
        lines = [Text(no_wrap=True)]
        for piece in (_piece(part, found[part], words) for part in OTHERS if part in found):
            gap = "  " if lines[-1] else ""
            if lines[-1].cell_len + len(gap) + piece.cell_len > self.app.size.width:
                lines.append(Text())
                gap = ""
            lines[-1].append(gap).append_text(piece)
        self.update(Text("\n").join(lines))


def _piece(part: str, row: Sequence[Figure], words: Words) -> Text:
    piece = Text.assemble(" ", (words(f"board.{part}"), "bold"), " ")
    for one in row:
        mark = "!" if one.calls else ""
        piece.append(f" {words(one.label)} {mark}{one.told(words)}")
    return piece


class WallBoard(App[int]):
    """The wall board on one database."""

    TITLE = "quanan board"
    CSS_PATH = "board.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (36, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape,ctrl+q,ctrl+c", "quit", "board.keys", show=False, priority=True),
    ]

    class Read(Message):
        """The numbers of a moment."""

        def __init__(self, board: "Board", now: datetime) -> None:
            super().__init__()
            self.board = board
            self.now = now

    class Failed(Message):
        """The numbers could not be read this time; the last ones stay."""

        def __init__(self, refusal: Refusal, opened: bool) -> None:
            super().__init__()
            self.refusal = refusal
            self.opened = opened

    def __init__(
        self, url: str, words: Words, *, key: str = "", log_folder: Path | None = None
    ) -> None:
        """
        Args:
            key: what the database's file is encrypted with; empty where it is not.
        """
        super().__init__()
        self._url, self._key = url, key
        self._words = words
        self._log_folder = log_folder
        self._last: datetime | None = None
        for theme in DESK_THEMES.values():
            self.register_theme(theme)
        self.theme = next(iter(DESK_THEMES))

    def compose(self) -> ComposeResult:
        say = self._words
        yield Static(say("board.opening"), id="head", markup=False)
        with Horizontal(id="compound"):
            for name in PARTS["compound"]:
                yield Number("compound", name)
        with Grid(id="parts"):
            for part in (*FIRST, *OTHERS):
                with Horizontal(id=part, classes="part" if part in FIRST else "part -other") as box:
                    box.border_title = say(f"board.{part}")
                    for name in PARTS[part]:
                        yield Number(part, name)
        yield Lines()
        yield Static(say("board.keys"), id="foot", markup=False)

    def on_mount(self) -> None:
        leave_on_signal(self)
        keep_loop_quiet(self._log_folder)
        self.call_after_refresh(self._watch)

    @work(thread=True, group="store", exit_on_error=True)
    def _watch(self) -> None:
        """Reads the numbers whenever something moved, and when time alone may have moved them."""
        from models.store.database import database_of
        from models.store.engine import Store
        from models.store.feed import Feed
        from tui.backups import backups_folder

        worker = get_current_worker()
        try:
            store = Store.open(database_of(self._url, self._key), backups=backups_folder())
        except Refusal as refusal:
            self.post_message(self.Failed(refusal, False))
            return
        feed = Feed(store)
        try:
            self._read(store)
            last = monotonic()
            while not worker.is_cancelled:
                if feed.changed(WAIT_SECONDS) or monotonic() - last > AGAIN_SECONDS:
                    last = monotonic()
                    self._read(store)
        finally:
            feed.close()
            store.close()

    def _read(self, store: "Store") -> None:
        from models.board import glance
        from models.store.ended import check_not_ended
        from models.store.engine import Actor

        try:
            check_not_ended(store)
        except Refusal as refusal:
            self.post_message(self.Failed(refusal, False))
            return
        try:
            with store.reading(Actor.wallboard()) as session:
                board, now = glance(session), session.clock.local(session.now)
        except Refusal as refusal:
            self.post_message(self.Failed(refusal, True))
            return
        self.post_message(self.Read(board, now))

    def on_wall_board_read(self, event: Read) -> None:
        words, board = self._words, event.board
        self._last = event.now
        weekday = words(f"weekday.{event.now.isoweekday()}")
        key = "head.date"
        date = words(key, month=event.now.month, day=event.now.day, weekday=weekday)
        day = words("board.day", day=board.day) if board.day else ""
        name = clean(board.name) or words("board.empty")
        parts = [words("board.title"), name, day, words.of(board.phase), date]
        self.query_one("#head", Static).update(Text("  ".join(filter(None, parts))))
        found = figures(board)
        for part, numbers in found.items():
            for figure in numbers:
                self.query_one(f"#{part}-{figure.name}", Number).show(figure, words)
            self.query_one(f"#{part}").set_class(any(one.calls for one in numbers), "-calls")
        self.query_one(Lines).show(found, words)
        self._tell(words("board.live", time=f"{event.now:%H:%M}"))

    def on_wall_board_failed(self, event: Failed) -> None:
        told = self._words(event.refusal.key, **event.refusal.params)
        if not event.opened:
            self.exit(1, message=f"quanan: {told}")
        elif self._last is not None:
            self._tell(self._words("board.stale", time=f"{self._last:%H:%M}"))
        else:
            self._tell(told)

    def _tell(self, state: str) -> None:
        self.query_one("#foot", Static).update(f"{self._words('board.keys')}   {state}")

    async def action_quit(self) -> None:
        self.exit(0)

    def _fatal_error(self) -> None:
        """Ends with a sentence; see `tui.faults`."""
        error = self._exception
        where = write_log(error, self._log_folder) if error is not None else None
        told = self._words("fault.sorry", path=str(where) if where else "-")
        self._exit_renderables.append(Text(told))
        self._close_messages_no_wait()
