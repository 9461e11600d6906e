"""Tables written for a community office: ready to print, safe to open, never half a file.

Text from people is written as text and never as a formula. A file appears whole or not at all,
is readable by its owner only, and does not replace another one unless that was said.
"""

import csv
import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING, TypeAlias

from models.rules.refusal import Refusal
from models.sheets.cells import clean
from models.sheets.layout import Progress
from models.words import Words

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet as Page

Value: TypeAlias = str | int | bool | Decimal | date | datetime | time | None

_NARROWEST, _WIDEST = 6, 44
_TOLD_EVERY = 100
_MOST_EXACT = 10**15  # a spreadsheet keeps fifteen digits of a number
_FORMULA = re.compile(r"^'*[=+\-@＝＋－＠\t\r]")
_QUOTED = re.compile(r"^'+[=+\-@＝＋－＠\t\r]")
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
_FORMATS: dict[str, dict[str, object]] = {
    "plain": {},
    "wrapped": {"text_wrap": True},
    "moment": {"num_format": "yyyy-mm-dd hh:mm"},
    "day": {"num_format": "yyyy-mm-dd"},
    "time": {"num_format": "hh:mm"},
    "money": {"num_format": "#,##0.00"},
}


@dataclass(frozen=True, slots=True)
class SheetOut:
    """One worksheet to write. Moments must be given in the branch's own time zone."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Value]]
    widths: Sequence[int] | None = None
    """Cells of the terminal kind, two for a Chinese character; computed where not given."""
    note: str = ""
    """The first line: who, when, what for, how many."""


def write_book(
    path: str | Path,
    sheets: Sequence[SheetOut],
    *,
    overwrite: bool = False,
    progress: Progress | None = None,
) -> Path:
    """Write worksheets to an .xlsx file, or one of them to a .csv file.

    Raises:
        Refusal: when the name has another ending, the file is there already, or the folder
            cannot be written to.
    """
    place = Path(path)
    suffix = place.suffix.casefold()
    if suffix not in {".xlsx", ".csv"} or "\0" in str(place):
        raise Refusal("refuse.sheets.ending", file=place.name)
    if not sheets or (suffix == ".csv" and len(sheets) > 1):
        raise Refusal("refuse.sheets.one_table", file=place.name, n=len(sheets))
    if not overwrite and os.path.lexists(place):
        raise Refusal("refuse.sheets.exists", file=place.name)
    data = _xlsx(sheets, progress) if suffix == ".xlsx" else _csv(sheets[0], progress)
    put(place, data, overwrite=overwrite)
    return place


def told(rows: Sequence[Sequence[Value]], words: Words) -> list[list[Value]]:
    """Rows of records as a person reads them: what was erased is said in a word."""
    return [
        [words.told(value) if isinstance(value, str) else value for value in row] for row in rows
    ]


def cell_width(text: str) -> int:
    """The cells the widest line of a text takes; a Chinese character takes two."""
    return max(
        (sum(_wide(sign) for sign in line) for line in text.splitlines()),
        default=0,
    )


def _wide(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _xlsx(sheets: Sequence[SheetOut], progress: Progress | None) -> bytes:
    from xlsxwriter import Workbook

    stream = BytesIO()
    # No scratch files: rows about people would otherwise lie in the folder for temporary files.
    book = Workbook(
        stream,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        | {"strings_to_numbers": False, "remove_timezone": True},
    )
    total, done = sum(len(sheet.rows) for sheet in sheets), 0
    titles: set[str] = set()
    for sheet in sheets:
        _worksheet(book, sheet, _title(sheet.title, titles), done, total, progress)
        done += len(sheet.rows)
    book.close()
    if progress is not None:
        progress(total, total)
    return stream.getvalue()


def _worksheet(
    book: "Workbook",
    sheet: SheetOut,
    title: str,
    done: int,
    total: int,
    progress: Progress | None,
) -> None:
    page = book.add_worksheet(title)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    formats = {kind: book.add_format({"valign": "top"} | form) for kind, form in _FORMATS.items()}
    header = 1 if sheet.note else 0
    if sheet.note:
        page.write_string(0, 0, clean(sheet.note), book.add_format({"italic": True}))
    for column, name in enumerate(sheet.headers):
        page.write_string(header, column, clean(name), head)
    for at, row in enumerate(sheet.rows):
        if progress is not None and at % _TOLD_EVERY == 0:
            progress(done + at, total)
        for column, value in enumerate(row):
            _cell(page, header + 1 + at, column, value, formats)
    for column, width in enumerate(_widths(sheet)):
        page.set_column(column, column, width + 1)
    if sheet.headers:
        page.autofilter(header, 0, header + len(sheet.rows), len(sheet.headers) - 1)
    page.freeze_panes(header + 1, 0)
    page.set_paper(9)  # A4
    if sum(_widths(sheet)) > 90:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, header)  # the stamp stands on every printed page
    page.set_footer("&L&A&R&P / &N")


def _cell(
    page: "Page", line: int, column: int, value: Value, formats: Mapping[str, "Format"]
) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        page.write_boolean(line, column, value, formats["plain"])
    elif isinstance(value, (int, Decimal)) and -_MOST_EXACT < value < _MOST_EXACT:
        kind = "money" if isinstance(value, Decimal) else "plain"
        page.write_number(line, column, value, formats[kind])
    elif isinstance(value, time):
        page.write_datetime(line, column, value, formats["time"])
    elif isinstance(value, date) and value.year >= 1900:
        kind = "moment" if isinstance(value, datetime) else "day"
        page.write_datetime(line, column, value, formats[kind])
    else:
        text = clean(_as_shown(value))
        if _QUOTED.match(text):  # reading takes one of these signs away
            text = f"'{text}"
        long = "\n" in text or cell_width(text) > _WIDEST
        page.write_string(line, column, text, formats["wrapped" if long else "plain"])


def _widths(sheet: SheetOut) -> list[int]:
    if sheet.widths is not None:
        return list(sheet.widths)
    widths = [cell_width(name) + 2 for name in sheet.headers]  # room for the filter's arrow
    for row in sheet.rows:
        for column, value in enumerate(row[: len(widths)]):
            if value is not None:
                widths[column] = max(widths[column], cell_width(_as_shown(value)))
    return [min(max(width, _NARROWEST), _WIDEST) for width in widths]


def _as_shown(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case time():
            return value.strftime("%H:%M")
        case Decimal():
            return f"{value:.2f}"
        case _:
            return str(value)


def _title(title: str, taken: set[str]) -> str:
    """A worksheet name a spreadsheet accepts, and no other worksheet has."""
    base = _NOT_IN_TITLE.sub("-", clean(title).replace("\n", " ")).strip("' ")[:31] or "1"
    name, number = base, 2
    while name.casefold() in taken or name.casefold() == "history":
        ending = f" {number}"
        name, number = base[: 31 - len(ending)] + ending, number + 1
    taken.add(name.casefold())
    return name


def _csv(sheet: SheetOut, progress: Progress | None) -> bytes:
    stream = StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    if sheet.note:
        writer.writerow([_guarded(sheet.note)])
    writer.writerow([_guarded(name) for name in sheet.headers])
    total = len(sheet.rows)
    for at, row in enumerate(sheet.rows):
        if progress is not None and at % _TOLD_EVERY == 0:
            progress(at, total)
        writer.writerow(
            [_guarded(value) if isinstance(value, str) else _as_shown(value) for value in row]
        )
    if progress is not None:
        progress(total, total)
    return stream.getvalue().encode("utf-8-sig")


def _guarded(text: str) -> str:
    """Text a spreadsheet will not take for a formula; reading it back takes the mark off again."""
    shown = clean(text)
    return f"'{shown}" if _FORMULA.match(shown) else shown


def put(place: Path, data: bytes, *, overwrite: bool = False) -> None:
    """Writes a file whole or not at all, readable by its owner only."""
    try:
        handle, name = mkstemp(prefix=".", suffix=".part", dir=place.parent)  # mode 0600
    except OSError as error:
        raise _unwritable(place, error) from None
    scratch = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if overwrite:
            os.replace(scratch, place)
        else:
            _link(scratch, place)
    except FileExistsError:
        raise Refusal("refuse.sheets.exists", file=place.name) from None
    except OSError as error:
        raise _unwritable(place, error) from None
    finally:
        scratch.unlink(missing_ok=True)


def _link(scratch: Path, place: Path) -> None:
    """Give the file its name, refusing one that came to be meanwhile."""
    try:
        os.link(scratch, place)
    except FileExistsError:
        raise
    except OSError:  # a stick or a share without hard links
        os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        os.replace(scratch, place)


def _unwritable(place: Path, error: OSError) -> Refusal:
    return Refusal("refuse.sheets.unwritable", file=str(place), why=error.strerror)
