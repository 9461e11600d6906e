"""Keys that come while a form is being made ready are typed into it, and are no commands."""

import threading

import pytest

from models.store import Actor, Store
from screens.kit import filling
from screens.kit.form import Form
from tests.models.rounds_branch import with_compound
from tests.screens.conftest import OpenDesk, settled


async def test_what_is_typed_before_the_form_is_there_stands_in_it(
    open_desk: OpenDesk, store: Store, secretary: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready, labels = threading.Event(), filling.record_labels

    def late(*given: object) -> object:
        assert ready.wait(5)
        return labels(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(filling, "record_labels", late)
    with_compound(store)
    async with open_desk(store, secretary, "rounds", size=(120, 36)) as pilot:
        await pilot.press("a", "1", "g", "4")
        room = pilot.app.screen
        ready.set()
        await settled(pilot)
        form = pilot.app.screen
        assert isinstance(form, Form) and form.field is not None
        assert form.field.input.value == "1g4"
        await pilot.press("5")
        assert form.field.input.value == "1g45"
        await pilot.press("escape", "enter")
        await settled(pilot)
        assert pilot.app.screen is room
