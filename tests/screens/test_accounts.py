"""Logging in, being locked, and the public screen, on the real desk."""

import re
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from sqlmodel import select
from textual.pilot import Pilot
from textual.widgets import Input

from models import accounts
from models.acts import recent
from models.homes import Household, Resident
from models.people import Volunteer
from models.store import Actor, FrozenClock, Role, Store
from models.store.register import draft_for, perform
from screens import OFFERED
from screens.kit.dialogs import Chooser, Reader
from screens.kit.form import Form
from screens.locked import LockedRoom
from screens.login import ProofWindow
from tests.accounts_branch import (
    GRID_LEADER,
    PASSPHRASE,
    PIN,
    SECRETARY,
    VOLUNTEER,
    cheap_hashes,
    with_accounts,
    with_people,
)
from tests.conftest import Prepared
from tests.screens.conftest import grid, room, settled
from tests.snapshots import branch as panels
from tui import entrance
from tui.app import Quanan
from tui.entrance import BOARD
from tui.settings import Personal, Settings

__all__ = ["cheap_hashes"]

pytestmark = pytest.mark.usefixtures("cheap_hashes")

Opening = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


@pytest.fixture
def open_door() -> Opening:
    """The desk as somebody finds it who has yet to say who he is."""

    @asynccontextmanager
    async def opening(
        store: Store, actor: Actor | None = None, *, begin: str = "dashboard", **given: object
    ) -> AsyncIterator[Pilot[int]]:
        app = Quanan(lambda: (store, actor), lang="en", begin=begin, **given)
        async with app.run_test(size=(100, 30)) as pilot:
            await settled(pilot)
            await settled(pilot)
            yield pilot

    return opening


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


async def say(pilot: Pilot[int], text: str) -> None:
    await press(pilot, *text, "enter")


def screen(pilot: Pilot[int]) -> str:
    return "\n".join(grid(pilot))


# ── logging in ──────────────────────────────────────────────────────────────────────────────────


async def test_nothing_is_shown_before_somebody_proves_who_he_is(
    prepared: Prepared, open_door: Opening
) -> None:
    store = prepared(with_accounts)
    async with open_door(store) as pilot:
        assert isinstance(pilot.app.screen, Chooser)
        shown = screen(pilot)
        assert "高志明" in shown and "1390000" not in shown
        assert pilot.app.desk.actor is None and pilot.app.desk.board is None
        # No palette, no help, no room opens over it: what is typed is a name.
        await press(pilot, "ctrl+p")
        await press(pilot, *"gzm")
        assert isinstance(pilot.app.screen, Chooser)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ProofWindow)
        assert pilot.app.screen.query_one(Input).password
        await press(pilot, *PASSPHRASE)
        assert PASSPHRASE not in screen(pilot)
        await press(pilot, "enter")
        assert pilot.app.desk.actor == VOLUNTEER
        assert pilot.app.current_mode == "mine", "a volunteer begins with his own work"
        assert "高志明" in screen(pilot)
    with store.reading(SECRETARY) as session:
        assert [line.verb for line in recent(session, 1)] == ["accounts.log_in"]


async def test_a_key_pressed_too_early_leaves_nothing_behind_the_log_in(
    prepared: Prepared,
) -> None:
    store, opened = prepared(with_accounts), threading.Event()

    def open_store() -> tuple[Store, None]:
        opened.wait(10)
        return store, None

    app = Quanan(open_store, lang="en")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("slash", "n", "3")
        opened.set()
        for _ in range(100):
            await settled(pilot)
            if isinstance(app.screen, Chooser):
                break
        assert [type(one).__name__ for one in app.screen_stack] == ["DashboardRoom", "Chooser"]


