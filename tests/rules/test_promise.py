"""Promises: the clock stops only with a reason, and never after the promise was broken."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.promise import (
    Pause,
    Urgency,
    is_overdue,
    overdue_minutes,
    promised_at,
)
from tests.rules.rule_data import PROMISE, local

HOUR = timedelta(hours=1)
AT = local(8, 8)
NOW = local(8, 20)


def wait(start: int, end: int | None, waits_for: str = "supplier", reason: str = "缺货") -> Pause:
    return Pause(local(8, start), None if end is None else local(8, end), waits_for, reason)


@pytest.mark.parametrize(
    ("urgency", "hours"),
    [(Urgency.red, 2), (Urgency.urgent, 8), (Urgency.normal, 24), (Urgency.low, 72)],
)
def test_the_urgency_gives_the_promise(urgency: Urgency, hours: int) -> None:
    assert promised_at(AT, urgency, [], NOW, PROMISE) == AT + hours * HOUR


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        pytest.param([wait(9, 11)], local(8, 18), id="a wait for the supplier moves it"),
        pytest.param(
            [wait(9, 11, reason=" ")], local(8, 16), id="a wait without a reason does not"
        ),
        pytest.param(
            [wait(9, 11, "resident")], local(8, 16), id="a wait for another thing neither"
        ),
        pytest.param([wait(9, 11), wait(10, 12)], local(8, 19), id="waits that overlap count once"),
        pytest.param([wait(9, 11), wait(12, 13)], local(8, 19), id="waits are added up"),
        pytest.param([wait(17, 19)], local(8, 16), id="a wait after it fell due mends nothing"),
        pytest.param([wait(9, 11), wait(17, 19)], local(8, 20), id="one moves it past the next"),
        pytest.param([wait(6, 9)], local(8, 17), id="a wait counts from the request on"),
        pytest.param(
            [wait(15, None)], local(8, 21), id="a wait that lasts moves it with the clock"
        ),
        pytest.param([wait(21, 23)], local(8, 16), id="a wait to come has not begun"),
    ],
)
def test_what_stops_the_clock(pauses: list[Pause], due: datetime) -> None:
    assert promised_at(AT, Urgency.urgent, pauses, NOW, PROMISE) == due


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=5))
def test_waits_never_bring_a_promise_forward_nor_add_more_than_passed(
    spans: list[tuple[int, int]],
) -> None:
    pauses = [
        wait(start, start + length if start + length < 24 else None) for start, length in spans
    ]
    due = promised_at(AT, Urgency.urgent, pauses, NOW, PROMISE)
    plain = AT + 8 * HOUR
    assert plain <= due <= plain + (NOW - AT)


def test_overdue_is_whole_minutes_past_the_promise() -> None:
    assert overdue_minutes(AT, AT + timedelta(seconds=59)) == 0
    assert overdue_minutes(AT, AT + timedelta(minutes=90)) == 90
    assert overdue_minutes(AT, AT - HOUR) == 0
    assert not is_overdue(AT, AT)
    assert is_overdue(AT, AT + timedelta(seconds=1))


def test_a_kind_gives_the_urgency_it_starts_with() -> None:
    assert PROMISE.urgency("medicine") is Urgency.urgent
    assert PROMISE.urgency("never heard of") is PROMISE.default
