"""Titles, odd headers and sums do not hide the table."""

import pytest
import xlsxwriter

from models import sheets
from models.sheets import PEOPLE, ROSTER, SHIFTS, SPECIAL, STOCK, CellProblem, door_of, open_sheet
from tests.models.sheets.standing import HEAD, ROWS, TODAY, book, cell, refused


def test_titles_hints_odd_headers_and_sums_do_not_hide_the_table(tmp_path):
    file = book(
        tmp_path / "r.xlsx",
        (
            "花名册",
            [
                ["全安市场小区二期居民花名册"],
                [None, "填表日期：2022年4月1日"],
                [],
                ["门牌\n地址", " 姓　名 *", "联系电话（手机）", "车牌", "是否在住？", "姓名"],
                ["如3栋2单元401", "必填", "多个用;分隔", "", "是/否"],
                ["例：3-2-401", "张三", "", "", "是"],
                ["3-2-401", "王秀芝", "139", "x", "是", "second"],
                [],
                ["门牌\n地址", " 姓　名 *", "联系电话（手机）", "车牌", "是否在住？"],
                ["3-2-402", "刘国强"],
                ["合计", 2],
                ["填表人：高志"],
            ],
        ),
    )
    table = open_sheet(file).table(ROSTER)
    rows = list(table.rows())
    assert table.header_number == 4
    assert [(row.number, row.get("name").text) for row in rows] == [(7, "王秀芝"), (10, "刘国强")]
    assert rows[0].get("name").ref == "B7"
    assert table.skipped == (5, 6, 9, 11, 12)
    assert table.unread == ("车牌",)


def test_the_identity_number_is_never_among_the_cells(tmp_path):
    number = "220102194602031234"
    head = ["姓名", "身份证号", "ID number", "门牌地址", "备注"]
    file = book(tmp_path / "r.xlsx", ("a", [head, ["王秀芝", number, number, "3-2-401", number]]))
    (row,) = open_sheet(file).rows(ROSTER)
    assert number not in repr(row)
    with pytest.raises(CellProblem) as caught:
        sheets.text(cell(number))
    assert number not in str(caught.value.params)


def test_the_worksheet_that_fits_best_is_read_and_the_others_are_told(tmp_path):
    file = book(
        tmp_path / "r.xlsx",
        ("说明", [["请填写花名册"]]),
        ("旧", [["姓名", "门牌地址"], ["甲", "1-1-101"]]),
        ("1栋", [HEAD, ROWS[0]]),
        ("2栋", [HEAD, ROWS[1]]),
    )
    table = open_sheet(file).table(ROSTER)
    assert (table.title, table.others) == ("1栋", ("2栋",))


def test_a_table_of_another_kind_is_refused_by_its_headers(tmp_path):
    roster = [*HEAD, "户编号", "与户主关系", "人员类型", "重点类别"]
    special = ["姓名", "楼栋门牌", "类别", "年龄段", "药品余量(天)", "走访频次"]
    stock = ["序号", "日期", "物资名称", "规格", "入库数", "出库数", "结余"]
    duty = ["日期", "班次(起止)", "岗位", "带班人", "值班人1"]
    people = ["姓名", "联系电话", "工作单位", "政治面貌"]
    kinds = {"r": ROSTER, "s": SPECIAL, "k": STOCK, "d": SHIFTS, "p": PEOPLE}
    heads = {"r": roster, "s": special, "k": stock, "d": duty, "p": people}
    for name, head in heads.items():
        file = book(tmp_path / f"{name}.xlsx", ("a", [head, ["1"] * len(head)]))
        for kind, layout in kinds.items():
            if kind == name:
                assert len(list(open_sheet(file).rows(layout))) == 1
            else:
                assert refused(file, layout) in {
                    "refuse.sheets.other_kind",
                    "refuse.sheets.header_lacks",
                    "refuse.sheets.no_header",
                }


def test_a_merged_date_holds_for_every_row_it_spans(tmp_path):
    file = tmp_path / "d.xlsx"
    with xlsxwriter.Workbook(str(file)) as made:
        page = made.add_worksheet()
        page.write_row(0, 0, ["日期", "班次", "岗位", "值班人1", "值班人2"])
        page.merge_range(1, 0, 3, 0, "2022-04-08")
        page.write_row(1, 1, ["06:30-11:30", "北门", "高志", "孙丽"])
        page.write_row(2, 1, ["11:30-17:30", "北门", "", "李娜"])
    rows = list(open_sheet(file).rows(SHIFTS))
    assert [sheets.day(row.get("date")) for row in rows] == [TODAY, TODAY]
    assert [[one.text for one in row.all("people")] for row in rows] == [["高志", "孙丽"], ["李娜"]]


def test_a_door_in_three_columns_is_one_door(tmp_path):
    file = tmp_path / "r.csv"
    file.write_text("姓名,楼栋,单元,房号\n甲,3栋,2单元,401室\n乙,5,,302\n丙,,,4-1-101\n")
    doors = [door_of(row) for row in open_sheet(file).rows(ROSTER)]
    assert [door.text for door in doors] == ["3-2-401", "5-302", "4-1-101"]
    assert doors[0].ref == "D2"


def test_rows_numbered_ahead_are_blank(tmp_path):
    file = tmp_path / "s.csv"
    file.write_text("序号,日期,品名,入库数,结余\n1,2022-03-20,大米,5,5\n2,,,,5\n3,,,,\n")
    assert [row.number for row in open_sheet(file).rows(STOCK)] == [2]


def test_progress_ends_with_the_whole(tmp_path):
    file = book(tmp_path / "r.xlsx", ("a", [HEAD, *[ROWS[0]] * 250]))
    told: list[tuple[int, int]] = []
    rows = list(open_sheet(file).rows(ROSTER, lambda done, total: told.append((done, total))))
    assert len(rows) == 250
    assert told == [(100, 251), (200, 251), (251, 251)]
