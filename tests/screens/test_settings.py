"""The settings room: my own choices, and a new dated set of rules from the one that stands."""

import datetime as dt
from pathlib import Path

from pytest import MonkeyPatch

from models.branch import rule_set, rule_sets
from models.store import Actor, Role, Store
from models.store.register import draft_for, perform
from screens.kit.form import Form
from screens.rule_sets import RulesWindow
from seed_data.rule_sets import RULE_SETS
from tests.screens.conftest import OpenDesk, grid, settled
from tui.app import Quanan
from tui.beginnings import beginnings
from tui.settings import Personal, Settings


def founded(store: Store) -> None:
    setup = Actor.setup()
    draft = {"name": "支部", "compound": "小区", "first_day": dt.date(2022, 3, 20)}
    perform(store, setup, "branch.found", draft_for("branch.found", draft))
    for verb, given in beginnings(dt.date(2022, 3, 20)):
        perform(store, setup, verb, given)


async def test_language_and_marks_change_at_once_and_are_kept(
    store: Store, secretary: Actor, tmp_path: Path
) -> None:
    founded(store)
    path = tmp_path / "settings.toml"
    personal = Personal(path, Settings(lang="zh", first_lines_seen=True))
    app = Quanan(lambda: (store, secretary), lang="zh", begin="settings", personal=personal)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("enter", "2")
        await settled(pilot)
        assert "Language" in "\n".join(grid(pilot))
        await pilot.press("down", "down", "enter", "2")
        await settled(pilot)
        assert app.has_class("-ascii")
    assert Personal.load(path).settings == Settings(
        lang="en", narrow_marks=True, first_lines_seen=True
    )


async def test_the_secretary_writes_a_new_dated_set_by_changing_one_value(
    store: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    founded(store)
    with store.reading(secretary) as session:
        down = [line.kind for line in rule_sets(session)].index("promise")
    async with open_desk(store, secretary, "settings", size=(120, 36), lang="en") as pilot:
        await pilot.press("tab", "tab", *["down"] * down, "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, RulesWindow)
        shown = "\n".join(grid(pilot))
        assert "hours · red" in shown
        await pilot.press("a")
        await settled(pilot)
        form = pilot.app.screen
        assert isinstance(form, Form)
        await pilot.press("enter", *"0409", "enter", *"soon", "ctrl+s")
        await settled(pilot)
        assert pilot.app.screen is form, "a word is no number of hours"
        await pilot.press("ctrl+u", *"3", "ctrl+s")
        await settled(pilot)
        assert pilot.app.screen is not form
        assert "ahead" in "\n".join(grid(pilot))
    with store.reading(secretary) as session:
        assert rule_set(session, "promise")["hours"]["red"] == 2
        assert rule_set(session, "promise", dt.date(2022, 4, 9))["hours"]["red"] == 3
        assert rule_set(session, "promise", dt.date(2022, 4, 9))["pausing"] == ["supplier"]


async def test_a_condition_more_and_one_less_make_a_new_dated_set(
    store: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    founded(store)
    async with open_desk(store, secretary, "settings", size=(120, 36), lang="en") as pilot:
        await pilot.press("tab", "tab", "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, RulesWindow)
        await pilot.press("down", "down", "down", "down", "plus", "enter")
        await settled(pilot)
        form = pilot.app.screen
        await pilot.press(*"purple", "enter", *"blind", "enter", *"disabled", "ctrl+s")
        await settled(pilot)
        assert pilot.app.screen is form, "there is no such tier"
        assert "Missing, or not understood" in "\n".join(grid(pilot))
        await pilot.press("ctrl+u", *"red", "ctrl+s")
        await settled(pilot)
        assert "condition 2 · reason" in "\n".join(grid(pilot))
        await pilot.press("up", "minus", "enter")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert "leave" in "\n".join(grid(pilot)).casefold(), "what is not written would be lost"
        await pilot.press("escape", "a")
        await settled(pilot)
        await pilot.press("enter", *"0409", "ctrl+s")
        await settled(pilot)
        assert "ahead" in "\n".join(grid(pilot))
    with store.reading(secretary) as session:
        old = rule_set(session, "care")["conditions"]
        new = rule_set(session, "care", dt.date(2022, 4, 9))["conditions"]
    assert isinstance(old, list) and isinstance(new, list)
    assert new == [{"tier": "red", "reason": "blind", "categories": ["disabled"]}, *old[1:]]


async def test_others_read_the_rules_and_are_told_why_they_do_not_write_them(
    store: Store, open_desk: OpenDesk
) -> None:
    founded(store)
    other = Actor(2, "孙晓丽", Role.volunteer)
    async with open_desk(store, other, "settings", size=(120, 36), lang="en") as pilot:
        await pilot.press("a")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, Form)
        told = [note.message for note in pilot.app._notifications]
        assert any("A volunteer may not" in message for message in told)
    with store.reading(other) as session:
        assert len(rule_sets(session)) == len(RULE_SETS)


async def test_p_writes_the_notice_to_residents(
    store: Store, secretary: Actor, open_desk: OpenDesk, tmp_path: Path, monkeypatch: MonkeyPatch
) -> None:
    founded(store)
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path))
    async with open_desk(store, secretary, "settings", lang="en") as pilot:
        await pilot.press("p")
        await settled(pilot)
    (page,) = tmp_path.glob("*.html")
    assert "Who sees it" in page.read_text(encoding="utf-8")
