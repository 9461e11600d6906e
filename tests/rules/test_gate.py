"""The pass of a household: turns, lost turns, and what is never counted."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.gate import GatePurpose, GateRules, Turn, blocked, due_back, late_by
from models.rules.refusal import Refusal
from tests.rules.rule_data import data_of

RULES = GateRules.from_data(data_of("gate"))
SEALED = RULES.in_phase("sealed")
OUT = datetime(2022, 4, 8, 2, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
MEDICINE, HOSPITAL = GatePurpose.medicine, GatePurpose.hospital


def turn(stays: timedelta | None, purpose: GatePurpose = MEDICINE) -> Turn:
    """Out at half past ten for two hours, and back after so long; None is still out."""
    back = None if stays is None else OUT + stays
    return Turn(purpose, OUT, due_back(SEALED, purpose, OUT), back)


def test_the_next_turn_is_counted_from_the_going_out() -> None:
    found = blocked(RULES, SEALED, [turn(HOUR)], OUT + 2 * HOUR)
    assert found is not None
    assert (found.until, found.late) == (OUT + 48 * HOUR, timedelta(0))
    assert blocked(RULES, SEALED, [turn(HOUR)], OUT + 48 * HOUR) is None


def test_a_late_return_costs_a_turn_and_the_grace_costs_nothing() -> None:
    late, grace = turn(3 * HOUR), turn(2 * HOUR + RULES.grace)
    found = blocked(RULES, SEALED, [late], OUT + 4 * HOUR)
    assert found is not None and (found.until, found.late) == (OUT + 96 * HOUR, HOUR)
    assert late_by(grace, RULES.grace, OUT) == timedelta(0)


def test_who_is_still_out_gets_later_by_the_clock() -> None:
    out = turn(None)
    assert late_by(out, RULES.grace, OUT + HOUR) == timedelta(0)
    assert late_by(out, RULES.grace, OUT + 5 * HOUR) == 3 * HOUR


@given(st.lists(st.sampled_from(sorted(SEALED.uncounted)), max_size=5), st.integers(0, 200))
def test_what_cannot_wait_never_blocks(purposes: list[GatePurpose], hours: int) -> None:
    turns = [turn(None, purpose) for purpose in purposes]
    assert blocked(RULES, SEALED, turns, OUT + hours * HOUR) is None
    assert due_back(SEALED, HOSPITAL, OUT) is None


@given(st.lists(st.integers(0, 600), min_size=1, max_size=4), st.integers(0, 300))
def test_the_longest_wait_counts(minutes: list[int], hours: int) -> None:
    turns = [turn(timedelta(minutes=one)) for one in minutes]
    now = OUT + hours * HOUR
    found = blocked(RULES, SEALED, turns, now)
    each = [one for one in (blocked(RULES, SEALED, [t], now) for t in turns) if one]
    assert (found.until if found else None) == max((one.until for one in each), default=None)


def test_a_phase_without_a_pass_is_named() -> None:
    with pytest.raises(Refusal, match="refuse.gate.no_phase"):
        RULES.in_phase("elsewhere")
    assert RULES.in_phase("closed").every == timedelta(0)
    assert blocked(RULES, RULES.in_phase("closed"), [turn(None)], OUT) is None
