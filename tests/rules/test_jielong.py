"""Chains as people paste them: each answer is read, or says what it lacks. All people invented."""

import time

import pytest

from models.rules.address import Door
from models.rules.jielong import AnswerState, Chain, Product, amend, difference, read, written
from models.words import Words

A = """#接龙
3月28日 蔬菜包 25元/份 白菜包/土豆包
例 姓名 栋-单元-房号 品种x数量

1. 王秀芝 3栋2单元401 白菜包x2
2. 刘国强 5栋1单元302 土豆包*1 白菜包*1"""
B = """#接龙
鸡蛋 30枚/板
1、孙丽 3-2-401 2板
2、3#1-602 老赵 一板
3、陈爷爷（3栋2单元402 代下单：孙丽）两板"""
C = """1.张敏 12号楼1门302  +1份
2.周涛 12-1-301 +2（帮楼上刘奶奶带1份）"""
E = "10、李娜 2栋3单元501 苹果1箱。      11、马健 2-3-502 苹果 2箱"
G = """1. 4-1-101 张建 白菜包2 萝卜包1 鸡蛋1板（不要破的）
2. 4-1-102 白菜2，萝卜1，蛋1"""
J = """1. 杜娟 7-1-202 白菜包1 ✅已付
2. 郭海 7-1-203 白菜包1 [未付]
3. 取消
4. 7-1-204 不要了，谢谢"""
K = """今天买药登记（截止10:00）
1. 1栋3单元602 冯淑兰 苯磺酸氨氯地平片5mg*28 两盒 医保卡在门口
2. 1-3-601 二甲双胍0.5g 1盒，急！只剩2天 13900000000"""
P = """跟团号,下单人,商品,数量,收货人,联系电话,详细地址,团员备注
1,小雨,【白菜包】5斤装,2,钱小雨,138****1111,全安市场小区二期3栋2单元401,放门口"""

EGGS = "#接龙\n鸡蛋 30枚/板 28元\n\n"
MENU = "#接龙\nA套餐：白菜2颗+土豆3斤 58元\nB套餐：萝卜、黄瓜 45元/份\n\n"


def told(chain: Chain) -> list[str]:
    """Each answer on one line: number, state, name, door, items, who placed it."""
    return [
        " ".join(
            str(part)
            for part in (
                answer.no,
                answer.state.value,
                answer.name or "-",
                answer.door or "-",
                *(f"{name}x{n}" for name, n in answer.items.items()),
                f"by:{answer.placed_by}" if answer.placed_by else "",
            )
            if part != ""
        )
        for answer in chain.answers
    ]


def keys(chain: Chain) -> list[str]:
    return [warning.key for warning in chain.warnings]


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        (A, ["1 accepted 王秀芝 3-2-401 白菜包x2", "2 accepted 刘国强 5-1-302 土豆包x1 白菜包x1"]),
        (
            B,
            [
                "1 accepted 孙丽 3-2-401 鸡蛋x2",
                "2 accepted 老赵 3-1-602 鸡蛋x1",
                "3 accepted 陈爷爷 3-2-402 鸡蛋x2 by:孙丽",
            ],
        ),
        (
            C,
            [
                "1 accepted 张敏 12-1-302 份x1",
                "2 accepted 周涛 12-1-301 份x1",
                "2 needs_address 刘奶奶 - 份x1 by:周涛",
            ],
        ),
        (E, ["10 accepted 李娜 2-3-501 苹果x1", "11 accepted 马健 2-3-502 苹果x2"]),
        (
            G,
            [
                "1 accepted 张建 4-1-101 白菜包x2 萝卜包x1 鸡蛋x1",
                "2 accepted - 4-1-102 白菜包x2 萝卜包x1 鸡蛋x1",
            ],
        ),
        (
            J,
            [
                "1 accepted 杜娟 7-1-202 白菜包x1",
                "2 accepted 郭海 7-1-203 白菜包x1",
                "3 withdrawn - -",
                "4 withdrawn - 7-1-204",
            ],
        ),
        (
            K,
            [
                "1 accepted 冯淑兰 1-3-602 苯磺酸氨氯地平片5mg*28x2",
                "2 accepted - 1-3-601 二甲双胍0.5gx1",
            ],
        ),
        (P, []),
    ],
    ids=list("ABCEGJKP"),
)
def test_the_chains_of_the_domain(text: str, answers: list[str]) -> None:
    assert told(read(text)) == answers


