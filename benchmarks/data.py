"""Where the amount of data could tell: a long past, many people, a whole roster."""

from __future__ import annotations

import csv
import sqlite3
import statistics
import time
from contextlib import closing
from pathlib import Path

from benchmarks.bench import SECRETARY, Bench
from benchmarks.grown import with_history, with_people
from benchmarks.measure import Failed, share
from benchmarks.row import Measured

TYPED = ("wangxiuying", "lym", "王秀英", "3-2-401", "12-1-302", "8801", "#399", "口罩", "李")
ROSTER = 1300


def history(bench: Bench) -> Measured:
    few, many = bench.demonstration, bench.copy("history")
    with_history(many)
    read = bench.installed("panels", few, many, SECRETARY, str(bench.runs * 2))
    told = ", ".join(f"{name} {a:.1f}/{b:.1f}" for name, (a, b) in read.items())
    floor, ours = (sum(each[place] for each in read.values()) for place in (0, 1))
    return Measured(floor=floor, ours=ours, unit="ms", note=f"processor time, 1×/100×: {told}")


def find(bench: Bench) -> Measured:
    database = bench.copy("people")
    with_people(database)
    taken = bench.installed("keystrokes", database, SECRETARY, *TYPED)
    return Measured(
        ours=share(taken, 0.95),
        unit="ms p95",
        note=f"p50 {share(taken, 0.5):.1f}, max {max(taken):.1f}, {len(taken)} keystrokes",
    )


def roster(bench: Bench) -> Measured:
    with closing(sqlite3.connect(bench.demonstration)) as connection:
        rows = connection.execute(
            "SELECT r.name, CASE r.sex WHEN 'male' THEN '男' ELSE '女' END, r.birth_year,"
            " r.phone, h.door FROM resident r JOIN household h ON h.id = r.household_id"
        ).fetchall()[:ROSTER]
    file = bench.folder / "roster.csv"
    with file.open("w", encoding="utf-8", newline="") as written:
        csv.writer(written).writerows([("姓名", "性别", "出生日期", "联系电话", "门牌地址"), *rows])
    floors, ours = [], []
    for turn in range(3):
        floors.append(_plain(bench.folder / f"plain{turn}.db", rows))
        done = bench.installed("roster", bench.folder / f"roster{turn}.db", file)
        if done["residents"] != ROSTER:
            raise Failed(f"{done['residents']} residents of {ROSTER} were read in")
        ours.append(done["seconds"] * 1e3)
    floor, took = statistics.median(floors), statistics.median(ours)
    return Measured(
        floor=floor, ours=took, unit="ms", note=f"{len(rows)} rows, previewed and done as one act"
    )


def _plain(path: Path, rows: list[tuple[object, ...]]) -> float:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE resident (name, sex, born, phone, door)")
        began = time.perf_counter()
        connection.executemany("INSERT INTO resident VALUES (?, ?, ?, ?, ?)", rows)
        connection.commit()
        return (time.perf_counter() - began) * 1e3
