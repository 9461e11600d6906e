"""Filling in a form and doing what it says; a form that was open when its desk ended, once more.

A form closes only when its change has gone through; a success is said in one toast that names the
record and the person who acted, and offers the undo.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any

from models.rules.refusal import Refusal
from screens.kit.desk import Desk
from screens.kit.dialogs import Confirm, Reader
from screens.kit.draw import did
from screens.kit.errands import WAITS_SECONDS, Errands
from screens.kit.kept import Recall, as_text
from screens.kit.menu import record_of
from screens.kit.records import foretold, keys_of, record_labels, title_of

if TYPE_CHECKING:
    from models.acts import ActLine
    from models.store.drafts import Draft
    from models.store.kept import KeptForm
    from models.store.register import Change, Fills

OPENED_WITH = ("given", "proposed")
"""What the form of a verb is opened with: fields that are settled, and proposals for others."""


def filled(desk: Desk, fills: "Fills", standing: Mapping[str, object]) -> Mapping[str, object]:
    """What the records know for the empty fields of a form; for a thread."""
    return desk.ask(lambda session: fills(session, standing, desk.words))


class Filling(Errands):
    """What one screen asks in a form, and does with the answer."""

    async def _ask(
        self,
        change: "Change",
        keys: tuple[str, ...],
        ids: tuple[int | None, ...],
        given: Mapping[str, object],
        proposed: Mapping[str, object],
        typed: Mapping[str, Any] | None = None,
        about: str = "",
    ) -> bool:
        """Asks for what a change needs; gives whether it came to a form.

        Args:
            about: what it is about, where that is no record.
            typed: what was typed when the desk ended the last time.
        """
        from models.store.kept import frozen
        from screens.kit.form import Form

        title = self._say(change.verb)
        leads = [about] if about else []
        if len(ids) > 1:
            title = self._say("say.many", verb=title, n=len(ids))
        elif keys:
            record = await self._read(lambda s: title_of(s, keys[0]))
            if record is None:
                return False
            leads.append(record)
        if self._desk.words.has(f"{change.verb}.lead"):
            told = await self._read(lambda s: foretold(s, change, ids))
            if told is None:
                return False
            leads.append(self._say(f"{change.verb}.lead", **told))

        labels = await self._read(lambda s: record_labels(s, change.asks, proposed))

        opened_with = dict(zip(OPENED_WITH, (frozen(given), frozen(proposed)), strict=True))
        recall = Recall(change.verb, keys, opened_with)
        # What nobody may read while it is typed is kept nowhere either.
        worth_keeping = not any(ask.covered for ask in change.asks)

        async def submit(values: dict[str, object], _: dict[str, object]) -> Refusal | None:
            return await self._perform(change, ids, {**given, **values}, not keys, recall)

        fills = change.fills

        await self._fill_in(
            Form(
                self._desk,
                title,
                change.asks,
                submit,
                proposed=proposed,
                shown=labels,
                lead="\n".join(leads),
                recall=recall if worth_keeping else None,
                typed=typed,
                fills=partial(filled, self._desk, fills) if fills is not None else None,
            )
        )
        return True

    async def _perform(
        self,
        change: "Change",
        ids: Sequence[int | None],
        values: dict[str, object],
        new: bool = False,
        recall: Recall | None = None,
    ) -> Refusal | None:
        from models.store.register import draft_for

        try:
            drafts = [draft_for(change.verb, values, row_id) for row_id in ids]
        except Refusal as refusal:
            return refusal
        return await self.perform(change.verb, drafts, new, recall)

    async def perform(
        self,
        verb: str,
        drafts: "Sequence[Draft]",
        new: bool = False,
        recall: Recall | None = None,
    ) -> Refusal | None:
        """Runs a change in a thread and says what it did; gives the refusal, if it was refused.

        Args:
            new: whether it makes a record; then the cursor goes there, for the next key is for it.
            recall: the open form that waits for its end.
        """
        from models.acts import said
        from models.store.register import Once, lookup, perform
        from screens.kit.room import Room

        store, actor = self._desk.store, self._desk.actor
        if store is None or actor is None:
            return Refusal("refuse.not_ready")
        if self._desk.covered:
            return Refusal("refuse.public_screen")

        made: list[str] = []
        once: list[Once] = []

        told_form = recall.saving() if recall is not None else nullcontext()

        def run() -> "tuple[int | None, ActLine | None]":
            with told_form:
                done = perform(store, actor, verb, *drafts)
            if new:
                made.extend(keys_of(done.rows))
            once.extend(row for row in done.rows if isinstance(row, Once))
            act_id = done.act_id
            if act_id is None:
                return None, None
            try:
                return act_id, self._desk.ask(lambda s: said(s, act_id))
            except Refusal:
                # It is kept, and must not look refused: it would be saved a second time.
                return act_id, None

        waits = self._screen.set_timer(WAITS_SECONDS, self._say_it_waits)
        try:
            act_id, line = await asyncio.to_thread(run)
        except Refusal as refusal:
            return refusal
        finally:
            waits.stop()
        if self._host.table is not None:
            self._host.table.deafen()
            self._host.table.clear_marks()
        if line is None:
            told = "say.nothing_changed" if act_id is None else "say.saved"
            self._screen.notify(self._say(told), markup=False)
        else:
            undo = self._say("say.undo_hint") if lookup(verb).undo != "never" else ""
            told = did(self._desk.words, line.verb, line.params)
            self._tell(f"{told}  {undo}".rstrip(), line)
        if made and isinstance(self._host, Room):
            self._host.want_now(made[0])
        self._host.load()
        for told_once in once:
            text = self._say(told_once.key, text=told_once.text, **told_once.params)
            window = Reader(self._desk, self._say("say.once"), text)
            await self._screen.app.push_screen_wait(window)
        return None

    async def _edit(self, keys: tuple[str, ...], typed: Mapping[str, Any] | None = None) -> bool:
        """Edits a record; gives whether it came to a form.

        Args:
            typed: what was typed when the desk ended the last time.
        """
        from models.store.drafts import Edit
        from models.store.kept import frozen, thawed
        from models.store.register import lookup, lookup_kind, opened_values
        from screens.kit.form import Form

        if not keys:
            self._nothing_chosen()
            return False
        kind, row_id = record_of(keys[0])
        opened = await self._read(lambda s: opened_values(s, kind, row_id))
        if opened is None:
            return False
        record = lookup_kind(kind)
        verb = record.edit
        if verb is None:
            return False
        if typed is not None:
            # What stood there when the form was first opened: what others changed since must clash.
            opened |= thawed(typed["opened"], record.table, lookup(verb).fields)
        asks = lookup(verb).asks
        labels = await self._read(lambda s: record_labels(s, asks, opened))

        recall = Recall(verb, keys, {"opened": frozen(opened)})

        async def submit(values: dict[str, object], was: dict[str, object]) -> Refusal | None:
            if not values:
                return None
            edit = Edit(id=row_id, changed=values, opened=was)
            return await self.perform(verb, [edit], recall=recall)

        await self._fill_in(
            Form(
                self._desk,
                self._say(verb),
                asks,
                submit,
                opened=opened,
                shown=labels,
                recall=recall,
                typed=typed,
            )
        )
        return True

    def _nothing_chosen(self) -> None:
        """Says that there is no record to act on; a list that is deaf for a moment says nothing."""
        table = self._host.table
        if table is not None and not table.deaf:
            self.warn(Refusal("refuse.no_verbs" if table.lines else "refuse.nothing_chosen"))

    # ── forms that were open when the desk ended ─────────────────────────────────────────────

    def give_back(self, forms: "Sequence[KeptForm]") -> None:
        """Offers what somebody had typed and not saved, the last first, one question each."""
        self._start(self._give_back(tuple(forms)))

    async def _give_back(self, forms: "tuple[KeptForm, ...]") -> None:
        from models.store.kept import keep_forms

        store, actor = self._desk.store, self._desk.actor
        if store is None or actor is None:
            return
        for form in forms:
            what = await asyncio.to_thread(self._called, form)
            at = self._desk.draw().stamp(form.at)
            question = self._say("kept.question", what=what or self._say("kept.gone"), at=at)
            if form.typed.get("saving"):
                question = f"{question}\n{self._say('kept.maybe')}"
            window = Confirm(self._desk, question, "kept.foot")
            wanted = await self._screen.app.push_screen_wait(window)
            await self.in_thread(partial(keep_forms, store, actor, given_back=(form.id,)))
            if wanted:
                await (self._open_again(form) if what else self._read_out(form))

    def _called(self, form: "KeptForm") -> str:
        """What a kept form is and is about; empty where that is no longer there."""
        from models.store.register import lookup

        words = self._desk.words
        try:
            if form.verb not in self._desk.windows:
                lookup(form.verb)
            told = words(form.verb)
            if len(form.targets) > 1:
                return words("say.many", verb=told, n=len(form.targets))
            if not form.targets:
                return told
            about = self._desk.ask(lambda s: title_of(s, form.targets[0]))
        except (Refusal, KeyError, ImportError):
            return ""
        return f"{told} · {about}"

    async def _open_again(self, form: "KeptForm") -> None:
        from models.store.kept import thawed
        from models.store.register import lookup

        if form.verb in self._desk.windows:
            await self._desk.windows[form.verb](self._screen.app, form)
            return
        change = lookup(form.verb)
        if change.fields is not None:
            opened = await self._edit(form.targets, form.typed)
        else:
            ids = tuple(record_of(key)[1] for key in form.targets) or (None,)
            given, proposed = (thawed(form.typed[name], change.draft) for name in OPENED_WITH)
            opened = await self._ask(change, form.targets, ids, given, proposed, form.typed)
        if not opened:  # why was said, but the words must not be lost
            await self._read_out(form)

    async def _read_out(self, form: "KeptForm") -> None:
        """What was typed about a record that is no longer there, to be read and copied."""
        text = as_text(form.typed)
        title = self._say("kept.gone.title")
        await self._screen.app.push_screen_wait(Reader(self._desk, title, text, selectable=True))
