"""Isolation: no release in silence, a clock that restarts, and health told to those who need it."""

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlmodel import select

from models import acts, isolation
from models.exports import export
from models.homes import Presence, Resident
from models.isolation import ISOLATION, IsolationNeed, IsolationState, StayPlace
from models.people import Volunteer
from models.quick import understand
from models.rules.isolation import ExposureKind
from models.rules.refusal import Refusal
from models.rules.release import SampleResult
from models.store import Actor, Clock, FrozenClock, Role, Store
from models.store.duties import take_due
from models.store.register import lookup, lookup_kind, natural_step, perform, verb_lines
from models.words import Words
from tests.conftest import CountStatements
from tests.empty import empty_store
from tests.models.crew import SET_UP, do, refused, stored, with_people

TABLES = (
    "isolation",
    "isolation_exposure",
    "isolation_end",
    "isolation_sample",
    "isolation_temperature",
    "resident",
    "volunteer",
)
EXPOSED = dt.date(2022, 3, 25)
"""Day 14 is 8 April, the day of the tests."""
WANG, LI, MA = 1, 2, 3
EVERYBODY = ("test", "temperature", "reveal")
LED = (
    "open expose contacts strike move_end correct_sample serve place confirm_case transfer "
    "discharge monitor release edit"
).split()


def with_doors(store: Store) -> Store:
    """People; 3-2-401 in grid 1 with two residents, 5-1-101 in grid 2 with one."""
    with_people(store)
    do(store, SET_UP, "homes.add_household", door="3-2-401", grid="一网格")
    do(store, SET_UP, "homes.add_household", door="5-1-101", grid="二网格")
    for household, name, sex in (
        (1, "王秀芝", "female"),
        (1, "李国栋", "male"),
        (2, "马丽", "female"),
    ):
        do(
            store,
            SET_UP,
            "homes.add_resident",
            household_id=household,
            name=name,
            sex=sex,
            phone="13812345678",
        )
    return store


@pytest.fixture
def compound(store: Store) -> Store:
    return with_doors(store)


def apart(store: Store, resident: int = WANG, **values: Any) -> int:
    """Records somebody as a close contact of 25 March unless something else is said."""
    told = {"kind": "close", "happened_on": EXPOSED, **values}
    return int(do(store, SET_UP, "isolation.open", resident_id=resident, **told).id)


def line(store: Store, actor: Actor, row_id: int) -> isolation.IsolationLine:
    with store.reading(actor) as session:
        found = (*isolation.isolated(session), *isolation.released(session))
    return next(one for one in found if one.id == row_id)


def alarm_keys(store: Store, actor: Actor) -> set[str]:
    with store.reading(actor) as session:
        return {alarm.key for alarm in isolation.alarms(session)}


def swabbed(store: Store, row_id: int, **values: object) -> None:
    do(store, SET_UP, "isolation.test", row_id, **{"result": "negative", **values})


def all_swabs(store: Store, row_id: int) -> None:
    """All tests of the course before today, each negative."""
    for days in (1, 4, 7):
        swabbed(store, row_id, taken_on=EXPOSED + dt.timedelta(days=days))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("verb", [*EVERYBODY, *LED])
def test_who_may_do_what(verb: str, role: Role) -> None:
    may = role in (Role.secretary, Role.grid_leader) or (
        verb in EVERYBODY and role is not Role.wallboard
    )
    if may:
        lookup(f"isolation.{verb}").check_role(role)
    else:
        with pytest.raises(Refusal, match="refuse.role"):
            lookup(f"isolation.{verb}").check_role(role)


# ── courses, tests and the release ──────────────────────────────────────────────────────────


def test_a_line_says_the_day_the_test_the_end_and_why(compound: Store, secretary: Actor) -> None:
    one = line(compound, secretary, apart(compound))
    assert (one.day, one.days, one.ends_on) == (14, 14, dt.date(2022, 4, 8))
    assert one.next_test == dt.date(2022, 4, 8)
    assert one.monitoring_until == dt.date(2022, 4, 15)
    assert one.why is not None and one.course_why is not None
    assert "第14天" in Words("zh")(one.why.key, **one.why.params).replace(" ", "")
    said = Words("en")(one.course_why.key, **one.course_why.params)
    assert "2022-03-25" in said and "第八版" in said


