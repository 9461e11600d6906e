"""Ten thousand lines pasted anywhere: the desk answers, says what it took, and presses no key."""

import time

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from models.group_buys.drafts import KeepChain
from models.group_buys.pasting import kept_text
from models.store import Actor, Store
from models.store.drafts import build
from screens.chain import ChainWindow
from screens.kit.dialogs import Chooser
from screens.kit.form import Form
from screens.kit.line import MOST
from screens.kit.quick import QuickLine
from tests.models.group_buys_branch import BUY, with_buy
from tests.models.rounds_branch import with_compound
from tests.screens.conftest import OpenDesk, settled
from tui.keyboard import Burst

ROW = "1. 王秀芝 3-2-401 白菜包2 qxu \x1b]52;c;AA==\x07[red]".ljust(200, "药")
LINES = 10_000
TEXT = "\n".join([ROW] * LINES)
SOON = 3.0
"""Seconds on a busy machine; on a quiet one all of these take less than one."""

WAYS = [events.Paste, Burst]
"""As a terminal says it, and as one that says nothing."""


def acts(store: Store) -> int:
    with store.engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM act").scalar() or 0)


def told(pilot: Pilot[int]) -> str:
    return " ".join(str(one.message) for one in pilot.app._notifications)


async def paste(pilot: Pilot[int], way: type[events.Paste] | type[Burst]) -> float:
    began = time.monotonic()
    pilot.app.post_message(way(TEXT))
    await settled(pilot)
    return time.monotonic() - began


@pytest.mark.parametrize("way", WAYS)
async def test_outside_a_field_no_key_is_pressed(
    store: Store, secretary: Actor, open_desk: OpenDesk, way: type[events.Paste]
) -> None:
    with_compound(store)
    before = acts(store)
    async with open_desk(store, secretary, "requests") as pilot:
        room = pilot.app.screen
        assert await paste(pilot, way) < SOON
        assert pilot.app.screen is room and acts(store) == before
        assert "没有放的地方" in told(pilot)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("key", "window"), [("n", QuickLine), ("slash", Chooser), ("a", Form)], ids=["n", "find", "add"]
)
async def test_a_field_takes_one_line_and_says_so(
    store: Store,
    secretary: Actor,
    open_desk: OpenDesk,
    way: type[events.Paste],
    key: str,
    window: type,
) -> None:
    with_compound(store)
    before = acts(store)
    async with open_desk(store, secretary, "requests") as pilot:
        await pilot.press(key)
        await settled(pilot)
        assert isinstance(pilot.app.screen, window)
        assert await paste(pilot, way) < SOON
        value = pilot.app.screen.focused.value  # type: ignore[union-attr]
        assert len(value) == MOST and value.startswith("1. 王秀芝 3-2-401 白菜包2 qxu [red]")
        assert not any(ord(sign) < 32 or 127 <= ord(sign) < 160 for sign in value)
        assert f"{LINES}" in told(pilot) and f"{MOST}" in told(pilot)
        await pilot.press("x")
        assert pilot.app.screen.focused.value.endswith("x")  # type: ignore[union-attr]
        assert acts(store) == before


async def test_a_few_lines_become_one_in_a_note(
    store: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    with_compound(store)
    async with open_desk(store, secretary, "requests") as pilot:
        await pilot.press("a")
        await settled(pilot)
        form = pilot.app.screen
        assert isinstance(form, Form)
        note = next(one for one in form.fields if one.ask.name == "detail")
        form.set_focus(note.input)
        pilot.app.post_message(events.Paste("水管漏水\r\n\r\n 厨房 \t 也漏\n急"))
        await settled(pilot)
        assert note.input.value == "水管漏水 厨房 也漏 急" and "并成了一行" in told(pilot)


async def test_what_was_typed_fast_is_typed(
    store: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    async with open_desk(store, secretary, "requests") as pilot:
        await pilot.press("n")
        await settled(pilot)
        pilot.app.post_message(Burst("3-2-401 药没了 两盒"))
        await settled(pilot)
        assert pilot.app.screen.query_one(Input).value == "3-2-401 药没了 两盒"


@pytest.mark.parametrize("way", WAYS)
async def test_a_chain_without_measure_stands_there_as_far_as_it_can_be_kept(
    store: Store, secretary: Actor, open_desk: OpenDesk, way: type[events.Paste]
) -> None:
    with_buy(store, secretary)
    async with open_desk(store, secretary, "group_buys") as pilot:
        pilot.app.push_screen(ChainWindow(pilot.app.desk, BUY, "蔬菜"))  # type: ignore[attr-defined]
        await settled(pilot)
        assert await paste(pilot, way) < SOON
        assert f"共{LINES}行" in told(pilot)
        text = pilot.app.screen.query_one("#chain-text", TextArea).text
        assert 1_000 < text.count("\n") < LINES
        build(KeepChain, {"id": BUY, "text": kept_text(text)})  # or it would be refused later
