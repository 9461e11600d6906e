"""Temperatures that are missing, who serves, and who serves from behind the door."""

import datetime as dt

from sqlmodel import select

from models import acts, isolation
from models.store import Actor, FrozenClock, Store
from models.store.duties import take_due
from tests.models.crew import SET_UP, do, refused
from tests.models.isolation.standing import (
    alarm_keys,
    apart,
    line,
    neighbour,
    stored_volunteer,
    swabbed,
)


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


def test_the_record_tells_of_its_temperatures_tests_and_ends(
    compound: Store, secretary: Actor
) -> None:
    row = apart(compound)
    do(compound, secretary, "isolation.temperature", row, tenths=372)
    do(compound, secretary, "isolation.temperature", row, tenths=366)
    do(compound, secretary, "isolation.test", row)
    do(compound, secretary, "isolation.move_end", row, ends_on="2022-04-30")
    with compound.reading(secretary) as session:
        told = [line.verb for line in acts.timeline(session, "isolation.person", row)]
    assert told == [
        "isolation.move_end",
        "isolation.test",
        "isolation.temperature",
        "isolation.temperature",
        "isolation.open",
    ]


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
