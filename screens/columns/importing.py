"""What a spreadsheet would do, row by row: refused, to notice, changed, added."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from models.words import Key, Words
from screens.kit.draw import Cell, Draw
from screens.kit.table import Column

if TYPE_CHECKING:
    from models.sheets import Preview

Sign = Literal["refused", "notice", "change", "add"]


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One row of the sheet with what would become of it."""

    key: str
    sign: Sign
    row: int | None
    what: str
    detail: str


def preview_lines(preview: "Preview", words: Words) -> list[PreviewLine]:
    """What an import would do: what it refuses first, then the whole row by row."""
    refused = [
        PreviewLine(f"refused:{n}", "refused", one.row, one.cell, one.why(words))
        for n, one in enumerate(preview.refused)
    ]
    rows = [
        PreviewLine(f"notice:{n}", "notice", one.row, one.says(words), "")
        for n, one in enumerate(preview.notices)
    ]
    for n, planned in enumerate(preview.change):
        told = "  ".join(
            f"{words(label)} {_said(words, before)}→{_said(words, after)}"
            for label, before, after in planned.changes
        )
        what = _said(words, planned.what)
        rows.append(PreviewLine(f"change:{n}", "change", planned.row, what, told))
    for n, planned in enumerate(preview.add):
        rows.append(PreviewLine(f"add:{n}", "add", planned.row, _said(words, planned.what), ""))
    return refused + sorted(rows, key=lambda line: line.row or 0)


def _said(words: Words, value: str) -> str:
    return words(value) if isinstance(value, Key) else value


def _sign(line: PreviewLine, draw: Draw) -> Cell:
    tone: dict[Sign, Any] = {"refused": "alarm", "notice": "warn", "change": "strong", "add": "ok"}
    return draw.words(f"importing.{line.sign}"), tone[line.sign]


def _row(line: PreviewLine, _: Draw) -> Cell:
    return str(line.row) if line.row else "", "muted"


def _what(line: PreviewLine, _: Draw) -> Cell:
    return f"{line.what}  {line.detail}" if line.detail else line.what


COLUMNS = (
    Column("", _sign, 8),
    Column("importing.col.row", _row, 5, right=True),
    Column("importing.col.what", _what),
)
