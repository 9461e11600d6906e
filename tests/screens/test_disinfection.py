"""The disinfection room: a mark a day, a building at once, the warning, the notice."""

import pytest

from models import rounds
from models.store import Actor, Store
from tests.models.crew import SET_UP, do
from tests.models.rounds_branch import begun, of, with_compound
from tests.screens.conftest import OpenDesk, grid, room, settled


@pytest.fixture
def compound(store: Store) -> Store:
    with_compound(store)
    do(store, SET_UP, "rounds.lay_out_places", roads="东路", corners="垃圾房", since="2022-04-05")
    return store


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_places_stand_by_days_with_what_was_missed(
    open_desk: OpenDesk, compound: Store, secretary: Actor, size: tuple[int, int], lang: str
) -> None:
    do(compound, SET_UP, "rounds.disinfect_where", target="road")
    async with open_desk(compound, secretary, "disinfection", size=size, lang=lang) as pilot:
        shown = "\n".join(grid(pilot))
    assert "x x x ○" in shown and "x x x ●" in shown
    assert ("连漏3次" if lang == "zh" else "missed 3x") in shown
    # No mark stands there without its word.
    legend = {
        "zh": ("● 已消", "○ 今天待消", "x 漏消", "· 未到期", "- 不计"),
        "en": ("● done", "○ due", "x missed", "· not due", "- not counted"),
    }
    assert [part for part in legend[lang] if part not in shown] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_a_stairwell_after_an_abnormal_tube_stands_first_and_space_ends_it(
    open_desk: OpenDesk, compound: Store, secretary: Actor, lang: str
) -> None:
    made = begun(compound, secretary)
    do(compound, secretary, "rounds.mark", of(compound, made, 1))
    for verb in ("seal", "deliver", "tube_mixed"):
        do(compound, secretary, f"rounds.{verb}", 1)
    async with open_desk(compound, secretary, "disinfection", size=(120, 36), lang=lang) as pilot:
        first = grid(pilot)[4]
        assert "3-2 4F" in first and ("终末 #1" if lang == "zh" else "terminal #1") in first
        await pilot.press("space")
        await settled(pilot)
        form = "\n".join(grid(pilot))
        assert "3-2 4F #1" in form and "1000" in form
        assert ("洁厕灵" if lang == "zh" else "acid") in form
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "3-2 4F" not in "\n".join(grid(pilot))


async def test_space_opens_the_form_with_the_warning_and_records(
    open_desk: OpenDesk, compound: Store, volunteer: Actor
) -> None:
    async with open_desk(compound, volunteer, "disinfection", size=(80, 24)) as pilot:
        await pilot.press("space")
        await settled(pilot)
        assert "洁厕灵" in "\n".join(grid(pilot))
        await pilot.press("ctrl+s")
        await settled(pilot)
        with compound.reading(volunteer) as session:
            (line,) = rounds.treatments(session)
        assert (line.operator, line.concentration) == ("孙晓丽", 500)
        await pilot.press("2")
        await settled(pilot)
        assert "500mg/L" in "\n".join(grid(pilot))


async def test_the_notice_says_what_was_done_and_names_nobody(
    open_desk: OpenDesk, compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    async with open_desk(compound, secretary, "disinfection") as pilot:
        assert room(pilot).desk.ask(room(pilot).notice) == "今天还没有消杀。"
        do(compound, volunteer, "rounds.disinfect_where", target="stairwell")
        told = room(pilot).desk.ask(room(pilot).notice)
    assert told.startswith("今日消杀：3/5处已完成（楼道3处）")
    assert "孙" not in told
