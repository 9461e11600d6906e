"""The dashboard: live over processes, the cursor kept, one panel where four have no room."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from models.store import Actor, Clock, FrozenClock, Store
from models.store.register import draft_for, perform
from screens.kit.panel import Panel
from tests.screens.conftest import OpenDesk, grid, room, settled
from tests.snapshots import branch


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Store, Actor, FrozenClock]]:
    store, secretary, clock = branch.built(tmp_path)
    yield store, secretary, clock
    store.close()


def text(pilot: Pilot[int]) -> str:
    return "\n".join(grid(pilot))


def shown_panels(pilot: Pilot[int]) -> list[str]:
    return [panel.id or "" for panel in room(pilot).query(Panel) if panel.display]


async def until(pilot: Pilot[int], words: str) -> None:
    """Waits until the screen says it."""
    for _ in range(60):
        await settled(pilot)
        if words in text(pilot):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{words} never came\n{text(pilot)}")


async def test_what_another_store_commits_appears_and_the_cursor_stays(
    desk: tuple[Store, Actor, FrozenClock], open_desk: OpenDesk
) -> None:
    store, secretary, _ = desk
    other = Store.open(f"sqlite:///{store.path}", Clock.frozen("2022-04-08T10:30"))
    try:
        async with open_desk(store, secretary) as pilot:
            await pilot.press("3", "down")
            await settled(pilot)
            table = room(pilot).table
            assert table is not None and table.cursor is not None
            under, at = table.cursor.key, table.lines.index(table.cursor)
            values = {"household_id": 1, "kind": "hospital_trip", "detail": "胸闷"}
            perform(other, secretary, "requests.add", draft_for("requests.add", values))
            await until(pilot, "胸闷")
            assert table.cursor.key == under
            assert table.lines.index(table.cursor) == at + 1
            assert "3 超时1" in text(pilot)
            assert "陈书宁 已记录" in grid(pilot)[-2]
    finally:
        other.close()


async def test_digits_go_to_the_panels_and_z_shows_one_alone(
    desk: tuple[Store, Actor, FrozenClock], open_desk: OpenDesk
) -> None:
    async with open_desk(desk[0], desk[1]) as pilot:
        for digit, panel in zip("1234", ("shifts", "care", "requests", "stock"), strict=True):
            await pilot.press(digit)
            await settled(pilot)
            assert pilot.app.focused is room(pilot).query_one(f"#panel-{panel}", Panel).table
        await pilot.press("2", "z")
        await settled(pilot)
        assert shown_panels(pilot) == ["panel-care"]
        await pilot.press("3")
        await settled(pilot)
        assert shown_panels(pilot) == ["panel-requests"]
        await pilot.press("escape")
        await settled(pilot)
        assert len(shown_panels(pilot)) == 4


@pytest.mark.parametrize("size", [(60, 24), (80, 18)])
async def test_where_four_have_no_room_one_shows_and_the_others_are_named(
    desk: tuple[Store, Actor, FrozenClock], open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    async with open_desk(desk[0], desk[1], size=size) as pilot:
        assert shown_panels(pilot) == ["panel-shifts"]
        await pilot.press("4")
        await settled(pilot)
        assert shown_panels(pilot) == ["panel-stock"]
        assert "2 特殊群体 · 3 未办诉求" in grid(pilot)[-2]
        await pilot.resize_terminal(120, 36)
        await settled(pilot)
        assert len(shown_panels(pilot)) == 4


async def test_the_language_changes_under_the_hands(
    desk: tuple[Store, Actor, FrozenClock], open_desk: OpenDesk
) -> None:
    async with open_desk(desk[0], desk[1]) as pilot:
        assert "未办诉求" in text(pilot)
        await pilot.app.run_action("language")
        await settled(pilot)
        shown = text(pilot)
        assert "3 Requests" in shown and "1 late" in shown and "Undo" in shown
        assert "未办诉求" not in shown and "撤销" not in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_the_notice_counts_and_names_nobody(
    desk: tuple[Store, Actor, FrozenClock], open_desk: OpenDesk, lang: str
) -> None:
    store, secretary, _ = desk
    async with open_desk(store, secretary, lang=lang) as pilot:
        await pilot.press("y")
        await settled(pilot)
        told = pilot.app.screen.query_one(TextArea).text
    assert told.startswith("【值守】今天" if lang == "zh" else "On duty: ")
    assert not any(name in told for name in ("王秀芝", "3-2-401", "高志"))


async def test_a_key_that_a_room_has_not_says_so(
    desk: tuple[Store, Actor, FrozenClock], open_desk: OpenDesk
) -> None:
    store, secretary, _ = desk
    async with open_desk(store, secretary, lang="en") as pilot:
        for key, name in (("f", "Filter"), ("o", "Order"), ("m", "Mine")):
            await pilot.press(key)
            await settled(pilot)
            (said,) = [toast.message for toast in pilot.app._notifications]
            assert said.startswith(f"No “{name}” here")
