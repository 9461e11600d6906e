"""Text from people: nothing may steer the terminal, nothing a person wrote may be lost."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.text import (
    clean,
    clean_lines,
    fold,
    looks_like_id_number,
    numbers_of_persons,
    phones_in,
)

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=40)
NASTY = st.lists(
    st.sampled_from(
        ["\x1b", "[", "]", "2;x", "\x07", "\x9b", "\x9d", "\x9c", "\\", "m", "31", "\n", "王", "👩"]
        + ["\u200d", "⚕", "\ufe0f", "\u202e", "e", "\u0301", "\U0001f3f4", "\U000e0067", "\ud800"]
    ),
    max_size=14,
).map("".join)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("王秀芝", "王秀芝"),
        ("  a \n b\r\nc\td ", "a b c d"),
        ("全安　市场", "全安 市场"),
        ("\x1b]2;PWNED\x07药", "药"),
        ("\x1b]8;;http://x\x1b\\链接\x1b]8;;\x1b\\", "链接"),
        ("\x1b[2J\x1b[1;31m红\x1b[0m", "红"),
        ("\x9b31m红", "红"),
        ("\x1b]没完的话", "没完的话"),
        ("\x1bPq..\x1b\\图", "图"),
        ("\x1b(B好", "好"),
        ("\x1b", ""),
        ("a\x00b\x7fc\x85d\u2028e", "abc d e"),
        ("\u202e芝秀王\u202c", "芝秀王"),
        ("王\u200b秀\ufeff芝\u2060", "王秀芝"),
        ("a\u200db", "ab"),
        ("👩\u200d⚕\ufe0f 来了", "👩\u200d⚕\ufe0f 来了"),
        ("👨\u200d👩\u200d👧\u200d👦", "👨\u200d👩\u200d👧\u200d👦"),
        ("\ufe0f\u200d👩", "👩"),
        ("　\ufe0f药", "药"),
        ("👍🏽", "👍🏽"),
        ("1\ufe0f\u20e3 号", "1\ufe0f\u20e3 号"),
        (
            "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
            "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        ),
        ("a\U000e0067\U000e0062b", "ab"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("e\u0301", "é"),
        ("Z" + "\u0336" * 60, "Z" + "\u0336" * 4),
        ("[/] [red]x[/red]", "[/] [red]x[/red]"),
        ("a\ud800b", "ab"),
        ("𠮷䶮", "𠮷䶮"),
        ("ㅤ", ""),
    ],
)
def test_clean(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@given(ANYTHING | NASTY)
def test_clean_is_safe_and_settled(typed: str) -> None:
    kept = clean(typed)
    assert clean(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert not any(unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs") for c in kept)
    kept.encode("utf-8")


@given(ANYTHING | NASTY)
def test_lines_are_as_clean(typed: str) -> None:
    for line in clean_lines(typed):
        assert "\n" not in line
        assert "\x1b" not in line
        assert clean(line) == " ".join(line.split())


def test_lines_keep_what_parts_columns() -> None:
    assert clean_lines("1. a  2. b\r\n\x1b[1mx\ty ") == ["1. a  2. b", "x\ty"]


@given(ANYTHING)
def test_fold_keeps_positions(typed: str) -> None:
    assert len(fold(typed)) == len(typed)


@pytest.mark.parametrize(
    ("note", "is_one"),
    [
        ("证号220102194803120021", True),
        ("22010219480312002X 放门口", True),
        ("２２０１０２１９４８０３１２００２１", True),
        ("220102 19480312 0021", True),
        ("220102480312002", True),
        ("13900000000", False),
        ("订单2201021948031200211234", False),
        ("3-2-401 买药", False),
        ("", False),
    ],
)
def test_looks_like_id_number(note: str, is_one: bool) -> None:
    assert looks_like_id_number(note) is is_one


@pytest.mark.parametrize(
    ("note", "phones"),
    [
        ("打13900000000找孙丽", ("13900000000",)),
        ("139-0000-0000、+86 138 1111 2222", ("13900000000", "13811112222")),
        ("１３９００００００００", ("13900000000",)),
        ("0431-88880000", ("043188880000",)),
        ("220102194803120021", ()),
        ("12345 3-2-401 20220412", ()),
    ],
)
def test_phones_in(note: str, phones: tuple[str, ...]) -> None:
    assert phones_in(note) == phones


@pytest.mark.parametrize(
    ("note", "kinds"),
    [
        ("证号22010219480312002X", ["id_number"]),
        ("２２０１０２ １９４８０３１２ ００２１", ["id_number"]),
        ("220102-19480312-002x 放门口", ["id_number"]),
        ("打139 0000 0000", ["phone"]),
        ("139-0000-0000", ["phone"]),
        ("１３９００００００００", ["phone"]),
        ("+86 13900000000", ["phone"]),
        ("买2袋 13900000000", ["phone"]),
        ("条码69012345678", ["phone"]),
        ("0431-8888000", ["phone"]),
        ("13900000000，证号220102194803120021", ["id_number", "phone"]),
        ("4月8日 10:30 送2袋米到3-2-401", []),
        ("2022-04-08 共 1100 人", []),
        ("单号690123456789012", []),
        ("", []),
    ],
)
def test_the_number_of_a_person_in_a_note(note: str, kinds: list[str]) -> None:
    assert list(numbers_of_persons(note)) == kinds


@given(ANYTHING)
def test_lints_never_fail(note: str) -> None:
    looks_like_id_number(note)
    numbers_of_persons(note)
    phones_in(note)
