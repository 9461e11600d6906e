"""Readiness: every condition with its day, the first that fails, and the earliest date."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

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


KNOWN = Facts(
    today=FIRST,
    known_since=FIRST,
    last_case=date(2022, 3, 17),
    last_contact=FIRST,
    last_exposure=date(2022, 3, 17),
)
"""What the demonstration's records say, with nothing of its rounds and ticks."""


@pytest.mark.parametrize(
    ("day", "facts", "rules", "failing", "on"),
    [
        # Day 1: seven days from the contacts of the first day.
        ("0320", {}, FREE, "case_free", "0327"),
        ("0320", {}, UNSEALING, "case_free", "0331"),
        # Day 12, the last release: the days are over but for the ticks and a fresh round.
        ("0331", {}, FREE, "tick.door_checks", "0331"),
        ("0331", {"contacts_lacking": 3}, UNSEALING, "contacts_over", "0331"),
        # Day 20: one tick is wanting, and the round of the 5th is three days old.
        (
            "0408",
            {"ticks": {"door_checks": "0405", "zoned_control": "0406"}},
            FREE,
            "tick.test_organisation",
            "0408",
        ),
        ("0408", {"full_round": "0405"}, UNSEALING, "full_round", "0408"),
        # Day 22, listed: all that was ticked holds.
        (
            "0410",
            {
                "ticks": {
                    "door_checks": "0405",
                    "zoned_control": "0406",
                    "test_organisation": "0409",
                }
            },
            FREE,
            None,
            "0410",
        ),
        # Day 27, unsealed on a round of two days ago.
        ("0415", {"full_round": "0413"}, UNSEALING, None, "0415"),
        # A case on day 25 begins both counts anew.
        ("0415", {"last_case": "0413", "full_round": "0413"}, FREE, "case_free", "0420"),
        ("0415", {"last_case": "0413", "full_round": "0413"}, UNSEALING, "case_free", "0427"),
        # Its contacts were found that day and exposed until then.
        (
            "0420",
            {"last_case": "0413", "last_contact": "0414", "last_exposure": "0413"},
            FREE,
            "contact_free",
            "0421",
        ),
        (
            "0427",
            {"last_case": "0413", "last_exposure": "0414", "full_round": "0427"},
            UNSEALING,
            "contacts_over",
            "0428",
        ),
    ],
)
def test_the_first_condition_that_lacks_and_the_earliest_day_on_the_days_of_a_campaign(
    day: str, facts: dict[str, object], rules: Checklist, failing: str | None, on: str
) -> None:
    known = replace(KNOWN, today=_on(day), **_dated(facts))
    found = readiness(known, rules)
    first = first_failing(found)
    assert (first.key.removeprefix("readiness.") if first else None) == failing
    assert earliest(found, known.today) == _on(on)


def _on(day: str) -> date:
    return date(2022, int(day[:2]), int(day[2:]))


def _dated(facts: dict[str, object]) -> dict[str, Any]:
    return {
        name: _on(value)
        if isinstance(value, str)
        else {tick: _on(since) for tick, since in value.items()}
        if isinstance(value, dict)
        else value
        for name, value in facts.items()
    }
