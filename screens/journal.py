"""The journal: everything that was done, latest first, and what each act changed.

A leader reads here what happened since the hand-over, and takes back what should not have
happened: his or her own acts at once, another's with a reason that stays beside it.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from models.rules.refusal import Refusal
from models.words import Words
from screens.kit.desk import Desk
from screens.kit.dialogs import Chooser, Option, Window
from screens.kit.draw import Cell, Draw
from screens.kit.masthead import Masthead
from screens.kit.panel import Panel
from screens.kit.record import Record
from screens.kit.room import Room
from screens.kit.table import Column, RecordTable

if TYPE_CHECKING:
    from models.acts import ActLine
    from models.history import ActChanges, FieldChange, JournalPage, RowChange, Scope
    from models.store.engine import Reading

PAGE = 60
NEAR_THE_END = 3
"""Lines before the last one at which older acts are asked for."""


# ── columns ─────────────────────────────────────────────────────────────────────────────────────


def at(line: "ActLine", draw: Draw) -> Cell:
    return draw.stamp(line.at)


def who(line: "ActLine", draw: Draw) -> Cell:
    return said_by(line, draw.words)


def what(line: "ActLine", draw: Draw) -> Cell:
    told = sentence(line, draw.words)
    if line.undone:
        return f"{told} {draw.words('journal.undone')}", "muted"
    return told


def why(line: "ActLine", _: Draw) -> Cell:
    return line.why, "muted"


COLUMNS = (
    Column("journal.col.at", at, 11),
    Column("journal.col.who", who, 8),
    Column("journal.col.what", what, weight=3),
    Column("journal.col.why", why, wide=100),
)


def said_by(line: "ActLine", words: Words) -> str:
    """Who did it; the clock and the set-up are no persons."""
    return words.of(line.who)


def sentence(line: "ActLine", words: Words) -> str:
    """What an act did, in the language on show."""
    told = words(f"{line.verb}.did", **line.params)
    many = line.params.get("many")
    return f"{told} {words('journal.many', n=many)}" if isinstance(many, int) else told


def area_word(words: Words, area: str) -> str:
    """The word of an area: its room's, where it has one."""
    return words(f"room.{area}" if words.has(f"room.{area}") else f"journal.area.{area}")


# ── the room ────────────────────────────────────────────────────────────────────────────────────


