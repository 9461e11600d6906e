"""Chains as neighbours really write them: each way of saying it, and what may never be guessed."""

import pytest

from models.rules.jielong import Chain, read
from tests.rules.test_jielong import EGGS, MENU, keys, told

VEG = "#接龙\n4月2日蔬菜团购\n白菜包 25元/份\n土豆包 20元/份\n鸡蛋 30枚/板 28元\n\n"


def _why(chain: Chain) -> list[str]:
    return [answer.why.key if answer.why is not None else "" for answer in chain.answers]


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("1. 王芳 3-2-401 白菜俩", "1 accepted 王芳 3-2-401 白菜包x2"),
        ("1. 王芳 3-2-401 白菜一 土豆二", "1 accepted 王芳 3-2-401 白菜包x1 土豆包x2"),
        ("1. 王芳 3-2-401 鸡蛋十二板", "1 accepted 王芳 3-2-401 鸡蛋x12"),
        ("1. 王芳 3-2-401 白菜2-土豆1", "1 accepted 王芳 3-2-401 白菜包x2 土豆包x1"),
        ("1. 王芳 3-2-401 白菜2\n--------", "1 accepted 王芳 3-2-401 白菜包x2"),
        ("1. 王芳-3-2-401-2份白菜", "1 accepted 王芳 3-2-401 白菜包x2"),
        ("1. 王芳 3-2-401 都来一份", "1 accepted 王芳 3-2-401 白菜包x1 土豆包x1 鸡蛋x1"),
        ("1. 王芳 3-2-401 不要白菜，土豆2", "1 accepted 王芳 3-2-401 土豆包x2"),
        ("1. 王芳 3-2-401 白菜2（不要土豆）", "1 accepted 王芳 3-2-401 白菜包x2"),
        ("No.1 王芳 3-2-401 白菜2", "1 accepted 王芳 3-2-401 白菜包x2"),
        ("第1 王芳 3-2-401 白菜2", "1 accepted 王芳 3-2-401 白菜包x2"),
        ("1-王芳 3-2-401 白菜2", "1 accepted 王芳 3-2-401 白菜包x2"),
        ("㉑ 王芳 3-2-401 白菜2", "21 accepted 王芳 3-2-401 白菜包x2"),
        ("1. 3-28 3-2-401 王芳 白菜2", "1 accepted 王芳 3-2-401 白菜包x2"),
        ("1. [玫瑰]小花 3-2-401 白菜2[庆祝]", "1 accepted 小花 3-2-401 白菜包x2"),
        ("1. 王芳 3-2-401 不要", "1 withdrawn 王芳 3-2-401"),
        ("1. 王芳 3-2-401 已取消", "1 withdrawn 王芳 3-2-401"),
        ("1. 王芳 3-2-401 白菜-1", "1 ask 王芳 3-2-401 白菜包x1"),
        ("1. 王芳 3-2-401 白菜2 -1", "1 ask 王芳 3-2-401 白菜包x2"),
        ("1. 王芳 3-2-401 白菜2-3份", "1 ask 王芳 3-2-401 白菜包x1"),
        ("1. 王芳 3-2-401 白菜若干", "1 ask 王芳 3-2-401 白菜包x1"),
        ("1. 王芳 3-2-401 白菜减1份", "1 ask 王芳 3-2-401 白菜包x1"),
        ("1. 王芳 3-2-401 不要白菜", "1 ask 王芳 3-2-401"),
        ("1. 王芳 3-2-401 鸡蛋60枚", "1 ask 王芳 3-2-401 鸡蛋x60"),
        ("1. 姓名:张三(3-2-401 白菜1)", None),
    ],
)
def test_how_one_answer_is_said(line: str, answer: str | None) -> None:
    assert told(read(VEG + line)) == ([] if answer is None else [answer])


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        ("孙丽代陈爷爷 3-2-402 白菜1", ["1 accepted 陈爷爷 3-2-402 白菜包x1 by:孙丽"]),
        ("孙丽代3-2-402陈爷爷 白菜1", ["1 accepted 陈爷爷 3-2-402 白菜包x1 by:孙丽"]),
        ("孙丽 3-2-401 代 陈爷爷 3-2-402 白菜1", ["1 accepted 陈爷爷 3-2-402 白菜包x1 by:孙丽"]),
        ("孙丽 帮陈爷爷（3-2-402）下单 白菜1", ["1 accepted 陈爷爷 3-2-402 白菜包x1 by:孙丽"]),
        ("孙丽（帮3-2-402陈爷爷接龙）白菜1", ["1 accepted 陈爷爷 3-2-402 白菜包x1 by:孙丽"]),
        ("帮3-2-402陈爷爷带白菜1", ["1 accepted 陈爷爷 3-2-402 白菜包x1"]),
        ("孙丽 3-2-401 帮对门陈爷爷带白菜1", ["1 needs_address 陈爷爷 - 白菜包x1 by:孙丽"]),
        (
            "孙丽 3-2-401 白菜2（代5-1-302陈爷爷下单 鸡蛋1板）",
            [
                "1 accepted 孙丽 3-2-401 白菜包x2",
                "1 accepted 陈爷爷 5-1-302 鸡蛋x1 by:孙丽",
            ],
        ),
        (
            "孙丽 3-2-401 白菜1 给我妈(5-1-101)带1份白菜",
            ["1 accepted 孙丽 3-2-401 白菜包x1", "1 accepted 我妈 5-1-101 白菜包x1 by:孙丽"],
        ),
        (
            "孙丽 3-2-401 帮3-2-402陈爷爷带白菜1，我自己土豆2",
            ["1 accepted 孙丽 3-2-401 土豆包x2", "1 accepted 陈爷爷 3-2-402 白菜包x1 by:孙丽"],
        ),
        ("孙丽 3-2-401 帮我留白菜1", ["1 accepted 孙丽 3-2-401 白菜包x1"]),
        ("孙丽 3-2-401 麻烦给留2份白菜", ["1 accepted 孙丽 3-2-401 白菜包x2"]),
    ],
)
def test_each_household_ordered_for_is_one_entry(line: str, answers: list[str]) -> None:
    assert told(read(f"{VEG}1. {line}")) == answers


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("1. 王芳 3-2-401 A2B1", "1 accepted 王芳 3-2-401 A套餐x2 B套餐x1"),
        ("1. 王芳 3-2-401 Ax2 Bx1", "1 accepted 王芳 3-2-401 A套餐x2 B套餐x1"),
        ("1. 王芳 3-2-401 A+B", "1 accepted 王芳 3-2-401 A套餐x1 B套餐x1"),
        ("1. 王芳 3-2-401 AB各一份", "1 needs_item 王芳 3-2-401"),
    ],
)
def test_letters_of_a_menu(line: str, answer: str) -> None:
    assert told(read(MENU + line)) == [answer]


