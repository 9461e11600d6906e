"""The alarms: who has what, and the record each is about one key away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from models.store import Actor, FrozenClock, Store
from screens.kit.dialogs import Chooser
from screens.kit.record import Record
from tests.screens.conftest import OpenDesk, grid, room, settled
from tests.snapshots import branch


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Store, Actor, FrozenClock]]:
    store, secretary, clock = branch.built(tmp_path)
    yield store, secretary, clock
    store.close()


def text(pilot: Pilot[int]) -> str:
    return "\n".join(grid(pilot))


def owners(pilot: Pilot[int]) -> list[str]:
    table = room(pilot).table
    assert table is not None
    return [getattr(line, "owner", "") for line in table.lines]


@pytest.mark.parametrize("lang, nobody", [("zh", "无人"), ("en", "nobody")])
async def test_space_takes_an_alarm_and_several_marked_ones_at_once(
    desk: tuple[Store, Actor, FrozenClock], open_desk: OpenDesk, lang: str, nobody: str
) -> None:
    async with open_desk(desk[0], desk[1], "alarms", size=(80, 24), lang=lang) as pilot:
        assert nobody in text(pilot)
        assert set(owners(pilot)) == {""}
        await pilot.press("x", "x", "space")
        await settled(pilot)
        assert sum(owner == desk[1].name for owner in owners(pilot)) == 2


async def test_verbs_and_enter_reach_the_record_an_alarm_is_about(
    desk: tuple[Store, Actor, FrozenClock], open_desk: OpenDesk
) -> None:
    async with open_desk(desk[0], desk[1], "alarms") as pilot:
        table = room(pilot).table
        assert table is not None
        late = next(one for one in table.lines if "requests." in str(getattr(one, "record", "")))
        table.go_to(late.key)
        await pilot.press("v")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Chooser)
        assert "办妥" in text(pilot)
        await pilot.press("escape", "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Record)
        assert "婴儿奶粉" in text(pilot)


async def test_taking_an_alarm_stands_first_among_what_can_be_done(
    desk: tuple[Store, Actor, FrozenClock], open_desk: OpenDesk
) -> None:
    async with open_desk(desk[0], desk[1], "alarms") as pilot:
        await pilot.press("v")
        await settled(pilot)
        assert "a  我来处理" in text(pilot)
        await pilot.press("a")
        await settled(pilot)
        assert owners(pilot).count(desk[1].name) == 1


async def test_a_room_of_one_list_says_that_it_has_no_zoom(
    desk: tuple[Store, Actor, FrozenClock], open_desk: OpenDesk
) -> None:
    async with open_desk(desk[0], desk[1], "alarms") as pilot:
        await pilot.press("z")
        await settled(pilot)
        (said,) = [toast.message for toast in pilot.app._notifications]
        assert "放大" in said
