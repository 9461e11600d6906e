"""A masked name and number in full: asked what for, shown for twenty seconds, covered again.

What was shown never outlives its window: it closes by itself when its time is over, and at once
when the desk is locked, another room is opened, or anything else comes before it.
"""

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from models.rules.refusal import Refusal
from screens.kit.desk import Desk
from screens.kit.dialogs import Window
from screens.kit.filling import Filling
from screens.kit.menu import record_of
from screens.kit.said import Said

if TYPE_CHECKING:
    from models.store.engine import Reading

SECONDS = 20
LOOK = 0.25
"""Seconds between two looks at the clock, which a machine that slept has moved on."""


class Revealed(Window[None]):
    """What was asked for, for a moment."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "leave", show=False, priority=True, id="revealed.leave")
    ]

    def __init__(self, desk: Desk, text: str) -> None:
        super().__init__(desk, desk.words("reveal.title", seconds=SECONDS), desk.words("foot.read"))
        self._text = Said(text)
        self._until = desk.draw().now + timedelta(seconds=SECONDS)
        self._over = False

    def contents(self) -> ComposeResult:
        yield self._text

    def on_mount(self) -> None:
        self.set_interval(LOOK, self._look)

    def _look(self) -> None:
        if self.desk.draw().now >= self._until:
            self._put_away()

    def on_screen_suspend(self) -> None:
        """Another room, the lock, or a window above this one."""
        self._put_away()

    def on_screen_resume(self) -> None:
        if self._over:
            self._put_away()

    def _put_away(self) -> None:
        self._over = True
        self._text.update("")
        if self.is_current:
            self.dismiss(None)


class Revealing(Filling):
    """What `r` does to the records of one screen."""

    def reveal(self) -> None:
        """Shows a masked name and number in full; the journal keeps who looked, and why."""
        self._start(self._reveal(self._host.chosen()[:1]), form=True)

    async def _reveal(self, keys: tuple[str, ...]) -> None:
        from models.store.register import draft_for, lookup, lookup_kind, perform
        from screens.kit.form import Form

        store, actor = self._desk.store, self._desk.actor
        if not keys or store is None or actor is None:
            self._nothing_chosen()
            return
        kind_name, row_id = record_of(keys[0])
        verb = lookup_kind(kind_name).reveal
        if verb is None:
            self.warn(Refusal("refuse.no_reveal"))
            return
        about = await self._read(lambda session: _may(session, kind_name, row_id, verb))
        if about is None:
            return
        shown: list[str] = []

        async def submit(values: dict[str, object], _: dict[str, object]) -> Refusal | None:
            try:
                draft = draft_for(verb, values, row_id)
                done = await asyncio.to_thread(perform, store, actor, verb, draft)
            except Refusal as refusal:
                return refusal
            shown.append(str(done.rows[0]))
            return None

        lead = f"{about}\n{self._say('reveal.lead')}"
        form = Form(self._desk, self._say(verb), lookup(verb).asks, submit, lead=lead)
        await self._fill_in(form)
        if shown:
            await self._screen.app.push_screen_wait(Revealed(self._desk, shown[0]))


def _may(session: "Reading", kind_name: str, row_id: int, verb: str) -> str:
    """What the record is called, if this person may be shown more of it."""
    from models.store.register import fetch, lookup_kind, refusal_of

    kind = lookup_kind(kind_name)
    refusal = refusal_of(session, kind, fetch(session, kind.table, row_id), verb)
    if refusal is not None:
        raise refusal
    return kind.sheet(session, row_id).title
