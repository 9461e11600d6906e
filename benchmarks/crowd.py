"""Twenty-five terminals on one branch, a hand that records beside each of them.

Every terminal is a real one that shows the dashboard; each commit is timed until the last of them
has painted it. Then all hands want one field at the same moment, and nothing may be lost.
"""

from __future__ import annotations

import contextlib
import random
import re
import select
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from benchmarks.bench import LIVE, Bench, Server
from benchmarks.measure import Failed, Program, share
from benchmarks.row import Measured

TERMINALS = 25
GAPS = (0.4, 1.2)
"""Seconds between two commits of anybody: each hand records about every twenty seconds."""
COUNTS = 4
"""How often each hand counts in the one field that all of them want."""


def on_a_file(bench: Bench) -> Measured:
    return crowd(bench, str(bench.copy("crowd")))


def on_a_server(bench: Bench) -> Measured:
    return crowd(bench, bench.server("crowd"))


def crowd(bench: Bench, url: str) -> Measured:
    with contextlib.ExitStack() as opened:
        desks: list[Program] = []
        for _ in range(TERMINALS):
            desks.append(opened.enter_context(bench.desk(url)))
            desks[-1].shown(LIVE, limit=60)  # one after another: so many at once only wait
        hands = [opened.enter_context(bench.serving("record", url)) for _ in range(TERMINALS)]
        warm = [hand.ask(f"record {hand.ready['doors'][-1]}") for hand in hands]
        rest(desks, 8.0)  # their first duties, and what a first act imports
        found = Found(warmed=len([one for one in warm if "committed" in one]))
        spent, began = [desk.processor_seconds() for desk in desks], time.perf_counter()
        found.record(desks, hands, bench.runs * 4)
        lasted = time.perf_counter() - began
        used = [desk.processor_seconds() - was for desk, was in zip(desks, spent, strict=True)]
        found.count(hands)
        return found.measured(
            hands[0].ask("tell"),
            processor=sum(used) / len(used) / lasted * 100,
            memory=sum(desk.memory() for desk in desks) / len(desks),
        )


@dataclass
class Found:
    """What the hands were told, and when the desks had painted it."""

    warmed: int
    """Acts before it began."""
    painted: list[float] = field(default_factory=list)
    kept: list[float] = field(default_factory=list)
    counted: list[float] = field(default_factory=list)
    clashes: int = 0
    refused: int = 0
    """Turns that nobody got within five seconds, of all who wanted the one field."""
    errors: list[str] = field(default_factory=list)

    def record(self, desks: Sequence[Program], hands: Sequence[Server], times: int) -> None:
        gaps = random.Random(25)
        doors = [door for door in hands[0].ready["doors"] if door not in desks[0].text]
        for turn, door in enumerate(doors[:times]):
            rest(desks, gaps.uniform(*GAPS))
            for desk in desks:
                desk.seen.clear()
            told = hands[turn % len(hands)].ask(f"record {door}")
            if "refused" in told:
                self.errors.append(told["refused"])
                continue
            self.kept.append(told["ms"])
            self.painted += shown(desks, door, told["committed"])

    def count(self, hands: Sequence[Server]) -> None:
        with ThreadPoolExecutor(len(hands)) as at_once:
            for told in at_once.map(lambda hand: hand.ask(f"count {COUNTS}"), hands):
                self.counted += told["ms"]
                self.clashes += told["clashes"]
                self.refused += told["refused"]

    def measured(self, told: dict[str, int], *, processor: float, memory: float) -> Measured:
        lost = self.warmed + len(self.kept) - told["requests"] + len(self.counted) - told["counted"]
        if lost or self.errors or not told["sound"]:
            raise Failed(f"{lost} lost, errors {self.errors}, sound {told['sound']}")
        return Measured(
            ours=share(self.painted, 0.95),
            unit="ms p95",
            note=(
                f"p50 {share(self.painted, 0.5):.0f}, max {max(self.painted):.0f} over"
                f" {len(self.kept)} commits x {TERMINALS} terminals; commit p50/p95"
                f" {share(self.kept, 0.5):.1f}/{share(self.kept, 0.95):.1f} ms; one field by all at"
                f" once {share(self.counted, 0.5):.0f}/{share(self.counted, 0.95):.0f} ms,"
                f" {self.clashes} clashes, {self.refused} without a turn; 0 errors,"
                f" 0 lost of {len(self.kept + self.counted)};"
                f" a terminal {processor:.1f} % of a core, {memory:.0f} MiB"
            ),
        )


def rest(desks: Sequence[Program], seconds: float) -> None:
    """Lets all of them write meanwhile."""
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        hear(desks, left)


def hear(desks: Sequence[Program], wait: float) -> list[Program]:
    """Those that wrote something."""
    by_master = {desk.master: desk for desk in desks}
    heard = [by_master[master] for master in select.select(list(by_master), [], [], wait)[0]]
    for desk in heard:
        desk.read(0)
    return heard


def shown(desks: Sequence[Program], door: str, committed: float) -> list[float]:
    """Milliseconds from a commit until each of the desks had painted its door."""
    wanted = re.compile(rf"(?<!\d){re.escape(door)}(?!\d)")
    waiting, taken = list(desks), []
    end = time.time() + 10
    while waiting and time.time() < end:
        for desk in hear(waiting, 0.2):
            if wanted.search(desk.text):
                taken.append((time.time() - committed) * 1e3)
                waiting.remove(desk)
    if waiting:
        raise Failed(f"{len(waiting)} of {len(desks)} terminals never showed {door}")
    return taken
