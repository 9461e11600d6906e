"""A set of rules to read and to write: a value a line, and a new dated set by changing some.

Where a list or a table may be longer or shorter, `+` and `-` make it so; what the reader of those
rules would not understand is refused on the spot.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from models.rules.leaves import Json, Path, leaves, nested, planted, read_like, written
from models.rules.readers import Asked, check, grown, room_for_more, shrunk, spare, takes_entries
from models.rules.refusal import Refusal
from models.words import Words
from screens.kit.desk import Desk
from screens.kit.dialogs import Chooser, Confirm, Option, Window
from screens.kit.draw import Cell, Draw
from screens.kit.form import Form
from screens.kit.table import Column, RecordTable

if TYPE_CHECKING:
    from datetime import date
    from enum import Enum

RulesRead: TypeAlias = "tuple[str, str, Json]"
"""Kind, name and data of a set."""
EXAMPLES = 3
"""How many values of others a field shows before anything is typed."""


@dataclass(frozen=True, slots=True)
class LeafLine:
    """One value of a set of rules."""

    key: str
    label: str
    value: str


def _label(line: LeafLine, _: Draw) -> Cell:
    return line.label


def _value(line: LeafLine, _: Draw) -> Cell:
    return line.value, "strong"


def kind_word(words: Words, kind: str) -> str:
    """The word of a kind of rules."""
    return words(f"rules.kind.{kind}") if words.has(f"rules.kind.{kind}") else kind


def leaf_word(words: Words, path: Path) -> str:
    """The way to a value in words: `小时 · 红`, `条件 3 · 级别`."""
    said: list[str] = []
    for part in path:
        if isinstance(part, int):
            said[-1] = f"{said[-1]} {part + 1}" if said else str(part + 1)
            continue
        for key in (f"rules.part.{part}", f"RequestKind.{part}"):
            if words.has(key):
                said.append(words(key))
                break
        else:
            said.append(part)
    return " · ".join(said)


class RulesWindow(Window[bool]):
    """A set of rules to read, a value a line; True when a new one was written from it.

    Entries are added and taken out in a copy on show here; only what is written as a new set, with
    its day, is ever in force.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "write", "settings.rules.write", id="rules.write"),
        Binding("plus,＋", "add", "settings.rules.more", id="rules.more"),
        Binding("minus,－", "take_out", "settings.rules.less", id="rules.less"),
    ]

    def __init__(self, desk: Desk, old: RulesRead, may_write: Callable[[], bool]) -> None:
        """
        Args:
            may_write: whether who acts may write rules; says why where not.
        """
        words = desk.words
        self._kind, self._called, self._data = old
        title = words("settings.rules.read", kind=kind_word(words, self._kind), name=self._called)
        super().__init__(desk, title, words("settings.rules.foot"))
        self._may_write = may_write
        self._as_it_was = self._data
        self._table = RecordTable((Column("", _label), Column("", _value)), heading=False)

    def contents(self) -> ComposeResult:
        yield self._table

    def on_mount(self) -> None:
        self._table.focus()
        self._show()

    @property
    def dirty(self) -> bool:
        """Whether entries were added or taken out that no new set has."""
        return self._data != self._as_it_was

    def _show(self, way: Path = ()) -> None:
        """Shows every value, with the cursor on the first at `way`."""
        words = self.desk.words
        lines = [
            LeafLine(_key(leaf.path), leaf_word(words, leaf.path), written(leaf.value))
            for leaf in leaves(self._data)
        ]
        self._table.show(lines, self.desk.draw())
        wanted = (_key(leaf.path) for leaf in leaves(self._data) if leaf.path[: len(way)] == way)
        if way:
            self._table.go_to(next(wanted, ""))

    def _under_cursor(self) -> Path:
        line = self._table.cursor
        return next(
            (leaf.path for leaf in leaves(self._data) if line and _key(leaf.path) == line.key), ()
        )

    def on_record_table_opened(self, event: RecordTable.Opened) -> None:
        event.stop()

    # ── keys ────────────────────────────────────────────────────────────────────────────────

    @work
    async def action_write(self) -> None:
        """Asks for name, day and values of the new set."""
        store = self.desk.store
        if store is None or not self._may_write():
            return
        form = RulesForm(self.desk, (self._kind, self._called, self._data), store.clock.today())
        if await self.app.push_screen_wait(form.window()):
            self.dismiss(True)

    @work
    async def action_add(self) -> None:
        """Asks for one more entry or value around the one under the cursor."""
        if not self._may_write():
            return
        asked = Asked(self._kind, self._data)
        here = self._under_cursor()
        ways = room_for_more(asked, self._data, here)
        way = await self._which("settings.rules.more", ways, "settings.rules.none_more")
        if way is None:
            return
        added: list[tuple[Path, Json]] = []

        async def keep(at_way: Path, value: Json) -> Refusal | None:
            data = grown(self._data, at_way, value)
            try:
                check(self._kind, data)
            except Refusal as refusal:
                return refusal
            added.append((at_way, data))
            return None

        entry = EntryForm(self.desk, asked, self._data, way, here, keep)
        if await self.app.push_screen_wait(entry.window()):
            place, self._data = added[-1]
            self._show(place)

    @work
    async def action_take_out(self) -> None:
        """Takes out the entry or value under the cursor, where the set can do without."""
        if not self._may_write():
            return
        ways = spare(self._kind, self._data, self._under_cursor())
        way = await self._which("settings.rules.less", ways, "settings.rules.none_less")
        if way is None:
            return
        what = leaf_word(self.desk.words, way)
        question = self.desk.words("settings.rules.less.sure", what=what)
        if await self.app.push_screen_wait(Confirm(self.desk, question)):
            self._data = shrunk(self._data, way)
            self._show(way[:-1])

    async def _which(self, title: str, ways: Sequence[Path], nothing: str) -> Path | None:
        """The one way there is, or the one chosen of several; says so where there is none."""
        words = self.desk.words
        if not ways:
            self.notify(words(nothing), severity="warning", markup=False)
        if len(ways) < 2:
            return next(iter(ways), None)
        options = [Option(_key(way), self._way_word(way)) for way in ways]
        chosen = await self.app.push_screen_wait(Chooser(self.desk, words(title), options))
        return next((way for way in ways if _key(way) == chosen), None)

    def _way_word(self, way: Path) -> str:
        word = leaf_word(self.desk.words, way)
        many = takes_entries(Asked(self._kind, self._data), self._data, way)
        return self.desk.words("settings.rules.one_more", what=word) if many else word

    async def action_leave(self) -> None:
        if not self.dirty:
            self.dismiss(False)
            return
        self.app.push_screen(Confirm(self.desk, self.words("form.leave")), self._left)

    def _left(self, leave: bool | None) -> None:
        if leave:
            self.dismiss(False)


