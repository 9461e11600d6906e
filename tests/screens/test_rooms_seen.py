"""What stands on the screen of every room, and what `y` copies, held against who may see what."""

from models.rules.refusal import Refusal
from models.words import Words
from screens import OFFERED, ROOMS
from screens.kit.desk import Desk
from screens.kit.room import Room
from tests.conftest import Prepared
from tests.models.known_persons import PEOPLE, actors, known_persons
from tests.models.seen.standing import TABLE, row_of
from tests.screens.conftest import OpenDesk, grid, settled

FIELDS = {
    "name": lambda one: one.name,
    "phone": lambda one: one.phone,
    "illness": lambda one: one.serious,
    "medicine": lambda one: one.medicine,
    "isolation": lambda one: one.source,
}


async def test_no_room_shows_a_volunteer_more_than_the_table(
    open_desk: OpenDesk, prepared: Prepared
) -> None:
    role, store = "volunteer", prepared(known_persons)
    async with open_desk(store, actors()[role], "mine", size=(200, 60)) as pilot:
        for place in OFFERED:
            await pilot.app.switch_mode(place.name)
            await settled(pilot)
            shown = "\n".join(grid(pilot))
            for person in PEOPLE:
                row = row_of(role, person)
                for field, of in FIELDS.items():
                    hidden = field not in TABLE[row]
                    assert not (hidden and of(person) in shown), (place.name, field, of(person))


def test_what_is_copied_for_the_group_chat_names_nobody(prepared: Prepared) -> None:
    """For everybody who may copy it: a chat is read by all the compound."""
    store = prepared(known_persons)
    told = []
    for role, actor in actors().items():
        desk = Desk(Words("zh"))
        desk.store, desk.actor = store, actor
        for place in ROOMS:
            room = place.build(desk)
            if type(room).notice is Room.notice:
                continue
            with store.reading(actor) as session:
                try:
                    text = room.notice(session)
                except Refusal:
                    continue
            told.append(place.name)
            for person in PEOPLE:
                known = (person.name, person.phone, person.door, person.mark, f"{person.surname}*")
                assert not [one for one in known if one in text], (place.name, role, text)
    assert len(set(told)) >= 8
