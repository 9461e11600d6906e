"""From a key to its painted answer, in a list of the dashboard and in a bare table."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.bench import LIVE, Bench
from benchmarks.measure import Answers, share
from benchmarks.row import Measured

ROUND = ("down", "down", "up", "up")
"""Every key moves the cursor: one that changed nothing would be answered by the next repaint."""
FIRST_PANEL_WITH_ROWS = "3"
COMMITS_A_SECOND = 5


def quiet(bench: Bench) -> Measured:
    floor, ours = answers(bench, bench.demonstration)
    return Measured(
        floor=share(floor.settled, 0.95),
        ours=share(ours.settled, 0.95),
        unit="ms p95",
        note=f"p50/p95: floor {floor}; ours {ours}",
    )


def while_another_commits(bench: Bench) -> Measured:
    """Held on the first byte: what settles later may be the other's record, not our answer."""
    database = bench.copy("busy")
    with committing(bench, database):
        floor, ours = answers(bench, database)
    return Measured(
        floor=share(floor.first, 0.95),
        ours=share(ours.first, 0.95),
        unit="ms p95",
        note=f"p50/p95: floor {floor}; ours {ours}",
    )


def answers(bench: Bench, database: Path) -> tuple[Answers, Answers]:
    """Both programs stay open and are pressed in turn, so that both meet the same machine."""
    floor, ours = Answers(), Answers()
    with bench.floor("table", "40") as table, bench.desk(database) as desk:
        table.shown(["ROW 0"])
        desk.shown(LIVE)
        desk.press(FIRST_PANEL_WITH_ROWS)
        for program in (table, desk):
            program.rest(1.0)
            Answers().press(program, ROUND)
        for _ in range(bench.runs * 4):
            floor.press(table, ROUND)
            desk.rest(0.01)
            ours.press(desk, ROUND)
            table.rest(0.01)
    return floor, ours


@contextmanager
def committing(bench: Bench, database: Path) -> Iterator[None]:
    """Another process records something five times a second for as long as this lasts."""
    stop = threading.Event()
    with bench.serving("record", database) as writer:

        def record() -> None:
            doors = writer.ready["doors"]
            count = 0
            while not stop.wait(1 / COMMITS_A_SECOND):
                writer.ask(f"record {doors[count % len(doors)]}")
                count += 1

        thread = threading.Thread(target=record)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()
