"""`python -m benchmarks`: measure, print the table, and fail when a held number is broken."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from benchmarks.bench import Bench
from benchmarks.measure import Failed
from benchmarks.row import Measured, Row
from benchmarks.table import ROWS

NARROWEST = 100
"""Cells the table takes where nobody says how wide the paper is."""


def main(arguments: Sequence[str] | None = None) -> int:
    asked = parse(arguments)
    rows = [row for row in ROWS if not asked.only or row.name in asked.only]
    console = Console(stderr=True)
    bench, folder = Bench.open(asked.runs)
    found: list[tuple[Row, Measured | str]] = []
    with folder, console.status("") as status:
        for row in rows:
            status.update(Text(row.what))
            found.append((row, measure(row, bench)))
    if asked.json:
        sys.stdout.write(json.dumps([record(*each) for each in found], ensure_ascii=False) + "\n")
    else:
        printed = Console()
        printed.width = max(printed.width, NARROWEST)
        printed.print(as_table(found))
        for row, value in found:
            note = value if isinstance(value, str) else value.note
            if note:
                printed.print(Text(f"{row.name}: {note}"))
    return 0 if all(kept(*each) for each in found) else 1


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    names = [row.name for row in ROWS]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", choices=names, metavar="NAME", help=str(names))
    parser.add_argument("--runs", type=int, default=10, help="how often each is repeated")
    parser.add_argument("--json", action="store_true", help="one record a row, for a machine")
    return parser.parse_args(arguments)


def measure(row: Row, bench: Bench) -> Measured | str:
    try:
        return row.measure(bench)
    except Failed as failure:
        return str(failure)


def kept(row: Row, found: Measured | str) -> bool:
    return not isinstance(found, str) and row.hold.kept(found)


def as_table(found: Sequence[tuple[Row, Measured | str]]) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("what", no_wrap=True)
    for name in ("floor", "ours", "unit", "ratio", "hold", "ok"):
        table.add_column(name, justify="left" if name == "unit" else "right", no_wrap=True)
    for row, value in found:
        ok = "yes" if kept(row, value) else "NO"
        if isinstance(value, str):
            table.add_row(Text(row.what), "", "failed", "", "", str(row.hold), ok)
            continue
        table.add_row(
            Text(row.what),
            number(value.floor),
            number(value.ours),
            value.unit,
            "" if value.ratio is None else f"{value.ratio:.2f}×",
            str(row.hold),
            ok,
        )
    return table


def number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 2 else f"{value:.2f}"


def record(row: Row, value: Measured | str) -> dict[str, Any]:
    told: dict[str, Any] = {"name": row.name, "what": row.what, "hold": str(row.hold)}
    if isinstance(value, str):
        return told | {"ok": False, "failed": value}
    return told | {
        "floor": value.floor,
        "ours": value.ours,
        "unit": value.unit,
        "ratio": value.ratio,
        "note": value.note,
        "ok": kept(row, value),
    }


if __name__ == "__main__":
    sys.exit(main())