def test_a_missing_last_test_is_an_overdue_release_and_never_silence(
    compound: Store, secretary: Actor, clock: FrozenClock
) -> None:
    row = apart(compound)
    all_swabs(compound, row)
    clock.advance(dt.timedelta(days=2))
    assert IsolationNeed.overdue_release in line(compound, secretary, row).needs
    with compound.reading(secretary) as session:
        found = {alarm.key: alarm for alarm in isolation.alarms(session)}
        assert isolation.counts(session).overdue == 1
    alarm = found[f"isolation.overdue_release:{row}"]
    assert (alarm.severity, alarm.params["n"]) == ("red", 2)
    assert refused(compound, secretary, "isolation.monitor", row).key == "refuse.isolation.lacking"


def test_the_last_test_is_taken_double_and_opens_the_door(
    compound: Store, secretary: Actor
) -> None:
    row = apart(compound)
    all_swabs(compound, row)
    do(compound, secretary, "isolation.test", row)
    assert line(compound, secretary, row).waiting == 2
    no = refused(compound, secretary, "isolation.monitor", row)
    assert (no.key, no.params["n"]) == ("refuse.isolation.lacking", 2)
    do(compound, secretary, "isolation.test", row, result="negative")
    assert line(compound, secretary, row).waiting == 0
    with compound.reading(secretary) as session:
        assert natural_step(session, "isolation.person", row) == "isolation.monitor"
    no = refused(compound, secretary, "isolation.release", row)
    assert no.key == "refuse.isolation.monitors"
    do(compound, secretary, "isolation.monitor", row)
    watched = line(compound, secretary, row)
    assert (watched.state, watched.day, watched.days) == (IsolationState.monitoring, 0, 7)
    assert watched.ends_on == dt.date(2022, 4, 15)


def test_a_secondary_contact_is_released_at_once_with_a_slip(
    compound: Store, secretary: Actor
) -> None:
    row = apart(compound, kind="secondary", happened_on=dt.date(2022, 4, 1))
    assert refused(compound, secretary, "isolation.monitor", row).key == (
        "refuse.isolation.no_monitoring"
    )
    swabbed(compound, row)
    do(compound, secretary, "isolation.release", row)
    done = line(compound, secretary, row)
    assert (done.state, done.slip) == (IsolationState.released, f"{row:04d}")
    with compound.reading(secretary) as session:
        sheet = lookup_kind("isolation.person").sheet(session, row)
    slip = next(one.value for one in sheet.fields if one.label == "field.release_slip")
    assert "3-2-401" in str(slip)
    assert refused(compound, secretary, "isolation.release", row).key == "refuse.machine"


def test_nobody_goes_before_the_last_day(compound: Store, secretary: Actor) -> None:
    row = apart(compound, happened_on=dt.date(2022, 3, 30))
    no = refused(compound, secretary, "isolation.monitor", row)
    assert (no.key, no.params["day"]) == ("refuse.isolation.too_early", "2022-04-13")


def test_a_new_exposure_restarts_the_clock_and_keeps_the_history(
    compound: Store, secretary: Actor
) -> None:
    row = apart(compound)
    do(compound, secretary, "isolation.expose", row, kind="close", happened_on="2022-04-05")
    one = line(compound, secretary, row)
    assert (one.day, one.ends_on) == (3, dt.date(2022, 4, 19))
    with compound.reading(secretary) as session:
        assert len(isolation.of(session, row).exposures) == 2


def test_an_exposure_during_the_monitoring_goes_back_to_the_quarantine(
    compound: Store, secretary: Actor
) -> None:
    row = apart(compound)
    all_swabs(compound, row)
    swabbed(compound, row)
    do(compound, secretary, "isolation.monitor", row)
    do(compound, secretary, "isolation.expose", row, kind="close", happened_on="2022-04-07")
    one = line(compound, secretary, row)
    assert (one.state, one.day, one.days) == (IsolationState.isolating, 1, 14)


