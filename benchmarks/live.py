"""From a commit in one process to its paint in another."""

from __future__ import annotations

import random
import re
import time

from benchmarks.bench import LIVE, Bench
from benchmarks.measure import share
from benchmarks.row import Measured

POLL = 50.0
"""One look of the feed, in milliseconds: what cannot be beaten without looking more often."""


def commit_to_paint(bench: Bench) -> Measured:
    taken: list[float] = []
    gaps = random.Random(20)
    database = bench.copy("live")
    with bench.desk(database) as desk, bench.serving("record", database) as writer:
        desk.shown(LIVE)
        desk.rest(1.0)
        doors = [door for door in writer.ready["doors"] if door not in desk.text]
        for door in doors[: bench.runs * 4]:
            desk.rest(gaps.uniform(0.2, 0.4))
            desk.seen.clear()
            committed = writer.ask(f"record {door}")["committed"]
            painted = desk.shown([rf"(?<!\d){re.escape(door)}(?!\d)"], limit=5)
            taken.append((time.time() - (time.perf_counter() - painted) - committed) * 1e3)
    return Measured(
        floor=POLL,
        ours=share(taken, 0.95),
        unit="ms p95",
        note=f"p50 {share(taken, 0.5):.0f}, max {max(taken):.0f}, {len(taken)} commits",
    )
