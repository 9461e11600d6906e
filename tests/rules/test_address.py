"""Doors: every spelling of one door is one door; dates, prices and numbers are none."""

import time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.address import (
    AnyDoor,
    Door,
    PartialDoor,
    complete,
    find_doors,
    matches,
    near,
    parse_door,
)
from models.rules.numerals import numeral
from models.rules.slips import slips

HOUSE = [
    Door(b, s, f"{f}{r:02d}")
    for b, s, f, r in product(range(1, 13), range(1, 5), range(1, 7), range(1, 4))
]
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=40)
DOORISH = st.lists(
    st.sampled_from(
        [
            *"0123456789一二十零〇百楼号栋#-/. 第室元月xUu，",
            "单元",
            "号楼",
            "门洞",
            "building ",
            "401",
            "一",
        ]
    ),
    max_size=14,
).map("".join)
DOORS = st.builds(
    lambda b, s, f, r: Door(b, s, f"{f}{r:02d}"),
    st.integers(1, 99),
    st.integers(1, 20),
    st.integers(1, 33),
    st.integers(1, 8),
)


@pytest.mark.parametrize(
    "typed",
    [
        *("3栋2单元401", "3栋2-401", "3-2-401", "3－2－401", "3#2-401", "3#2单元401"),
        *("3号楼2单元401室", "三号楼二单元401", "3幢2单元四零一", "3/2/401", "3栋二单元4楼1号"),
        *("3栋2门401", "3栋2门洞401", "3楼2单元401", "3栋2U401", "3#楼2单元401号", "3号2单元401"),
        *(
            "三栋二单元四百零一",
            "三栋二单元四〇一室",
            "3栋2单元4层01室",
            "3栋2单元4楼401",
            "3座2单元401",
        ),
        *(
            "全安市场小区二期3栋2单元401",
            "二期3-2-401",
            "2期 3-2-401",
            "全安 3-2-401",
            "地址：3栋2单元401",
        ),
        *("长春市全安街12号全安市场小区3栋2单元401", "全安/3-2-401", "第3栋第2单元401"),
        *(
            " 3 - 2 - 401 ",
            "3栋 2单元 401",
            "3栋-2单元-401",
            "3-2单元401",
            "03-02-0401",
            "３栋２单元４０１",
        ),
        *(
            "3 2 401",
            "3.2.401",
            "3–2—401",
            "3一2一401",
            "3-2-401。",
            "3栋2单元401室，",
            "③栋②单元401",
        ),
        *("Building 3, Stairwell 2, 401", "bldg 3 unit 2 room 401", "Block 3 Entrance 2 Apt. 401"),
    ],
)
def test_one_door(typed: str) -> None:
    assert parse_door(typed) == Door(3, 2, "401")


