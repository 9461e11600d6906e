"""The five lines of the first start, over the live desk; any key takes them away."""

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from screens.kit.desk import Desk
from screens.kit.dialogs import Window

LINES = 5


class FirstLines(Window[None]):
    """Find, next step, quick line, undo, help: enough to begin with."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.words("start.title"))

    def contents(self) -> ComposeResult:
        lines = "\n".join(self.words(f"start.{n}") for n in range(1, LINES + 1))
        yield Static(lines, classes="question", markup=False)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.dismiss(None)

    def on_click(self) -> None:
        self.dismiss(None)
