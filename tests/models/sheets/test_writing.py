"""Previews, what is written out, and the words of every reason."""

import csv
import stat
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest

from models import sheets
from models.rules.refusal import Refusal
from models.sheets import ROSTER, SheetOut, Tally, open_sheet, write_book
from models.words import Words
from models.words.sheets import MESSAGES
from tests.models.sheets.standing import HEAD, cell

# ── Preview ───────────────────────────────────────────────────────────────────────────────────────


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


# ── Writing ───────────────────────────────────────────────────────────────────────────────────────


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


# ── Words ─────────────────────────────────────────────────────────────────────────────────────────


def test_every_reason_has_both_languages_with_the_same_placeholders():
    import string

    for key, texts in MESSAGES.items():
        fields = [{part[1] for part in string.Formatter().parse(text) if part[1]} for text in texts]
        assert fields[0] == fields[1], key
        assert all(texts)