def test_what_else_the_examples_tell() -> None:
    assert read(A).title == "3月28日 蔬菜包 25元/份 白菜包/土豆包"
    assert read(A).products == (Product("白菜包", "份", 2500), Product("土豆包", "份", 2500))
    assert read(A).totals == {"白菜包": 3, "土豆包": 1}
    assert read(B).products == (Product("鸡蛋", "板", sizes=("30枚/板",)),)
    assert keys(read(C)).count("jielong.plus") == 1
    assert read(C).answers[1].note == "帮楼上刘奶奶带1份"
    assert "jielong.alias" in keys(read(G))
    assert read(G).answers[0].note == "不要破的"
    assert [answer.paid for answer in read(J).answers] == [True, False, None, None]
    first, second = read(K).answers
    assert (first.note, first.urgent) == ("医保卡在门口", False)
    assert (second.note, second.urgent) == ("急 只剩2天 139****0000", True)
    assert "13900000000" not in second.text
    assert keys(read(P)) == ["jielong.export"]


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("1. 王芳 3-2-401 2", "1 accepted 王芳 3-2-401 鸡蛋x2"),
        ("1．王芳 3-2-401 ×2", "1 accepted 王芳 3-2-401 鸡蛋x2"),
        ("1。王芳 3-2-401 X2", "1 accepted 王芳 3-2-401 鸡蛋x2"),
        ("1）王芳 3-2-401 2板", "1 accepted 王芳 3-2-401 鸡蛋x2"),
        ("（1）王芳 3-2-401 两板", "1 accepted 王芳 3-2-401 鸡蛋x2"),
        ("①王芳 3-2-401 2份", "1 accepted 王芳 3-2-401 鸡蛋x2"),
        ("1️⃣ 王芳 3-2-401 +1", "1 accepted 王芳 3-2-401 鸡蛋x1"),
        ("一、王芳 三号楼二单元四零一 俩份", "1 accepted 王芳 3-2-401 鸡蛋x2"),
        ("１．王芳　３－２－４０１　２板", "1 accepted 王芳 3-2-401 鸡蛋x2"),
        ("1.3-2-401王芳2板", "1 accepted 王芳 3-2-401 鸡蛋x2"),
        ("1 王芳 3-2-401 2板", "1 accepted 王芳 3-2-401 鸡蛋x2"),
        ("1. 1、王芳 3-2-401 2板", "1 accepted 王芳 3-2-401 鸡蛋x2"),
        ("1. 3#401-王芳 3栋2单元401 2板", "1 accepted 王芳 3-2-401 鸡蛋x2"),
        ("1. 王\u200b芳 3-2-401 2板\u200b\r", "1 accepted 王芳 3-2-401 鸡蛋x2"),
        ("1. 王芳\n3-2-401\n2板", "1 accepted 王芳 3-2-401 鸡蛋x2"),
        ("1. 王芳2份 3-2-401", "1 accepted 王芳 3-2-401 鸡蛋x2"),
        ("1. 🌻 3-2-401 鸡蛋2板", "1 accepted 🌻 3-2-401 鸡蛋x2"),
        ("1. Anna Moss 3-2-401 2", "1 accepted Anna Moss 3-2-401 鸡蛋x2"),
        ("1. 王芳 3 2 401 1", "1 accepted 王芳 3-2-401 鸡蛋x1"),
        ("1. 王芳 全安市场小区二期3栋2单元401 1板", "1 accepted 王芳 3-2-401 鸡蛋x1"),
        ("1. 姓名：王芳 地址：3-2-401 数量：2", "1 accepted 王芳 3-2-401 鸡蛋x2"),
        ("1. 王芳 3-2-401 30枚 2板", "1 accepted 王芳 3-2-401 鸡蛋x2"),
        ("1. 王芳 3-2-401 2板改成3板", "1 accepted 王芳 3-2-401 鸡蛋x3"),
        ("1. 王芳 3-2-401 鸡蛋2改成鸡蛋3", "1 ask 王芳 3-2-401 鸡蛋x4"),
        ("1. 王芳 3-2-401 3板 改一下", "1 accepted 王芳 3-2-401 鸡蛋x3"),
        ("1. 王芳 3-2-401 2板共2板", "1 accepted 王芳 3-2-401 鸡蛋x2"),
        ("1. 王芳 3-2-401 2板共3板", "1 ask 王芳 3-2-401 鸡蛋x2"),
        ("1. 王芳 3-2-401 2+1", "1 ask 王芳 3-2-401"),
        ("1. 王芳 3-2-401 半板", "1 ask 王芳 3-2-401"),
        ("1. 王芳 3-2-401 200", "1 ask 王芳 3-2-401 鸡蛋x200"),
        ("1. 王芳 3-2-401 再加1板", "1 ask 王芳 3-2-401 鸡蛋x1"),
        ("1. 王芳 3-2-401 退1板", "1 ask 王芳 3-2-401 鸡蛋x1"),
        ("1. 同上", "1 ask - -"),
        ("1. 王芳 3-2-401 0板", "1 needs_item 王芳 3-2-401"),
        ("1. 王芳 3-2-401", "1 needs_item 王芳 3-2-401"),
        ("1. 王芳 3-2-401 99999999板", "1 needs_item 王芳 3-2-401"),
        ("1. 王芳 3-2-401 牛奶2箱", "1 needs_item 王芳 3-2-401"),
        ("1. 302 王芳 2板", "1 needs_address 王芳 ?-?-302 鸡蛋x2"),
        ("1. 王芳 3栋401 2板", "1 needs_address 王芳 3-?-401 鸡蛋x2"),
        ("1. 王芳 2板", "1 needs_address 王芳 - 鸡蛋x2"),
        ("1. 王芳 3-2-401 2板 不要退", "1 accepted 王芳 3-2-401 鸡蛋x2"),
        ("1. 王芳 3-2-401 退", "1 withdrawn 王芳 3-2-401"),
        ("1.", "1 empty - -"),
    ],
)
def test_one_answer_where_eggs_are_on_offer(line: str, answer: str) -> None:
    assert told(read(EGGS + line)) == [answer]


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("1. 王芳3-2-401A套餐2份B套餐1", "1 accepted 王芳 3-2-401 A套餐x2 B套餐x1"),
        ("1. 王芳 3-2-401 2份A 1份B", "1 accepted 王芳 3-2-401 A套餐x2 B套餐x1"),
        ("1. 王芳 3-2-401 套餐A、B各一", "1 accepted 王芳 3-2-401 A套餐x1 B套餐x1"),
        ("1. 王芳 3-2-401 每样两份 💰", "1 accepted 王芳 3-2-401 A套餐x2 B套餐x2"),
        ("1. 王芳 3-2-401 B套餐", "1 accepted 王芳 3-2-401 B套餐x1"),
        ("1. 王芳 3-2-401 2份", "1 needs_item 王芳 3-2-401"),
        ("1. 王芳 3-2-401 C套餐1", "1 needs_item 王芳 3-2-401"),
        ("1. 王芳 3-2-401 A1 B不要了", "1 ask 王芳 3-2-401 A套餐x1 B套餐x1"),
        ("1. 王芳 3-2-401 A1 A2", "1 ask 王芳 3-2-401 A套餐x3"),
    ],
)
def test_one_answer_where_two_things_are_on_offer(line: str, answer: str) -> None:
    assert told(read(MENU + line)) == [answer]


