"""Which copies stay, over months of days, with gaps, two a day, and clocks that were wrong."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from models.rules.keeping import DAYS, LABELLED, WEEKS, Copy, staying

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = dt.datetime(2022, 3, 20, 4, tzinfo=ZONE)
DAY = dt.timedelta(days=1)


def on(days: float, label: str = "") -> Copy:
    """A copy of so many days after the first one."""
    return Copy(FIRST + days * DAY, label)


def kept_day_by_day(days: Iterable[float]) -> frozenset[Copy]:
    """What is there after a copy was made on each of these days, and the rule asked after each."""
    there: frozenset[Copy] = frozenset()
    for day in days:
        there = staying({*there, on(day)}, on(day).at)
    return there


def test_after_months_there_are_seven_days_and_four_weeks() -> None:
    there = kept_day_by_day(range(120))
    last = on(119)
    days = {on(119 - n) for n in range(DAYS)}
    assert days <= there
    weeks = {one.at.isocalendar()[:2] for one in there}
    assert len(weeks) == WEEKS
    # Of each earlier week its last day, Sunday.
    assert {one.at.isoweekday() for one in there - days} == {7}
    assert last.at - min(there).at < dt.timedelta(weeks=WEEKS)
    assert len(there) < DAYS + WEEKS


def test_of_two_a_day_the_later_one_stays() -> None:
    there = kept_day_by_day([0, 0.4, 1, 1.4])
    assert there == {on(0.4), on(1.4)}


def test_a_desk_that_was_closed_keeps_its_last_days() -> None:
    there = kept_day_by_day([*range(10), 70])
    assert {on(n) for n in range(4, 10)} | {on(70)} <= there


def test_a_day_is_the_branchs_own() -> None:
    # 23:30 and 00:30 in Shanghai are one day in UTC and two on the wall.
    late, early = on(0.8125), on(0.854166)
    assert late.at.astimezone(dt.UTC).date() == early.at.astimezone(dt.UTC).date()
    assert staying({late, early}, on(1).at) == {late, early}


def test_a_clock_set_back_costs_nothing() -> None:
    there = kept_day_by_day(range(30))
    back = staying({*there, on(-400)}, on(-400).at)
    assert back == {*there, on(-400)}
    # Nor does the copy of the wrong day push out a good one once the clock is right again.
    assert {on(24 + n) for n in range(DAYS)} <= staying({*back, on(30)}, on(30).at)


def test_a_clock_that_ran_ahead_for_a_day_costs_nothing() -> None:
    there = kept_day_by_day(range(30))
    ahead = staying({*there, on(400)}, on(400).at)
    again = staying({*ahead, on(30)}, on(30).at)
    assert {on(24 + n) for n in range(DAYS)} <= again
    assert on(400) in again


def test_labelled_ones_do_not_grow_without_end() -> None:
    labelled = {on(n / 100, "before-import") for n in range(50)}
    there = staying({*labelled, on(1)}, on(1).at)
    assert sorted(one.at for one in there if one.label) == [
        on(n / 100).at for n in range(50 - LABELLED, 50)
    ]
    # Each label has its own places.
    both = {*labelled, on(0.9, "before-0004")}
    assert on(0.9, "before-0004") in staying(both, on(1).at)


def test_a_labelled_one_goes_once_a_month_was_copied_since() -> None:
    there: frozenset[Copy] = frozenset({on(0.5, "before-import")})
    for day in range(40):
        there = staying({*there, on(day)}, on(day).at)
        assert (on(0.5, "before-import") in there) == (day < 22), day


@given(
    st.lists(st.integers(-5000, 5000), max_size=60, unique=True),
    st.integers(-5000, 5000),
)
def test_the_copy_just_made_stays_and_so_does_what_stayed_before(
    hours: list[int], now: int
) -> None:
    just_made = on(now / 24)
    copies = {just_made, *(on(hour / 24, "" if hour % 3 else "before-import") for hour in hours)}
    there = staying(copies, just_made.at)
    assert just_made in there
    past = [one for one in there if one.at <= just_made.at]
    assert len([one for one in past if not one.label]) <= DAYS + WEEKS
    assert staying(there, just_made.at) == there
