"""Spreadsheets: whatever file is handed over gives rows or a sentence, and nothing is guessed."""

import csv
import os
import stat
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import sheets
from models.rules.refusal import Refusal
from models.sheets import (
    PEOPLE,
    ROSTER,
    SHIFTS,
    SPECIAL,
    STOCK,
    Cell,
    CellProblem,
    SheetOut,
    Tally,
    door_of,
    open_sheet,
    write_book,
)
from models.words import Words
from models.words.sheets import MESSAGES

TODAY = date(2022, 4, 8)
HEAD = ["姓名", "联系电话", "门牌地址", "是否在住"]
ROWS: list[list[Any]] = [
    ["王秀芝", "13900000001", "3栋2单元401", "是"],
    ["刘国强", 13900000002, "3-2-402", "否"],
]


def book(path: Path, *worksheets: tuple[str, list[list[Any]]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as made:
        for title, rows in worksheets:
            page = made.add_worksheet(title)
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is not None:
                        page.write(at, column, value)
    return path


def cell(value: Any) -> Cell:
    from models.sheets.cells import as_text

    return Cell(as_text(value), value, "C17", "列")


def refused(path: Path, layout: sheets.Layout = ROSTER) -> str:
    with pytest.raises(Refusal) as caught:
        list(open_sheet(path).rows(layout))
    for lang in ("zh", "en"):
        said = Words(lang)(caught.value.key, **caught.value.params)
        assert said != caught.value.key and "{" not in said
    return caught.value.key


# Opening


def test_a_workbook_gives_its_rows_with_the_numbers_a_person_sees(tmp_path):
    file = book(tmp_path / "r.xlsx", ("花名册", [HEAD, *ROWS]))
    rows = list(open_sheet(file).rows(ROSTER))
    assert [row.number for row in rows] == [2, 3]
    assert rows[1].get("phone") == Cell("13900000002", 13900000002.0, "B3", "联系电话")
    assert not rows[0].get("grid") and rows[0].get("grid").ref == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_in_every_usual_form(tmp_path, encoding, delimiter):
    file = tmp_path / "r.csv"
    with file.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerows([["全安二期，花名册"], HEAD, *ROWS, ["陈,爷爷", "", "5-1-101; 左", "是"]])
    rows = list(open_sheet(file).rows(ROSTER))
    assert [row.get("name").text for row in rows] == ["王秀芝", "刘国强", "陈,爷爷"]
    assert rows[2].get("door").text == "5-1-101; 左"
    assert rows[0].get("name").ref == "A3"


def test_a_wrong_file_is_refused_with_its_own_reason(tmp_path):
    assert refused(tmp_path / "none.xlsx") == "refuse.sheets.not_found"
    assert refused(tmp_path) == "refuse.sheets.not_spreadsheet"
    assert refused(Path("a\0b.csv")) == "refuse.sheets.not_found"
    cases = {
        "a.xlsx": (b"", "empty"),
        "b.csv": (b"\xef\xbb\xbf \r\n", "empty"),
        "c.xlsx": (b"hello", "damaged"),
        "d.xlsx": (b"PK\x03\x04" + b"x" * 99, "damaged"),
        "e.pdf": (b"%PDF-1.7", "not_spreadsheet"),
        "f.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_format"),
        "g.xlsx": (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
        "h.csv": (b"a\x00b,c", "not_spreadsheet"),
        "j.csv": (b"a,b\n1,2\n", "no_header"),
        "k.csv": ("姓名,联系电话\n王秀芝,139\n".encode(), "header_lacks"),
    }
    for name, (data, reason) in cases.items():
        file = tmp_path / name
        file.write_bytes(data)
        assert refused(file) == f"refuse.sheets.{reason}", name
    (tmp_path / "l.csv").write_text('"' + "x" * 200_000)
    assert refused(tmp_path / "l.csv") == "refuse.sheets.damaged"


def test_a_fifo_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    assert refused(tmp_path / "pipe.csv") == "refuse.sheets.not_spreadsheet"


@pytest.mark.parametrize(
    "data",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1'><c r='XFD1'><v>1</v></c></row><row r='1048576'><c><v>1</v></c></row>",
        '<row r="1"><c s="1" r = "A99999999"><v>1</v></c></row>',
    ],
)
def test_one_cell_in_the_last_corner_does_not_take_all_memory(tmp_path, data):
    file = book(tmp_path / "small.xlsx", ("a", [["x"]]))
    far = tmp_path / "far.xlsx"
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(far, "w") as made:
        for part in source.namelist():
            held = source.read(part)
            if part == "xl/worksheets/sheet1.xml":
                head, _, tail = held.partition(b"<sheetData>")
                held = head + b"<sheetData>" + data.encode() + tail[tail.index(b"</sheetData>") :]
            made.writestr(part, held)
    assert refused(far) == "refuse.sheets.too_large"


def test_a_file_that_is_too_large_or_unpacks_to_too_much_is_refused(tmp_path):
    with (tmp_path / "a.csv").open("wb") as stream:
        stream.truncate(21 * 1024 * 1024)
    assert refused(tmp_path / "a.csv") == "refuse.sheets.too_large"
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        with bomb.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(310):
                part.write(b" " * 1024 * 1024)
    assert refused(tmp_path / "b.xlsx") == "refuse.sheets.too_large"


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    data=st.binary(max_size=400) | st.text(max_size=200).map(str.encode),
    name=st.sampled_from(["x.csv", "x.xlsx", "x.tsv", "x"]),
    head=st.sampled_from([b"", b"PK\x03\x04", "姓名,门牌地址\n".encode(), b"\xff\xfe"]),
)
def test_any_bytes_give_rows_or_a_refusal(tmp_path, data, name, head):
    file = tmp_path / name
    file.write_bytes(head + data)
    try:
        for row in open_sheet(file).rows(ROSTER):
            assert row.number > 0
    except Refusal as refusal:
        assert refusal.key in MESSAGES


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(at=st.floats(0, 1), put=st.binary(min_size=1, max_size=8), cut=st.integers(0, 40))
def test_a_damaged_workbook_gives_rows_or_a_refusal(tmp_path, at, put, cut):
    whole = tmp_path / "whole.xlsx"
    if not whole.exists():
        book(whole, ("花名册", [HEAD, *ROWS]))
    data = whole.read_bytes()
    place = int(at * len(data))
    file = tmp_path / "hurt.xlsx"
    file.write_bytes(data[:place] + put + data[place + cut :])
    try:
        list(open_sheet(file).rows(ROSTER))
    except Refusal as refusal:
        assert refusal.key in MESSAGES


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(xml=st.binary(max_size=200), part=st.sampled_from(["sharedStrings", "styles", "workbook"]))
def test_a_workbook_with_nonsense_inside_gives_rows_or_a_refusal(tmp_path, xml, part):
    whole = tmp_path / "whole.xlsx"
    if not whole.exists():
        book(whole, ("花名册", [HEAD, *ROWS]))
    file = tmp_path / "odd.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(file, "w") as made:
        for name in source.namelist():
            hurt = part in name or (part == "styles" and "sheet1" in name)
            held = source.read(name)
            middle = len(held) // 2
            made.writestr(name, held[:middle] + xml + held[middle:] if hurt else held)
    try:
        list(open_sheet(file).rows(ROSTER))
    except Refusal as refusal:
        assert refusal.key in MESSAGES


