"""Opening a file somebody hands over: a workbook or a table of text, or a sentence saying why not.

Whatever the bytes are, the answer is a `Sheet` or a `Refusal`. A file is read once and bounded:
its size, what it unpacks to, and how far its cells reach are all looked at before it is unpacked
by the reader, because one cell in the last corner of a worksheet would otherwise take all memory.
"""

import csv
import re
import stat
import zipfile
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

from models.rules.refusal import Refusal
from models.sheets.cells import Raw
from models.sheets.layout import Layout, Progress, SheetRow, Span, Table, Worksheet, find_table

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 120 * 1024 * 1024
MOST_PARTS_NAMED = 1024 * 1024
"""Bytes of a packed file's list of contents: ten thousand parts, a hundred times a workbook's."""
MOST_ROWS = 20_000
"""Half as many again as live in the largest compounds; as one act it is ten seconds of work."""
MOST_CELLS = 1_000_000

_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xltx"})
_TEXTS = frozenset({".csv", ".tsv", ".txt"})
_OLD_WORKBOOKS = frozenset({".xls", ".et", ".ods", ".numbers"})
_ZIP, _ZIP_END = b"PK\x03\x04", b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DELIMITERS = (",", "\t", ";", "，", "|")
# A cell that holds something: a styled empty one closes at once (`<c r="XFD9" s="1"/>`).
_CELL = re.compile(
    rb"""<(?:\w{1,9}:)?c\s(?:[^<>]{0,200}?\s)?r\s?=\s?["']([A-Za-z]{1,7})(\d{1,12})["'][^<>]{0,200}(?<!/)>"""
)
_ROW = re.compile(rb"""<(?:\w{1,9}:)?row\s(?:[^<>]{0,200}?\s)?r\s?=\s?["'](\d{1,12})["']""")
_UNPLACED = re.compile(rb"<(?:\w{1,9}:)?c(?:>|\s(?![^<>]{0,200}\br\s?=))")


class Sheet:
    """A file that could be opened."""

    def __init__(self, path: Path, worksheets: tuple[Worksheet, ...]) -> None:
        self.path = path
        self.worksheets = worksheets

    def table(self, layout: Layout) -> Table:
        """The worksheet that fits a layout best.

        Raises:
            Refusal: when the headers the layout cannot do without are nowhere in the file.
        """
        return find_table(self.worksheets, layout, self.path.name)

    def rows(self, layout: Layout, progress: Progress | None = None) -> Iterator[SheetRow]:
        """The rows of that worksheet that hold something, top to bottom."""
        return self.table(layout).rows(progress)


def open_sheet(path: str | Path) -> Sheet:
    """Open an .xlsx or .csv file.

    Raises:
        Refusal: when it is not there, not a spreadsheet, empty, locked, damaged or too large.
    """
    place = Path(path)
    data = bytes_of(place)
    file, suffix = place.name, place.suffix.casefold()
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Refusal("refuse.sheets.empty", file=file)
    if data.startswith(_OLE):
        key = "encrypted" if _ENCRYPTED in data else "old_format"
        raise Refusal(f"refuse.sheets.{key}", file=file)
    if data.startswith(_ZIP) and suffix in _WORKBOOKS | _TEXTS:
        worksheets = _workbook(data, file)
    elif suffix in _WORKBOOKS:
        raise Refusal("refuse.sheets.damaged", file=file)
    elif suffix in _OLD_WORKBOOKS:
        raise Refusal("refuse.sheets.old_format", file=file)
    elif suffix in _TEXTS:
        worksheets = (Worksheet(place.stem, _text_table(data, file)),)
    else:
        raise Refusal("refuse.sheets.not_spreadsheet", file=file)
    if not any(worksheet.grid for worksheet in worksheets):
        raise Refusal("refuse.sheets.empty", file=file)
    return Sheet(place, worksheets)


def bytes_of(place: Path) -> bytes:
    """What a file holds, if it is a file of a size that a desk can read.

    Raises:
        Refusal: when it is not there, cannot be read, or is too large.
    """
    try:
        found = place.stat()
        if not stat.S_ISREG(found.st_mode):
            raise Refusal("refuse.sheets.not_spreadsheet", file=place.name)
        if found.st_size > MOST_BYTES:
            raise _too_large(place.name)
        with place.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise Refusal("refuse.sheets.not_found", file=str(place)) from None
    except OSError as error:
        raise Refusal("refuse.sheets.unreadable", file=str(place), why=error.strerror) from None
    if len(data) > MOST_BYTES:
        raise _too_large(place.name)
    return data


