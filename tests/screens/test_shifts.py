"""The shifts room: the grid and its chosen day, who can step in, signing in, in both languages."""

import datetime as dt

from models.shifts import SeatState
from models.store import Actor, Store
from screens.kit.dialogs import Chooser, Reader
from screens.kit.form import Form
from screens.kit.record import Record
from tests.models.crew import SET_UP, do, seat, seats, shift, with_posts
from tests.screens.conftest import OpenDesk, grid, settled

GATE, BARRIER = 1, 2


def text(lines: list[str]) -> str:
    return "\n".join(lines)


async def test_the_grid_shows_posts_by_day_and_the_seats_what_needs_a_hand(
    store: Store, open_desk: OpenDesk, secretary: Actor
) -> None:
    with_posts(store)
    held = shift(store, BARRIER, "10:00", "14:00")
    do(store, secretary, "shifts.assign", held, volunteer_id=5)
    shift(store, GATE, "12:00", "16:00")
    shift(store, GATE, "12:00", "16:00", day="2022-04-09")
    async with open_desk(store, secretary, "shifts") as pilot:
        shown = text(grid(pilot))
        assert "北门卡点" in shown and "12:00-16:00" in shown
        assert "缺2" in shown and "马春来" in shown
        assert "将缺" in shown and "缺岗2" in shown
    async with open_desk(store, secretary, "shifts", size=(80, 24), lang="en") as pilot:
        shown = text(grid(pilot))
        assert "Rota" in shown and "Sat 4/9" in shown and "needs" not in shown
        await pilot.press("2")
        await settled(pilot)
        shown = text(grid(pilot))
        assert "Seats" in shown and "nobody" in shown and "2 gaps" in shown
        await pilot.press("3")
        await settled(pilot)
        assert "exit barrier" in text(grid(pilot))


async def test_space_on_an_empty_seat_offers_the_rested_first_and_takes_a_reason(
    store: Store, open_desk: OpenDesk, secretary: Actor
) -> None:
    with_posts(store)
    do(store, secretary, "shifts.assign", shift(store, BARRIER, "08:00", "11:00"), volunteer_id=5)
    empty = shift(store, GATE, "11:30", "15:00")
    async with open_desk(store, secretary, "shifts") as pilot:
        await pilot.press("2", "home", "space")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Chooser)
        shown = text(grid(pilot))
        assert "只休息" in shown  # what speaks against the tired one stands beside the name
        await pilot.press(*"马春来", "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Form)
        await pilot.press("tab", *"缺人", "ctrl+s")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, Form)
    now = seat(store, empty)
    assert (now.volunteer_id, now.override_reason) == (5, "缺人")


async def test_space_checks_in_and_enter_on_the_grid_opens_the_chosen_day(
    store: Store, open_desk: OpenDesk, secretary: Actor
) -> None:
    with_posts(store)
    here = shift(store, BARRIER, "10:00", "14:00")
    do(store, secretary, "shifts.assign", here, volunteer_id=5)
    tomorrow = shift(store, BARRIER, "10:00", "14:00", day="2022-04-09")
    async with open_desk(store, secretary, "shifts") as pilot:
        await pilot.press("2", "space")
        await settled(pilot)
        assert seat(store, here).state is SeatState.on_post
        await pilot.press("1", "end", "up", "up", "right")
        await settled(pilot)
        assert "选中 4/9" in text(grid(pilot))
        await pilot.press("home", *["down"] * 1, "enter")
        await settled(pilot)
        opened = pilot.app.screen
        assert isinstance(opened, Record)
        assert opened.key == f"shifts.shift:{seat(store, tomorrow).shift_id}"


async def test_a_batch_is_made_from_the_form(
    store: Store, open_desk: OpenDesk, secretary: Actor
) -> None:
    with_posts(store)
    do(store, SET_UP, "shifts.add_template", post_id=BARRIER, name="两班", hours="8 20")
    async with open_desk(store, secretary, "shifts") as pilot:
        await pilot.press("b")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Form)
        await pilot.press(*"0409", "enter", *"0410", "ctrl+s")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, Form)
        assert "08:00-20:00" in text(grid(pilot))
    with store.reading(secretary) as session:
        from models import shifts

        made = shifts.shift_lines(session, session.now, session.now + dt.timedelta(days=4))
    assert len(made) == 4


async def test_the_call_for_volunteers_names_posts_and_nobody(
    store: Store, open_desk: OpenDesk, secretary: Actor
) -> None:
    with_posts(store)
    place = shift(store, GATE, "14:00", "18:00")
    do(store, secretary, "shifts.assign", place, volunteer_id=5)
    async with open_desk(store, secretary, "shifts") as pilot:
        await pilot.press("y")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Reader)
        shown = text(grid(pilot))
        assert "14:00-18:00 北门卡点 缺1人" in shown
        assert "还缺 1 人" in shown


async def test_a_volunteer_takes_only_a_seat_of_his_own(
    store: Store, open_desk: OpenDesk, volunteer: Actor
) -> None:
    with_posts(store)
    empty = shift(store, BARRIER, "14:00", "18:00")
    async with open_desk(store, volunteer, "shifts") as pilot:
        await pilot.press("2", "space")
        await settled(pilot)
        assert "只能动自己的班" in text(grid(pilot))
        await pilot.press(*"孙晓丽", "enter")
        await settled(pilot)
    assert seat(store, empty).volunteer_id == volunteer.id
    assert len(seats(store, seat(store, empty).shift_id)) == 1


async def test_a_batch_is_proposed_for_the_days_that_show(
    open_desk: OpenDesk, store: Store, secretary: Actor
) -> None:
    async with open_desk(store, secretary, "shifts", size=(120, 36)) as pilot:
        await pilot.press("right", "b")
        await settled(pilot)
        form = pilot.app.screen
        assert isinstance(form, Form)
        first, last = (field.input.value for field in form.fields[1:3])
        assert (first, last) == ("2022-04-09", "2022-04-14")
        await pilot.press("escape")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, Form)