def test_those_behind_the_door_of_a_case_are_recorded_at_once(
    compound: Store, secretary: Actor
) -> None:
    row = apart(compound)
    do(compound, secretary, "isolation.contacts", row, happened_on="2022-04-06")
    with compound.reading(secretary) as session:
        li = next(one for one in isolation.people(session) if one.row.resident_id == LI)
    assert (li.level, li.ends_on) == (ExposureKind.secondary, dt.date(2022, 4, 13))
    no = refused(compound, secretary, "isolation.contacts", li.id)
    assert no.key == "refuse.isolation.no_contacts"
    do(compound, secretary, "isolation.confirm_case", row)
    do(compound, secretary, "isolation.contacts", row)
    raised = line(compound, secretary, li.id)
    assert (raised.level, raised.day, raised.days) == (ExposureKind.close, 0, 14)
    alone = apart(compound, MA)
    assert refused(compound, secretary, "isolation.contacts", alone).key == "refuse.isolation.alone"


def test_levels_rise_by_themselves_and_fall_only_with_a_reason(
    compound: Store, secretary: Actor
) -> None:
    row = apart(compound, kind="secondary", happened_on="2022-04-01")
    do(compound, secretary, "isolation.expose", row, kind="close", happened_on="2022-04-02")
    assert line(compound, secretary, row).level is ExposureKind.close
    with compound.reading(secretary) as session:
        first, second = isolation.of(session, row).exposures
    do(compound, secretary, "isolation.strike", second.id, reason="流调排除")
    one = line(compound, secretary, row)
    assert (one.level, one.ends_on) == (ExposureKind.secondary, dt.date(2022, 4, 8))
    no = refused(compound, secretary, "isolation.strike", second.id, reason="x")
    assert no.key == "refuse.isolation.struck"
    no = refused(compound, secretary, "isolation.strike", first.id, reason="x")
    assert no.key == "refuse.isolation.last_exposure"


def test_an_end_is_lengthened_freely_and_shortened_with_a_reason(
    compound: Store, secretary: Actor
) -> None:
    row = apart(compound)
    do(compound, secretary, "isolation.move_end", row, ends_on="2022-04-12")
    one = line(compound, secretary, row)
    assert one.ends_on == dt.date(2022, 4, 12) and one.course_why is not None
    assert "2022-04-08" in Words("zh")(one.course_why.key, **one.course_why.params)
    no = refused(compound, secretary, "isolation.move_end", row, ends_on="2022-04-10")
    assert no.key == "refuse.isolation.shortened"
    do(compound, secretary, "isolation.move_end", row, ends_on="2022-04-10", reason="专家组意见")
    one = line(compound, secretary, row)
    assert one.ends_on == dt.date(2022, 4, 10) and one.course_why is not None
    assert "专家组意见" in Words("zh")(one.course_why.key, **one.course_why.params)
    # A shorter end is void once the clock restarted.
    do(compound, secretary, "isolation.expose", row, kind="close", happened_on="2022-04-06")
    assert line(compound, secretary, row).ends_on == dt.date(2022, 4, 20)


def test_the_end_of_a_monitoring_is_moved_as_it_stands(compound: Store, secretary: Actor) -> None:
    row = apart(compound, happened_on=EXPOSED - dt.timedelta(days=2))
    swabbed(compound, row)
    do(compound, secretary, "isolation.monitor", row)
    assert line(compound, secretary, row).ends_on == dt.date(2022, 4, 15)
    do(compound, secretary, "isolation.move_end", row, ends_on="2022-04-18")
    assert line(compound, secretary, row).ends_on == dt.date(2022, 4, 18)


# ── cases ───────────────────────────────────────────────────────────────────────────────────


def test_a_positive_sample_comes_before_everything_else(compound: Store, secretary: Actor) -> None:
    row = apart(compound)
    all_swabs(compound, row)
    do(compound, secretary, "isolation.test", row)
    do(compound, secretary, "isolation.test", row, result="positive")
    assert line(compound, secretary, row).needs[0] is IsolationNeed.positive
    assert f"isolation.positive:{row}" in alarm_keys(compound, secretary)
    assert refused(compound, secretary, "isolation.monitor", row).key == "refuse.isolation.positive"
    with compound.reading(secretary) as session:
        assert natural_step(session, "isolation.person", row) == "isolation.confirm_case"
        sample = isolation.of(session, row).samples[-1]
    do(compound, secretary, "isolation.correct_sample", sample.id, result="negative", reason="复核")
    with compound.reading(secretary) as session:
        assert isolation.of(session, row).samples[-1].corrected == "复核"


