"""The homes room: stairwells, doors, people, and the list to clear."""

from dataclasses import replace

import pytest

from models import homes
from models.homes import AwayReason, HouseholdDraft, Presence, PresenceDraft, ResidentDraft
from models.people import NewVolunteer
from models.store import Actor, Role, Store, journal
from models.store.register import perform
from screens.homes import HomesRoom
from tests.screens.conftest import grid, room, settled

PEOPLE = (
    ("3-1-101", "王秀芝", 1946),
    ("3-1-101", "李[/x]建国", 1971),
    ("3-1-102", "单晓宁", 1988),
    ("3-2-401", "欧阳文静", 1990),
)


@pytest.fixture
def boss(store: Store, secretary: Actor) -> Actor:
    """The secretary, registered, on a compound where two people are away for no known reason."""
    setup = Actor.setup()
    first = NewVolunteer(name="陈书宁", kind="first_secretary", role=Role.secretary)
    row = perform(store, setup, "people.add_volunteer", first).rows[0]
    doors: dict[str, int] = {}
    for door, name, year in PEOPLE:
        if door not in doors:
            made = perform(store, setup, "homes.add_household", HouseholdDraft(door=door, grid="1"))
            doors[door] = made.rows[0].id
        draft = ResidentDraft(
            household_id=doors[door], name=name, birth_year=year, phone="13800001111"
        )
        person = perform(store, setup, "homes.add_resident", draft).rows[0]
        if name in ("单晓宁", "欧阳文静"):
            away = PresenceDraft(
                id=person.id, presence=Presence.away, away_reason=AwayReason.unknown
            )
            perform(store, replace(secretary, origin="import"), "homes.set_presence", away)
    return Actor(row.id, "陈书宁", Role.secretary)


async def test_a_stairwell_shows_its_doors_and_a_door_its_people(store, boss, open_desk) -> None:
    async with open_desk(store, boss, "homes") as pilot:
        text = "\n".join(grid(pilot))
        assert "3-1-101" in text and "3-2-401" not in text
        assert "李[/x]建国" in text and "138****1111" in text
        assert "13800001111" not in text
        await pilot.press("down")
        await pilot.pause(0.15)
        await settled(pilot)
        text = "\n".join(grid(pilot))
        assert "3-2-401" in text and "欧阳文静" in text and "王秀芝" not in text
        await pilot.press("up")
        await pilot.pause(0.15)
        await settled(pilot)
        await pilot.press("right", "down")
        await settled(pilot)
        view = room(pilot)
        assert isinstance(view, HomesRoom)
        assert str(view.query_one("#panel-people").border_title).endswith("3-1-102")


async def test_the_list_of_unknown_reasons_is_cleared_with_space(store, boss, open_desk) -> None:
    async with open_desk(store, boss, "homes") as pilot:
        await pilot.press("f", "1")
        await settled(pilot)
        text = "\n".join(grid(pilot))
        assert "1-2 / 2" in text and "原因不明" in text and "王秀芝" not in text
        await pilot.press("space")
        await settled(pilot)
        for key in "在外工作":
            await pilot.press(key)
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        with store.reading(boss) as session:
            assert homes.counts(session).unknown == 1
            last = journal.my_last_act(session, boss.id)
            assert last is not None and last.verb == "homes.set_away"
        text = "\n".join(grid(pilot))
        assert "1-1 / 1" in text
        await pilot.press("escape")
        await settled(pilot)
        assert "3-1-101" in "\n".join(grid(pilot))


async def test_what_another_terminal_adds_appears(store, boss, open_desk) -> None:
    async with open_desk(store, boss, "homes", lang="en", size=(80, 24)) as pilot:
        assert "vacant" not in "\n".join(grid(pilot))
        draft = HouseholdDraft(door="3-1-201", grid="1")
        perform(store, boss, "homes.add_household", draft)
        await pilot.pause(0.2)
        await settled(pilot)
        text = "\n".join(grid(pilot))
        assert "3-1-201" in text and "nobody registered" in text
        assert all(len(line) <= 80 for line in grid(pilot))


async def test_a_volunteer_sees_doors_and_nobody_behind_them(store, boss, open_desk) -> None:
    draft = NewVolunteer(name="孙晓丽")
    row = perform(store, boss, "people.add_volunteer", draft).rows[0]
    async with open_desk(store, Actor(row.id, row.name, Role.volunteer), "homes") as pilot:
        text = "\n".join(grid(pilot))
        assert "3-1-101" in text
        assert not any(name[1:] in text for _, name, _ in PEOPLE)
        await pilot.press("f", "1")
        await settled(pilot)
        text = "\n".join(grid(pilot))
        assert "单**" in text and "3-*" in text and "3-1-102" not in text
