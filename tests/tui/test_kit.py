"""The kit on a room of toys: what keys do, what forms keep, what the cursor follows."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.cells import cell_len
from textual.pilot import Pilot

from models.store import Actor, FrozenClock, Store
from models.store.register import perform
from screens.kit.dialogs import Chooser, Confirm
from screens.kit.form import Form
from screens.kit.record import Record
from screens.kit.table import RecordTable
from tests.pilots import settled
from tests.tui import toys
from tests.tui.conftest import Host


def add(store: Store, actor: Actor, *names: str) -> None:
    perform(store, actor, "toys.add", *(toys.ToyDraft(name=name) for name in names))


@asynccontextmanager
async def toy_room(store: Store, actor: Actor) -> AsyncIterator[Pilot[None]]:
    async with Host(store, actor).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        yield pilot


def table(pilot: Pilot[None]) -> RecordTable:
    return pilot.app.screen_stack[1].query_one(RecordTable)


def names(pilot: Pilot[None]) -> list[str]:
    return [line.name for line in table(pilot).lines if isinstance(line, toys.ToyLine)]


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


async def awake(pilot: Pilot[None]) -> None:
    """Past the moment in which a list that moved is deaf."""
    table(pilot)._deaf_until = 0.0


async def test_space_does_the_next_natural_step_and_u_takes_it_back(
    toy_store: Store, secretary: Actor
) -> None:
    add(toy_store, secretary, "kite")
    async with toy_room(toy_store, secretary) as pilot:
        await press(pilot, "space")
        assert table(pilot).cursor.state is toys.ToyState.lent
        await press(pilot, "u")
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "enter")
        assert table(pilot).cursor.state is toys.ToyState.shelf


async def test_the_list_is_deaf_right_after_a_step(toy_store: Store, secretary: Actor) -> None:
    add(toy_store, secretary, "kite")
    async with toy_room(toy_store, secretary) as pilot:
        await press(pilot, "space")
        await press(pilot, "space")
        assert table(pilot).cursor.state is toys.ToyState.lent


async def test_the_cursor_follows_its_record_when_others_come_before_it(
    toy_store: Store, secretary: Actor
) -> None:
    add(toy_store, secretary, "kite", "top")
    async with toy_room(toy_store, secretary) as pilot:
        await press(pilot, "down")
        assert table(pilot).cursor.name == "top"
        add(toy_store, secretary, "ball", "doll")
        pilot.app.screen.load()
        await settled(pilot)
        assert names(pilot) == ["ball", "doll", "kite", "top"]
        assert table(pilot).cursor.name == "top"


async def test_when_the_record_leaves_the_keys_do_not_hit_its_neighbour(
    toy_store: Store, secretary: Actor
) -> None:
    add(toy_store, secretary, "kite", "top")
    async with toy_room(toy_store, secretary) as pilot:
        shown = table(pilot)
        shown.show(shown.lines[1:], pilot.app.desk.draw())
        assert shown.cursor.name == "top"
        assert shown.deaf
        assert pilot.app.screen.chosen() == ()


async def test_a_form_adds_a_record_with_the_fields_of_its_draft(
    toy_store: Store, secretary: Actor
) -> None:
    async with toy_room(toy_store, secretary) as pilot:
        await press(pilot, "a")
        assert isinstance(pilot.app.screen, Form)
        await press(pilot, *"yo-yo", "enter")
        await press(pilot, "b", "l", "enter")
        await press(pilot, "3", "ctrl+s")
        assert not isinstance(pilot.app.screen, Form)
        assert names(pilot) == ["yo-yo"]
        with toy_store.reading(secretary) as session:
            toy = session.get(toys.Toy, 1)
        assert (toy.colour, toy.pieces) == (toys.Colour.blue, 3)


async def test_what_does_not_fit_is_said_beside_its_field_and_nothing_is_lost(
    toy_store: Store, secretary: Actor
) -> None:
    async with toy_room(toy_store, secretary) as pilot:
        await press(pilot, "a")
        await press(pilot, *"drum", "enter", "enter")
        await press(pilot, *"many", "ctrl+s")
        form = pilot.app.screen
        assert isinstance(form, Form)
        pieces = form.fields[2]
        assert pieces.has_class("-wrong")
        assert form.fields[0].input.value == "drum"
        pieces.input.value = "900"
        await press(pilot, "ctrl+s")
        assert form.fields[2].has_class("-wrong")


async def test_leaving_a_form_with_something_typed_asks_first(
    toy_store: Store, secretary: Actor
) -> None:
    async with toy_room(toy_store, secretary) as pilot:
        await press(pilot, "a", *"drum", "escape")
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Form)
        await press(pilot, "escape", "enter")
        assert not isinstance(pilot.app.screen, Form)


async def test_edits_of_different_fields_merge(toy_store: Store, secretary: Actor) -> None:
    from models.store.drafts import Edit

    add(toy_store, secretary, "kite")
    async with toy_room(toy_store, secretary) as pilot:
        await press(pilot, "e")
        form = pilot.app.screen
        assert isinstance(form, Form)
        perform(
            toy_store,
            secretary,
            "toys.edit",
            Edit(id=1, changed={"pieces": 7}, opened={"pieces": 1}),
        )
        form.fields[5].input.value = "torn tail"
        await press(pilot, "ctrl+s")
        with toy_store.reading(secretary) as session:
            toy = session.get(toys.Toy, 1)
        assert (toy.pieces, toy.note) == (7, "torn tail")


async def test_two_edits_of_one_field_show_both_values_and_the_second_chooses(
    toy_store: Store, secretary: Actor
) -> None:
    from models.store.drafts import Edit

    add(toy_store, secretary, "kite")
    async with toy_room(toy_store, secretary) as pilot:
        await press(pilot, "e")
        form = pilot.app.screen
        assert isinstance(form, Form)
        perform(
            toy_store,
            Actor(None, "Ann", secretary.role),
            "toys.edit",
            Edit(id=1, changed={"pieces": 7}, opened={"pieces": 1}),
        )
        form.fields[2].input.value = "9"
        await press(pilot, "ctrl+s")
        assert pilot.app.screen is form
        assert form.fields[2].has_class("-wrong")
        await press(pilot, "ctrl+s")
        with toy_store.reading(secretary) as session:
            assert session.get(toys.Toy, 1).pieces == 9


async def test_the_menu_says_why_a_verb_is_refused(toy_store: Store, secretary: Actor) -> None:
    add(toy_store, secretary, "kite")
    async with toy_room(toy_store, secretary) as pilot:
        await press(pilot, "v")
        menu = pilot.app.screen
        assert isinstance(menu, Chooser)
        refused = {o.key: bool(o.refusal) for o in menu.query_one(RecordTable).lines}
        assert refused == {"toys.lend": False, "toys.give_back": True, "toys.break_it": False}


async def test_the_menu_says_how_many_of_the_marked_a_verb_hits(
    toy_store: Store, secretary: Actor
) -> None:
    from models.store import journal

    add(toy_store, secretary, "kite", "top", "yo-yo")
    async with toy_room(toy_store, secretary) as pilot:
        await press(pilot, "space")
        await pilot.pause(0.8)
        await press(pilot, "x", "x", "x", "v")
        lines = {o.key: o for o in pilot.app.screen.query_one(RecordTable).lines}
        lend, back = lines["toys.lend"], lines["toys.give_back"]
        assert lend.detail.startswith("2 of 3 · 1: ") and not lend.refusal
        assert back.detail.startswith("1 of 3 · 2: ")
        assert lines["toys.break_it"].detail == "3 of 3"
        await press(pilot, lend.letter)
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "enter")
        with toy_store.reading(secretary) as session:
            last = journal.acts(session, limit=1)[0]
            assert last.verb == "toys.lend"
            assert len(journal.entries(session, last.id)) == 2
        await pilot.pause(0.8)
        await press(pilot, "x", "x", "x", "v")
        lines = {o.key: o for o in pilot.app.screen.query_one(RecordTable).lines}
        assert lines["toys.lend"].refusal and not lines["toys.lend"].detail


async def test_marked_records_take_one_verb_as_one_act(toy_store: Store, secretary: Actor) -> None:
    from models.store import journal

    add(toy_store, secretary, "kite", "top", "yo-yo")
    async with toy_room(toy_store, secretary) as pilot:
        await press(pilot, "x", "x", "space")
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "enter")
        with toy_store.reading(secretary) as session:
            last = journal.acts(session, limit=1)[0]
            assert last.verb == "toys.lend"
            assert len(journal.entries(session, last.id)) == 2


async def test_enter_opens_the_record_with_its_timeline(toy_store: Store, secretary: Actor) -> None:
    add(toy_store, secretary, "kite")
    async with toy_room(toy_store, secretary) as pilot:
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Record)
        assert any(line.key.startswith("act:") for line in pilot.app.screen._sheet.lines)


async def test_brackets_emoji_escapes_and_two_hundred_letters_break_nothing(
    toy_store: Store, secretary: Actor
) -> None:
    for text in (
        "[red]kite[/]",
        "👨‍👩‍👧 top",
        "a\x1b]2;PWNED\x07b",
        "长" * 30,
        "[@click=app.quit]x",
    ):
        add(toy_store, secretary, text)
    async with toy_room(toy_store, secretary) as pilot:
        grid = "\n".join(s.text for s in pilot.app.screen._compositor.render_strips())
        assert "[red]kite[/]" in grid
        assert "\x1b" not in grid and "PWNED" not in grid


async def test_every_binding_has_an_id_a_word_and_a_tip_in_both_languages() -> None:
    from models.words import Words
    from screens.kit.room import Room

    for lang in ("zh", "en"):
        words = Words(lang)
        for binding in Room.BINDINGS:
            assert binding.id
            assert words.has(binding.description)
            assert words.has(f"{binding.description}.tip")
            action = binding.action.removeprefix("app.")
            assert binding.action.startswith("app.") or hasattr(Room, f"action_{action}")


async def test_the_keys_of_a_window_are_pressed_with_the_mouse_too(
    store: Store, secretary: Actor
) -> None:
    add(store, secretary, "kite")
    async with toy_room(store, secretary) as pilot:
        for said, left in (("esc", ["kite"]), ("enter", [])):
            await press(pilot, "u")
            await pilot.pause(0.3)
            assert isinstance(pilot.app.screen, Confirm)
            rows = [strip.text for strip in pilot.app.screen._compositor.render_strips()]
            row = next(y for y, text in enumerate(rows) if f" {said} " in text)
            await pilot.click(offset=(cell_len(rows[row].split(said)[0]) + 1, row))
            await pilot.pause(0.5)
            assert not isinstance(pilot.app.screen, Confirm)
            await settled(pilot)
            assert names(pilot) == left


async def test_a_capital_marks_the_whole_list_and_takes_it_back(
    toy_store: Store, secretary: Actor
) -> None:
    add(toy_store, secretary, "kite", "top", "ball")
    async with toy_room(toy_store, secretary) as pilot:
        await press(pilot, "x", "X")
        assert len(table(pilot).marks) == 3
        await press(pilot, "X")
        assert table(pilot).marks == frozenset()


async def test_a_room_that_shows_again_draws_what_time_has_changed(
    toy_store: Store, secretary: Actor, clock: FrozenClock
) -> None:
    add(toy_store, secretary, "kite")
    async with toy_room(toy_store, secretary) as pilot:
        drawn = table(pilot)._draw
        clock.advance(dt.timedelta(minutes=20))
        await press(pilot, "question_mark", "escape")
        assert table(pilot)._draw.now - drawn.now == dt.timedelta(minutes=20)


async def test_a_long_value_of_a_record_is_read_to_its_end(
    toy_store: Store, secretary: Actor
) -> None:
    note = "它从二楼掉下来过，左边的轮子松了，借出去以前先看一眼；还回来要检查电池盒，" * 4
    perform(toy_store, secretary, "toys.add", toys.ToyDraft(name="kite", note=note))
    async with toy_room(toy_store, secretary) as pilot:
        await press(pilot, "enter")
        lines = pilot.app.screen.query_one(RecordTable).lines
        told = [line for line in lines if line.key.startswith("field:1")]
        assert "".join(line.value for line in told) == note and len(told) > 4
        assert max(cell_len(line.value) for line in told) <= 56
