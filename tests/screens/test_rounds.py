"""The rounds room: who is left, a door in two keys, tubes that fill by themselves, the notice."""

import pytest

from models import rounds
from models.store import Actor, Store
from screens.kit.dialogs import Chooser
from tests.models.crew import SET_UP, at, do
from tests.models.rounds_branch import begun, left, of, planned, with_compound
from tests.pilots import opened
from tests.screens.conftest import OpenDesk, grid, room, settled


@pytest.fixture
def compound(store: Store) -> Store:
    return with_compound(store)


async def test_the_room_says_who_is_left_and_where(
    open_desk: OpenDesk, compound: Store, secretary: Actor
) -> None:
    begun(compound, secretary)
    async with open_desk(compound, secretary, "rounds", size=(120, 36)) as pilot:
        shown = "\n".join(grid(pilot))
    assert "第1轮核酸 剩8/8 0%" in shown
    assert shown.index("3-1 5层") < shown.index("3-2 4层") < shown.index("5-1 1层")
    assert "138****1111" in shown and "13800001111" not in shown
    assert "#1    0/10 已发" in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(120, 36), (200, 60)])
async def test_nothing_that_matters_is_cut_off_beside_the_list(
    open_desk: OpenDesk, compound: Store, secretary: Actor, lang: str, size: tuple[int, int]
) -> None:
    made = begun(compound, secretary, name="清零攻坚", starts_at=at("06:00"))
    do(compound, secretary, "rounds.timetable", made, first_at=at("11:00"))
    booked = {"owner_id": 4, "until": at("16:00"), "reason": "腿脚不便"}
    do(compound, secretary, "rounds.book_doorstep", of(compound, made, 1), **booked)
    past = {**booked, "until": at("10:00")}
    do(compound, secretary, "rounds.book_doorstep", of(compound, made, 5), **past)
    async with open_desk(compound, secretary, "rounds", size=size, lang=lang) as pilot:
        shown = "\n".join(grid(pilot))
    told = {
        "zh": ("第1轮核酸 清零攻坚", "约上门 16:00 腿脚不便", "约上门 过10:00", "3栋", "学生",
               "孙晓丽"),
        "en": ("test 1 清零攻坚", "doorstep 16:00 腿脚不便", "doorstep past 10:00", "Bldg 3",
               "pupils", "孙晓丽"),
    }  # fmt: skip
    assert [part for part in told[lang] if part not in shown] == []


async def test_a_volunteer_marks_a_door_in_two_keys_and_the_tube_fills(
    open_desk: OpenDesk, compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    made = begun(compound, secretary)
    async with open_desk(compound, volunteer, "rounds", size=(80, 24)) as pilot:
        await pilot.press("2", "down")  # the second door: three people
        await settled(pilot)
        await pilot.press("v")
        await opened(pilot, Chooser)
        await pilot.press("b")
        await settled(pilot)
        assert "3-2-401" not in {line.door for line in left(compound, secretary, made)}
        await pilot.press("3")
        await settled(pilot)
        assert "3/10 装管" in "\n".join(grid(pilot))
    with compound.reading(volunteer) as session:
        (tube, *_) = rounds.tubes(session, made)
    assert (tube.filled, tube.mine) == (3, True)


async def test_space_sees_one_and_the_quick_line_a_family(
    open_desk: OpenDesk, compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    made = begun(compound, secretary)
    async with open_desk(compound, volunteer, "rounds", size=(120, 36)) as pilot:
        await pilot.press("2")
        await settled(pilot)
        await pilot.press("space")
        await settled(pilot)
        assert len(left(compound, secretary, made)) == 7
        await pilot.press("n")
        await settled(pilot)
        await pilot.press(*"3-2-401 ", *"全家", " ", *"采样", " ", "管", "2", "enter")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
    (one, *_) = left(compound, secretary, made, show="seen", household_id=1)
    assert one.tube == 2


async def test_it_is_green_only_when_nobody_is_left(
    open_desk: OpenDesk, compound: Store, secretary: Actor
) -> None:
    made = begun(compound, secretary)
    do(compound, secretary, "rounds.mark_where", made, building_id=1)
    do(compound, secretary, "rounds.mark", of(compound, made, 7))
    async with open_desk(compound, secretary, "rounds", size=(120, 36), lang="en") as pilot:
        panel = room(pilot).panel("round_left")
        assert "test 1: 1 of 8 left, 87%" in "\n".join(grid(pilot))
        assert not panel.has_class("-done")
        do(compound, secretary, "rounds.mark", of(compound, made, 8))
        room(pilot).load()
        await settled(pilot)
        assert panel.has_class("-done")
        assert "Nobody was missed." in "\n".join(grid(pilot))


async def test_the_notice_names_no_door_and_nobody(
    open_desk: OpenDesk, compound: Store, secretary: Actor
) -> None:
    made = begun(compound, secretary)
    do(compound, secretary, "rounds.timetable", made)
    do(compound, SET_UP, "rounds.mark_where", made, building_id=2)
    planned(compound, secretary, "card")
    async with open_desk(compound, secretary, "rounds") as pilot:
        told = room(pilot).desk.ask(room(pilot).notice)
    assert told.startswith("第1轮核酸：应到8，还差6人（3栋6人）。")
    assert "时段：3栋学生 11:40-11:45" in told
    assert "401" not in told and "王" not in told


async def test_the_next_key_is_for_the_round_that_was_just_planned(
    open_desk: OpenDesk, compound: Store, secretary: Actor
) -> None:
    begun(compound, secretary)
    async with open_desk(compound, secretary, "rounds", size=(120, 36)) as pilot:
        await pilot.press("a")
        await settled(pilot)
        await pilot.press("+", "1", "d", "ctrl+s")
        await settled(pilot)
        cursor = room(pilot).table.cursor
        assert cursor is not None and cursor.number == 2
