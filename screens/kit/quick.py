"""The quick line: type what happened, see every field named, save with `enter`.

The preview says what each word was taken for and which words were not read; what may mean several
things is chosen with the arrows. Nothing is saved while anything is unread.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input
from textual.worker import get_current_worker

from models.rules.codes import meant_as_code
from models.rules.refusal import Refusal
from models.rules.text import clean
from screens.kit.desk import Desk
from screens.kit.dialogs import Window
from screens.kit.draw import Cell, Draw, Tone
from screens.kit.kept import Recall, Unsaved
from screens.kit.line import Line
from screens.kit.said import Said
from screens.kit.table import Column, RecordTable
from screens.kit.verbs import Verbs

if TYPE_CHECKING:
    from models.quick import Understood
    from models.store.drafts import Ask
    from models.store.register import Found


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One line below the field: a part of what was typed, or a choice for one."""

    key: str
    label: str
    text: str
    tone: Tone = "plain"


def _label(line: PreviewLine, _: Draw) -> Cell:
    return line.label, "muted"


def _text(line: PreviewLine, _: Draw) -> Cell:
    return line.text, line.tone


class QuickLine(Window[str]):
    """One line that records anything; a code off paper gives the sheet it stands for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "save", "key.save", priority=True, id="quick.save"),
        Binding("up", "step(-1)", show=False, priority=True, id="quick.up"),
        Binding("down", "step(1)", show=False, priority=True, id="quick.down"),
    ]

    class Read(Message):
        """The line was read against the records."""

        def __init__(
            self, text: str, understood: "Understood", sheets: Sequence["Found"] = ()
        ) -> None:
            super().__init__()
            self.text = text
            self.understood = understood
            self.sheets = tuple(sheets)

    def __init__(self, desk: Desk, text: str = "") -> None:
        super().__init__(desk, desk.words("quick.title"), desk.words("foot.quick"))
        self.verbs = Verbs(self)
        self._recall = Recall("quick.title", (), {})
        self._chosen: dict[str, Found] = {}
        self._understood: Understood | None = None
        self._sheet: Found | None = None
        """The printed sheet whose code was typed."""
        self._read_of = ""
        self._warned_of = ""
        """The line that somebody was asked about; saved again it is meant."""
        self._save_next: str | None = None
        """What was typed when `enter` was pressed before the line was read."""
        prompt = desk.words("quick.prompt")
        self._field = Line(desk, text, placeholder=prompt)
        self._preview = RecordTable((Column("", _label, 14), Column("", _text)), heading=False)
        self._preview.can_focus = False
        self._says = Said("", classes="says")

    @property
    def table(self) -> RecordTable | None:
        """No records here."""
        return None

    def chosen(self) -> tuple[str, ...]:
        """No records here."""
        return ()

    def load(self) -> None:
        """Nothing to read again: the line has been saved."""

    def contents(self) -> ComposeResult:
        yield self._field
        yield self._preview
        yield self._says

    def on_mount(self) -> None:
        self._field.focus()
        self._look(self._field.value, {})

    def unsaved(self) -> Unsaved | None:
        """The line, if there is one and it was not saved."""
        from models.store.kept import OpenForm

        text = clean(self._field.value)
        form = OpenForm("quick.title", (), {"text": text})
        return Unsaved(form, self._recall) if text else None

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._understood = None
        self._say("")
        self._look(event.value, dict(self._chosen))

    @work(thread=True, exclusive=True, group="read")
    def _look(self, text: str, chosen: "dict[str, Found]") -> None:
        from models.find import anything
        from models.quick import understand

        worker = get_current_worker()
        words = self.words
        understood = self.desk.ask(lambda s: understand(s, text, words, chosen))
        sheets: tuple[Found, ...] = ()
        if understood.verb is None and meant_as_code(text):
            sheets = self.desk.ask(lambda s: anything(s, text, ("papers.sheet",)))
        if not worker.is_cancelled:
            self.post_message(self.Read(text, understood, sheets))

    def on_quick_line_read(self, event: Read) -> None:
        if event.text != self._field.value:
            return
        self._understood, self._read_of = event.understood, event.text
        self._sheet = event.sheets[0] if event.sheets else None
        lines = self._lines(event.understood) if event.text.strip() else self._examples()
        self._preview.show(lines, self.desk.draw())
        self._preview.action_edge(0)
        for place, line in enumerate(lines):
            if line.key.startswith("option:"):
                self._preview.action_edge(place)
                break
        waiting, self._save_next = self._save_next, None
        if waiting == event.text and event.understood.choice is None:
            self._save_typed()

    def _lines(self, understood: "Understood") -> list[PreviewLine]:
        words = self.words
        if self._sheet is not None:
            label = words("kind.papers.sheet")
            return [PreviewLine("sheet", label, self._sheet.label, "strong")]
        if understood.verb is None and meant_as_code(self._read_of):
            wrong = words("refuse.papers.code", code=self._read_of.strip())
            return [PreviewLine("none", words("kind.papers.sheet"), wrong, "warn")]
        if understood.verb is None:
            return [
                PreviewLine("none", words("quick.verb"), words("quick.no_verb"), "warn"),
                *self._examples(),
            ]
        lines = [PreviewLine("verb", words("quick.verb"), words(understood.verb), "strong")]
        for part in understood.parts:
            label = words(part.label)
            if part.refusal is not None:
                said = words(part.refusal.key, **part.refusal.params)
                lines.append(PreviewLine(f"part:{part.name}", label, said, "alarm"))
            elif part.options:
                key = "quick.near" if part.near else "quick.which"
                said = words(key, text=part.shown, n=len(part.options))
                lines.append(PreviewLine(f"part:{part.name}", label, said, "warn"))
                if part is understood.choice:
                    for place, found in enumerate(part.options):
                        shown = f"{found.label} {found.detail}"
                        lines.append(PreviewLine(f"option:{place}", "", shown))
            else:
                lines.append(PreviewLine(f"part:{part.name}", label, part.shown, "ok"))
        for ask in understood.missing:
            lines.append(
                PreviewLine(f"part:{ask.name}", words(ask.label), self._missing(ask), "warn")
            )
        if understood.unread:
            unread = " ".join(understood.unread)
            lines.append(PreviewLine("unread", words("quick.unread"), unread, "alarm"))
        return lines

    def _missing(self, ask: "Ask") -> str:
        if ask.enum is None:
            return self.words("quick.missing")
        return self.words("quick.missing_choice", choices=tuple(ask.enum))

    def _examples(self) -> list[PreviewLine]:
        words = self.words
        return [
            PreviewLine(
                f"example:{n}", words("quick.example"), words(f"quick.example.{n}"), "muted"
            )
            for n in range(1, 5)
        ]

    def action_step(self, steps: int) -> None:
        self._preview.action_move(steps)

    def action_save(self) -> None:
        # The key is here before the field has taken what was typed ahead of it.
        self._field.call_later(self._save_typed)

    def _save_typed(self) -> None:
        understood, line = self._understood, self._preview.cursor
        if understood is None or self._read_of != self._field.value:
            self._save_next = self._field.value
            # Once more: the records could not be read, perhaps, when it was typed.
            self._look(self._field.value, dict(self._chosen))
            return
        if self._sheet is not None:
            self.dismiss(f"{self._sheet.kind}:{self._sheet.id}")
            return
        if understood.choice is not None and line is not None and line.key.startswith("option:"):
            place = int(line.key.partition(":")[2])
            self._chosen[understood.choice.name] = understood.choice.options[place]
            self._look(self._field.value, dict(self._chosen))
            return
        self._save(understood)

    @work(group="save", exclusive=True)
    async def _save(self, understood: "Understood") -> None:
        try:
            draft = understood.draft()
        except Refusal as refusal:
            self.say(refusal)
            return
        numbers = understood.numbers
        if numbers and self._warned_of != self._read_of:
            self._warned_of = self._read_of
            self._say(self.words(f"warn.number.{next(iter(numbers.values()))}"))
            return
        assert understood.verb is not None
        refused = await self.verbs.perform(understood.verb, [draft], recall=self._recall)
        if refused is None:
            self.dismiss(None)
        else:
            self.say(refused)

    def say(self, refusal: Refusal | None) -> None:
        """Says under the line why something cannot be done, or takes it back."""
        if refusal is None:
            self._say("")
            return
        say = getattr(refusal, "say", None)
        self._say(say(self.words) if say else self.words(refusal.key, **refusal.params))

    def _say(self, sentence: str) -> None:
        self._says.update(sentence)
        self._says.set_class(bool(sentence), "-shown")
