"""The list of people and the duty table, read in from the spreadsheets that branches keep."""

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from models import imports, people, shifts
from models.acts import undo
from models.imports import Ledger, Plan
from models.people import Skill, Volunteer, VolunteerKind
from models.rules.refusal import Refusal
from models.sheets import open_sheet
from models.store import Actor, FrozenClock, Role, Store
from models.words import Words
from tests.models.crew import SET_UP, do, rule_sets, stored, with_people, with_posts

HEAD = ["序号", "姓名", "联系电话", "人员类型", "工作单位", "职务", "政治面貌", "特长"] + [
    "是否突击队",
    "报到日期",
    "门牌",
    "备注",
]
LIST: list[list[Any]] = [
    ["全安市场小区二期下沉人员名单"],
    HEAD,
    ["填写说明", "必填", "手机", "下沉干部/居民志愿者", "", "", "", "多个用逗号", "是/否"],
    [
        1,
        "韩松",
        13700000001,
        "下沉干部",
        "市档案馆",
        "带班",
        "中共党员",
        "开车、电脑",
        "是",
        20220320,
    ],
    [2, "白 露", "137 0000 0002", "机关干部", "区税务局", "", "群众", "", "否", "3月21日"],
    [
        3,
        "周敏",
        "13700000003",
        "居民志愿者",
        "",
        "",
        "",
        "会理发，医护",
        "",
        "2022/3/22",
        "3-2-401",
    ],
    [4, "陈江", "13700000004", "第一书记", "市档案馆", "", "是", "", "", "2022-03-20"],
    [5, "无名", "13700000005", "外星人"],
    [6, "韩松", "13700000001", "下沉干部", "市档案馆"],
    ["合计", 6],
]
DUTY_HEAD = [
    "日期",
    "班次(起止)",
    "岗位",
    "带班人",
    "值班人1",
    "值班人2",
    "电话",
    "签到",
    "签退",
] + ["交接事项"]


def book(folder: Path, name: str, rows: list[list[Any]]) -> Path:
    path = folder / name
    with xlsxwriter.Workbook(str(path)) as made:
        page = made.add_worksheet("表")
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if value != "":
                    page.write(at, column, value)
    return path


def plan_of(store: Store, actor: Actor, ledger: Ledger, path: Path) -> Plan:
    with store.reading(actor) as session:
        return imports.preview(session, ledger, open_sheet(path))


def everybody(store: Store) -> dict[str, Volunteer]:
    from sqlmodel import select

    with store.reading(SET_UP) as session:
        return {row.name: row for row in session.exec(select(Volunteer))}


@pytest.fixture
def ruled(store: Store) -> Store:
    """A branch with rules and one door, and nobody who serves yet."""
    do(store, SET_UP, "branch.install_rule_sets", rows=rule_sets())
    do(store, SET_UP, "homes.add_household", door="3-2-401")
    return store


def test_a_list_is_shown_row_by_row_before_it_is_done(
    ruled: Store, secretary: Actor, tmp_path: Path
) -> None:
    before = stored(ruled, "volunteer", "act")
    plan = plan_of(ruled, secretary, Ledger.people, book(tmp_path, "人员.xlsx", LIST))
    shown = plan.preview
    assert [row.what for row in shown.add] == [
        "韩松 市档案馆",
        "白 露 区税务局",
        "周敏",
        "陈江 市档案馆",
    ]
    refused = {row.row: (row.cell, row.why_key) for row in shown.refused}
    assert refused == {
        8: ("D8", "refuse.imports.people.kind"),
        9: ("B9", "refuse.imports.people.twice"),
    }
    for lang in ("zh", "en"):
        words = Words(lang)
        for notice in shown.notices:
            assert words.has(notice.key) and "{" not in notice.says(words)
        for row in shown.refused:
            assert words.has(row.why_key) and "{" not in row.why(words)
    assert stored(ruled, "volunteer", "act") == before


def test_a_list_is_one_act_taken_back_as_one_and_changes_nothing_twice(
    ruled: Store, secretary: Actor, tmp_path: Path
) -> None:
    path = book(tmp_path, "人员.xlsx", LIST)
    before = stored(ruled, "volunteer")
    done = imports.apply(ruled, secretary, plan_of(ruled, secretary, Ledger.people, path))
    found = everybody(ruled)
    han, zhou = found["韩松"], found["周敏"]
    assert (han.kind, han.role, han.initials) == (VolunteerKind.cadre, Role.shift_leader, "hs")
    assert han.skills == [Skill.driving, Skill.computer]
    assert (han.party_member, han.rapid_response) == (True, True)
    assert han.joined_on == dt.date(2022, 3, 20)
    assert found["白 露"].joined_on == dt.date(2022, 3, 21)
    assert (zhou.kind, zhou.household_id) == (VolunteerKind.resident_volunteer, 1)
    assert zhou.skills == [Skill.medical] and "会理发" in zhou.note
    assert found["陈江"].role is Role.secretary
    with ruled.reading(secretary) as session:
        assert people.counts(session).volunteers == 3
    again = plan_of(ruled, secretary, Ledger.people, path)
    assert (len(again.preview.add), len(again.preview.change), again.preview.same) == (0, 0, 4)
    assert imports.apply(ruled, secretary, again).act_id is None
    assert done.act_id is not None
    undo(ruled, secretary, done.act_id)
    assert stored(ruled, "volunteer") == before


