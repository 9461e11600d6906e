"""The window of a pasted chain: the text above, what it says below, and its totals beside it.

Whoever runs a buy stands here several times a day: paste the longest version, go through what
waits, `ctrl+s` takes the rest. Reading is done in a thread, one text at a time, so that a paste of
ten thousand lines never holds a key up. What was decided about an answer is kept with the text.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static, TextArea

from models.rules.refusal import Refusal
from models.rules.text import clean_lines
from screens.columns.chain import ANSWERS, SUMS, AnswerLine, SumLine, answer_lines, sum_lines
from screens.kit.desk import Desk
from screens.kit.dialogs import Chooser, Confirm, Option, Reader, Window, clickable
from screens.kit.form import Form
from screens.kit.table import RecordTable
from screens.kit.verbs import Verbs

if TYPE_CHECKING:
    from models.group_buys.drafts import Fix
    from models.group_buys.pasting import Change
    from models.group_buys.surroundings import Surroundings
    from models.rules.jielong import Chain

SETTLE_SECONDS = 0.25
"""How long nobody types before the text is read again."""
NO_BUY = "none"


@dataclass(frozen=True, slots=True)
class Read:
    """A text as it was read: what it says, what it would change, and how it is shown."""

    text: str
    chain: "Chain"
    changes: "tuple[Change, ...]"
    lines: tuple[AnswerLine, ...]
    sums: tuple[SumLine, ...]
    medical: bool


class ChainText(TextArea):
    """Where the chain is pasted; what comes in is cleaned of all that a terminal could obey."""

    class Pasted(Message):
        """A text was pasted, rather than typed."""

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        put = self.replace("\n".join(clean_lines(event.text)), *sorted(self.selection))
        self.move_cursor(put.end_location)
        self.focus()
        self.post_message(self.Pasted())


class ChainWindow(Window[None]):
    """One chain and the buy it is for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "key.save", priority=True, id="chain.save"),
        Binding("u", "undo", "key.undo", id="chain.undo"),
        Binding("y", "doors", "key.notice", id="chain.doors"),
        Binding("p", "names", "key.print", id="chain.names"),
        Binding("m", "medicine", "chain.medicine", id="chain.medicine"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal")]
    CSS = """
    ChainWindow {
        & > .window { width: 100%; max-width: 100%; height: 100%; max-height: 100%; }
        ChainText { height: 6; border: none; padding: 0; background: $background; }
        #chain-rest { height: 1fr; layout: horizontal; }
        #chain-answers { width: 1fr; height: 1fr; max-height: 100%; }
        #chain-sums { width: 32; height: 1fr; max-height: 100%; }
        .lead { min-height: 2; }
        &.-narrow {
            ChainText { height: 4; }
            #chain-rest { layout: vertical; }
            #chain-sums { width: 1fr; height: 5; }
        }
        &.-high.-normal ChainText { height: 20%; min-height: 5; }
    }
    """

    class Opened(Message):
        """What the desk knows around the chain was read."""

        def __init__(self, known: "Surroundings", first: bool) -> None:
            super().__init__()
            self.known = known
            self.first = first

    class Done(Message):
        """The text was read."""

        def __init__(self, read: Read) -> None:
            super().__init__()
            self.read = read

    class Failed(Message):
        """Something was refused."""

        def __init__(self, refusal: Refusal) -> None:
            super().__init__()
            self.refusal = refusal

    def __init__(self, desk: Desk, buy_id: int | None, title: str, text: str = "") -> None:
        words = desk.words
        super().__init__(desk, words("chain.title", buy=title), words("chain.foot.low"))
        self.verbs = Verbs(self)
        self._buy_id = buy_id
        self._given = text
        self._known: Surroundings | None = None
        self._read: Read | None = None
        self._fixes: tuple[Fix, ...] = ()
        self._gone: frozenset[int] = frozenset()
        """Households that vanished, and whose order a person said is to go."""
        self._settling: Timer | None = None
        self._reading = False
        self._again = False
        self._pasted = False
        self._saving = False
        self._lead = Static(words("chain.reading"), classes="lead", markup=False)
        self._text = ChainText(soft_wrap=False, placeholder=words("chain.paste"), id="chain-text")
        self._answers = RecordTable(ANSWERS, id="chain-answers")
        self._sums = RecordTable(SUMS, id="chain-sums")
        self._says = Static("", classes="says", markup=False)

    def contents(self) -> ComposeResult:
        yield self._lead
        yield self._text
        with Container(id="chain-rest"):
            yield self._answers
            yield self._sums
        yield self._says

    def on_mount(self) -> None:
        self._text.focus()
        self._sums.can_focus = False
        self._open(first=True)

    def on_resize(self) -> None:
        wide = self.app.size.width >= 100
        foot = self.words("chain.foot" if wide else "chain.foot.low")
        self.query_one(".window").border_subtitle = clickable(foot)

    # ── what a list of verbs needs of its screen ────────────────────────────────────────────

    @property
    def table(self) -> RecordTable | None:
        """The answers."""
        return self._answers

    def chosen(self) -> tuple[str, ...]:
        """No key of this window acts on a record of the desk."""
        return ()

    def load(self) -> None:
        """Asks again what the buy holds now, and compares anew."""
        self._open(first=False)

    @property
    def dirty(self) -> bool:
        """Whether a text or a decision would be lost."""
        if self._known is None or not self._text.text.strip():
            return False
        return self._differs(self._known)

    def _differs(self, known: "Surroundings") -> bool:
        from models.group_buys.pasting import kept_text

        return kept_text(self._text.text) != known.text or self._fixes != known.fixes

    # ── reading ─────────────────────────────────────────────────────────────────────────────

    @work(thread=True, group="open", exit_on_error=False)
    def _open(self, first: bool) -> None:
        from models.group_buys.surroundings import around, surroundings

        buy_id = self._buy_id
        try:
            known = self.desk.ask(
                lambda session: around(session) if buy_id is None else surroundings(session, buy_id)
            )
        except Refusal as refusal:
            self.post_message(self.Failed(refusal))
            return
        self.post_message(self.Opened(known, first))

    def on_chain_window_opened(self, event: Opened) -> None:
        self._known = event.known
        if event.first:
            self._fixes = event.known.fixes
            text = self._given or event.known.text
            self._pasted = bool(text)
            self._text.load_text("\n".join(clean_lines(text)))
        self._look()

    def on_text_area_changed(self) -> None:
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLE_SECONDS, self._look)

    def on_chain_text_pasted(self) -> None:
        self._pasted = True

    def _look(self) -> None:
        """Reads the text; one reading is under way at most, and one waits."""
        if self._known is None:
            return
        if self._reading:
            self._again = True
            return
        self._reading, self._again = True, False
        self._read_text(self._text.text, self._known)

    @work(thread=True, group="read", exit_on_error=False)
    def _read_text(self, text: str, known: "Surroundings") -> None:
        from models.group_buys.pasting import changes, looks_medical, read_chain

        medical = looks_medical(text)
        if medical:
            from dataclasses import replace

            known = replace(known, products=None, product_ids={}, present={})
        chain = read_chain(text, known, self._fixes)
        compared = chain.answers and known.buy_id is not None and not medical
        found = changes(chain, known) if compared else ()
        lines = answer_lines(chain, found, self._gone)
        self.post_message(self.Done(Read(text, chain, found, lines, sum_lines(chain), medical)))

    def on_chain_window_done(self, event: Done) -> None:
        self._reading = False
        if self._again:
            self._look()
            return
        self._read = event.read
        self._show()
        if self._pasted and event.read.lines:
            self._pasted = False
            self._answers.action_edge(0)
            self._answers.focus()

    def on_chain_window_failed(self, event: Failed) -> None:
        self._saving = False
        self._tell(event.refusal.key, **event.refusal.params)

    def _tell(self, key: str, **params: object) -> None:
        self._says.update(self.words(key, **params) if key else "")
        self._says.set_class(bool(key), "-shown")

    def _show(self) -> None:
        assert self._read is not None and self._known is not None
        words, read, draw = self.words, self._read, self.desk.draw()
        self._answers.show(read.lines, draw)
        self._sums.show(read.sums, draw)
        states = [answer.state.value for answer in read.chain.answers]
        waiting = len(read.chain.waiting())
        accepted, withdrawn = states.count("accepted"), states.count("withdrawn")
        told = words(
            "chain.counts",
            n=len(states),
            accepted=accepted,
            waiting=waiting,
            withdrawn=withdrawn,
            rest=len(states) - accepted - waiting - withdrawn,
        )
        self._lead.update(f"{told if states else words('chain.empty')}\n{self._effect(read)}")

    def _effect(self, read: Read) -> str:
        words, known = self.words, self._known
        if read.medical:
            return words("chain.medical")
        if known is None or known.buy_id is None:
            return words("chain.no_buy")
        signs = [one.sign.value for one in read.changes]
        kept = sum(
            one.sign.value == "vanished" and one.household_id not in self._gone
            for one in read.changes
        )
        gone = signs.count("withdrawn") + signs.count("vanished") - kept
        told = words("chain.same") if read.chain.answers else ""
        if signs:
            added, changed = signs.count("added"), signs.count("changed")
            told = words("chain.change", added=added, changed=changed, gone=gone, kept=kept)
        late = known.state is not None and known.state.value not in ("open", "box_fill")
        return f"{told}  {words('chain.late')}" if late else told

    # ── fixing ──────────────────────────────────────────────────────────────────────────────

    def on_record_table_opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        line = self._answers.cursor
        if isinstance(line, AnswerLine):
            self._fix(line)

    @work(group="fix", exclusive=True)
    async def _fix(self, line: AnswerLine) -> None:
        if line.index is None:
            if line.household_id is None:
                self._tell("refuse.chain.not_fixable")
                return
            self._gone ^= {line.household_id}
            self._look()
            return
        await self._ask(line.index)

    async def _ask(self, index: int) -> None:
        from models.group_buys.drafts import FixAnswer
        from models.rules.address import Door
        from models.store.drafts import asks

        read, known = self._read, self._known
        if read is None or known is None:
            return
        answer = read.chain.answers[index]
        home = known.doors.get(answer.door) if isinstance(answer.door, Door) else None
        goods = " ".join(f"{name} x{n}" for name, n in answer.items.items())
        opened: dict[str, object] = {
            "household_id": home,
            "goods": goods,
            "name": answer.name,
            "withdrawn": answer.state.value == "withdrawn",
        }
        said = str(answer.door) if answer.door is not None else ""
        why = self.words(answer.why.key, **answer.why.params) if answer.why is not None else ""

        async def submit(values: dict[str, object], was: dict[str, object]) -> Refusal | None:
            return await asyncio.to_thread(self._decide, index, {**was, **values})

        fixed = await self.app.push_screen_wait(
            Form(
                self.desk,
                self.words("chain.fix", no=answer.no or "-", text=self.words.of(answer.state)),
                asks(FixAnswer),
                submit,
                opened=opened,
                shown={"household_id": said},
                lead=self.words("chain.fix.lead", text=answer.text, why=why).strip(),
            )
        )
        if fixed:
            self._tell("")
            self._look()

    def _decide(self, index: int, values: Mapping[str, object]) -> Refusal | None:
        """Keeps what a person decided; gives what is still missing."""
        from models.group_buys.pasting import fix_of, items_said
        from models.store.drafts import Unfit

        assert self._read is not None and self._known is not None
        chain, known = self._read.chain, self._known
        withdrawn = values["withdrawn"] is True
        door = next((d for d, row in known.doors.items() if row == values["household_id"]), None)
        if door is None and not withdrawn:
            return Unfit({"household_id": ("refuse.input.missing", {})})
        items: dict[str, int] = {}
        if not withdrawn:
            try:
                items = items_said(str(values["goods"] or ""), chain.products)
            except Refusal as refusal:
                return Unfit({"goods": (refusal.key, dict(refusal.params))})
        name = str(values["name"] or "")
        fix = fix_of(chain, index, str(door or ""), items, name, withdrawn)
        others = tuple(
            one
            for one in self._fixes
            if (one.no, one.text, one.part) != (fix.no, fix.text, fix.part)
        )
        self._fixes = (*others, fix)
        return None

    # ── saving ──────────────────────────────────────────────────────────────────────────────

    def action_save(self) -> None:
        if self._saving:
            return
        read, known = self._read, self._known
        if read is None or known is None or self._reading or read.text != self._text.text:
            self._tell("refuse.chain.reading")
        elif read.medical:
            self.action_medicine()
        elif known.buy_id is None:
            self._tell("refuse.chain.no_buy")
        elif not read.chain.answers:
            self._tell("refuse.chain.empty")
        else:
            self._saving = True
            self._save(read, known)

    @work(group="save", exclusive=True)
    async def _save(self, read: Read, known: "Surroundings") -> None:
        from models.group_buys.pasting import taking

        try:
            draft = taking(read.chain, known, self._gone)
            refusal = None
            if draft is not None:
                refusal = await self.verbs.perform("group_buys.take_answers", [draft])
            if refusal is None:
                refusal = await asyncio.to_thread(self._keep, known)
        finally:
            self._saving = False
        if refusal is not None:
            self._tell(refusal.key, **refusal.params)
            return
        self._gone = frozenset()
        waiting = len(read.chain.waiting())
        if waiting:
            self._tell("chain.left", n=waiting)
            self.load()
            return
        if draft is None:
            self.notify(self.words("chain.kept"), markup=False)
        self.dismiss(None)

    def _keep(self, known: "Surroundings") -> Refusal | None:
        """Keeps the text and the decisions, in an act of their own; gives a refusal, if any."""
        from models.group_buys.drafts import KeepChain
        from models.group_buys.pasting import kept_text
        from models.store.drafts import build
        from models.store.register import perform

        store, actor = self.desk.store, self.desk.actor
        if store is None or actor is None or not self._differs(known):
            return None
        values = {
            "id": known.buy_id,
            "text": kept_text(self._text.text),
            "fixes": self._fixes,
        }
        try:
            perform(store, actor, "group_buys.keep_chain", build(KeepChain, values))
        except Refusal as refusal:
            return refusal
        return None

    def action_undo(self) -> None:
        self.verbs.undo_mine()

    @work(group="save", exclusive=True)
    async def action_medicine(self) -> None:
        """Records what a chain of medicine asks for as new requests."""
        from models.imports.medicine import medicine_requests

        read, known = self._read, self._known
        if read is None or known is None or not read.medical:
            self._tell("refuse.chain.not_medical")
            return
        found = await asyncio.to_thread(
            self.desk.ask, lambda session: medicine_requests(session, read.chain, known)
        )
        told = {"n": len(found.drafts), "known": found.known, "waiting": found.waiting}
        if not found.drafts:
            self._tell("chain.medical.none", **told)
            return
        question = self.words("chain.medical.ask", **told)
        if await self.app.push_screen_wait(Confirm(self.desk, question)):
            refusal = await self.verbs.perform("requests.note_new", found.drafts)
            if refusal is not None:
                self._tell(refusal.key, **refusal.params)
            elif not found.waiting:
                self.dismiss(None)

    # ── giving it back to the group ─────────────────────────────────────────────────────────

    def action_doors(self) -> None:
        """The tidied list without a name: doors and what they get."""
        from models.group_buys.pasting import doors_only

        if self._read is not None:
            self._give(doors_only(self._read.chain, self.words("chain.to_decide")))

    def action_names(self) -> None:
        """The tidied list as the group wrote it, names and all."""
        from models.rules.jielong import written

        if self._read is not None:
            self._give(written(self._read.chain))

    def _give(self, text: str) -> None:
        self.app.copy_to_clipboard(text)
        self.notify(self.words("chain.copied"), markup=False)
        self.app.push_screen(Reader(self.desk, self.words("chain.tidied"), text, selectable=True))

    async def action_leave(self) -> None:
        if self.dirty:
            self.app.push_screen(Confirm(self.desk, self.words("chain.leave")), self._left)
        else:
            self.dismiss(None)

    def _left(self, leave: bool | None) -> None:
        if leave:
            self.dismiss(None)


