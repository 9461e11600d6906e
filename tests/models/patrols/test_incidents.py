"""Patrols: routes that wait, who is out, whom they met, and who may read where it was."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from models import acts, patrols
from models.patrols import PATROL, IncidentKind, IncidentOutcome, PatrolState
from models.quick import understand
from models.rules.refusal import Refusal
from models.store import Actor, Clock, FrozenClock, Role, Store
from models.store.drafts import Edit
from models.store.register import (
    lookup,
    lookup_kind,
    natural_step,
    opened_values,
    perform,
    verb_lines,
)
from models.words import Words
from tests.conftest import CountStatements
from tests.empty import empty_store
from tests.models.crew import SET_UP, at, do, refused, stored, with_people

EAST, WEST, GATE = 1, 2, 3
FIVE = 2
"""Id of building 5: it is the second one made."""
DOOR, FAR_DOOR = 1, 2
TABLES = ("patrol", "patrol_walker", "incident")
VERBS = ("start set_out join end note edit_patrol record_incident edit_incident to_police").split()


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


@pytest.fixture
def compound(store: Store) -> Store:
    return with_routes(store)


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


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", list(Role))
def test_everybody_but_the_wall_board_may_record(verb: str, role: Role) -> None:
    if role is Role.wallboard:
        with pytest.raises(Refusal, match="refuse.role"):
            lookup(f"patrols.{verb}").check_role(role)
    else:
        lookup(f"patrols.{verb}").check_role(role)


# ── setting out and coming back ─────────────────────────────────────────────────────────────


def test_whoever_records_it_walks_unless_others_are_named(
    compound: Store, volunteer: Actor
) -> None:
    do(compound, volunteer, "patrols.start", EAST)
    do(compound, volunteer, "patrols.start", WEST, walker_id=5, walkers=(3, 5))
    with compound.reading(volunteer) as session:
        lines = patrols.patrols(session)
    assert [(line.route, line.walkers, line.mine) for line in lines] == [
        ("东线", ("孙晓丽",), True),
        ("西线", ("马春来", "高远志"), False),
    ]
    assert toast(compound, volunteer) == "马春来 +1 出发走 西线"
    assert toast(compound, volunteer, "en") == "马春来 +1 set out on 西线"


def test_somebody_along_does_not_replace_me(compound: Store, volunteer: Actor) -> None:
    do(compound, volunteer, "patrols.start", EAST, second_id=5)
    with compound.reading(volunteer) as session:
        assert patrols.patrols(session)[0].walkers == ("孙晓丽", "马春来")


def test_a_route_is_walked_by_one_patrol_and_a_person_walks_one(
    compound: Store, volunteer: Actor, shift_leader: Actor
) -> None:
    out = do(compound, volunteer, "patrols.start", EAST)
    no = refused(compound, shift_leader, "patrols.start", EAST)
    assert (no.key, no.params["at"]) == ("refuse.patrols.under_way", "10:30")
    assert refused(compound, volunteer, "patrols.start", WEST).key == "refuse.patrols.walking"
    assert refused(compound, volunteer, "patrols.join", out.id).key == "refuse.patrols.walking"
    do(compound, shift_leader, "patrols.join", out.id)
    with compound.reading(volunteer) as session:
        assert patrols.patrols(session)[0].walkers == ("孙晓丽", "高远志")
        with pytest.raises(Refusal, match="refuse.patrols.under_way"):
            natural_step(session, "patrols.route", EAST)


def test_only_a_route_that_is_kept_is_walked(compound: Store, secretary: Actor) -> None:
    assert refused(compound, secretary, "patrols.start", GATE).key == "refuse.patrols.no_route"
    do(compound, secretary, "shifts.retire_post", EAST)
    assert refused(compound, secretary, "patrols.start", EAST).key == "refuse.patrols.retired"


def test_nobody_in_isolation_or_gone_walks(compound: Store, secretary: Actor) -> None:
    until = dt.date(2022, 4, 12)
    do(compound, secretary, "people.isolate", 5, isolated_until=until)
    no = refused(compound, secretary, "patrols.start", EAST, walker_id=5)
    assert (no.key, no.params["volunteer"]) == ("refuse.patrols.isolated", "马春来")
    do(compound, secretary, "people.demobilise", 4)
    no = refused(compound, secretary, "patrols.start", EAST, second_id=4)
    assert no.key == "refuse.patrols.not_serving"
    assert refused(compound, SET_UP, "patrols.start", EAST).key == "refuse.patrols.nobody"


def test_a_patrol_knows_the_shift_of_its_route(compound: Store, secretary: Actor) -> None:
    made = do(
        compound,
        SET_UP,
        "shifts.add",
        post_id=EAST,
        starts_at=at("10:00"),
        ends_at=at("14:00"),
    )
    assert do(compound, secretary, "patrols.start", EAST).shift_id == made.id
    assert do(compound, secretary, "patrols.start", WEST, walker_id=4).shift_id is None


def test_space_ends_a_patrol_and_keeps_what_is_handed_on(
    compound: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    out = do(compound, volunteer, "patrols.start", EAST)
    clock.advance(dt.timedelta(minutes=40))
    met(compound, volunteer)
    with compound.reading(volunteer) as session:
        assert natural_step(session, "patrols.patrol", out.id) == "patrols.end"
    do(compound, volunteer, "patrols.end", out.id, note="5号楼后门锁坏了")
    with compound.reading(volunteer) as session:
        line = patrols.patrols(session)[0]
        assert natural_step(session, "patrols.patrol", out.id) is None
    assert (line.state, line.incidents) == (PatrolState.ended, 1)
    assert line.note == "11:10 5号楼后门锁坏了"
    assert toast(compound, volunteer) == "东线 走完，40 分钟，劝返 1 次"
    assert refused(compound, volunteer, "patrols.end", out.id).key == "refuse.machine"
    assert refused(compound, volunteer, "patrols.join", out.id).key == "refuse.patrols.ended"


def test_no_time_lies_ahead_and_nobody_is_back_before_setting_out(
    compound: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    late = at("11:00")
    assert (
        refused(compound, volunteer, "patrols.start", EAST, started_at=late).key
        == "refuse.patrols.future"
    )
    out = do(compound, volunteer, "patrols.start", EAST, started_at=at("09:00"))
    for ended, key in (("11:00", "refuse.patrols.future"), ("08:00", "refuse.patrols.backwards")):
        no = refused(compound, volunteer, "patrols.end", out.id, ended_at=at(ended))
        assert no.key == key
    assert do(compound, volunteer, "patrols.end", out.id, ended_at=at("09:50")).ended_at


def test_notes_are_added_and_never_overwrite(
    compound: Store, volunteer: Actor, secretary: Actor, clock: FrozenClock
) -> None:
    out = do(compound, volunteer, "patrols.start", EAST)
    do(compound, volunteer, "patrols.note", out.id, note="路灯坏")
    clock.advance(dt.timedelta(minutes=5))
    row = do(compound, secretary, "patrols.note", out.id, note="已报修")
    assert row.note == "10:30 路灯坏 · 10:35 已报修"


def test_a_patrol_is_put_right_by_its_walkers_and_the_leaders(
    compound: Store, volunteer: Actor, secretary: Actor
) -> None:
    out = do(compound, secretary, "patrols.start", EAST, started_at=at("08:00"))

    def edit(actor: Actor, **changed: object) -> object:
        with compound.reading(actor) as session:
            opened = opened_values(session, "patrols.patrol", out.id)
        draft = Edit(id=out.id, changed=changed, opened=opened)
        return perform(compound, actor, "patrols.edit_patrol", draft).rows[0]

    with pytest.raises(Refusal, match="refuse.patrols.not_walked"):
        edit(volunteer, note="x")
    with pytest.raises(Refusal, match="refuse.patrols.end_first"):
        edit(secretary, ended_at=at("09:00"))
    do(compound, secretary, "patrols.end", out.id)
    with pytest.raises(Refusal, match="refuse.patrols.ended_at"):
        edit(secretary, ended_at=None)
    with pytest.raises(Refusal, match="refuse.patrols.backwards"):
        edit(secretary, ended_at=at("07:00"))
    edit(secretary, ended_at=at("09:00"))
    with compound.reading(secretary) as session:
        assert session.clock.local(patrols.patrols(session)[0].ended_at).hour == 9


# ── what was met ────────────────────────────────────────────────────────────────────────────


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


# ── who may read what ───────────────────────────────────────────────────────────────────────

OTHER = Actor(5, "马春来", Role.volunteer)
WALL = Actor(None, "墙", Role.wallboard)


def test_a_door_is_masked_for_who_has_no_part_in_it(
    compound: Store,
    secretary: Actor,
    grid_leader: Actor,
    shift_leader: Actor,
    volunteer: Actor,
    clock: FrozenClock,
) -> None:
    row = met(compound, volunteer, household_id=DOOR, outcome="refused", note="老人要买药")
    far = met(compound, volunteer, household_id=FAR_DOOR, note="x")

    def seen(actor: Actor) -> list[tuple[str, str, int | None]]:
        with compound.reading(actor) as session:
            lines = patrols.incidents(session).lines
        return [(line.door, line.note, line.building) for line in reversed(lines)]

    whole = [("3-2-401", "老人要买药", 3), ("5-1-101", "x", 5)]
    assert seen(secretary) == seen(volunteer) == whole
    assert seen(grid_leader) == [whole[0], ("", "", 5)]
    assert seen(OTHER) == seen(shift_leader) == [("", "", 3), ("", "", 5)]
    assert seen(WALL) == []
    for actor, incident in ((OTHER, row), (grid_leader, far)):
        with compound.reading(actor) as session:
            sheet = lookup_kind("patrols.incident").sheet(session, incident.id)
            assert "401" not in repr(sheet) and "5-1-101" not in repr(sheet)
            assert not any(kind == "homes.household" for kind, _, _ in sheet.related)
            with pytest.raises(Refusal, match="refuse.patrols.not_yours"):
                opened_values(session, "patrols.incident", incident.id)
            refusals = {
                line.verb: line.refusal
                for line in verb_lines(session, "patrols.incident", incident.id)
            }
            assert refusals["patrols.edit_incident"] is not None
            find = lookup_kind("patrols.incident").find
            assert find is not None
            assert find(session, "5-1-101" if incident is far else "3-2-401", 9) == ()
    clock.advance(dt.timedelta(days=1))
    assert seen(volunteer) == [("", "", 3), ("", "", 5)]


def test_whoever_walked_along_reads_it_whole_that_day(
    compound: Store, volunteer: Actor, shift_leader: Actor
) -> None:
    out = do(compound, volunteer, "patrols.start", EAST, second_id=5, walker_id=4)
    met(compound, volunteer, household_id=DOOR)
    with compound.reading(OTHER) as session:
        assert patrols.incidents(session, patrol_id=out.id).lines[0].door == "3-2-401"
    made = do(
        compound, SET_UP, "shifts.add", post_id=EAST, starts_at=at("10:00"), ends_at=at("14:00")
    )
    seat = seat_of(compound, made.id)
    do(compound, SET_UP, "shifts.assign", seat, volunteer_id=shift_leader.id)
    with compound.reading(shift_leader) as session:
        assert patrols.incidents(session).lines[0].door == ""
    do(compound, shift_leader, "shifts.check_in", seat)
    with compound.reading(shift_leader) as session:
        assert patrols.incidents(session).lines[0].door == "3-2-401"


def seat_of(store: Store, shift_id: int) -> int:
    from tests.models.crew import first_seat

    return first_seat(store, shift_id)


def test_repeats_keep_the_mask_and_the_wall_board_sees_nobody(
    compound: Store, secretary: Actor, clock: FrozenClock
) -> None:
    for _ in range(2):
        met(compound, secretary, household_id=DOOR)
    do(compound, secretary, "patrols.start", EAST)
    with compound.reading(OTHER) as session:
        assert [(line.building, line.door) for line in patrols.repeats(session)] == [(3, "")]
    with compound.reading(WALL) as session:
        assert patrols.repeats(session) == patrols.patrols(session) == ()
        assert all(line.walkers == () for line in patrols.routes(session))
        assert patrols.counts(session) == patrols.PatrolCounts(1, 1, 2)
        for kind, row_id in (("patrols.patrol", 1), ("patrols.incident", 1)):
            with pytest.raises(Refusal, match="refuse.gone"):
                lookup_kind(kind).sheet(session, row_id)


# ── routes, numbers, alarms ─────────────────────────────────────────────────────────────────


def test_routes_past_their_interval_come_first(
    compound: Store, secretary: Actor, clock: FrozenClock
) -> None:
    def state() -> list[tuple[str, bool, int | None]]:
        with compound.reading(secretary) as session:
            lines = patrols.routes(session)
            assert patrols.counts(session).late_routes == sum(line.late for line in lines)
        return [(line.name, line.late, line.interval) for line in lines]

    def alarms() -> list[tuple[str, str, str | None]]:
        with compound.reading(secretary) as session:
            found = patrols.alarms(session)
        assert {alarm.severity for alarm in found} <= {"amber"}
        return [(alarm.key, alarm.text, alarm.record) for alarm in found]

    assert state() == [("东线", True, 180), ("西线", True, 60)]
    assert alarms()[0] == ("patrols.late:1", "alarm.patrols.never", "patrols.route:1")
    for route in (EAST, WEST):
        out = do(compound, secretary, "patrols.start", route)
        do(compound, secretary, "patrols.end", out.id)
    assert (state()[0][1], alarms()) == (False, [])
    clock.advance(dt.timedelta(minutes=61))
    assert state() == [("西线", True, 60), ("东线", False, 180)]
    assert alarms() == [("patrols.late:2", "alarm.patrols.late", "patrols.route:2")]
    out = do(compound, secretary, "patrols.start", WEST)
    assert alarms() == []
    clock.advance(dt.timedelta(minutes=70))
    assert alarms() == [
        (f"patrols.out:{out.id}", "alarm.patrols.still_out", f"patrols.patrol:{out.id}")
    ]


def test_without_rules_only_a_routes_own_interval_counts(store: Store, secretary: Actor) -> None:
    for name, minutes in (("东线", None), ("西线", 60)):
        do(
            store,
            SET_UP,
            "shifts.add_post",
            name=name,
            kind="patrol_route",
            interval_minutes=minutes,
        )
    with store.reading(secretary) as session:
        lines = patrols.routes(session)
        assert [(line.name, line.late) for line in lines] == [("西线", True), ("东线", False)]
        assert len(patrols.alarms(session)) == 1
        assert patrols.heat(session) == patrols.repeats(session) == ()


def test_incidents_today_begin_at_the_branchs_midnight(
    compound: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    clock.set("2022-04-08T23:50")
    met(compound, volunteer)
    clock.set("2022-04-09T00:10")
    met(compound, volunteer)
    with compound.reading(volunteer) as session:
        assert patrols.counts(session).incidents_today == 1


def test_reads_ask_a_fixed_number_of_statements(
    compound: Store, volunteer: Actor, secretary: Actor, count_statements: CountStatements
) -> None:
    def fill(n: int) -> None:
        for i in range(n):
            out = do(compound, volunteer, "patrols.start", EAST, second_id=5)
            met(compound, volunteer, household_id=DOOR + i % 2)
            do(compound, volunteer, "patrols.end", out.id)

    def asked(actor: Actor, read: Any) -> int:
        with compound.reading(actor) as session, count_statements(compound) as statements:
            read(session)
        return sum(
            text.lstrip().upper().startswith(("SELECT", "WITH")) for text in statements.texts
        )

    reads = {
        patrols.routes: 3,
        patrols.patrols: 5,
        patrols.incidents: 2,
        patrols.repeats: 3,
        patrols.heat: 2,
        patrols.counts: 4,
        patrols.alarms: 3,
    }
    fill(4)
    do(compound, secretary, "patrols.start", WEST)
    few = {read: asked(OTHER, read) for read in reads}
    fill(12)
    assert {read: asked(OTHER, read) for read in reads} == few
    assert all(few[read] <= most for read, most in reads.items()), few
    assert all(asked(secretary, read) <= most for read, most in reads.items())


# ── the quick line ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("劝返 5号楼 遛狗 当场返回", {"building_id": FIVE, "kind": "dog"}),
        ("遛狗 当场返回 5号楼 劝返", {"building_id": FIVE, "outcome": "returned_at_once"}),
        ("turn back 5# dog returned", {"building_id": FIVE, "outcome": "returned_at_once"}),
        ("劝返 3-2-401 散步 劝说后返回 x2", {"household_id": DOOR, "people": 2}),
        ("劝返 小广场 聚集 拒绝 x6", {"place": "小广场", "outcome": "refused", "people": 6}),
        ("劝返 小广场 聚集 拒绝 6人", {"place": "小广场", "people": 6}),
        ("劝返三名 小广场 聚集 拒绝", {"place": "小广场", "people": 3}),
        ("turn back square gathering refused 3 people", {"place": "square", "people": 3}),
        (
            "劝返 5号楼 遛狗 当场返回 昨天 21:00",
            {"building_id": FIVE, "at": dt.datetime(2022, 4, 7, 13, tzinfo=dt.UTC)},
        ),
        ("turned back square gathering refused", {"place": "square", "kind": "gathering"}),
    ],
)
def test_the_quick_line_records_an_incident(
    compound: Store, volunteer: Actor, line: str, expected: dict[str, object]
) -> None:
    with compound.reading(volunteer) as session:
        read = understand(session, line, Words("en" if line.isascii() else "zh"))
    assert read.ready, read
    assert read.verb == "patrols.record_incident"
    draft = read.draft()
    assert {name: getattr(draft, name) for name in expected} == expected
    perform(compound, volunteer, read.verb, draft)


def test_the_quick_line_sets_out_and_comes_back(compound: Store, volunteer: Actor) -> None:
    for line in ("巡逻 东线 @sxl", "收巡 东线"):
        with compound.reading(volunteer) as session:
            read = understand(session, line, Words("zh"))
        assert read.ready, read
        assert read.verb is not None
        values = read.draft()
        perform(compound, volunteer, read.verb, values)
    with compound.reading(volunteer) as session:
        line_ = patrols.patrols(session)[0]
    assert (line_.state, line_.walkers) == (PatrolState.ended, ("孙晓丽",))


def test_coming_back_means_my_own_patrol(
    compound: Store, volunteer: Actor, secretary: Actor
) -> None:
    do(compound, secretary, "patrols.start", WEST)
    mine = do(compound, volunteer, "patrols.start", EAST)
    with compound.reading(volunteer) as session:
        read = understand(session, "收巡", Words("zh"))
    assert read.ready and getattr(read.draft(), "id") == mine.id  # noqa: B009


# ── undo, and the machine ───────────────────────────────────────────────────────────────────


def test_every_act_is_taken_back_whole(
    compound: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    out = do(compound, volunteer, "patrols.start", EAST)
    row = met(compound, volunteer, outcome="refused")
    steps: tuple[tuple[str, int | None, dict[str, object]], ...] = (
        ("patrols.start", WEST, {"walker_id": 5}),
        ("patrols.set_out", None, {"route_id": WEST, "walker_id": 5}),
        ("patrols.join", out.id, {"walker_id": 3}),
        ("patrols.note", out.id, {"note": "x"}),
        ("patrols.end", out.id, {"note": "x"}),
        ("patrols.record_incident", None, {"kind": "dog", "outcome": "refused", "place": "x"}),
        ("patrols.to_police", row.id, {"note": "x"}),
    )
    for verb, row_id, values in steps:
        before = stored(compound, *TABLES)
        do(compound, volunteer, verb, row_id, **values)
        assert stored(compound, *TABLES) != before, verb
        take_back(compound, volunteer)
        assert stored(compound, *TABLES) == before, verb
    edits = (("patrols.edit_patrol", out.id), ("patrols.edit_incident", row.id))
    for verb, row_id in edits:
        before = stored(compound, *TABLES)
        draft = Edit(id=row_id, changed={"note": "y"}, opened={"note": ""})
        perform(compound, volunteer, verb, draft)
        take_back(compound, volunteer)
        assert stored(compound, *TABLES) == before, verb


def take_back(store: Store, actor: Actor) -> None:
    with store.reading(actor) as session:
        line = acts.my_last(session)
    assert line is not None
    acts.undo(store, actor, line.id)


def test_a_patrol_that_met_somebody_is_not_unmade(compound: Store, volunteer: Actor) -> None:
    with compound.reading(volunteer) as session:
        before = acts.my_last(session)
    do(compound, volunteer, "patrols.start", EAST)
    with compound.reading(volunteer) as session:
        started = acts.my_last(session)
    assert started is not None and started != before
    met(compound, volunteer)
    with pytest.raises(Refusal):
        acts.undo(compound, volunteer, started.id)


class Walking(RuleBasedStateMachine):
    """Any order of verbs: a patrol is out or back, and back it stays."""

    @initialize()
    def open(self) -> None:
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock.frozen("2022-04-08T10:30")
        self.store = with_routes(empty_store(Path(self.folder.name) / "desk.db", self.clock))
        self.actor = Actor(4, "孙晓丽", Role.volunteer)
        self.back: set[int] = set()

    def _ids(self) -> list[int]:
        with self.store.reading(self.actor) as session:
            return [line.id for line in patrols.patrols(session)]

    @rule(route=st.sampled_from((EAST, WEST)), who=st.sampled_from((3, 4, 5)))
    def start(self, route: int, who: int) -> None:
        self._try("patrols.start", route, walker_id=who)

    @rule(data=st.data(), verb=st.sampled_from(PATROL.verbs()), minutes=st.integers(0, 90))
    def step(self, data: st.DataObject, verb: str, minutes: int) -> None:
        ids = self._ids()
        if ids:
            row_id = data.draw(st.sampled_from(ids))
            self.clock.advance(dt.timedelta(minutes=minutes))
            done = self._try(verb, row_id)
            assert done is not (row_id in self.back)
            self.back.add(row_id)

    def _try(self, verb: str, row_id: int, **values: object) -> bool:
        try:
            do(self.store, self.actor, verb, row_id, **values)
        except Refusal:
            return False
        return True

    @invariant()
    def nobody_walks_two(self) -> None:
        if not hasattr(self, "store"):
            return
        with self.store.reading(self.actor) as session:
            lines = patrols.patrols(session)
        out = [line for line in lines if line.state is PatrolState.running]
        walkers = [name for line in out for name in line.walkers]
        assert len(walkers) == len(set(walkers))
        assert len(out) == len({line.route for line in out})
        assert {line.id for line in lines if line.ended_at} == self.back

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()


TestWalking = Walking.TestCase
TestWalking.settings = settings(max_examples=8, stateful_step_count=12, deadline=None)
