"""`r`: asked what for, shown for twenty seconds by the clock, covered by everything that comes."""

import datetime as dt

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from models.store import FrozenClock, journal
from screens.kit.reveal import LOOK, Revealed
from tests.conftest import Prepared
from tests.models.known_persons import PEOPLE, actors, known_persons
from tests.screens.conftest import OpenDesk, grid, settled

TASK, STRANGER = PEOPLE[0], PEOPLE[1]


def shown(pilot: Pilot[int], text: str) -> bool:
    return any(text in line for line in grid(pilot))


async def ask(pilot: Pilot[int], *keys: str) -> None:
    """Presses `r` and answers what for: the first reason of the list unless told otherwise."""
    await pilot.press("r")
    await settled(pilot)
    await pilot.press(*(keys or ("c", "a", "l", "l", "ctrl+s")))
    await settled(pilot)


async def to_record(pilot: Pilot[int], key: str) -> None:
    room = pilot.app.screen_stack[0]
    room.verbs.open_record(key)  # type: ignore[attr-defined]
    await settled(pilot)


@pytest.mark.parametrize(
    ("room", "key"),
    [
        ("care", "care.profile:1"),
        ("requests", "requests.request:5"),
        ("rounds", "rounds.target:1"),
        ("isolation", "isolation.person:1"),
        ("mine", "care.profile:1"),
    ],
)
async def test_a_number_is_shown_where_the_person_is_a_task(
    open_desk: OpenDesk, prepared: Prepared, room: str, key: str
) -> None:
    store = prepared(known_persons)
    async with open_desk(store, actors()["volunteer"], room, lang="en") as pilot:
        await to_record(pilot, key)
        assert not shown(pilot, TASK.phone)
        await ask(pilot)
        assert isinstance(pilot.app.screen, Revealed) and shown(pilot, TASK.phone)
        await pilot.press("escape")
        await settled(pilot)
        assert not shown(pilot, TASK.phone)
    with store.reading(actors()["secretary"]) as session:
        (act,) = journal.acts(session, limit=1)
    assert act.verb == f"{key.partition('.')[0]}.reveal" and act.actor_id == 4
    assert act.params["resident"] == TASK.number and act.params["reason"] == "RevealReason.call"
    assert str(act.params["field"]).startswith("name phone")


async def test_it_is_covered_after_twenty_seconds_of_the_clock(
    open_desk: OpenDesk, prepared: Prepared, clock: FrozenClock
) -> None:
    store = prepared(known_persons)
    async with open_desk(store, actors()["secretary"], "homes", lang="en") as pilot:
        await to_record(pilot, "homes.resident:1")
        await ask(pilot)
        clock.advance(dt.timedelta(seconds=19))
        await pilot.pause(2 * LOOK)
        assert shown(pilot, TASK.phone)
        clock.advance(dt.timedelta(seconds=1))
        await pilot.pause(2 * LOOK)
        assert not shown(pilot, TASK.phone) and not isinstance(pilot.app.screen, Revealed)


async def test_another_room_and_the_lock_cover_it_for_good(
    open_desk: OpenDesk, prepared: Prepared
) -> None:
    store = prepared(known_persons)
    async with open_desk(store, actors()["secretary"], "homes", lang="en") as pilot:
        await to_record(pilot, "homes.resident:1")
        await ask(pilot)
        window = pilot.app.screen
        # The lock shows a room of its own; what it covers stays where it is.
        await pilot.app.switch_mode("dashboard")
        await settled(pilot)
        assert TASK.phone not in str(window.query("Static").last().content)
        await pilot.app.switch_mode("homes")
        await settled(pilot)
        assert not shown(pilot, TASK.phone) and not isinstance(pilot.app.screen, Revealed)


async def test_who_may_not_is_told_so_before_a_reason_is_asked(
    open_desk: OpenDesk, prepared: Prepared
) -> None:
    store = prepared(known_persons)
    async with open_desk(store, actors()["volunteer"], "homes", lang="en") as pilot:
        await to_record(pilot, f"homes.resident:{STRANGER.number}")
        await pilot.press("r")
        await settled(pilot)
        assert any("not on your task" in str(n.message) for n in pilot.app._notifications)
        assert not shown(pilot, "What for")


async def test_another_reason_must_be_said_and_no_reason_shows_nothing(
    open_desk: OpenDesk, prepared: Prepared
) -> None:
    store = prepared(known_persons)
    async with open_desk(store, actors()["secretary"], "homes", lang="en") as pilot:
        await to_record(pilot, "homes.resident:1")
        await ask(pilot, *"another", "ctrl+s")
        assert not shown(pilot, TASK.phone)
        await pilot.press("escape")
        await settled(pilot)
    with store.reading(actors()["secretary"]) as session:
        assert journal.acts(session, limit=1)[0].verb != "homes.reveal"


async def test_the_mouse_asks_for_it_and_the_menu_of_verbs_does(
    open_desk: OpenDesk, prepared: Prepared
) -> None:
    store = prepared(known_persons)
    async with open_desk(store, actors()["secretary"], "care", lang="en") as pilot:
        await pilot.press("enter")
        await settled(pilot)
        lines = grid(pilot)
        row = next(n for n, line in enumerate(lines) if "r reveal" in line)
        await pilot.click(offset=(cell_len(lines[row].split("r reveal")[0]) + 1, row))
        await pilot.pause(0.3)
        await settled(pilot)
        assert shown(pilot, "What for")
        await pilot.press("escape", "escape")
        await settled(pilot)
        await pilot.press("v")
        await settled(pilot)
        line = next(line for line in grid(pilot) if "Show name and phone" in line)
        await pilot.press(line.split("Show name")[0].split()[-1])
        await settled(pilot)
        assert shown(pilot, "What for")
