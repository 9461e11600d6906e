"""Every change of homes asks the role and is taken back; reads cost the same."""

import datetime as dt
from dataclasses import replace

import pytest

from models import homes
from models.homes import (
    AwayDraft,
    AwayReason,
    GridDraft,
    HereDraft,
    HouseholdDraft,
    MoveOutDraft,
    PhoneDraft,
    Presence,
    RehouseDraft,
    ResidentDraft,
)
from models.rules.refusal import Refusal
from models.store import Actor, Role, journal
from models.store.drafts import Draft, Edit
from models.store.register import lookup, lookup_kind, opened_values, verb_lines
from tests.models.compound import Compound, away


def every_change(compound: Compound) -> dict[str, Draft]:
    wang, door = compound.people["王秀芝"], compound.doors["5-1-101"]
    return {
        "homes.add_household": HouseholdDraft(door="5-1-102"),
        "homes.add_resident": ResidentDraft(household_id=door, name="新邻居"),
        "homes.edit_household": Edit(id=door, changed={"note": "空房"}, opened={"note": ""}),
        "homes.edit_resident": Edit(id=wang, changed={"note": "耳背"}, opened={"note": ""}),
        "homes.assign_grid": GridDraft(id=1, grid="2"),
        "homes.set_phone": PhoneDraft(id=wang, phone="13911112222"),
        "homes.set_presence": away(wang),
        "homes.set_away": AwayDraft(id=wang, away_reason=AwayReason.family),
        "homes.add_here": HereDraft(id=door, name="新住户"),
        "homes.rehouse": RehouseDraft(id=wang, household_id=door),
        "homes.move_out": MoveOutDraft(id=wang),
    }


MAY = {
    Role.secretary: None,
    Role.grid_leader: None,
    Role.shift_leader: {"homes.set_presence", "homes.set_away"},
    Role.volunteer: {"homes.set_presence", "homes.set_away"},
    Role.wallboard: set(),
}


@pytest.mark.parametrize("role", list(Role))
def test_every_change_asks_the_role(compound: Compound, role: Role) -> None:
    actor = compound.leader if role is Role.grid_leader else Actor(9, "某人", role)
    for verb, draft in every_change(compound).items():
        may = MAY[role]
        if may is None or verb in may:
            act_id = compound.do(actor, verb, draft).act_id
            assert act_id is not None
            with compound.store.writing(actor, "undo") as session:
                journal.undo(session, act_id)
        else:
            with pytest.raises(Refusal) as refused:
                compound.do(actor, verb, draft)
            assert refused.value.key == "refuse.role"


def test_a_grid_leader_changes_the_own_grid_only(compound: Compound, grid_leader) -> None:
    lv, door = compound.people["吕翠"], compound.doors["12-1-302"]
    for verb, draft in (
        ("homes.add_household", HouseholdDraft(door="12-1-303")),
        ("homes.add_resident", ResidentDraft(household_id=door, name="新邻居")),
        ("homes.edit_household", Edit(id=door, changed={"note": "x"}, opened={"note": ""})),
        ("homes.edit_resident", Edit(id=lv, changed={"note": "x"}, opened={"note": ""})),
        ("homes.set_phone", PhoneDraft(id=lv, phone="110")),
        ("homes.rehouse", RehouseDraft(id=lv, household_id=compound.doors["3-2-401"])),
        ("homes.move_out", MoveOutDraft(id=lv)),
    ):
        with pytest.raises(Refusal) as refused:
            compound.do(compound.leader, verb, draft)
        assert refused.value.key == "refuse.homes.other_grid"
    with compound.store.reading(compound.leader) as session:
        lines = {line.verb: line.refusal for line in verb_lines(session, "homes.resident", lv)}
        assert lines["homes.set_presence"] is None
        assert lines["homes.edit_resident"] is not None and lines["homes.reveal"] is not None
        with pytest.raises(Refusal):
            opened_values(session, "homes.resident", lv)


def everything(compound: Compound, secretary: Actor) -> tuple[object, ...]:
    with compound.store.reading(secretary) as session:
        return (
            homes.buildings(session),
            homes.households(session),
            homes.residents(session),
            [homes.resident(session, one) for one in compound.people.values()],
        )


def test_every_change_can_be_taken_back(compound: Compound, secretary) -> None:
    before = everything(compound, secretary)
    for verb, draft in every_change(compound).items():
        act_id = compound.do(secretary, verb, draft).act_id
        assert act_id is not None and everything(compound, secretary) != before, verb
        with compound.store.writing(secretary, "undo") as session:
            journal.undo(session, act_id)
        assert everything(compound, secretary) == before, verb
        with compound.store.reading(secretary) as session:
            assert not journal.verify(session).broken


def test_reads_ask_a_fixed_number_of_statements(compound, secretary, count_statements) -> None:
    many = [
        HouseholdDraft(door=f"{building}-1-{floor}0{room}", grid="1")
        for building in (21, 22)
        for floor in range(1, 7)
        for room in range(1, 4)
    ]
    doors = [row.id for row in compound.do(secretary, "homes.add_household", *many).rows]
    compound.do(
        replace(secretary, origin="import"),
        "homes.add_resident",
        *[
            ResidentDraft(
                household_id=door,
                name=f"邻居{n}",
                presence=Presence.away,
                away_reason=AwayReason.unknown,
                back_on=dt.date(2022, 4, 1),
            )
            for n, door in enumerate(doors)
        ],
    )
    reads = {
        "counts": (2, homes.counts),
        "buildings": (2, homes.buildings),
        "stairwells": (1, homes.stairwells),
        "households": (3, homes.households),
        "residents": (2, homes.residents),
        "absent": (2, homes.absent_without_reason),
        "residents_of": (1, lambda session: homes.residents_of(session, doors[0])),
        "alarms": (1, homes.alarms),
        "doors": (1, homes.doors),
        "resolve": (1, lambda session: homes.resolve_door(session, "21-1-101")),
        "find door": (2, lambda session: homes.find_households(session, "21", 12)),
        "find person": (2, lambda session: homes.find_residents(session, "linju", 12)),
    }
    for viewer, more in ((secretary, 0), (compound.leader, 1)):
        for name, (most, read) in reads.items():
            with count_statements(compound.store) as asked:
                with compound.store.reading(viewer) as session:
                    read(session)
            assert asked.count <= most + more, name


def test_a_page_holds_sixty_and_counts_the_rest(compound: Compound, secretary) -> None:
    drafts = [
        HouseholdDraft(door=f"30-{s}-{f}0{r}")
        for s in (1, 2)
        for f in range(1, 7)
        for r in range(1, 8)
    ]
    compound.do(secretary, "homes.add_household", *drafts)
    with compound.store.reading(secretary) as session:
        first = homes.households(session, building=30)
        assert (len(first.lines), first.total) == (60, 84)
        rest = homes.households(session, building=30, offset=60)
        assert len(rest.lines) == 24
        assert len({line.key for line in first.lines + rest.lines}) == 84
        assert homes.households(session, building=30, stairwell=2).total == 42


def test_every_verb_of_every_kind_is_registered() -> None:
    for name in ("homes.building", "homes.stairwell", "homes.household", "homes.resident"):
        for verb in lookup_kind(name).verbs:
            assert lookup(verb).verb == verb
