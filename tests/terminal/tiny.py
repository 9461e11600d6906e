"""A small Textual program to try the harness on: a wide name, an input, the size it is told."""

from textual.app import App, ComposeResult
from textual.events import Resize
from textual.widgets import Input, Label


class Tiny(App[None]):
    BINDINGS = [("ctrl+q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        yield Label("│王小明│3-2-401│", id="row")
        yield Label("│ab│cd│ef│", id="plain")
        yield Input()
        yield Label("", id="typed")
        yield Label("", id="size")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.query_one("#typed", Label).update(f"saved {event.value}")

    def on_resize(self, event: Resize) -> None:
        self.query_one("#size", Label).update(f"size {event.size.width}x{event.size.height}")


if __name__ == "__main__":
    Tiny().run()