async def test_a_wrong_passphrase_is_a_sentence_and_the_wait_counts_down(
    prepared: Prepared, open_door: Opening
) -> None:
    store = prepared(with_accounts)
    async with open_door(store, login_name="gzm") as pilot:
        assert isinstance(pilot.app.screen, ProofWindow), "who was named is asked at once"
        await say(pilot, "guess")
        assert "not right" in screen(pilot)
        await say(pilot, "guess")
        await say(pilot, "guess")
        assert "in 1 s" in screen(pilot)
        await say(pilot, PASSPHRASE)
        assert isinstance(pilot.app.screen, ProofWindow), "too early: not even looked at"
        assert pilot.app.desk.actor is None
    with store.reading(SECRETARY) as session:
        lines = recent(session, 3)
    assert {line.verb for line in lines} == {"accounts.failed"}
    assert not any("guess" in str(line.params) for line in lines)


@pytest.mark.parametrize("key", ["escape", "ctrl+q"])
async def test_who_does_not_log_in_leaves(prepared: Prepared, open_door: Opening, key: str) -> None:
    async with open_door(prepared(with_accounts)) as pilot:
        await press(pilot, key)
        assert pilot.app.return_value == 0


async def test_a_passphrase_from_somebody_else_is_changed_before_anything(
    prepared: Prepared, open_door: Opening
) -> None:
    store = prepared(with_accounts)
    done = perform(store, SECRETARY, "accounts.reset", draft_for("accounts.reset", {}, 3))
    async with open_door(store, login_name="高志明") as pilot:
        await say(pilot, done.rows[0].text)  # type: ignore[attr-defined]
        assert isinstance(pilot.app.screen, Form)
        assert pilot.app.desk.actor is None
        assert all(field.input.password for field in pilot.app.screen.fields)
        await press(pilot, *"山高水长日月久远", "enter", *"山高水长日月久远")
        assert "山高" not in screen(pilot)
        await press(pilot, "ctrl+s")
        assert pilot.app.desk.actor == VOLUNTEER
    found = accounts.find_account(store, "高志明")
    assert not accounts.log_in(store, found, "山高水长日月久远").must_change


async def test_a_wall_board_gets_the_board_and_nothing_else(
    prepared: Prepared, open_door: Opening
) -> None:
    store = prepared(with_accounts)
    draft = draft_for("accounts.add_board", {"label": "大厅"})
    once = perform(store, SECRETARY, "accounts.add_board", draft).rows[0]
    async with open_door(store, login_name="大厅") as pilot:
        await say(pilot, once.text)  # type: ignore[attr-defined]
        assert pilot.app.return_value == BOARD


async def test_a_branch_without_accounts_takes_a_name_for_an_answer(
    prepared: Prepared, open_door: Opening
) -> None:
    async with open_door(prepared(with_people)) as pilot:
        await press(pilot, *"gzm", "enter")
        assert pilot.app.desk.actor == VOLUNTEER
        await press(pilot, "l")
        assert not pilot.app.desk.locked, "nobody could unlock it"
        await press(pilot, "at", *"cly", "enter")
        assert pilot.app.desk.actor == SECRETARY


# ── @ ───────────────────────────────────────────────────────────────────────────────────────────


async def test_another_acts_once_he_typed_his_own_number(
    prepared: Prepared, open_door: Opening
) -> None:
    async with open_door(prepared(with_accounts), SECRETARY) as pilot:
        await press(pilot, "at", *"gzm", "enter")
        assert isinstance(pilot.app.screen, ProofWindow)
        await say(pilot, PIN)  # the secretary's opens nobody else's
        assert "not right" in screen(pilot)
        await press(pilot, "escape")
        assert pilot.app.desk.actor == SECRETARY
        await press(pilot, "at", *"gzm", "enter")
        await say(pilot, "7391")
        assert pilot.app.desk.actor == VOLUNTEER
        assert pilot.app.current_mode == "dashboard", "without leaving the room"


async def test_who_has_no_number_is_asked_for_his_passphrase(
    prepared: Prepared, open_door: Opening
) -> None:
    async with open_door(prepared(with_accounts), SECRETARY) as pilot:
        await press(pilot, "at", *"zl", "enter")
        assert "Passphrase" in screen(pilot)
        await say(pilot, PASSPHRASE)
        assert pilot.app.desk.actor == GRID_LEADER