class EntryForm:
    """The form of one more entry of a set of rules, or of one more value in it."""

    def __init__(
        self,
        desk: Desk,
        asked: Asked,
        data: Json,
        way: Path,
        here: Path,
        keep: Callable[[Path, Json], Awaitable[Refusal | None]],
    ) -> None:
        """
        Args:
            way: where it is added; see `room_for_more`.
            here: the value under the cursor, after whose entry a list goes on.
            keep: takes the way to the new entry and its value; gives why it may not be.
        """
        self._desk, self._way, self._keep = desk, way, keep
        self._kind = asked.kind
        self._fields = asked.fields(data, way)
        self._place: int | None = None
        self._named = False
        if takes_entries(asked, data, way):
            self._named = way in asked.open
            after = here[len(way)] if len(here) > len(way) else None
            self._place = after + 1 if isinstance(after, int) else None

    def window(self) -> Form:
        """The window to show."""
        from models.store.drafts import Ask, Shape

        words = self._desk.words
        asks = [
            Ask(
                f"entry-{n}",
                leaf_word(words, path) if path else "settings.rules.value",
                _examples(words, likes),
                Shape.text,
                False,
                None,
            )
            for n, (path, likes) in enumerate(self._fields)
        ]
        if self._named:
            enum = _names(self._kind, self._way)
            shape = Shape.choice if enum else Shape.text
            asks.insert(0, Ask("name", "settings.rules.name", None, shape, True, None, enum))
        title = f"{words('settings.rules.more')} · {leaf_word(words, self._way)}"
        lead = words("settings.rules.more.lead")
        return Form(self._desk, title, asks, self._submit, lead=lead)

    async def _submit(self, values: dict[str, object], _: dict[str, object]) -> Refusal | None:
        from models.store.drafts import Unfit

        typed: dict[Path, Json] = {}
        wrong: dict[str, tuple[str, dict[str, object]]] = {}
        for n, (path, likes) in enumerate(self._fields):
            text = str(values.get(f"entry-{n}") or "")
            if not text and path:
                continue
            try:
                typed[path] = read_like(likes[0] if likes else None, text)
            except Refusal as refusal:
                wrong[f"entry-{n}"] = (refusal.key, dict(refusal.params))
        if wrong:
            return Unfit(wrong)
        way = self._way
        if self._named:
            way = (*way, str(values["name"]))
        elif self._place is not None:
            way = (*way, self._place)
        why_not = await self._keep(way, nested(typed))
        return self._placed(why_not) if why_not else None

    def _placed(self, refusal: Refusal) -> Refusal:
        """The same refusal beside its field, where it is about one that is asked here."""
        from models.store.drafts import Unfit

        last = str(refusal.params.get("field", "")).rpartition(".")[2]
        for n, (path, _) in enumerate(self._fields):
            if path and path[-1] == last:
                return Unfit({f"entry-{n}": ("refuse.settings.entry", {})})
        return refusal


