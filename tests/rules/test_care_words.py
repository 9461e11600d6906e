"""The words of care spreadsheets: read as they are meant, or shown as unread."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.care import Category
from models.rules.care_words import (
    Prescription,
    ability,
    birth_year,
    categories,
    frequency,
    number,
    prescription,
    prescriptions,
)
from tests.rules.rule_data import TODAY


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("每日", 24),
        ("每天一次", 24),
        ("隔日", 48),
        ("隔天一次", 48),
        ("隔两天", 72),
        ("每两天", 48),
        ("2天一次", 48),
        ("每周两次", 84),
        ("一周2次", 84),
        (" 每 周 ３ 次 ", 56),
        ("每周", 168),
        ("每两周一次", 336),
        ("半月一次", 360),
        ("每月", 720),
        ("每天两次", 12),
        ("每12小时", 12),
        ("每周走访两次", 84),
        ("Daily", 24),
        ("every other day", 48),
        ("twice a week", 84),
        ("", None),
        ("随时", None),
        ("周一", None),
        ("一日", None),
        ("3", None),
        ("每零天", None),
    ],
)
def test_a_frequency_is_hours(said: str, hours: int | None) -> None:
    assert frequency(said) == hours


def told(
    name: str, strength: str = "", dose: object = 1, a_day: object = 1, unit: str = ""
) -> Prescription:
    times = None if a_day is None else Fraction(str(a_day))
    return Prescription(name, strength, Fraction(str(dose)), unit, times)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("苯磺酸氨氯地平片5mg 一日一次", told("苯磺酸氨氯地平片", "5mg")),
        ("甘精胰岛素 12U睡前", told("甘精胰岛素", "", 12, 1, "U")),
        ("甘精胰岛素300U/3ml 12U 睡前", told("甘精胰岛素", "300U/3ml", 12, 1, "U")),
        ("阿托伐他汀钙片20mg 睡前", told("阿托伐他汀钙片", "20mg")),
        ("20mg 睡前", told("", "20mg")),
        ("二甲双胍０.５g　一日三次", told("二甲双胍", "0.5g", 1, 3)),
        ("二甲双胍 0.5g 一次两片 一日两次", told("二甲双胍", "0.5g", 2, 2, "片")),
        ("缬沙坦80mg 半片 每日一次", told("缬沙坦", "80mg", "1/2", 1, "片")),
        ("美托洛尔47.5mg 早晚各一片", told("美托洛尔", "47.5mg", 1, 2, "片")),
        ("华法林2.5mg 隔日一次", told("华法林", "2.5mg", 1, "1/2")),
        ("华法林2.5mg 三日一次", told("华法林", "2.5mg", 1, "1/3")),
        ("甲氨蝶呤2.5mg 每周一次", told("甲氨蝶呤", "2.5mg", 1, "1/7")),
        ("碳酸钙D3 每天1片", told("碳酸钙D3", "", 1, 1, "片")),
        ("硝酸甘油0.5mg 必要时", told("硝酸甘油", "0.5mg", 1, 0)),
        ("阿司匹林100mg", told("阿司匹林", "100mg", 1, None)),
        ("Aspirin 100mg twice daily", told("Aspirin", "100mg", 1, 2)),
    ],
)
def test_a_medicine_is_name_strength_dose_and_times(said: str, read: Prescription) -> None:
    assert prescription(said) == read


def test_two_insulin_doses_are_left_to_a_person_and_never_added() -> None:
    read = prescription("胰岛素 早10U 晚8U")
    assert read is not None
    assert read.name == "胰岛素"
    assert read.doses_per_day is None
    assert read.unread == "胰岛素 早10U 晚8U"


@pytest.mark.parametrize("said", ["", "  ", "无", "-"])
def test_an_empty_medicine_cell_is_none(said: str) -> None:
    assert prescription(said) is None


def test_a_cell_may_hold_several_medicines() -> None:
    read = prescriptions("阿司匹林肠溶片100mg 一日一次；二甲双胍0.5g 一日三次")
    assert [one.name for one in read] == ["阿司匹林肠溶片", "二甲双胍"]


@pytest.mark.parametrize(
    ("said", "codes", "unread"),
    [
        ("老年人、病人、独居", "elderly ill lives_alone", ()),
        ("老年人、低保", "elderly dibao", ()),
        ("独居老人,低保户", "elderly lives_alone dibao", ()),
        ("老年人（独居）", "elderly lives_alone", ()),
        ("空巢老人；重度残疾", "elderly empty_nest disabled", ()),
        ("孕妇", "pregnancy", ()),
        ("糖尿病/高血压", "chronic", ()),
        ("血透", "dialysis", ()),
        ("不会使用智能手机", "no_smartphone", ()),
        ("失能老人", "elderly dependent", ()),
        ("elderly, lives alone, ill", "elderly lives_alone ill", ()),
        ("低保、外地户籍", "dibao", ("外地户籍",)),
        ("非低保", "", ("非低保",)),
        ("有智能手机", "", ("有智能手机",)),
        ("无", "", ()),
        ("", "", ()),
    ],
)
def test_a_word_may_hold_several_categories(said: str, codes: str, unread: tuple[str, ...]) -> None:
    read = categories(said)
    assert read.codes == {Category(code) for code in codes.split()}
    assert read.unread == unread


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("自理", frozenset()),
        ("半自理", frozenset()),
        ("不能自理", {Category.dependent}),
        ("卧床", {Category.bedridden}),
        ("", frozenset()),
        ("飞", None),
    ],
)
def test_mobility(said: str, found: frozenset[Category] | None) -> None:
    assert ability(said) == found


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("76岁", 1946),
        ("７６", 1946),
        ("76.0", 1946),
        ("七十六岁", 1946),
        ("76周岁", 1946),
        ("0岁", 2022),
        ("8个月", 2021),
        ("3个月", 2022),
        ("1946年", 1946),
        ("19460203", 1946),
        ("1946-02-03", 1946),
        ("70-79", None),
        ("80岁以上", None),
        ("200岁", None),
        ("2030年", None),
        ("老年", None),
        ("", None),
    ],
)
def test_an_age_is_a_year_of_birth_or_nothing(said: str, year: int | None) -> None:
    assert birth_year(said, TODAY) == year


def test_numbers() -> None:
    said = ["半", "两", "十", "十二", "二十", "1.5", "〇", "x", ""]
    assert [number(one) for one in said] == [Fraction(1, 2), 2, 10, 12, 20, Fraction(3, 2), 0] + [
        None
    ] * 2


@given(st.text(max_size=30), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_no_text_breaks_a_reader(said: str, today: date) -> None:
    frequency(said)
    categories(said)
    ability(said)
    read = prescription(said)
    assert read is None or read.units_per_dose > 0
    year = birth_year(said, today)
    assert year is None or today.year - 131 < year <= today.year


@given(st.text("0123456789一二三半两每隔日天周月次片早晚睡前U/mg.，、 老人独居岁年", max_size=20))
def test_no_shuffle_of_the_usual_words_breaks_a_reader(said: str) -> None:
    hours = frequency(said)
    assert hours is None or hours > 0
    read = prescription(said)
    assert read is None or read.doses_per_day is None or read.doses_per_day >= 0
    birth_year(said, TODAY)
