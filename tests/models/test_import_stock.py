"""A ledger of goods read in: every row once, every doubt said by its row and cell."""

from pathlib import Path

import pytest

from models import acts, exports, imports, stock
from models.imports import Ledger, Plan
from models.rules.refusal import Refusal
from models.sheets import open_sheet
from models.store import Actor, Store
from models.words import Words
from tests.conftest import Prepared
from tests.models.storeroom import CHEN, GAO, SUN, act, furnish

HEAD = "序号,日期,物资名称,规格,单位,来源,入库数,出库数,结余,批号,有效期,领用人,经办人,备注"
PAGE = """
1,2022-03-20,隔离衣,,件,捐赠,50,,50,G1,2023-05,,王保,
2,2022-03-20,鲜牛奶,1L,盒,自购,20,,20,K1,2022-04-12,,王保,
3,2022-03-21,鲜牛奶,1L,盒,街道办下拨,30,,50,K2,2022-03-30,,王保,
4,2022-03-22,隔离衣,,件,,,8,42,,,李站,王保,采样
5,2022/3/23,鲜牛奶,1L,盒,,,35,15,,,,王保,
6,3月24日,新毛巾,,条,,12,,12,,,,,
"""


@pytest.fixture
def room(prepared: Prepared) -> Store:
    return prepared(furnish)


def plan_of(store: Store, tmp_path: Path, rows: str, head: str = HEAD, actor: Actor = CHEN) -> Plan:
    file = tmp_path / "物资台账.csv"
    file.write_text(f"物资出入库台账,,,\n{head}\n{rows.strip()}\n", encoding="utf-8")
    with store.reading(actor) as session:
        return imports.preview(session, Ledger.stock, open_sheet(file))


def shown(plan: Plan, lang: str = "zh") -> dict:
    return plan.preview.to_json(Words(lang))


def shelf(store: Store) -> dict[str, int]:
    with store.reading(CHEN) as session:
        return {f"{lot.item}/{lot.batch}": lot.on_hand for lot in stock.lots(session)}


def test_every_row_becomes_its_move(room: Store, tmp_path: Path) -> None:
    plan = plan_of(room, tmp_path, PAGE)
    told = shown(plan)
    assert (told["add"], told["change"], told["same"], told["refused"]) == (6, 0, 0, [])
    assert told["notices"] == [{"row": 8, "says": "新增物资 新毛巾（条）"}]
    done = imports.apply(room, GAO, plan)
    # The milk that ends first went first, although it came later.
    assert shelf(room) == {"隔离衣/G1": 42, "鲜牛奶 1L/K1": 15, "新毛巾/": 12}
    with room.reading(CHEN) as session:
        out = stock.moves(session, 1)[0]
        assert (out.party, out.handled_by, out.reason) == ("李站", "王保", "采样")
        assert out.day.isoformat() == "2022-03-22"
        lots = {lot.batch: lot for lot in stock.lots(session)}
        assert (lots["G1"].source, lots["G1"].expires_on.isoformat()) == ("donated", "2023-05-31")
        assert lots["K1"].source == "bought"
        assert stock.check(session) == ()
        said = acts.said(session, done.act_id)
    assert Words()("imports.stock.did", **said.params) == "导入物资台账 物资台账.csv：6行"


def test_a_second_run_changes_nothing(room: Store, tmp_path: Path) -> None:
    imports.apply(room, CHEN, plan_of(room, tmp_path, PAGE))
    again = plan_of(room, tmp_path, PAGE)
    assert shown(again)["same"] == 6
    assert imports.apply(room, CHEN, again).act_id is None
    act(room, SUN, "stock.issue", 1, quantity=2)
    more = plan_of(room, tmp_path, PAGE + "7,2022-03-25,隔离衣,,件,,,2,40,,,,王保,")
    assert (shown(more)["add"], shown(more)["same"]) == (1, 6)


