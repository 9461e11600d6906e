"""Set-up: one question a page until there is a branch, somebody who acts, and people to look after.

Every page may be skipped, and the list of steps stays behind them: `enter` does a step later. The
room opens by itself while the database has nobody who acts.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from models.rules.refusal import Refusal
from screens.importing import import_sheet
from screens.kit.desk import Desk
from screens.kit.dialogs import Chooser, Option
from screens.kit.draw import Cell, Draw
from screens.kit.form import Form
from screens.kit.panel import Panel
from screens.kit.room import Room
from screens.kit.table import Column, RecordTable

if TYPE_CHECKING:
    from models.branch import BranchLine
    from models.store.drafts import Ask
    from models.store.engine import Reading

PAGES = ("lang", "branch", "first_day", "who", "account", "import")
"""The questions, in their order."""


@dataclass(frozen=True, slots=True)
class SetupView:
    """What is there already."""

    branch: "BranchLine | None"
    people: tuple[str, ...]
    """Names of those who may act."""
    households: int
    rules: bool
    accounts: bool
    """Whether whoever acts logs in."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the set-up."""

    key: str
    label: str
    value: str
    done: bool


def _mark(line: StepLine, draw: Draw) -> Cell:
    return draw.mark("✓") if line.done else "", "ok"


def _label(line: StepLine, _: Draw) -> Cell:
    return line.label, "plain" if line.done else "strong"


def _value(line: StepLine, draw: Draw) -> Cell:
    return (line.value, "plain") if line.done else (line.value, "muted")


COLUMNS = (
    Column("", _mark, 1),
    Column("setup.col.step", _label, 28),
    Column("setup.col.value", _value),
)


