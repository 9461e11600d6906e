"""Whatever file is handed over gives rows or a sentence."""

import csv
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.rules.refusal import Refusal
from models.sheets import ROSTER, Cell, open_sheet
from models.words.sheets import MESSAGES
from tests.models.sheets.standing import HEAD, ROWS, book, refused


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
