"""What a form takes for an answer: what was chosen, how a time was read, what the records know."""

import datetime as dt
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from models.rules.refusal import Refusal
from models.store import Actor, Store
from models.store.drafts import Draft, Text, asks
from screens.kit.form import Form
from tests.pilots import settled
from tests.tui.conftest import Host
from tests.tui.toys import Colour


class Lending(Draft):
    colour: Colour
    back_at: dt.datetime | None = None
    note: Text = ""


Known = Callable[[Mapping[str, object]], Mapping[str, object]]


@asynccontextmanager
async def lending(
    store: Store, actor: Actor, known: Known | None = None
) -> AsyncIterator[tuple[Pilot[None], Form, list[dict[str, object]]]]:
    saved: list[dict[str, object]] = []

    async def submit(values: dict[str, object], _: dict[str, object]) -> Refusal | None:
        saved.append(values)
        return None

    host = Host(store, actor)
    async with host.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        form = Form(host.desk, "Lend", asks(Lending), submit, fills=known)
        host.push_screen(form)
        await settled(pilot)
        yield pilot, form, saved


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


def told(form: Form, place: int) -> str:
    return str(form.fields[place].problem.render())


async def test_a_bare_enter_chooses_nothing_for_anybody(toy_store: Store, secretary: Actor) -> None:
    async with lending(toy_store, secretary) as (pilot, form, saved):
        assert form.fields[0].input.placeholder == "choose"
        await press(pilot, "enter")
        assert "choose one" in told(form, 0) and form.field is form.fields[0]
        await press(pilot, "ctrl+s")
        assert saved == [] and "choose one" in told(form, 0)
        await press(pilot, "down")
        assert told(form, 0) == ""
        await press(pilot, "ctrl+s")
        assert saved == [{"colour": Colour.red, "note": ""}]


async def test_what_is_no_choice_is_said_above_all_that_are(
    toy_store: Store, secretary: Actor
) -> None:
    async with lending(toy_store, secretary) as (pilot, form, saved):
        await press(pilot, *"zzz", "enter")
        assert form.fields[0].input.value == "zzz" and "zzz" in told(form, 0)
        assert [line.key for line in form._matches.lines] == ["", "red", "blue"]
        await press(pilot, "down", "down", "ctrl+s")
        assert saved == [{"colour": Colour.blue, "note": ""}]


async def test_a_time_is_shown_as_it_was_understood(toy_store: Store, secretary: Actor) -> None:
    async with lending(toy_store, secretary) as (pilot, form, saved):
        await press(pilot, *"blue", "enter", *"+1d")
        assert told(form, 1) == "Sat 9 Apr 10:30"
        await press(pilot, "ctrl+u", *"20230412 1430")
        assert told(form, 1) == "Wed 12 Apr 2023 14:30"
        await press(pilot, "x")
        assert told(form, 1) == ""


async def test_what_the_records_know_stands_there_until_somebody_types(
    toy_store: Store, secretary: Actor
) -> None:
    def known(standing: Mapping[str, object]) -> Mapping[str, object]:
        return {"note": f"the {standing['colour']} one"} if standing.get("colour") else {}

    async with lending(toy_store, secretary, known) as (pilot, form, saved):
        note = form.fields[2].input
        await press(pilot, *"red", "enter")
        assert note.value == "the red one" and not form.fields[2].touched
        await press(pilot, "up", "ctrl+u", *"blue", "enter")
        assert note.value == "the blue one"
        await press(pilot, "down", "ctrl+u", *"mine", "up", "up", "ctrl+u", *"red", "enter")
        assert note.value == "mine"
        await press(pilot, "down", "ctrl+u", "up", "up", "ctrl+u", *"blue", "ctrl+s")
        # What the change puts there by itself is not handed over as something typed.
        assert saved == [{"colour": Colour.blue}]
