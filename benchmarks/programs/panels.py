"""What the dashboard's reads take on two databases, in turn, in ms of processor time.

Run by the benchmarks on the installed copy: `panels.py FEW MANY NAME RUNS`. Nothing is kept from
one reading to the next, so every read is the dear one.
"""

import json
import sys
import time
from collections.abc import Callable
from statistics import median

from models import acts, board, care, requests, shifts, stock
from models.people import actor_for
from models.store.engine import Actor, Reading, Store

READS: dict[str, Callable[[Reading], object]] = {
    "shifts": shifts.panel,
    "care": care.panel,
    "requests": requests.panel,
    "stock": stock.panel,
    "ticker": lambda session: acts.recent(session, 6),
    "numbers": board.glance,
}


def main() -> None:
    few, many, name, runs = sys.argv[1:]
    stores = [Store.open(few), Store.open(many)]
    taken: dict[str, tuple[list[float], list[float]]] = {read: ([], []) for read in READS}
    with stores[0].reading(Actor.setup()) as session:
        viewer = actor_for(session, name)
    for _ in range(int(runs) + 2):
        for read, function in READS.items():
            for place, store in enumerate(stores):
                store.kept.clear()
                with store.reading(viewer) as session:
                    began = time.thread_time()
                    function(session)
                    taken[read][place].append((time.thread_time() - began) * 1e3)
    warm = {read: [median(each[2:]) for each in both] for read, both in taken.items()}
    sys.stdout.write(json.dumps(warm) + "\n")


main()