def test_a_newer_list_changes_what_it_says_and_leaves_the_rest(
    ruled: Store, secretary: Actor, tmp_path: Path
) -> None:
    first = book(tmp_path, "a.xlsx", LIST)
    imports.apply(ruled, secretary, plan_of(ruled, secretary, Ledger.people, first))
    newer = [
        ["姓名", "单位", "电话", "特长", "离岗日期"],
        ["韩松", "市档案馆", "13700000099", "维修", ""],
        ["白 露", "区税务局", "", "", "2022-04-07"],
    ]
    plan = plan_of(ruled, secretary, Ledger.people, book(tmp_path, "b.xlsx", newer))
    assert [row.row for row in plan.preview.change] == [2, 3]
    imports.apply(ruled, secretary, plan)
    han = everybody(ruled)["韩松"]
    assert (han.phone, han.skills) == ("13700000099", ["driving", "computer", "repair"])
    assert (han.party_member, han.kind) == (True, VolunteerKind.cadre)
    assert everybody(ruled)["白 露"].demobilised_on == dt.date(2022, 4, 7)


def test_namesakes_are_told_apart_or_asked_about(
    ruled: Store, secretary: Actor, tmp_path: Path
) -> None:
    for phone, unit in (("13700000011", "甲局"), ("13700000012", "乙局")):
        do(
            ruled,
            SET_UP,
            "people.add_volunteer",
            name="李强",
            kind="cadre",
            phone=phone,
            origin_unit=unit,
        )
    rows = [["姓名", "电话", "单位", "党员"], ["李强", "", "乙局", "是"], ["李强", "", "", "是"]]
    plan = plan_of(ruled, secretary, Ledger.people, book(tmp_path, "c.xlsx", rows))
    assert [row.row for row in plan.preview.change] == [2]
    assert len(plan.preview.add) + len(plan.preview.refused) == 1


def test_a_number_in_a_note_is_told_and_taken(
    ruled: Store, secretary: Actor, tmp_path: Path
) -> None:
    person = [1, "韩松", 13700000001, "下沉干部", "市档案馆", "", "", "", "", "2022-03-20", ""]
    rows = [HEAD, [*person, "家里电话139 0000 0000"]]
    found = plan_of(ruled, secretary, Ledger.people, book(tmp_path, "人员.xlsx", rows))
    told = [one for one in found.preview.notices if one.key == "warn.number.many"]
    assert [one.params for one in told] == [{"n": 1}] and len(found.preview.add) == 1


def test_only_the_secretary_reads_people_in(
    ruled: Store, shift_leader: Actor, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match="refuse.role"):
        plan_of(ruled, shift_leader, Ledger.people, book(tmp_path, "d.xlsx", LIST))


def test_a_wrong_file_changes_nothing(ruled: Store, secretary: Actor, tmp_path: Path) -> None:
    rows = [["物资名称", "入库数"], ["口罩", 100]]
    with pytest.raises(Refusal, match=r"refuse\.sheets"):
        plan_of(ruled, secretary, Ledger.people, book(tmp_path, "e.xlsx", rows))


# ── duty tables ─────────────────────────────────────────────────────────────────────────────

DUTY: list[list[Any]] = [
    ["4月值班表"],
    DUTY_HEAD,
    ["4月9日", "06:30-11:30", "北门卡点", "陈书宁", "高远志", "孙晓丽 13900002222"],
    ["", "17:30-次日01:00", "北门卡点", "", "马春来", ""],
    ["2022-04-09", "8:00~20:00", "东出口护栏", "", "周岚", ""],
    ["2022-04-09", "22:00-02:00", "3号巡逻线", "", "高远志、孙晓丽", ""],
    ["2022-04-10", "08:00-12:00", "北门卡点", "", "不在名单", ""],
    ["2022-04-09", "10:00-12:00", "东出口护栏", "", "高远志", ""],
    ["2022-04-09", "06:30-11:30", "北门卡点", "", "马春来", ""],
]


def duty(folder: Path, rows: list[list[Any]] = DUTY, name: str = "值班表.xlsx") -> Path:
    path = folder / name
    with xlsxwriter.Workbook(str(path)) as made:
        page = made.add_worksheet("表")
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if value != "":
                    page.write(at, column, value)
        if rows is DUTY:
            page.merge_range(2, 0, 3, 0, "4月9日")
    return path