async def paste_chain(app: App[Any], desk: Desk, text: str = "", in_hand: str = "") -> None:
    """Opens the window of a chain, from any room; asks which buy it is for.

    Args:
        text: what was pasted into a room.
        in_hand: key of the buy under the cursor; where that takes answers it is not asked.
    """
    from models.group_buys import buys
    from models.group_buys.surroundings import takes_answers

    words, draw = desk.words, desk.draw()
    found = await asyncio.to_thread(desk.ask, lambda session: buys(session, past=False))
    taking = {str(one.id): one for one in found if takes_answers(one.state)}
    chosen = next((key for key, one in taking.items() if one.key == in_hand), "")
    if not chosen:
        options = [
            Option(key, one.title, f"{words.of(one.state)}  {draw.stamp(one.cut_off_at)}")
            for key, one in taking.items()
        ]
        look = Option(NO_BUY, words("chain.no_buy"))
        window = Chooser(desk, words("chain.which"), (*options, look))
        chosen = await app.push_screen_wait(window) or ""
    if chosen == NO_BUY:
        await app.push_screen_wait(ChainWindow(desk, None, words("chain.no_buy"), text))
    elif chosen:
        buy = taking[chosen]
        await app.push_screen_wait(ChainWindow(desk, buy.id, buy.title, text))
