"""What may not go out: numbers, doors, names; what only looks like them may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.gifts import GiftKind, kind_of, sounds_like_medicine
from models.rules.publishing import Flaw, FlawKind, flaws, names_in

NAMES = ("王秀芝", "王秀", "高志")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("请联系13800001111领取", FlawKind.phone),
        ("请联系 138 0000 1111", FlawKind.phone),
        ("编号22010119800101123X", FlawKind.id_number),
        ("编号220101198001011234", FlawKind.id_number),
        ("流水号20220408123 作废", FlawKind.phone),
        ("请3-2-401来取", FlawKind.door),
        ("3号楼2单元401的邻居", FlawKind.door),
        ("感谢王秀芝阿姨", FlawKind.name),
    ],
)
def test_what_points_at_a_person_is_found(text: str, kind: FlawKind) -> None:
    assert [flaw.kind for flaw in flaws(text, NAMES)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "4月9日8:00-10:30，5到8栋到小广场",
        "5号楼的邻居请下楼",
        "咨询 0431-5550101",
        "2022年4月8日，共1100人",
    ],
)
def test_a_plain_notice_is_fine(text: str) -> None:
    assert flaws(text, NAMES, ("0431-5550101",)) == ()


def test_an_office_number_is_known_by_its_digits_however_it_is_written() -> None:
    assert flaws("打 0431 5550101", (), ("0431-5550101",)) == ()
    assert flaws("打 0431-5550101") == (Flaw(FlawKind.phone, "04315550101"),)


def test_the_longest_name_that_stands_there_is_named_once() -> None:
    assert names_in("王秀芝和王秀芝、高志", NAMES) == ("王秀芝", "高志")


@given(st.text(), st.text(), st.text("0123456789", min_size=11, max_size=11))
def test_a_mobile_number_never_passes_whatever_stands_around_it(
    before: str, after: str, digits: str
) -> None:
    number = f"13{digits[2:]}"
    text = f"{before} {number} {after}"
    assert any(flaw.kind is FlawKind.phone for flaw in flaws(text)) or any(
        flaw.kind is FlawKind.id_number for flaw in flaws(text)
    )


@pytest.mark.parametrize(
    "item",
    ["布洛芬混悬液", "二甲双胍0.5g片 ", "阿莫西林胶囊", "感冒药", "ibuprofen 200 mg", "连花清瘟"],
)
def test_a_medicine_is_never_overlooked_whatever_kind_was_chosen(item: str) -> None:
    assert sounds_like_medicine(item)
    assert kind_of(item, GiftKind.daily) is GiftKind.medicine


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ("猪肉两斤", GiftKind.meat),
        ("速冻水饺两袋", GiftKind.staples),
        ("鹦鹉笼和鸟食", GiftKind.pet),
        ("苹果一袋", GiftKind.fruit),
        ("尿片一包", GiftKind.baby),
        ("薯片", GiftKind.other),
        ("dumplings", GiftKind.staples),
    ],
)
def test_other_things_are_sorted_by_their_words(item: str, kind: GiftKind) -> None:
    assert kind_of(item) is kind
    assert kind_of(item, GiftKind.daily) is GiftKind.daily
