"""A tiny host application with one room of toys: the kit is tested without the estate."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.app import App, ComposeResult

from models.store import Actor, Clock, FrozenClock, Store
from models.words import Words
from screens.kit.desk import Desk
from screens.kit.draw import Cell, Draw
from screens.kit.panel import Panel
from screens.kit.room import Room
from screens.kit.table import Column
from tests.empty import empty_store
from tests.pilots import quick_keys
from tests.tui import toys

__all__ = ["quick_keys"]


def name(line: toys.ToyLine, _: Draw) -> Cell:
    return line.name


def state(line: toys.ToyLine, draw: Draw) -> Cell:
    return draw.words.of(line.state), "warn" if line.state is toys.ToyState.lent else "plain"


class ToyRoom(Room):
    NAME = "toys"
    WATCHES = frozenset({"toys"})
    ADD = "toys.add"

    def compose_room(self) -> ComposeResult:
        yield Panel("toys", (Column("toys.name", name), Column("toys.state", state, 16)))

    def read(self, session: object) -> tuple[toys.ToyLine, ...]:
        return toys.lines(session)

    def numbers(self, session: object) -> None:
        return None

    def show(self, view: tuple[toys.ToyLine, ...], draw: Draw) -> None:
        self.query_one(Panel).show(view, str(len(view)), draw)


class Host(App[None]):
    CSS_PATH = Path(sys.modules["screens"].__file__ or "").parent.parent / "tui" / "app.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, store: Store, actor: Actor) -> None:
        from tui.theme import DESK_THEMES

        super().__init__()
        for theme in DESK_THEMES.values():
            self.register_theme(theme)
        self.theme = "quanan-dark"
        self.desk = Desk(Words("en"))
        self.desk.store = store
        self.desk.actor = actor

    def on_mount(self) -> None:
        self.push_screen(ToyRoom(self.desk))


@pytest.fixture
def toy_store(tmp_path: Path, clock: FrozenClock) -> Iterator[Store]:
    """A store that keeps toys."""
    opened = empty_store(tmp_path / "toys.db", clock, ("tests.tui.toys",))
    yield opened
    opened.close()


@pytest.fixture
def moment() -> Clock:
    """The clock of the toys."""
    return Clock.frozen("2022-04-08T10:30")
