"""The room of the requests: who answers the telephone finds, records and goes on from here."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from models.requests import RequestState
from models.store import FrozenClock
from screens.kit.dialogs import Chooser
from screens.kit.form import Form
from screens.kit.quick import QuickLine
from screens.kit.table import DEAF_SECONDS
from tests.models.requests_branch import Desk, built, copied
from tests.screens.conftest import OpenDesk, grid, room, settled


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return built(tmp_path_factory.mktemp("requests"))


@pytest.fixture
def desk(branch: Desk, tmp_path: Path, clock: FrozenClock) -> Iterator[Desk]:
    with copied(branch, tmp_path, clock) as copy:
        yield copy


def text(pilot: Pilot[int]) -> str:
    return "\n".join(grid(pilot))


async def hearing(pilot: Pilot[int]) -> None:
    """Waits until the list hears verbs again after one has acted."""
    await settled(pilot)
    await asyncio.sleep(DEAF_SECONDS + 0.05)


@pytest.mark.parametrize("lang, late", [("zh", "2 超时1"), ("en", "2 · 1 late")])
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_pressing_come_first(
    desk: Desk,
    clock: FrozenClock,
    open_desk: OpenDesk,
    lang: str,
    late: str,
    size: tuple[int, int],
) -> None:
    clock.set("2022-04-08T07:00")
    desk.record(kind="drain", detail="厨房堵了", household_id=desk.other_door)
    desk.record(kind="medicine", detail="胰岛素", urgency="red", resident_id=desk.resident)
    clock.set("2022-04-08T10:30")
    async with open_desk(desk.store, desk.secretary, "requests", size=size, lang=lang) as pilot:
        shown = grid(pilot)
        assert late in text(pilot)
        first, second = (next(y for y, row in enumerate(shown) if d in row) for d in ("3-2", "5-1"))
        assert first < second
        assert "-1h" in shown[first] and "胰岛素" in shown[first]
        assert "20h" in shown[second]


async def test_space_goes_on_step_by_step(desk: Desk, open_desk: OpenDesk) -> None:
    number = desk.record()
    async with open_desk(desk.store, desk.volunteer, "requests") as pilot:
        for state in (RequestState.claimed, RequestState.in_progress):
            await pilot.press("space")
            await hearing(pilot)
            assert desk.state(number) is state
        await pilot.press("space")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Form)
        await pilot.press(*"4F", "ctrl+s")
        await hearing(pilot)
        assert desk.state(number) is RequestState.done
        assert desk.row(number).outcome == "4F"


async def test_a_claim_that_came_too_late_says_who_has_it(desk: Desk, open_desk: OpenDesk) -> None:
    desk.do(desk.other, "requests.claim", desk.record())
    async with open_desk(desk.store, desk.volunteer, "requests") as pilot:
        await pilot.press("space")
        await settled(pilot)
        assert desk.other.name in text(pilot)
        told = [str(toast.message) for toast in pilot.app._notifications]
        assert any(desk.other.name in one for one in told)


async def test_the_list_is_narrowed_and_says_so(desk: Desk, open_desk: OpenDesk) -> None:
    mine = desk.record(assignee_id=desk.volunteer.id, detail="我的活")
    desk.record(detail="别人的活")
    closed = desk.record(detail="办完的活")
    desk.do(desk.secretary, "requests.close", closed)
    async with open_desk(desk.store, desk.volunteer, "requests") as pilot:
        assert "别人的活" in text(pilot) and "办完的活" not in text(pilot)
        await pilot.press("m")
        await settled(pilot)
        assert "别人的活" not in text(pilot) and "我的活" in text(pilot)
        await pilot.press("escape", "f")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Chooser)
        await pilot.press("9")
        await settled(pilot)
        assert "办完的活" in text(pilot) and "我的活" not in text(pilot)
        assert "今日办结" in grid(pilot)[0]
        await pilot.press("escape")
        await settled(pilot)
        assert room(pilot).table is not None
        assert f"requests.request:{mine}" in {one.key for one in room(pilot).table.lines}


async def test_what_another_desk_records_appears_and_the_cursor_stays(
    desk: Desk, open_desk: OpenDesk
) -> None:
    number = desk.record(detail="先来的")
    async with open_desk(desk.store, desk.secretary, "requests") as pilot:
        desk.record(desk.volunteer, urgency="red", detail="后来的急事")
        for _ in range(40):
            await settled(pilot)
            if "后来的急事" in text(pilot):
                break
            await asyncio.sleep(0.05)
        table = room(pilot).table
        assert table is not None and table.cursor is not None
        assert [line.detail for line in table.lines] == ["后来的急事", "先来的"]
        assert table.cursor.key == f"requests.request:{number}"


async def test_the_quick_line_records_a_request(desk: Desk, open_desk: OpenDesk) -> None:
    async with open_desk(desk.store, desk.secretary, "requests") as pilot:
        assert "按 n 登记一条" in text(pilot)
        await pilot.press("n")
        await settled(pilot)
        assert isinstance(pilot.app.screen, QuickLine)
        await pilot.press(*"3-2-401 medicine metformin x2 ! @gyz")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        row = desk.row(1)
        assert (row.detail, row.quantity, row.assignee_id) == ("metformin", 2, desk.shift_leader.id)
        assert (row.kind, row.urgency, row.state) == ("medicine", "urgent", "claimed")


async def test_the_notice_for_the_group_names_nobody(desk: Desk, open_desk: OpenDesk) -> None:
    desk.record(kind="medicine", detail="胰岛素", resident_id=desk.resident)
    async with open_desk(desk.store, desk.secretary, "requests") as pilot:
        told = await asyncio.to_thread(lambda: room(pilot).desk.ask(room(pilot).notice))
        assert "在办 1 件" in told
        assert not any(word in told for word in ("王秀芝", "3-2-401", "胰岛素"))
