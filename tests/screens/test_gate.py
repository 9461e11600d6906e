"""The gate room: late ones first, one key for the return, a refusal that says until when."""

import datetime as dt

import pytest

from models import gate
from models.store import Actor, FrozenClock, Store
from screens.kit.form import Form
from tests.models.crew import do
from tests.models.gate.standing import FAR, HOUR, toast, went, with_gate
from tests.screens.conftest import OpenDesk, grid, settled


@pytest.fixture
def compound(store: Store, secretary: Actor, clock: FrozenClock) -> Store:
    with_gate(store)
    went(store, secretary, FAR, purpose="hospital", tenths=365)
    went(store, secretary, tenths=366)
    do(store, secretary, "gate.goods_in", supplier="保供车 [b]x[/b] 吉A12345", pieces=120)
    clock.advance(2 * HOUR + dt.timedelta(minutes=30))
    return store


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(120, 36), (200, 60)])
async def test_the_room_shows_who_is_late_what_came_and_who_waits(
    compound: Store, secretary: Actor, open_desk: OpenDesk, lang: str, size: tuple[int, int]
) -> None:
    async with open_desk(compound, secretary, "gate", size=size, lang=lang) as pilot:
        shown = "\n".join(grid(pilot))
    told = {
        "zh": ("逾时30m", "不限时", "保供车 [b]", "到门口", "上次超时", "逾时1"),
        "en": ("30m late", "no limit", "保供车 [b]", "arrived", "came late", "1 late"),
    }
    assert [part for part in told[lang] if part not in shown] == []
    assert shown.index("3-2-401") < shown.index("5-1-101")


async def test_a_narrow_screen_shows_one_list_below(
    compound: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(compound, secretary, "gate", size=(80, 24)) as pilot:
        for key, part in (("2", "出入登记"), ("3", "120件"), ("4", "上次超时"), ("1", "逾时30m")):
            await pilot.press(key)
            await settled(pilot)
            assert part in "\n".join(grid(pilot)), key


async def test_space_records_the_return(
    compound: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(compound, secretary, "gate") as pilot:
        await pilot.press("1", "space")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Form)
        await pilot.press("ctrl+s")
        await settled(pilot)
    with compound.reading(secretary) as session:
        assert [line.door for line in gate.out_now(session)] == ["5-1-101"]
    assert toast(compound, secretary) == "3-2-401 回来了 +30m"


async def test_the_desk_says_until_when_at_once(
    compound: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    do(compound, secretary, "gate.back", 2)
    async with open_desk(compound, secretary, "gate") as pilot:
        await pilot.press("n", *"3-2-401")
        await pilot.press("space", *"出门", "space", *"买药", "enter")
        await pilot.pause(0.3)
        await settled(pilot)
        shown = "\n".join(grid(pilot))
    assert "04-12 10:30" in shown and "超时" in shown


async def test_a_adds_what_belongs_to_the_list_in_hand(
    compound: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(compound, secretary, "gate") as pilot:
        for key, part in (("1", "出门登记"), ("2", "进门登记"), ("3", "进货登记")):
            await pilot.press(key)
            await settled(pilot)
            await pilot.press("a")
            await settled(pilot)
            assert part in "\n".join(grid(pilot)), key
            await pilot.press("escape")
            await settled(pilot)
