"""What stands in an open form when the desk ends is there again at the next start, whole."""

import threading
from collections.abc import Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlmodel import select
from textual.pilot import Pilot
from textual.widgets import Input

from models.requests import Request, RequestKind
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Store, register
from models.store import kept as kept_store
from models.store.kept import frozen, kept_forms, thawed
from models.store.register import draft_for, kinds, lookup, opened_values, perform
from screens.chain import ChainWindow
from screens.kit.dialogs import Confirm, Reader
from screens.kit.form import Form
from screens.kit.quick import QuickLine
from tests.models.group_buys_branch import BUY, with_buy
from tests.models.requests_branch import Desk, built, copied
from tests.screens.conftest import OpenDesk, grid, settled
from tests.snapshots.branch import built as full_branch
from tui import kept
from tui.app import Quanan


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return built(tmp_path_factory.mktemp("requests"))


@pytest.fixture
def desk(branch: Desk, tmp_path: Path, clock: FrozenClock) -> Iterator[Desk]:
    with copied(branch, tmp_path, clock) as copy:
        yield copy


def text(pilot: Pilot[int]) -> str:
    return "\n".join(grid(pilot))


def ended(pilot: Pilot[int]) -> bool | None:
    """What a closed terminal does to the desk, but for the end of the program."""
    app = pilot.app
    assert isinstance(app, Quanan)
    app.keeper.keep()
    return app.keeper.finish()


def waiting(store: Store, actor: Actor) -> list[str]:
    with store.reading(actor) as session:
        return [form.verb for form in kept_forms(session)]


def standing(form: Form) -> dict[str, str]:
    return {one.ask.name: one.input.value for one in form.fields if one.touched}


async def write(pilot: Pilot[int], values: dict[str, str]) -> Form:
    form = pilot.app.screen
    assert isinstance(form, Form)
    for name, value in values.items():
        field = next(one for one in form.fields if one.ask.name == name)
        field.input.focus()
        field.input.value = value
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
    return form


@asynccontextmanager
async def offered(open_desk: OpenDesk, desk: Desk, room: str = "requests"):  # type: ignore[no-untyped-def]
    """The desk at its next start, with its question."""
    async with open_desk(desk.store, desk.secretary, room, size=(80, 24)) as pilot:
        for _ in range(200):
            if isinstance(pilot.app.screen, Confirm):
                break
            await pilot.pause(0.01)
        assert isinstance(pilot.app.screen, Confirm)
        yield pilot


TYPED = {"household_id": "3-2-401", "kind": "下水", "detail": "水管 [red]漏水[/]", "quantity": "2"}


async def test_a_new_form_comes_back_with_every_value_and_is_saved_once(
    desk: Desk, open_desk: OpenDesk, clock: FrozenClock
) -> None:
    async with open_desk(desk.store, desk.secretary, "requests") as pilot:
        await pilot.press("a")
        await settled(pilot)
        was = standing(await write(pilot, TYPED))
        assert was["kind"] == "下水" and was["detail"] == TYPED["detail"]
        assert ended(pilot)
    clock.set("2022-04-08T21:40")
    async with offered(open_desk, desk) as pilot:
        assert "登记诉求，10:30" in text(pilot)
        await pilot.press("enter")
        await settled(pilot)
        form = pilot.app.screen
        assert isinstance(form, Form) and standing(form) == was and form.dirty
        # On with it: what is typed now stands behind what was typed then.
        assert form.field is not None and form.field.input.cursor_at_end
        assert waiting(desk.store, desk.secretary) == []
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, Form)
    with desk.store.reading(desk.secretary) as session:
        (saved,) = session.exec(select(Request))
    assert saved.kind is RequestKind.drain and saved.detail == TYPED["detail"]


