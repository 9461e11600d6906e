"""The campaign written out: the leaders' directives, the stages, and everybody's own hours."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from models.exports import export
from models.store import Actor, FrozenClock, Role, Store
from models.words import Words
from tests.models.campaign.standing import directive, founded, move
from tests.models.crew import SET_UP, at, do, shift

ZH = Words("zh")
Pages = dict[str, list[list[object]]]


def written(
    store: Store, actor: Actor, ledger: str, folder: Path, purpose: str | None = None
) -> Pages:
    """Every worksheet of a ledger, below the stamp and the heads."""
    path = export(store, actor, ledger, folder / "out.xlsx", ZH, purpose, overwrite=True)
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python()[2:] for name in book.sheet_names}


@pytest.fixture
def compound(store: Store, clock: FrozenClock) -> Store:
    """A gate where two people stood, one of them as planned and one for longer."""
    founded(store)
    post = do(store, SET_UP, "shifts.add_post", name="北门卡点", kind="gate_checkpoint").id
    for who, start, end in ((4, "11:00", "13:00"), (5, "13:00", "15:00")):
        seat = shift(store, post, start, end)
        do(store, SET_UP, "shifts.assign", seat, volunteer_id=who)
        clock.set(at(start))
        do(store, SET_UP, "shifts.check_in", seat)
        clock.set(at(end if who == 4 else "15:30"))
        do(store, SET_UP, "shifts.check_out", seat)
    return store


def test_everybody_has_a_sheet_of_hours_with_its_sum(
    compound: Store, secretary: Actor, tmp_path: Path
) -> None:
    first, *own = written(compound, secretary, "certificates", tmp_path, "发证明").items()
    assert [(row[1], row[6], row[8]) for row in first[1]] == [("孙晓丽", 1, 2), ("马春来", 1, 2.5)]
    assert [name for name, _ in own] == ["01 孙晓丽", "02 马春来"]
    assert [row[1:] for row in own[1][1]] == [
        ["北门卡点", "13:00", "15:30", 2.5],
        ["", "", "", 2.5],
    ]


def test_whoever_serves_has_his_own_hours_only(
    compound: Store, volunteer: Actor, tmp_path: Path
) -> None:
    pages = written(compound, volunteer, "certificates", tmp_path, "自存")
    assert list(pages)[1:] == ["01 孙晓丽"]
    wall = Actor(9, "屏", Role.shift_leader)
    assert len(written(compound, wall, "certificates", tmp_path)) == 1


def test_the_campaign_is_for_the_leaders(
    compound: Store, secretary: Actor, volunteer: Actor, tmp_path: Path
) -> None:
    directive(compound, assignee_id=3, due_at=at("18:00", "2022-04-09"))
    move(compound, secretary, "list_free", reason="公布", begins_on="2022-04-06")
    pages = written(compound, secretary, "campaign", tmp_path, "存档")
    asked, course, lists, stages = pages.values()
    assert (asked[0][1], asked[0][4]) == ("社区党委", "高远志")
    assert [row[1] for row in course] == ["封闭", "无疫小区"]
    assert len(lists) == 16
    assert ["户", 2] in stages
    masked = written(compound, secretary, "campaign", tmp_path)
    assert "高远志" not in str(masked)
    asked, course, lists, stages = written(compound, volunteer, "campaign", tmp_path).values()
    assert (asked, lists, stages) == ([], [], []) and len(course) == 2
