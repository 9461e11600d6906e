"""A note with the number of a person: asked about once, and kept where it is meant."""

import pytest

from models.acts import every_area
from models.care.drafts import AddProfile
from models.homes.drafts import PhoneDraft, ResidentDraft
from models.rules.text import NumberKind
from models.store.drafts import Shape, asks
from models.store.numbers import warned
from models.store.register import changes
from screens.kit.quick import QuickLine
from tests.conftest import Prepared
from tests.models.known_persons import actors, known_persons
from tests.screens.conftest import OpenDesk, grid, settled

ASKED = {"zh": "像是电话号码", "en": "looks like a telephone number"}
IS_A_NUMBER = {"phone", "contact", "emergency_contact", "receipt_no", "batch"}
"""Fields that are numbers, or are meant to hold one."""


def test_every_field_of_free_words_is_looked_at_and_no_telephone() -> None:
    every_area()
    for change in changes().values():
        for ask in change.asks:
            free = ask.shape is Shape.text and not ask.covered
            assert ask.free is (free and ask.name not in IS_A_NUMBER), (change.verb, ask.name)


def test_what_is_asked_about_is_said_by_field() -> None:
    note = {"note": "１３９ ００００ ００００", "name": "王秀芝", "phone": "13900000000"}
    assert warned(asks(ResidentDraft), note) == {"note": NumberKind.phone}
    assert warned(asks(PhoneDraft), {"phone": "13900000000"}) == {}
    told = {"condition": "证220102-19480312-002x", "emergency_contact": "女儿13900000000"}
    assert warned(asks(AddProfile), told) == {"condition": NumberKind.id_number}


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_a_form_asks_once_and_keeps_it_when_saved_again(
    open_desk: OpenDesk, prepared: Prepared, lang: str
) -> None:
    store = prepared(known_persons)
    async with open_desk(store, actors()["secretary"], "requests", lang=lang) as pilot:
        room = pilot.app.screen_stack[0]
        room.verbs.do("requests.note", ("requests.request:5",))  # type: ignore[attr-defined]
        await settled(pilot)
        await pilot.press(*"139 0000 0000".replace(" ", "-"), "ctrl+s")
        await settled(pilot)
        assert any(ASKED[lang] in line for line in grid(pilot))
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert pilot.app.screen is room
    with store.reading(actors()["secretary"]) as session:
        from models.requests import Request

        assert session.get(Request, 5).note == "139-0000-0000"  # type: ignore[union-attr]


async def test_the_quick_line_asks_once_too(open_desk: OpenDesk, prepared: Prepared) -> None:
    store = prepared(known_persons)
    async with open_desk(store, actors()["secretary"], "requests") as pilot:
        await pilot.press("n")
        pilot.app.screen.query_one("Input").value = "电话 31-2-1771 挺好 女儿13900000000"  # type: ignore[attr-defined]
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, QuickLine)
        assert any(ASKED["zh"] in line for line in grid(pilot))
