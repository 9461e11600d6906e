"""One record opened: all its fields, what belongs to it, its timeline, its verbs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from models.rules.refusal import Refusal
from screens.kit.desk import Desk
from screens.kit.dialogs import Window, clickable
from screens.kit.draw import Cell, Draw, did, wrapped
from screens.kit.menu import record_of
from screens.kit.said import Said
from screens.kit.table import Column, RecordTable
from screens.kit.verbs import Verbs

if TYPE_CHECKING:
    from models.acts import ActLine
    from models.store.register import Sheet


LABEL = 16
"""Cells for what a line is."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line of the sheet."""

    key: str
    label: str
    value: str
    alarm: bool = False
    done: bool = False
    """Whether it is a job of a sheet that is ticked off already."""


def _label(line: SheetLine, _: Draw) -> Cell:
    return line.label, "muted"


def _value(line: SheetLine, _: Draw) -> Cell:
    if line.done:
        return line.value, "ok"
    return (line.value, "alarm") if line.alarm else line.value


class Record(Window[None]):
    """A record over the room; every verb of the row works here too.

    On a sheet of jobs the verbs act on the jobs: those still open are marked when it is opened, so
    that one verb ticks all of them off; `x` takes the mark from what was not done.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "next_step", "key.next", id="record.next"),
        Binding("v", "verbs", "key.verbs", id="record.verbs"),
        Binding("e", "edit", "key.edit", id="record.edit"),
        Binding("r", "reveal", "key.reveal", id="record.reveal"),
        Binding("u", "undo", "key.undo", id="record.undo"),
        Binding("x", "mark", "key.mark", id="record.mark"),
    ]

    class Loaded(Message):
        """The sheet came back."""

        def __init__(self, sheet: "Sheet", timeline: "tuple[ActLine, ...]") -> None:
            super().__init__()
            self.sheet = sheet
            self.timeline = timeline

    def __init__(self, desk: Desk, key: str) -> None:
        super().__init__(desk, "", desk.words("foot.record"))
        self.key = key
        self.verbs = Verbs(self)
        self._sheet = RecordTable(
            (Column("", _label, LABEL), Column("", _value)), heading=False, id="sheet"
        )
        self._shown: Record.Loaded | None = None
        self._jobs: frozenset[str] | None = None
        """Keys of the jobs that the record lists; None until it was read."""
        self._ticks: dict[str, str] = {}
        """Key of a job -> the verb that a tick on paper stands for."""
        self._title_line = Said("", classes="lead")

    @property
    def table(self) -> RecordTable | None:
        """The list of jobs, where the record is one; else verbs act on the record itself."""
        return self._sheet if self._jobs else None

    def contents(self) -> ComposeResult:
        yield self._title_line
        yield self._sheet

    def chosen(self) -> tuple[str, ...]:
        """The record itself; on a sheet of jobs those that are marked, else the one in hand."""
        if not self._jobs:
            return (self.key,)
        if self._sheet.deaf:
            return ()
        return tuple(key for key in self._sheet.chosen if key in self._jobs)

    def on_mount(self) -> None:
        self._sheet.focus()
        self.load()

    def on_screen_resume(self) -> None:
        self.load()

    def load(self) -> None:
        """Reads the record again."""
        self._read()

    @work(thread=True, exclusive=True, group="read")
    def _read(self) -> None:
        from models.acts import every_area, timeline
        from models.store.register import opened_sheet

        kind, row_id = record_of(self.key)
        try:
            every_area()
            sheet, acts = self.desk.ask(
                lambda s: (opened_sheet(s, kind, row_id), timeline(s, kind, row_id))
            )
        except Refusal as refusal:
            self.app.call_from_thread(self.verbs.warn, refusal)
            self.app.call_from_thread(self.dismiss, None)
            return
        self.post_message(self.Loaded(sheet, acts))

    def on_record_loaded(self, event: Loaded) -> None:
        self._shown = event
        draw = self.desk.draw()
        words, arrow = draw.words, draw.mark("→")
        self._title_line.update(event.sheet.title)
        lines = [
            line
            for place, f in enumerate(event.sheet.fields)
            for line in self._whole(f"field:{place}", words(f.label), draw.value(f.value), f.alarm)
        ]
        lines += [
            SheetLine(
                job.key,
                words(f"kind.{job.key.partition(':')[0]}"),
                f"{job.label} · {words.of(job.state)}",
                done=not job.open,
            )
            for job in event.sheet.jobs
        ]
        lines += [
            SheetLine(f"{kind}:{row_id}", words(f"kind.{kind}"), f"{arrow} {words.of(label)}")
            for kind, row_id, label in event.sheet.related
        ]
        lines += [
            line
            for act in event.timeline
            for line in self._whole(
                f"act:{act.id}",
                draw.stamp(act.at),
                f"{words.of(act.who)} {did(words, act.verb, act.params)}"
                + (f" ({act.why})" if act.why else "")
                + (f" {words('journal.undone')}" if act.undone else ""),
            )
        ]
        self._sheet.show(lines, draw)
        if self._jobs is None and event.sheet.jobs:
            self._sheet.mark(job.key for job in event.sheet.jobs if job.open)
            self._sheet.go_to(event.sheet.jobs[0].key)
        self._jobs = frozenset(job.key for job in event.sheet.jobs)
        self._ticks = {job.key: job.tick for job in event.sheet.jobs if job.tick}
        self._tell_marked()

    def _whole(self, key: str, label: str, value: str, alarm: bool = False) -> list[SheetLine]:
        """A value on as many lines as it needs: what a record says is nowhere else to be read."""
        # The list keeps a cell for its marks, one after each column, and one for its scroll bar.
        width = self._sheet.size.width - LABEL - 4
        first, *more = wrapped(value, width) if width > 0 else [value]
        return [
            SheetLine(key, label, first, alarm),
            *(SheetLine(f"{key}.{n}", "", part, alarm) for n, part in enumerate(more, 1)),
        ]

    def on_resize(self) -> None:
        if self._shown is not None:
            self.on_record_loaded(self._shown)

    def _tell_marked(self) -> None:
        """The keys of a sheet of jobs: `space` says how many it will hit."""
        if self._jobs:
            told = self.desk.words("foot.jobs", n=len(self._sheet.marks) or 1)
            self.query_one(".window").border_subtitle = clickable(told)

    def on_record_table_opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        kind, _, _ = event.key.partition(":")
        if "." in kind:
            self.app.push_screen(Record(self.desk, event.key))

    def action_next_step(self) -> None:
        self.verbs.next_step(self._ticks)

    def action_verbs(self) -> None:
        self.verbs.menu()

    def action_edit(self) -> None:
        self.verbs.edit()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Marks are for a sheet of jobs."""
        return bool(self._jobs) if action == "mark" else True

    def action_mark(self) -> None:
        self._sheet.toggle_mark()
        self._tell_marked()

    def action_reveal(self) -> None:
        self.verbs.reveal()

    def action_undo(self) -> None:
        self.verbs.undo_mine()
