"""What a new branch starts with: its rules are in force on its first day, whenever that is."""

import datetime as dt

import pytest

from models.branch import RuleSetsDraft
from tui.beginnings import beginnings


def begin_days(first_day: dt.date | None) -> dict[str, list[dt.date]]:
    (rules,) = (draft for _, draft in beginnings(first_day) if isinstance(draft, RuleSetsDraft))
    found: dict[str, list[dt.date]] = {}
    for row in rules.rows:
        found.setdefault(row.kind, []).append(row.begins_on)
    return found


@pytest.mark.parametrize("first_day", [dt.date(2021, 5, 1), dt.date(2022, 3, 20), None])
def test_every_kind_is_in_force_on_the_first_day(first_day: dt.date | None) -> None:
    for days in begin_days(first_day).values():
        assert min(days) <= (first_day or dt.date(2022, 3, 20))


def test_only_the_oldest_set_of_a_kind_is_begun_earlier() -> None:
    days = begin_days(dt.date(2021, 5, 1))["isolation"]
    assert sorted(days) == [
        dt.date(2021, 5, 1),
        dt.date(2022, 3, 15),
        dt.date(2022, 6, 28),
        dt.date(2022, 11, 11),
    ]
