"""What keys do to records, once for every room: ask what is missing, do it, say what was done.

A verb goes out as a registered change by name, in a thread; a refusal comes back as a sentence; a
success as one toast that names the record and the person who acted and offers the undo. Whether
a row allows a verb is asked when the key is pressed and never while the cursor moves.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from models.rules.refusal import Refusal
from screens.kit.dialogs import Chooser, Confirm, Option
from screens.kit.draw import did
from screens.kit.menu import Offer, offers, options, record_of
from screens.kit.records import answering
from screens.kit.reveal import Revealing

if TYPE_CHECKING:
    from models.acts import ActLine
    from models.store.engine import Actor


class Verbs(Revealing):
    """The verbs of one screen."""

    # ── doing ───────────────────────────────────────────────────────────────────────────────

    def do(
        self,
        verb: str,
        keys: Sequence[str],
        given: Mapping[str, object] | None = None,
        proposed: Mapping[str, object] | None = None,
        about: str = "",
    ) -> None:
        """Does `verb` to the records of these keys, asking for what it needs.

        Args:
            given: fields that what is chosen settles already, where it is no record.
            proposed: what the form opens with, for whoever fills it in to leave or to change.
            about: what the form is about, where that is no record.
        """
        doing = self._do(verb, tuple(keys), given or {}, proposed or {}, about)
        self._start(doing, form=not keys)

    async def _do(
        self,
        verb: str,
        keys: tuple[str, ...],
        given: Mapping[str, object] | None = None,
        proposed: Mapping[str, object] | None = None,
        about: str = "",
    ) -> None:
        from models.store.register import lookup, lookup_kind

        change = await self.in_thread(lambda: lookup(verb))
        if change is None:
            return
        if change.fields is not None:
            # An edit opens with what is there, also when it was chosen from the menu.
            await self._edit(keys[:1])
            return
        if keys and verb == lookup_kind(record_of(keys[0])[0]).reveal:
            await self._reveal(keys[:1])
            return
        ids: tuple[int | None, ...] = tuple(record_of(key)[1] for key in keys) or (None,)
        if change.asks:
            await self._ask(change, keys, ids, given or {}, proposed or {}, about=about)
            return
        if len(ids) > 1:
            question = self._say("say.many", verb=self._say(verb), n=len(ids))
            if not await self._screen.app.push_screen_wait(Confirm(self._desk, question)):
                return
        refusal = await self._perform(change, ids, dict(given or {}))
        if refusal is not None:
            self.warn(refusal)

    def next_step(self, ticks: Mapping[str, str] | None = None) -> None:
        """The next step of the chosen records: the one named here by key, else the natural one."""
        self._start(self._next_step(self._host.chosen(), ticks or {}))

    async def _next_step(self, keys: tuple[str, ...], ticks: Mapping[str, str]) -> None:
        from models.store.register import natural_step

        if not keys:
            self._nothing_chosen()
            return
        steps = await self._read(
            lambda s: {ticks.get(key) or natural_step(s, *record_of(key)) for key in keys}
        )
        if steps is None:
            return
        if len(steps) > 1:
            self.warn(Refusal("refuse.mixed"))
            return
        verb = steps.pop()
        if verb is None:
            self.warn(Refusal("refuse.no_next"))
        else:
            await self._do(verb, keys)

    def menu(self, also: Mapping[str, Callable[[], Awaitable[None]]] | None = None) -> None:
        """Every verb of the records, with how many it would hit and why it is refused to others.

        Args:
            also: what may be done with the lines themselves, where they are of no kind; it comes
                first, as it is what `space` does there.
        """
        self._start(self._menu(self._host.chosen(), also or {}))

    async def _menu(
        self, keys: tuple[str, ...], also: Mapping[str, Callable[[], Awaitable[None]]]
    ) -> None:
        if not keys and not also:
            self._nothing_chosen()
            return
        found = await self._read(lambda s: offers(s, keys))
        if found is None:
            return
        found = (*(Offer(verb, ("",)) for verb in also), *found)
        title = self._say("key.verbs")
        if len(keys) > 1:
            title = self._say("say.many", verb=title, n=len(keys))
        chosen = await self._screen.app.push_screen_wait(
            Chooser(
                self._desk,
                title,
                options(found, self._desk.words),
                typing=False,
                empty=self._say("refuse.no_verbs"),
            )
        )
        if chosen in also:
            await also[chosen]()
        elif chosen is not None:
            await self._do(chosen, next(one.hits for one in found if one.verb == chosen))

    def edit(self) -> None:
        """Edits the fields of the record under the cursor."""
        self._start(self._edit(self._host.chosen()[:1]), form=True)

    # ── undo, open, reveal, find ────────────────────────────────────────────────────────────

    def undo_mine(self) -> None:
        """Names my own last act and takes it back."""
        self._start(self._undo_mine())

    async def _undo_mine(self) -> None:
        from models.acts import my_last, undo

        line = await self._read(my_last)
        if line is None:
            self.warn(Refusal("refuse.undo.none"))
            return
        await self.undo(line, undo)

    async def undo(
        self, line: "ActLine", undo: Callable[..., int | None], why: str | None = None
    ) -> None:
        """Asks, takes the act back, and says so."""
        from models.acts import said

        store, actor = self._desk.store, self._desk.actor
        if store is None or actor is None:
            return
        told = did(self._desk.words, line.verb, line.params)
        at = self._desk.draw().stamp(line.at)
        who = self._desk.words.of(line.who)
        question = self._say("say.undo", at=at, who=who, what=told)
        if not await self._screen.app.push_screen_wait(Confirm(self._desk, question)):
            return
        act_id = await self.in_thread(lambda: undo(store, actor, line.id, why))
        if act_id is not None:
            after = await self._read(lambda s: said(s, act_id))
            if after is not None:
                self._tell(self._say("say.undone", what=told), after)
        self._host.load()

    def open_record(self, key: str) -> None:
        """Opens a record: all its fields, its timeline, its verbs."""
        from screens.kit.record import Record

        self._screen.app.push_screen(Record(self._desk, key), lambda _: self._host.load())

    def find(self, text: str) -> None:
        """Finds anything: door, name, pinyin or initials, phone tail, request number."""
        self._start(self._find(text))

    async def _find(self, text: str) -> None:
        chosen = await self._screen.app.push_screen_wait(
            Chooser(
                self._desk,
                self._say("key.find"),
                search=lambda typed: answering(self._desk, typed),
                text=text,
                prompt=self._say("find.prompt"),
            )
        )
        if chosen is not None:
            self.open_record(chosen)

    def choose_actor(self) -> None:
        """Switches who acts, by name or initials, without leaving the room."""
        self._start(self._choose_actor())

    async def _choose_actor(self) -> None:
        from models.acts import who_may_act

        found = await self._read(who_may_act)
        if found is None:
            return
        words = self._desk.words
        options = [
            Option(str(a.id), a.name, f"{initials}  {words.of(a.role)}") for a, initials in found
        ]
        chosen = await self._screen.app.push_screen_wait(
            Chooser(self._desk, words("key.actor"), options)
        )
        if chosen is not None:
            await self._become(next(a for a, _ in found if str(a.id) == chosen))

    async def _become(self, actor: "Actor") -> None:
        if self._desk.become is None:
            self._desk.actor = actor
            self._host.load()
            return
        try:
            await self._desk.become(actor)
        except Refusal as refusal:
            self.warn(refusal)

    def quick_line(self, text: str = "") -> None:
        """Opens the quick line, with what was typed in it before."""
        from screens.kit.quick import QuickLine

        if self._desk.covered:
            self.warn(Refusal("refuse.public_screen"))
            return

        def then(key: str | None) -> None:
            self._host.load()
            if key is not None:
                self.open_record(key)

        self._screen.app.push_screen(QuickLine(self._desk, text), then)

    def put_on_paper(
        self, papers: Sequence[str], scope: Mapping[str, object], ledger: str | None
    ) -> None:
        """Asks which paper and as what, writes it, and says where the file is."""
        self._start(self._put_on_paper(papers, scope, ledger))

    async def _put_on_paper(
        self, papers: Sequence[str], scope: Mapping[str, object], ledger: str | None
    ) -> None:
        from screens.kit.paper import ask, write

        store, actor, words = self._desk.store, self._desk.actor, self._desk.words
        if store is None or actor is None:
            return
        wanted = await ask(self._screen.app, self._desk, papers, ledger)
        if wanted is None:
            return
        path = await self.in_thread(lambda: write(store, actor, words, wanted, scope))
        if path is not None:
            self._screen.notify(self._say("export.done", path=str(path)), markup=False)
