"""Readiness: every condition with its day, the first that fails, and the earliest date."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.readiness import (
    Checklist,
    Condition,
    Facts,
    earliest,
    first_failing,
    readiness,
)
from models.rules.refusal import Refusal
from models.words import Words
from tests.rules.rule_data import READINESS

UNSEALING = READINESS.checklist("unsealing")
FREE = READINESS.checklist("epidemic_free")
FIRST = date(2022, 3, 20)
TICKED = dict.fromkeys(("door_checks", "zoned_control", "test_organisation"), date(2022, 4, 5))
SPRING = Facts(
    today=date(2022, 4, 8),
    known_since=FIRST,
    last_case=date(2022, 3, 20),
    last_contact=date(2022, 3, 21),
    last_exposure=date(2022, 4, 1),
)


def checked(facts: Facts, rules: Checklist) -> dict[str, tuple[bool, date]]:
    return {
        one.key.removeprefix("readiness."): (one.holds, one.earliest)
        for one in readiness(facts, rules)
    }


def test_unsealing_waits_for_the_contacts_and_then_for_a_fresh_round() -> None:
    facts = replace(SPRING, full_round=date(2022, 4, 7))
    found = readiness(facts, UNSEALING)
    assert checked(facts, UNSEALING) == {
        "case_free": (True, date(2022, 4, 8)),
        "contacts_over": (False, date(2022, 4, 15)),
        "full_round": (False, date(2022, 4, 15)),
    }
    failing = first_failing(found)
    assert failing is not None and failing.key == "readiness.contacts_over"
    assert earliest(found, facts.today) == date(2022, 4, 15)
    assert found[-1].why.params == {"start": "2022-04-13", "until": "2022-04-15"}


def test_on_the_fifteenth_of_april_all_three_hold() -> None:
    facts = replace(SPRING, today=date(2022, 4, 15), full_round=date(2022, 4, 14))
    found = readiness(facts, UNSEALING)
    assert first_failing(found) is None
    assert earliest(found, facts.today) == facts.today


@pytest.mark.parametrize(
    ("full_round", "holds"),
    [(12, False), (13, True), (15, True), (16, False), (None, False)],
)
def test_a_round_is_fresh_for_two_days_and_not_ahead(full_round: int | None, holds: bool) -> None:
    day = None if full_round is None else date(2022, 4, full_round)
    facts = replace(SPRING, today=date(2022, 4, 15), full_round=day)
    assert readiness(facts, UNSEALING)[-1].holds is holds


def test_a_contact_without_a_negative_result_holds_everything_up_today() -> None:
    facts = replace(SPRING, today=date(2022, 4, 16), contacts_lacking=2)
    failing = first_failing(readiness(facts, UNSEALING))
    assert failing is not None
    assert (failing.key, failing.earliest) == ("readiness.contacts_over", facts.today)
    assert "2" in Words("en")(failing.why.key, **failing.why.params)


def test_epidemic_free_wants_seven_days_and_what_a_person_confirms() -> None:
    facts = replace(SPRING, ticks=TICKED | {"zoned_control": date(2022, 4, 9)})
    assert [one.holds for one in readiness(facts, FREE)] == [True, True, True, False, True]
    failing = first_failing(readiness(facts, FREE))
    assert failing is not None and failing.key == "readiness.tick.zoned_control"
    assert first_failing(readiness(replace(SPRING, ticks=TICKED), FREE)) is None


def test_nobody_is_free_of_cases_because_nothing_was_written() -> None:
    silent = Facts(today=date(2022, 3, 22), known_since=FIRST)
    found = readiness(silent, FREE)
    assert not found[0].holds
    assert (found[0].since, found[0].earliest) == (FIRST, date(2022, 3, 27))


def test_a_new_case_begins_the_days_anew() -> None:
    before, after = (
        readiness(replace(SPRING, last_case=date(2022, 3, day)), FREE)[0] for day in (25, 31)
    )
    assert (before.holds, after.holds) == (True, True)
    assert not readiness(replace(SPRING, last_case=date(2022, 4, 2)), FREE)[0].holds


def test_an_unknown_checklist_is_refused_by_name() -> None:
    with pytest.raises(Refusal) as told:
        READINESS.checklist("celebration")
    assert "celebration" in Words("zh")(told.value.key, **told.value.params)


DAYS = st.none() | st.dates(date(2022, 3, 1), date(2022, 4, 30))
FACTS = st.builds(
    Facts,
    today=st.dates(FIRST, date(2022, 4, 30)),
    known_since=st.just(FIRST),
    last_case=DAYS,
    last_contact=DAYS,
    last_exposure=DAYS,
    contacts_lacking=st.integers(0, 3),
    full_round=DAYS,
    ticks=st.dictionaries(st.sampled_from(sorted(TICKED)), st.dates(FIRST, date(2022, 4, 30))),
)


def met(facts: Facts, day: date) -> Facts:
    """The same compound on another day, everything done that deeds can do."""
    done = dict.fromkeys(TICKED, facts.today)
    return replace(facts, today=day, contacts_lacking=0, full_round=day, ticks=done)


@given(FACTS, st.sampled_from([UNSEALING, FREE]))
def test_the_earliest_date_is_the_first_on_which_all_can_hold(
    facts: Facts, rules: Checklist
) -> None:
    found = readiness(facts, rules)
    day = earliest(found, facts.today)
    assert day >= facts.today
    assert first_failing(readiness(met(facts, day), rules)) is None
    if day > facts.today:
        eve = readiness(met(facts, day - timedelta(days=1)), rules)
        assert first_failing(eve) is not None


@given(FACTS, st.sampled_from([UNSEALING, FREE]))
def test_every_condition_is_said_in_both_languages(facts: Facts, rules: Checklist) -> None:
    def said(one: Condition, lang: str) -> tuple[str, str]:
        words = Words(lang)
        return words(one.key), words(one.why.key, **one.why.params)

    for one in readiness(facts, rules):
        for lang in ("zh", "en"):
            assert all(text and "readiness." not in text for text in said(one, lang))