async def test_an_identity_number_is_not_kept_and_a_day_is_the_day_it_was(
    desk: Desk, open_desk: OpenDesk, clock: FrozenClock
) -> None:
    desk.record(kind="drain", detail="厨房堵了", household_id=desk.other_door)
    async with open_desk(desk.store, desk.secretary, "requests") as pilot:
        pilot.app.screen.verbs.do("requests.wait", pilot.app.screen.chosen())  # type: ignore[attr-defined]
        await settled(pilot)
        form = pilot.app.screen
        assert isinstance(form, Form)
        moment = next(one for one in form.fields if one.ask.shape == "moment")
        note = next(one for one in form.fields if one.ask.shape == "text")
        moment.input.value, note.input.value = "明天 1430", "证号 110101199003078515 等"
        assert ended(pilot)
    with desk.store.reading(desk.secretary) as session:
        (kept_form,) = kept_forms(session)
    fields = kept_form.typed["fields"]
    assert fields[moment.ask.name] == ["2022-04-09 14:30"]
    assert "19900307" not in str(kept_form) and "证号" in fields[note.ask.name][0]


async def test_escape_lets_it_go_and_it_is_not_offered_again(
    desk: Desk, open_desk: OpenDesk
) -> None:
    async with open_desk(desk.store, desk.secretary, "requests") as pilot:
        await pilot.press("a")
        await settled(pilot)
        await write(pilot, {"detail": "x"})
        await pilot.press("escape")  # a question above the form does not hide it
        await settled(pilot)
        assert isinstance(pilot.app.screen, Confirm) and ended(pilot)
    async with offered(open_desk, desk) as pilot:
        await pilot.press("escape")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, Confirm | Form)
    assert waiting(desk.store, desk.secretary) == []


async def test_nobody_else_is_asked_and_an_untouched_form_is_not_kept(
    desk: Desk, open_desk: OpenDesk
) -> None:
    async with open_desk(desk.store, desk.secretary, "requests") as pilot:
        await pilot.press("a")
        await settled(pilot)
        assert ended(pilot) is None
    async with open_desk(desk.store, desk.secretary, "requests") as pilot:
        await pilot.press("a")
        await settled(pilot)
        await write(pilot, {"detail": "x"})
        assert ended(pilot)
    async with open_desk(desk.store, desk.volunteer, "requests") as pilot:
        assert not isinstance(pilot.app.screen, Confirm)