class JournalRoom(Room):
    """Every act."""

    NAME = "journal"
    WATCHES = frozenset({"journal"})
    FILTERS = (
        "journal.filter.today",
        "journal.filter.handover",
        "journal.filter.person",
        "journal.filter.area",
    )
    MINE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "next_step", "journal.take_back", id="room.next"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._scope: Scope | None = None
        self._person = ""
        self._limit = PAGE
        self._more = False

    def compose_room(self) -> ComposeResult:
        yield Panel("journal", COLUMNS, heading=True)

    def read(self, session: "Reading") -> "JournalPage":
        from models.history import Scope, page

        scope = self._scope or Scope()
        if self.narrowing.mine:
            scope = replace(scope, person_id=session.viewer.id or 0)
        return page(session, scope, self._limit)

    def show(self, view: "JournalPage", draw: Draw) -> None:
        self._more = view.more
        key = "journal.count.more" if view.more else "journal.count"
        counts = draw.words(key, n=len(view.lines))
        if view.since is not None:
            counts = f"{draw.words('journal.since', at=draw.stamp(view.since))} {counts}"
        self.query_one(Panel).show(view.lines, counts, draw)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An act is not edited, revealed or marked."""
        if action in ("edit", "reveal", "mark"):
            return False
        return super().check_action(action, parameters)

    def on_record_table_moved(self, event: RecordTable.Moved) -> None:
        lines = event.table.lines
        cursor = event.table.cursor
        if self._more and cursor in lines[-NEAR_THE_END:] and len(lines) >= self._limit:
            self._limit += PAGE
            self.load()

    # ── narrowing ───────────────────────────────────────────────────────────────────────────

    def action_filter(self) -> None:
        self._choose_scope()

    @work
    async def _choose_scope(self) -> None:
        from models.acts import who_may_act
        from models.history import Scope, Since

        words = self.desk.words
        options = [Option(key, words(key), letter=str(n)) for n, key in enumerate(self.FILTERS, 1)]
        chosen = await self.app.push_screen_wait(
            Chooser(self.desk, words("key.filter"), options, typing=False)
        )
        if not chosen:
            return
        scope = self._scope or Scope()
        if chosen == "journal.filter.today":
            scope = replace(scope, since=Since.today)
        elif chosen == "journal.filter.handover":
            scope = replace(scope, since=Since.handover)
        elif chosen == "journal.filter.person":
            found = await self.verbs.in_thread(lambda: self.desk.ask(who_may_act))
            people = {str(a.id): (a.name, short) for a, short in found or ()}
            person = await self._pick(
                "journal.filter.person", [Option(k, n, s) for k, (n, s) in people.items()]
            )
            if person is None:
                return
            self._person = people[person][0]
            scope = replace(scope, person_id=int(person))
        else:
            area = await self._pick("journal.filter.area", self._areas())
            if area is None:
                return
            scope = replace(scope, area=area)
        self._scope, self._limit = scope, PAGE
        self._narrowed()

    def _areas(self) -> list[Option]:
        import models

        return [Option(area, area_word(self.desk.words, area), area) for area in models.AREAS]

    async def _pick(self, title: str, options: list[Option]) -> str | None:
        return await self.app.push_screen_wait(Chooser(self.desk, self.desk.words(title), options))

    def action_clear(self) -> None:
        if self._scope is None:
            super().action_clear()
            return
        self._scope, self._limit = None, PAGE
        self._narrowed()

    def _tell_narrowing(self) -> None:
        super()._tell_narrowing()
        words, scope = self.desk.words, self._scope
        masthead = self.query_one(Masthead)
        parts = [masthead.note]
        if scope is not None:
            parts += [
                words(f"journal.filter.{scope.since.value}") if scope.since else "",
                self._person if scope.person_id else "",
                area_word(words, scope.area) if scope.area else "",
            ]
        masthead.note = " ".join(part for part in parts if part)
        masthead.refresh()

    # ── acting on an act ────────────────────────────────────────────────────────────────────

    def _act(self) -> "ActLine | None":
        from models.acts import ActLine

        table = self.table
        line = table.cursor if table is not None and not table.deaf else None
        return line if isinstance(line, ActLine) else None

    def on_record_table_opened(self, event: RecordTable.Opened) -> None:
        event.prevent_default()  # an act is not opened as a record
        line = self._act()
        if line is not None:
            self.app.push_screen(Changes(self.desk, line), self._looked)

    def _looked(self, line: "ActLine | None") -> None:
        if line is not None:
            self._take_back(line)

    def action_next_step(self) -> None:
        line = self._act()
        if line is not None:
            self._take_back(line)

    def action_verbs(self) -> None:
        self._menu()

    @work
    async def _menu(self) -> None:
        line = self._act()
        if line is None:
            return
        words = self.desk.words
        refusal = self._refusal(line)
        told = words(refusal.key, **refusal.params) if refusal else ""
        options = [
            Option("look", words("journal.look"), letter="a"),
            Option("undo", words("journal.take_back"), letter="b", refusal=told),
        ]
        chosen = await self.app.push_screen_wait(
            Chooser(self.desk, words("key.verbs"), options, typing=False)
        )
        if chosen == "look":
            self.app.push_screen(Changes(self.desk, line), self._looked)
        elif chosen == "undo":
            self._take_back(line)

    def _refusal(self, line: "ActLine") -> Refusal | None:
        """Why this person may not take the act back, as far as that can be said beforehand."""
        from models.store.register import GRID

        actor = self.desk.actor
        if line.undone:
            return Refusal("refuse.undo.done", who="")
        if not line.mine and (actor is None or actor.role not in GRID):
            return Refusal("refuse.undo.others")
        return None

    @work(group="write")
    async def _take_back(self, line: "ActLine") -> None:
        """Takes an act back: my own after one question, another's with a reason."""
        from models.acts import undo

        refusal = self._refusal(line) if not line.undone else None
        if refusal is not None:
            self.verbs.warn(refusal)
        elif line.mine:
            await self.verbs.undo(line, undo)
        else:
            await self._ask_reason(line)

    async def _ask_reason(self, line: "ActLine") -> None:
        import asyncio

        from models.acts import undo
        from models.store.drafts import Ask, Shape
        from screens.kit.form import Form

        words, desk = self.desk.words, self.desk
        told = sentence(line, words)

        async def submit(values: dict[str, object], _: dict[str, object]) -> Refusal | None:
            store, actor = desk.store, desk.actor
            if store is None or actor is None:
                return Refusal("refuse.not_ready")
            try:
                await asyncio.to_thread(undo, store, actor, line.id, str(values["why"]))
            except Refusal as refusal:
                return refusal
            return None

        ask = Ask("why", "journal.by", "journal.by.hint", Shape.text, True, None)
        moment = desk.draw().stamp(line.at)
        lead = words("journal.undo_of", at=moment, who=said_by(line, words), what=told)
        form = Form(desk, words("journal.take_back"), (ask,), submit, lead=lead)
        if await self.app.push_screen_wait(form):
            name = desk.actor.name if desk.actor else ""
            self.notify(words("say.undone", what=told), title=name, markup=False)
            self.load()


# ── what an act changed ─────────────────────────────────────────────────────────────────────────


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
        self._lead = Static(told, classes="lead", markup=False)
        self._table = RecordTable(
            (
                Column("", _done, 7),
                Column("", _label, 17),
                Column("", _before),
                Column("", _after),
            ),
            heading=False,
        )
        self._says = Static("", classes="empty -hidden", markup=False)

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