def test_a_duty_table_becomes_shifts_with_people(
    store: Store, secretary: Actor, tmp_path: Path
) -> None:
    with_posts(store)
    path = duty(tmp_path)
    plan = plan_of(store, secretary, Ledger.shifts, path)
    assert [row.row for row in plan.preview.add] == [3, 5, 4, 6]
    refused = {row.row: (row.cell, row.why_key) for row in plan.preview.refused}
    assert refused == {
        7: ("E7", "refuse.imports.shifts.nobody"),
        8: ("E8", "refuse.shifts.overlap"),
        9: ("C9", "refuse.imports.shifts.twice"),
    }
    notices = [notice.key for notice in plan.preview.notices]
    assert notices.count("imports.shifts.new_post") == 2
    assert "imports.shifts.override" not in notices
    done = imports.apply(store, secretary, plan)
    with store.reading(secretary) as session:
        lines = shifts.seats_between(
            session, session.clock.day_start(dt.date(2022, 4, 9)), session.now + dt.timedelta(3)
        )
        posts = {post.name: post.kind.value for post in shifts.posts(session)}
    at = {(line.post, line.volunteer): session.clock.local(line.ends_at) for line in lines}
    assert at["北门卡点", "马春来"].isoformat()[:16] == "2022-04-10T01:00"
    assert ("3号巡逻线", "孙晓丽") in at
    assert posts["东出口护栏"] == "exit_barrier" and posts["3号巡逻线"] == "patrol_route"
    again = plan_of(store, secretary, Ledger.shifts, path)
    assert (again.preview.add, again.preview.change, again.preview.same) == ((), (), 4)
    assert done.act_id is not None
    undo(store, secretary, done.act_id)
    with store.reading(secretary) as session:
        assert shifts.needing_a_hand(session) == ()


def test_a_second_table_adds_who_is_missing(store: Store, secretary: Actor, tmp_path: Path) -> None:
    with_posts(store)
    rows = [DUTY_HEAD, ["2022-04-09", "08:00-12:00", "北门卡点", "", "高远志"]]
    imports.apply(store, secretary, plan_of(store, secretary, Ledger.shifts, duty(tmp_path, rows)))
    rows[1].append("马春来")
    plan = plan_of(store, secretary, Ledger.shifts, duty(tmp_path, rows))
    assert [row.changes for row in plan.preview.change] == [(("field.volunteer", "", "马春来"),)]
    imports.apply(store, secretary, plan)
    with store.reading(secretary) as session:
        line = shifts.shift_lines(session, session.now, session.now + dt.timedelta(days=2))[0]
    assert (line.names, line.seats, line.filled) == (("高远志", "马春来"), 2, 2)


def test_too_little_rest_is_said_and_kept_with_the_file_as_the_reason(
    store: Store, secretary: Actor, tmp_path: Path
) -> None:
    with_posts(store)
    rows = [
        DUTY_HEAD,
        ["2022-04-09", "08:00-12:00", "北门卡点", "", "高远志"],
        ["2022-04-09", "14:00-18:00", "西出口", "", "高远志"],
    ]
    plan = plan_of(store, secretary, Ledger.shifts, duty(tmp_path, rows))
    assert [notice.key for notice in plan.preview.notices] == ["imports.shifts.override"]
    imports.apply(store, secretary, plan)
    assert [seat["override_reason"] for seat in stored(store, "seat")[0]] == [
        "",
        "",
        "值班表.xlsx",
    ]


def test_a_table_of_days_past_keeps_who_came_and_when(
    store: Store, secretary: Actor, tmp_path: Path, clock: FrozenClock
) -> None:
    with_posts(store)
    path = tmp_path / "旧.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(
            [
                DUTY_HEAD,
                ["2022-04-07", "22:00-02:00", "西出口", "", "马春来", "", "", "22:10", "2:00"]
                + ["灯坏了"],
                ["2022-04-06", "08:00-12:00", "西出口", "", "孙晓丽", "", "", "", "", ""],
            ]
        )
    plan = plan_of(store, secretary, Ledger.shifts, path)
    assert len(plan.preview.add) == 2
    imports.apply(store, secretary, plan)
    with store.reading(secretary) as session:
        tired = {line.name: line.hours for line in shifts.fatigue(session)}
        states = [seat["state"] for seat in stored(store, "seat")[0]]
        notes = [shift["note"] for shift in stored(store, "shift")[0]]
    assert tired["马春来"] == 3.8 and tired["孙晓丽"] == 0
    assert sorted(states) == ["assigned", "done"]
    assert "灯坏了" in notes
    assert plan_of(store, secretary, Ledger.shifts, path).preview.same == 2


def test_volunteers_read_no_rota_in(store: Store, volunteer: Actor, tmp_path: Path) -> None:
    with_people(store)
    with pytest.raises(Refusal, match="refuse.role"):
        plan_of(store, volunteer, Ledger.shifts, duty(tmp_path))