# Finding the table


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


# Cells


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5.0, "5"),
        (1.5385017052e10, "15385017052"),
        (2.5, "2.5"),
        (True, "1"),
        ("  王\u202e秀\x1b[31m芝\u200b ", "王秀芝"),
        ("'=1+1", "=1+1"),
        (date(2022, 3, 20), "2022-03-20"),
        (datetime(2022, 3, 20, 8, 30), "2022-03-20 08:30"),
        (None, ""),
    ],
)
def test_text_is_what_the_writer_saw(value, text):
    assert sheets.text(cell(value)) == text


INTEGERS = [("５", 5), ("1,200", 1200), ("56套", 56), (5.0, 5), ("３０ 天", 30), ("三", 3)]


@pytest.mark.parametrize(("value", "number"), [*INTEGERS, ("", None), ("无", None), ("/", None)])
def test_whole_numbers(value, number):
    assert sheets.integer(cell(value)) == number


@pytest.mark.parametrize(
    "value", ["2.5", 2.5, "约10", "3盒20片", "1,200,5", "5万", "20多", "#N/A", "1e5", "3-5天"]
)
def test_what_is_not_a_whole_number_is_a_problem_with_its_cell(value):
    with pytest.raises(CellProblem) as caught:
        sheets.integer(cell(value))
    assert caught.value.ref == "C17"


