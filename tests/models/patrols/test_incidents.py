"""Whom a patrol met: places, refusals, repeats and heat."""

import datetime as dt
from typing import Any

import pytest

from models import patrols
from models.patrols import IncidentKind, IncidentOutcome
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Role, Store
from models.store.drafts import Edit
from models.store.register import lookup_kind, natural_step, opened_values, perform
from tests.models.crew import do, refused
from tests.models.patrols.standing import DOOR, EAST, FAR_DOOR, FIVE, met, toast


def test_an_incident_belongs_to_my_patrol(compound: Store, volunteer: Actor) -> None:
    out = do(compound, volunteer, "patrols.start", EAST)
    row = met(compound, volunteer)
    assert (row.patrol_id, row.recorded_by, row.people) == (out.id, volunteer.id, 1)
    assert met(compound, Actor(5, "马春来", Role.volunteer)).patrol_id is None


@pytest.mark.parametrize(
    ("typed", "building", "household", "place"),
    [
        ("小广场", None, None, "小广场"),
        ("5号楼东侧", FIVE, None, "东侧"),
        ("5#", FIVE, None, ""),
        ("3-2-401 门口", 1, DOOR, "门口"),
        ("5号楼1单元", FIVE, None, "5号楼1单元"),
    ],
)
def test_a_place_typed_as_words_is_understood(
    compound: Store,
    volunteer: Actor,
    typed: str,
    building: int | None,
    household: int | None,
    place: str,
) -> None:
    row = met(compound, volunteer, place=typed)
    assert (row.building_id, row.household_id, row.place) == (building, household, place)


def test_a_door_says_its_building_and_no_place_is_refused(
    compound: Store, volunteer: Actor
) -> None:
    assert met(compound, volunteer, household_id=FAR_DOOR).building_id == FIVE
    assert refused_place(compound, volunteer) == "refuse.patrols.place"
    assert refused_place(compound, volunteer, place="9号楼") == "refuse.patrols.building"
    assert refused_place(compound, volunteer, place="3-2-409") == "refuse.homes.door_unknown"


def refused_place(store: Store, actor: Actor, **values: object) -> str:
    told = {"kind": "dog", "outcome": "refused", **values}
    return refused(store, actor, "patrols.record_incident", **told).key


def test_a_door_is_never_left_among_the_words(compound: Store, volunteer: Actor) -> None:
    row = met(compound, volunteer, building_id=FIVE, place="3-2-401 门口")
    assert (row.building_id, row.household_id, row.place) == (1, DOOR, "门口")
    row = met(compound, volunteer, household_id=FAR_DOOR, place="5-1-101")
    assert (row.household_id, row.place) == (FAR_DOOR, "")
    row = met(compound, volunteer, building_id=FIVE, place="3号楼对面")
    assert (row.building_id, row.place) == (FIVE, "3号楼对面")


def test_a_refusal_names_the_police(compound: Store, volunteer: Actor) -> None:
    row = met(compound, volunteer, outcome="refused", people=3)
    assert toast(compound, volunteer).split() == "劝返 5#  遛狗 拒绝 → 东站派出所 85550110".split()
    with compound.reading(volunteer) as session:
        sheet = lookup_kind("patrols.incident").sheet(session, row.id)
        assert natural_step(session, "patrols.incident", row.id) == "patrols.to_police"
    fields = {field.label: field for field in sheet.fields}
    assert fields["field.police"].value == ("东站派出所 85550110",)
    assert fields["field.incident_outcome"].alarm
    assert ("people.partner", 1, "东站派出所 85550110") in sheet.related
    do(compound, volunteer, "patrols.to_police", row.id, note="民警012")
    no = refused(compound, volunteer, "patrols.to_police", row.id)
    assert no.key == "refuse.patrols.not_refused"
    with compound.reading(volunteer) as session:
        line = patrols.incidents(session).lines[0]
        assert natural_step(session, "patrols.incident", row.id) is None
    assert (line.outcome, line.note) == (IncidentOutcome.handed_to_police, "10:30 民警012")


