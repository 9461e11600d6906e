"""Role by field: the table of who sees what, cell by cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.address import Door, PartialDoor
from models.rules.masking import (
    Sight,
    can_reveal,
    door,
    few,
    illness,
    isolation,
    name,
    phone,
    searchable,
    sight,
)

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=20)
FIELDS = ("name", "phone", "door", "illness", "isolation")


@pytest.mark.parametrize(
    ("role", "on_task", "own_grid", "seen"),
    [
        ("secretary", False, False, "full keyed full full full"),
        ("secretary", True, True, "full keyed full full full"),
        ("grid_leader", False, True, "full keyed full tag full"),
        ("grid_leader", True, True, "full keyed full tag full"),
        ("grid_leader", True, False, "surname keyed full items flag"),
        ("grid_leader", False, False, "masked masked building none flag"),
        ("shift_leader", True, False, "surname keyed full items flag"),
        ("shift_leader", False, True, "masked masked building none flag"),
        ("volunteer", True, False, "surname keyed full items flag"),
        ("volunteer", True, True, "surname keyed full items flag"),
        ("volunteer", False, False, "masked masked building none flag"),
        ("volunteer", False, True, "masked masked building none flag"),
        ("wallboard", True, True, "none none none none none"),
        ("nobody", True, True, "none none none none none"),
    ],
)
def test_sight(role: str, on_task: bool, own_grid: bool, seen: str) -> None:
    assert [sight(role, f, on_task, own_grid).value for f in FIELDS] == seen.split()
    assert sight(role, "id_number", on_task, own_grid) is Sight.none


@pytest.mark.parametrize(
    ("full", "seen", "sex", "lang", "shown"),
    [
        ("王秀芝", "full", None, "zh", "王秀芝"),
        ("王秀芝", "surname", "女", "zh", "王阿姨"),
        ("王秀芝", "surname", "female", "en", "Ms 王"),
        ("李刚", "surname", "男", "zh", "李先生"),
        ("李刚", "surname", "M", "en", "Mr 李"),
        ("李刚", "surname", None, "zh", "李**"),
        ("李刚", "surname", "", "en", "李**"),
        ("王秀芝", "masked", "女", "zh", "王**"),
        ("王秀芝", "keyed", "女", "zh", "王**"),
        ("王秀芝", "none", "女", "zh", ""),
        ("王秀芝", "building", "女", "zh", ""),
        ("欧阳娜娜", "masked", "女", "zh", "欧阳**"),
        ("欧阳娜", "surname", "女", "zh", "欧阳阿姨"),
        ("欧阳", "masked", "女", "zh", "欧**"),
        ("", "masked", None, "zh", ""),
        ("{x}", "surname", "女", "zh", "{阿姨"),
    ],
)
def test_name(full: str, seen: str, sex: str | None, lang: str, shown: str) -> None:
    assert name(full, Sight(seen), sex, lang) == shown


@pytest.mark.parametrize(
    ("full", "seen", "shown"),
    [
        ("13812341111", "full", "13812341111"),
        ("13812341111", "keyed", "138****1111"),
        ("138-1234-1111", "masked", "138****1111"),
        ("13812341111;13900002222", "masked", "138****1111;139****2222"),
        ("0431-88881234", "masked", "043****1234"),
        ("8888123", "masked", "****23"),
        ("120", "masked", "****"),
        ("138****1111", "masked", "138****1111"),
        ("138****1111;13900002222*", "masked", "138****1111;139****2222*"),
        ("１３８１２３４１１１１", "masked", "138****1111"),
        ("13812341111", "none", ""),
        ("13812341111", "surname", ""),
        ("", "masked", ""),
    ],
)
def test_phone(full: str, seen: str, shown: str) -> None:
    assert phone(full, Sight(seen)) == shown


def test_door() -> None:
    home = Door(3, 2, "401")
    assert door(home, Sight.full) == "3-2-401"
    assert door(home, Sight.building) == "3栋"
    assert door(home, Sight.building, "en") == "Building 3"
    assert door(home, Sight.none) == ""
    assert door(PartialDoor(None, 2, "401"), Sight.building) == ""


def test_illness_and_isolation() -> None:
    assert illness("糖尿病", Sight.full) == "糖尿病"
    assert illness("糖尿病", Sight.tag, tag="病") == "病"
    assert illness("糖尿病", Sight.items, items=("二甲双胍", "血糖仪")) == "二甲双胍、血糖仪"
    assert illness("糖尿病", Sight.none, tag="病", items=("二甲双胍",)) == ""
    assert isolation("居家隔离", Sight.full) == "居家隔离"
    assert isolation("居家隔离", Sight.flag, flag="防护") == "防护"
    assert isolation("居家隔离", Sight.none, flag="防护") == ""


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (2, None), (3, 3), (9, 9)])
def test_few(count: int, shown: int | None) -> None:
    assert few(count) == shown


def test_what_a_key_reveals_and_what_find_matches() -> None:
    assert {s for s in Sight if can_reveal(s)} == {Sight.keyed, Sight.surname}
    # Whoever is on the task may know the name; nobody else finds by what is masked to him.
    assert {s for s in Sight if searchable(s)} == {Sight.full, Sight.keyed, Sight.surname}


@given(ANYTHING, st.sampled_from(list(Sight)), ANYTHING, ANYTHING)
def test_nothing_raises(text: str, seen: Sight, other: str, lang: str) -> None:
    name(text, seen, other, lang)
    phone(text, seen)
    illness(text, seen, other, [other])
    isolation(text, seen, other)
    sight(text, other)
    door(PartialDoor(), seen, lang)


@given(st.integers(10**10, 10**11 - 1), st.sampled_from([s for s in Sight if s is not Sight.full]))
def test_a_masked_phone_never_holds_the_number(number: int, seen: Sight) -> None:
    assert str(number) not in phone(str(number), seen)


@given(st.sampled_from(["王秀芝", "欧阳娜娜", "李刚"]), st.sampled_from(list(Sight)))
def test_a_given_name_is_only_seen_in_full(full: str, seen: Sight) -> None:
    shown = name(full, seen, "女")
    assert (full[-1] in shown) == (seen is Sight.full)
