"""What the tests of spreadsheets share: a book with rows, a cell, a refusal."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from models import sheets
from models.rules.refusal import Refusal
from models.sheets import ROSTER, Cell, open_sheet
from models.words import Words

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
