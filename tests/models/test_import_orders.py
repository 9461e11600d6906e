"""Orders that a shop program wrote out: every household gets what all its orders say, once."""

from pathlib import Path

import pytest

from models import acts, imports
from models.imports import Ledger, Plan
from models.rules.refusal import Refusal
from models.sheets import open_sheet
from models.store import Actor, Store
from models.words import Words
from tests.models.crew import do
from tests.models.group_buys_branch import (
    BUY,
    CABBAGE,
    FAR,
    HOME,
    NEXT,
    POTATO,
    answer,
    line,
    shown,
    take,
    with_buy,
)

SHOP = (
    "跟团号,下单人,团员备注,支付时间,团长备注,商品,订单金额,退款金额,订单状态,收货人,"
    "联系电话,详细地址,数量"
)
ROWS = """
1,王**,放门口,2022-04-05 06:28,,【白菜包】5斤装,50,0.00,已支付,王秀芝,138****1111,全安小区3-2-401,2
2,王**,,2022-04-05 06:20,,土豆包,20,0.00,已支付,王秀芝,138****1111,全安市场小区二期3栋2单元401,1
3,小雨,,2022-04-05 07:00,,白菜包,25,0.00,已支付,李国强,139****2222,3号楼2单元402室,1
4,赵**,,2022-04-05 07:10,,白菜包,25,25.00,已退款,赵敏,139****3333,3-1-501,1
5,钱**,,2022-04-05 07:20,,白菜包,25,0.00,已取消,钱多,139****4444,5-1-101,1
"""
CHAINED = "接龙号,微信昵称,商品合计,收货人,楼号,单元,房号"


@pytest.fixture
def branch(store: Store, secretary: Actor) -> Store:
    return with_buy(store, secretary)


def plan_of(
    store: Store, actor: Actor, tmp_path: Path, rows: str, head: str = SHOP, buy: int | None = BUY
) -> Plan:
    file = tmp_path / "orders.csv"
    file.write_text(f"{head}\n{rows.strip()}\n", encoding="utf-8-sig")
    with store.reading(actor) as session:
        return imports.preview(session, Ledger.orders, open_sheet(file), into=buy)


def told(plan: Plan, lang: str = "zh") -> dict:
    return plan.preview.to_json(Words(lang))


def test_orders_of_one_household_are_added_up(
    branch: Store, secretary: Actor, tmp_path: Path
) -> None:
    plan = plan_of(branch, secretary, tmp_path, ROWS)
    assert told(plan) == {"add": 2, "change": 0, "same": 2, "refused": [], "notices": []}
    done = imports.apply(branch, secretary, plan)
    assert (line(branch, HOME, CABBAGE).quantity, line(branch, HOME, POTATO).quantity) == (2, 1)
    assert line(branch, NEXT).placed_by == "小雨" and line(branch, HOME).placed_by == ""
    assert line(branch, HOME).note == "放门口" and line(branch, HOME).source == "sheet"
    with branch.reading(secretary) as session:
        said = acts.said(session, done.act_id)
    assert said is not None
    assert Words()("imports.orders.did", **said.params) == "读入 orders.csv：新增 2户 改 0户"


def test_a_second_run_changes_nothing(branch: Store, secretary: Actor, tmp_path: Path) -> None:
    imports.apply(branch, secretary, plan_of(branch, secretary, tmp_path, ROWS))
    again = plan_of(branch, secretary, tmp_path, ROWS)
    assert (told(again)["same"], again.steps) == (4, ())
    assert imports.apply(branch, secretary, again).act_id is None


def test_it_is_one_act_that_can_be_undone(branch: Store, secretary: Actor, tmp_path: Path) -> None:
    done = imports.apply(branch, secretary, plan_of(branch, secretary, tmp_path, ROWS))
    acts.undo(branch, secretary, done.act_id)
    assert shown(branch, secretary) == ()


def test_a_cancelled_order_takes_back_what_was_there(
    branch: Store, secretary: Actor, tmp_path: Path
) -> None:
    take(branch, secretary, answer(FAR, (CABBAGE, 1)))
    plan = plan_of(branch, secretary, tmp_path, ROWS)
    assert [(one.what, one.changes[0][2]) for one in plan.preview.change] == [("5-1-101", "0")]
    imports.apply(branch, secretary, plan)
    assert line(branch, FAR).state == "withdrawn"


def test_several_products_stand_in_one_cell(
    branch: Store, secretary: Actor, tmp_path: Path
) -> None:
    rows = '1,小雨,"白菜包*2\n土豆*1",钱小雨,3栋,2单元,401室\n'
    plan = plan_of(branch, secretary, tmp_path, rows, CHAINED)
    assert [one.what for one in plan.preview.add] == ["3-2-401 白菜包×2 土豆包×1"]


@pytest.mark.parametrize(
    ("row", "cell", "why"),
    [
        (",,,,,鸡蛋30枚/板,,,,,,3-2-401,1", "F2", "refuse.imports.orders.product"),
        (",,,,,小白菜包,,,,,,3-2-401,1", "F2", "refuse.imports.orders.product"),
        (",,,,,白菜包,,,,,,3-2-401,", "F2", "refuse.imports.orders.quantity"),
        (",,,,,白菜包,,,,,,3-2-401,两", "", None),
        (",,,,,白菜包,,,,,,9-9-999,1", "L2", "refuse.homes.door_unknown"),
        (",,,,,白菜包,,,,,,放前台,1", "L2", "refuse.homes.door_unread"),
        (",,,,,白菜包,,,,,,3-2-401,11", "F2", "refuse.group_buys.most"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_row_and_cell(
    branch: Store, secretary: Actor, tmp_path: Path, row: str, cell: str, why: str | None
) -> None:
    plan = plan_of(branch, secretary, tmp_path, row)
    if why is None:
        assert [one.what for one in plan.preview.add] == ["3-2-401 白菜包×2"]
        return
    assert [one.why_key for one in plan.preview.refused] == [why]
    assert plan.steps == ()
    if why != "refuse.group_buys.most":
        assert plan.preview.refused[0].cell == cell
    assert "refuse." not in str(told(plan, "en"))


def test_a_chain_told_of_households_the_file_does_not_name(
    branch: Store, secretary: Actor, tmp_path: Path
) -> None:
    take(branch, secretary, answer(FAR, (CABBAGE, 1)))
    rows = ",,,,,白菜包,,,,,,3-2-401,1"
    imports.apply(branch, secretary, plan_of(branch, secretary, tmp_path, rows))
    assert line(branch, FAR).state == "signed"


def test_a_buy_must_be_named_and_be_the_viewers(
    branch: Store, secretary: Actor, volunteer: Actor, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match="which_buy"):
        plan_of(branch, secretary, tmp_path, ROWS, buy=None)
    with pytest.raises(Refusal, match="not_organiser"):
        plan_of(branch, volunteer, tmp_path, ROWS)
    do(branch, secretary, "group_buys.cancel", BUY, reason="企业停供")
    plan = plan_of(branch, secretary, tmp_path, ROWS)
    with pytest.raises(Refusal, match="not_taking"):
        imports.apply(branch, secretary, plan)


def test_another_table_is_no_table_of_orders(
    branch: Store, secretary: Actor, tmp_path: Path
) -> None:
    with pytest.raises(Refusal):
        plan_of(branch, secretary, tmp_path, "1,王秀芝,3-2-401", "序号,姓名,门牌地址")
