"""A duty is done once when it is due, whichever desk is open."""

import datetime as dt
import threading

import pytest
from sqlmodel import select

from models.rules.refusal import Refusal
from models.store import Clock, Duty, Writing, take_due
from models.store.journal import acts
from tests.models.store.orchard import Tree


def plant(session: Writing) -> None:
    session.add(Tree(label="duty"))


DAILY = Duty("orchard.daily", dt.time(3), plant)
HOURLY = Duty("orchard.hourly", dt.timedelta(hours=1), plant)


@pytest.mark.usefixtures("machine_zone")
def test_when_a_duty_is_due() -> None:
    clock = Clock.frozen("2022-04-08T10:30")
    assert DAILY.due(clock) == clock.at(dt.date(2022, 4, 8), dt.time(3))
    assert HOURLY.due(clock) == clock.at(dt.date(2022, 4, 8), dt.time(10))
    clock.set("2022-04-08T02:59")
    assert DAILY.due(clock) == clock.at(dt.date(2022, 4, 7), dt.time(3))
    weekly = Duty("w", dt.timedelta(days=7), plant).due(clock)
    assert clock.local(weekly).time() == dt.time()
    assert dt.timedelta() <= clock.now() - weekly < dt.timedelta(days=7)


def test_it_is_done_once_and_by_the_clock(store, open_store, clock, actor) -> None:
    other = open_store()
    assert take_due(store, [DAILY, HOURLY]) == ["orchard.daily", "orchard.hourly"]
    assert take_due(store, [DAILY, HOURLY]) == []
    assert take_due(other, [DAILY, HOURLY]) == []
    clock.advance(dt.timedelta(minutes=31))
    assert take_due(other, [DAILY, HOURLY]) == ["orchard.hourly"]
    clock.advance(dt.timedelta(days=3))
    assert take_due(other, [DAILY]) == ["orchard.daily"]
    with store.reading(actor) as reading:
        lines = acts(reading)
        assert {(line.origin, line.actor_id) for line in lines} == {("clock", None)}
        assert lines[0].verb == "orchard.daily"
        assert len(reading.exec(select(Tree)).all()) == 4


def test_many_desks_at_the_same_moment(open_store, actor) -> None:
    stores = [open_store() for _ in range(6)]
    taken: list[str] = []
    start = threading.Barrier(6)

    def desk(store) -> None:
        start.wait()
        taken.extend(take_due(store, [DAILY]))

    threads = [threading.Thread(target=desk, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert taken == ["orchard.daily"]
    with stores[0].reading(actor) as reading:
        assert len(reading.exec(select(Tree)).all()) == 1


def test_a_refused_duty_stays_due_and_stops_no_other(store) -> None:
    refused = True

    def sometimes(session: Writing) -> None:
        plant(session)
        session.flush()
        if refused:
            raise Refusal("refuse.store.full")

    duties = [Duty("orchard.sometimes", dt.timedelta(hours=1), sometimes), HOURLY]
    assert take_due(store, duties) == ["orchard.hourly"]
    refused = False
    assert take_due(store, duties) == ["orchard.sometimes"]


def test_a_broken_duty_is_told_after_the_others(store) -> None:
    def broken(_session: Writing) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        take_due(store, [Duty("orchard.broken", dt.timedelta(hours=1), broken), HOURLY])
    assert take_due(store, [HOURLY]) == []
