"""The care room: who needs a hand first, a visit recorded with three keys, nothing leaked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from models.store import FrozenClock
from tests.models.care_branch import HOUR, Care, built, copied
from tests.screens.conftest import OpenDesk, grid, settled


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Care:
    return built(tmp_path_factory.mktemp("care-room"))


@pytest.fixture
def care(branch: Care, tmp_path: Path, clock: FrozenClock) -> Iterator[Care]:
    with copied(branch, tmp_path, clock) as copy:
        copy.list(
            copy.wang,
            categories=["elderly", "lives_alone", "ill"],
            volunteer_id=copy.volunteer.id,
        )
        copy.list(copy.zhao, categories=["ill"])
        copy.medicine(2, told_days=2)
        clock.advance(26 * HOUR)
        yield copy


def seen(screen: list[str], text: str) -> str:
    """The line of the screen that holds a text."""
    return next(line for line in screen if text in line)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_the_late_and_their_medicine_stand_first_at_every_size(
    care: Care, open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    async with open_desk(care.store, care.secretary, "care", size=size) as pilot:
        screen = grid(pilot)
    assert "逾期2" in seen(screen, "╭─")
    first, second = seen(screen, "王秀芝"), seen(screen, "赵玉兰")
    assert screen.index(first) < screen.index(second)
    for part in ("-2h", "红", "3-2-401", "老独病", "打电话", "孙晓丽"):
        assert part in first, part
    for part in ("-2h", "1天", "未结对"):
        assert part in second, part
    assert cell_len(first) == cell_len(second) == size[0]


async def test_in_english_every_word_is_english(care: Care, open_desk: OpenDesk) -> None:
    async with open_desk(care.store, care.secretary, "care", lang="en") as pilot:
        screen = grid(pilot)
    line = seen(screen, "王秀芝")
    for part in ("red", "aged alone ill", "call"):
        assert part in line, part
    assert "late" in "".join(screen)


async def test_a_visit_is_recorded_with_space_and_taken_back(
    care: Care, open_desk: OpenDesk
) -> None:
    async with open_desk(care.store, care.volunteer, "care") as pilot:
        assert "王阿姨" in seen(grid(pilot), "3-2-401")
        await pilot.press("space")
        await settled(pilot)
        assert "放门口不算" in "".join(grid(pilot))
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert care.row(1).last_seen_at is not None
        assert "24h" in seen(grid(pilot), "王阿姨")
        await pilot.press("u")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert care.row(1).last_seen_at is None
        assert "-2h" in seen(grid(pilot), "王阿姨")


async def test_a_stranger_to_the_task_sees_no_door_and_no_illness(
    care: Care, open_desk: OpenDesk
) -> None:
    async with open_desk(care.store, care.other, "care") as pilot:
        screen = grid(pilot)
    assert "1天" not in seen(screen, "赵**")
    for hidden in ("3-2-401", "王秀芝", "王阿姨", "老独"):
        assert hidden not in "".join(screen), hidden
    assert "3栋" in seen(screen, "王**")


async def test_an_empty_list_says_the_next_step(
    branch: Care, tmp_path: Path, open_desk: OpenDesk
) -> None:
    with copied(branch, tmp_path, FrozenClock("2022-04-08T10:30")) as empty:
        async with open_desk(empty.store, empty.secretary, "care") as pilot:
            assert "按 a 加入一位" in "".join(grid(pilot))


async def test_the_filter_narrows_and_esc_clears_it(care: Care, open_desk: OpenDesk) -> None:
    async with open_desk(care.store, care.secretary, "care") as pilot:
        await pilot.press("f")
        await settled(pilot)
        await pilot.press("2")
        await settled(pilot)
        assert "王秀芝" not in "".join(grid(pilot)) and "药将尽" in "".join(grid(pilot))
        await pilot.press("escape")
        await settled(pilot)
        assert "王秀芝" in "".join(grid(pilot))
