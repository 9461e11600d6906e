"""No release in silence and a clock that restarts: courses, tests and cases."""

import datetime as dt

import pytest

from models import isolation
from models.homes import Presence, Resident
from models.isolation import IsolationNeed, IsolationState
from models.rules.isolation import ExposureKind
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Role, Store
from models.store.register import lookup, lookup_kind, natural_step
from models.words import Key, Words
from tests.models.crew import SET_UP, do, refused
from tests.models.isolation.standing import (
    EXPOSED,
    LI,
    MA,
    WANG,
    alarm_keys,
    all_swabs,
    apart,
    line,
    swabbed,
)

EVERYBODY = ("test", "temperature", "reveal")
LED = (
    "open expose contacts strike move_end correct_sample serve place confirm_case transfer "
    "discharge monitor release edit"
).split()


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


# ── courses, tests and the release ────────────────────────────────────────────────────────────────


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
    foretells = lookup("isolation.release").foretells
    assert foretells is not None
    with compound.reading(secretary) as session:
        assert foretells(session, [row]) == {"taken": "-", "fever": ""}
    do(compound, secretary, "isolation.temperature", row, tenths=381)
    with compound.reading(secretary) as session:
        told = foretells(session, [row])
    assert told == {"taken": ("38.1",), "fever": Key("isolation.release.fever")}
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


# ── cases ─────────────────────────────────────────────────────────────────────────────────────────


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
