"""Opens a room of the real application on a test's store."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from textual.pilot import Pilot

from models.store import Actor, Store
from screens.kit.room import Room
from tests.pilots import quick_keys, settled
from tui.app import Quanan

__all__ = ["OpenDesk", "grid", "quick_keys", "room", "settled"]

OpenDesk = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


@pytest.fixture
def open_desk() -> OpenDesk:
    """`async with open_desk(store, actor, "homes", size=(80, 24), lang="en") as pilot: …`."""

    @asynccontextmanager
    async def opening(
        store: Store,
        actor: Actor,
        room: str = "dashboard",
        *,
        size: tuple[int, int] = (120, 36),
        lang: str = "zh",
    ) -> AsyncIterator[Pilot[int]]:
        app = Quanan(lambda: (store, actor), lang=lang, begin=room)
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            yield pilot

    return opening


def grid(pilot: Pilot[int]) -> list[str]:
    """What the terminal shows, a line each. The one place that reads Textual's compositor."""
    return [strip.text for strip in pilot.app.screen._compositor.render_strips()]


def room(pilot: Pilot[int]) -> Room:
    """The room at the bottom of the stack of windows."""
    found = pilot.app.screen_stack[0]
    assert isinstance(found, Room)
    return found
