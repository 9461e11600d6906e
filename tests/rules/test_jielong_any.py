"""Any text whatever gives a chain, and what it counts adds up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.jielong import AnswerState, Chain, difference, read, written
from models.rules.text import phones_in

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=120)
PIECES = """#接龙|#Group Note|1.|2、|（3）|④|5️⃣|六、|3-2-401|3栋2单元|302|王芳|老赵|白菜包|白菜
A套餐|B|2份|两板|x2|×2|+2|2+1|各一|半箱|200|0|5斤|30枚/板|25元/份|同上|取消|不要了|退|退1份|已付|未付|✅
帮|代|带|刘奶奶|代下单：孙丽|（|）|[|]|改成|再加|共3份|合计|例|备注：|13900000000
急|，|。|、|/|:|-|.|\n|\n\n| |  |\t"""
CHATTY = st.lists(
    st.sampled_from([piece for line in PIECES.split("\n") for piece in line.split("|")] + ["\n"]),
    max_size=40,
).map("".join)

NAMES = st.sampled_from(["王芳", "李强", "老赵", "🌻", "刘奶奶", "Anna"])
DOORS = st.builds("{}-{}-{}0{}".format, *(st.integers(1, top) for top in (12, 4, 6, 3)))
ITEMS = st.lists(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["白菜包", "萝卜包"]),
        st.sampled_from("x*×"),
        st.integers(1, 9),
    ),
    min_size=1,
    max_size=2,
    unique_by=lambda item: item[:2],
).map(" ".join)
TAILS = st.sampled_from(
    ["", " 已付", " 未付", "（放门口）", " 代下单：孙丽", " 13900000000", " 谢谢"]
)
LINES = st.lists(st.builds("{} {} {}{}".format, NAMES, DOORS, ITEMS, TAILS), max_size=12)
HEAD = "#接龙\n今日蔬菜\n白菜包 25元/份 萝卜包 20元/份\n\n"


def _chain(lines: list[str]) -> Chain:
    return read(HEAD + "\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1)))


@given(ANYTHING | CHATTY)
def test_any_text_gives_a_chain(text: str) -> None:
    chain = read(text)
    sums: dict[str, int] = {}
    for answer in chain.answers:
        assert 1 <= answer.lines[0] <= answer.lines[1]
        assert not phones_in(answer.note) and not phones_in(answer.text)
        assert (answer.state is AnswerState.accepted) <= bool(answer.items and answer.door)
        for product, quantity in answer.items.items():
            assert quantity > 0
            if answer.state is AnswerState.accepted:
                sums[product] = sums.get(product, 0) + quantity
    assert chain.totals == sums
    starts = [answer.lines[0] for answer in chain.answers]
    assert starts == sorted(starts)
    assert chain.plain(lambda why: why.key)["title"] == chain.title
    read(written(chain))


@given(ANYTHING | CHATTY)
def test_a_chain_does_not_differ_from_itself(text: str) -> None:
    chain = read(text)
    seen = difference(chain, chain)
    assert not (seen.added or seen.changed or seen.withdrawn or seen.vanished)


@given(LINES)
def test_a_plain_chain_is_accepted_whole(lines: list[str]) -> None:
    chain = _chain(lines)
    past = {AnswerState.accepted, AnswerState.replaced, AnswerState.duplicate}
    assert [answer.no for answer in chain.answers] == list(range(1, len(lines) + 1))
    assert {answer.state for answer in chain.answers} <= past
    doors = [a.door for a in chain.answers if a.state is AnswerState.accepted]
    assert len(doors) == len(set(doors)) == len({line.split()[1] for line in lines})


@given(LINES)
def test_what_is_written_out_reads_back(lines: list[str]) -> None:
    once = _chain(lines)
    again = read(written(once))
    assert again.totals == once.totals
    assert written(again) == written(once)


@given(LINES, st.integers(0, 99))
def test_a_sum_below_is_right_or_said_to_be_wrong(lines: list[str], told: int) -> None:
    chain = _chain([*lines, f"王芳 1-1-101 白菜包x1\n合计：{told}份"])
    wrong = any(warning.key == "jielong.checksum" for warning in chain.warnings)
    assert wrong == (told != sum(chain.totals.values()))


@pytest.mark.parametrize(
    "text",
    ["1" * 90_000, "一" * 50_000, "3-2-401" * 9_000, "(" * 50_000, "1、" * 30_000, "帮" * 30_000],
)
def test_a_senseless_text_takes_no_time(text: str) -> None:
    assert isinstance(read(text), Chain)
