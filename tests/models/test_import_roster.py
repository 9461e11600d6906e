"""The community's roster, read in from the spreadsheets people really keep."""

import csv
import random
import time
from pathlib import Path

import pytest
import xlsxwriter

from models import homes, imports
from models.homes import AwayReason, Presence, PresenceDraft, Sex, Tag
from models.imports import Ledger, Plan
from models.rules.refusal import Refusal
from models.sheets import open_sheet
from models.store import Actor, Role, Store, journal
from models.store.register import perform
from models.words import Words

HEADERS = (
    "序号", "姓名", "身份证号", "性别", "出生日期", "联系电话", "门牌地址", "户编号", "与户主关系",
    "人员类型", "是否重点人员", "重点类别", "是否在住", "备注",
)  # fmt: skip
HINTS = (
    "填写说明",
    "必填",
    "选填",
    "男/女",
    "YYYYMMDD",
    "多个用;分隔",
    "如3栋2单元401",
    "同户同号",
)
ID_NUMBER = "220104194601011234"
FAMILY = (
    (1, "王秀芝", ID_NUMBER, "女", "19460203", "13800001111", "3栋2单元401", 1, "户主", "常住", 1,
     "独居老人,慢性病", "是", ""),
    (2, "单晓宁", "", "男", "1971-02-24", "１３９００００２２２２", "3-2-401", 1, "子女", "常住", 0,
     "", "否", "医务人员"),
    (3, "欧阳文静", "", "女", 1988, "", "3号楼1单元302室", 2, "户主", "常住", 0,
     "", "在住", "上网课"),
)  # fmt: skip


