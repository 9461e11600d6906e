"""A number with a measure word is a count of that and of nothing else."""

import pytest

from models.rules.measures import DAYS, GOODS, PEOPLE, PILLS, measured


@pytest.mark.parametrize(
    ("typed", "number", "unit"),
    [
        ("5人", 5, "人"),
        ("３名", 3, "名"),
        ("两件", 2, "件"),
        ("十二位", 12, "位"),
        ("14片", 14, "片"),
        ("7天", 7, "天"),
        ("3pcs", 3, "pcs"),
        ("2Boxes", 2, "boxes"),
    ],
)
def test_a_count_is_read_with_its_measure_word(typed: str, number: int, unit: str) -> None:
    assert measured(typed) == (number, unit)


@pytest.mark.parametrize(
    "typed",
    [
        "0.5g",
        "5mg",
        "84消毒液",
        "N95",
        "2个人在家",
        "5",
        "人",
        "3-2-401",
        "x2",
        "5mg*28",
        "两岸",
        "",
    ],
)
def test_what_only_holds_a_number_is_no_count(typed: str) -> None:
    assert measured(typed) is None


def test_goods_people_tablets_and_days_are_not_taken_for_each_other() -> None:
    assert not GOODS & DAYS and not PEOPLE & DAYS and not PILLS & DAYS
    assert GOODS & PEOPLE == {"个"} and GOODS & PILLS == {"支"}