# ── the lock ────────────────────────────────────────────────────────────────────────────────────


async def test_an_idle_desk_locks_and_an_open_form_is_there_afterwards(
    prepared: Prepared,
    open_door: Opening,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(entrance, "IDLE_LOOK", 0.05)
    settings = Personal(tmp_path / "s.toml", Settings(first_lines_seen=True, idle_minutes=1))
    store = prepared(with_accounts)
    async with open_door(store, SECRETARY, begin="people", personal=settings) as pilot:
        await press(pilot, "a", *"许冬生")
        form = pilot.app.screen
        assert isinstance(form, Form) and "许冬生" in screen(pilot)
        await pilot.pause(0.1)
        assert not pilot.app.desk.locked, "somebody was there a moment ago"
        pilot.app._touched -= 61
        await pilot.pause(0.1)
        await settled(pilot)
        assert pilot.app.desk.locked and isinstance(pilot.app.screen, LockedRoom)
        shown = screen(pilot)
        assert "locked" in shown and "Unlock" in shown
        assert "许冬生" not in shown and "陈立远" not in shown
        await press(pilot, "n")
        assert isinstance(pilot.app.screen, ProofWindow), "any verb asks who it is"
        await say(pilot, "1357")
        await press(pilot, "escape")
        assert pilot.app.desk.locked
        await press(pilot, "space")
        await say(pilot, PIN)
        assert not pilot.app.desk.locked and pilot.app.screen is form
        assert form.fields[0].input.value == "许冬生"
        await press(pilot, "ctrl+s")
    with store.reading(SECRETARY) as session:
        assert session.exec(select(Volunteer).where(Volunteer.name == "许冬生")).first()


async def test_a_locked_desk_stays_live_and_does_nothing(
    prepared: Prepared, open_door: Opening
) -> None:
    store = prepared(with_accounts)
    async with open_door(store, SECRETARY) as pilot:
        pilot.app.notify("送药到 王秀芝", markup=False)
        await press(pilot, "l")
        assert not list(pilot.app._notifications), "a toast names people too"
        assert pilot.app.desk.viewer == Actor.wallboard()
        draft = draft_for("homes.add_household", {"door": "3-2-401"})
        perform(store, SECRETARY, "homes.add_household", draft)
        room(pilot).moved(frozenset({"journal"}))
        await settled(pilot)
        assert "1 homes" in screen(pilot)
        for key in ("at", "exclamation_mark", "colon", "slash", "r", "u", "v", "g", "l", "h"):
            await press(pilot, key)
            assert isinstance(pilot.app.screen, ProofWindow), key
            await press(pilot, "escape")
        await press(pilot, "2", "down")
        assert isinstance(pilot.app.screen, LockedRoom), "counts may be looked at"
        await press(pilot, "ctrl+q")
        assert pilot.app.return_value == 0


async def test_whoever_leaves_a_locked_desk_costs_its_person_nothing(
    prepared: Prepared, open_door: Opening
) -> None:
    from models.store.kept import kept_forms

    store = prepared(with_accounts)
    async with open_door(store, SECRETARY, begin="people") as pilot:
        await press(pilot, "a", *"许冬生")
        await pilot.app._lock(asked=True)
        await settled(pilot)
        await press(pilot, "ctrl+q")
        assert pilot.app.return_value == 0
        assert pilot.app.keeper.finish() is True
    with store.reading(SECRETARY) as session:
        (form,) = kept_forms(session)
    assert form.verb == "people.add_volunteer"


async def test_a_window_that_was_on_its_way_opens_behind_the_lock(
    prepared: Prepared, open_door: Opening
) -> None:
    async with open_door(prepared(with_accounts), SECRETARY) as pilot:
        await press(pilot, "l")
        pilot.app.push_screen(Reader(pilot.app.desk, "late", "王秀芝"))
        await settled(pilot)
        assert isinstance(pilot.app.screen, LockedRoom) and "王秀芝" not in screen(pilot)
        await press(pilot, "space")
        await say(pilot, PIN)
        assert isinstance(pilot.app.screen, Reader)


async def test_whose_account_is_disabled_is_out(prepared: Prepared, open_door: Opening) -> None:
    store = prepared(with_accounts)
    async with open_door(store, VOLUNTEER) as pilot:
        perform(store, SECRETARY, "accounts.disable", draft_for("accounts.disable", {}, 3))
        pilot.app.post_message(Quanan.Moved(frozenset({"accounts"})))
        await settled(pilot)
        assert pilot.app.return_value == 1


async def test_a_role_that_was_given_meanwhile_acts_at_once(
    prepared: Prepared, open_door: Opening
) -> None:
    from models.store.drafts import Edit

    store = prepared(with_accounts)
    async with open_door(store, VOLUNTEER) as pilot:
        edit = Edit(id=3, changed={"role": Role.shift_leader}, opened={"role": Role.volunteer})
        perform(store, SECRETARY, "people.edit_volunteer", edit)
        pilot.app.post_message(Quanan.Moved(frozenset({"people"})))
        await settled(pilot)
        assert pilot.app.desk.actor == Actor(3, "高志明", Role.shift_leader)


# ── the public screen ───────────────────────────────────────────────────────────────────────────


def named(store: Store) -> set[str]:
    """Everybody of the store by name and by telephone."""
    with store.reading(Actor.setup()) as session:
        people = [*session.exec(select(Resident)), *session.exec(select(Volunteer))]
        said = {word for one in people for word in (one.name, *re.findall(r"\d{7,}", one.phone))}
        doors = {str(one) for one in session.exec(select(Household.door))}
    return {word for word in said if len(word) > 1} | doors


async def test_the_public_screen_names_nobody_in_any_room(
    tmp_path: Path, open_door: Opening
) -> None:
    store, secretary, _clock = panels.built(tmp_path)
    everybody = named(store)
    async with open_door(store, secretary) as pilot:
        await pilot.app.switch_mode("care")
        await settled(pilot)
        assert {word for word in everybody if word in screen(pilot)} >= {secretary.name, "王秀芝"}
        await press(pilot, "h")
        assert "public screen" in screen(pilot)
        for place in OFFERED:
            await pilot.app.switch_mode(place.name)
            await settled(pilot)
            shown = screen(pilot)
            told = {word for word in everybody if word in shown}
            assert not told, place.name
            assert secretary.name not in shown, place.name
        for room_name, key in (
            ("mine", "n"),
            ("mine", "slash"),
            ("reports", "p"),
            ("settings", "a"),
        ):
            await pilot.app.switch_mode(room_name)
            await press(pilot, key)
            assert len(pilot.app.screen_stack) == 1, key
        await press(pilot, "h")
        await pilot.app.switch_mode("care")
        await settled(pilot)
        assert secretary.name in screen(pilot)
    store.close()


async def test_leaving_the_public_screen_takes_a_proof_where_there_are_accounts(
    prepared: Prepared, open_door: Opening
) -> None:
    async with open_door(prepared(with_accounts), SECRETARY) as pilot:
        await press(pilot, "h")
        assert pilot.app.desk.public and "陈立远" not in screen(pilot)
        await press(pilot, "h")
        await press(pilot, "escape")
        assert pilot.app.desk.public
        await press(pilot, "h")
        await say(pilot, PIN)
        assert not pilot.app.desk.public and "陈立远" in screen(pilot)


# ── the set-up, the people, the settings ────────────────────────────────────────────────────────


async def test_the_set_up_asks_for_the_secretarys_passphrase(
    store: Store, open_door: Opening
) -> None:
    async with open_door(store) as pilot:
        await press(pilot, "escape", "1")
        await press(pilot, "escape")  # no branch yet
        await press(pilot, *"Chen", "ctrl+s")
        assert isinstance(pilot.app.screen, Form) and "Passphrase" in screen(pilot)
        await press(pilot, *"short", "enter", *"short", "ctrl+s")
        assert "at least 8" in screen(pilot)
        await press(pilot, "up", "ctrl+u", *PASSPHRASE, "enter", "ctrl+u", *PASSPHRASE, "enter")
        await press(pilot, *PIN, "ctrl+s")
        assert isinstance(pilot.app.screen, Chooser), "the roster comes next"
    with store.reading(Actor.setup()) as session:
        assert accounts.required(session)
    found = accounts.find_account(store, "Chen")
    assert accounts.unlock(store, found, PIN, accounts.LoginWay.pin).name == "Chen"


async def test_skipping_it_is_told_by_an_alarm(store: Store, open_door: Opening) -> None:
    async with open_door(store) as pilot:
        await press(pilot, "escape", "1")
        await press(pilot, "escape")
        await press(pilot, *"Chen", "ctrl+s")
        await press(pilot, "escape")
        await press(pilot, "escape")
        await pilot.app.switch_mode("alarms")
        await settled(pilot)
        assert "Nobody has set a passphrase" in screen(pilot)


async def test_the_secretary_makes_an_account_and_reads_the_passphrase_once(
    prepared: Prepared, open_door: Opening
) -> None:
    store = prepared(with_accounts)
    draft = draft_for("people.add_volunteer", {"name": "许冬生"})
    perform(store, SECRETARY, "people.add_volunteer", draft)
    async with open_door(store, SECRETARY, begin="people") as pilot:
        room(pilot).want("people.volunteer:4")
        await settled(pilot)
        await press(pilot, "v")
        shown = screen(pilot)
        assert "Make account" in shown and "has no account yet" in shown
        menu = pilot.app.screen
        assert isinstance(menu, Chooser)
        menu._take("accounts.create")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Reader)
        told = re.search(r"\d{4}(-\d{4}){3}", screen(pilot))
        assert told is not None
        await press(pilot, "escape")
        assert told[0] not in screen(pilot)
    entered = accounts.log_in(store, accounts.find_account(store, "许冬生"), told[0])
    assert entered.must_change


