"""A clock set back, or ahead: acts keep their order, duties neither stop nor are made up for."""

import datetime as dt
from collections import Counter

import pytest
from sqlmodel import Session

from models.store import Actor, Duty, FrozenClock, Role, Store, Writing, take_due
from models.store.acts import ACT
from models.store.clock import Drift
from models.store.duties import DUTY_DONE, last_act_at
from models.store.journal import verify
from tests.models.store.orchard import Tree

CHEN = Actor(1, "陈书宁", Role.secretary)
HOUR, DAY, YEAR = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(days=365)


def plant(session: Writing) -> None:
    session.add(Tree(label="x"))


DUTIES = (Duty("orchard.hourly", HOUR, plant), Duty("orchard.daily", dt.time(4), plant))


def act(store: Store) -> None:
    with store.writing(CHEN, "orchard.plant") as session:
        plant(session)


def a_day_of_desks(store: Store, clock: FrozenClock) -> Counter[str]:
    """What an open desk does in a day, asked every ten minutes."""
    done: Counter[str] = Counter()
    for _ in range(24 * 6):
        done.update(take_due(store, DUTIES))
        clock.advance(dt.timedelta(minutes=10))
    return done


def test_acts_keep_their_order_whatever_the_clock_says(store: Store, clock: FrozenClock) -> None:
    for moment in ("2022-04-08T10:30", "2022-04-08T09:30", "1970-01-01T00:00", "2023-04-08T10:30"):
        clock.set(moment)
        act(store)
    with store.reading(CHEN) as session:
        assert verify(session).sound
        ids = [row.id for row in session.connection().execute(ACT.select())]
    assert ids == sorted(ids)
    last = last_act_at(store)
    assert last == clock.now()


@pytest.mark.parametrize("ahead", [2 * HOUR, DAY, YEAR], ids=["two hours", "a day", "a year"])
def test_a_clock_that_was_ahead_leaves_no_duty_out_once_it_is_right(
    store: Store, clock: FrozenClock, ahead: dt.timedelta
) -> None:
    a_day_of_desks(store, clock)
    clock.advance(ahead)
    wrong = take_due(store, DUTIES)
    assert len(wrong) == len(set(wrong)), "made up for"
    clock.advance(-ahead)
    assert a_day_of_desks(store, clock) == {"orchard.hourly": 24, "orchard.daily": 1}


def test_a_clock_in_1970_and_right_again(store: Store, clock: FrozenClock) -> None:
    right = clock.now()
    a_day_of_desks(store, clock)
    clock.set("1970-01-01T12:00")
    assert a_day_of_desks(store, clock)["orchard.hourly"] <= 25
    clock.set(right + DAY)
    # What was done last before is done once more: its mark was in the future of 1970.
    assert a_day_of_desks(store, clock) == {"orchard.hourly": 25, "orchard.daily": 2}


def test_two_machines_some_minutes_apart_do_not_take_turns(
    store: Store, clock: FrozenClock
) -> None:
    done: Counter[str] = Counter()
    for _ in range(24 * 6):
        for apart in (dt.timedelta(minutes=20), -dt.timedelta(minutes=20)):
            clock.advance(apart)
            done.update(take_due(store, DUTIES))
        clock.advance(dt.timedelta(minutes=10))
    assert done["orchard.hourly"] <= 26 and done["orchard.daily"] <= 2


def test_marks_of_a_duty_are_only_kept_for_what_is_past(store: Store, clock: FrozenClock) -> None:
    clock.advance(YEAR)
    take_due(store, DUTIES)
    clock.advance(-YEAR)
    take_due(store, ())
    with Session(store.engine) as session:
        assert session.connection().execute(DUTY_DONE.select()).all() == []


def test_a_clock_that_was_moved_is_told_from_time_that_went_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moved = dt.timedelta()
    real = dt.datetime.now(dt.UTC)
    monkeypatch.setattr("models.store.clock._real", lambda: real + moved)
    monkeypatch.setattr("models.store.clock._steady", lambda: dt.timedelta(hours=5) + slept)
    slept = dt.timedelta()
    drift = Drift()
    assert drift.moved() == dt.timedelta()
    moved = slept = dt.timedelta(hours=8)
    assert drift.moved() == dt.timedelta(), "the machine slept"
    moved = YEAR
    assert drift.moved() == YEAR - slept
