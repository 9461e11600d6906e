"""What the desk costs while nobody touches it: a share of one core, and memory."""

from __future__ import annotations

import time

from benchmarks.bench import LIVE, Bench
from benchmarks.row import Measured

WATCHED = 10.0

STARTED = 7.0
"""Seconds after which a desk has also done its first duties, which is part of its start."""


def idle(bench: Bench) -> Measured:
    with bench.floor("bare") as bare, bench.desk() as desk:
        bare.shown(["READY"])
        desk.shown(LIVE)
        desk.rest(STARTED)
        bare.rest(0.1)
        began = time.perf_counter()
        before = [program.processor_seconds() for program in (bare, desk)]
        while time.perf_counter() - began < WATCHED:
            desk.rest(0.5)
            bare.rest(0)
        taken = time.perf_counter() - began
        floor, ours = (
            (program.processor_seconds() - spent) / taken * 100
            for program, spent in zip((bare, desk), before, strict=True)
        )
    return Measured(floor=floor, ours=ours, unit="% core", note=f"over {taken:.0f} s")


def memory(bench: Bench) -> Measured:
    with bench.floor("data", bench.folder / "floor.db") as data, bench.desk() as desk:
        data.shown(["ROW 19"])
        desk.shown(LIVE)
        desk.rest(2.0)
        data.rest(0.2)
        return Measured(floor=data.memory(), ours=desk.memory(), unit="MiB")