async def test_my_passphrase_my_number_and_the_minutes_are_in_the_settings(
    prepared: Prepared, open_door: Opening, tmp_path: Path
) -> None:
    store = prepared(with_people)
    settings = Personal(tmp_path / "s.toml", Settings(first_lines_seen=True))
    async with open_door(store, SECRETARY, begin="settings", personal=settings) as pilot:
        await press(pilot, "down", "down", "down", "enter")
        await press(pilot, "1")
        assert "after 1 minute" in screen(pilot)
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, Form)
        await press(pilot, *PASSPHRASE, "enter", *PASSPHRASE, "enter", "ctrl+s")
        assert "1 account" in screen(pilot)
        table = room(pilot).table
        assert table is not None
        table._deaf_until = 0.0  # a list is deaf for a moment after what was done
        await press(pilot, "down", "enter")
        await press(pilot, *PASSPHRASE, "enter", *PIN, "ctrl+s")
    assert Personal.load(settings.path).settings.idle_minutes == 1
    found = accounts.find_account(store, "陈立远")
    assert accounts.unlock(store, found, PIN, accounts.LoginWay.pin) == SECRETARY


async def test_the_demonstration_says_that_it_is_one(tmp_path: Path, open_door: Opening) -> None:
    from models.branch import DemonstrationDraft
    from tests.empty import empty_store

    store = empty_store(tmp_path / "demo.db")
    with_people(store)
    draft = DemonstrationDraft(start=FrozenClock("2022-04-08T10:30").now())
    perform(store, Actor.setup(), "branch.demonstrate", draft)
    async with open_door(store, SECRETARY) as pilot:
        assert "demo" in grid(pilot)[0]
        await pilot.app.switch_mode("alarms")
        await settled(pilot)
        assert "passphrase" not in screen(pilot)
    store.close()
