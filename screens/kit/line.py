"""One line to type in, as every form and window has it.

A text that is pasted is cleaned of all that a terminal could obey, its lines become one, and what
is longer than any field of the desk is cut; both is said, so that nobody believes to have kept what
is not there.
"""

from textual import events
from textual.widgets import Input

from models.rules.text import clean, clean_lines
from screens.kit.desk import Desk

MOST = 2000
"""Characters that are taken of one paste: twice what the longest field keeps."""
LOOKED_AT = 20 * MOST
"""Characters of it that are looked at; the rest of ten thousand lines is only counted."""


class Line(Input):
    """A field of one line."""

    def __init__(
        self,
        desk: Desk,
        value: str = "",
        *,
        placeholder: str = "",
        select_on_focus: bool = False,
        password: bool = False,
    ) -> None:
        super().__init__(
            value,
            compact=True,
            placeholder=placeholder,
            select_on_focus=select_on_focus,
            password=password,
        )
        self._desk = desk

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        lines = [line for line in clean_lines(event.text[:LOOKED_AT]) if line.strip()]
        text = clean(" ".join(lines))
        n = len(lines) + event.text.count("\n", LOOKED_AT)
        self.replace(text[:MOST], *self.selection)
        if len(text) > MOST or len(event.text) > LOOKED_AT:
            self._tell("paste.cut", most=MOST, n=n)
        elif n > 1:
            self._tell("paste.joined", n=n)

    def _tell(self, key: str, **params: object) -> None:
        self.app.clear_notifications()
        self.app.notify(self._desk.words(key, **params), severity="warning", markup=False)
