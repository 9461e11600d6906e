"""Temperatures: what is one, how it is typed, when it is missed."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.temperature import HIGHEST, LOWEST, Half, HealthWatch, celsius, degrees
from tests.rules.rule_data import data_of

RULES = HealthWatch.from_data(data_of("health_watch"))


@pytest.mark.parametrize(
    ("typed", "tenths"),
    [
        ("36.5", 365),
        ("36．5", 365),
        ("37", 370),
        ("37.3℃", 373),
        ("36.8度", 368),
        ("36.8 °C", 368),
        ("365", None),
        ("30", None),
        ("44", None),
        ("36.55", None),
        ("12:00", None),
        ("", None),
    ],
)
def test_a_temperature_is_what_a_body_may_have(typed: str, tenths: int | None) -> None:
    assert celsius(typed) == tenths


@given(st.integers(LOWEST, HIGHEST))
def test_what_is_shown_is_read_back(tenths: int) -> None:
    assert celsius(degrees(tenths)) == tenths


@given(st.text())
def test_any_text_is_a_temperature_or_none(text: str) -> None:
    found = celsius(text)
    assert found is None or LOWEST <= found <= HIGHEST


@pytest.mark.parametrize(
    ("at", "missed"),
    [("11:59", ()), ("12:00", (Half.morning,)), ("20:00", (Half.morning, Half.evening))],
)
def test_each_half_is_waited_for_until_its_hour(at: str, missed: tuple[Half, ...]) -> None:
    assert RULES.missed(time.fromisoformat(at)) == missed


def test_the_clock_tells_the_half() -> None:
    assert RULES.half(time(14, 59)) is Half.morning
    assert RULES.half(time(15)) is Half.evening