def test_whole_numbers_have_limits():
    with pytest.raises(CellProblem, match="too_small"):
        sheets.integer(cell("-1"), least=0)
    with pytest.raises(CellProblem, match="too_large_number"):
        sheets.integer(cell("500"), most=400)


def test_yes_and_no_in_every_sign():
    for sign in ["是", "1", 1.0, "√", "有", "Y", "ｙ", "yes", True]:
        assert sheets.yes_no(cell(sign)) is True
    for sign in ["否", "0", 0.0, "x", "×", "无", "N", "No", False]:
        assert sheets.yes_no(cell(sign)) is False
    assert sheets.yes_no(cell("")) is None
    with pytest.raises(CellProblem):
        sheets.yes_no(cell("也许"))


MARCH = date(2022, 3, 20)
DATES = ["20220320", 20220320.0, "2022-03-20", "2022/3/20", "2022年3月20日", "2022.3.20", 44640.0]
WIDE_DATES = ["２０２２－３－２０", "2022年3月20日（周日）"]
MORE_DATES = [*WIDE_DATES, "2022-03-20 08:30", "20/3/2022", "3/20/2022", "44640"]


@pytest.mark.parametrize("value", [*DATES, *MORE_DATES, datetime(2022, 3, 20, 8), MARCH])
def test_dates(value):
    assert sheets.day(cell(value)) == MARCH


@pytest.mark.parametrize(
    "value",
    ["2022-02-30", "20221301", "3/4/2022", "2022-03", "3月28日", "22-3-20", "周五", 4.1, "9" * 30],
)
def test_what_is_not_one_date_is_a_problem(value):
    with pytest.raises(CellProblem):
        sheets.day(cell(value))


def test_a_month_is_an_expiry_and_a_day_without_a_year_is_the_nearest():
    for value in ["2022-02", "2022年2月", "2022/2", "202202"]:
        assert sheets.day(cell(value), month_end=True) == date(2022, 2, 28)
    assert sheets.day(cell("无"), month_end=True) is None
    assert sheets.day(cell("3月28日"), near=TODAY) == date(2022, 3, 28)
    assert sheets.day(cell("12/30"), near=date(2022, 1, 3)) == date(2021, 12, 30)
    with pytest.raises(CellProblem):
        sheets.day(cell(4.1), near=TODAY)


@pytest.mark.parametrize(
    ("value", "year"),
    [
        ("76岁", 1946),
        (76.0, 1946),
        ("７６ 周岁", 1946),
        ("1946", 1946),
        ("1946年", 1946),
        ("19460203", 1946),
        ("1946-02", 1946),
        (date(1946, 2, 3), 1946),
        ("8个月", 2021),
        ("0岁", 2022),
        ("", None),
    ],
)
def test_year_of_birth(value, year):
    assert sheets.birth_year(cell(value), TODAY) == year


@pytest.mark.parametrize("value", ["60-69岁", "80岁以上", "老", "2030", "1850", "19461301"])
def test_what_gives_no_year_of_birth_is_a_problem(value):
    with pytest.raises(CellProblem):
        sheets.birth_year(cell(value), TODAY)


