"""Driving an application through Textual's pilot: quick keys, and waiting for what they started."""

from typing import Any

import pytest
from textual import _wait
from textual.pilot import Pilot

from screens.kit.room import Room

READING = ("store", "read", "search", "match", "save")


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual's pilot waits 85 ms for each key; the desk needs a tenth of it."""
    monkeypatch.setattr(_wait, "SLEEP_GRANULARITY", 0.004)
    monkeypatch.setattr(_wait, "SLEEP_IDLE", 0.001)


async def settled(pilot: Pilot[Any]) -> None:
    """Waits until reads, searches, saves and verbs are through."""
    for _ in range(4):
        await pilot.pause()
        reading = [w for w in pilot.app.workers if w.group in READING and w.is_running]
        if reading:
            await pilot.app.workers.wait_for_complete(reading)
        await pilot.pause(0.02)
    # A verb is under way as long as its worker runs and no window of it waits for an answer.
    for _ in range(500):
        screen = pilot.app.screen
        if not any(w.is_running and w.node is screen for w in pilot.app.workers):
            break
        await pilot.pause(0.01)
    # A desk looks twice when it opens: the alarms and the ticker come with the second read.
    for _ in range(200):
        opened = next((one for one in pilot.app.screen_stack if isinstance(one, Room)), None)
        board = opened.desk.board if opened is not None else None
        if board is None or board.more is not None:
            break
        await pilot.pause(0.02)
    await pilot.pause()