def test_a_neighbour_orders_for_another_household() -> None:
    line = "1. 何勇 5-1-104 A2\n2. 宋文 6-1-101 A1，帮6-1-102王大爷带A2\n3. 6-1-103 B1（孙丽代）"
    assert told(read(MENU + line)) == [
        "1 accepted 何勇 5-1-104 A套餐x2",
        "2 accepted 宋文 6-1-101 A套餐x1",
        "2 accepted 王大爷 6-1-102 A套餐x2 by:宋文",
        "3 accepted - 6-1-103 B套餐x1 by:孙丽",
    ]


def test_ditto_repeats_the_items_or_asks() -> None:
    chain = read(MENU + "1. 王芳 3-2-401 A2\n2. 李强 3-2-402 同上\n3. 李强 B1 同上\n4. 同上")
    assert [answer.state.value for answer in chain.answers] == [
        "accepted",
        "accepted",
        "ask",
        "ask",
    ]
    assert chain.answers[1].items == {"A套餐": 2}


def test_a_household_corrects_itself() -> None:
    text = """1. 王芳 3-2-401 2板
2. 李强 3-2-402 1板
3. 王芳 3-2-401 3板
4. 李强 3-2-402 1板
5. 赵红 3-2-403 1板
6. 赵红 取消
7. 王芳 改成4板"""
    chain = read(EGGS + text)
    states = ["replaced", "accepted", "replaced", "duplicate", "replaced", "withdrawn", "accepted"]
    assert [answer.state.value for answer in chain.answers] == states
    assert chain.totals == {"鸡蛋": 5}
    assert chain.by_building() == {3: {"鸡蛋": 5}}