def test_a_door_that_comes_again_is_said_at_once(
    compound: Store, volunteer: Actor, secretary: Actor, clock: FrozenClock
) -> None:
    met(compound, volunteer, household_id=DOOR)
    assert "×" not in toast(compound, volunteer)
    clock.advance(dt.timedelta(days=2))
    met(compound, volunteer, household_id=DOOR, kind="stroll")
    assert toast(compound, volunteer).endswith("×2")
    met(compound, volunteer, household_id=FAR_DOOR)
    with compound.reading(secretary) as session:
        again = patrols.repeats(session)
    assert [(line.door, line.building, line.times) for line in again] == [("3-2-401", 3, 2)]
    assert set(again[0].kinds) == {IncidentKind.dog, IncidentKind.stroll}
    clock.advance(dt.timedelta(days=6))
    with compound.reading(secretary) as session:
        assert patrols.repeats(session) == ()


def test_heat_counts_hours_and_places(
    compound: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    for minutes, values in (
        (0, {"building_id": FIVE}),
        (10, {"building_id": FIVE, "place": "东侧"}),
        (60, {"building_id": FIVE}),
        (0, {"place": "小广场"}),
    ):
        clock.advance(dt.timedelta(minutes=minutes))
        met(compound, volunteer, **values)
    with compound.reading(volunteer) as session:
        lines = patrols.heat(session)
    assert [(line.building, line.place, line.total) for line in lines] == [
        (5, "", 3),
        (None, "小广场", 1),
    ]
    assert (lines[0].hours[10], lines[0].hours[11], lines[0].peak) == (2, 1, 10)
    clock.advance(dt.timedelta(days=8))
    with compound.reading(volunteer) as session:
        assert patrols.heat(session) == ()


def test_incidents_are_narrowed_and_paged(
    compound: Store, volunteer: Actor, secretary: Actor, clock: FrozenClock
) -> None:
    met(compound, secretary)
    clock.advance(dt.timedelta(days=1))
    met(compound, volunteer, kind="parcel", outcome="after_talk")
    met(compound, volunteer, kind="parcel", outcome="refused")
    with compound.reading(volunteer) as session:

        def n(**narrowed: Any) -> int:
            return len(patrols.incidents(session, **narrowed).lines)

        assert (n(), n(today=True), n(mine=True)) == (3, 2, 2)
        assert n(kind=IncidentKind.parcel) == 2
        assert n(kind=IncidentKind.parcel, outcome=IncidentOutcome.refused) == 1
        first = patrols.incidents(session, limit=2)
        rest = patrols.incidents(session, limit=2, offset=2)
    assert (len(first.lines), first.more, len(rest.lines), rest.more) == (2, True, 1, False)
    assert first.lines[0].id > rest.lines[0].id


def test_an_edit_moves_the_place_with_the_door(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    row = met(compound, volunteer, household_id=DOOR)

    def edit(actor: Actor, **changed: object) -> Any:
        with compound.reading(actor) as session:
            opened = opened_values(session, "patrols.incident", row.id)
        draft = Edit(id=row.id, changed=changed, opened=opened)
        return perform(compound, actor, "patrols.edit_incident", draft).rows[0]

    assert edit(volunteer, household_id=FAR_DOOR).building_id == FIVE
    moved = edit(volunteer, building_id=1)
    assert (moved.building_id, moved.household_id) == (1, None)
    with pytest.raises(Refusal, match="refuse.patrols.place"):
        edit(secretary, building_id=None, household_id=None)
    moved = edit(secretary, building_id=None, place="小广场", people=4)
    assert (moved.building_id, moved.place, moved.people) == (None, "小广场", 4)
    with pytest.raises(Refusal):
        edit(secretary, people=0)