@pytest.mark.parametrize(
    ("typed", "door"),
    [
        ("12号楼1门302", Door(12, 1, "302")),
        ("12栋1门洞302", Door(12, 1, "302")),
        ("十二栋一单元302", Door(12, 1, "302")),
        ("二十号楼一单元1201", Door(20, 1, "1201")),
        ("二十一栋十单元一千二百零二", Door(21, 10, "1202")),
        ("1#1-101", Door(1, 1, "101")),
        ("3栋401", PartialDoor(3, None, "401")),
        ("3-401", PartialDoor(3, None, "401")),
        ("3号楼401室", PartialDoor(3, None, "401")),
        ("3栋4楼1号", PartialDoor(3, None, "401")),
        ("5楼401", PartialDoor(5, None, "401")),
        ("4楼401", PartialDoor(None, None, "401")),
        ("4楼1号", PartialDoor(None, None, "401")),
        ("2单元401", PartialDoor(None, 2, "401")),
        ("2门401", PartialDoor(None, 2, "401")),
        ("302", PartialDoor(None, None, "302")),
        ("302室", PartialDoor(None, None, "302")),
        ("3栋", PartialDoor(3)),
        ("三号楼", PartialDoor(3)),
        ("3#", PartialDoor(3)),
        ("5楼", PartialDoor(5)),
        ("3-2", PartialDoor(3, 2)),
        ("3/2", PartialDoor(3, 2)),
        ("3栋2单元", PartialDoor(3, 2)),
        ("3号楼二单元", PartialDoor(3, 2)),
        ("2单元", PartialDoor(None, 2)),
        ("unit 2 401", PartialDoor(None, 2, "401")),
        ("building 5", PartialDoor(5)),
    ],
)
def test_other_doors(typed: str, door: AnyDoor) -> None:
    assert parse_door(typed) == door


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            " ",
            "3",
            "3-28",
            "3/28",
            "3月28日",
            "2022-3-28",
            "2022/03/28",
            "3/8/2022",
            "3-2-1998",
        ),
        *("25元", "3.50", "0412", "500", "100", "13900000000", "0431-88880000", "10:30", "3-2-4-1"),
        *(
            "3-2-401-5",
            "3-2-401A",
            "0-2-401",
            "3-0-401",
            "3-2-400",
            "3-2-099",
            "买药",
            "3号",
            "2门",
        ),
        *("王秀芝3-2-401", "220102194803120021", "5mg*28", "一", "十", "3栋2单元4楼501", "1-", "-"),
        "9" * 300,
    ],
)
def test_no_door(typed: str) -> None:
    assert parse_door(typed) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1. 王秀芝 3栋2单元401 白菜包x2", [("3栋2单元401", "3-2-401")]),
        ("3、陈爷爷（3栋2单元402 代下单：孙丽）两板", [("3栋2单元402", "3-2-402")]),
        ("2、3#1-602 老赵 一板", [("3#1-602", "3-1-602")]),
        ("1.张敏 12号楼1门302  +1份", [("12号楼1门302", "12-1-302")]),
        (
            "9、2栋3单元501 苹果1箱。      11、马健 2-3-502 苹果 2箱",
            [("2栋3单元501", "2-3-501"), ("2-3-502", "2-3-502")],
        ),
        ("2. 1-3-601 二甲双胍0.5g 1盒，急！只剩2天 13900000000", [("1-3-601", "1-3-601")]),
        ("3-2-401买药", [("3-2-401", "3-2-401")]),
        ("送药到3-2-401急", [("3-2-401", "3-2-401")]),
        ("3-2-401x2", [("3-2-401", "3-2-401")]),
        ("3-2-401/402", [("3-2-401", "3-2-401")]),
        ("从3-2-401送到5-1-302", [("3-2-401", "3-2-401"), ("5-1-302", "5-1-302")]),
        ("劝返 5号楼 遛狗 当场返回", [("5号楼", "5-?-?")]),
        ("3栋2单元有人下楼", [("3栋2单元", "3-2-?")]),
        ("2单元401停水", [("2单元401", "?-2-401")]),
        ("3栋401天然气", [("3栋401", "3-?-401")]),
        ("3栋领401个", [("3栋", "3-?-?")]),
        ("3栋 450个口罩", [("3栋", "3-?-?")]),
        ("3栋 301元", [("3栋", "3-?-?")]),
        ("统一3-2-401", [("3-2-401", "3-2-401")]),
        ("4月3日 3-2-401", [("3-2-401", "3-2-401")]),
        ("4月3号2单元401停水", [("2单元401", "?-2-401")]),
        ("3号2单元停水", [("2单元", "?-2-?")]),
        ("4-12 3-2-401 14:30", [("3-2-401", "3-2-401")]),
        ("visit building 3 unit 2 401 ok", [("building 3 unit 2 401", "3-2-401")]),
        ("3月28日 蔬菜包 25元/份 白菜包/土豆包", []),
        ("2022-3-28 10:30-11:30 3-28 2022/3/128", []),
        ("一日三次 一次两片 5mg*28 0.5g 84消毒液 N95口罩 500ml", []),
        ("138-1234-5678 0431-8888-1234 151****2663", []),
        ("3-500元 12.5-301 ¥3-401 3-2-401元", []),
        ("L3-2-401 v1-2-401", []),
        ("12-302张敏", [("12-302", "12-?-302")]),
        ("302 老赵 5楼张大爷 2门 3号 4楼1号", []),
        ("", []),
    ],
)
def test_find_doors(text: str, found: list[tuple[str, str]]) -> None:
    assert [(text[a:z], str(door)) for a, z, door in find_doors(text)] == found


def test_find_takes_the_compound_with_the_door() -> None:
    text = "请送全安市场小区二期6-4-302 鸡蛋"
    [(start, end, door)] = find_doors(text, "全安市场小区二期")
    assert (text[start:end], door) == ("全安市场小区二期6-4-302", Door(6, 4, "302"))
    assert find_doors("平安3-2-401", "全安市场小区二期")[0][0] == 2


