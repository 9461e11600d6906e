"""Driving an application through Textual's pilot: quick keys, and waiting for what they started."""

import time
from typing import Any

import pytest
from textual import _wait
from textual.pilot import Pilot
from textual.screen import Screen

from screens.kit.room import Room

RESTS = 0.3
"""Seconds within which a room looks again by itself, after a key."""
READING = ("store", "read", "search", "match", "save")


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual's pilot waits 85 ms for each key; the desk needs a tenth of it."""
    monkeypatch.setattr(_wait, "SLEEP_GRANULARITY", 0.004)
    monkeypatch.setattr(_wait, "SLEEP_IDLE", 0.001)


async def settled(pilot: Pilot[Any], patience: float = 10.0) -> None:
    """Waits until reads, searches, saves and verbs are through, and what they started too."""
    until = time.monotonic() + patience
    still = 0
    while still < 2 and time.monotonic() < until:
        await pilot.pause()
        reading = [w for w in pilot.app.workers if w.group in READING and w.is_running]
        if reading:
            await pilot.app.workers.wait_for_complete(reading)
        still = 0 if reading or _under_way(pilot) else still + 1


async def opened(pilot: Pilot[Any], window: type[Screen[Any]], patience: float = 10.0) -> None:
    """Waits until a window of this kind is on top: the next key is meant for it."""
    until = time.monotonic() + patience
    while not isinstance(pilot.app.screen, window) and time.monotonic() < until:
        await settled(pilot, until - time.monotonic())
    assert isinstance(pilot.app.screen, window)


def _under_way(pilot: Pilot[Any]) -> bool:
    screen = pilot.app.screen
    # A verb is under way as long as its worker runs and no window of it waits for an answer.
    if any(w.is_running and w.node is screen for w in pilot.app.workers):
        return True
    opened = next((one for one in pilot.app.screen_stack if isinstance(one, Room)), None)
    board = opened.desk.board if opened is not None else None
    # A desk looks twice when it opens: the alarms and the ticker come with the second read.
    if board is not None and board.more is None:
        return True
    # A cursor that moved, or a key in a list, is followed once it rests for a moment.
    return any(
        timer._repeat == 0 and timer._interval < RESTS and timer._task and not timer._task.done()
        for timer in screen._timers
    )
