"""A small branch for the tests of the requests: two doors, five people, the starting promises."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from models import homes, people
from models.branch import FoundDraft, RuleSetDraft
from models.homes.drafts import HouseholdDraft, ResidentDraft
from models.homes.tables import Household, Sex
from models.people.drafts import NewVolunteer
from models.people.tables import PartnerKind, VolunteerKind
from models.requests import AddRequest, NoteNew, Request, RequestKind, RequestState
from models.store import Actor, Clock, Role, Store
from models.store.register import perform
from seed_data.rule_sets import RULE_SETS
from tests.empty import copy_store, done_with, empty_store

FIRST = dt.date(2022, 3, 20)
SETUP = Actor.setup()


@dataclass(frozen=True)
class Desk:
    """The branch, who acts in it, and two doors: one of grid 1 and one of grid 2."""

    store: Store
    secretary: Actor
    grid_leader: Actor
    """Answers for grid 1."""
    shift_leader: Actor
    volunteer: Actor
    other: Actor
    door: int
    """3-2-401, where Wang Xiuzhi lives; grid 1."""
    other_door: int
    """5-1-602; grid 2."""
    resident: int

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Everybody who may record."""
        return (
            self.secretary,
            self.grid_leader,
            self.shift_leader,
            self.volunteer,
            self.other,
        )

    def record(self, actor: Actor | None = None, **given: object) -> int:
        """Records a request and gives its id."""
        values: dict[str, object] = {
            "household_id": self.door,
            "kind": RequestKind.carry,
            "detail": "大米两袋",
            "again": True,
            **given,
        }
        done = perform(
            self.store, actor or self.secretary, "requests.add", AddRequest.model_validate(values)
        )
        row = done.rows[0]
        assert isinstance(row, Request) and row.id is not None
        return row.id

    def record_new(self, **given: object) -> int:
        """Keeps a pasted line that nobody triaged, and gives its id."""
        values = {
            "household_id": self.door,
            "kind": RequestKind.carry,
            "detail": "水",
            "again": True,
            **given,
        }
        draft = NoteNew.model_validate(values)
        row = perform(self.store, self.secretary, "requests.note_new", draft).rows[0]
        assert isinstance(row, Request) and row.id is not None
        return row.id

    def do(self, actor: Actor, verb: str, request_id: int, **given: object) -> Request:
        """Does one verb to a request."""
        from models.store.register import draft_for

        done = perform(self.store, actor, verb, draft_for(verb, given, request_id))
        row = done.rows[0]
        assert isinstance(row, Request)
        return row

    def row(self, request_id: int) -> Request:
        """The request as it is kept."""
        with self.store.reading(SETUP) as session:
            found = session.get(Request, request_id)
            assert found is not None
            session.expunge(found)
            return found

    def state(self, request_id: int) -> RequestState:
        """Where it stands."""
        return self.row(request_id).state

    def values(self, request_id: int) -> dict[str, object]:
        """Every field as it is kept, but for the version that counts the changes."""
        return self.row(request_id).model_dump(exclude={"version"})


def built(folder: Path) -> Desk:
    """The branch in a closed file, built once for all tests of a module."""
    store = empty_store(folder / "built.db", Clock.frozen("2022-04-08T10:30"))
    desk = found(store)
    store.close()
    return desk


@contextmanager
def copied(desk: Desk, folder: Path, clock: Clock) -> Iterator[Desk]:
    """The branch in an open file of its own."""
    store = copy_store(desk.store.url, folder / "desk.db", clock)
    try:
        yield replace(desk, store=store)
    finally:
        done_with(store)


def found(store: Store) -> Desk:
    """Sets the branch up in an empty store."""
    perform(
        store,
        SETUP,
        "branch.found",
        FoundDraft(name="临时党支部", compound="样板小区", first_day=FIRST),
    )
    promise = next(one for one in RULE_SETS if one["kind"] == "promise")
    perform(
        store,
        SETUP,
        "branch.add_rule_set",
        RuleSetDraft.model_validate(
            {
                "kind": "promise",
                "name": promise["name"],
                "begins_on": FIRST,
                "data": promise["data"],
            }
        ),
    )
    serving = (
        ("陈书宁", "csn", VolunteerKind.first_secretary, Role.secretary, ""),
        ("周岚", "zl", VolunteerKind.grid_leader, Role.grid_leader, "1"),
        ("高远志", "gyz", VolunteerKind.cadre, Role.shift_leader, ""),
        ("孙晓丽", "sxl", VolunteerKind.cadre, Role.volunteer, ""),
        ("马立秋", "mlq", VolunteerKind.resident_volunteer, Role.volunteer, ""),
    )
    actors = []
    for name, initials, kind, role, grid in serving:
        draft = NewVolunteer(
            name=name, initials=initials, kind=kind, role=role, grid=grid, joined_on=FIRST
        )
        row = perform(store, SETUP, "people.add_volunteer", draft).rows[0]
        assert isinstance(row, people.Volunteer)
        actors.append(Actor(row.id, name, role))
    perform(
        store,
        SETUP,
        "people.add_partner",
        people.PartnerDraft(kind=PartnerKind.clinic, name="社区卫生站", phone="043100000001"),
    )
    doors = []
    for door, grid in (("3-2-401", "1"), ("5-1-602", "2")):
        done = perform(store, SETUP, "homes.add_household", HouseholdDraft(door=door, grid=grid))
        row = done.rows[0]
        assert isinstance(row, Household) and row.id is not None
        doors.append(row.id)
    resident = perform(
        store,
        SETUP,
        "homes.add_resident",
        ResidentDraft(
            household_id=doors[0],
            name="王秀芝",
            phone="13900001111",
            birth_year=1941,
            sex=Sex.female,
        ),
    ).rows[0]
    assert isinstance(resident, homes.Resident) and resident.id is not None
    return Desk(store, *actors, doors[0], doors[1], resident.id)


__all__ = ["Desk", "found"]