def test_a_withdrawal_that_may_mean_two_households_asks() -> None:
    chain = read(EGGS + "1. 王芳 3-2-401 2板\n2. 王芳 4-1-101 1板\n3. 王芳 取消")
    assert [answer.state.value for answer in chain.answers] == ["accepted", "accepted", "ask"]


class _Street:
    """Two households of one name, one of another."""

    homes = {Door(3, 2, "401"): "王芳", Door(4, 1, "401"): "王芳", Door(3, 1, "302"): "李强"}

    def doors_of(self, name: str) -> list[Door]:
        return [door for door, lives in self.homes.items() if lives == name]

    def names_at(self, door: Door) -> list[str]:
        return [self.homes[door]]


def test_doors_are_checked_and_never_made_up() -> None:
    text = """1. 王芳 3-2-401 1板
2. 王芳 3-2-410 1板
3. 李强 1板
4. 王芳 1板
5. 3栋302 1板
6. 4-1-401 2板"""
    chain = read(EGGS + text, known_doors=frozenset(_Street.homes), residents=_Street())
    assert told(chain) == [
        "1 accepted 王芳 3-2-401 鸡蛋x1",
        "2 needs_address 王芳 3-2-410 鸡蛋x1",
        "3 accepted 李强 3-1-302 鸡蛋x1",
        "4 needs_address 王芳 - 鸡蛋x1",
        "5 duplicate 李强 3-1-302 鸡蛋x1",
        "6 accepted 王芳 4-1-401 鸡蛋x2",
    ]
    why = chain.answers[1].why
    assert why is not None and Door(3, 2, "401") in why.params["options"]  # type: ignore[operator]


def test_only_the_last_copy_of_a_chain_is_read() -> None:
    one, two = EGGS + "1. 王芳 3-2-401 1", EGGS + "1. 王芳 3-2-401 1\n2. 李强 3-2-402 2"
    chain = read(f"{one}\n\n{two}")
    assert len(chain.answers) == 2
    assert keys(chain) == ["jielong.several"]


def test_rules_in_the_head_are_no_answers() -> None:
    rules = "#接龙\n团购须知\n1、请注明楼栋\n2、今晚8点截止，满30份起送\n"
    head = rules + "白菜 2.5元/斤，牛奶12盒/箱 55元一箱\n团长：孙丽\n\n"
    chain = read(head + "1. 王芳 3-2-401 白菜5斤 2箱牛奶")
    assert (chain.title, chain.host) == ("团购须知", "孙丽")
    assert [(p.name, p.unit, p.price) for p in chain.products] == [
        ("白菜", "斤", 250),
        ("牛奶", "箱", 5500),
    ]


