"""The room of the reports: brief, trends, work report and stages, in every size."""

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.widgets import TextArea

from models.store import Actor, Store
from models.words import Words
from screens.kit.dialogs import Chooser, Reader
from tests.models.campaign.standing import founded
from tests.models.crew import SET_UP, do
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
        "zh": ("今晚日报", "在住", "两周走势", "趟/天", "工作总结", "全部平安", "阶段报告"),
        "en": (
            "Tonight's brief",
            "present",
            "Last 14 days",
            "patrols (a day)",
            "Work report",
            "all safe",
            "Stage",
        ),
    }
    assert [part for part in told[lang] if part not in shown] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_figures_and_sentences_are_told_to_their_end(
    store: Store, secretary: Actor, open_desk: OpenDesk, lang: str
) -> None:
    founded(store)
    async with open_desk(store, secretary, "reports", size=(120, 36), lang=lang) as pilot:
        await settled(pilot)
        for name in ("brief", "report"):
            table = room(pilot).panel(name).table
            widest = table.size.width - table.columns[0].width - 4
            assert max(cell_len(line.text) for line in table.lines) <= widest
        told = "".join(line.text for line in room(pilot).panel("brief").table.lines)
    assert ("不在 0" if lang == "zh" else "away 0") in told


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


async def test_the_chart_shows_the_measure_in_hand(
    store: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    founded(store)
    do(store, SET_UP, "requests.add", household_id=1, kind="drain")
    for verb in ("claim", "start", "done"):
        do(store, secretary, f"requests.{verb}", 1)
    async with open_desk(store, secretary, "reports") as pilot:
        await pilot.press("2")
        await settled(pilot)
        assert "还没有记录" in "\n".join(grid(pilot))  # nobody has walked a patrol
        await pilot.press("down", "down")
        await settled(pilot)
        shown = "\n".join(grid(pilot))
        assert "办结诉求（件/天） 3/20 至 4/8" in shown and "封闭 3/20起" in shown
        await pilot.press("enter")
        await settled(pilot)
        window = pilot.app.screen
        assert isinstance(window, Reader)
        told = window.query_one(TextArea).text
        assert "办结诉求（件/天）" in told and "  4/8 1" in told and " 3/20 0" in told


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_a_new_branch_reads_sentences(
    store: Store, secretary: Actor, open_desk: OpenDesk, size: tuple[int, int], lang: str
) -> None:
    founded_today(store)
    seen = []
    async with open_desk(store, secretary, "reports", size=size, lang=lang) as pilot:
        for key in "1234":
            await pilot.press(key)
            await settled(pilot)
            seen += grid(pilot)
    words, shown = Words(lang), "\n".join(seen)
    for key in ("brief.people.none", "brief.duty.none", "lately.empty", "stages.empty"):
        assert words(key)[:12] in shown, key


async def test_a_click_puts_a_measure_in_hand(
    store: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    founded(store)
    async with open_desk(store, secretary, "reports") as pilot:
        await pilot.click("#table-lately", offset=(4, 4))
        await settled(pilot)
        assert "关怀联系（人次/天）" in "\n".join(grid(pilot))


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


def founded_today(store: Store) -> None:
    """A branch on its first day, with nothing in it yet."""
    do(store, SET_UP, "branch.found", name="支部", compound="样板小区", first_day="2022-04-08")
    do(store, SET_UP, "people.add_volunteer", name="陈书宁", kind="first_secretary")
