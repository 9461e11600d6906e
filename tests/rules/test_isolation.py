"""Isolation: the rule of the day of the exposure, a clock that only a person shortens, levels."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.isolation import (
    Course,
    Exposure,
    ExposureKind,
    IsolationRules,
    IsolationStage,
    contact_of,
    course,
    level,
    lowered,
    moved_end,
    open_course,
    raised,
)
from models.rules.refusal import Refusal
from models.words import Words
from tests.rules.rule_data import ISOLATION

CASE, CLOSE = ExposureKind.case, ExposureKind.close
SECONDARY, DISCHARGED = ExposureKind.secondary, ExposureKind.discharged
QUARANTINE, MONITORING = IsolationStage.quarantine, IsolationStage.monitoring
MARCH_17 = date(2022, 3, 17)
DAY = timedelta(days=1)

CONTACTS = st.sampled_from([SECONDARY, CLOSE])
SPRING = st.dates(date(2022, 3, 20), date(2022, 5, 31))
HISTORIES = st.lists(st.builds(Exposure, CONTACTS, SPRING), min_size=1, max_size=6)


def planned(kind: ExposureKind, on: date) -> Course:
    return course(kind, on, IsolationRules.on(ISOLATION, on))


def days_after(on: date, days: list[date]) -> list[int]:
    return [(day - on).days for day in days]


@pytest.mark.parametrize(
    ("kind", "on", "tests", "release", "monitoring"),
    [
        pytest.param(CLOSE, MARCH_17, [1, 4, 7, 14, 16, 21], 14, 21, id="eighth plan, close"),
        pytest.param(SECONDARY, MARCH_17, [1, 4, 7], 7, None, id="eighth plan, secondary"),
        pytest.param(DISCHARGED, MARCH_17, [], 7, 7, id="discharged since 15 March"),
        pytest.param(DISCHARGED, date(2022, 3, 14), [], 14, 14, id="discharged before"),
        pytest.param(
            CLOSE, date(2022, 6, 28), [1, 2, 3, 5, 7, 10], 7, 10, id="ninth plan, its first day"
        ),
        pytest.param(
            CLOSE, date(2022, 6, 27), [1, 4, 7, 14, 16, 21], 14, 21, id="the day before it"
        ),
        pytest.param(
            CLOSE, date(2022, 11, 11), [1, 2, 3, 4, 5, 6, 8], 5, 8, id="twenty measures, close"
        ),
    ],
)
def test_a_course_follows_the_rule_set_of_the_day_of_the_exposure(
    kind: ExposureKind, on: date, tests: list[int], release: int, monitoring: int | None
) -> None:
    found = planned(kind, on)
    assert days_after(on, list(found.test_days)) == tests
    assert found.release_on == on + release * DAY
    assert found.monitoring_until == (None if monitoring is None else on + monitoring * DAY)


def test_the_last_close_contacts_of_march_17_are_free_on_the_last_of_march() -> None:
    found = planned(CLOSE, MARCH_17)
    assert (found.release_on, found.last_test) == (date(2022, 3, 31), date(2022, 3, 31))
    assert [spell.negatives for spell in found.spells] == [2, 1], "the last test is taken double"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_course_says_its_rule_set_its_kind_and_its_base_date(lang: str) -> None:
    why = planned(SECONDARY, MARCH_17).why
    said = Words(lang)(why.key, **why.params)
    assert "第八版防控方案（3月15日起）" in said
    assert "2022-03-17" in said
    assert Words(lang).of(SECONDARY) in said


@pytest.mark.parametrize(
    ("kind", "on", "reason"),
    [
        (CASE, MARCH_17, "refuse.isolation.case"),
        (SECONDARY, date(2022, 11, 11), "refuse.isolation.no_period"),
        (DISCHARGED, date(2022, 11, 11), "refuse.isolation.no_period"),
        (CLOSE, date(2021, 12, 31), "refuse.rules.none"),
    ],
)
def test_who_has_no_course_is_told_why(kind: ExposureKind, on: date, reason: str) -> None:
    with pytest.raises(Refusal) as told:
        planned(kind, on)
    assert told.value.key == reason
    assert Words("en")(reason, **told.value.params) != reason


def test_a_new_exposure_restarts_the_clock_and_the_history_stays() -> None:
    history = [Exposure(CLOSE, MARCH_17)]
    assert open_course(history, ISOLATION).release_on == date(2022, 3, 31)
    history.append(Exposure(CLOSE, date(2022, 3, 25)))
    restarted = open_course(history, ISOLATION)
    assert (restarted.start, restarted.release_on) == (date(2022, 3, 25), date(2022, 4, 8))


def test_a_weaker_exposure_does_not_shorten_a_stronger_one() -> None:
    history = [Exposure(CLOSE, MARCH_17), Exposure(SECONDARY, date(2022, 3, 18))]
    assert open_course(history, ISOLATION) == planned(CLOSE, MARCH_17)
    assert level(history) is CLOSE


def test_a_shorter_plan_does_not_end_the_longer_course_before_it() -> None:
    history = [Exposure(CLOSE, date(2022, 6, 27)), Exposure(CLOSE, date(2022, 6, 29))]
    assert open_course(history, ISOLATION).release_on == date(2022, 7, 11)


def test_a_case_has_no_course_until_the_discharge_which_begins_a_new_one() -> None:
    history = [Exposure(CLOSE, MARCH_17), Exposure(CASE, date(2022, 3, 20))]
    with pytest.raises(Refusal, match="case"):
        open_course(history, ISOLATION)
    assert level(history) is CASE
    history.append(Exposure(DISCHARGED, date(2022, 3, 28)))
    found = open_course(history, ISOLATION)
    assert (found.kind, found.release_on) == (DISCHARGED, date(2022, 4, 4))
    assert level(history) is DISCHARGED
    history.append(Exposure(CLOSE, date(2022, 4, 1)))
    assert level(history) is CLOSE
    assert open_course(history, ISOLATION).kind is CLOSE


@pytest.mark.parametrize("read", [lambda: open_course([], ISOLATION), lambda: level([])])
def test_without_an_exposure_nothing_is_reckoned(read: Callable[[], object]) -> None:
    with pytest.raises(Refusal, match="no_exposure"):
        read()


@given(HISTORIES, st.builds(Exposure, CONTACTS, SPRING))
def test_one_more_exposure_never_frees_anybody_earlier(
    history: list[Exposure], new: Exposure
) -> None:
    before, after = open_course(history, ISOLATION), open_course([*history, new], ISOLATION)
    assert after.release_on >= before.release_on
    assert raised(level(history), new.kind) is level([*history, new])


@given(HISTORIES)
def test_the_order_of_recording_does_not_matter(history: list[Exposure]) -> None:
    assert open_course(history, ISOLATION) == open_course(history[::-1], ISOLATION)


@pytest.mark.parametrize(
    ("source", "becomes"),
    [(CASE, CLOSE), (CLOSE, SECONDARY), (SECONDARY, None), (DISCHARGED, None)],
)
def test_contact_makes_one_level_less(source: ExposureKind, becomes: ExposureKind | None) -> None:
    assert contact_of(source) is becomes


@given(st.sampled_from(ExposureKind), st.sampled_from(ExposureKind))
def test_a_level_never_falls_by_itself(now: ExposureKind, found: ExposureKind) -> None:
    order = [DISCHARGED, SECONDARY, CLOSE, CASE]
    assert order.index(raised(now, found)) == max(order.index(now), order.index(found))


def test_a_level_falls_only_with_a_reason() -> None:
    assert lowered(SECONDARY, CLOSE, "") is CLOSE
    assert lowered(CLOSE, CLOSE, "") is CLOSE
    assert lowered(CLOSE, SECONDARY, "流调更正") is SECONDARY
    with pytest.raises(Refusal, match="lowered"):
        lowered(CLOSE, SECONDARY, "  ")


def test_a_longer_stage_moves_its_last_test_and_all_that_follows() -> None:
    found = moved_end(planned(CLOSE, MARCH_17), QUARANTINE, date(2022, 4, 3))
    assert days_after(MARCH_17, list(found.test_days)) == [1, 4, 7, 14, 17, 19, 24]
    assert (found.release_on, found.monitoring_until) == (date(2022, 4, 3), date(2022, 4, 10))
    assert found.why.key == "isolation.why.moved"
    said = Words("en")(found.why.key, **found.why.params)
    assert "2022-03-31" in said and "2022-04-03" in said and "2022-03-17" in said


def test_a_shorter_stage_wants_a_reason_and_still_a_test_on_its_last_day() -> None:
    first = planned(SECONDARY, MARCH_17)
    with pytest.raises(Refusal, match="shortened"):
        moved_end(first, QUARANTINE, date(2022, 3, 22), " ")
    found = moved_end(first, QUARANTINE, date(2022, 3, 22), "流调更正")
    assert days_after(MARCH_17, list(found.test_days)) == [1, 4, 5]
    assert "流调更正" in Words("zh")(found.why.key, **found.why.params)


@pytest.mark.parametrize(
    ("to", "tests"), [(3, [1, 3]), (4, [1, 4]), (5, [1, 4]), (7, [1, 4]), (9, [1, 4])]
)
def test_a_last_test_before_the_last_day_stays_unless_it_is_cut_off(
    to: int, tests: list[int]
) -> None:
    stage = {"place": "home", "days": 7, "tests": [1, 4], "negatives": 1}
    rules = IsolationRules.from_data({"close": {"quarantine": stage}}, "自定")
    reason = "改期" if to < 7 else ""
    found = moved_end(course(CLOSE, MARCH_17, rules), QUARANTINE, MARCH_17 + to * DAY, reason)
    assert days_after(MARCH_17, list(found.test_days)) == tests


def test_a_stage_without_tests_is_moved_without_one() -> None:
    found = moved_end(planned(DISCHARGED, MARCH_17), MONITORING, date(2022, 3, 30))
    assert (found.release_on, found.test_days) == (date(2022, 3, 30), ())


def test_the_monitoring_is_moved_without_touching_the_release() -> None:
    found = moved_end(planned(CLOSE, MARCH_17), MONITORING, date(2022, 4, 10))
    assert found.release_on == date(2022, 3, 31)
    assert found.monitoring_until == date(2022, 4, 10)


def test_an_end_lies_in_a_stage_there_is_and_after_its_beginning() -> None:
    first = planned(SECONDARY, MARCH_17)
    with pytest.raises(Refusal, match="no_stage"):
        moved_end(first, MONITORING, date(2022, 4, 10))
    with pytest.raises(Refusal, match="before_start"):
        moved_end(first, QUARANTINE, MARCH_17, "错")


@given(st.sampled_from([SECONDARY, CLOSE]), SPRING, st.integers(1, 40))
def test_wherever_the_end_is_moved_the_last_day_has_the_releasing_test(
    kind: ExposureKind, on: date, days: int
) -> None:
    first = planned(kind, on)
    found = moved_end(first, QUARANTINE, on + days * DAY, "改期")
    assert found.last_test == found.release_on == on + days * DAY
    assert list(found.test_days) == sorted(set(found.test_days))
    if first.monitoring_until is not None and found.monitoring_until is not None:
        assert found.monitoring_until - found.release_on == 7 * DAY
