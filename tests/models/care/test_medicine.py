"""Medicine runs down by itself, and a refill is asked for once and in time."""

import datetime as dt

import pytest

from models import care as area
from models.care import counts
from models.requests import RequestKind
from models.store import FrozenClock, Store, take_due
from tests.models.care.standing import DAY, fields_of, requests
from tests.models.care_branch import HOUR, Care


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ({"told_days": 6}, 6),
        ({"told_days": None, "count": 60, "units_per_dose": "2", "doses_per_day": "3"}, 10),
        ({"told_days": None, "count": 7, "units_per_dose": "半", "doses_per_day": "1/2"}, 28),
        ({"told_days": None, "count": 9, "doses_per_day": "0"}, None),
        ({"told_days": None, "count": None}, None),
    ],
)
def test_days_left_are_counted_or_as_told(
    care: Care, told: dict[str, object], left: int | None
) -> None:
    profile = care.list()
    pill = care.pill(care.medicine(profile, **told))
    assert pill.days_left(dt.date(2022, 4, 8)) == left
    assert care.line(profile).days_left == left


def test_medicine_runs_down_by_itself_and_a_count_sets_it_right(
    care: Care, clock: FrozenClock
) -> None:
    profile = care.list()
    medicine = care.medicine(profile, told_days=6)
    clock.advance(3 * DAY)
    assert care.line(profile).days_left == 3
    with care.store.reading(care.secretary) as session:
        assert counts(session).medicine_urgent == 1
    care.do(care.secretary, "care.count_medicine", medicine, count=30)
    pill = care.pill(medicine)
    assert (pill.told_days, pill.count, care.line(profile).days_left) == (None, 30, 30)


def test_a_count_needs_one_number_and_not_two(care: Care, clock: FrozenClock) -> None:
    medicine = care.medicine(care.list())

    def counted(**values: object) -> dict[str, str]:
        return fields_of(lambda: care.do(care.secretary, "care.count_medicine", medicine, **values))

    assert counted() == {"count": "refuse.care.count"}
    assert counted(count=3, told_days=3) == {"told_days": "refuse.care.count_twice"}
    tomorrow = clock.today() + DAY
    assert counted(count=3, counted_on=tomorrow) == {"counted_on": "refuse.care.future"}


def test_the_same_medicine_is_not_written_down_twice(care: Care) -> None:
    profile = care.list()
    medicine = care.medicine(profile)
    assert fields_of(lambda: care.medicine(profile)) == {"name": "refuse.care.medicine_known"}
    care.do(care.secretary, "care.stop_medicine", medicine)
    care.medicine(profile)


def test_insulin_is_critical_and_cold_by_its_name(care: Care) -> None:
    pill = care.pill(care.medicine(care.list(), "甘精胰岛素"))
    assert pill.critical and pill.cold


def test_the_refill_is_asked_for_in_time_once_with_two_desks_open(
    care: Care, clock: FrozenClock
) -> None:
    profile = care.list()
    medicine = care.medicine(profile, told_days=5)
    other = Store.open(care.store.url, clock)
    try:
        take_due(care.store, area.DUTIES)
        assert requests(care) == []
        clock.advance(2 * DAY)
        taken = [take_due(store, area.DUTIES) for store in (care.store, other)]
        assert sorted(map(len, taken)) == [0, 1]
        for hour in range(3):
            clock.advance(HOUR)
            take_due(other if hour % 2 else care.store, area.DUTIES)
    finally:
        other.close()
    (asked,) = requests(care)
    assert (asked.kind, asked.item) == (RequestKind.medicine, "二甲双胍 0.5g")
    assert care.pill(medicine).refill_request_id == asked.id


def test_a_new_count_of_the_same_box_asks_no_second_time_but_a_new_box_does(
    care: Care, clock: FrozenClock
) -> None:
    medicine = care.medicine(care.list(), told_days=3)
    take_due(care.store, area.DUTIES)
    care.do(care.secretary, "care.count_medicine", medicine, told_days=2)
    clock.advance(HOUR)
    take_due(care.store, area.DUTIES)
    assert len(requests(care)) == 1
    care.do(care.secretary, "care.count_medicine", medicine, count=10)
    clock.advance(8 * DAY)
    take_due(care.store, area.DUTIES)
    assert len(requests(care)) == 2


def test_too_small_a_refill_is_asked_for_again(care: Care, clock: FrozenClock) -> None:
    medicine = care.medicine(care.list(), told_days=1)
    take_due(care.store, area.DUTIES)
    (asked,) = requests(care)
    care.do(care.secretary, "requests.close", asked.id, closing="done_by_others")
    care.do(care.secretary, "care.count_medicine", medicine, told_days=2)
    clock.advance(HOUR)
    take_due(care.store, area.DUTIES)
    assert len(requests(care)) == 2


def test_nothing_is_refilled_for_whoever_is_in_hospital(care: Care) -> None:
    profile = care.list()
    care.medicine(profile, told_days=1)
    care.do(care.secretary, "care.pause", profile)
    take_due(care.store, area.DUTIES)
    assert requests(care) == []
