"""The journal: everything that was done, latest first, and what each act changed.

A leader reads here what happened since the hand-over, and takes back what should not have
happened: his or her own acts at once, another's with a reason that stays beside it.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from models.rules.refusal import Refusal
from models.words import Words
from screens.act_changes import Changes, said_by, sentence
from screens.kit.desk import Desk
from screens.kit.dialogs import Chooser, Option
from screens.kit.draw import Cell, Draw
from screens.kit.masthead import Masthead
from screens.kit.panel import Panel
from screens.kit.room import Room
from screens.kit.table import Column, RecordTable

if TYPE_CHECKING:
    from models.acts import ActLine
    from models.history import JournalPage, Scope
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
