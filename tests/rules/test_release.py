"""Standing in isolation: day n of m, the next test, and a release that is never silently late."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.isolation import Course, ExposureKind, IsolationRules, IsolationStage, course
from models.rules.release import Sample, SampleResult, Standing, standing
from models.words import Words
from tests.rules.rule_data import ISOLATION

BASE = date(2022, 3, 17)
RULES = IsolationRules.on(ISOLATION, BASE)
CLOSE = course(ExposureKind.close, BASE, RULES)
SECONDARY = course(ExposureKind.secondary, BASE, RULES)
DISCHARGED = course(ExposureKind.discharged, BASE, RULES)
NEGATIVE, POSITIVE = SampleResult.negative, SampleResult.positive
PENDING, INVALID = SampleResult.pending, SampleResult.invalid
QUARANTINE, MONITORING = IsolationStage.quarantine, IsolationStage.monitoring


def on(day: int) -> date:
    return BASE + timedelta(days=day)


def negatives(*days: int) -> list[Sample]:
    return [Sample(on(day), NEGATIVE) for day in days]


def key(found: Standing) -> str:
    return found.why.key.removeprefix("isolation.why.")


@pytest.mark.parametrize(
    ("samples", "today", "next_test", "missed", "lacking", "state"),
    [
        pytest.param([], 0, 1, [], 1, "running", id="the day of the exposure"),
        pytest.param([], 1, 1, [], 1, "running", id="a test is due today"),
        pytest.param(negatives(1), 1, 4, [], 1, "running", id="taken today"),
        pytest.param([], 2, 4, [1], 1, "running", id="missed yesterday"),
        pytest.param(negatives(2), 3, 4, [], 1, "running", id="a day late is not missed"),
        pytest.param(
            [Sample(on(1), INVALID)], 2, 4, [1], 1, "running", id="an invalid one is none"
        ),
        pytest.param(negatives(1, 4), 7, 7, [], 1, "running", id="the last day, not tested yet"),
        pytest.param(negatives(1, 4, 7), 7, None, [], 0, "releasable", id="the last day, negative"),
        pytest.param(negatives(7), 7, None, [1, 4], 0, "releasable", id="early ones missed"),
        pytest.param(negatives(1, 4), 9, 9, [7], 1, "overdue_test", id="over, the last one missed"),
        pytest.param(
            [*negatives(1, 4), Sample(on(7), PENDING)],
            9,
            None,
            [],
            1,
            "overdue_result",
            id="over, the result awaited",
        ),
        pytest.param(
            [*negatives(1, 4), Sample(on(7), INVALID)],
            8,
            8,
            [7],
            1,
            "overdue_test",
            id="over, the last one invalid",
        ),
        pytest.param(negatives(1, 4, 10), 10, None, [], 0, "releasable", id="made up for later"),
        pytest.param([Sample(on(4), POSITIVE)], 5, None, [1], 1, "positive", id="a positive one"),
        pytest.param(
            [*negatives(1, 4, 7), Sample(on(9), NEGATIVE)], 6, 7, [], 1, "running", id="not yet"
        ),
    ],
)
def test_a_secondary_contact_stands(
    samples: list[Sample],
    today: int,
    next_test: int | None,
    missed: list[int],
    lacking: int,
    state: str,
) -> None:
    found = standing(SECONDARY, samples, on(today))
    assert (found.day, found.days, found.ends_on) == (today, 7, on(7))
    assert found.next_test == (None if next_test is None else on(next_test))
    assert found.missed == tuple(map(on, missed))
    assert (found.lacking, key(found)) == (lacking, state)
    assert found.releasable == (state == "releasable")
    assert found.overdue_release == state.startswith("overdue")


def test_the_last_test_of_a_close_contact_is_double() -> None:
    one = standing(CLOSE, negatives(1, 4, 7, 14), on(15))
    assert (one.lacking, one.overdue_release, one.next_test) == (1, True, on(15))
    both = standing(CLOSE, negatives(1, 4, 7, 14, 14), on(15))
    assert (both.lacking, both.releasable, both.next_test) == (0, True, None)


def test_one_of_the_double_is_awaited_and_the_other_still_to_be_taken() -> None:
    samples = [*negatives(1, 4, 7), Sample(on(14), PENDING)]
    found = standing(CLOSE, samples, on(15))
    assert (found.lacking, found.next_test, key(found)) == (2, on(15), "overdue_test")
    assert found.why.params["n"] == 1


def test_old_samples_say_nothing_of_a_new_exposure() -> None:
    assert standing(SECONDARY, [Sample(on(-1), POSITIVE)], on(0)).positive_on is None
    assert standing(SECONDARY, [Sample(on(0), POSITIVE)], on(0)).positive_on == on(0)


def test_monitoring_begins_with_the_release_that_was_recorded() -> None:
    done = negatives(1, 4, 7, 14, 14)
    found = standing(CLOSE, done, on(17), released_on=on(16))
    assert (found.stage, found.day, found.days, found.ends_on) == (MONITORING, 1, 7, on(23))
    assert found.next_test == on(18)
    tested = [*done, *negatives(18, 23)]
    assert standing(CLOSE, tested, on(23), released_on=on(16)).releasable
    assert standing(CLOSE, [*done, *negatives(18)], on(24), released_on=on(16)).overdue_release


def test_a_positive_result_that_comes_in_after_the_release_is_not_lost() -> None:
    samples = [*negatives(1, 4, 7, 14), Sample(on(14), POSITIVE)]
    found = standing(CLOSE, samples, on(16), released_on=on(15))
    assert (found.stage, found.positive_on, found.releasable) == (MONITORING, on(14), False)


def test_who_comes_home_from_hospital_is_watched_and_not_tested() -> None:
    found = standing(DISCHARGED, [], on(3))
    assert (found.stage, found.day, found.days, found.next_test) == (MONITORING, 3, 7, None)
    assert standing(DISCHARGED, [], on(7)).releasable


def test_after_the_last_stage_it_is_over() -> None:
    found = standing(SECONDARY, negatives(7), on(9), released_on=on(8))
    assert (found.stage, found.day, found.ends_on) == (IsolationStage.over, 8, on(8))
    assert (found.lacking, found.next_test, found.releasable) == (0, None, False)


SAMPLES = st.lists(
    st.builds(Sample, st.integers(-2, 30).map(on), st.sampled_from(SampleResult)), max_size=8
)


@given(st.sampled_from([CLOSE, SECONDARY, DISCHARGED]), SAMPLES, st.integers(0, 40))
def test_a_stage_that_is_over_is_never_silent(
    planned: Course, samples: list[Sample], today: int
) -> None:
    found = standing(planned, samples, on(today))
    said = (found.releasable, found.overdue_release, found.positive_on is not None)
    if on(today) > found.ends_on:
        assert said.count(True) == 1
    assert said.count(True) <= 1
    if found.releasable:
        assert not found.lacking and on(today) >= found.ends_on
    if found.next_test is not None:
        assert found.next_test >= on(today)
    assert all(day < on(today) for day in found.missed)
    for lang in ("zh", "en"):
        assert "{" not in Words(lang)(found.why.key, **found.why.params)


@given(SAMPLES, st.integers(0, 40), st.integers(0, 30))
def test_one_more_negative_never_makes_a_release_harder(
    samples: list[Sample], today: int, day: int
) -> None:
    before = standing(CLOSE, samples, on(today))
    after = standing(CLOSE, [*samples, Sample(on(day), NEGATIVE)], on(today))
    assert after.lacking <= before.lacking
    assert after.releasable or not before.releasable
    assert set(after.missed) <= set(before.missed)
