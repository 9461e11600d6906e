"""The few windows that open over a room: choose one, confirm, read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from rich.cells import cell_len
from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea
from textual.worker import get_current_worker

from models.rules.refusal import Refusal
from models.rules.text import clean_lines
from models.words import Words
from screens.kit.desk import Desk
from screens.kit.draw import Cell, Draw, safe
from screens.kit.line import Line
from screens.kit.said import Said
from screens.kit.table import Column, RecordTable

if TYPE_CHECKING:
    from screens.kit.kept import Unsaved

ResultT = TypeVar("ResultT")

FOOT_KEYS = {
    "enter": "enter",
    "esc": "escape",
    "tab": "tab",
    "space": "space",
    "a": "a",
    "v": "v",
    "e": "e",
    "r": "r",
    "u": "u",
    "+": "plus",
    "-": "minus",
} | {f"ctrl+{letter}": f"ctrl+{letter}" for letter in "st"}
"""Keys as a foot names them, and as they are pressed."""


def clickable(foot: str) -> str:
    """The keys of a foot (`enter 确定  esc 返回`), each also to be pressed with the mouse."""
    told = []
    for part in foot.split("  "):
        key = part.partition(" ")[0]
        said = part.replace("[", "\\[")
        pressed = FOOT_KEYS.get(key)
        told.append(f"[@click=app.simulate_key('{pressed}')]{said}[/]" if pressed else said)
    return "  ".join(told)


class Window(ModalScreen[ResultT], Generic[ResultT]):
    """A box over the room: a title in its border, its keys in its foot, `esc` leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "key.back", id="window.leave")
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]

    def __init__(self, desk: Desk, title: str, foot: str = "") -> None:
        super().__init__()
        self.desk = desk
        self._title_text = title
        self._foot_text = foot

    @property
    def words(self) -> Words:
        """The words of the language on show."""
        return self.desk.words

    def compose(self) -> ComposeResult:
        with Vertical(classes="window") as box:
            box.border_title = Text(safe(self._title_text)).plain.replace("[", "\\[")
            box.border_subtitle = clickable(self._foot_text)
            yield from self.contents()

    def contents(self) -> ComposeResult:
        """The widgets inside the box."""
        yield from ()

    def unsaved(self) -> "Unsaved | None":
        """What somebody typed here that is lost if the desk ends now."""
        return None

    async def action_leave(self) -> None:
        self.dismiss(None)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may be chosen."""

    key: str
    label: str
    detail: str = ""
    letter: str = ""
    """The key that chooses it at once, in a window without a field to type in."""
    refusal: str = ""
    """Why it may not be chosen now; it is shown, and choosing it says this."""


def _letter(option: Option, _: Draw) -> Cell:
    return option.letter, "strong"


def _label(option: Option, _: Draw) -> Cell:
    return (option.label, "muted") if option.refusal else option.label


def _detail(option: Option, _: Draw) -> Cell:
    return option.refusal or option.detail, "muted"


class Chooser(Window[str]):
    """Choose one of a list by arrows, by letter, or by typing a part of it.

    Gives the key of the option, or None.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False, id="chooser.up"),
        Binding("down", "step(1)", show=False, id="chooser.down"),
        Binding("enter", "take", show=False, priority=True, id="chooser.take"),
    ]

    class Answered(Message):
        """A search came back for what was typed."""

        def __init__(self, text: str, options: Sequence[Option], why: str = "") -> None:
            super().__init__()
            self.text = text
            self.options = tuple(options)
            self.why = why
            """Why nothing answers, where more is known than that."""

    def __init__(
        self,
        desk: Desk,
        title: str,
        options: Sequence[Option] = (),
        *,
        search: Callable[[str], Sequence[Option]] | None = None,
        typing: bool = True,
        text: str = "",
        empty: str = "",
        prompt: str = "",
    ) -> None:
        """
        Args:
            search: finds options for a typed text, in a thread; without it the given options are
                narrowed to those that hold the text.
            typing: whether there is a field to type in; without it letters choose.
            text: what the field opens with.
            empty: the sentence when nothing answers.
        """
        super().__init__(desk, title, desk.words("foot.choose"))
        self._all = tuple(options)
        self._search = search
        self._typing = typing
        self._text = text
        self._empty = empty or desk.words("find.empty")
        self._prompt = prompt
        self._field = Line(desk, text, placeholder=prompt)
        self._answered: str | None = None if search is not None else text
        self._take_next: str | None = None
        """What was typed when `enter` was pressed before the search for it came back."""
        letter = (Column("", _letter, 2),) if not typing else ()
        longest = max((cell_len(option.label) for option in self._all), default=0)
        # A menu is read from left to right: its words take what they need, the reasons the rest.
        label = Column("", _label, 0 if typing else min(longest + 1, 36), weight=3)
        self._table = RecordTable((*letter, label, Column("", _detail, weight=4)), heading=False)
        self._says = Said("", classes="empty")

    def contents(self) -> ComposeResult:
        if self._typing:
            yield self._field
        yield self._table
        yield self._says

    def on_mount(self) -> None:
        (self._field if self._typing else self._table).focus()
        self._offer(self._all)
        if not self._typing:
            first = next((option for option in self._all if not option.refusal), None)
            if first is not None:
                self._table.go_to(first.key)
        if self._search is not None:
            self._look(self._text)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._search is not None:
            self._look(event.value)
            return
        typed = event.value.strip().casefold()
        self._offer([o for o in self._all if typed in f"{o.label} {o.detail} {o.key}".casefold()])

    @work(thread=True, exclusive=True, group="search")
    def _look(self, text: str) -> None:
        assert self._search is not None
        worker = get_current_worker()
        found: Sequence[Option] = ()
        why = ""
        try:
            found = self._search(text)
        except Refusal as refusal:
            why = self.words(refusal.key, **refusal.params)
        if not worker.is_cancelled:
            self.post_message(self.Answered(text, found, why))

    def on_chooser_answered(self, event: Answered) -> None:
        if self._typing and event.text != self._field.value:
            return
        self._answered = event.text
        self._offer(event.options, event.why)
        if self._take_next == event.text:
            self.action_take()

    def _offer(self, options: Sequence[Option], why: str = "") -> None:
        self._table.show(options, self.desk.draw())
        self._table.action_edge(0)
        self._says.update("" if options else why or self._empty)
        self._says.set_class(bool(options), "-hidden")

    def action_step(self, steps: int) -> None:
        self._table.action_move(steps)

    def action_take(self) -> None:
        # What is on show may still be the answer to an earlier text: `enter` waits for its own.
        searching = self._search is not None and self._answered != self._field.value
        self._take_next = self._field.value if searching else None
        if not searching and self._table.cursor is not None:
            self._take(self._table.cursor.key)

    def on_record_table_opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self._take(event.key)

    def on_click(self, event: events.Click) -> None:
        if event.widget is self._table and self._table.cursor is not None and event.chain == 1:
            self.call_after_refresh(self.action_take)

    def on_key(self, event: events.Key) -> None:
        if self._typing or event.character is None:
            return
        for line in self._table.lines:
            if isinstance(line, Option) and line.letter and line.letter == event.character:
                event.stop()
                self._take(line.key)
                return

    def _take(self, key: str) -> None:
        option = next(o for o in self._table.lines if o.key == key)
        if isinstance(option, Option) and option.refusal:
            self.app.notify(option.refusal, severity="warning", markup=False)
            return
        self.dismiss(key)


class Confirm(Window[bool]):
    """One question; `enter` does it, `esc` leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "do", "key.yes", id="confirm.do")]

    def __init__(self, desk: Desk, question: str, foot: str = "foot.confirm") -> None:
        super().__init__(desk, desk.words("say.confirm"), desk.words(foot))
        self._question = question

    def contents(self) -> ComposeResult:
        yield Said(self._question, classes="question")

    def action_do(self) -> None:
        self.dismiss(True)


class Reader(Window[None]):
    """A text to read, which can be selected and copied."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "leave", show=False, priority=True, id="reader.leave")
    ]

    def __init__(self, desk: Desk, title: str, text: str, *, selectable: bool = False) -> None:
        super().__init__(desk, title, desk.words("foot.read"))
        self._text = text
        self._selectable = selectable

    def contents(self) -> ComposeResult:
        if self._selectable:
            plain = "\n".join(clean_lines(self._text))
            yield TextArea(plain, read_only=True, show_line_numbers=False)
        else:
            with VerticalScroll():
                yield Said(self._text)
