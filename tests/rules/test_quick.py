"""The quick line: order is free, nothing typed is lost, nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.quick import Count, DoorToken, Line, Mention, Urgency, Word, match_verb, tokens
from models.rules.text import fold

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=40)
LINEISH = st.lists(
    st.sampled_from(
        [
            "3-2-401",
            "买药",
            "@",
            "gz",
            "x2",
            "*",
            "2盒",
            "急",
            "!",
            "！",
            " ",
            "，",
            "5号楼",
            "302",
            "0.5g",
        ]
    ),
    max_size=10,
).map("".join)
LETTERS = {DoorToken: "d", Mention: "m", Count: "c", Urgency: "u", Word: "w"}


def shape(line: Line) -> list[str]:
    """Each token as its kind's letter and its text."""
    return [f"{LETTERS[type(token)]}:{token.text}" for token in line.tokens]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("3-2-401 买药 二甲双胍0.5g x2 急 @gz", "d:3-2-401 w:买药 w:二甲双胍0.5g c:x2 u:急 m:@gz"),
        ("急 @gz x2 二甲双胍0.5g 买药 3-2-401", "u:急 m:@gz c:x2 w:二甲双胍0.5g w:买药 d:3-2-401"),
        ("3-2-401 走访 平安", "d:3-2-401 w:走访 w:平安"),
        ("领 防护服 2 北门", "w:领 w:防护服 c:2 w:北门"),
        ("劝返 5号楼 遛狗 当场返回", "w:劝返 d:5号楼 w:遛狗 w:当场返回"),
        ("3-2-401买药", "d:3-2-401 w:买药"),
        ("送药3栋2单元401急", "w:送药 d:3栋2单元401 u:急"),
        ("3-2-401，买药，急！", "d:3-2-401 w:买药 u:急！"),
        ("3-2-401 买药!", "d:3-2-401 w:买药 u:!"),
        ("3-2-401 买药！！", "d:3-2-401 w:买药 u:！！"),
        ("3-2-401 着急 不急 急诊", "d:3-2-401 w:着急 w:不急 w:急诊"),
        ("口罩x2 gown ×3 *4 X5", "w:口罩 c:x2 w:gown c:×3 c:*4 c:X5"),
        ("领防护服2套急", "w:领防护服 c:2套 u:急"),
        ("买药两盒 一板", "w:买药 c:两盒 c:一板"),
        ("x2盒急", "c:x2盒 u:急"),
        (
            "苯磺酸氨氯地平片5mg*28 两盒 一日三次 N95口罩 84消毒液",
            "w:苯磺酸氨氯地平片5mg*28 c:两盒 w:一日三次 w:N95口罩 w:84消毒液",
        ),
        ("2个人在家", "w:2个人在家"),
        ("@高志3-2-401送药", "m:@高志 d:3-2-401 w:送药"),
        ("送药@高志 @ ＠gz", "w:送药 m:@高志 w:@ m:＠gz"),
        ("a@b.c", "w:a@b.c"),
        ("302 买药", "d:302 w:买药"),
        ("领 手套 302", "w:领 w:手套 c:302"),
        ("走访 3-2", "w:走访 d:3-2"),
        ("3-2-401 3-2", "d:3-2-401 w:3-2"),
        ("13900000000 14:30 明天", "w:13900000000 w:14:30 w:明天"),
        ("３－２－４０１　买药", "d:３－２－４０１ w:买药"),
        ("3-2-401 urgent medicine ASAP", "d:3-2-401 u:urgent w:medicine u:ASAP"),
        ("visit building 3 unit 2 401 well", "w:visit d:building 3 unit 2 401 w:well"),
        ("", ""),
        ("  ，。 ", ""),
    ],
)
def test_tokens(typed: str, read: str) -> None:
    assert shape(tokens(typed)) == ([] if not read else _split(read))


def _split(read: str) -> list[str]:
    """Split before each `k:`; a door in English holds spaces."""
    parts: list[str] = []
    for part in read.split(" "):
        if len(part) > 1 and part[1] == ":":
            parts.append(part)
        else:
            parts[-1] += " " + part
    return parts


def test_values() -> None:
    line = tokens("3-2-401 买药 x2 两盒 12 @高志")
    assert [str(d.door) for d in line.doors] == ["3-2-401"]
    assert [(c.number, c.unit, c.bare) for c in line.counts] == [
        (2, "", False),
        (2, "盒", False),
        (12, "", True),
    ]
    assert [m.name for m in line.mentions] == ["高志"]
    assert tokens("全安二期3-2-401买药", "全安市场小区二期").doors[0].text == "全安二期3-2-401"


@given(ANYTHING | LINEISH)
def test_every_character_is_in_one_token(typed: str) -> None:
    line = tokens(typed)
    last = 0
    for token in line.tokens:
        assert last <= token.start < token.end
        assert line.text[token.start : token.end] == token.text
        assert _only_commas(line.text[last : token.start])
        last = token.end
    assert _only_commas(line.text[last:])
    assert len(line.tokens) == sum(
        map(len, (line.doors, line.mentions, line.counts, line.urgent, line.words))
    )


def _only_commas(between: str) -> bool:
    return all(char.isspace() or char in ",;。、" for char in fold(between))


ALIASES = {
    "买药": "requests.medicine",
    "药": "requests.medicine",
    "送药": "requests.deliver",
    "走访": "care.visit",
    "visit": "care.visit",
    "领": "stock.issue",
    "签到": "shifts.check_in",
    "check in": "shifts.check_in",
    "check": "stock.count",
    "劝返": "patrols.persuade",
}


@pytest.mark.parametrize(
    ("typed", "verb", "at", "rest"),
    [
        ("3-2-401 走访 平安", "care.visit", "走访", ["平安"]),
        ("平安 走访 3-2-401", "care.visit", "走访", ["平安"]),
        ("领 防护服 2", "stock.issue", "领", ["防护服"]),
        ("领防护服", "stock.issue", "领", ["防护服"]),
        ("领导 走访", "care.visit", "走访", ["领导"]),
        ("3-2-401送药放门口", "requests.deliver", "送药", ["放门口"]),
        ("高志签到", "shifts.check_in", "签到", ["高志"]),
        ("Check In 高志", "shifts.check_in", "Check In", ["高志"]),
        ("check-in 高志", "shifts.check_in", "check-in", ["高志"]),
        ("check 高志", "stock.count", "check", ["高志"]),
        ("VISIT well", "care.visit", "VISIT", ["well"]),
        ("visitor", None, "", []),
        ("3-2-401 二甲双胍", None, "", []),
        ("中药", None, "", []),
        ("", None, "", []),
    ],
)
def test_match_verb(typed: str, verb: str | None, at: str, rest: list[str]) -> None:
    line = tokens(typed)
    found = match_verb(line.words, ALIASES)
    if verb is None:
        assert found is None
        return
    assert found is not None
    assert found.verb == verb
    assert line.text[found.start : found.end] == at
    assert [word.text for word in found.rest] == rest
    assert all(line.text[word.start : word.end] == word.text for word in found.rest)


@given(ANYTHING | LINEISH, st.dictionaries(ANYTHING, st.integers(), max_size=4))
def test_match_verb_never_fails(typed: str, aliases: dict[str, int]) -> None:
    line = tokens(typed)
    for table in (aliases, ALIASES):
        found = match_verb(line.words, table)
        if found is not None:
            assert found.start < found.end
            assert all(word.text for word in found.rest)
    assert match_verb(line.words, {}) is None
