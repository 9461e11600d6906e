"""Names by their letters: unusual surnames, every reading, initials and mixtures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.pinyin import matches, search_key, spell, surname

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=20)
WANG = search_key("王秀芝", [["wang"], ["xiu"], ["zhi"]])


def test_search_key() -> None:
    assert WANG == "wangxiuzhi wxz wang'xiu'zhi"
    assert search_key("", []) == ""
    assert search_key("𠮷", [["𠮷"]]) == ""


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        *((t, True) for t in ("w", "wang", "wangx", "wangxiuzhi", "wx", "wxz", "wangxz", "wxiu")),
        *((t, True) for t in ("wxiuz", "wangxzh", "waxz", "WXZ", "wang xiu-zhi", "wáng", "ｗｘｚ")),
        *((t, False) for t in ("", " ", "x", "xiu", "wxzz", "wz", "wangz", "zx", "王", "wxza")),
    ],
)
def test_matches(typed: str, found: bool) -> None:
    assert matches(WANG, typed) is found


@pytest.mark.parametrize(
    ("name", "given_readings", "typed"),
    [
        ("单强英", [["dan"], ["qiang"], ["ying"]], "shanqy"),
        ("仇军诺", [["chou"], ["jun"], ["nuo"]], "qjn"),
        ("曾静", [["ceng"], ["jing"]], "zengjing"),
        ("解放", [["jie"], ["fang"]], "xief"),
        ("查良", [["cha"], ["liang"]], "zhal"),
        ("朴英", [["pu"], ["ying"]], "piaoy"),
        ("翟天", [["di"], ["tian"]], "zhaitian"),
        ("盖文", [["gai"], ["wen"]], "gew"),
        ("隗明", [["kui"], ["ming"]], "weim"),
        ("隗明", [["kui"], ["ming"]], "kuim"),
        ("黑山", [["hei"], ["shan"]], "hes"),
        ("吕怡秀", [["lv"], ["yi"], ["xiu"]], "luyixiu"),
        ("吕怡秀", [["lü"], ["yi"], ["xiu"]], "lvyx"),
        ("吕怡秀", [["lv"], ["yi"], ["xiu"]], "lyuyixiu"),
        ("吕怡秀", [["lv"], ["yi"], ["xiu"]], "lǚ yi"),
        ("尉迟恭", [["wei"], ["chi"], ["gong"]], "yuchig"),
        ("万俟雪", [["wan"], ["qi"], ["xue"]], "mqx"),
        ("澹台明", [["dan"], ["tai"], ["ming"]], "tantaim"),
        ("长孙无", [["chang"], ["sun"], ["wu"]], "zsw"),
        ("单于飞", [["dan"], ["yu"], ["fei"]], "chanyuf"),
        ("李玉", [["li"], ["yu"]], "lyu"),
        ("张乐重", [["zhang"], ["le", "yue"], ["zhong", "chong"]], "zhangyuechong"),
        ("刘abc", [["liu"], ["ABC"]], "liuabc"),
    ],
)
def test_the_reading_its_bearer_uses(
    name: str, given_readings: list[list[str]], typed: str
) -> None:
    assert matches(search_key(name, given_readings), typed)


def test_the_surname_table_comes_first_and_keeps_the_rest() -> None:
    key = search_key("单强", [["dan", "chan"], ["qiang"]])
    assert key.startswith("shanqiang sq ")
    assert matches(key, "danq")
    assert matches(key, "chanq")


@pytest.mark.parametrize(
    ("typed", "letters"),
    [("Lü", "lv"), ("lu:", "lv"), ("lǚ", "lv"), ("nǜ'er", "nver"), ("Wáng XIU", "wangxiu")]
    + [("lv", "lv"), ("lu", "lu"), ("", ""), ("王", ""), ("王xz", "")],
)
def test_spell(typed: str, letters: str) -> None:
    assert spell(typed) == letters


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("王秀芝", "王"),
        ("欧阳娜", "欧阳"),
        ("欧阳", "欧"),
        ("诸葛孔明", "诸葛"),
        ("", ""),
        ("J", "J"),
    ],
)
def test_surname(name: str, family: str) -> None:
    assert surname(name) == family


@given(ANYTHING, st.lists(st.lists(ANYTHING, max_size=7), max_size=12), ANYTHING)
def test_nothing_raises(name: str, readings: list[list[str]], typed: str) -> None:
    key = search_key(name, readings)
    assert key.isascii()
    assert len(key.split()) <= 36
    matches(key, typed)
    matches(typed, typed)


@given(
    st.lists(st.sampled_from("wang xiu zhi li an xian e lv zhuang".split()), min_size=1, max_size=4)
)
def test_any_mixture_from_the_front(parts: list[str]) -> None:
    key = search_key("某" * len(parts), [[part] for part in parts])
    assert matches(key, "".join(parts))
    assert matches(key, "".join(part[0] for part in parts))
    assert matches(key, parts[0] + "".join(part[0] for part in parts[1:]))
    assert matches(key, "".join(part[0] for part in parts[:-1]) + parts[-1])
