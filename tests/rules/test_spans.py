"""Spans: a day cut at its change-over hours has no hole, over midnight and over changed clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.refusal import Refusal
from models.rules.spans import (
    Span,
    change_overs,
    cut,
    heaviest_window,
    hours_in_window,
    hours_text,
    last_rest_day,
    local_days,
    merged,
    nights,
    overlaps,
    rest_after,
    rest_before,
    run_through,
)
from tests.rules.rule_data import REST, TODAY, ZONE, local

HOUR = timedelta(hours=1)
FIRST = local(1, 0)
HOURS = st.lists(
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    min_size=1,
    max_size=6,
    unique=True,
).map(lambda hours: tuple(sorted(hours)))
ZONES = st.sampled_from(["Asia/Shanghai", "America/New_York", "Europe/London", "UTC"])
DAYS = st.dates(date(2022, 1, 2), date(2022, 12, 30))
SPANS = st.lists(
    st.builds(
        lambda start, length: Span(FIRST + start * HOUR, FIRST + (start + length) * HOUR),
        st.integers(0, 400),
        st.integers(1, 14),
    ),
    max_size=12,
)


def told(spans: tuple[Span, ...], zone: str = ZONE) -> list[str]:
    def wall(at: datetime) -> str:
        return f"{at.astimezone(ZoneInfo(zone)):%d %H:%M}"

    return [f"{wall(one.start)} - {wall(one.end)}" for one in spans]


def test_four_shifts_go_round_the_clock_and_over_midnight() -> None:
    hours = change_overs("06:30 11:30 17:30 01:00")
    assert told(cut(TODAY, hours, ZONE)) == [
        "08 06:30 - 08 11:30",
        "08 11:30 - 08 17:30",
        "08 17:30 - 09 01:00",
        "09 01:00 - 09 06:30",
    ]


def test_one_hour_alone_is_a_whole_day() -> None:
    assert told(cut(TODAY, (time(8),), ZONE)) == ["08 08:00 - 09 08:00"]


def test_not_going_round_the_last_hour_only_ends_a_span() -> None:
    assert told(cut(TODAY, change_overs("22 2 6"), ZONE, around=False)) == [
        "08 22:00 - 09 02:00",
        "09 02:00 - 09 06:00",
    ]


def test_a_night_with_the_clocks_put_forward_is_an_hour_shorter() -> None:
    night = cut(date(2022, 3, 12), change_overs("22 6"), "America/New_York", around=False)
    assert [one.length for one in night] == [7 * HOUR]
    autumn = cut(date(2022, 11, 5), change_overs("22 6"), "America/New_York", around=False)
    assert [one.length for one in autumn] == [9 * HOUR]


def test_hours_the_clocks_skip_leave_no_hole_and_no_negative_span() -> None:
    spans = cut(date(2022, 3, 13), change_overs("0 2:30 3 6"), "America/New_York")
    assert all(one.end == two.start for one, two in zip(spans, spans[1:], strict=False))
    assert spans[-1].end - spans[0].start == 23 * HOUR


@given(HOURS, DAYS, ZONES)
def test_a_cut_day_has_no_hole_and_ends_where_the_next_begins(
    hours: tuple[time, ...], day: date, zone: str
) -> None:
    spans = cut(day, hours, zone)
    assert all(one.end == two.start for one, two in zip(spans, spans[1:], strict=False))
    following = cut(day + timedelta(days=1), hours, zone)
    assert spans[-1].end == following[0].start


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "refuse.shifts.hour"),
        ("8 25", "refuse.shifts.hour"),
        ("8 noon", "refuse.shifts.hour"),
        ("8 8:00", "refuse.shifts.hours_repeat"),
        ("8 20 14", "refuse.shifts.hours_order"),
        ("8 20 2 10", "refuse.shifts.hours_order"),
    ],
)
def test_hours_that_cannot_be_cut_are_refused(typed: str, key: str) -> None:
    with pytest.raises(Refusal) as told:
        cut(TODAY, change_overs(typed), ZONE)
    assert told.value.key == key


def test_hours_are_read_as_people_type_them() -> None:
    assert change_overs("６：30，14：00、24") == (time(6, 30), time(14), time(0))


def test_a_span_that_ends_before_it_starts_is_refused_and_one_without_zone_is_a_bug() -> None:
    with pytest.raises(Refusal):
        Span(local(8, 9), local(8, 9))
    with pytest.raises(ValueError, match="zone"):
        Span(datetime(2022, 4, 8, 9), local(8, 10))


def test_a_span_is_the_same_in_whatever_zone_it_was_told() -> None:
    there = local(8, 9).astimezone(ZoneInfo("America/New_York"))
    assert Span(there, local(8, 10)) == Span(local(8, 9), local(8, 10))
    assert Span(there, local(8, 10)).start.tzinfo is UTC


def test_spans_that_only_touch_do_not_overlap() -> None:
    early, late = Span(local(8, 6), local(8, 10)), Span(local(8, 10), local(8, 14))
    assert not overlaps(early, late)
    assert overlaps(early, Span(local(8, 9, 59), local(8, 12)))


def test_rest_is_the_gap_to_the_nearest_shift_on_either_side() -> None:
    shift = Span(local(8, 14), local(8, 18))
    others = [
        Span(local(7, 8), local(7, 12)),
        Span(local(8, 2), local(8, 4)),
        Span(local(9, 0), local(9, 4)),
    ]
    assert rest_before(shift, others) == 10 * HOUR
    assert rest_after(shift, others) == 6 * HOUR
    assert rest_before(shift, []) is None
    assert rest_after(shift, []) is None
    assert rest_after(shift, [shift]) == timedelta(0)


def test_hours_booked_twice_count_once_and_only_inside_the_window() -> None:
    spans = [
        Span(local(1, 8), local(1, 12)),
        Span(local(7, 8), local(7, 12)),
        Span(local(7, 10), local(7, 14)),
    ]
    assert hours_in_window(spans, local(8, 10), 7) == (2 + 6) * HOUR
    assert hours_text(7.5 * HOUR) == "7.5"
    assert hours_text(8 * HOUR) == "8"


@given(SPANS)
def test_merging_keeps_the_time_and_loses_the_overlaps(spans: list[Span]) -> None:
    joined = merged(spans)
    hours = {one.start + n * HOUR for one in spans for n in range(one.length // HOUR)}
    assert sum((one.length for one in joined), timedelta(0)) == len(hours) * HOUR
    assert all(one.end < two.start for one, two in zip(joined, joined[1:], strict=False))


@given(SPANS, st.integers(0, 400), st.integers(1, 14), st.integers(1, 7))
def test_no_window_touching_a_shift_holds_more_than_the_heaviest(
    spans: list[Span], start: int, length: int, days: int
) -> None:
    candidate = Span(local(1, 0) + start * HOUR, local(1, 0) + (start + length) * HOUR)
    most = heaviest_window(candidate, spans, days)
    every = [
        hours_in_window([*spans, candidate], candidate.start + n * HOUR, days)
        for n in range(1, length + days * 24)
    ]
    assert most == max(every)


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        pytest.param(local(8, 17, 30), local(8, 22, 30), [], id="an evening to 22:30 is no night"),
        pytest.param(local(8, 22, 30), local(9, 8, 30), [8], id="a deep night is the evening's"),
        pytest.param(local(9, 2), local(9, 4), [8], id="two to four is the night before"),
        pytest.param(local(8, 5, 20), local(8, 10, 30), [], id="gathering at 05:20 is no night"),
        pytest.param(local(8, 20), local(10, 8), [8, 9], id="a long duty is two nights"),
    ],
)
def test_a_night_belongs_to_the_day_of_its_evening(
    start: datetime, end: datetime, found: list[int]
) -> None:
    assert REST.nights([Span(start, end)], ZONE) == {date(2022, 4, day) for day in found}


def test_night_hours_after_midnight_only_still_belong_to_the_morning_they_name() -> None:
    span = Span(local(9, 1), local(9, 4))
    assert nights([span], time(0), time(6), HOUR, ZONE) == {date(2022, 4, 9)}


def test_a_run_of_days_is_counted_around_the_day() -> None:
    days = frozenset(date(2022, 4, day) for day in (1, 2, 3, 5))
    assert run_through(days, date(2022, 4, 2)) == 3
    assert run_through(days, date(2022, 4, 4)) == 0


def test_a_shift_over_midnight_leaves_neither_day_free() -> None:
    spans = [Span(local(6, 22), local(7, 6)), Span(local(4, 8), local(5, 0))]
    assert last_rest_day(spans, TODAY, date(2022, 3, 20), ZONE) == date(2022, 4, 5)
    assert local_days(spans[1], ZONE) == (date(2022, 4, 4),)


def test_whoever_never_had_a_day_off_has_no_rest_day() -> None:
    spans = [Span(local(day, 8), local(day, 9)) for day in range(5, 8)]
    assert last_rest_day(spans, TODAY, date(2022, 4, 5), ZONE) is None
