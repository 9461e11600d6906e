"""The stock room: seen at every width and in both languages, acted on by keys, narrowed."""

import datetime as dt

import pytest

from models import stock
from models.store import FrozenClock, Store
from tests.models.storeroom import CHEN, GOWN, MILK, SUN, TODAY, act, furnish, on_hand, receive
from tests.screens.conftest import OpenDesk, grid, settled


@pytest.fixture
def room(store: Store) -> Store:
    """Gowns low, milk ending, masks never recorded; one lot held."""
    furnish(store)
    receive(store, GOWN, 9, batch="G1", ends=60)
    receive(store, MILK, 20, batch="K1", ends=4)
    receive(store, MILK, 12, batch="[b]K2[/b]", ends=20)
    act(store, SUN, "stock.hold", 3, reason="破箱")
    return store


def text(lines: list[str]) -> str:
    return "\n".join(lines)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_what_needs_a_hand_comes_first_at_every_width(
    room: Store, open_desk: OpenDesk, size: tuple[int, int], lang: str
) -> None:
    async with open_desk(room, CHEN, "stock", size=size, lang=lang) as pilot:
        lines = grid(pilot)
        rows = [place for place, line in enumerate(lines) if "隔离衣" in line]
        later = [place for place, line in enumerate(lines) if "N95口罩" in line]
        assert rows[0] < later[0]
        whole = text(lines)
        low, ending, lots = (
            ("短缺", "临期", "在库批次") if lang == "zh" else ("low", "ends", "Lots")
        )
        assert low in lines[rows[0]]
        assert ending in whole
        assert lots in whole
        assert "9件" in whole
        await pilot.press("2")
        await settled(pilot)
        assert "[b]K2" in text(grid(pilot))


async def test_space_issues_and_u_takes_it_back(room: Store, open_desk: OpenDesk) -> None:
    async with open_desk(room, SUN, "stock") as pilot:
        await pilot.press("space")
        await settled(pilot)
        await pilot.press("4", "enter")
        await pilot.press(*"gate")
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert on_hand(room, GOWN) == {"G1": 5}
        assert "发出 隔离衣 4件 gate  u 撤销" in {note.message for note in pilot.app._notifications}
        await pilot.press("u")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert on_hand(room, GOWN) == {"G1": 9}
    with room.reading(SUN) as session:
        assert [move.kind for move in stock.moves(session, GOWN)][:2] == ["undo", "issue"]


async def test_too_much_is_refused_in_the_form_and_nothing_is_lost(
    room: Store, open_desk: OpenDesk
) -> None:
    async with open_desk(room, SUN, "stock") as pilot:
        await pilot.press("space")
        await settled(pilot)
        await pilot.press("4", "0", "ctrl+s")
        await settled(pilot)
        shown = text(grid(pilot))
        assert "隔离衣 要40件，只有9" in shown
        assert "40" in shown
    assert on_hand(room, GOWN) == {"G1": 9}


async def test_the_list_is_narrowed_and_esc_shows_all(room: Store, open_desk: OpenDesk) -> None:
    async with open_desk(room, CHEN, "stock", size=(100, 30)) as pilot:
        await pilot.press("f", "2")
        await settled(pilot)
        narrowed = text(grid(pilot))
        assert "鲜牛奶" in narrowed
        assert "隔离衣" not in narrowed
        await pilot.press("escape")
        await settled(pilot)
        assert "隔离衣" in text(grid(pilot))


async def test_an_item_opens_with_its_lots(room: Store, open_desk: OpenDesk) -> None:
    async with open_desk(room, CHEN, "stock", size=(100, 40)) as pilot:
        await pilot.press("down", "enter")
        await settled(pilot)
        shown = text(grid(pilot))
        assert "鲜牛奶 1L" in shown
        assert f"K1 ×20 {TODAY + dt.timedelta(days=4)}" in shown


async def test_the_notice_names_what_ends_soon_and_no_person(
    room: Store, open_desk: OpenDesk
) -> None:
    async with open_desk(room, CHEN, "stock") as pilot:
        await pilot.press("y")
        await settled(pilot)
        shown = text(grid(pilot))
        assert "鲜牛奶（4/12）" in shown
        assert "孙晓丽" not in shown


async def test_the_notice_never_offers_what_is_past_its_last_day(
    room: Store, open_desk: OpenDesk, clock: FrozenClock
) -> None:
    clock.advance(dt.timedelta(days=5))
    async with open_desk(room, CHEN, "stock", lang="en") as pilot:
        await pilot.press("y")
        await settled(pilot)
        assert "Nothing is near its last day." in text(grid(pilot))
