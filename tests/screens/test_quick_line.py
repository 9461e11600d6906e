"""The quick line on the screen: the four lines of the issue, and what it never does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import col, select
from textual.pilot import Pilot

from models.care import CareContact, Medicine
from models.patrols import Incident
from models.requests import Request
from models.stock import Move
from models.store import Actor, FrozenClock, Store
from screens.kit.quick import QuickLine
from tests.screens.conftest import OpenDesk, grid, settled
from tests.snapshots import branch


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Store, Actor, FrozenClock]]:
    store, secretary, clock = branch.built(tmp_path)
    yield store, secretary, clock
    store.close()


def text(pilot: Pilot[int]) -> str:
    return "\n".join(grid(pilot))


async def type_line(pilot: Pilot[int], line: str) -> None:
    await pilot.press("n")
    await settled(pilot)
    await pilot.press(*line)
    await settled(pilot)


def last(store: Store, table: type) -> object:
    with store.reading(Actor.setup()) as session:
        row = session.exec(select(table).order_by(col(table.id).desc())).first()
        if row is not None:
            session.expunge(row)
        return row


LINES = (
    ("3-2-401 买药 二甲双胍0.5g x2 急 @gyz", "3-2-401 medicine 二甲双胍0.5g x2 ! @gyz", Request),
    ("5-1-602 走访 平安", "5-1-602 visit well", CareContact),
    ("领 防护服 2 北门", "issue 防护服 2 北门", Move),
    ("劝返 5号楼 遛狗 当场返回", "turn back 5# dog returned", Incident),
)
SAVED = {
    Request: {"kind": "medicine", "quantity": 2, "urgency": "urgent", "assignee_id": 3},
    CareContact: {"profile_id": 3, "way": "door", "outcome": "well"},
    Move: {"item_id": 1, "kind": "issue", "quantity": -2, "post_id": 1},
    Incident: {"kind": "dog", "outcome": "returned_at_once"},
}


@pytest.mark.parametrize(
    "lang, line, table",
    [("zh", zh, table) for zh, _, table in LINES] + [("en", en, table) for _, en, table in LINES],
)
async def test_the_lines_of_the_issue_are_saved_as_what_they_say(
    desk: tuple[Store, Actor, FrozenClock], open_desk: OpenDesk, lang: str, line: str, table: type
) -> None:
    async with open_desk(desk[0], desk[1], size=(80, 24), lang=lang) as pilot:
        await type_line(pilot, line)
        await pilot.press("enter")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, QuickLine), text(pilot)
    row = last(desk[0], table)
    assert {name: getattr(row, name) for name in SAVED[table]} == SAVED[table]


@pytest.mark.parametrize("lang, unread", [("zh", "没看懂"), ("en", "not read")])
async def test_a_word_that_is_not_read_is_said_and_nothing_is_saved(
    desk: tuple[Store, Actor, FrozenClock], open_desk: OpenDesk, lang: str, unread: str
) -> None:
    before = last(desk[0], Medicine)
    async with open_desk(desk[0], desk[1], lang=lang) as pilot:
        await type_line(pilot, "数药 3-2-401 20 xyz")
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, QuickLine)
        assert any(unread in row and "xyz" in row for row in grid(pilot)), text(pilot)
    assert last(desk[0], Medicine) == before


async def test_what_may_be_two_is_chosen_with_the_arrows(
    desk: tuple[Store, Actor, FrozenClock], open_desk: OpenDesk
) -> None:
    """王秀芝 and 李国良 live behind one door; the line never guesses which of them was met."""
    async with open_desk(desk[0], desk[1]) as pilot:
        await type_line(pilot, "3-2-401 走访 平安")
        assert "王秀芝" in text(pilot) and "李国良" in text(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, QuickLine)
        await pilot.press("enter")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, QuickLine), text(pilot)
    row = last(desk[0], CareContact)
    assert isinstance(row, CareContact) and row.profile_id == 2


async def test_enter_typed_ahead_waits_until_the_line_is_read(
    desk: tuple[Store, Actor, FrozenClock], open_desk: OpenDesk
) -> None:
    async with open_desk(desk[0], desk[1]) as pilot:
        await pilot.press("n")
        await settled(pilot)
        await pilot.press(*"5-1-602 走访 平安", "enter")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, QuickLine), text(pilot)
    row = last(desk[0], CareContact)
    assert isinstance(row, CareContact) and row.profile_id == 3
