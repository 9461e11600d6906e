"""The window of a pasted chain: the text above, what it says below, and its totals beside it.

Whoever runs a buy stands here several times a day: paste the longest version, go through what
waits, `ctrl+s` takes the rest. Reading is done in a thread, one text at a time, so that a paste of
ten thousand lines never holds a key up. What was decided about an answer is kept with the text.
"""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.message import Message
from textual.timer import Timer

from models.rules.refusal import Refusal
from screens.chain.fixing import ask_about
from screens.chain.keeping import TAKES, keep, standing
from screens.chain.reading import LAID_OUT, ChainText, Read, fitting, read_text
from screens.columns.chain import ANSWERS, SUMS, AnswerLine
from screens.kit.desk import Desk
from screens.kit.dialogs import Confirm, Reader, Window, clickable
from screens.kit.kept import Recall, Unsaved
from screens.kit.said import Said
from screens.kit.table import RecordTable
from screens.kit.verbs import Verbs

if TYPE_CHECKING:
    from models.group_buys.drafts import Fix
    from models.group_buys.surroundings import Surroundings

SETTLE_SECONDS = 0.25
"""How long nobody types before the text is read again."""


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
    CSS = LAID_OUT

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

    def __init__(
        self,
        desk: Desk,
        buy_id: int | None,
        title: str,
        text: str = "",
        fixes: "tuple[Fix, ...] | None" = None,
    ) -> None:
        """
        Args:
            text: what was pasted; empty opens the text that was kept with the buy.
            fixes: what was decided about it, where that is not what was kept with the buy.
        """
        words = desk.words
        super().__init__(desk, words("chain.title", buy=title), words("chain.foot.low"))
        self.verbs = Verbs(self)
        self._buy_id = buy_id
        self._given = text
        self._given_fixes = fixes
        self._recall = Recall(TAKES, (f"group_buys.buy:{buy_id}",) if buy_id else (), {})
        self._known: Surroundings | None = None
        self._read: Read | None = None
        self._fixes: tuple[Fix, ...] = ()
        self._gone: frozenset[int] = frozenset()
        """Households that vanished, and whose order a person said is to go."""
        self._settling: Timer | None = None
        self._reading = False
        self._again = False
        self._asked: str | None = None
        """The text that was read the last time, or is being read."""
        self._to_top = False
        self._saving = False
        self._save_next = False
        """Whether `ctrl+s` was pressed while the text was still being read."""
        self._lead = Said(words("chain.reading"), classes="lead")
        self._text = ChainText(soft_wrap=False, placeholder=words("chain.paste"), id="chain-text")
        self._answers = RecordTable(ANSWERS, id="chain-answers")
        self._sums = RecordTable(SUMS, id="chain-sums")
        self._says = Said("", classes="says")

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

    def unsaved(self) -> Unsaved | None:
        """The text and what was decided about it."""
        return standing(self._recall, self._text.text, self._fixes) if self.dirty else None

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
            given = self._given_fixes
            self._fixes = event.known.fixes if given is None else given
            text = self._given or event.known.text
            self._to_top = bool(text)
            self._load(text)
        self._look()

    def on_text_area_changed(self) -> None:
        if self._text.text == self._asked:
            return
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLE_SECONDS, self._look)

    def on_chain_text_pasted(self, event: ChainText.Pasted) -> None:
        self._to_top = True
        self._tell_cut(event.lines, event.of)

    def _load(self, text: str) -> None:
        fits, lines, of = fitting(text)
        self._text.load_text(fits)
        self._tell_cut(lines, of)

    def _tell_cut(self, lines: int, of: int) -> None:
        if lines < of:
            told = self.words("chain.cut", n=lines, of=of)
            self.notify(told, severity="warning", markup=False)

    def on_paste(self, event: events.Paste) -> None:
        """Pasted beside the text it takes its place, as in the room: people paste all anew."""
        event.stop()
        if event.text.strip():
            self._to_top = True
            self._load(event.text)

    def _look(self) -> None:
        """Reads the text; one reading is under way at most, and one waits."""
        if self._known is None:
            return
        if self._reading:
            self._again = True
            return
        self._reading, self._again = True, False
        self._asked = self._text.text
        self._read_text(self._asked, self._known)

    @work(thread=True, group="read")
    def _read_text(self, text: str, known: "Surroundings") -> None:
        self.post_message(self.Done(read_text(text, known, self._fixes, self._gone)))

    def on_chain_window_done(self, event: Done) -> None:
        self._reading = False
        self._read = event.read
        self._show()
        if self._again or event.read.text != self._text.text:
            self._look()
            return
        if self._save_next:
            self._save_next = False
            self._tell("")
            self.action_save()
            return
        if self._to_top and event.read.lines:
            self._to_top = False
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
        read, draw = self._read, self.desk.draw()
        self._answers.show(read.lines, draw)
        self._sums.show(read.sums, draw)
        effect = read.effect(self.words, self._known, self._gone)
        self._lead.update(f"{read.counts(self.words)}\n{effect}")

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
        read, known = self._read, self._known
        if read is None or known is None:
            return
        fix = await ask_about(self.app, self.desk, read, known, line.index)
        if fix is not None:
            at = (fix.no, fix.text, fix.part)
            others = (one for one in self._fixes if (one.no, one.text, one.part) != at)
            self._fixes = (*others, fix)
            self._tell("")
            self._to_top = True
            self._look()

    # ── saving ──────────────────────────────────────────────────────────────────────────────

    def action_save(self) -> None:
        if self._saving:
            return
        read, known = self._read, self._known
        if read is None or known is None or self._reading or read.text != self._text.text:
            # What was pasted a moment ago is taken as soon as it is read.
            self._save_next = True
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
        from models.group_buys.pasting import kept_text, taking

        try:
            draft = taking(read.chain, known, self._gone)
            refusal = None
            if draft is not None:
                refusal = await self.verbs.perform(TAKES, [draft], recall=self._recall)
            if refusal is None:
                kept = self._text.text, self._fixes
                if self._differs(known):
                    refusal = await asyncio.to_thread(keep, self.desk, known.buy_id, *kept)
        finally:
            self._saving = False
        if refusal is not None:
            self._tell(refusal.key, **refusal.params)
            return
        self._gone = frozenset()
        waiting = len(read.chain.waiting())
        if waiting:
            # Until it is read anew: whoever leaves at once is not asked about what was kept.
            self._known = replace(known, text=kept_text(kept[0]), fixes=kept[1])
            self._tell("chain.left", n=waiting)
            self.load()
            return
        if draft is None:
            self.notify(self.words("chain.kept"), markup=False)
        self.dismiss(None)

    def action_undo(self) -> None:
        self.verbs.undo_mine()

    @work(group="medicine", exclusive=True)
    async def action_medicine(self) -> None:
        """Records what a chain of medicine asks for as new requests."""
        from models.imports.medicine import medicine_requests

        read, known = self._read, self._known
        if read is None or known is None or not read.medical:
            self._tell("refuse.chain.not_medical")
            return
        found = await self.verbs.in_thread(
            lambda: self.desk.ask(lambda session: medicine_requests(session, read.chain, known))
        )
        if found is None:
            return
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
