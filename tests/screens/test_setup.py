"""Set-up: from an empty database to somebody who acts, with people read in from a spreadsheet."""

import csv
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from models.acts import my_last, who_may_act
from models.branch import branch, rule_sets
from models.homes import counts
from models.store import Actor, Store
from screens import importing
from screens.importing import ImportWindow
from screens.kit.dialogs import Chooser
from screens.kit.first_lines import FirstLines
from screens.kit.form import Form
from tests.screens.conftest import grid, settled
from tui.app import DEMONSTRATION, SEALING, Quanan
from tui.settings import Personal, Settings

EmptyDesk = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


@pytest.fixture
def roster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small roster, lying where the desk looks for spreadsheets."""
    path = tmp_path / "花名册.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["楼栋", "单元", "房号", "姓名", "联系电话", "是否在住"])
        rows.writerow(["3", "2", "401", "王秀芝", "13911112222", "是"])
        rows.writerow(["3", "2", "402", "李建国", "13911113333", "否"])
        rows.writerow(["", "", "", "无门牌", "13911114444", "是"])
    monkeypatch.setattr(importing, "folders", lambda: (tmp_path,))
    return path


@pytest.fixture
def empty_desk(store: Store, tmp_path: Path) -> EmptyDesk:
    """The desk on a database that has nobody who acts."""

    @asynccontextmanager
    async def opening(**given: object) -> AsyncIterator[Pilot[int]]:
        app = Quanan(lambda: (store, None), lang="en", **given)
        async with app.run_test(size=(100, 30)) as pilot:
            await settled(pilot)
            await settled(pilot)
            yield pilot

    return opening


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


async def test_six_questions_make_a_branch_with_a_secretary_rules_and_people(
    store: Store, empty_desk: EmptyDesk, roster: Path, tmp_path: Path
) -> None:
    personal = Personal(tmp_path / "settings.toml", Settings())
    async with empty_desk(personal=personal) as pilot:
        await press(pilot, "enter")  # English
        await press(pilot, "1")  # my branch
        assert isinstance(pilot.app.screen, Form)
        await press(pilot, *"Garden", "enter", *"Branch", "enter")
        await press(pilot, *"0320", "enter")
        await press(pilot, *"Chen", "ctrl+s")
        await press(pilot, "escape")  # no passphrase
        assert isinstance(pilot.app.screen, Chooser)
        await press(pilot, "1")  # the roster
        await press(pilot, "enter")  # the only file
        assert isinstance(pilot.app.screen, ImportWindow)
        assert "2 to add" in "\n".join(grid(pilot))
        assert "1 refused" in "\n".join(grid(pilot))
        await press(pilot, "enter")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, FirstLines)
        await press(pilot, "x")
        assert pilot.app.current_mode == "dashboard"
    with store.reading(Actor.setup()) as session:
        found = branch(session)
        assert found is not None and (found.compound, found.day) == ("Garden", 20)
        assert [(actor.name, str(actor.role)) for actor, _ in who_may_act(session)] == [
            ("Chen", "secretary")
        ]
        assert rule_sets(session)
        assert counts(session).households == 2
    assert Personal.load(personal.path).settings == Settings(lang="en", first_lines_seen=True)


async def test_an_import_is_one_act_that_is_taken_back_whole(
    store: Store, empty_desk: EmptyDesk, roster: Path
) -> None:
    async with empty_desk() as pilot:
        await press(pilot, "enter", "1")
        await press(pilot, "escape")  # no branch
        await press(pilot, *"Chen", "ctrl+s")
        await press(pilot, "escape")  # no passphrase
        await press(pilot, "1", "enter")
        await press(pilot, "enter")
        with store.reading(pilot.app.desk.actor) as session:
            assert counts(session).households == 2
            line = my_last(session)
            assert line is not None and line.verb == "imports.roster"
        await press(pilot, "escape")
        await press(pilot, "u", "enter")
        with store.reading(Actor.setup()) as session:
            assert counts(session).households == 0


async def test_everything_may_be_skipped_and_the_room_is_not_offered(
    store: Store, empty_desk: EmptyDesk
) -> None:
    async with empty_desk() as pilot:
        await press(pilot, "escape")
        await press(pilot, "3")
        assert pilot.app.current_mode == "dashboard"
        await press(pilot, "g")
        assert "Set-up" not in "\n".join(grid(pilot))


async def test_the_demonstration_is_a_result_of_the_desk(
    store: Store, empty_desk: EmptyDesk
) -> None:
    async with empty_desk() as pilot:
        await press(pilot, "escape")
        await press(pilot, "2")
    assert pilot.app.return_value == DEMONSTRATION


async def test_a_file_is_encrypted_once_the_set_up_is_done(
    store: Store, empty_desk: EmptyDesk, tmp_path: Path
) -> None:
    words = "four plain words here"
    async with empty_desk(personal=Personal(tmp_path / "settings.toml", Settings())) as pilot:
        await press(pilot, "enter", "1")
        await press(pilot, *"Garden", "enter", *"Branch", "enter")
        await press(pilot, *"0320", "enter")
        await press(pilot, *"Chen", "ctrl+s")
        await press(pilot, *words, "enter", *words, "ctrl+s")
        assert "Encrypt the database" in "\n".join(grid(pilot))
        await press(pilot, "2")
        await press(pilot, "escape")  # no spreadsheet
        app = pilot.app
    assert isinstance(app, Quanan)
    assert (app.return_value, app.sealed_by) == (SEALING, words)
