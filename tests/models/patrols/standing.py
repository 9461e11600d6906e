"""What the tests of patrols share: routes, doors, and somebody met."""

from typing import Any

from models import acts
from models.store import Actor, Role, Store
from models.words import Words
from tests.models.crew import SET_UP, do, with_people

EAST, WEST, GATE = 1, 2, 3
FIVE = 2
"""Id of building 5: it is the second one made."""
DOOR, FAR_DOOR = 1, 2


def with_routes(store: Store) -> Store:
    """People, two routes, a gate, buildings 3 (grid 1) and 5 (grid 2), and the police."""
    with_people(store)
    for name, minutes in (("东线", None), ("西线", 60)):
        do(
            store,
            SET_UP,
            "shifts.add_post",
            name=name,
            kind="patrol_route",
            interval_minutes=minutes,
        )
    do(store, SET_UP, "shifts.add_post", name="北门卡点", kind="gate_checkpoint", seats=2)
    do(store, SET_UP, "homes.add_household", door="3-2-401", grid="1")
    do(store, SET_UP, "homes.add_household", door="5-1-101", grid="2")
    do(store, SET_UP, "people.add_partner", name="东站派出所", kind="police", phone="85550110")
    return store


def met(store: Store, actor: Actor, **values: Any) -> Any:
    """Records an incident: a dog walked at building 5 unless something else is said."""
    told = {"kind": "dog", "outcome": "returned_at_once", **values}
    if not {"building_id", "household_id", "place"} & set(told):
        told["building_id"] = FIVE
    return do(store, actor, "patrols.record_incident", **told)


def toast(store: Store, actor: Actor, lang: str = "zh") -> str:
    """What the last act of this person says."""
    with store.reading(actor) as session:
        line = acts.my_last(session)
    assert line is not None
    return Words(lang)(f"{line.verb}.did", **line.params)


OTHER = Actor(5, "马春来", Role.volunteer)
