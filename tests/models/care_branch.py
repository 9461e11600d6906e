"""A small branch for the tests of the care list: four people behind three doors, all its rules."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from models import acts, people
from models.branch import RuleSetDraft
from models.care import CareProfile, CareState, ContactOutcome, Medicine
from models.homes.drafts import HouseholdDraft, ResidentDraft
from models.homes.tables import Sex
from models.people.tables import PartnerKind
from models.store import Actor, Clock, Store
from models.store.register import draft_for, perform
from seed_data.rule_sets import RULE_SETS
from tests.empty import copy_store, done_with, empty_store
from tests.models.requests_branch import FIRST, SETUP, found

HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Care:
    """The branch, who acts in it, and four residents; nobody is on the list yet."""

    store: Store
    secretary: Actor
    grid_leader: Actor
    """Answers for grid 1."""
    shift_leader: Actor
    volunteer: Actor
    other: Actor
    wang: int
    """Wang Xiuzhi, 81, 3-2-401, grid 1."""
    li: int
    """Li Guoliang, 78, behind the same door."""
    zhao: int
    """Zhao Yulan, 45, 5-1-602, grid 2."""
    sun: int
    """Sun Tiantian, a child, 5-1-602."""

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Everybody who may record."""
        return (self.secretary, self.grid_leader, self.shift_leader, self.volunteer, self.other)

    def do(self, actor: Actor, verb: str, row_id: int | None = None, **values: object) -> Any:
        """Does one change and gives what it made."""
        return perform(self.store, actor, verb, draft_for(verb, values, row_id)).rows[0]

    def list(self, resident: int | None = None, **values: object) -> int:
        """Puts somebody on the list and gives the profile's id."""
        given = {"resident_id": resident or self.wang, "categories": ["elderly"], **values}
        return int(self.do(self.secretary, "care.add_profile", **given).id)

    def contact(
        self, profile: int, outcome: str = "well", actor: Actor | None = None, **more: object
    ) -> Any:
        """Records a contact."""
        who = actor or self.volunteer
        return self.do(who, "care.record_contact", profile, outcome=outcome, **more)

    def medicine(self, profile: int, name: str = "二甲双胍", **values: object) -> int:
        """Writes a medicine down and gives its id."""
        given = {"name": name, "strength": "0.5g", "told_days": 20, **values}
        return int(self.do(self.secretary, "care.add_medicine", profile, **given).id)

    def row(self, profile: int) -> CareProfile:
        """The profile as it is kept."""
        with self.store.reading(SETUP) as session:
            kept = session.get(CareProfile, profile)
            assert kept is not None
            session.expunge(kept)
            return kept

    def pill(self, medicine: int) -> Medicine:
        """The medicine as it is kept."""
        with self.store.reading(SETUP) as session:
            kept = session.get(Medicine, medicine)
            assert kept is not None
            session.expunge(kept)
            return kept

    def line(self, profile: int, viewer: Actor | None = None) -> Any:
        """The line of one person, as somebody sees it."""
        from models.care import profiles

        with self.store.reading(viewer or self.secretary) as session:
            return next(one for one in profiles(session).lines if one.id == profile)

    def undo(self, actor: Actor) -> None:
        """Takes the actor's own last act back."""
        with self.store.reading(actor) as session:
            last = acts.my_last(session)
        assert last is not None
        acts.undo(self.store, actor, last.id)


def built(folder: Path) -> Care:
    """The branch in a closed file, built once for all tests of a module."""
    store = empty_store(folder / "built.db", Clock.frozen("2022-04-08T10:30"))
    desk = found(store)
    care = next(one for one in RULE_SETS if one["kind"] == "care")
    values = {"kind": "care", "name": care["name"], "begins_on": FIRST, "data": care["data"]}
    perform(store, SETUP, "branch.add_rule_set", RuleSetDraft.model_validate(values))
    police = people.PartnerDraft(kind=PartnerKind.police, name="示范路派出所", phone="043100000002")
    perform(store, SETUP, "people.add_partner", police)
    ids = [desk.resident]
    for door, name, born, sex in (
        (desk.door, "李国良", 1944, Sex.male),
        (desk.other_door, "赵玉兰", 1977, Sex.female),
        (desk.other_door, "孙甜甜", 2015, None),
    ):
        draft = ResidentDraft(
            household_id=door, name=name, birth_year=born, sex=sex, phone="13900002222"
        )
        ids.append(perform(store, SETUP, "homes.add_resident", draft).rows[0].id)
    perform(store, SETUP, "homes.add_household", HouseholdDraft(door="3-2-402", grid="1"))
    store.close()
    return Care(
        store,
        desk.secretary,
        desk.grid_leader,
        desk.shift_leader,
        desk.volunteer,
        desk.other,
        *ids,
    )


@contextmanager
def copied(care: Care, folder: Path, clock: Clock) -> Iterator[Care]:
    """The branch in an open file of its own."""
    store = copy_store(care.store.url, folder / "desk.db", clock)
    try:
        yield replace(care, store=store)
    finally:
        done_with(store)


__all__ = ["HOUR", "SETUP", "Care", "CareState", "ContactOutcome", "built", "copied"]
