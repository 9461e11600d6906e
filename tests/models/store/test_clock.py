"""One "now" for everybody; days are the branch's, never the machine's."""

import datetime as dt

import pytest

from models.store import Actor, BranchClock, Clock, Store
from models.store.engine import set_clock
from tests.models.store.conftest import AREAS

UTC = dt.UTC


@pytest.mark.usefixtures("machine_zone")
def test_days_are_counted_in_the_branchs_zone() -> None:
    clock = Clock.frozen("2022-04-08T00:30")
    assert clock.now() == dt.datetime(2022, 4, 7, 16, 30, tzinfo=UTC)
    assert clock.today() == dt.date(2022, 4, 8)
    assert clock.local(clock.now()).strftime("%m-%d %H:%M") == "04-08 00:30"
    assert clock.day_start(clock.today()) == dt.datetime(2022, 4, 7, 16, tzinfo=UTC)
    assert clock.day_of(dt.datetime(2022, 4, 7, 15, 59, tzinfo=UTC)) == dt.date(2022, 4, 7)
    assert clock.at(dt.date(2022, 4, 8), dt.time(14, 30)) == dt.datetime(
        2022, 4, 8, 6, 30, tzinfo=UTC
    )


@pytest.mark.usefixtures("machine_zone")
def test_a_zone_with_summer_time() -> None:
    clock = Clock.frozen("2022-03-27T12:00", "Europe/Berlin")
    assert clock.day_start(dt.date(2022, 3, 27)) == dt.datetime(2022, 3, 26, 23, tzinfo=UTC)
    assert clock.day_start(dt.date(2022, 3, 28)) == dt.datetime(2022, 3, 27, 22, tzinfo=UTC)


@pytest.mark.usefixtures("machine_zone")
def test_a_frozen_clock_moves_when_told() -> None:
    clock = Clock.frozen(dt.datetime(2022, 4, 8, 10, 30))
    assert clock.now() == dt.datetime(2022, 4, 8, 2, 30, tzinfo=UTC)
    clock.advance(dt.timedelta(hours=14))
    assert clock.today() == dt.date(2022, 4, 9)
    clock.set(dt.datetime(2022, 4, 15, 0, 0, tzinfo=UTC))
    assert clock.now() == dt.datetime(2022, 4, 15, tzinfo=UTC)


@pytest.mark.usefixtures("machine_zone")
def test_a_running_clock_is_now_and_a_demonstration_runs_on() -> None:
    now = dt.datetime.now(UTC)
    assert abs(Clock().now() - now) < dt.timedelta(seconds=5)
    start = dt.datetime(2022, 4, 8, 2, 30, tzinfo=UTC)
    running = Clock(start=start, since=now - dt.timedelta(hours=2))
    assert abs(running.now() - start - dt.timedelta(hours=2)) < dt.timedelta(seconds=5)
    assert abs(Clock(start=start).now() - start) < dt.timedelta(seconds=5)


@pytest.mark.usefixtures("machine_zone")
def test_the_database_carries_the_clock(tmp_path) -> None:
    url = f"sqlite:///{tmp_path}/demo.db"
    actor = Actor.setup()
    start = dt.datetime(2022, 4, 8, 2, 30, tzinfo=UTC)
    store = Store.open(url, areas=AREAS)
    assert store.clock.zone == "Asia/Shanghai"
    with store.writing(actor, "branch.open") as session:
        since = session.now
        set_clock(session, BranchClock(zone="Asia/Urumqi", demo_start=start, demo_since=since))
    other = Store.open(url, areas=AREAS)
    for opened in (store, other):
        assert opened.clock.zone == "Asia/Urumqi"
        assert abs(opened.clock.now() - start) < dt.timedelta(seconds=5)
        assert opened.areas() == {"branch": 1, "journal": 1}
    with store.writing(actor, "branch.open") as session:
        set_clock(session, BranchClock(zone="Asia/Shanghai"))
    other.reload_clock()
    assert other.clock.zone == "Asia/Shanghai"
    assert abs(other.clock.now() - dt.datetime.now(UTC)) < dt.timedelta(seconds=5)
    store.close()
    other.close()


@pytest.mark.usefixtures("machine_zone")
def test_one_reading_has_one_now(store, actor, clock) -> None:
    with store.reading(actor) as reading:
        clock.advance(dt.timedelta(days=1))
        assert reading.now == dt.datetime(2022, 4, 8, 2, 30, tzinfo=UTC)
        assert reading.today == dt.date(2022, 4, 8)
