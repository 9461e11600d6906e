"""The promise counts from when it came in, and stops only for what the rule set names."""

import datetime as dt
from collections.abc import Callable

import pytest

from models.requests import (
    RequestState,
)
from models.store import FrozenClock
from models.store.drafts import Edit
from models.store.register import (
    perform,
)
from tests.models.requests.standing import key_of, pauses, stand
from tests.models.requests_branch import Desk

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def later(clock: FrozenClock) -> Callable[[float], dt.datetime]:
    """The moment so many hours from now."""
    return lambda hours: clock.now() + hours * HOUR


def test_only_a_wait_for_a_supplier_stops_the_clock(
    desk: Desk, clock: FrozenClock, later: Callable[[float], dt.datetime]
) -> None:
    promised = later(24)
    for waiting_for, due in (("supplier", 24 + 3), ("resident", 24), ("weather", 24)):
        number = stand(desk, "in_progress")
        row = desk.do(
            desk.volunteer,
            "requests.wait",
            number,
            waiting_for=waiting_for,
            reason="等",
            wake_at=later(3),
        )
        assert row.promised_at == promised + (due - 24) * HOUR, waiting_for


def test_woken_early_the_promise_comes_back_by_what_was_not_waited(
    desk: Desk, clock: FrozenClock, later: Callable[[float], dt.datetime]
) -> None:
    promised = later(24)
    number = stand(desk, "in_progress")
    desk.do(desk.volunteer, "requests.wait", number, reason="缺货", wake_at=later(3))
    clock.advance(HOUR)
    row = desk.do(desk.volunteer, "requests.wake", number)
    assert row.promised_at == promised + HOUR
    assert (row.state, row.waiting_for, row.wake_at) == (RequestState.claimed, None, None)


def test_nobody_wakes_it_and_the_clock_runs_on_from_the_wake_time(
    desk: Desk, clock: FrozenClock, later: Callable[[float], dt.datetime]
) -> None:
    promised = later(24)
    number = stand(desk, "in_progress")
    desk.do(desk.volunteer, "requests.wait", number, reason="缺货", wake_at=later(3))
    clock.advance(10 * HOUR)
    row = desk.do(desk.volunteer, "requests.wake", number)
    assert row.promised_at == promised + 3 * HOUR


def test_a_wait_may_be_lengthened_and_counts_once(
    desk: Desk, clock: FrozenClock, later: Callable[[float], dt.datetime]
) -> None:
    promised = later(24)
    number = stand(desk, "in_progress")
    desk.do(desk.volunteer, "requests.wait", number, reason="缺货", wake_at=later(3))
    clock.advance(2 * HOUR)
    row = desk.do(desk.volunteer, "requests.wait", number, reason="还缺货", wake_at=later(4))
    assert row.promised_at == promised + 6 * HOUR
    assert [pause["reason"] for pause in pauses(desk, number)] == ["缺货", "还缺货"]


def test_a_wait_after_the_promise_was_broken_mends_nothing(
    desk: Desk, clock: FrozenClock, later: Callable[[float], dt.datetime]
) -> None:
    number = stand(desk, "in_progress", urgency="red")
    promised = desk.row(number).promised_at
    clock.advance(5 * HOUR)
    row = desk.do(desk.volunteer, "requests.wait", number, reason="缺货", wake_at=later(3))
    assert row.promised_at == promised


def test_another_urgency_reckons_the_promise_anew_with_its_waits(
    desk: Desk, clock: FrozenClock, later: Callable[[float], dt.datetime]
) -> None:
    number = stand(desk, "in_progress")
    received = desk.row(number).created_at
    desk.do(desk.volunteer, "requests.wait", number, reason="缺货", wake_at=later(1))
    clock.advance(HOUR)
    desk.do(desk.volunteer, "requests.wake", number)
    row = desk.do(desk.secretary, "requests.set_urgency", number, urgency="urgent", reason="断药")
    assert row.promised_at == received + 9 * HOUR
    perform(
        desk.store,
        desk.secretary,
        "requests.edit",
        Edit(id=number, changed={"urgency": "low"}, opened={"urgency": "urgent"}),
    )
    assert desk.row(number).promised_at == received + 73 * HOUR


def test_a_wait_wakes_in_the_time_to_come(desk: Desk, clock: FrozenClock) -> None:
    number = stand(desk, "in_progress")
    key = key_of(
        lambda: desk.do(desk.volunteer, "requests.wait", number, reason="缺货", wake_at=clock.now())
    )
    assert key == "refuse.requests.wake_past"


@pytest.mark.parametrize("verb", ["assign", "close", "release", "wake"])
def test_every_way_out_of_a_wait_ends_it(desk: Desk, clock: FrozenClock, verb: str) -> None:
    given = {"assign": {"assignee_id": 5}, "release": {"reason": "有事"}}.get(verb, {})
    number = stand(desk, "waiting")
    clock.advance(HOUR)
    row = desk.do(desk.secretary, f"requests.{verb}", number, **given)
    assert (row.waiting_for, row.waiting_reason, row.wake_at) == (None, "", None)
    assert pauses(desk, number)[0]["ends_at"] == clock.now()
