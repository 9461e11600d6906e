"""`p` in a room, and a code typed at the desk: from the list to paper and back to be ticked off."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from models.requests import RequestState
from models.rules.codes import SIGNS
from models.store import FrozenClock
from screens import OFFERED
from screens.kit.dialogs import Chooser
from screens.kit.form import Form
from screens.kit.record import Record
from tests.models.requests_branch import Desk, built, copied
from tests.screens.conftest import OpenDesk, grid, settled


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return built(tmp_path_factory.mktemp("paper"))


@pytest.fixture
def desk(branch: Desk, tmp_path: Path, clock: FrozenClock) -> Iterator[Desk]:
    """Two jobs that the volunteer has, and one that another one has."""
    with copied(branch, tmp_path, clock) as found:
        for number, (who, door) in enumerate(
            ((found.volunteer, found.door), (found.volunteer, found.other_door),
             (found.other, found.door)), 1,
        ):  # fmt: skip
            found.record(household_id=door, detail=f"第{number}袋米")
            found.do(who, "requests.claim", number)
        yield found


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "Documents"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(folder))
    return folder


async def pressed(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def written(pilot: Pilot[int], folder: Path) -> Path:
    """The one file that was written, once it is there."""
    for _ in range(100):
        await settled(pilot)
        found = [one for one in folder.iterdir() if not one.name.startswith(".")]
        if found:
            return found[0]
        await pilot.pause(0.02)
    raise AssertionError("nothing was written")


def said(pilot: Pilot[int]) -> str:
    return "\n".join(toast.message for toast in pilot.app._notifications)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
@pytest.mark.parametrize("lang, name", [("zh", "派工单"), ("en", "job sheet")])
async def test_p_and_enter_print_what_is_on_show(
    desk: Desk, open_desk: OpenDesk, documents: Path, size: tuple[int, int], lang: str, name: str
) -> None:
    async with open_desk(desk.store, desk.secretary, "requests", size=size, lang=lang) as pilot:
        await pressed(pilot, "p")
        assert isinstance(pilot.app.screen, Chooser)
        assert any(name in row for row in grid(pilot))
        await pressed(pilot, "enter")
        place = await written(pilot, documents)
        await settled(pilot)
        assert place.suffix == ".html" and str(place) in said(pilot)
    told = place.read_text(encoding="utf-8")
    assert told.count("<table") == 2 and "王秀芝" not in told


async def test_p_prints_a_spreadsheet_the_ledger_or_names_for_a_purpose(
    desk: Desk, open_desk: OpenDesk, documents: Path
) -> None:
    desk.record(household_id=desk.door, detail="菜", resident_id=desk.resident)
    desk.do(desk.volunteer, "requests.claim", 4)
    async with open_desk(desk.store, desk.secretary, "requests") as pilot:
        for letter, suffix, begins in (("c", ".xlsx", "全安-派工单"), ("d", ".xlsx", "全安-诉求")):
            await pressed(pilot, "p", letter)
            place = await written(pilot, documents)
            assert place.suffix == suffix and place.name.startswith(begins)
            place.unlink()
        await pressed(pilot, "p", "b")
        assert isinstance(pilot.app.screen, Form)
        await pressed(pilot, "escape")
        assert list(documents.iterdir()) == []  # no purpose, no names
        await pressed(pilot, "p", "b", *"walk", "ctrl+s")
        place = await written(pilot, documents)
        assert "王秀芝" in place.read_text(encoding="utf-8")


async def test_a_room_narrowed_to_mine_prints_mine(
    desk: Desk, open_desk: OpenDesk, documents: Path
) -> None:
    async with open_desk(desk.store, desk.volunteer, "mine") as pilot:
        await pressed(pilot, "p", "d")
        told = (await written(pilot, documents)).read_text(encoding="utf-8")
    assert "第1袋米" in told and "第2袋米" in told and "第3袋米" not in told


async def test_nothing_to_print_is_said(desk: Desk, open_desk: OpenDesk, documents: Path) -> None:
    async with open_desk(desk.store, desk.secretary, "stock", lang="en") as pilot:
        await pressed(pilot, "p", "enter")
        await settled(pilot)
        assert "Nothing to print on the count sheet now" in said(pilot)
    assert list(documents.iterdir()) == []


async def test_a_code_brings_the_jobs_up_and_one_verb_ticks_the_marked_ones_off(
    desk: Desk, open_desk: OpenDesk, documents: Path
) -> None:
    for number in (1, 2):
        desk.do(desk.volunteer, "requests.start", number)
    async with open_desk(desk.store, desk.volunteer, "mine", lang="en") as pilot:
        await pressed(pilot, "p", "d")
        told = (await written(pilot, documents)).read_text(encoding="utf-8")
        code = told.partition('class="code">')[2][:5]
        await pressed(pilot, "slash", *code.lower())
        await pressed(pilot, "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Record)
        marked = [row for row in grid(pilot) if "✓" in row]
        assert len(marked) == 2
        await pressed(pilot, "x")  # the first was not done
        await pressed(pilot, "space")
        assert isinstance(pilot.app.screen, Form)
        await pressed(pilot, *"brought", "ctrl+s")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Record)
    states = [desk.state(number) for number in (1, 2, 3)]
    assert states == [RequestState.in_progress, RequestState.done, RequestState.claimed]


@pytest.mark.parametrize("place", [place.name for place in OFFERED])
@pytest.mark.parametrize("who", ["secretary", "volunteer"])
async def test_p_in_every_room_asks_or_says_why_not(
    desk: Desk, open_desk: OpenDesk, documents: Path, place: str, who: str
) -> None:
    async with open_desk(desk.store, getattr(desk, who), place) as pilot:
        await pressed(pilot, "p")
        asked = isinstance(pilot.app.screen, Chooser)
        assert asked or said(pilot), place
        if asked:
            await pressed(pilot, "enter")
        assert pilot.app.return_code in (None, 0)


async def test_the_quick_line_takes_a_code_and_says_when_it_is_wrong(
    desk: Desk, open_desk: OpenDesk, documents: Path
) -> None:
    async with open_desk(desk.store, desk.volunteer, "requests") as pilot:
        await pressed(pilot, "p", "enter")
        told = (await written(pilot, documents)).read_text(encoding="utf-8")
        code = told.partition('class="code">')[2][:5]
        wrong = code[:4] + next(sign for sign in SIGNS if sign != code[4])
        await pressed(pilot, "n", *wrong)
        assert "没有编号是" in "\n".join(grid(pilot))
        await pressed(pilot, "enter")
        assert not isinstance(pilot.app.screen, Record)
        await pressed(pilot, *["backspace"] * 5, *code.lower(), "enter")
        assert isinstance(pilot.app.screen, Record)
        assert "第1袋米" in "\n".join(grid(pilot))
        await pressed(pilot, "escape", "slash", *wrong)
        assert "没有编号是" in "\n".join(grid(pilot))


@pytest.mark.parametrize(
    "digit, named",
    [("1", ("值班表", "排班表")), ("2", ("走访单", "特殊群体台账")), ("3", ("派工单", "诉求台账")),
     ("4", ("盘点单", "物资出入库台账"))],
)  # fmt: skip
async def test_p_on_the_dashboard_prints_what_its_panel_in_hand_shows(
    desk: Desk, open_desk: OpenDesk, documents: Path, digit: str, named: tuple[str, str]
) -> None:
    async with open_desk(desk.store, desk.secretary, "dashboard") as pilot:
        await pressed(pilot, digit, "p")
        told = "\n".join(grid(pilot))
        assert isinstance(pilot.app.screen, Chooser)
        assert all(name in told for name in named)
        await pressed(pilot, "d")
        place = await written(pilot, documents)
    assert place.suffix == ".xlsx" and place.name.startswith(f"全安-{named[1]}")
