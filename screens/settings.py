"""Settings: what a person chose for himself or herself, what the branch is, and its rules.

No number of a rule is in the code: here one sees which set is in force and what it says, and the
secretary writes a new one that begins on a day, from the one that stands.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from models.rules.leaves import Json
from models.rules.proof import IDLE_MINUTES
from models.rules.refusal import Refusal
from models.words import LANGUAGES, Words
from screens import backups
from screens.kit.desk import Desk
from screens.kit.dialogs import Chooser, Option, Window
from screens.kit.draw import Cell, Draw
from screens.kit.panel import Panel
from screens.kit.room import Room
from screens.kit.table import Column, RecordTable
from screens.own_account import OwnAccount, own_account
from screens.own_account import lines as own_lines
from screens.own_account import see_to as see_to_account
from screens.rule_sets import RulesForm, RulesRead, RulesWindow, kind_word

if TYPE_CHECKING:
    from models.backups import Standing
    from models.branch import BranchLine, PhaseLine, RuleSetLine
    from models.retention import PeriodLine
    from models.store.engine import Reading


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
    kept: "tuple[PeriodLine, ...]"
    copies: "Standing | None"
    """How the copies stand; None where nobody keeps any."""
    own: OwnAccount


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
    CSS = """
    #panel-settings-personal { height: 9; }
    #panel-settings-branch { height: 1fr; }
    """
    WATCHES = frozenset({"branch", "backups", "accounts"})
    PAPERS = ("residents_notice",)
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
        from models.backups import standing
        from models.branch import branch, phases, rule_sets
        from models.retention import periods

        return SettingsView(
            branch(session),
            phases(session),
            rule_sets(session),
            periods(session),
            standing(session),
            own_account(session),
        )

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
            "idle_minutes": _minutes(words, self.desk.idle_minutes),
        }
        own = self._view.own if self._view is not None else None
        return [
            SettingLine(
                f"personal:{name}", words(f"settings.{name}"), value, words(f"settings.{name}.told")
            )
            for name, value in values.items()
        ] + [
            SettingLine(f"own:{name}", *told)
            for name, *told in (own_lines(own, draw) if own is not None else ())
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
        elif kind in ("personal", "own", "do"):
            event.prevent_default()  # no record
            self._do(kind, name)

    def action_next_step(self) -> None:
        table = self.table
        kind, _, name = table.cursor.key.partition(":") if table and table.cursor else ("", "", "")
        if kind in ("personal", "own", "do"):
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
        elif kind == "own":
            self._see_to_account(name)
        elif name == "kept":
            kept = self._view.kept if self._view is not None else ()
            self.app.push_screen(KeptWindow(self.desk, kept))
        elif name == "backups":
            self._see_to_backups()
        elif name == "found":
            self.app.switch_mode("setup")
        else:
            self.verbs.do("branch.add_phase", ())

    @work
    async def _see_to_backups(self) -> None:
        folder = await backups.see_to(self)
        if folder is not None:
            self.post_message(self.Chosen("backups", str(folder)))
        self.load()

    @work
    async def _see_to_account(self, name: str) -> None:
        if self._view is not None:
            await see_to_account(self, self._view.own, name)

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
        elif name == "idle_minutes":
            values = {str(n): n for n in IDLE_MINUTES}
            labels = {str(n): _minutes(words, n) for n in IDLE_MINUTES}
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
        if found is not None and await self.app.push_screen_wait(
            RulesWindow(self.desk, found, self._may_write)
        ):
            self.load()

    async def _rules(self, row_id: int) -> "RulesRead | None":
        from models.branch import RuleSet
        from models.store.register import fetch

        def read(session: "Reading") -> RulesRead:
            row = fetch(session, RuleSet, row_id)
            return row.kind, row.name, cast(Json, row.data)

        return await self.verbs.in_thread(lambda: self.desk.ask(read))

    def _may_write(self) -> bool:
        """Whether who acts may write rules; says why where not."""
        from models.store.register import lookup

        try:
            # Asked of whoever looks: while others do, that is nobody.
            role = self.desk.viewer.role  # type: ignore[union-attr]
            lookup("branch.add_rule_set").check_role(role)
        except Refusal as refusal:
            self.verbs.warn(refusal)
            return False
        return True

    @work
    async def _write_rules(self, row_id: int) -> None:
        """A new dated set of the same kind, from the values of this one."""
        found = await self._rules(row_id) if self._may_write() else None
        store = self.desk.store
        if found is None or store is None:
            return
        form = RulesForm(self.desk, found, store.clock.today())
        if await self.app.push_screen_wait(form.window()):
            self.load()


def _minutes(words: Words, n: int) -> str:
    return words("settings.idle_minutes.n", n=n) if n else words("settings.idle_minutes.never")


def _branch(view: SettingsView, draw: Draw) -> list[SettingLine]:
    words, found = draw.words, view.branch
    if found is None:
        return [SettingLine("do:found", words("settings.branch.found"), "", "")]
    lines = [
        SettingLine(
            found.key,
            words("settings.branch.name"),
            found.full_name,
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
    return [
        *lines,
        _kept(view, draw),
        *(
            [SettingLine("do:backups", words("backups.title"), *backups.told(view.copies, draw))]
            if view.copies is not None
            else []
        ),
        SettingLine("do:phase", words("settings.branch.add_phase"), "", ""),
    ]


def _kept(view: SettingsView, draw: Draw) -> SettingLine:
    """When it was last looked for what is past, and how much was erased so far."""
    words = draw.words
    ran = max((line.ran_at for line in view.kept if line.ran_at), default=None)
    told = words("settings.kept.ran", at=draw.stamp(ran)) if ran else words("settings.kept.never")
    erased = sum(line.total for line in view.kept)
    return SettingLine(
        "do:kept", words("settings.kept"), told, words("settings.kept.told", n=erased)
    )


class KeptWindow(Window[None]):
    """How long the records of each area stay, and what was erased of them last."""

    def __init__(self, desk: Desk, kept: "tuple[PeriodLine, ...]") -> None:
        super().__init__(desk, desk.words("settings.kept"), desk.words("settings.kept.foot"))
        self._kept = kept
        self._table = RecordTable(SETTING, heading=False)

    def contents(self) -> ComposeResult:
        yield self._table

    def on_mount(self) -> None:
        draw = self.desk.draw()
        self._table.focus()
        self._table.show([_period(line, draw) for line in self._kept], draw)

    def on_record_table_opened(self, event: RecordTable.Opened) -> None:
        event.stop()  # there is nothing behind a period


def _period(line: "PeriodLine", draw: Draw) -> SettingLine:
    words = draw.words
    days = [
        words("settings.kept.unset") if n is None else words("settings.kept.days", n=n)
        for _, n in line.periods
    ]
    if line.erased_at is None:
        last = words("settings.kept.none")
    else:
        n = line.rows or line.values
        last = words("settings.kept.last", at=draw.stamp(line.erased_at), n=n)
    label = " · ".join(words(f"rules.part.{ledger}") for ledger, _ in line.periods)
    return SettingLine(line.key, label, " · ".join(days), last)