@pytest.mark.parametrize(
    ("head", "products"),
    [
        ("牛奶250ml*12盒/箱 55元", ["牛奶"]),
        ("大米5斤装30元 面粉2.5kg 18元 降压药5mg*28 12元", ["大米", "面粉", "降压药"]),
        ("1号套餐 苹果5斤 39元\n2号套餐 橙子5斤 45元", ["1号套餐", "2号套餐"]),
        ("A. 苹果5斤装 39元\nB. 橙子5斤装 45元", ["苹果", "橙子"]),
        ("Eggs 30/tray 28 yuan", ["Eggs"]),
    ],
)
def test_a_size_in_the_head_is_no_product(head: str, products: list[str]) -> None:
    chain = read(f"#接龙\n{head}\n\n1. 王芳 3-2-401 {products[0]} 2")
    assert [product.name for product in chain.products] == products
    assert told(chain) == [f"1 accepted 王芳 3-2-401 {products[0]}x2"]


def test_a_part_of_what_is_sold_whole_is_asked_about() -> None:
    milk = "#接龙\n牛奶250ml*12盒/箱 55元\n\n"
    assert told(read(milk + "1. 王芳 3-2-401 1箱")) == ["1 accepted 王芳 3-2-401 牛奶x1"]
    assert _why(read(milk + "1. 王芳 3-2-401 12盒")) == ["jielong.weight"]
    fives = "#接龙\n土豆5斤10元 白菜3斤8元\n\n"
    assert told(read(fives + "1. 王芳 3-2-401 土豆5斤")) == ["1 accepted 王芳 3-2-401 土豆x1"]
    assert _why(read(fives + "1. 王芳 3-2-401 土豆10斤")) == ["jielong.weight"]


def test_more_of_the_same_is_asked_about_and_no_correction() -> None:
    chain = read(EGGS + "1. 王芳 3-2-401 2板\n2. 王芳 3-2-401 加1板\n3. 李强 3-2-402 加1板")
    assert [answer.state.value for answer in chain.answers] == ["accepted", "ask", "accepted"]
    assert (chain.totals, _why(chain)[1]) == ({"鸡蛋": 3}, "jielong.more")


def test_what_nobody_is_called_is_no_name() -> None:
    chain = read("#接龙\n蔬菜团购\n\n1. 王芳 3-2-401 白菜x2\n2. 3-2-402 土豆 3")
    assert chain.totals == {"白菜": 2, "土豆": 3}


def test_less_is_no_product() -> None:
    chain = read("#接龙\n蔬菜包\n1.王芳 3-2-401 2份\n2.王芳 3-2-401 减1份")
    assert (chain.totals, _why(chain)[1]) == ({"蔬菜包": 2}, "jielong.more")


def test_a_chain_in_english() -> None:
    chain = read(
        "#Group Note\nEggs 30/tray 28 yuan\nExample: name door quantity\n\n"
        "1. Anna Moss 3-2-401 2 trays\n2. Building 3 Stairwell 2 Room 402 Tom x1 paid\n"
        "3. Eve 3-2-403 cancel\n4. for Mary 3-2-405 1"
    )
    assert told(chain) == [
        "1 accepted Anna Moss 3-2-401 Eggsx2",
        "2 accepted Tom 3-2-402 Eggsx1",
        "3 withdrawn Eve 3-2-403",
        "4 accepted Mary 3-2-405 Eggsx1",
    ]


def test_an_answer_on_the_title_line_is_read() -> None:
    chain = read("今天的菜 1. 王芳 3-2-401 白菜2")
    assert (chain.title, told(chain)) == ("今天的菜", ["1 accepted 王芳 3-2-401 白菜x2"])


@pytest.mark.parametrize("text", ["", " \n\n", "hello", "#接龙", "#接龙\n\n例 1-1-101 白菜1"])
def test_where_nobody_answers_that_is_said(text: str) -> None:
    assert keys(read(text)) == ["jielong.no_answers"]
