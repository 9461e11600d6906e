"""The room of the reports: brief, trends, work report and stages, in every size."""

from pathlib import Path

import pytest

from models.store import Actor, Store
from screens.kit.dialogs import Chooser, Reader
from tests.models.test_campaign import founded
from tests.screens.conftest import OpenDesk, grid, room, settled

SIZES = ((80, 24), (120, 36), (200, 60))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
async def test_the_room_tells_the_day_and_the_whole(
    store: Store, secretary: Actor, open_desk: OpenDesk, size: tuple[int, int], lang: str
) -> None:
    founded(store)
    seen = []
    async with open_desk(store, secretary, "reports", size=size, lang=lang) as pilot:
        for key in "1234":
            await pilot.press(key)
            await settled(pilot)
            seen += grid(pilot)
    shown = "\n".join(seen)
    told = {
        "zh": ("今晚日报", "在住", "两周走势", "工作总结", "全部平安", "阶段报告"),
        "en": ("Tonight's brief", "present", "Last 14 days", "Work report", "all safe", "Stage"),
    }
    assert [part for part in told[lang] if part not in shown] == []


async def test_enter_opens_the_text_to_copy(
    store: Store, volunteer: Actor, open_desk: OpenDesk
) -> None:
    founded(store)
    async with open_desk(store, volunteer, "reports") as pilot:
        await pilot.press("3")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Reader)
        assert "全部平安" in "\n".join(grid(pilot))


async def test_p_asks_as_what_and_writes_the_file(
    store: Store,
    secretary: Actor,
    open_desk: OpenDesk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    founded(store)
    monkeypatch.setenv("HOME", str(tmp_path))
    async with open_desk(store, secretary, "reports") as pilot:
        await pilot.press("p")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Chooser)
        await pilot.press("2")
        await settled(pilot)
        for _ in range(50):
            written = list(tmp_path.glob("*.txt"))
            if written:
                break
            await pilot.pause(0.05)
        assert room(pilot).NAME == "reports"
    assert "全部平安" in written[0].read_text(encoding="utf-8")