def test_one_price_for_several_products() -> None:
    chain = read("#接龙\n白菜、萝卜、土豆 各10元/份\n1. 王芳 3-2-401 白菜萝卜各1份 土豆2")
    assert [product.name for product in chain.products] == ["白菜", "萝卜", "土豆"]
    assert told(chain) == ["1 accepted 王芳 3-2-401 白菜x1 萝卜x1 土豆x2"]


def test_the_sum_below_is_checked() -> None:
    lines = "1. 王芳 3-2-401 2板\n2. 李强 3-2-402 1板\n"
    assert keys(read(f"{EGGS}{lines}合计：3板，共2户")) == []
    assert keys(read(f"{EGGS}{lines}合计：4板")) == ["jielong.checksum"]


def test_numbers_left_out_and_used_twice_are_said() -> None:
    chain = read(EGGS + "1. 王芳 3-2-401 2\n1. 李强 3-2-402 1\n4. 赵红 3-2-403 1")
    assert keys(chain) == ["jielong.repeated", "jielong.gap"]


def test_a_longer_paste_shows_what_changed() -> None:
    old = read(EGGS + "1. 王芳 3-2-401 2\n2. 李强 3-2-402 1\n3. 赵红 3-2-403 1\n4. 周平 3-2-404 1")
    new = read(
        EGGS + "1. 王芳 3-2-401 2\n2. 赵红 3-2-403 3\n3. 周平 3-2-404 取消\n4. 孙丽 3-2-405 1"
    )
    seen = difference(old, new)
    assert [answer.name for answer in seen.added] == ["孙丽"]
    assert [(a.items, b.items) for a, b in seen.changed] == [({"鸡蛋": 1}, {"鸡蛋": 3})]
    assert [answer.name for answer in seen.withdrawn] == ["周平"]
    assert [answer.name for answer in seen.vanished] == ["李强"]
    assert [answer.name for answer in seen.unchanged] == ["王芳"]


def test_a_person_decides_in_place() -> None:
    chain = read(EGGS + "1. 王芳 2板\n2. 李强 3-2-402 200\n合计3板")
    chain = amend(chain, 0, door=Door(3, 2, "401"))
    chain = amend(chain, 1, items={"鸡蛋": 1})
    assert [answer.state for answer in chain.answers] == [AnswerState.accepted] * 2
    assert (chain.totals, keys(chain), chain.waiting()) == ({"鸡蛋": 3}, [], ())


def test_every_reason_can_be_said_in_both_languages() -> None:
    for lang in ("zh", "en"):
        words = Words(lang)
        for text in (A, B, C, E, G, J, K, P, MENU + "1. 王芳 3栋401 C1\n3. 李强 AB各1"):
            plain = read(text).plain(lambda why, w=words: w(why.key, **why.params))  # type: ignore[misc]
            assert "jielong." not in str(plain) and "{" not in str(plain["warnings"])


def test_a_thousand_answers_are_read_within_a_second() -> None:
    lines = [
        f"{n}. 王芳 {n % 12 + 1}栋{n % 4 + 1}单元{n % 6 + 1}0{n % 3 + 1} A套餐x{n % 3 + 1} B1 已付"
        for n in range(1, 1001)
    ]
    began = time.process_time()
    assert len(read(MENU + "\n".join(lines)).answers) == 1000
    assert time.process_time() - began < 1


def test_what_is_written_out_reads_back_the_same() -> None:
    for text in (A, B, E, G, J, K, MENU + "1. 何勇 5-1-104 各2份（帮5-1-204刘奶奶带A1份）"):
        once = read(text)
        again = read(written(once))
        assert again.totals == once.totals
        assert written(again) == written(once)
