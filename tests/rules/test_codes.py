"""Codes: read back from what a person types, and never one for another."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.rules.codes import LENGTH, SIGNS, checked, meant_as_code, new_code, read_code

CODES = st.text(SIGNS, min_size=LENGTH - 1, max_size=LENGTH - 1).map(checked)
PLACES = st.integers(0, LENGTH - 1)


def test_no_sign_is_taken_for_another() -> None:
    assert not set("01OIL") & set(SIGNS)
    assert len(set(SIGNS)) == len(SIGNS) == 31  # a prime: only then does the check see every slip


@given(CODES)
def test_a_code_is_read_however_it_is_typed(code: str) -> None:
    for typed in (code, code.lower(), f" {code[:2]} {code[2:]} ", f"{code[:3]}-{code[3:]}"):
        assert read_code(typed) == code


@given(CODES, PLACES, st.sampled_from(SIGNS))
def test_one_wrong_sign_is_seen(code: str, place: int, sign: str) -> None:
    assume(code[place] != sign)
    assert read_code(code[:place] + sign + code[place + 1 :]) is None


@given(CODES, PLACES, PLACES)
def test_two_signs_that_changed_places_are_seen(code: str, one: int, other: int) -> None:
    assume(code[one] != code[other])
    signs = list(code)
    signs[one], signs[other] = signs[other], signs[one]
    assert read_code("".join(signs)) is None


@given(st.text(max_size=12))
def test_any_text_is_a_code_or_none(text: str) -> None:
    code = read_code(text)
    assert code is None or (len(code) == LENGTH and read_code(code) == code)


def test_a_drawn_code_is_never_a_word() -> None:
    drawn = [new_code() for _ in range(200)]
    assert all(read_code(code) == code and meant_as_code(code) for code in drawn)
    assert len(set(drawn)) > 190


@pytest.mark.parametrize("text", ["start", "3-2-401", "12302", "王秀芝", "", "ab12", "a1b2c3"])
def test_what_is_typed_for_something_else_is_not_meant_as_a_code(text: str) -> None:
    assert not meant_as_code(text)
