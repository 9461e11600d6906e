"""Files that mean harm, or are simply not what they seem; and text that would calculate."""

import csv
import time
import tracemalloc
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.rules.refusal import Refusal
from models.sheets import ROSTER, SheetOut, open_sheet, write_book
from models.sheets.cells import as_text, clean
from models.sheets.reading import MOST_BYTES, MOST_ROWS
from tests.models.sheets.standing import HEAD, ROWS, book, refused


def repacked(path: Path, **parts: bytes) -> Path:
    """A workbook with some of its parts replaced; `_` stands for what a name cannot hold."""
    whole = book(path.with_name("whole.xlsx"), ("花名册", [HEAD, *ROWS]))
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            found = next((held for part, held in parts.items() if part in name), None)
            made.writestr(name, source.read(name) if found is None else found)
    return path


@pytest.mark.parametrize("part", ["sharedStrings", "workbook.xml.rels", "sheet1"])
def test_a_part_that_lies_about_its_size_is_never_unpacked_whole(tmp_path: Path, part: str) -> None:
    told, real = b"<x/>", b"<x/>" + b"<si><t>a</t></si>" * 3_000_000
    path = repacked(tmp_path / "bomb.xlsx", **{part: real})
    data = bytearray(path.read_bytes())
    # Both places where its size and its checksum are told say that it is four bytes long.
    for mark, at in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
        name = -1
        while (name := data.find(part.encode(), name + 1)) >= 0:
            head = data.rfind(mark, 0, name)
            if head >= 0 and name - head < 100:
                data[head + at : head + at + 4] = zlib.crc32(told).to_bytes(4, "little")
                data[head + at + 8 : head + at + 12] = len(told).to_bytes(4, "little")
    path.write_bytes(data)
    tracemalloc.start()
    began = time.monotonic()
    try:
        assert refused(path).startswith("refuse.sheets.")
        assert tracemalloc.get_traced_memory()[1] < 30 * 2**20 and time.monotonic() - began < 2
    finally:
        tracemalloc.stop()


def test_a_file_of_countless_parts_is_refused_by_its_list(tmp_path: Path) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for n in range(25_000):
            made.writestr(f"xl/{n}.xml", b"")
    (tmp_path / "many.xlsx").write_bytes(packed.getvalue())
    began = time.monotonic()
    assert refused(tmp_path / "many.xlsx") == "refuse.sheets.too_large"
    assert time.monotonic() - began < 0.5


def test_one_row_too_many_is_refused_with_the_limit(tmp_path: Path) -> None:
    rows = ["姓名,门牌地址\n", *(f"王{n},3-2-{n}\n" for n in range(MOST_ROWS))]
    (tmp_path / "long.csv").write_text("".join(rows), encoding="utf-8")
    assert refused(tmp_path / "long.csv") == "refuse.sheets.too_large"
    (tmp_path / "fits.csv").write_text("".join(rows[:-1]), encoding="utf-8")
    assert sum(1 for _ in open_sheet(tmp_path / "fits.csv").rows(ROSTER)) == MOST_ROWS - 1
    assert (tmp_path / "long.csv").stat().st_size < MOST_BYTES


def test_a_picture_with_another_ending_and_a_file_that_vanished(tmp_path: Path) -> None:
    (tmp_path / "p.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 400)
    assert refused(tmp_path / "p.xlsx") == "refuse.sheets.damaged"
    (tmp_path / "p.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 400)
    assert refused(tmp_path / "p.csv") == "refuse.sheets.not_spreadsheet"
    file = book(tmp_path / "r.xlsx", ("花名册", [HEAD, *ROWS]))
    sheet = open_sheet(file)
    file.unlink()
    assert len(list(sheet.rows(ROSTER))) == 2
    assert refused(file) == "refuse.sheets.not_found"


def test_of_a_formula_only_its_value_is_read(tmp_path: Path) -> None:
    file = tmp_path / "f.xlsx"
    with xlsxwriter.Workbook(str(file)) as made:
        page = made.add_worksheet("花名册")
        page.write_row(0, 0, HEAD)
        page.write_formula(1, 0, '="王"&"秀芝"', None, "王秀芝")
        page.write_formula(1, 2, '=HYPERLINK("http://x","3-2-401")', None, "3-2-401")
        page.write_formula(2, 0, "=1/0", None, "#DIV/0!")
        page.write_string(2, 2, "3-2-402")
    first, second = open_sheet(file).rows(ROSTER)
    assert (first.get("name").text, first.get("door").text) == ("王秀芝", "3-2-401")
    assert not second.get("name")


STARTS = st.sampled_from(
    ["", "'", "''", "=", "+", "-", "@", "\t", "\r", "＝", "－1", "'=", "=cmd|'/c"]
)
TEXTS = st.builds("{}{}".format, STARTS, st.text(max_size=12))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(TEXTS, min_size=1, max_size=6))
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_text_is_written_as_text_and_comes_back_the_same(
    tmp_path: Path, ending: str, texts: list[str]
) -> None:
    file = tmp_path / f"out.{ending}"
    rows = [["row", text] for text in texts]
    write_book(file, [SheetOut("a", ["n", "text"], rows)], overwrite=True)
    if ending == "csv":
        with file.open(encoding="utf-8-sig", newline="") as stream:
            for _, text in csv.reader(stream):
                assert not text.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    else:
        with zipfile.ZipFile(file) as packed:
            assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
    (worksheet,) = open_sheet(file).worksheets
    found = [as_text(row[1]) if len(row) > 1 else "" for row in worksheet.grid[1:]]
    assert found == [clean(text) for text in texts]


def test_a_refusal_about_a_file_names_it_and_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "锁.xlsx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    )
    with pytest.raises(Refusal) as caught:
        open_sheet(tmp_path / "锁.xlsx")
    assert caught.value.params["file"] == "锁.xlsx"