def test_a_case_is_moved_out_and_comes_home_to_be_watched(
    compound: Store, secretary: Actor, clock: FrozenClock
) -> None:
    row = apart(compound)
    do(compound, secretary, "isolation.confirm_case", row)
    assert f"isolation.case_home:{row}" in alarm_keys(compound, secretary)
    assert presence(compound, WANG) is Presence.present
    no = refused(compound, secretary, "isolation.move_end", row, ends_on="2022-05-01")
    assert no.key == "refuse.isolation.no_end"
    no = refused(
        compound, secretary, "isolation.expose", row, kind="close", happened_on="2022-04-07"
    )
    assert no.key == "refuse.machine"
    do(compound, secretary, "isolation.transfer", row, site="传染病医院")
    assert presence(compound, WANG) is Presence.hospital
    clock.advance(dt.timedelta(days=10))
    do(compound, secretary, "isolation.discharge", row)
    assert presence(compound, WANG) is Presence.present
    one = line(compound, secretary, row)
    assert (one.state, one.days, one.ends_on) == (
        IsolationState.monitoring,
        7,
        dt.date(2022, 4, 25),
    )
    clock.advance(dt.timedelta(days=7))
    do(compound, secretary, "isolation.release", row)


def presence(store: Store, resident: int) -> Presence:
    with store.reading(SET_UP) as session:
        row = session.get(Resident, resident)
    assert row is not None
    return row.presence


def test_where_somebody_stays_says_who_is_present(compound: Store, secretary: Actor) -> None:
    row = apart(compound, place="central", site="东区")
    assert presence(compound, WANG) is Presence.isolation_site
    do(compound, secretary, "isolation.place", row, place="home", door_sealed=True)
    assert presence(compound, WANG) is Presence.present
    assert line(compound, secretary, row).sealed


# ── temperatures, who serves, and who serves from behind the door ───────────────────────────


def test_a_missing_temperature_is_told_after_noon_and_after_eight(
    compound: Store, secretary: Actor, clock: FrozenClock
) -> None:
    row = apart(compound)
    clock.set(dt.datetime(2022, 4, 9, 11, 0))
    assert "isolation.temperature:morning" not in alarm_keys(compound, secretary)
    clock.set(dt.datetime(2022, 4, 9, 12, 5))
    assert "isolation.temperature:morning" in alarm_keys(compound, secretary)
    do(compound, secretary, "isolation.temperature", row, tenths=366)
    assert "isolation.temperature:morning" not in alarm_keys(compound, secretary)
    clock.set(dt.datetime(2022, 4, 9, 20, 5))
    assert "isolation.temperature:evening" in alarm_keys(compound, secretary)
    do(compound, secretary, "isolation.temperature", row, tenths=381, symptoms="咳嗽")
    one = line(compound, secretary, row)
    assert (one.morning, one.evening, one.fever) == (366, 381, True)
    assert f"isolation.fever:{row}" in alarm_keys(compound, secretary)


def test_a_temperature_typed_again_replaces_the_first(compound: Store, secretary: Actor) -> None:
    row = apart(compound)
    for tenths in (372, 366):
        do(compound, secretary, "isolation.temperature", row, tenths=tenths, half="morning")
    with compound.reading(secretary) as session:
        rows = session.exec(select(isolation.IsolationTemperature)).all()
    assert [one.tenths for one in rows] == [366]


def test_a_missed_test_is_told_until_the_next_is_taken(compound: Store, secretary: Actor) -> None:
    row = apart(compound, happened_on="2022-04-03")
    assert line(compound, secretary, row).missed == (dt.date(2022, 4, 4), dt.date(2022, 4, 7))
    assert f"isolation.missed_test:{row}" in alarm_keys(compound, secretary)
    swabbed(compound, row)
    assert f"isolation.missed_test:{row}" not in alarm_keys(compound, secretary)


def test_a_result_that_does_not_come_is_told(
    compound: Store, secretary: Actor, clock: FrozenClock
) -> None:
    row = apart(compound)
    do(compound, secretary, "isolation.test", row)
    assert f"isolation.result:{row}" not in alarm_keys(compound, secretary)
    clock.advance(dt.timedelta(hours=25))
    assert f"isolation.result:{row}" in alarm_keys(compound, secretary)