async def test_an_edit_comes_back_and_clashes_with_what_others_changed_since(
    desk: Desk, open_desk: OpenDesk
) -> None:
    row = desk.record(kind="drain", detail="厨房堵了", household_id=desk.other_door)
    async with open_desk(desk.store, desk.secretary, "requests") as pilot:
        await pilot.press("e")
        await settled(pilot)
        form = await write(pilot, {"detail": "卫生间也堵了"})
        assert standing(form) == {"detail": "卫生间也堵了"}
        assert ended(pilot)
    edit = {"id": row, "changed": {"detail": "已疏通一半"}, "opened": {"detail": "厨房堵了"}}
    perform(desk.store, desk.grid_leader, "requests.edit", draft_for("requests.edit", edit, row))
    async with offered(open_desk, desk) as pilot:
        await pilot.press("enter")
        await settled(pilot)
        assert standing(pilot.app.screen) == {"detail": "卫生间也堵了"}  # type: ignore[arg-type]
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Form) and "已疏通一半" in text(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
    with desk.store.reading(desk.secretary) as session:
        assert session.get(Request, row).detail == "卫生间也堵了"


async def test_of_a_record_that_is_gone_the_words_can_still_be_read(
    desk: Desk, open_desk: OpenDesk
) -> None:
    from models.acts import my_last, undo

    desk.record(kind="drain", detail="厨房堵了", household_id=desk.other_door)
    async with open_desk(desk.store, desk.secretary, "requests") as pilot:
        await pilot.press("e")
        await settled(pilot)
        await write(pilot, {"detail": "卫生间也堵了"})
        assert ended(pilot)
    with desk.store.reading(desk.secretary) as session:
        line = my_last(session)
    assert line is not None
    undo(desk.store, desk.secretary, line.id)
    async with offered(open_desk, desk) as pilot:
        assert "不在了" in text(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Reader) and "卫生间也堵了" in text(pilot)


async def test_what_was_saved_while_the_desk_ended_is_not_offered_again(
    desk: Desk, open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on, asked = threading.Event(), threading.Event()
    real = register.perform

    def slowly(*given: object, **more: object) -> object:
        asked.set()
        assert goes_on.wait(5)
        return real(*given, **more)  # type: ignore[arg-type]

    async with open_desk(desk.store, desk.secretary, "requests") as pilot:
        await pilot.press("a")
        await settled(pilot)
        await write(pilot, TYPED)
        monkeypatch.setattr(register, "perform", slowly)
        await pilot.press("ctrl+s")
        for _ in range(200):
            if asked.is_set():
                break
            await pilot.pause(0.01)
        app = pilot.app
        assert isinstance(app, Quanan)
        app.keeper.keep()
        goes_on.set()
        assert app.keeper.finish() is None
    assert waiting(desk.store, desk.secretary) == []


async def test_a_database_that_is_away_for_a_while_gets_it_when_it_is_back(
    desk: Desk, open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []
    real = kept_store.keep_forms

    def away(*given: object, **more: object) -> None:
        tries.append(given)
        if len(tries) < 3:
            raise Refusal("refuse.store.unreachable", path="x")
        real(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(kept_store, "keep_forms", away)
    monkeypatch.setattr(kept, "AGAIN", 0.01)
    async with open_desk(desk.store, desk.secretary, "requests") as pilot:
        await pilot.press("a")
        await settled(pilot)
        await write(pilot, {"detail": "x"})
        assert ended(pilot)
    assert len(tries) == 3 and waiting(desk.store, desk.secretary) == ["requests.add"]


async def test_a_fault_keeps_the_form_too(desk: Desk, open_desk: OpenDesk) -> None:
    with pytest.raises(ZeroDivisionError):
        async with open_desk(desk.store, desk.secretary, "requests") as pilot:
            await pilot.press("a")
            await settled(pilot)
            await write(pilot, {"detail": "x"})
            app = pilot.app
            assert isinstance(app, Quanan)
            pilot.app.call_later(lambda: 1 // 0)
            await pilot.pause(0.1)
    assert app.keeper.finish() and waiting(desk.store, desk.secretary) == ["requests.add"]


async def test_the_quick_line_comes_back(desk: Desk, open_desk: OpenDesk) -> None:
    async with open_desk(desk.store, desk.secretary, "requests") as pilot:
        await pilot.press("n")
        await settled(pilot)
        pilot.app.screen.query_one(Input).value = "3-2-401 下水 堵了"
        await settled(pilot)
        assert ended(pilot)
    async with offered(open_desk, desk) as pilot:
        await pilot.press("enter")
        await settled(pilot)
        line = pilot.app.screen
        assert isinstance(line, QuickLine) and line.query_one(Input).value == "3-2-401 下水 堵了"
        await pilot.press("enter")
        await settled(pilot)
    with desk.store.reading(desk.secretary) as session:
        assert len(session.exec(select(Request)).all()) == 1


async def test_a_pasted_chain_comes_back(
    store: Store, secretary: Actor, open_desk: OpenDesk
) -> None:
    with_buy(store, secretary)
    pasted = "#接龙\n4月8日蔬菜\n\n1. 王秀芝 3-2-401 白菜包2\n2. 孙丽 白菜1"
    async with open_desk(store, secretary, "group_buys") as pilot:
        pilot.app.push_screen(ChainWindow(pilot.app.desk, BUY, "蔬菜", pasted))  # type: ignore[attr-defined]
        await settled(pilot)
        assert ended(pilot)
    async with open_desk(store, secretary, "group_buys") as pilot:
        assert isinstance(pilot.app.screen, Confirm)
        await pilot.press("enter")
        await settled(pilot)
        again = pilot.app.screen
        assert isinstance(again, ChainWindow) and again.dirty
        assert again.query_one("#chain-text").text == pasted  # type: ignore[attr-defined]


def test_what_an_edit_opened_with_is_exactly_what_it_was(tmp_path: Path) -> None:
    store, secretary, _ = full_branch(tmp_path)
    seen = set()
    with store.reading(secretary) as session:
        for name, kind in kinds().items():
            if kind.edit is None:
                continue
            for row in session.exec(select(kind.table).limit(3)):
                try:
                    opened = opened_values(session, name, row.id or 0)
                except Refusal:
                    continue  # as it stands it may not be edited
                again = thawed(frozen(opened), kind.table, lookup(kind.edit).fields)
                assert again == opened, name
                seen.add(name)
    store.close()
    assert len(seen) >= 5, seen
