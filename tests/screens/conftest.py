"""Opens a room of the real application on a test's store."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from textual import _wait
from textual.pilot import Pilot

from models.store import Actor, Store
from screens.kit.room import Room
from tui.app import Quanan

OpenDesk = Callable[..., AbstractAsyncContextManager[Pilot[int]]]

READING = ("store", "read", "search", "match", "save")


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual's pilot waits 85 ms for each key; the desk needs a tenth of it."""
    monkeypatch.setattr(_wait, "SLEEP_GRANULARITY", 0.004)
    monkeypatch.setattr(_wait, "SLEEP_IDLE", 0.001)


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


async def settled(pilot: Pilot[int]) -> None:
    """Waits until reads, searches, saves and verbs are through."""
    for _ in range(4):
        await pilot.pause()
        reading = [w for w in pilot.app.workers if w.group in READING and w.is_running]
        if reading:
            await pilot.app.workers.wait_for_complete(reading)
        await pilot.pause(0.02)
    # A verb is under way as long as its worker runs and no window of it waits for an answer.
    for _ in range(200):
        screen = pilot.app.screen
        if not any(w.is_running and w.node is screen for w in pilot.app.workers):
            break
        await pilot.pause(0.01)
    # A desk looks twice when it opens: the alarms and the ticker come with the second read.
    for _ in range(100):
        opened = pilot.app.screen_stack[0]
        board = opened.desk.board if isinstance(opened, Room) else None
        if board is None or board.more is not None:
            break
        await pilot.pause(0.02)
    await pilot.pause()


def grid(pilot: Pilot[int]) -> list[str]:
    """What the terminal shows, a line each. The one place that reads Textual's compositor."""
    return [strip.text for strip in pilot.app.screen._compositor.render_strips()]


def room(pilot: Pilot[int]) -> Room:
    """The room at the bottom of the stack of windows."""
    found = pilot.app.screen_stack[0]
    assert isinstance(found, Room)
    return found