def test_nobody_is_kept_in_without_somebody_who_brings_supplies(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    row = apart(compound)
    second = apart(compound, 2)
    with compound.reading(secretary) as session:
        [told] = [one for one in isolation.alarms(session) if one.key == "isolation.unserved"]
    assert (told.params["n"], told.record) == (2, f"isolation.person:{row}")
    do(compound, secretary, "isolation.serve", second, supplies_id=volunteer.id)
    do(compound, secretary, "isolation.serve", row, supplies_id=volunteer.id)
    one = line(compound, secretary, row)
    assert (one.supplies, one.rubbish) == ("孙晓丽", "孙晓丽")
    assert "isolation.unserved" not in alarm_keys(compound, secretary)
    assert refused(compound, secretary, "isolation.serve", row).key == "refuse.isolation.nobody"


def neighbour(store: Store) -> Volunteer:
    """A volunteer who lives behind 3-2-401."""
    made = do(
        store,
        SET_UP,
        "people.add_volunteer",
        name="王大明",
        kind="resident_volunteer",
        joined_on=dt.date(2022, 3, 20),
        household_id=1,
    )
    return stored_volunteer(store, made.id)


def stored_volunteer(store: Store, row_id: int) -> Volunteer:
    with store.reading(SET_UP) as session:
        row = session.get(Volunteer, row_id)
    assert isinstance(row, Volunteer)
    return row


def test_whoever_serves_from_behind_that_door_is_kept_in_too(
    compound: Store, secretary: Actor, clock: FrozenClock
) -> None:
    who = neighbour(compound)
    row = apart(compound)
    until = stored_volunteer(compound, who.id or 0).isolated_until
    assert until == dt.date(2022, 4, 15), "through the monitoring"
    do(compound, SET_UP, "shifts.add_post", name="北门卡点", kind="gate_checkpoint", seats=2)
    shift = do(
        compound,
        SET_UP,
        "shifts.add",
        post_id=1,
        starts_at="2022-04-08T10:00:00+08:00",
        ends_at="2022-04-08T14:00:00+08:00",
    )
    from tests.models.crew import first_seat

    no = refused(
        compound, secretary, "shifts.assign", first_seat(compound, shift.id), volunteer_id=who.id
    )
    assert "isolated" in no.key
    # A release that is late keeps in from day to day.
    clock.set(dt.datetime(2022, 4, 20, 0, 10))
    take_due(compound, isolation.DUTIES)
    assert stored_volunteer(compound, who.id or 0).isolated_until == dt.date(2022, 4, 20)
    do(compound, secretary, "isolation.place", row, place="hotel", site="如意宾馆")
    assert stored_volunteer(compound, who.id or 0).isolated_until is None


def test_a_day_set_by_hand_is_not_taken_back(compound: Store, secretary: Actor) -> None:
    who = neighbour(compound)
    do(compound, secretary, "people.isolate", who.id, isolated_until="2022-05-01")
    row = apart(compound)
    do(compound, secretary, "isolation.place", row, place="central")
    assert stored_volunteer(compound, who.id or 0).isolated_until == dt.date(2022, 5, 1)


# ── who sees what ───────────────────────────────────────────────────────────────────────────


@pytest.fixture
def two_doors(compound: Store) -> tuple[int, int]:
    return apart(compound), apart(compound, MA)


def test_the_role_says_how_much_is_seen(
    compound: Store,
    two_doors: tuple[int, int],
    secretary: Actor,
    grid_leader: Actor,
    volunteer: Actor,
) -> None:
    near, far = two_doors
    assert line(compound, secretary, far).whole
    assert line(compound, grid_leader, near).whole
    other = line(compound, grid_leader, far)
    assert (other.whole, other.level, other.why, other.door) == (False, None, None, "5-*")
    do(compound, secretary, "isolation.serve", near, supplies_id=volunteer.id)
    mine = line(compound, volunteer, near)
    assert (mine.whole, mine.door, mine.name, mine.level) == (False, "3-2-401", "王阿姨", None)
    assert line(compound, volunteer, far).name == "马**"
    with compound.reading(volunteer) as session:
        sheet = lookup_kind("isolation.person").sheet(session, near)
    assert [one.label for one in sheet.fields] == ["field.gear_needed"]


def test_the_wall_board_has_no_person_and_no_small_number(
    compound: Store, two_doors: tuple[int, int]
) -> None:
    board = Actor(None, "board", Role.wallboard)
    with compound.reading(board) as session:
        assert isolation.isolated(session) == () and isolation.alarms(session) == ()
        numbers = isolation.counts(session)
    assert (numbers.total, numbers.close, numbers.cases) == (None, None, 0)


def test_only_who_serves_a_door_records_at_it(
    compound: Store, two_doors: tuple[int, int], secretary: Actor, volunteer: Actor
) -> None:
    near, far = two_doors
    do(compound, secretary, "isolation.serve", near, supplies_id=volunteer.id)
    do(compound, volunteer, "isolation.temperature", near, tenths=365)
    no = refused(compound, volunteer, "isolation.temperature", far, tenths=365)
    assert no.key == "refuse.isolation.not_serving"
    with compound.reading(volunteer) as session:
        verbs = {one.verb: one.refusal for one in verb_lines(session, "isolation.person", near)}
    assert verbs["isolation.temperature"] is None and verbs["isolation.release"] is not None


def test_a_grid_leader_changes_the_own_grid_only(
    compound: Store, two_doors: tuple[int, int], grid_leader: Actor
) -> None:
    near, far = two_doors
    do(compound, grid_leader, "isolation.move_end", near, ends_on="2022-04-10")
    no = refused(compound, grid_leader, "isolation.move_end", far, ends_on="2022-04-10")
    assert no.key == "refuse.isolation.not_yours"


def test_no_sentence_of_the_journal_tells_a_level_or_a_result(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    row = apart(compound)
    do(compound, secretary, "isolation.test", row, result="positive")
    do(compound, secretary, "isolation.confirm_case", row)
    with compound.reading(volunteer) as session:
        told = [Words("zh")(f"{act.verb}.did", **act.params) for act in acts.recent(session, 3)]
    assert not [one for one in told if "阳" in one or "密" in one or "王秀芝" in one]


def test_the_ledger_names_a_door_only_for_a_purpose(
    compound: Store, two_doors: tuple[int, int], secretary: Actor, tmp_path: Path
) -> None:
    plain = export(compound, secretary, "isolation", tmp_path / "a.csv", Words("zh")).read_text()
    told = export(
        compound, secretary, "isolation", tmp_path / "b.csv", Words("zh"), "报街道"
    ).read_text()
    assert "3-2-401" not in plain and "王秀芝" not in plain and "密接" in plain
    assert "3-2-401" in told and "王秀芝" in told


# ── the quick line, cost, undo, and the machine ─────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("3-2-401 体温 36.5", {"tenths": 365}),
        ("3-2-401 体温36.8 咳嗽", {"tenths": 368, "symptoms": "咳嗽"}),
        ("3-2-401 temperature 37", {"tenths": 370}),
        ("3-2-401 核酸", {}),
        ("3-2-401 核酸 阴性", {"result": SampleResult.negative}),
        ("王秀芝 swab negative x2", {"result": SampleResult.negative, "samples": 2}),
    ],
)
def test_the_quick_line_is_understood(
    compound: Store, secretary: Actor, typed: str, values: dict[str, object]
) -> None:
    row = apart(compound)
    with compound.reading(secretary) as session:
        read = understand(session, typed, Words("zh"))
    assert read.ready, read
    draft = read.draft().model_dump(exclude_defaults=True)
    assert draft == {"id": row, **values}


