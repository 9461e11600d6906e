"""The demonstration compound: a whole invented branch, built by the real change functions.

A clock is moved through the days and every event of them is done by the person who would have
done it, so building it is itself a trial of every change. It is the same on every machine; it ends
at a moment, and later days hold plans, not records. All people in it are invented.
"""

import datetime as dt
import gc
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from models.store import Actor, BranchClock, Clock, Store
from models.store.engine import set_clock
from seed_data.demonstration import (
    campaign,
    care,
    community,
    compound,
    crew,
    disinfection,
    duty,
    gate,
    group_buys,
    isolation,
    patrols,
    requests,
    rounds,
    stock,
)
from seed_data.demonstration.world import World

MOMENT = dt.datetime(2022, 4, 8, 2, 30, tzinfo=dt.UTC)
"""8 April 2022, 10:30 in Changchun: day 20."""

FIRST_DAY = dt.date(2022, 3, 20)
Progress = Callable[[str, int, int], None]
"""Told (message key, done, of)."""

SEED = 20220320


def build(path: Path, at: dt.datetime = MOMENT, progress: Progress | None = None) -> None:
    """Builds the demonstration in a new database at `path`, up to the moment `at`.

    The file appears under its name only when it is whole.
    """
    tell = progress or (lambda key, done, of: None)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.building")
    for leftover in (draft, *(draft.with_name(draft.name + tail) for tail in ("-wal", "-shm"))):
        leftover.unlink(missing_ok=True)
    clock = Clock.frozen(dt.datetime.combine(FIRST_DAY, dt.time(6)))
    store = Store.open(str(draft), clock, scratch=True)
    try:
        with _seldom_collecting():
            world = World(store, clock, random.Random(SEED), FIRST_DAY, at)
            tell("demo.compound", 0, 1)
            compound.settle(world)
            crew.enlist(world)
            for part in (
                stock,
                care,
                duty,
                patrols,
                requests,
                group_buys,
                isolation,
                community,
                gate,
                campaign,
                rounds,
                disinfection,
            ):
                part.plan(world)
            world.run(lambda done, of: tell("demo.days", done, of))
            clock.set(at)
            with store.writing(Actor.setup(), "branch.demonstrate") as session:
                since = dt.datetime.now(dt.UTC)
                session.say(start=f"{clock.local(at):%m-%d %H:%M}")
                set_clock(session, BranchClock(zone=clock.zone, demo_start=at, demo_since=since))
    finally:
        store.close()
    for tail in ("", "-wal", "-shm"):
        path.with_name(path.name + tail).unlink(missing_ok=True)
    draft.rename(path)


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Looks for cycles once in a while only: an act leaves few, and the search is a fifth of it."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