@given(ANYTHING | DOORISH)
def test_nothing_raises(text: str) -> None:
    parse_door(text)
    complete(text, HOUSE[:40])
    near(text, HOUSE[:40])
    last = 0
    for start, end, _door in find_doors(text, "全安"):
        assert last <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]
        last = end


@given(DOORS)
def test_every_door_reads_back(door: Door) -> None:
    for spelt in (
        str(door),
        door.plain("zh"),
        door.plain("en"),
        f"{door.building}#{door.stairwell}-{door.room}",
    ):
        assert parse_door(spelt) == door
        assert [d for _, _, d in find_doors(f"给 {spelt} 送药")] == [door]


@given(st.lists(DOORS, min_size=2, max_size=6))
def test_doors_sort_as_one_walks(doors: list[Door]) -> None:
    walked = sorted(doors)
    keys = [(d.building, d.stairwell, d.floor, int(d.room)) for d in walked]
    assert keys == sorted(keys)


def test_door_speaks() -> None:
    door = Door(3, 2, "1201")
    assert (str(door), door.floor) == ("3-2-1201", 12)
    assert door.plain("zh") == "3栋2单元1201"
    assert door.plain("en") == "Building 3, Stairwell 2, 1201"
    assert PartialDoor(3, None, "401").plain() == "3栋401"
    assert Door(1, 1, "901") < Door(1, 1, "1001") < Door(1, 2, "101") < Door(2, 1, "101")
    assert Door(1, 1, "商铺").floor == 0


@pytest.mark.parametrize(
    ("partial", "count"),
    [
        (PartialDoor(3, None, "401"), 4),
        (PartialDoor(None, 2, "401"), 12),
        (PartialDoor(None, None, "302"), 48),
        (PartialDoor(3, 2), 18),
        (Door(3, 2, "401"), 1),
        (Door(30, 2, "401"), 0),
    ],
)
def test_matches(partial: AnyDoor, count: int) -> None:
    found = matches(partial, reversed(HOUSE))
    assert len(found) == count
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("3-2-404", "3-2-403"),
        ("3-2-410", "3-2-401"),
        ("33-2-401", "3-2-401"),
        ("2-5-401", "2-4-401"),
        ("13-2-401", "3-2-401"),
        ("3栋6单元401", "3-4-401"),
        ("4-12-401", "12-4-401"),
        ("3-2-4", "3-2-401"),
        ("32401", "3-2-401"),
    ],
)
def test_near(typed: str, first: str) -> None:
    found = [str(door) for door in near(typed, HOUSE)]
    assert len(found) == 5
    assert first in (found if typed == "13-2-401" else found[:2])


def test_near_of_nothing() -> None:
    assert near("买药", HOUSE) == []
    assert near("3-2-401", []) == []


@pytest.mark.parametrize(
    ("typed", "count", "first"),
    [
        ("3-2-4", 3, "3-2-401"),
        ("3-2-402", 1, "3-2-402"),
        ("3栋2单元4", 3, "3-2-401"),
        ("324", 3, "3-2-401"),
        ("3栋", 8, "3-1-101"),
        ("1栋2", 8, "1-2-101"),
        ("402", 8, "1-1-402"),
        ("zz", 0, ""),
    ],
)
def test_complete(typed: str, count: int, first: str) -> None:
    found = [str(door) for door in complete(typed, HOUSE)]
    assert len(found) == count
    assert found[:1] == ([first] if first else [])


@pytest.mark.parametrize(
    ("text", "value"),
    [("401", 401), ("四零一", 401), ("四百零一", 401), ("二十", 20), ("十二", 12), ("二十一", 21)]
    + [("两", 2), ("", None), ("x", None), ("²", None), ("零", 0)],
)
def test_numeral(text: str, value: int | None) -> None:
    assert numeral(text) == value


@given(st.text("ab", max_size=6), st.text("ab", max_size=6))
def test_slips(a: str, b: str) -> None:
    assert slips(a, b) == slips(b, a)
    assert abs(len(a) - len(b)) <= slips(a, b) <= max(len(a), len(b))
    assert (slips(a, b) == 0) == (a == b)


def test_quick_enough_for_every_key() -> None:
    line = "3-2-401 买药 二甲双胍0.5g x2 急 @gz 送到门口 王秀芝 一日三次 13900000000"
    began = time.perf_counter()
    for _ in range(1300):
        find_doors(line)
        parse_door("全安市场小区二期3栋2单元401")
    assert time.perf_counter() - began < 1.0