def test_two_behind_a_door_are_chosen_from(compound: Store, secretary: Actor) -> None:
    apart(compound)
    apart(compound, LI)
    with compound.reading(secretary) as session:
        both = understand(session, "3-2-401 体温 36.5", Words("zh"))
        one = understand(session, "3-2-401 李国栋 体温 36.5", Words("zh"))
    assert both.choice is not None and len(both.choice.options) == 2
    assert one.ready


def test_a_read_costs_the_same_for_many_and_with_a_long_past(
    compound: Store, secretary: Actor, count_statements: CountStatements
) -> None:
    def cost() -> list[int]:
        found = []
        for read in (isolation.isolated, isolation.counts, isolation.alarms, isolation.panel):
            with compound.reading(secretary) as session, count_statements(compound) as asked:
                read(session)
            found.append(asked.count)
        return found

    apart(compound)
    before = cost()
    apart(compound, LI)
    apart(compound, MA)
    assert cost() == before
    assert max(before) <= 10


def test_many_at_once_are_one_act_in_few_statements(
    compound: Store, secretary: Actor, count_statements: CountStatements
) -> None:
    ids = [apart(compound), apart(compound, LI), apart(compound, MA)]
    draft = lookup("isolation.temperature").draft
    with count_statements(compound) as asked:
        done = perform(
            compound,
            secretary,
            "isolation.temperature",
            *(draft(id=row, tenths=366) for row in ids),  # type: ignore[call-arg]
        )
    assert done.act_id is not None
    assert asked.count <= 25


