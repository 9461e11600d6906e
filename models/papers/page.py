"""A paper as a page that a browser prints: A4, whole in one file, and nothing fetched or run.

Every text goes through `markupsafe`: what people wrote is printed as they wrote it and is never
markup.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files

from markupsafe import Markup

from models.papers.paper import TICK, Block, Column, Paper
from models.sheets import Value, clean, told
from models.words import Words

_ACROSS = 3
"""Labels that lie beside each other on a page."""

_PAGE = Markup(
    """\
<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
@page {{ size: A4 {turned}; }}
{style}</style>
</head>
<body>
{blocks}
</body>
</html>
"""
)
_BLOCK = Markup(
    """\
<table class="{looks}">
<colgroup>{widths}</colgroup>
<thead>
<tr class="title"><th colspan="{across}">{code}<h1>{title}</h1>{how}</th></tr>
{heads}</thead>
<tfoot><tr><td colspan="{across}">{stamp}</td></tr></tfoot>
<tbody>
{rows}
</tbody>
</table>
"""
)
_LINE = Markup("\n")


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper drawn up, with what every page of it says."""

    paper: Paper
    codes: Sequence[str]
    """One a block; empty where the block has no jobs to tick off."""
    stamp: str
    valid_until: dt.date

    def how(self, code: str, words: Words) -> str:
        """How a sheet comes back to the desk."""
        if not code:
            return ""
        return words("paper.how", code=code, until=f"{self.valid_until:%Y-%m-%d}")


def page(printed: Printed, words: Words) -> str:
    """The whole page."""
    paper = printed.paper
    blocks = [
        _block(printed, block, code, words)
        for block, code in zip(paper.blocks, printed.codes, strict=True)
    ]
    style = files("models.papers").joinpath("page.css").read_text(encoding="utf-8")
    return _PAGE.format(
        lang="en" if words.lang == "en" else "zh-CN",
        title=clean(printed.stamp),
        turned="landscape" if paper.landscape else "portrait",
        style=Markup(style),
        blocks=_LINE.join(blocks),
    )


def _block(printed: Printed, block: Block, code: str, words: Words) -> Markup:
    how, lines = printed.how(code, words), told(block.rows, words)
    if printed.paper.cut_up:
        looks, heads, widths, across = "labels", Markup(), Markup(), _ACROSS
        places = range(0, len(lines), _ACROSS)
        rows = _joined(_label_row(block.columns, lines[at : at + _ACROSS]) for at in places)
    else:
        looks, across = "list", len(block.columns)
        if printed.paper.public:
            looks = "list public"
        widths = _joined(map(_width, block.columns))
        names = _joined(
            Markup("<th>{}</th>").format(words(f"paper.col.{one.name}")) for one in block.columns
        )
        heads = Markup("<tr>{}</tr>\n").format(names)
        rows = _joined(_row(block.columns, row) for row in lines)
    return _BLOCK.format(
        looks=looks,
        across=across,
        code=Markup('<span class="code">{}</span>').format(code) if code else "",
        title=clean(block.title),
        how=_joined(Markup("<p>{}</p>").format(clean(one)) for one in (*block.lead, how) if one),
        widths=widths,
        heads=heads,
        stamp=clean(printed.stamp),
        rows=rows,
    )


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup().join(parts)


def _width(column: Column) -> Markup:
    if not column.millimetres:
        return Markup("<col>")
    return Markup('<col style="width: {}mm">').format(column.millimetres)


def _row(columns: Sequence[Column], row: Sequence[Value]) -> Markup:
    cells = _joined(_cell(column, value) for column, value in zip(columns, row, strict=True))
    return Markup("<tr>{}</tr>\n").format(cells)


def _cell(column: Column, value: Value) -> Markup:
    if value == TICK:
        return Markup('<td class="tick"><i></i></td>')
    looks = "pen" if column.pen else column.name
    return Markup('<td class="{}">{}</td>').format(looks, _text(value))


def _label_row(columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> Markup:
    cells = _joined(_label(columns, row) for row in rows)
    # A last row that is not full keeps the width of its labels.
    return Markup("<tr>{}{}</tr>\n").format(cells, Markup("<td></td>") * (_ACROSS - len(rows)))


def _label(columns: Sequence[Column], row: Sequence[Value]) -> Markup:
    """What is on a bag; its number and the code share the last line, since a label cannot grow."""
    told = {column.name: _text(value) for column, value in zip(columns, row, strict=True)}
    code, number = told.pop("code"), told.pop("label_no")
    lines = _joined(
        Markup('<div class="{}">{}</div>').format(name, text) for name, text in told.items() if text
    )
    slip = Markup('<b class="slip">{}</b> ').format(code) if code else ""
    last = Markup('<div class="last">{}{}</div>').format(slip, number)
    return Markup('<td><div class="label">{}{}</div></td>').format(lines, last)


def _text(value: Value) -> str:
    return "" if value is None else clean(str(value))
