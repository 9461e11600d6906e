"""Medicine: how long a count lasts, half tablets and insulin units included."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.care import MedicineKind
from models.rules.medicine import (
    MedicineBand,
    days_left,
    medicine_band,
    medicine_kind,
    refill_due,
    run_out_on,
)
from models.rules.refusal import Refusal
from tests.rules.rule_data import CARE, TODAY

DAY = timedelta(days=1)
HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("count", "dose", "a_day", "counted", "left"),
    [
        pytest.param(28, 1, 1, TODAY, 28, id="a box of 28, one a day"),
        pytest.param(28, 1, 1, TODAY - 5 * DAY, 23, id="counted five days ago"),
        pytest.param(7, HALF, 1, TODAY, 14, id="half a tablet a day"),
        pytest.param(60, 2, 3, TODAY, 10, id="two tablets three times"),
        pytest.param(11, 2, 3, TODAY, 1, id="a day that cannot be finished does not count"),
        pytest.param(300, 12, 1, TODAY, 25, id="a pen of 300 units"),
        pytest.param(4, 1, HALF, TODAY, 8, id="every other day"),
        pytest.param(5, 1, 1, TODAY - 9 * DAY, 0, id="gone is gone, not minus four"),
        pytest.param(0, 1, 1, TODAY, 0, id="none left"),
        pytest.param(5, 1, 0, TODAY, None, id="only as needed never runs out by the calendar"),
    ],
)
def test_days_left(
    count: int, dose: Fraction, a_day: Fraction, counted: date, left: int | None
) -> None:
    assert days_left(count, dose, a_day, counted, TODAY) == left


@given(st.integers(0, 500), st.integers(1, 8), st.integers(1, 4), st.integers(0, 60))
def test_the_run_out_date_and_the_days_left_agree(
    count: int, halves: int, a_day: int, ago: int
) -> None:
    dose, counted = halves * HALF, TODAY - ago * DAY
    end = run_out_on(count, dose, a_day, counted)
    assert end is not None
    assert days_left(count, dose, a_day, counted, TODAY) == max((end - TODAY).days, 0)
    whole = (end - counted).days
    assert whole * dose * a_day <= count < (whole + 1) * dose * a_day


def test_days_told_on_the_import_date_are_a_count_of_one_a_day() -> None:
    assert run_out_on(3, 1, 1, TODAY) == TODAY + 3 * DAY


@pytest.mark.parametrize(("count", "dose", "a_day"), [(-1, 1, 1), (1, 0, 1), (1, 1, -1)])
def test_a_dose_that_cannot_be_is_refused(count: int, dose: int, a_day: int) -> None:
    with pytest.raises(Refusal, match="dose"):
        days_left(count, dose, a_day, TODAY, TODAY)


@pytest.mark.parametrize(
    ("left", "band"),
    [
        (0, MedicineBand.red),
        (3, MedicineBand.red),
        (4, MedicineBand.amber),
        (7, MedicineBand.amber),
        (8, MedicineBand.ok),
        (None, MedicineBand.ok),
    ],
)
def test_the_band_of_the_days_left(left: int | None, band: MedicineBand) -> None:
    assert medicine_band(left, CARE) is band


def test_the_refill_is_asked_for_three_days_ahead() -> None:
    assert refill_due(TODAY + 10 * DAY, CARE) == TODAY + 7 * DAY


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("甘精胰岛素", MedicineKind.insulin),
        ("Insulin glargine", MedicineKind.insulin),
        ("丙戊酸钠", MedicineKind.psychiatric),
        ("布洛芬缓释胶囊", MedicineKind.short_term),
        ("二甲双胍", MedicineKind.chronic),
    ],
)
def test_the_kind_of_a_medicine(name: str, kind: MedicineKind) -> None:
    assert medicine_kind(name, CARE) == kind