def test_every_act_is_taken_back_whole(compound: Store, secretary: Actor) -> None:
    row = apart(compound)
    neighbour(compound)
    all_swabs(compound, row)
    swabbed(compound, row)
    with compound.reading(secretary) as session:
        one = isolation.of(session, row)
    sample = one.samples[0].id
    steps: tuple[tuple[str, int | None, dict[str, object]], ...] = (
        ("isolation.open", None, {"resident_id": LI, "kind": "case", "happened_on": "2022-04-07"}),
        ("isolation.expose", row, {"kind": "close", "happened_on": "2022-04-05"}),
        ("isolation.contacts", row, {}),
        ("isolation.move_end", row, {"ends_on": "2022-04-12"}),
        ("isolation.test", row, {}),
        ("isolation.correct_sample", sample, {"result": "invalid", "reason": "x"}),
        ("isolation.temperature", row, {"tenths": 366}),
        ("isolation.serve", row, {"supplies_id": 4}),
        ("isolation.place", row, {"place": "central"}),
        ("isolation.confirm_case", row, {}),
        ("isolation.monitor", row, {}),
    )
    for verb, target, values in steps:
        before = stored(compound, *TABLES)
        do(compound, secretary, verb, target, **values)
        assert stored(compound, *TABLES) != before, verb
        with compound.reading(secretary) as session:
            last = acts.my_last(session)
        assert last is not None
        acts.undo(compound, secretary, last.id)
        assert stored(compound, *TABLES) == before, verb


class Apart(RuleBasedStateMachine):
    """Any order of verbs and days: nobody is free without the negatives the rules ask for."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock.frozen("2022-04-08T10:30")
        self.store = with_doors(empty_store(Path(self.folder.name) / "desk.db", self.clock))
        self.actor = Actor(1, "陈书宁", Role.secretary)
        self.row = apart(self.store)

    @rule(verb=st.sampled_from(ISOLATION.verbs()), days=st.integers(0, 5))
    def step(self, verb: str, days: int) -> None:
        self.clock.advance(dt.timedelta(days=days))
        told = {"kind": "close", "happened_on": self.clock.today()}
        self._try(verb, **(told if verb == "isolation.expose" else {}))

    @rule(result=st.sampled_from(list(SampleResult)))
    def swab(self, result: SampleResult) -> None:
        self._try("isolation.test", result=result)

    def _try(self, verb: str, **values: object) -> None:
        try:
            do(self.store, self.actor, verb, self.row, **values)
        except Refusal:
            return

    @invariant()
    def nobody_goes_free_unasked(self) -> None:
        if not hasattr(self, "store"):
            return
        with self.store.reading(self.actor) as session:
            one = isolation.of(session, self.row)
        if one.row.state is IsolationState.released:
            assert one.row.released_on is not None and one.row.slip
            assert one.row.place is StayPlace.home
        elif one.standing is not None and one.course is not None:
            overdue = one.standing.overdue_release
            with self.store.reading(self.actor) as session:
                keys = {alarm.key for alarm in isolation.alarms(session)}
            assert (f"isolation.overdue_release:{self.row}" in keys) is overdue

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()


TestApart = Apart.TestCase
TestApart.settings = settings(max_examples=10, stateful_step_count=14, deadline=None)