class SetupRoom(Room):
    """The first minutes."""

    NAME = "setup"
    WATCHES = frozenset({"branch", "people", "homes", "accounts"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "next_step", "key.next", id="room.next"),
    ]

    class Language(Message):
        """Somebody chose a language."""

        def __init__(self, lang: str) -> None:
            super().__init__()
            self.lang = lang

    class Finished(Message):
        """The dashboard is wanted."""

        def __init__(self, seal: str = "") -> None:
            super().__init__()
            self.seal = seal
            """The passphrase to encrypt the file with; empty where that was not asked for."""

    class Demonstrate(Message):
        """The demonstration is wanted instead."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._view: SetupView | None = None
        self._walked = False
        self._passphrase = ""
        """What the file is to be encrypted with when the set-up ends; empty for nothing."""
        self._busy = False
        """Whether a page is up or a change under way: a key between two pages does nothing."""
        self._named: dict[str, object] = {}
        """What was typed of the branch before its first day was known."""

    def compose_room(self) -> ComposeResult:
        yield Panel("setup", COLUMNS)

    def read(self, session: "Reading") -> SetupView:
        from models.accounts import required
        from models.acts import who_may_act
        from models.branch import branch, rule_sets
        from models.homes import counts

        return SetupView(
            branch=branch(session),
            people=tuple(actor.name for actor, _ in who_may_act(session)),
            households=counts(session).households,
            rules=bool(rule_sets(session)),
            accounts=required(session),
        )

    def show(self, view: SetupView, draw: Draw) -> None:
        self._view = view
        self.query_one(Panel).show(self._lines(view, draw), "", draw)
        if not self._walked:
            self._walked = True
            self._walk()

    def _lines(self, view: SetupView, draw: Draw) -> list[StepLine]:
        words, found = draw.words, view.branch
        values = {
            "lang": words(f"setup.language.{words.lang}"),
            "branch": found.full_name if found else "",
            "first_day": found.first_day.isoformat() if found else "",
            "who": words.listed(view.people[:3]),
            "account": words("setup.account.set") if view.accounts else "",
            "import": words("setup.homes", n=view.households) if view.households else "",
        }
        lines = [
            StepLine(
                f"setup:{page}",
                words(f"setup.{page}"),
                values[page] or words("setup.open"),
                bool(values[page]),
            )
            for page in PAGES
        ]
        return [
            *lines,
            StepLine("setup:demonstration", words("setup.demonstration"), "", False),
            StepLine("setup:finish", words("setup.finish"), "", False),
        ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing here is a record."""
        if action in ("edit", "reveal", "mark", "verbs", "quick", "undo"):
            return False
        return super().check_action(action, parameters)

    def redraw(self) -> None:
        """The words of the steps are made here, so a new language makes them anew."""
        if self._view is not None and self.is_current:
            self.query_one(Panel).show(
                self._lines(self._view, self.desk.draw()), "", self.desk.draw()
            )
        super().redraw()

    # ── the way through the pages ───────────────────────────────────────────────────────────

    @work(group="walk")
    async def _walk(self) -> None:
        self._busy = True
        try:
            await self._pages()
        finally:
            self._busy = False

    async def _pages(self) -> None:
        view = self._view
        await self._ask_lang()
        way = await self._ask_way()
        if way == "demonstration":
            self.post_message(self.Demonstrate())
            return
        if way == "begin" and view is not None:
            if view.branch is None:
                await self._ask_branch()
                await self._ask_first_day()
            # What a branch starts with is written while the next question is being answered.
            installing = asyncio.create_task(self._install())
            if not view.people:
                await self._ask_who()
            await installing
            await self._ask_passphrase()
            await self._ask_sealing()
            await self._ask_import()
        else:
            await self._install()
        self.post_message(self.Finished(self._passphrase))

    def leave(self) -> None:
        """`esc` goes to the dashboard; set-up comes back while nobody acts."""
        if not self._busy:
            self.post_message(self.Finished(self._passphrase))

    def action_next_step(self) -> None:
        self._step()

    def on_record_table_opened(self, event: RecordTable.Opened) -> None:
        event.prevent_default()  # a step is done, not opened
        self._step()

    def _step(self) -> None:
        line = self.table.cursor if self.table is not None else None
        if line is not None and not self._busy:
            self._do_step(line.key.partition(":")[2])

    @work(group="walk")
    async def _do_step(self, step: str) -> None:
        self._busy = True
        try:
            await self._one(step)
        finally:
            self._busy = False

    async def _one(self, step: str) -> None:
        founded = self._view is not None and self._view.branch is not None
        match step:
            case "lang":
                await self._ask_lang()
            case "branch" | "first_day" if founded:
                self.verbs.open_record("branch.branch:1")
            case "branch" | "first_day":
                if await self._ask_branch():
                    await self._ask_first_day()
                await self._install()
            case "who":
                await self._ask_who()
            case "account":
                await self._ask_passphrase()
                await self._ask_sealing()
            case "import":
                await self._ask_import()
            case "demonstration":
                self.post_message(self.Demonstrate())
            case _:
                self.post_message(self.Finished(self._passphrase))

    def _title(self, page: str) -> str:
        words = self.desk.words
        place = PAGES.index(page) + 1
        return words("setup.page", n=place, of=len(PAGES), title=words(f"setup.{page}"))

    async def _ask_lang(self) -> None:
        words = self.desk.words
        options = [
            Option(lang, words(f"setup.language.{lang}"), letter=str(n))
            for n, lang in enumerate((words.lang, "en" if words.lang == "zh" else "zh"), 1)
        ]
        title = words("setup.language.title")
        chosen = await self.app.push_screen_wait(Chooser(self.desk, title, options, typing=False))
        if chosen:
            words.lang = chosen
            self.post_message(self.Language(chosen))
            self.redraw()

    async def _ask_way(self) -> str | None:
        words = self.desk.words
        options = [
            Option("begin", words("setup.way.begin"), words("setup.way.begin.told"), "1"),
            Option(
                "demonstration",
                words("setup.demonstration"),
                words("setup.way.demonstration.told"),
                "2",
            ),
            Option("later", words("setup.way.later"), words("setup.way.later.told"), "3"),
        ]
        return await self.app.push_screen_wait(
            Chooser(self.desk, words("setup.way"), options, typing=False)
        )

    async def _form(self, page: str, asks: "Sequence[Ask]", done: Any) -> bool:
        lead = self.desk.words(f"setup.{page}.lead")
        form = Form(self.desk, self._title(page), asks, done, lead=lead)
        saved = await self.app.push_screen_wait(form)
        return saved is True

    async def _ask_branch(self) -> bool:
        """Name and compound; they are kept with the first day, which is the next page."""
        from models.branch import FoundDraft
        from models.store.drafts import asks

        async def submit(values: dict[str, object], _: dict[str, object]) -> Refusal | None:
            self._named = values
            return None

        fields = {ask.name: ask for ask in asks(FoundDraft)}
        return await self._form("branch", (fields["compound"], fields["name"]), submit)

    async def _ask_first_day(self) -> None:
        from models.branch import FoundDraft
        from models.store.drafts import asks

        store = self.desk.store
        if not self._named or store is None:
            return
        today = store.clock.today()
        fields = {ask.name: ask for ask in asks(FoundDraft)}
        ask = replace(fields["first_day"], default=today)

        async def submit(values: dict[str, object], _: dict[str, object]) -> Refusal | None:
            return await self._found({"first_day": today, **self._named, **values})

        if not await self._form("first_day", (ask,), submit):
            refusal = await self._found({"first_day": today, **self._named})
            if refusal is not None:
                self.verbs.warn(refusal)

    async def _found(self, values: dict[str, object]) -> Refusal | None:
        from models.store.register import draft_for

        try:
            draft = draft_for("branch.found", values)
        except Refusal as refusal:
            return refusal
        return await self._perform("branch.found", draft)

    async def _ask_who(self) -> None:
        from models.people import NewVolunteer, VolunteerKind
        from models.store.drafts import asks
        from models.store.register import draft_for

        fields = {ask.name: ask for ask in asks(NewVolunteer)}
        wanted = [fields[name] for name in ("name", "initials", "phone")]

        async def submit(values: dict[str, object], _: dict[str, object]) -> Refusal | None:
            given = {**values, "kind": VolunteerKind.first_secretary}
            try:
                draft = draft_for("people.add_volunteer", given)
            except Refusal as refusal:
                return refusal
            return await self._perform("people.add_volunteer", draft)

        if await self._form("who", wanted, submit):
            await self._become()

    async def _become(self) -> None:
        """Whoever just registered acts from now on."""
        from models.acts import who_may_act
        from models.store.actor import Role

        found = await self.verbs.in_thread(lambda: self.desk.ask(who_may_act)) or ()
        first = next((actor for actor, _ in found if actor.role is Role.secretary), None)
        if first is not None:
            self.desk.actor = first
            self.load()

    async def _ask_passphrase(self) -> None:
        """The secretary's passphrase and number; whoever skips it is told so by an alarm."""
        from models.accounts import Begin
        from models.store.drafts import asks
        from models.store.register import draft_for

        view, actor = self._view, self.desk.actor
        if view is None or view.accounts or actor is None or actor.id is None:
            return

        async def submit(values: dict[str, object], _: dict[str, object]) -> Refusal | None:
            try:
                draft = draft_for("accounts.begin", values)
            except Refusal as refusal:
                return refusal
            refused = await self._perform("accounts.begin", draft)
            if refused is None:
                self._passphrase = str(values["passphrase"])
            return refused

        await self._form("account", asks(Begin), submit)

    async def _ask_sealing(self) -> None:
        """Whether the file is to be encrypted; where it can be, and a passphrase was chosen."""
        store, words = self.desk.store, self.desk.words
        if not self._passphrase or store is None or store.database.ring is None:
            return
        if find_spec("sqlcipher3") is None:
            return
        options = [
            Option("plain", words("setup.plain"), words("setup.plain.told"), letter="1"),
            Option("seal", words("setup.seal"), words("setup.seal.told"), letter="2"),
        ]
        chooser = Chooser(self.desk, words("setup.sealing"), options, typing=False)
        if await self.app.push_screen_wait(chooser) != "seal":
            self._passphrase = ""

    async def _install(self) -> None:
        """The rule sets and the catalogue of a new branch; what is there stays as it is."""
        view, desk = self._view, self.desk
        if desk.beginnings is None or (view is not None and view.rules):
            return
        first = view.branch.first_day if view is not None and view.branch is not None else None
        beginnings = desk.beginnings
        for verb, draft in await asyncio.to_thread(beginnings, first):
            refusal = await self._perform(verb, draft)
            if refusal is not None:
                self.verbs.warn(refusal)

    async def _ask_import(self) -> None:
        words = self.desk.words
        last = Option("on", words("setup.no_import"), words("setup.no_import.told"))
        while await import_sheet(self.app, self.desk, last=last) not in (None, "on"):
            self.load()

    async def _perform(self, verb: str, draft: Any) -> Refusal | None:
        """Does one change of the set-up and reads again, so that the next page knows of it."""
        from models.store.register import perform

        store, actor = self.desk.store, self.desk.actor
        if store is None or actor is None:
            return Refusal("refuse.not_ready")

        def run() -> SetupView:
            perform(store, actor, verb, draft)
            return self.desk.ask(self.read)

        try:
            self._view = await asyncio.to_thread(run)
        except Refusal as refusal:
            return refusal
        self.load()
        return None