def book(path: Path, rows, headers=HEADERS, hints=HINTS, title="样板小区居民花名册") -> Path:
    """A workbook as an office makes one: a title, the headers, a row of hints, the rows."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("居民花名册")
        for number, row in enumerate(([title], headers, hints, *rows)):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
    return path


def table(path: Path, rows, headers, encoding="utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([headers, *rows])
    return path


def preview(store: Store, actor: Actor, path: Path) -> Plan:
    with store.reading(actor) as session:
        return imports.preview(session, Ledger.roster, open_sheet(path))


def read_in(store: Store, actor: Actor, path: Path) -> int | None:
    return imports.apply(store, actor, preview(store, actor, path)).act_id


def said(plan: Plan) -> dict[str, object]:
    return plan.preview.to_json(Words("zh"))


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    return book(tmp_path / "花名册.xlsx", FAMILY)


def test_a_preview_shows_all_and_writes_nothing(store: Store, secretary, roster) -> None:
    plan = preview(store, secretary, roster)
    told = said(plan)
    assert (told["add"], told["change"], told["same"], told["refused"]) == (3, 0, 0, [])
    assert [row.what for row in plan.preview.add] == [
        "3-2-401 王秀芝",
        "3-2-401 单晓宁",
        "3-1-302 欧阳文静",
    ]
    assert any("2 户" in notice["says"] for notice in told["notices"])
    assert store.areas().get("homes", 0) == 0


def test_a_roster_becomes_doors_and_people(store: Store, secretary, roster) -> None:
    read_in(store, secretary, roster)
    with store.reading(secretary) as session:
        counts = homes.counts(session)
        assert (counts.households, counts.residents, counts.present, counts.unknown) == (2, 3, 2, 1)
        people = {line.name: line for line in homes.residents(session).lines}
        wang, shan, ouyang = people["王秀芝"], people["单晓宁"], people["欧阳文静"]
        assert (wang.birth_year, wang.sex, wang.door) == (1946, Sex.female, "3-2-401")
        assert wang.tags == (Tag.lives_alone, Tag.chronic)
        assert (shan.presence, shan.away_reason) == (Presence.away, AwayReason.unknown)
        assert (shan.birth_year, shan.phone, shan.tags) == (1971, "139****2222", (Tag.medic,))
        assert (ouyang.birth_year, ouyang.tags, ouyang.note) == (1988, (Tag.pupil,), "")
        assert homes.find_residents(session, "sxn", 5)[0].label == "单晓宁"


def test_no_identity_number_is_kept_anywhere(store: Store, secretary, roster, tmp_path) -> None:
    read_in(store, secretary, roster)
    store.close()
    for file in tmp_path.glob("desk.db*"):
        data = file.read_bytes()
        assert ID_NUMBER.encode() not in data and ID_NUMBER[:14].encode() not in data


def test_reading_it_again_changes_nothing(store: Store, secretary, roster) -> None:
    read_in(store, secretary, roster)
    plan = preview(store, secretary, roster)
    told = said(plan)
    assert (told["add"], told["change"], told["same"]) == (0, 0, 3)
    assert plan.steps == ()
    assert imports.apply(store, secretary, plan).act_id is None


def test_it_is_one_act_and_taken_back_as_one(store: Store, secretary, roster) -> None:
    act_id = read_in(store, secretary, roster)
    with store.reading(secretary) as session:
        (act,) = journal.acts(session)
        assert (act.id, act.verb, act.origin) == (act_id, "imports.roster", "import")
        assert act.params == {"file": "花名册.xlsx", "add": 3, "change": 0}
    with store.writing(secretary, "undo") as session:
        journal.undo(session, act_id or 0)
    with store.reading(secretary) as session:
        counts = homes.counts(session)
        assert (counts.households, counts.residents) == (0, 0)
        assert homes.buildings(session) == ()
        assert not journal.verify(session).broken
    assert read_in(store, secretary, roster) is not None


@pytest.mark.parametrize(
    ("column", "value", "cell", "why"),
    [
        ("姓名", "", "B4", "没有填"),
        ("姓名", "王" + ID_NUMBER, "B4", "身份证"),
        ("门牌地址", "", "G4", "没有填"),
        ("门牌地址", "3栋401", "G4", "不是完整门牌"),
        ("门牌地址", "临时板房", "G4", "不是完整门牌"),
        ("出生日期", "19461345", "E4", "出生"),
        ("联系电话", "138000011112222", "F4", "不是电话"),
        ("是否在住", "看情况", "M4", "看不出在不在住"),
    ],
)
def test_a_row_that_cannot_be_taken_says_which_cell_and_why(
    store: Store, secretary, tmp_path: Path, column: str, value: str, cell: str, why: str
) -> None:
    row = list(FAMILY[0])
    row[HEADERS.index(column)] = value
    told = said(preview(store, secretary, book(tmp_path / "r.xlsx", [row, FAMILY[2]])))
    (refused,) = told["refused"]
    assert (told["add"], refused["row"]) == (1, 4)
    assert refused["cell"] == cell and why in refused["why"]
    assert ID_NUMBER not in str(told)


def test_a_door_whose_only_row_is_refused_is_not_made(store: Store, secretary, tmp_path) -> None:
    row = list(FAMILY[0])
    row[1] = "王" + ID_NUMBER
    read_in(store, secretary, book(tmp_path / "r.xlsx", [row, FAMILY[2]]))
    with store.reading(secretary) as session:
        assert homes.counts(session).households == 1


def test_a_door_without_its_stairwell_is_taken_where_one_fits(store, secretary, roster, tmp_path):
    read_in(store, secretary, roster)
    row = list(FAMILY[0])
    row[6] = "3栋401"
    told = said(preview(store, secretary, book(tmp_path / "r.xlsx", [row])))
    assert (told["same"], told["refused"]) == (1, [])


def test_namesakes_of_one_door_are_told_apart(store: Store, secretary, tmp_path) -> None:
    headers = ("姓名", "出生日期", "门牌")
    door = "3-2-401"
    first = table(tmp_path / "a.csv", [("王秀", 1946, door), ("王秀", 2010, door)], headers)
    read_in(store, secretary, first)
    assert said(preview(store, secretary, first))["same"] == 2
    rows = [("王秀", 1946, door), ("王秀", 1946, door), ("王秀", "", door), ("王秀", 1969, door)]
    told = said(preview(store, secretary, table(tmp_path / "b.csv", rows, headers)))
    assert (told["same"], told["add"]) == (1, 1)
    assert [one["row"] for one in told["refused"]] == [3, 4]
    assert "第 2 行" in told["refused"][0]["why"]
    alone = said(
        preview(store, secretary, table(tmp_path / "c.csv", [("王秀", "", door)], headers))
    )
    assert "2 位 王秀" in alone["refused"][0]["why"]


def test_a_corrected_birth_year_is_a_change_and_no_new_person(store, secretary, roster, tmp_path):
    read_in(store, secretary, roster)
    row = list(FAMILY[0])
    row[4], row[5], row[7] = "19640203", "13855556666", 77
    plan = preview(store, secretary, book(tmp_path / "r.xlsx", [row]))
    (changed,) = plan.preview.change
    assert dict((label, (before, after)) for label, before, after in changed.changes) == {
        "field.register_no": ("1", "77"),
        "field.birth_year": ("1946", "1964"),
        "field.phone": ("138****1111", "138****6666"),
    }
    assert any("2人不在这张表" in notice["says"] for notice in said(plan)["notices"])
    imports.apply(store, secretary, plan)
    with store.reading(secretary) as session:
        (line,) = (one for one in homes.residents(session).lines if one.name == "王秀芝")
        assert (line.birth_year, line.phone) == (1964, "138****6666")
        assert homes.counts(session).residents == 3


def test_what_the_desk_found_out_is_not_overwritten(store, secretary, roster, tmp_path) -> None:
    read_in(store, secretary, roster)
    with store.reading(secretary) as session:
        (absent,) = homes.absent_without_reason(session).lines
    why = PresenceDraft(id=absent.id, presence=Presence.away, away_reason=AwayReason.work)
    perform(store, secretary, "homes.set_presence", why)
    assert said(preview(store, secretary, roster))["same"] == 3
    bare = table(tmp_path / "bare.csv", [(one[1], one[6]) for one in FAMILY], ("姓名", "门牌"))
    assert said(preview(store, secretary, bare))["same"] == 3


@pytest.mark.parametrize(
    ("present", "reason", "expected"),
    [
        ("是", "", (Presence.present, None)),
        ("1", "", (Presence.present, None)),
        ("在住", "", (Presence.present, None)),
        ("", "", (Presence.present, None)),
        ("否", "", (Presence.away, AwayReason.unknown)),
        ("不在住", "", (Presence.away, AwayReason.unknown)),
        ("未在住", "外地务工", (Presence.away, AwayReason.work)),
        ("否", "滞留上海", (Presence.away, AwayReason.stranded)),
        ("否", "住女儿家", (Presence.away, AwayReason.family)),
        ("否", "其它原因", (Presence.away, AwayReason.other)),
        ("外出务工", "", (Presence.away, AwayReason.work)),
        ("", "在校住校", (Presence.away, AwayReason.school)),
        ("住院", "", (Presence.hospital, None)),
        ("集中隔离", "", (Presence.isolation_site, None)),
    ],
)
def test_where_somebody_is_is_read_as_people_write_it(
    store: Store, secretary, tmp_path: Path, present: str, reason: str, expected
) -> None:
    headers = ("姓名", "门牌", "是否在住", "不在原因")
    read_in(
        store, secretary, table(tmp_path / "r.csv", [("王秀", "1-1-101", present, reason)], headers)
    )
    with store.reading(secretary) as session:
        (line,) = homes.residents(session).lines
    assert (line.presence, line.away_reason) == expected


def test_who_lives_elsewhere_is_away_for_that_reason(store: Store, secretary, tmp_path) -> None:
    headers = ("姓名", "门牌", "是否在住", "是否人户分离")
    rows = [
        ("甲", "1-1-101", "否", "是"),
        ("乙", "1-1-101", "", "是"),
        ("丙", "1-1-101", "是", "是"),
    ]
    read_in(store, secretary, table(tmp_path / "r.csv", rows, headers))
    with store.reading(secretary) as session:
        found = {line.name: line.away_reason for line in homes.residents(session).lines}
    assert found == {"甲": AwayReason.elsewhere, "乙": AwayReason.elsewhere, "丙": None}


def test_who_moved_out_leaves_and_comes_back(store: Store, secretary, tmp_path) -> None:
    headers = ("姓名", "门牌", "是否已迁出")
    here = table(tmp_path / "a.csv", [("甲", "1-1-101", "否"), ("乙", "1-1-102", "是")], headers)
    gone = table(tmp_path / "b.csv", [("甲", "1-1-101", "是")], headers)
    assert (
        said(preview(store, secretary, here))["add"],
        said(preview(store, secretary, here))["same"],
    ) == (1, 1)
    read_in(store, secretary, here)
    assert said(preview(store, secretary, gone))["change"] == 1
    read_in(store, secretary, gone)
    with store.reading(secretary) as session:
        counts = homes.counts(session)
        assert (counts.households, counts.residents) == (1, 0)
    assert said(preview(store, secretary, gone))["same"] == 1
    assert said(preview(store, secretary, here))["change"] == 1
    read_in(store, secretary, here)
    with store.reading(secretary) as session:
        assert homes.counts(session).residents == 1


def test_buildings_are_split_evenly_where_no_grid_is_said(store, secretary, tmp_path) -> None:
    rows = [
        (f"住户{n}", f"{building}-1-{floor}0{room}")
        for n, (building, floor, room) in enumerate(
            (b, f, r) for b in (1, 2, 3, 10) for f in range(1, 7) for r in (1, 2)
        )
    ]
    read_in(store, secretary, table(tmp_path / "r.csv", rows, ("姓名", "门牌")))
    with store.reading(secretary) as session:
        assert {line.number: line.grid for line in homes.buildings(session)} == {
            1: "1", 2: "1", 3: "2", 10: "2",
        }  # fmt: skip
    later = [("新户", "4-1-101")]
    read_in(store, secretary, table(tmp_path / "s.csv", later, ("姓名", "门牌")))
    with store.reading(secretary) as session:
        assert {line.number: line.grid for line in homes.buildings(session)}[4] in ("1", "2")


def test_the_grid_of_the_sheet_is_taken(store: Store, secretary, tmp_path) -> None:
    headers = ("姓名", "门牌", "所属网格")
    rows = [("甲", "1-1-101", "第二网格"), ("乙", "2-1-101", "一网格"), ("丙", "2-1-102", "")]
    read_in(store, secretary, table(tmp_path / "r.csv", rows, headers, "gb18030"))
    with store.reading(secretary) as session:
        assert {line.door: line.grid for line in homes.households(session).lines} == {
            "1-1-101": "2", "2-1-101": "1", "2-1-102": "1",
        }  # fmt: skip


def test_what_is_not_kept_is_told(store: Store, secretary, tmp_path) -> None:
    headers = ("姓名", "门牌", "户编号", "重点类别", "备注")
    rows = [
        ("甲", "1-1-101", "7", "独居老人、侨胞", "门铃坏了"),
        ("乙", "1-1-102", "7", "", "上网课"),
    ]
    plan = preview(store, secretary, table(tmp_path / "r.csv", rows, headers))
    told = " ".join(str(notice["says"]) for notice in said(plan)["notices"])
    assert "侨胞" in told and "1条备注" in told and "1-1-101 / 1-1-102" in told
    assert "门铃" not in told


def test_a_wrong_file_is_refused_in_a_sentence(store: Store, secretary, tmp_path: Path) -> None:
    wrong = table(tmp_path / "stock.csv", [("口罩", 3)], ("物资名称", "入库数"))
    with pytest.raises(Refusal) as refused:
        preview(store, secretary, wrong)
    assert Words("zh")(refused.value.key, **refused.value.params).startswith("stock.csv")


@pytest.mark.parametrize("role", list(Role))
def test_only_who_answers_for_the_homes_reads_a_roster_in(
    store: Store, secretary, roster, role: Role
) -> None:
    actor = Actor(7, "某人", role)
    if role in (Role.secretary, Role.grid_leader):
        assert read_in(store, actor, roster) is not None
        return
    with pytest.raises(Refusal) as refused:
        preview(store, actor, roster)
    assert refused.value.key == "refuse.role"
    with pytest.raises(Refusal):
        imports.apply(store, actor, preview(store, secretary, roster))


def test_nothing_is_done_where_somebody_was_quicker(store: Store, secretary, roster) -> None:
    plan = preview(store, secretary, roster)
    other = homes.HouseholdDraft(door="3-1-302")
    perform(store, secretary, "homes.add_household", other)
    with pytest.raises(Refusal) as refused:
        imports.apply(store, secretary, plan)
    assert refused.value.key == "refuse.homes.door_exists"
    with store.reading(secretary) as session:
        assert homes.counts(session).residents == 0


def test_progress_is_told(store: Store, secretary, tmp_path: Path) -> None:
    rows = [(f"住户{n}", f"1-1-{n // 9 + 1}0{n % 9 + 1}") for n in range(250)]
    path = table(tmp_path / "r.csv", rows, ("姓名", "门牌"))
    heard: list[tuple[int, int]] = []
    with store.reading(secretary) as session:
        imports.preview(session, Ledger.roster, open_sheet(path), lambda *at: heard.append(at))
    assert len(heard) >= 3 and heard[-1][0] == heard[-1][1]


def test_1300_rows_are_read_in_within_three_seconds(store: Store, secretary, tmp_path) -> None:
    chance = random.Random(7)
    rows = []
    for n in range(1300):
        home = n * 634 // 1300
        building, rest = divmod(home, 54)
        stairwell, flat = divmod(rest, 18)
        door = f"{building + 1}栋{stairwell + 1}单元{flat // 3 + 1}0{flat % 3 + 1}"
        name = (
            chance.choice("王李张刘陈杨")
            + chance.choice("秀晓文志建")
            + chance.choice("芝宁静远华")
        )
        born = 1930 + n % 90
        phone, present = f"138{n:08d}", "是" if n % 13 else "否"
        tag = "独居老人" if n % 50 == 0 else ""
        row = (n + 1, name, "", "女", f"{born}0203", phone, door, home + 1, "", "", 0, tag)
        rows.append((*row, present, ""))
    path = book(tmp_path / "big.xlsx", rows)
    # The time of this process alone: a busy machine is not what is measured.
    began = time.process_time()
    plan = preview(store, secretary, path)
    imports.apply(store, secretary, plan)
    assert time.process_time() - began < 3
    assert len(plan.preview.add) == 1300
    with store.reading(secretary) as session:
        counts = homes.counts(session)
        assert (counts.households, counts.residents, counts.present) == (634, 1300, 1200)
    assert said(preview(store, secretary, path))["same"] == 1300
