"""What stands in open windows when the desk ends by itself is kept, and offered at the next start.

A closed terminal, an order to end and a fault leave no time to ask. What was typed is taken from
the windows at once and written by a thread of its own, so that neither a terminal that is gone nor
a screen that is being taken apart can keep it from being written.
"""

import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from threading import Thread
from typing import TYPE_CHECKING, Any

from models.rules.refusal import Refusal
from screens.kit.room import Room
from tui.hangup import KEEPS

if TYPE_CHECKING:
    from textual.app import App

    from models.store.kept import KeptForm
    from screens.kit.desk import Desk
    from screens.kit.kept import Unsaved

PASSING = frozenset({f"refuse.store.{name}" for name in ("busy", "unreachable", "too_many")})
"""Refusals that are over by themselves: another program holds the file, a server starts again."""
PATIENCE = 45.0
"""Seconds until a database that does not take what was typed is given up."""
AGAIN = 0.25


class Keeper:
    """Keeps what one desk has open when it ends."""

    def __init__(self, app: "App[Any]", desk: "Desk") -> None:
        self._app = app
        self._desk = desk
        self._writer: Thread | None = None
        self._kept: bool | None = None

    def keep(self) -> None:
        """Takes what was typed from the windows and begins to write it; once."""
        if self._writer is not None or not self._desk.ready:
            return
        found = tuple(_unsaved(self._app))
        if found:
            self._writer = Thread(target=self._write, args=(found,), name=KEEPS)
            self._writer.start()

    def finish(self) -> bool | None:
        """Waits until it is written.

        Returns:
            Whether everything was kept; None where nothing had to be.
        """
        if self._writer is not None:
            self._writer.join()
        return self._kept

    def _write(self, found: "tuple[Unsaved, ...]") -> None:
        from models.store.kept import keep_forms
        from tui.faults import write_log

        store, actor = self._desk.store, self._desk.actor
        assert store is not None and actor is not None
        forms = [form for form in (one.settled() for one in found) if form is not None]
        end = time.monotonic() + PATIENCE
        while forms:
            self._kept = False
            try:
                keep_forms(store, actor, forms)
                self._kept = True
                return
            except Refusal as refusal:
                if refusal.key not in PASSING or time.monotonic() > end:
                    return
            except Exception as error:  # a fault beside the one that ends the desk
                write_log(error, None)
                return
            time.sleep(AGAIN)


def _unsaved(app: "App[Any]") -> "Iterator[Unsaved]":
    """What was typed and not saved, the window that opened first first."""
    from screens.kit.dialogs import Window

    for stack in app._screen_stacks.values():
        for window in stack:
            if isinstance(window, Window):
                try:
                    found = window.unsaved()
                except Exception:  # noqa: S112 - one window must not cost what stands in another
                    continue
                if found is not None:
                    yield found


async def give_back(app: "App[Any]", desk: "Desk") -> None:
    """Offers whoever acts what was typed when the desk ended the last time."""
    import asyncio

    from models.store.kept import kept_forms

    try:
        forms = await asyncio.to_thread(desk.ask, kept_forms)
    except Refusal:
        return  # it stays kept; why nothing can be read is said by the room itself
    room = app.screen_stack[0]
    if forms and isinstance(room, Room):
        room.verbs.give_back(forms)


# ── windows that are no forms ───────────────────────────────────────────────────────────────────


async def _quick_line(app: "App[Any]", form: "KeptForm") -> None:
    room = app.screen_stack[0]
    if isinstance(room, Room):
        room.verbs.quick_line(str(form.typed["text"]))


async def _chain(app: "App[Any]", form: "KeptForm") -> None:
    from screens.chain import chain_again

    room = app.screen_stack[0]
    if isinstance(room, Room):
        await chain_again(app, room.desk, form)


WINDOWS: "Mapping[str, Callable[[App[Any], KeptForm], Awaitable[None]]]" = {
    "quick.title": _quick_line,
    "group_buys.take_answers": _chain,
}
