"""Finding a known table in an unknown worksheet: title rows, hint rows and odd headers and all.

A layout names the columns wanted and the headers people give them. Whatever it does not name is
never kept: a column of identity numbers is passed over before any of its cells becomes a value
of ours, whatever header a layout may hold.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from models.rules.refusal import Refusal
from models.sheets.cells import Cell, Raw, as_text, clean

Progress: TypeAlias = Callable[[int, int], None]
Grid: TypeAlias = Sequence[Sequence[Raw]]
Span: TypeAlias = tuple[tuple[int, int], tuple[int, int]]

_HEADER_WITHIN = 40  # rows from the top
_TOLD_EVERY = 100  # rows
_BRACKETED = re.compile(r"[(\[{<【《〔「].*?[)\]}>】》〕」]")
_UNLETTERED = re.compile(r"[\W_]+")
_FORBIDDEN = re.compile(r"身份证|证件号|公民身份|护照|idcard|idno|idnumber|identity|passport")
_HINTS = frozenset("填写说明 填表说明 说明 示例 样例 例 例如 example hint hints".split())
_HINT_ANYWHERE = frozenset("必填 选填 必填项 选填项 非必填 required optional".split())
_SUMS = frozenset("合计 总计 小计 共计 总合计 本页合计 本页小计 total subtotal".split())
_SIGNATURES = re.compile(
    r"(填表人|填报人|制表人|制表|审核人|审核|负责人签字|填报单位|填表日期|制表日期|备注说明|注)[:：]"
)


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column wanted: its field and the headers it goes by, the most telling first."""

    field: str
    headers: tuple[str, ...]
    required: bool = False
    filler: bool = False
    """A row with nothing but this is blank: running numbers and formulas are filled in ahead."""
    spans: bool = False
    """A merged cell holds for every row it spans (a date over three turns of duty)."""


@dataclass(frozen=True)
class Layout:
    """The columns of a kind of table, and which of them it cannot do without."""

    columns: tuple[ColumnSpec, ...]
    needs: tuple[tuple[str, ...], ...] = ()
    """Beside the required columns: of each group of fields at least one must be there."""
    foreign: tuple[str, ...] = ()
    """Headers that show a worksheet to be a table of another kind."""

    @cached_property
    def known(self) -> Mapping[str, tuple[int, str]]:
        """Header as compared -> its rank among the headers of its field, and the field."""
        known: dict[str, tuple[int, str]] = {}
        for spec in self.columns:
            for rank, header in enumerate(spec.headers):
                known.setdefault(header_key(header), (rank, spec.field))
        return known

    @cached_property
    def strange(self) -> frozenset[str]:
        """The foreign headers as compared."""
        return frozenset(header_key(name, without_brackets=True) for name in self.foreign)


