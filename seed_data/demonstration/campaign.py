"""The campaign: what was asked and when it was done, what was confirmed, what was reached.

The compound is listed on 10 April and unsealed on the 15th; each time the secretary writes down
who said so, because the branch decides neither.
"""

import datetime as dt
from functools import partial

from seed_data.demonstration.world import World

DIRECTIVES = (
    # Text, day issued, day and hour of the deadline, who sees to it, day and hour it was done.
    ("报送临时党支部名单和值班电话", "0320", ("0320", 20), "陈立远", ("0320", 18.5), "25人"),
    ("摸清底数：逐户核对人口，特殊群体建台账", "0321", ("0324", 18), "周素岚", ("0324", 16), ""),
    ("西侧出口加装防护栏，专人值守", "0323", ("0324", 12), "徐涛", ("0324", 10), "两处"),
    ("核对密接、次密接名单，落实专人服务", "0325", ("0326", 20), "吴敬之", ("0326", 15), ""),
    ("敲门行动：特殊群体逐户走访，发明白卡", "0401", ("0403", 20), "孙丽", ("0403", 19), ""),
    ("3日、5日、7日全员核酸，应检尽检", "0402", ("0407", 20), "何静", ("0407", 17), "三轮已毕"),
    ("无疫小区申报材料报街道", "0404", ("0407", 18), "周素岚", ("0409", 10), "三项到位，已受理"),
    ("报解封后管控方案：门岗、巡逻、检测、消毒", "0406", ("0412", 18), "刘海峰", ("0412", 9), ""),
    ("张贴无疫小区告知书，讲清人不出区", "0410", ("0411", 12), "于洋", ("0410", 19), "每单元一张"),
    ("解封首周每日报送出入和劝返", "0415", ("0421", 20), "刘海峰", ("0421", 19.5), ""),
)
MILESTONES = (
    ("0320", 9, "临时党支部成立，25名干部和志愿者报到"),
    ("0331", 20, "最后一批隔离人员解除隔离"),
    ("0410", 16.2, "列入全市第四批60个无疫小区"),
    ("0415", 9.2, "解封"),
)
TICKS = (
    ("0405", 18, "epidemic_free", "door_checks", "两个网格都敲过门"),
    ("0406", 18, "epidemic_free", "zoned_control", "卡点、楼栋长到位"),
    ("0409", 9.5, "epidemic_free", "test_organisation", "七日一轮按楼排时段"),
    ("0420", 18, "exit", "keys", "交周素岚，12把"),
    ("0420", 18.2, "exit", "gear", "对讲机6部，喷雾器4台"),
)
PHASES = (
    ("0410", 16, "campaign.list_free", "市里第四批名单公布", "二十一天没有漏一户"),
    ("0415", 9, "campaign.unseal", "区里公布解封", "解封不解防"),
)


def plan(world: World) -> None:
    """Has it all happen on its day."""
    for text, issued, due, who, done, note in DIRECTIVES:
        values = {
            "text": text,
            "due_at": _moment(world, *due),
            "assignee_id": world.crew[who].id,
        }
        begun = partial(_directive, world, values, _moment(world, *done), note)
        world.at(_moment(world, issued, 8.5), begun)
    for day, hour, text in MILESTONES:
        _at(world, day, hour, "campaign.add_milestone", {"text": text})
    for day, hour, checklist, item, note in TICKS:
        values = {"checklist": checklist, "item": item, "note": note}
        _at(world, day, hour, "campaign.tick", values)
    for place, (day, hour, verb, reason, note) in enumerate(PHASES, 1):
        # The branch began with its first phase; every later one is the next row.
        _at(world, day, hour, verb, {"reason": reason, "note": note}, row_id=place)


def _directive(world: World, values: dict[str, object], done: dt.datetime, note: str) -> None:
    made = world.ids(world.do(world.secretary, "campaign.record_directive", values))
    carried = partial(world.do, world.secretary, "campaign.carry_out", {"note": note}, ids=made)
    world.at(done, carried)


def _at(
    world: World,
    day: str,
    hour: float,
    verb: str,
    values: dict[str, object],
    row_id: int | None = None,
) -> None:
    act = partial(world.do, world.secretary, verb, values, ids=[row_id])
    world.at(_moment(world, day, hour), act)


def _moment(world: World, day: str, hour: float) -> dt.datetime:
    return world.moment(dt.date(world.first_day.year, int(day[:2]), int(day[2:])), hour)