@pytest.mark.parametrize(
    ("value", "numbers"),
    [
        ("13900000001;13900000002", ("13900000001", "13900000002")),
        ("139 0000 0001，0431-85000003", ("13900000001", "043185000003")),
        ("13900000001、13900000001 / +86 13900000003", ("13900000001", "13900000003")),
        (13900000001.0, ("13900000001",)),
        ("139****0001", ("139****0001",)),
        ("120", ("120",)),
        ("无", ()),
    ],
)
def test_telephone_numbers(value, numbers):
    assert sheets.phones(cell(value)) == numbers


def test_a_number_of_the_wrong_length_or_rounded_is_a_problem():
    short, long = ("1390000000", "not_phone"), ("139000000012", "not_phone")
    for value, key in [short, long, ("1.39E+10", "rounded")]:
        with pytest.raises(CellProblem, match=key):
            sheets.phones(cell(value))


def test_a_contact_is_words_and_numbers():
    assert sheets.contact(cell("女儿 刘敏（13900000001）")) == ("女儿 刘敏", ("13900000001",))
    assert sheets.contact(cell("居委会")) == ("居委会", ())


def test_tags_are_split_at_every_usual_sign():
    found = sheets.tags(cell("独居老人,低保户、慢性病；独居老人 无"))
    assert found == ("独居老人", "低保户", "慢性病")


def test_hours():
    four = (time(22), time(2))
    for value in ["22:00-02:00", "22：00～次日2：00", "22点至2点", "夜班(22:00—02:00)", "22-2"]:
        assert sheets.hours(cell(value)) == four
    assert sheets.hours(cell("17:30-24:00")) == (time(17, 30), time())
    assert sheets.clock_time(cell(0.5)) == time(12)
    assert sheets.clock_time(cell("8时30分")) == time(8, 30)
    with pytest.raises(CellProblem):
        sheets.hours(cell("白班"))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30) | st.floats() | st.integers() | st.datetimes() | st.times())
def test_every_reader_gives_a_value_or_a_problem_for_any_cell(value):
    readers: list[Callable[[Cell], object]] = [
        sheets.text,
        sheets.remark,
        sheets.required,
        sheets.integer,
        sheets.yes_no,
    ]
    readers += [sheets.tags, sheets.phones, sheets.contact, sheets.day, sheets.hours]
    readers += [sheets.clock_time, lambda c: sheets.birth_year(c, TODAY)]
    readers += [lambda c: sheets.day(c, near=TODAY, month_end=True)]
    for reader in readers:
        try:
            reader(cell(value))
        except CellProblem as problem:
            assert problem.key in MESSAGES and problem.ref == "C17"


def test_a_problem_never_repeats_a_whole_number():
    with pytest.raises(CellProblem) as caught:
        sheets.day(cell("13900000001"))
    assert caught.value.params["text"] == "139****1"


# Preview


def test_a_preview_counts_and_says_why():
    tally = Tally()
    tally.adds(2, "3-2-401")
    tally.changes(3, "3-2-402", (("field.phone", "", "139"),))
    tally.stays()
    tally.refuses(9, Refusal("refuse.sheets.blank", header="门牌"), "C9")
    tally.refuses(5, cell("x").problem("refuse.sheets.not_whole"))
    tally.notes("sheets.other_worksheets", title="1栋", others="2栋")
    preview = tally.preview()
    assert preview.does_something
    told = preview.to_json(Words("en"))
    assert list(told) == ["add", "change", "same", "refused", "notices"]
    assert (told["add"], told["change"], told["same"]) == (1, 1, 1)
    assert told["refused"] == [
        {"row": 5, "cell": "C17", "why": "“列” must be a whole number, it says “x”"},
        {"row": 9, "cell": "C9", "why": "“门牌” is empty"},
    ]


# Writing

