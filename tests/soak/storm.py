"""Writers on one file, some of them killed: what each was told was kept goes out through a pipe.

`python -m tests.soak.storm FILE` tells at its end, as JSON, everything that was acknowledged. The
writers are forked from a process that has imported everything and has no file open, so that a
thousand of them can be killed in little time.
"""

import argparse
import json
import os
import random
import selectors
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.rules.refusal import Refusal
from models.store import Actor, Clock, Role, Store
from models.store.drafts import Edit
from models.store.merge import Clash
from models.store.register import draft_for, perform
from tests.models.crew import SET_UP, do, with_people
from tests.models.storeroom import CATALOGUE, MASK

DOORS, LOTS, STOCK = 12, 4, 50_000
COUNTED = 1
"""The household whose note counts, one act at a time, how often it was changed."""
AT_ONCE = 3
"""Requests that are recorded together: all of them or none."""


@dataclass
class Hand:
    """One writer: what it does next, and what it was told."""

    store: Store
    name: str
    actor: Actor = field(init=False)
    done: int = 0

    def __post_init__(self) -> None:
        self.actor = Actor(None, self.name, Role.secretary, "command")

    def act(self) -> tuple[str, str, int | None]:
        """One act: its kind, the token that is found in what it wrote, its number."""
        self.done += 1
        token = f"{self.name}-{self.done}"
        kind = ("record", "issue", "count")[self.done % 3]
        return kind, token, getattr(self, f"_{kind}")(token)

    def _record(self, token: str) -> int | None:
        drafts = [
            draft_for(
                "requests.add",
                {
                    "household_id": 1 + (self.done * AT_ONCE + n) % DOORS,
                    "kind": "other",
                    "detail": token,
                    "again": True,
                },
            )
            for n in range(AT_ONCE)
        ]
        return perform(self.store, self.actor, "requests.add", *drafts).act_id

    def _issue(self, token: str) -> int | None:
        values = {"quantity": 1, "party": token, "sure": True}
        return perform(
            self.store, self.actor, "stock.issue", draft_for("stock.issue", values, MASK)
        ).act_id

    def _count(self, _token: str) -> int | None:
        while True:
            counted = note_of(self.store)
            edit = Edit(
                id=COUNTED,
                changed={"note": str(int(counted or 0) + 1)},
                opened={"note": counted},
            )
            try:
                act = perform(self.store, self.actor, "homes.edit_household", edit).act_id
            except Clash:
                continue  # somebody else counted meanwhile: looked at again, as a person would
            if act is not None:  # else somebody came to the same number just before
                return act


def note_of(store: Store) -> str:
    """The note that counts."""
    from models.homes import Household

    with store.reading(SET_UP) as session:
        row = session.get(Household, COUNTED)
        return str(row.note) if row else ""


def prepare(path: Path) -> None:
    """A branch with doors and a store room full of masks."""
    store = Store.open(str(path), Clock.frozen("2022-04-08T10:30"))
    with_people(store)
    for n in range(DOORS):
        do(store, SET_UP, "homes.add_household", door=f"3-2-{101 + n}", grid="一网格")
    perform(store, SET_UP, "stock.install_catalogue", CATALOGUE)
    for _ in range(LOTS):
        do(store, SET_UP, "stock.receive", MASK, quantity=STOCK, sure=True)
    store.close()


def write(path: Path, name: str, think: float, out: int) -> None:
    """What a writer does until it is killed, or is asked to end."""
    going = True

    def end(*_: object) -> None:
        nonlocal going
        going = False

    signal.signal(signal.SIGTERM, end)
    store = Store.open(str(path))
    hand = Hand(store, name)
    chance = random.Random(name)
    while going:
        began = time.perf_counter()
        try:
            kind, token, act = hand.act()
            told: dict[str, Any] = {"kind": kind, "token": token, "act": act}
        except Refusal as refusal:
            told = {"refused": refusal.key}
        told["ms"] = (time.perf_counter() - began) * 1000
        os.write(out, f"{json.dumps(told)}\n".encode())
        if think:
            time.sleep(chance.uniform(0, 2 * think))
    store.close()


@dataclass
class Storm:
    """The writers, and what came out of their pipes."""

    path: Path
    think: float
    pipes: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    rest: dict[int, bytes] = field(default_factory=dict)
    living: dict[int, int] = field(default_factory=dict)
    """By process, the pipe it writes into."""
    told: list[dict[str, Any]] = field(default_factory=list)
    born: int = 0
    fallen: list[int] = field(default_factory=list)
    """Writers that ended by themselves, which none should."""

    def fork(self) -> None:
        """One more writer."""
        self.born += 1
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            code = 1
            try:
                write(self.path, f"w{self.born}", self.think, writing)
                code = 0
            finally:
                os._exit(code)
        os.close(writing)
        self.living[process] = reading
        self.rest[reading] = b""
        self.pipes.register(reading, selectors.EVENT_READ)

    def listen(self, seconds: float) -> None:
        """Takes in what is acknowledged meanwhile."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            for key, _ in self.pipes.select(left):
                self._take(key.fd)

    def _take(self, pipe: int) -> bool:
        data = os.read(pipe, 1 << 16)
        *lines, self.rest[pipe] = (self.rest[pipe] + data).split(b"\n")
        self.told += map(json.loads, lines)
        if not data:
            self.pipes.unregister(pipe)
        return bool(data)

    def end(self, process: int, number: int) -> None:
        """Ends a writer, and takes in the last that it was told."""
        os.kill(process, number)
        _, status = os.waitpid(process, 0)
        if os.waitstatus_to_exitcode(status) not in (0, -number):
            self.fallen.append(os.waitstatus_to_exitcode(status))
        pipe = self.living.pop(process)
        while pipe in self.pipes.get_map() and self._take(pipe):
            pass
        os.close(pipe)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("path", type=Path)
    parser.add_argument("--writers", type=int, default=6)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=0)
    parser.add_argument("--think", type=float, default=0, help="mean pause of a writer")
    parser.add_argument("--seed", type=int, default=4)
    asked = parser.parse_args()
    prepare(asked.path)
    began, chance = time.monotonic(), random.Random(asked.seed)
    storm = Storm(asked.path, asked.think)
    for _ in range(asked.writers):
        storm.fork()
    storm.listen(asked.seconds)
    for _ in range(asked.kills):
        # Some are killed while they open the file, most in the middle of an act.
        storm.listen(chance.uniform(0, 0.15))
        storm.end(chance.choice(list(storm.living)), signal.SIGKILL)
        storm.fork()
    for process in list(storm.living):
        storm.end(process, signal.SIGTERM)
    sys.stdout.write(
        json.dumps(
            {
                "seconds": time.monotonic() - began,
                "kept": [one for one in storm.told if "act" in one],
                "refused": Counter(one["refused"] for one in storm.told if "refused" in one),
                "fallen": storm.fallen,
            }
        )
    )


if __name__ == "__main__":
    main()