@dataclass(frozen=True, slots=True)
class Worksheet:
    """One worksheet as stored: a grid whose first cell is A1, and its merged ranges."""

    title: str
    grid: Grid
    merged: tuple[Span, ...] = ()
    visible: bool = True


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a found table."""

    number: int
    """The row number as the person sees it."""
    cells: Mapping[str, tuple[Cell, ...]]

    def get(self, field: str) -> Cell:
        """The cell of a field; an empty one when the file has no such column."""
        cells = self.cells.get(field)
        return cells[0] if cells else Cell("")

    def all(self, field: str) -> tuple[Cell, ...]:
        """Every filled cell of a field with several columns (值班人1, 值班人2), left to right."""
        found = sorted(self.cells.get(field, ()), key=lambda cell: (len(cell.ref), cell.ref))
        return tuple(cell for cell in found if cell)


class Table:
    """A layout found in a worksheet."""

    def __init__(self, layout: Layout, worksheet: Worksheet, header: int, others: tuple[str, ...]):
        self.title = worksheet.title
        self.header_number = header + 1
        self.others = others
        """Further worksheets that would have done as well; they are not read: say so."""
        self._layout = layout
        self._sheet = worksheet
        self._header = header
        self._headers = headers_of(worksheet, header)
        self.columns = _placed(layout, self._headers)
        self._names = set(filter(None, self._headers))
        self.skipped: tuple[int, ...] = ()
        """Numbers of the rows left out as hints, sums, repeated headers and signatures."""

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """Headers of the columns that are not read."""
        read = {column for columns in self.columns.values() for column in columns}
        return tuple(name for at, name in enumerate(self._headers) if name and at not in read)

    def rows(self, progress: Progress | None = None) -> Iterator[SheetRow]:
        """The rows that hold something, top to bottom."""
        fillers = {spec.field for spec in self._layout.columns if spec.filler}
        solid = [c for field, at in self.columns.items() if field not in fillers for c in at]
        spanned = self._spanned()
        skipped: list[int] = []
        grid, total = self._sheet.grid, len(self._sheet.grid)
        for at in range(self._header + 1, total):
            if progress is not None and at % _TOLD_EVERY == 0:
                progress(at, total)
            row = grid[at]
            if not any(_filled(_at(row, column)) for column in solid):
                continue
            if self._is_aside(row, at):
                skipped.append(at + 1)
                continue
            cells = {
                field: tuple(self._cell(row, at, column, spanned) for column in columns)
                for field, columns in self.columns.items()
            }
            yield SheetRow(at + 1, cells)
        self.skipped = tuple(skipped)
        if progress is not None:
            progress(total, total)

    def _cell(self, row: Sequence[Raw], at: int, column: int, spanned: Mapping[int, Grid]) -> Cell:
        raw = _at(row, column)
        if column in spanned and raw in ("", None):
            raw = spanned[column][at][0]
        return Cell(as_text(raw), raw, f"{letters(column)}{at + 1}", self._headers[column])

    def _spanned(self) -> Mapping[int, Grid]:
        """For columns whose merged cells hold for all their rows: the value of each row."""
        wanted = {
            column
            for spec in self._layout.columns
            if spec.spans
            for column in self.columns.get(spec.field, ())
        }
        grid = self._sheet.grid
        held: dict[int, list[list[Raw]]] = {}
        for (top, left), (bottom, _) in self._sheet.merged:
            if left in wanted and self._header < top < bottom:
                values = held.setdefault(left, [[None] for _ in grid])
                for at in range(top, min(bottom + 1, len(grid))):
                    values[at] = [_at(grid[top], left)]
        return held

    def _is_aside(self, row: Sequence[Raw], at: int) -> bool:
        texts = [found for raw in row if (found := as_text(raw))]
        first = header_key(texts[0])
        if first in _SUMS or any(header_key(found) in _SUMS for found in texts[1:3]):
            return True
        if _SIGNATURES.match(texts[0]):
            return True
        if first in _HINTS or re.match(r"(例|示例|样例|填写说明|填表说明)[:：\s]", texts[0]):
            return True
        near_header = at - self._header <= 3
        if near_header and any(header_key(found) in _HINT_ANYWHERE for found in texts):
            return True
        # A header printed again at the top of every page.
        same = len({" ".join(found.split()) for found in texts} & self._names)
        return same >= 2 and same * 2 > len(texts)


def find_table(worksheets: Sequence[Worksheet], layout: Layout, file: str) -> Table:
    """The worksheet and header row that fit a layout best.

    Raises:
        Refusal: when none has the columns the layout cannot do without; it names them.
    """
    best: list[tuple[bool, int, int, int]] = []  # shown, columns matched, -worksheet, header row
    nearest: tuple[int, tuple[str, ...]] = (0, ())
    foreign: tuple[str, ...] = ()
    for number, worksheet in enumerate(worksheets):
        complete: tuple[int, int] | None = None
        for row in range(min(_HEADER_WITHIN, len(worksheet.grid))):
            headers = headers_of(worksheet, row)
            placed = _placed(layout, headers)
            missing = _missing(layout, placed)
            strange = [name for name in headers if _loose(name) in layout.strange]
            if strange and len(placed) > 1:
                foreign = foreign or tuple(strange[:3])
                continue
            if not missing and (complete is None or len(placed) > complete[0]):
                complete = (len(placed), row)
            if missing and len(placed) > nearest[0]:
                nearest = (len(placed), missing)
        if complete is not None:
            best.append((worksheet.visible, complete[0], -number, complete[1]))
    if best:
        _, matched, number, header = max(best)
        others = tuple(
            worksheets[-other].title
            for _, columns, other, _ in best
            if other != number and columns == matched
        )
        return Table(layout, worksheets[-number], header, others)
    if foreign:
        raise Refusal("refuse.sheets.other_kind", file=file, headers=_named(foreign))
    expected = _named(_missing(layout, {}))
    if nearest[0] > 1:
        raise Refusal("refuse.sheets.header_lacks", file=file, missing=_named(nearest[1]))
    raise Refusal("refuse.sheets.no_header", file=file, expected=expected)


def headers_of(worksheet: Worksheet, row: int) -> list[str]:
    """A row read as headers; below a header merged downwards its text holds too."""
    names = [" ".join(as_text(raw).split()) for raw in worksheet.grid[row]]
    for (top, left), (bottom, _) in worksheet.merged:
        if top < row <= bottom and left < len(names) and not names[left]:
            names[left] = " ".join(as_text(_at(worksheet.grid[top], left)).split())
    return names


def header_key(name: str, *, without_brackets: bool = False) -> str:
    """A header as it is compared: no spaces, signs, full-width forms or capitals."""
    figure = unicodedata.normalize("NFKC", clean(name))
    if without_brackets:
        figure = _BRACKETED.sub("", figure)
    return _UNLETTERED.sub("", figure).casefold()


def _loose(name: str) -> str:
    return header_key(name, without_brackets=True)


def letters(column: int) -> str:
    """The letters over a column: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _placed(layout: Layout, headers: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Field -> its columns, the best header first; a column serves one field only."""
    known = layout.known
    found: dict[str, list[tuple[bool, int, int]]] = {}
    for column, header in enumerate(headers):
        exact = header_key(header)
        if not exact or _FORBIDDEN.search(exact):
            continue
        loose = header_key(header, without_brackets=True)
        match = known.get(exact) or known.get(loose)
        if match is not None:
            found.setdefault(match[1], []).append((exact not in known, match[0], column))
    return {field: tuple(column for *_, column in sorted(at)) for field, at in found.items()}


def _missing(layout: Layout, placed: Mapping[str, object]) -> tuple[str, ...]:
    specs = {spec.field: spec for spec in layout.columns}
    lacking: list[tuple[str, ...]] = [
        (spec.field,) for spec in layout.columns if spec.required and spec.field not in placed
    ]
    lacking += [group for group in layout.needs if not any(field in placed for field in group)]
    return tuple(" / ".join(_both(specs[field]) for field in group) for group in lacking)


def _both(spec: ColumnSpec) -> str:
    english = next((name for name in spec.headers if name.isascii()), "")
    return f"{spec.headers[0]} ({english})" if english else spec.headers[0]


def _named(headers: Iterable[str]) -> str:
    return "; ".join(headers)


def _filled(raw: Raw) -> bool:
    return bool(clean(raw)) if isinstance(raw, str) else raw is not None


def _at(row: Sequence[Raw], column: int) -> Raw:
    return row[column] if column < len(row) else None