def _too_large(file: str) -> Refusal:
    return Refusal("refuse.sheets.too_large", file=file, mb=MOST_BYTES // 2**20, rows=MOST_ROWS)


def _workbook(data: bytes, file: str) -> tuple[Worksheet, ...]:
    checked = _measured(data, file)
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(checked)
        found = []
        for about in book.sheets_metadata:
            sheet = book.get_sheet_by_name(about.name)
            top, left = sheet.start or (0, 0)
            cells: list[list[Raw]] = [[None] * left + [*row] for row in sheet.to_python()]
            merged: tuple[Span, ...] = tuple(sheet.merged_cell_ranges or ())
            shown = about.visible == SheetVisibleEnum.Visible
            # An empty first row is still row 1: numbers are those the person sees.
            grid: list[list[Raw]] = [[] for _ in range(top)] + cells if cells else []
            found.append(Worksheet(about.name, grid, merged, shown))
        return tuple(found)
    except PasswordError:
        raise Refusal("refuse.sheets.encrypted", file=file) from None
    except (CalamineError, OSError, ValueError, OverflowError):
        raise Refusal("refuse.sheets.damaged", file=file) from None
    except BaseException as error:
        # What the reader itself did not foresee is no `Exception`, and it must not end the desk.
        if type(error).__name__ != "PanicException":
            raise
        raise Refusal("refuse.sheets.damaged", file=file) from None


def _measured(data: bytes, file: str) -> BytesIO:
    """The parts of a workbook that are read, unpacked within bounds and packed anew.

    What a packed file says of its own sizes is looked at before anything is unpacked, and is not
    believed: the reader gets what came out, and never the packed bytes themselves.
    """
    made = BytesIO()
    try:
        if int.from_bytes(data[data.rfind(_ZIP_END) :][12:16], "little") > MOST_PARTS_NAMED:
            raise _too_large(file)
        with zipfile.ZipFile(BytesIO(data)) as packed, zipfile.ZipFile(made, "w") as checked:
            parts = packed.infolist()
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise _too_large(file)
            names = [part.filename for part in parts]
            if any(part.flag_bits & 1 for part in parts):
                raise Refusal("refuse.sheets.encrypted", file=file)
            if not any(name.startswith("xl/") for name in names):
                raise Refusal("refuse.sheets.not_spreadsheet", file=file)
            if len(set(names)) < len(names):
                raise Refusal("refuse.sheets.damaged", file=file)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    # Asked for by its length: asked for whole, it would all be unpacked first.
                    with packed.open(part) as stream:
                        held = stream.read(part.file_size + 1)
                    _measure_part(held, file)
                    checked.writestr(part.filename, held)
    except Refusal:
        raise
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError, RuntimeError):
        raise Refusal("refuse.sheets.damaged", file=file) from None
    except Exception as error:  # zlib.error and lzma's have no common base to name
        raise Refusal("refuse.sheets.damaged", file=file) from error
    made.seek(0)
    return made


def _measure_part(xml: bytes, file: str) -> None:
    start = xml.find(b"sheetData")
    if start < 0:
        return
    rows = columns = 0
    for found in _CELL.finditer(xml, start):
        rows = max(rows, int(found[2]))
        columns = max(columns, _column(found[1].upper()))
    if _UNPLACED.search(xml, start):  # such cells stand one after another in their row
        rows = max(rows, *(int(found[1]) for found in _ROW.finditer(xml, start)), 0)
        columns = max(columns, 1)
    if rows > MOST_ROWS or rows * columns > MOST_CELLS:
        raise _too_large(file)


def _column(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number


def _text_table(data: bytes, file: str) -> list[list[Raw]]:
    text = decoded(data, file)
    if "\x00" in text:
        raise Refusal("refuse.sheets.not_spreadsheet", file=file)
    delimiter = None
    if named := re.match(r"sep=(.)\r?\n", text):  # a spreadsheet's own first line, never shown
        delimiter, text = named[1], text[named.end() :]
    delimiter = delimiter or _delimiter(text)
    grid: list[list[Raw]] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            grid.append([*row])
            if len(grid) > MOST_ROWS:
                raise _too_large(file)
    except csv.Error:
        raise Refusal("refuse.sheets.damaged", file=file) from None
    return grid


def decoded(data: bytes, file: str) -> str:
    """A text in the encodings that offices and telephones write.

    Raises:
        Refusal: when it is no text.
    """
    tries = ("utf-8-sig", "gb18030")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        tries = ("utf-16", "gb18030")
    for encoding in tries:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("refuse.sheets.not_spreadsheet", file=file)


def _delimiter(text: str) -> str:
    """The sign that cuts the first lines into the most equal rows of several columns."""
    head = "".join(text.splitlines(keepends=True)[:40])

    def score(sign: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(StringIO(head, newline=""), delimiter=sign)]
        except csv.Error:
            return 0, 0
        several = [width for width in widths if width > 1]
        if not several:
            return 0, 0
        usual = max(set(several), key=lambda width: (several.count(width), width))
        return several.count(usual), usual

    return max(_DELIMITERS, key=score)
