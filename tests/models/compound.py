"""A small compound for tests: three buildings, two grids, five invented people."""

from dataclasses import dataclass

from models.homes import (
    AwayReason,
    HouseholdDraft,
    Presence,
    PresenceDraft,
    ResidentDraft,
    Sex,
)
from models.people import NewVolunteer
from models.store import Actor, Role, Store
from models.store.drafts import Draft
from models.store.register import (
    perform,
)

DOORS = ("3-2-401", "3-2-402", "3-1-401", "12-1-302", "5-1-101")
PEOPLE = (
    ("3-2-401", "王秀芝", "female", 1946, "13800001111", ["lives_alone", "pupil"]),
    ("3-2-401", "单晓宁", "male", 1971, "13900002222", []),
    ("3-2-402", "欧阳文静", "female", 1988, "", []),
    ("3-1-401", "王小明", "male", 2012, "13800003333;0431123456", ["pupil"]),
    ("12-1-302", "吕翠", "female", 1955, "13700004444", ["chronic"]),
)


@dataclass
class Compound:
    """A small compound: buildings 3 and 5 in grid 1, building 12 in grid 2."""

    store: Store
    doors: dict[str, int]
    people: dict[str, int]
    leader: Actor
    """The leader of grid 1."""

    def do(self, actor: Actor, verb: str, *drafts: Draft):
        return perform(self.store, actor, verb, *drafts)


def build_compound(store: Store, secretary: Actor) -> Compound:
    doors, people = {}, {}
    for door in DOORS:
        grid = "2" if door.startswith("12") else "1"
        done = perform(
            store, secretary, "homes.add_household", HouseholdDraft(door=door, grid=grid)
        )
        doors[door] = done.rows[0].id
    for door, name, sex, year, phone, tags in PEOPLE:
        draft = ResidentDraft(
            household_id=doors[door],
            name=name,
            sex=Sex(sex),
            birth_year=year,
            phone=phone,
            tags=tags,
        )
        people[name] = perform(store, secretary, "homes.add_resident", draft).rows[0].id
    leader = perform(
        store,
        secretary,
        "people.add_volunteer",
        NewVolunteer(name="周岚", kind="grid_leader", role=Role.grid_leader, grid="第一网格"),
    ).rows[0]
    return Compound(store, doors, people, Actor(leader.id, "周岚", Role.grid_leader))


def away(resident_id: int, reason: AwayReason | None = AwayReason.work, **more) -> PresenceDraft:
    return PresenceDraft(id=resident_id, presence=Presence.away, away_reason=reason, **more)
