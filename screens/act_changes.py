"""What one act changed: every record it touched, field by field, as who looks may read it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from models.rules.refusal import Refusal
from models.words import Words
from screens.kit.desk import Desk
from screens.kit.dialogs import Window
from screens.kit.draw import Cell, Draw, did
from screens.kit.record import Record
from screens.kit.said import Said
from screens.kit.table import Column, RecordTable

if TYPE_CHECKING:
    from models.acts import ActLine
    from models.history import ActChanges, FieldChange, RowChange


def said_by(line: "ActLine", words: Words) -> str:
    """Who did it; the clock and the set-up are no persons."""
    return words.of(line.who)


def sentence(line: "ActLine", words: Words) -> str:
    """What an act did, in the language on show."""
    return did(words, line.verb, line.params)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line of the window: a record, or one of its fields before and after."""

    key: str
    done: str
    """For the head of a record: what was done to it."""
    label: str
    before: str
    after: str
    record: str | None
    """Key of the record, where it can be opened."""
    head: bool


def _done(line: ChangeLine, _: Draw) -> Cell:
    return line.done, "strong"


def _label(line: ChangeLine, _: Draw) -> Cell:
    return line.label, "strong" if line.head else "muted"


def _before(line: ChangeLine, _: Draw) -> Cell:
    return line.before, "strong" if line.head else "muted"


def _after(line: ChangeLine, draw: Draw) -> Cell:
    return f"{draw.mark('→')} {line.after}" if line.after and not line.head else line.after


class Changes(Window["ActLine | None"]):
    """What one act changed. Gives the act back when it shall be taken back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "take_back", "journal.take_back", id="changes.take_back"),
    ]

    class Loaded(Message):
        """The changes came back."""

        def __init__(self, changes: "ActChanges") -> None:
            super().__init__()
            self.changes = changes

    def __init__(self, desk: Desk, line: "ActLine") -> None:
        words, draw = desk.words, desk.draw()
        title = words("journal.changes", at=draw.stamp(line.at), who=said_by(line, words))
        super().__init__(desk, title, words("journal.foot"))
        self._line = line
        told = sentence(line, words)
        if line.undone:
            told += f" {words('journal.undone')}"
        if line.why:
            told += "\n" + words("journal.why", why=line.why)
        self._lead = Said(told, classes="lead")
        self._table = RecordTable(
            (
                Column("", _done, 7),
                Column("", _label, 17),
                Column("", _before),
                Column("", _after),
            ),
            heading=False,
        )
        self._says = Said("", classes="empty -hidden")

    def contents(self) -> ComposeResult:
        yield self._lead
        yield self._table
        yield self._says

    def on_mount(self) -> None:
        self._table.focus()
        self._read()

    @work(thread=True, exclusive=True, group="read", exit_on_error=False)
    def _read(self) -> None:
        from models.history import changes_of

        try:
            found = self.desk.ask(lambda session: changes_of(session, self._line.id))
        except Refusal as refusal:
            self.app.call_from_thread(self._say, self.words(refusal.key, **refusal.params))
            return
        self.post_message(self.Loaded(found))

    def _say(self, sentence_: str) -> None:
        self._says.update(sentence_)
        self._says.set_class(not sentence_, "-hidden")

    def on_changes_loaded(self, event: Loaded) -> None:
        draw, words, found = self.desk.draw(), self.words, event.changes
        lines = [line for row in found.rows for line in _row_lines(row, draw)]
        self._table.show(lines, draw)
        notes = []
        if found.more:
            notes.append(words("journal.more_rows", n=found.more))
        if found.erased:
            notes.append(words("journal.erased"))
        if not lines and not notes:
            notes.append(words("journal.nothing"))
        self._say("  ".join(notes))

    def on_record_table_opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        line = event.table.cursor
        if isinstance(line, ChangeLine) and line.record is not None:
            self.app.push_screen(Record(self.desk, line.record))

    def action_take_back(self) -> None:
        self.dismiss(self._line)


def _row_lines(row: "RowChange", draw: Draw) -> list[ChangeLine]:
    words = draw.words
    record = f"{row.kind}:{row.row_id}" if row.kind else None
    named = f"kind.{row.kind}" if row.kind and words.has(f"kind.{row.kind}") else ""
    table = words(named or f"journal.table.{row.table}")
    place = f"{row.table}:{row.row_id}"
    label = row.label or f"#{row.row_id}"
    done = words(f"journal.{row.operation}")
    head = ChangeLine(f"{place}:", done, table, label, "", record, True)
    return [head, *(_field_line(place, record, row, change, draw) for change in row.fields)]


def _field_line(
    place: str, record: str | None, row: "RowChange", change: "FieldChange", draw: Draw
) -> ChangeLine:
    label = field_word(draw.words, change.name)
    if change.part:
        label = f"{label} · {change.part}"
    key = f"{place}:{change.name}.{change.part}"
    if change.hidden:
        return ChangeLine(key, "", label, draw.words("journal.hidden"), "", record, False)
    before, after = draw.value(change.before), draw.value(change.after)
    if row.operation == "insert":
        before, after = after, ""
    return ChangeLine(key, "", label, before, after, record, False)


def field_word(words: Words, name: str) -> str:
    """The word of a field, as its form says it, else as the journal does."""
    return next(
        (words(key) for key in (f"field.{name}", f"journal.field.{name}") if words.has(key)), name
    )
