"""A small compound for tests of the community: people, doors in two grids, a clinic, the police."""

from models.store import Store
from tests.models.crew import SET_UP, do, with_people

WANG, LI, FAR = 1, 2, 3
"""Doors: two of grid 1, one of grid 2."""
DOORS = (("3-2-401", "1"), ("5-1-101", "1"), ("12-1-302", "2"))
POLICE = 2
"""Id of the police; the clinic comes first."""
PHONE = "0431-5550101"


def with_neighbours(store: Store) -> Store:
    """Rule sets, people who serve, three doors with somebody behind each, and two partners."""
    with_people(store)
    for number, (door, grid) in enumerate(DOORS, 1):
        made = do(store, SET_UP, "homes.add_household", door=door, grid=grid)
        assert made.id == number
    for household, name in ((WANG, "王秀芝"), (LI, "李国栋"), (FAR, "吕翠英")):
        do(store, SET_UP, "homes.add_resident", household_id=household, name=name)
    do(store, SET_UP, "people.add_partner", name="社区卫生服务中心", kind="clinic", phone=PHONE)
    do(store, SET_UP, "people.add_partner", name="东站派出所", kind="police", phone="85550110")
    return store
