"""Spreadsheets in and out: reading what offices and neighbours really keep, writing what they use.

The promise: any file at all gives rows or a sentence saying why not; nothing is guessed, nothing
of a column that was not asked for is kept, and text from people never becomes a formula.
"""

from models.sheets.cells import (
    Cell,
    CellProblem,
    Raw,
    clean,
    contact,
    integer,
    phones,
    remark,
    required,
    tags,
    text,
    yes_no,
)
from models.sheets.dates import birth_year, clock_time, day, hours
from models.sheets.layout import ColumnSpec, Layout, Progress, SheetRow, Table
from models.sheets.layouts import ORDERS, PEOPLE, ROSTER, SHIFTS, SPECIAL, STOCK, door_of
from models.sheets.preview import Notice, PlannedRow, Preview, RefusedRow, Tally
from models.sheets.reading import Sheet, bytes_of, decoded, open_sheet
from models.sheets.writing import SheetOut, Value, cell_width, put, told, write_book

__all__ = [
    "ORDERS",
    "PEOPLE",
    "ROSTER",
    "SHIFTS",
    "SPECIAL",
    "STOCK",
    "Cell",
    "CellProblem",
    "ColumnSpec",
    "Layout",
    "Notice",
    "PlannedRow",
    "Preview",
    "Progress",
    "Raw",
    "RefusedRow",
    "Sheet",
    "SheetOut",
    "SheetRow",
    "Table",
    "Tally",
    "Value",
    "birth_year",
    "bytes_of",
    "cell_width",
    "clean",
    "clock_time",
    "contact",
    "day",
    "decoded",
    "door_of",
    "hours",
    "integer",
    "open_sheet",
    "phones",
    "put",
    "remark",
    "required",
    "tags",
    "text",
    "told",
    "write_book",
    "yes_no",
]