def _examples(words: Words, likes: Sequence[Json]) -> str | None:
    """What others have there, so that the same words are used."""
    told = list(dict.fromkeys(written(like) for like in likes))[:EXAMPLES]
    return words("settings.rules.such_as", values="; ".join(told)) if told else None


def _names(kind: str, way: Path) -> "type[Enum] | None":
    """The names that a table takes, where they are those of something the desk knows."""
    from models.requests import RequestKind

    return RequestKind if (kind, way) == ("promise", ("kinds",)) else None


def _key(path: Path) -> str:
    return "leaf:" + "/".join(map(str, path))


class RulesForm:
    """The form of a new set of rules: its name, its day, and every value of the old one."""

    def __init__(self, desk: Desk, old: RulesRead, today: "date") -> None:
        self._desk = desk
        self._kind, self._name, self._data = old
        self._today = today
        self._leaves = [leaf for leaf in leaves(self._data) if leaf.path]

    def window(self) -> Form:
        """The window to show."""
        from models.store.drafts import Ask, Shape

        words = self._desk.words
        asks = [
            Ask("name", "field.rule_name", "hint.rule_name", Shape.text, True, self._name),
            Ask("begins_on", "field.begins_on", None, Shape.day, True, self._today),
        ]
        asks += [
            Ask(
                f"leaf-{n}",
                leaf_word(words, leaf.path),
                None,
                Shape.text,
                False,
                written(leaf.value) or None,
            )
            for n, leaf in enumerate(self._leaves)
        ]
        title = f"{words('settings.rules.write')} · {kind_word(words, self._kind)}"
        return Form(self._desk, title, asks, self._submit, lead=words("settings.rules.lead"))

    async def _submit(self, values: dict[str, object], _: dict[str, object]) -> Refusal | None:
        from models.branch import RuleSetDraft
        from models.store.drafts import Unfit, build
        from models.store.register import perform

        changed: dict[Path, Json] = {}
        wrong: dict[str, tuple[str, dict[str, object]]] = {}
        for n, leaf in enumerate(self._leaves):
            try:
                typed = str(values.get(f"leaf-{n}", "") or "")
                if typed != written(leaf.value):
                    changed[leaf.path] = read_like(leaf.value, typed)
            except Refusal as refusal:
                wrong[f"leaf-{n}"] = (refusal.key, dict(refusal.params))
        if wrong:
            return Unfit(wrong)
        given: dict[str, Any] = {
            "kind": self._kind,
            "name": values["name"],
            "begins_on": values["begins_on"],
            "data": planted(self._data, changed),
        }
        store, actor = self._desk.store, self._desk.actor
        if store is None or actor is None:
            return Refusal("refuse.not_ready")
        try:
            draft = build(RuleSetDraft, given)
            await asyncio.to_thread(perform, store, actor, "branch.add_rule_set", draft)
        except Refusal as refusal:
            return refusal
        return None
