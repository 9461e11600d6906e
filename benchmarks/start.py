"""From exec to the first frame, and to data in all four panels."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence

from benchmarks.bench import FIRST_FRAME, LIVE, Bench
from benchmarks.measure import Program
from benchmarks.row import Measured


def first_frame(bench: Bench) -> Measured:
    return in_turn(bench, lambda: bench.floor("bare"), ["READY"], FIRST_FRAME)


def live_data(bench: Bench) -> Measured:
    floor_database = bench.folder / "floor.db"
    return in_turn(bench, lambda: bench.floor("data", floor_database), ["ROW 19"], LIVE)


def in_turn(
    bench: Bench, floor: Callable[[], Program], floor_shows: Sequence[str], shows: Sequence[str]
) -> Measured:
    """Floor and ours one after the other, as often as asked; the first pair only warms the disk."""
    pairs = [(once(floor, floor_shows), once(bench.desk, shows)) for _ in range(bench.runs + 1)][1:]
    floors, ours = zip(*pairs, strict=True)
    return Measured(
        floor=statistics.median(floors),
        ours=statistics.median(ours),
        unit="ms",
        note=f"min {min(floors):.0f} and {min(ours):.0f}, {bench.runs} runs",
    )


def once(start: Callable[[], Program], shows: Sequence[str]) -> float:
    with start() as program:
        return (program.shown(shows) - program.started) * 1e3