def test_what_the_desk_wrote_out_adds_nothing_to_it(room: Store, tmp_path: Path) -> None:
    imports.apply(room, CHEN, plan_of(room, tmp_path, PAGE))
    act(room, SUN, "stock.issue", 1, quantity=2)
    act(room, SUN, "stock.issue", 1, quantity=2)
    file = tmp_path / "out.xlsx"
    exports.export(room, CHEN, "stock", file, Words("zh"), purpose="核对")
    with room.reading(CHEN) as session:
        plan = imports.preview(session, Ledger.stock, open_sheet(file))
    told = shown(plan)
    assert (told["add"], told["refused"]) == (0, [])
    assert any("不再记一遍" in one["says"] for one in told["notices"])
    was = shelf(room)
    assert imports.apply(room, CHEN, plan).act_id is None and shelf(room) == was
    # Two like moves were made; a third of the kind is one the desk does not have.
    day = "2022-04-08"
    rows = "\n".join(f"{n},{day},隔离衣,,件,,,2,,G1,,,王保," for n in (91, 92, 93))
    told = shown(plan_of(room, tmp_path, rows))
    assert (told["same"], told["add"]) == (2, 1)


def test_the_whole_is_one_act_that_is_taken_back(room: Store, tmp_path: Path) -> None:
    done = imports.apply(room, CHEN, plan_of(room, tmp_path, PAGE))
    acts.undo(room, CHEN, done.act_id)
    assert shelf(room) == {}
    assert shown(plan_of(room, tmp_path, PAGE))["add"] == 6


def test_after_a_later_issue_it_is_not_taken_back(room: Store, tmp_path: Path) -> None:
    done = imports.apply(room, CHEN, plan_of(room, tmp_path, PAGE))
    issued = act(room, SUN, "stock.issue", 1, quantity=2)
    with pytest.raises(Refusal) as refusal:
        acts.undo(room, CHEN, done.act_id)
    assert refusal.value.key == "refuse.undo.later"
    acts.undo(room, SUN, issued.act_id)
    with pytest.raises(Refusal) as refusal:
        acts.undo(room, CHEN, done.act_id)
    assert refusal.value.key == "refuse.undo.referred"


def test_a_wrong_balance_is_told_once_by_its_row(room: Store, tmp_path: Path) -> None:
    page = PAGE.replace(",8,42,", ",8,43,") + "7,2022-03-25,隔离衣,,件,,,3,40,,,,王保,"
    told = shown(plan_of(room, tmp_path, page))
    assert told["refused"] == []
    assert {"row": 6, "says": "隔离衣：结余写 43，按出入算是 42"} in told["notices"]
    assert [one["row"] for one in told["notices"]] == [8, 6]


def test_what_an_older_page_carried_over_is_taken_from_its_balance(
    room: Store, tmp_path: Path
) -> None:
    page = """
1,2022-03-26,隔离衣,,件,,,5,45,,,,王保,
2,2022-03-27,隔离衣,,件,捐赠,10,,55,G9,,,王保,
"""
    plan = plan_of(room, tmp_path, page)
    assert "期初结转 50件" in shown(plan)["notices"][0]["says"]
    imports.apply(room, CHEN, plan)
    assert shelf(room) == {"隔离衣/": 45, "隔离衣/G9": 10}
    assert shown(plan_of(room, tmp_path, page))["same"] == 2


def test_a_row_with_nothing_but_a_balance_is_carried_over_or_compared(
    room: Store, tmp_path: Path
) -> None:
    page = """
,2022-03-26,隔离衣,,件,,,,45,,,,,上页结转
1,2022-03-26,隔离衣,,件,,,5,40,,,,王保,
,2022-03-27,隔离衣,,件,,,,39,,,,,盘点
"""
    plan = plan_of(room, tmp_path, page)
    told = shown(plan)
    assert (told["add"], told["same"], told["refused"]) == (2, 1, [])
    assert "结余写 39，按出入算是 40" in told["notices"][1]["says"]
    imports.apply(room, CHEN, plan)
    assert shelf(room) == {"隔离衣/": 40}
    assert shown(plan_of(room, tmp_path, page))["same"] == 3


def test_a_first_balance_that_nothing_bears_out_is_only_told(room: Store, tmp_path: Path) -> None:
    page = """
1,2022-03-26,隔离衣,,件,捐赠,56,,65,G1,,,王保,
2,2022-03-27,隔离衣,,件,,,6,50,,,,王保,
"""
    told = shown(plan_of(room, tmp_path, page))
    assert told["notices"][0] == {"row": 3, "says": "隔离衣：结余写 65，按出入算是 56"}


