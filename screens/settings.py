"""Settings: what a person chose for himself or herself, what the branch is, and its rules.

No number of a rule is in the code: here one sees which set is in force and what it says, and the
secretary writes a new one that begins on a day, from the one that stands.
"""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from models.rules.leaves import Json, Path, leaves, planted, read_like, written
from models.rules.refusal import Refusal
from models.words import LANGUAGES, Words
from screens.kit.desk import Desk
from screens.kit.dialogs import Chooser, Option, Window
from screens.kit.draw import Cell, Draw
from screens.kit.form import Form
from screens.kit.panel import Panel
from screens.kit.room import Room
from screens.kit.table import Column, RecordTable

if TYPE_CHECKING:
    from datetime import date

    from models.branch import BranchLine, PhaseLine, RuleSetLine
    from models.store.drafts import Draft
    from models.store.engine import Reading

PERSONAL = ("lang", "theme", "narrow_marks")
"""What a person chooses for himself or herself."""


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One setting."""

    key: str
    label: str
    value: str
    told: str


@dataclass(frozen=True, slots=True)
class SettingsView:
    """What the room shows of the branch."""

    branch: "BranchLine | None"
    phases: "tuple[PhaseLine, ...]"
    rules: "tuple[RuleSetLine, ...]"


# ── columns ─────────────────────────────────────────────────────────────────────────────────────


def _label(line: SettingLine, _: Draw) -> Cell:
    return line.label


def _value(line: SettingLine, _: Draw) -> Cell:
    return line.value, "strong"


def _told(line: SettingLine, _: Draw) -> Cell:
    return line.told, "muted"


SETTING = (
    Column("settings.col.what", _label, 22),
    Column("settings.col.value", _value),
    Column("settings.col.told", _told, wide=60),
)


def kind_word(words: Words, kind: str) -> str:
    """The word of a kind of rules."""
    return words(f"rules.kind.{kind}") if words.has(f"rules.kind.{kind}") else kind


def _kind(line: "RuleSetLine", draw: Draw) -> Cell:
    return kind_word(draw.words, line.kind)


def _name(line: "RuleSetLine", _: Draw) -> Cell:
    return (line.name, "strong") if line.active else (line.name, "muted")


def _from(line: "RuleSetLine", draw: Draw) -> Cell:
    return draw.day(line.begins_on)


def _state(line: "RuleSetLine", draw: Draw) -> Cell:
    if line.active:
        return draw.words("settings.rules.active"), "ok"
    today = draw.now.astimezone(draw.zone).date()
    ahead = line.begins_on > today
    return draw.words(
        f"settings.rules.{'ahead' if ahead else 'past'}"
    ), "warn" if ahead else "muted"


RULES = (
    Column("settings.col.kind", _kind, 14),
    Column("settings.col.name", _name),
    Column("settings.col.from", _from, 10),
    Column("settings.col.state", _state, 8),
)


# ── the room ────────────────────────────────────────────────────────────────────────────────────


class SettingsRoom(Room):
    """My own settings, the branch's, and its rules."""

    NAME = "settings"
    CSS = "#panel-settings-personal { height: 5; } #panel-settings-branch { height: 1fr; }"
    WATCHES = frozenset({"branch"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", show=False, id="settings.next"),
        Binding("a", "write_rules", "settings.rules.write", id="settings.write"),
    ]

    class Chosen(Message):
        """A person chose a setting of his or her own."""

        def __init__(self, name: str, value: object) -> None:
            super().__init__()
            self.name = name
            self.value = value

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._view: SettingsView | None = None

    def compose_room(self) -> ComposeResult:
        yield Panel(
            "settings-personal",
            SETTING,
            title="settings.personal.title",
            empty="settings.personal.empty",
        )
        yield Panel(
            "settings-branch", SETTING, title="settings.branch.title", empty="settings.branch.empty"
        )
        yield Panel(
            "settings-rules", RULES, title="settings.rules.title", empty="settings.rules.empty"
        )

    def read(self, session: "Reading") -> SettingsView:
        from models.branch import branch, phases, rule_sets

        return SettingsView(branch(session), phases(session), rule_sets(session))

    def show(self, view: SettingsView, draw: Draw) -> None:
        self._view = view
        self.query_one("#panel-settings-personal", Panel).show(self._personal(draw), "", draw)
        self.query_one("#panel-settings-branch", Panel).show(_branch(view, draw), "", draw)
        active = sum(line.active for line in view.rules)
        self.query_one("#panel-settings-rules", Panel).show(
            view.rules, f"{active}/{len(view.rules)}" if view.rules else "", draw
        )

    def redraw(self) -> None:
        """The lines hold words, so a new language makes them anew."""
        super().redraw()
        if self._view is not None and self.is_current:
            self.show(self._view, self.desk.draw())

    def _personal(self, draw: Draw) -> list[SettingLine]:
        words = draw.words
        values = {
            "lang": words(f"setup.language.{words.lang}"),
            "theme": words(f"settings.theme.{self.app.theme}"),
            "narrow_marks": words("say.yes" if self.desk.narrow_marks else "say.no"),
        }
        return [
            SettingLine(
                f"personal:{name}", words(f"settings.{name}"), value, words(f"settings.{name}.told")
            )
            for name, value in values.items()
        ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing here is marked or revealed."""
        if action in ("mark", "reveal", "add"):
            return False
        return super().check_action(action, parameters)

    # ── keys ────────────────────────────────────────────────────────────────────────────────

    def chosen(self) -> tuple[str, ...]:
        """Only records of the branch are acted on by verbs; a personal setting is chosen."""
        return tuple(key for key in super().chosen() if key.startswith("branch."))

    def on_record_table_opened(self, event: RecordTable.Opened) -> None:
        kind, _, name = event.key.partition(":")
        if kind == "branch.rule_set":
            event.prevent_default()  # a set of rules is read in a window of its own
            self._read_rules(int(name))
        elif kind in ("personal", "do"):
            event.prevent_default()  # no record
            self._do(kind, name)

    def action_next_step(self) -> None:
        table = self.table
        kind, _, name = table.cursor.key.partition(":") if table and table.cursor else ("", "", "")
        if kind in ("personal", "do"):
            self._do(kind, name)
        else:
            super().action_next_step()

    def action_edit(self) -> None:
        table = self.table
        kind, _, name = table.cursor.key.partition(":") if table and table.cursor else ("", "", "")
        if kind == "branch.rule_set":
            self._write_rules(int(name))
        else:
            super().action_edit()

    def _do(self, kind: str, name: str) -> None:
        if kind == "personal":
            self._choose(name)
        elif name == "found":
            self.app.switch_mode("setup")
        else:
            self.verbs.do("branch.add_phase", ())

    @work
    async def _choose(self, name: str) -> None:
        words = self.desk.words
        values: dict[str, object] = {}
        if name == "lang":
            values = {lang: lang for lang in LANGUAGES}
            labels = {lang: words(f"setup.language.{lang}") for lang in LANGUAGES}
        elif name == "theme":
            ours = [theme for theme in self.app.available_themes if theme.startswith("quanan-")]
            values = {theme: theme for theme in ours}
            labels = {theme: words(f"settings.theme.{theme}") for theme in ours}
        else:
            values = {"no": False, "yes": True}
            labels = {"no": words("say.no"), "yes": words("say.yes")}
        options = [Option(key, labels[key], letter=str(n)) for n, key in enumerate(values, 1)]
        title = words(f"settings.{name}")
        chosen = await self.app.push_screen_wait(Chooser(self.desk, title, options, typing=False))
        if chosen:
            self.post_message(self.Chosen(name, values[chosen]))

    # ── rules ───────────────────────────────────────────────────────────────────────────────

    def action_write_rules(self) -> None:
        table = self.query_one("#table-settings-rules", RecordTable)
        line = table.cursor
        if line is None:
            self.notify(self.desk.words("settings.rules.empty"), severity="warning", markup=False)
            return
        self._write_rules(int(line.key.partition(":")[2]))

    @work
    async def _read_rules(self, row_id: int) -> None:
        found = await self._rules(row_id)
        if found is not None and await self.app.push_screen_wait(RulesWindow(self.desk, *found)):
            self._write_rules(row_id)

    async def _rules(self, row_id: int) -> "tuple[str, str, Json] | None":
        from models.branch import RuleSet
        from models.store.register import fetch

        def read(session: "Reading") -> "tuple[str, str, Json]":
            row = fetch(session, RuleSet, row_id)
            return row.kind, row.name, cast(Json, row.data)

        return await self.verbs.in_thread(lambda: self.desk.ask(read))

    @work
    async def _write_rules(self, row_id: int) -> None:
        """A new dated set of the same kind, from the values of this one."""
        from models.store.register import lookup

        try:
            lookup("branch.add_rule_set").check_role(self.desk.actor.role)  # type: ignore[union-attr]
        except Refusal as refusal:
            self.verbs.warn(refusal)
            return
        found = await self._rules(row_id)
        store = self.desk.store
        if found is None or store is None:
            return
        form = RulesForm(self.desk, found, store.clock.today())
        if await self.app.push_screen_wait(form.window()) and form.draft is not None:
            self.load()


def _branch(view: SettingsView, draw: Draw) -> list[SettingLine]:
    words, found = draw.words, view.branch
    if found is None:
        return [SettingLine("do:found", words("settings.branch.found"), "", "")]
    lines = [
        SettingLine(
            found.key,
            words("settings.branch.name"),
            f"{found.compound} {found.name}",
            f"{words('settings.branch.day')} {found.first_day.isoformat()}",
        )
    ]
    lines += [
        SettingLine(
            phase.key,
            words("settings.phase"),
            words.of(phase.kind),
            words("settings.rules.from", day=draw.day(phase.begins_on))
            + (f" · {words('settings.phase.now')}" if phase.current else ""),
        )
        for phase in view.phases
    ]
    return [*lines, SettingLine("do:phase", words("settings.branch.add_phase"), "", "")]


# ── a set of rules, read and written ────────────────────────────────────────────────────────────


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
            SettingLine(f"leaf:{n}", leaf_word(words, leaf.path), written(leaf.value), "")
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
        self.draft: Draft | None = None

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
        self.draft = draft
        return None