TABLE = SheetOut(
    "诉求/台账",
    ["门牌", "事由", "时间", "金额", "数量"],
    [
        ["3-2-401", '=HYPERLINK("http://x")', datetime(2022, 4, 8, 10, 30), Decimal("12.50"), 3],
        ["3-2-402", "@SUM(1)\u202e", date(2022, 4, 8), None, -2],
    ],
    note="陈书记 于 2022-04-08 10:30 导出",
)


def test_a_written_workbook_reads_back_and_holds_no_formula(tmp_path):
    file = write_book(tmp_path / "o.xlsx", [TABLE, TABLE])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with zipfile.ZipFile(file) as packed:
        pages = [packed.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 2)]
        assert not any("<f>" in page or "<hyperlink" in page for page in pages)
        assert all("<autoFilter" in page and 'state="frozen"' in page for page in pages)
        assert all('fitToHeight="0"' in page for page in pages)
    sheet = open_sheet(file)
    assert [page.title for page in sheet.worksheets] == ["诉求-台账", "诉求-台账 2"]
    grid = sheet.worksheets[0].grid
    assert grid[0][0] == "陈书记 于 2022-04-08 10:30 导出"
    assert list(grid[2]) == [*TABLE.rows[0][:3], 12.5, 3.0]
    assert list(grid[3]) == ["3-2-402", "@SUM(1)", date(2022, 4, 8), "", -2.0]


def test_a_written_csv_has_a_mark_and_its_formulas_are_disarmed(tmp_path):
    file = write_book(tmp_path / "o.csv", [TABLE])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(data.decode("utf-8-sig").splitlines()))
    assert rows[2] == ["3-2-401", '\'=HYPERLINK("http://x")', "2022-04-08 10:30", "12.50", "3"]
    assert rows[3][1:] == ["'@SUM(1)", "2022-04-08", "", "-2"]
    assert sheets.text(cell(rows[2][1])) == TABLE.rows[0][1]


def test_a_file_that_is_there_is_not_replaced_unless_told(tmp_path):
    file = tmp_path / "o.xlsx"
    file.write_text("mine")
    with pytest.raises(Refusal, match="exists"):
        write_book(file, [TABLE])
    assert file.read_text() == "mine"
    write_book(file, [TABLE], overwrite=True)
    assert file.read_bytes().startswith(b"PK")
    assert [one.name for one in tmp_path.iterdir()] == ["o.xlsx"]


def test_what_cannot_be_written_is_refused_and_leaves_nothing(tmp_path):
    for name, tables, key in [
        ("o.pdf", [TABLE], "ending"),
        ("o.csv", [TABLE, TABLE], "one_table"),
        ("none/o.xlsx", [TABLE], "unwritable"),
        ("o\0.csv", [TABLE], "ending"),
        ("x" * 300 + ".csv", [TABLE], "unwritable"),
    ]:
        with pytest.raises(Refusal, match=key):
            write_book(tmp_path / name, tables)
    assert not list(tmp_path.iterdir())


def test_columns_are_as_wide_as_their_chinese(tmp_path):
    from models.sheets.writing import _widths

    wide = SheetOut("a", ["门牌", "n"], [["全安市场小区二期", 1], ["x" * 100, 2]])
    assert sheets.cell_width("全安1") == 5
    assert _widths(wide) == [44, 6]


def test_our_own_export_can_be_imported(tmp_path):
    out = SheetOut("居民", HEAD, [["王秀芝", "13900000001", "3-2-401", "是"]], note="导出")
    for name in ("o.xlsx", "o.csv"):
        (row,) = open_sheet(write_book(tmp_path / name, [out])).rows(ROSTER)
        assert row.get("phone").text == "13900000001"


# Words


def test_every_reason_has_both_languages_with_the_same_placeholders():
    import string

    for key, texts in MESSAGES.items():
        fields = [{part[1] for part in string.Formatter().parse(text) if part[1]} for text in texts]
        assert fields[0] == fields[1], key
        assert all(texts)