@pytest.mark.parametrize(
    ("row", "cell", "why"),
    [
        ("1,2022-03-20,隔离衣,,件,,,5,,,,,,", "H3", "要 5，只有 0"),
        ("1,2022-03-20,隔离衣,,件,,,,,,,,,", "G3", "都没有填"),
        ("1,2022-03-20,,,件,,5,,,,,,,", "C3", "没有填"),
        ("1,2022-03-20,隔离衣,,件,,2.5,,,,,,,", "G3", "整数"),
        ("1,2022-03-20,隔离衣,,件,,-5,,,,,,,", "G3", "不能小于 0"),
        ("1,2022-05-20,隔离衣,,件,,5,,,,,,,", "B3", "还没到"),
        ("1,昨天,隔离衣,,件,,5,,,,,,,", "B3", "不是日期"),
        ("1,2022-03-20,隔离衣,,箱,,5,,,,,,,", "E3", "按“件”计"),
        ("1,2022-03-20,隔离衣,,件,,5,,,G1,不详,,,", "K3", "不是日期"),
    ],
)
def test_a_row_that_cannot_be_taken_names_its_cell(
    room: Store, tmp_path: Path, row: str, cell: str, why: str
) -> None:
    told = shown(plan_of(room, tmp_path, row))
    assert told["add"] == 0
    (refused,) = told["refused"]
    assert (refused["row"], refused["cell"]) == (3, cell)
    assert why in refused["why"]


def test_the_same_number_twice_and_a_row_that_changed_since(room: Store, tmp_path: Path) -> None:
    twice = PAGE + "4,2022-03-22,隔离衣,,件,,,8,34,,,李站,王保,"
    told = shown(plan_of(room, tmp_path, twice))
    assert (told["add"], told["refused"][0]["row"]) == (6, 9)
    imports.apply(room, CHEN, plan_of(room, tmp_path, PAGE))
    told = shown(plan_of(room, tmp_path, PAGE.replace(",,8,42,", ",,9,41,")), "en")
    assert told["same"] == 5
    assert "8 and now says 9" in told["refused"][0]["why"]
    assert told["refused"][0]["cell"] == "H6"


def test_the_latest_row_may_stand_on_top(room: Store, tmp_path: Path) -> None:
    plan = plan_of(room, tmp_path, "\n".join(reversed(PAGE.strip().splitlines())))
    assert shown(plan)["refused"] == []
    imports.apply(room, CHEN, plan)
    assert shelf(room)["隔离衣/G1"] == 42


def test_a_held_batch_is_not_issued_by_a_sheet(room: Store, tmp_path: Path) -> None:
    imports.apply(room, CHEN, plan_of(room, tmp_path, PAGE))
    act(room, SUN, "stock.hold", 1, reason="破损")
    for batch in ("", "G1"):
        told = shown(plan_of(room, tmp_path, f"9,2022-04-01,隔离衣,,件,,,2,40,{batch},,,王保,"))
        assert told["add"] == 0


def test_what_was_spoiled_is_written_off(room: Store, tmp_path: Path) -> None:
    page = PAGE + "7,2022-03-25,鲜牛奶,1L,盒,,,5,10,,,,王保,涨包报损"
    imports.apply(room, CHEN, plan_of(room, tmp_path, page))
    with room.reading(CHEN) as session:
        assert stock.moves(session, 3)[0].kind == "spoil"


def test_another_kind_of_sheet_is_refused_and_a_volunteer_may_not(
    room: Store, tmp_path: Path
) -> None:
    with pytest.raises(Refusal) as refusal:
        plan_of(
            room,
            tmp_path,
            "1,王秀芝,3-2-401,13900001111,本人,是",
            "序号,姓名,门牌,电话,与户主关系,是否在住",
        )
    assert refusal.value.key.startswith("refuse.sheets.")
    with pytest.raises(Refusal) as refusal:
        plan_of(room, tmp_path, PAGE, actor=SUN)
    assert refusal.value.key == "refuse.role"
