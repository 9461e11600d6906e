"""A set of rules to read and to write: a value a line, and a new dated set by changing some.

No list grows or shrinks here: what a notice changes is nearly always a number or a name.
"""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from models.rules.leaves import Json, Path, leaves, planted, read_like, written
from models.rules.refusal import Refusal
from models.words import Words
from screens.kit.desk import Desk
from screens.kit.dialogs import Window
from screens.kit.draw import Cell, Draw
from screens.kit.form import Form
from screens.kit.table import Column, RecordTable

if TYPE_CHECKING:
    from datetime import date


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
    """A set of rules to read, a value a line; True when a new one shall be written from it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "write", "settings.rules.write", id="rules.write"),
    ]

    def __init__(self, desk: Desk, kind: str, name: str, data: Json) -> None:
        words = desk.words
        title = words("settings.rules.read", kind=kind_word(words, kind), name=name)
        super().__init__(desk, title, words("settings.rules.foot"))
        self._lines = [
            LeafLine(f"leaf:{n}", leaf_word(words, leaf.path), written(leaf.value))
            for n, leaf in enumerate(leaves(data))
        ]
        self._table = RecordTable((Column("", _label), Column("", _value)), heading=False)

    def contents(self) -> ComposeResult:
        yield self._table

    def on_mount(self) -> None:
        self._table.focus()
        self._table.show(self._lines, self.desk.draw())

    def action_write(self) -> None:
        self.dismiss(True)

    def on_record_table_opened(self, event: RecordTable.Opened) -> None:
        event.stop()


class RulesForm:
    """The form of a new set of rules: its name, its day, and every value of the old one."""

    def __init__(self, desk: Desk, old: "tuple[str, str, Json]", today: "date") -> None:
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
