"""Where what was typed goes to: into a field, to a form that is on its way, or to the keys.

Text that was pasted never presses a key. Where there is no field for it nothing happens, and that
is said.
"""

import asyncio
from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.widgets import Input, TextArea

from models.rules.text import clean, clean_lines
from screens.kit.desk import Desk
from tui.keyboard import Burst, Keyboard

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

MOST_TURNS = 1000
"""How often others may have their turn before a key waits no longer for those before it."""


class Typed(App[int]):
    """The part of the desk that takes what was typed."""

    desk: Desk

    def get_driver_class(self) -> type[Driver]:
        """Our own reading of the terminal, where it is a terminal that is read."""
        found = super().get_driver_class()
        return Keyboard if found is LinuxDriver else found

    async def on_event(self, event: events.Event) -> None:
        """Keeps what is typed for a form that is being made ready; in the room it would be keys."""
        if isinstance(event, events.Key) and not (event.is_forwarded or event.is_printable):
            await self._all_taken()
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            kept = self._kept_for_form()
            if kept is not None:
                kept.append(event)
                return
        if isinstance(event, events.Paste) and not event.is_forwarded and not self._takes_paste():
            told = self.desk.words("paste.nowhere", n=len(event.text))
            self.clear_notifications()
            self.notify(told, severity="warning", markup=False)
            return
        await super().on_event(event)

    async def action_simulate_key(self, key: str) -> None:
        """A key of a window's foot, pressed with the mouse.

        Posted by the box that was clicked it would not rise beyond that box, in which the focus
        mostly is; posted by the desk it goes the way of every key.
        """
        self.call_later(self.simulate_key, key)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: "SeverityLevel" = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Says something over the room: text, whoever wrote what stands in it."""
        told, whose = "\n".join(clean_lines(message)), clean(title)
        super().notify(told, title=whose, severity=severity, timeout=timeout, markup=markup)

    async def _all_taken(self) -> None:
        """Has what was typed before stand in its field first: a key that saves it would miss it."""
        field = self.focused
        if isinstance(field, Input | TextArea):
            for _ in range(MOST_TURNS):
                if not field.message_queue_size:
                    break
                await asyncio.sleep(0)

    async def on_burst(self, event: Burst) -> None:
        """Text that came at once: keys where somebody can have typed it, else a paste."""
        typing = isinstance(self.focused, Input | TextArea) or self._kept_for_form() is not None
        if event.pasted(typing):
            await self.on_event(events.Paste(event.text.replace("\r", "\n")))
            return
        for key in event.keys():
            await self.on_event(key)

    def _kept_for_form(self) -> "list[events.Key | events.Paste] | None":
        """What was typed since a form was asked for; None while none is on its way."""
        if not self.screen_stack:
            return None
        # A room without verbs yet must not import them for a key that only moves.
        keeper = vars(self.screen).get("verbs", self.screen)
        found: list[events.Key | events.Paste] | None = getattr(keeper, "typed_ahead", None)
        return found

    def _takes_paste(self) -> bool:
        return (
            isinstance(self.focused, Input | TextArea)
            or not self.screen_stack
            or hasattr(self.screen, "on_paste")
        )
