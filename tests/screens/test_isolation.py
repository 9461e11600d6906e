"""The isolation room: who needs a hand first, one key for the next step, health kept to roles."""

import datetime as dt

import pytest

from models import isolation
from models.isolation import IsolationState
from models.store import Actor, FrozenClock, Store
from screens.kit.form import Form
from tests.models.crew import do
from tests.models.isolation.standing import LI, MA, apart, swabbed, with_doors
from tests.screens.conftest import OpenDesk, grid, settled


@pytest.fixture
def compound(store: Store, secretary: Actor) -> Store:
    with_doors(store)
    apart(store)
    apart(store, LI, kind="secondary", happened_on=dt.date(2022, 4, 1))
    apart(store, MA, kind="case", happened_on=dt.date(2022, 4, 6), place="hospital")
    swabbed(store, 2)
    do(store, secretary, "isolation.serve", 2, supplies_id=4)
    do(store, secretary, "isolation.temperature", 2, tenths=366)
    return store


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_the_room_shows_the_day_the_need_and_the_end(
    compound: Store, secretary: Actor, open_desk: OpenDesk, lang: str, size: tuple[int, int]
) -> None:
    async with open_desk(compound, secretary, "isolation", size=size, lang=lang) as pilot:
        shown = "\n".join(grid(pilot))
    told = {
        "zh": ("漏采", "可以解除", "14/14天", "4/8 +4/15", "密接", "阳性"),
        "en": ("missed test", "may be released", "14/14", "4/8 +4/15", "close", "case"),
    }
    assert [part for part in told[lang] if part not in shown] == []
    if size[0] == 200:
        assert ("第 14 天" if lang == "zh" else "day 14 of 14") in shown
        assert "孙晓丽" in shown
    if size[0] >= 120:
        assert "36.6 / ·" in shown


async def test_space_releases_whoever_may_go(
    compound: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(compound, secretary, "isolation") as pilot:
        await pilot.press("down", "space")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Form)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "李国栋" not in "\n".join(grid(pilot))
    with compound.reading(secretary) as session:
        row = isolation.of(session, 2).row
    assert (row.state, row.slip) == (IsolationState.released, "0002")


async def test_the_released_are_a_filter_away_and_the_notice_names_nobody(
    compound: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    do(compound, secretary, "isolation.release", 2)
    async with open_desk(compound, secretary, "isolation") as pilot:
        await pilot.press("f", "9")
        await settled(pilot)
        shown = "\n".join(grid(pilot))
        assert "李国栋" in shown and "王秀芝" not in shown
        await pilot.press("y")
        await pilot.pause(0.3)
        await settled(pilot)
        notice = "\n".join(grid(pilot))
    assert "居家隔离住户" in notice


async def test_a_volunteer_sees_gear_and_a_building(
    compound: Store, volunteer: Actor, open_desk: OpenDesk, clock: FrozenClock
) -> None:
    async with open_desk(compound, volunteer, "isolation") as pilot:
        shown = "\n".join(grid(pilot))
    assert "需要防护" in shown and "3-*" in shown
    assert "密接" not in shown.replace("密接1", "") and "王秀芝" not in shown
    assert "3-2-401" in shown, "the door that is served"
