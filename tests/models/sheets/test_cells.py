"""A cell is what its writer saw, or a problem with its name."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import sheets
from models.sheets import Cell, CellProblem
from models.words.sheets import MESSAGES
from tests.models.sheets.standing import TODAY, cell


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5.0, "5"),
        (1.5385017052e10, "15385017052"),
        (2.5, "2.5"),
        (True, "1"),
        ("  王\u202e秀\x1b[31m芝\u200b ", "王秀芝"),
        ("'=1+1", "=1+1"),
        (date(2022, 3, 20), "2022-03-20"),
        (datetime(2022, 3, 20, 8, 30), "2022-03-20 08:30"),
        (None, ""),
    ],
)
def test_text_is_what_the_writer_saw(value, text):
    assert sheets.text(cell(value)) == text


INTEGERS = [("５", 5), ("1,200", 1200), ("56套", 56), (5.0, 5), ("３０ 天", 30), ("三", 3)]


@pytest.mark.parametrize(("value", "number"), [*INTEGERS, ("", None), ("无", None), ("/", None)])
def test_whole_numbers(value, number):
    assert sheets.integer(cell(value)) == number


@pytest.mark.parametrize(
    "value", ["2.5", 2.5, "约10", "3盒20片", "1,200,5", "5万", "20多", "#N/A", "1e5", "3-5天"]
)
def test_what_is_not_a_whole_number_is_a_problem_with_its_cell(value):
    with pytest.raises(CellProblem) as caught:
        sheets.integer(cell(value))
    assert caught.value.ref == "C17"


def test_whole_numbers_have_limits():
    with pytest.raises(CellProblem, match="too_small"):
        sheets.integer(cell("-1"), least=0)
    with pytest.raises(CellProblem, match="too_large_number"):
        sheets.integer(cell("500"), most=400)


def test_yes_and_no_in_every_sign():
    for sign in ["是", "1", 1.0, "√", "有", "Y", "ｙ", "yes", True]:
        assert sheets.yes_no(cell(sign)) is True
    for sign in ["否", "0", 0.0, "x", "×", "无", "N", "No", False]:
        assert sheets.yes_no(cell(sign)) is False
    assert sheets.yes_no(cell("")) is None
    with pytest.raises(CellProblem):
        sheets.yes_no(cell("也许"))


MARCH = date(2022, 3, 20)
DATES = ["20220320", 20220320.0, "2022-03-20", "2022/3/20", "2022年3月20日", "2022.3.20", 44640.0]
WIDE_DATES = ["２０２２－３－２０", "2022年3月20日（周日）"]
MORE_DATES = [*WIDE_DATES, "2022-03-20 08:30", "20/3/2022", "3/20/2022", "44640"]


@pytest.mark.parametrize("value", [*DATES, *MORE_DATES, datetime(2022, 3, 20, 8), MARCH])
def test_dates(value):
    assert sheets.day(cell(value)) == MARCH


@pytest.mark.parametrize(
    "value",
    ["2022-02-30", "20221301", "3/4/2022", "2022-03", "3月28日", "22-3-20", "周五", 4.1, "9" * 30],
)
def test_what_is_not_one_date_is_a_problem(value):
    with pytest.raises(CellProblem):
        sheets.day(cell(value))


def test_a_month_is_an_expiry_and_a_day_without_a_year_is_the_nearest():
    for value in ["2022-02", "2022年2月", "2022/2", "202202"]:
        assert sheets.day(cell(value), month_end=True) == date(2022, 2, 28)
    assert sheets.day(cell("无"), month_end=True) is None
    assert sheets.day(cell("3月28日"), near=TODAY) == date(2022, 3, 28)
    assert sheets.day(cell("12/30"), near=date(2022, 1, 3)) == date(2021, 12, 30)
    with pytest.raises(CellProblem):
        sheets.day(cell(4.1), near=TODAY)


@pytest.mark.parametrize(
    ("value", "year"),
    [
        ("76岁", 1946),
        (76.0, 1946),
        ("７６ 周岁", 1946),
        ("1946", 1946),
        ("1946年", 1946),
        ("19460203", 1946),
        ("1946-02", 1946),
        (date(1946, 2, 3), 1946),
        ("8个月", 2021),
        ("0岁", 2022),
        ("", None),
    ],
)
def test_year_of_birth(value, year):
    assert sheets.birth_year(cell(value), TODAY) == year


@pytest.mark.parametrize("value", ["60-69岁", "80岁以上", "老", "2030", "1850", "19461301"])
def test_what_gives_no_year_of_birth_is_a_problem(value):
    with pytest.raises(CellProblem):
        sheets.birth_year(cell(value), TODAY)


@pytest.mark.parametrize(
    ("value", "numbers"),
    [
        ("13900000001;13900000002", ("13900000001", "13900000002")),
        ("139 0000 0001，0431-85000003", ("13900000001", "043185000003")),
        ("13900000001、13900000001 / +86 13900000003", ("13900000001", "13900000003")),
        (13900000001.0, ("13900000001",)),
        ("139****0001", ("139****0001",)),
        ("120", ("120",)),
        ("无", ()),
    ],
)
def test_telephone_numbers(value, numbers):
    assert sheets.phones(cell(value)) == numbers


def test_a_number_of_the_wrong_length_or_rounded_is_a_problem():
    short, long = ("1390000000", "not_phone"), ("139000000012", "not_phone")
    for value, key in [short, long, ("1.39E+10", "rounded")]:
        with pytest.raises(CellProblem, match=key):
            sheets.phones(cell(value))


def test_a_contact_is_words_and_numbers():
    assert sheets.contact(cell("女儿 刘敏（13900000001）")) == ("女儿 刘敏", ("13900000001",))
    assert sheets.contact(cell("居委会")) == ("居委会", ())


def test_tags_are_split_at_every_usual_sign():
    found = sheets.tags(cell("独居老人,低保户、慢性病；独居老人 无"))
    assert found == ("独居老人", "低保户", "慢性病")


def test_hours():
    four = (time(22), time(2))
    for value in ["22:00-02:00", "22：00～次日2：00", "22点至2点", "夜班(22:00—02:00)", "22-2"]:
        assert sheets.hours(cell(value)) == four
    assert sheets.hours(cell("17:30-24:00")) == (time(17, 30), time())
    assert sheets.clock_time(cell(0.5)) == time(12)
    assert sheets.clock_time(cell("8时30分")) == time(8, 30)
    with pytest.raises(CellProblem):
        sheets.hours(cell("白班"))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30) | st.floats() | st.integers() | st.datetimes() | st.times())
def test_every_reader_gives_a_value_or_a_problem_for_any_cell(value):
    readers: list[Callable[[Cell], object]] = [
        sheets.text,
        sheets.remark,
        sheets.required,
        sheets.integer,
        sheets.yes_no,
    ]
    readers += [sheets.tags, sheets.phones, sheets.contact, sheets.day, sheets.hours]
    readers += [sheets.clock_time, lambda c: sheets.birth_year(c, TODAY)]
    readers += [lambda c: sheets.day(c, near=TODAY, month_end=True)]
    for reader in readers:
        try:
            reader(cell(value))
        except CellProblem as problem:
            assert problem.key in MESSAGES and problem.ref == "C17"


def test_a_problem_never_repeats_a_whole_number():
    with pytest.raises(CellProblem) as caught:
        sheets.day(cell("13900000001"))
    assert caught.value.params["text"] == "139****1"
