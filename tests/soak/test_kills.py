"""`kill -9` at random moments: what was acknowledged is there, no act is there by half.

A few kills in every run; a thousand, and twenty-five writers for ten minutes, with `make soak`.
"""

import json
import os
import statistics
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, func, select

from models.requests import Request
from models.stock import Lot, check
from models.store import Store
from models.store.acts import ACT
from models.store.journal import verify
from tests.empty import asks_sqlite
from tests.models.crew import SET_UP
from tests.soak.storm import AT_ONCE, LOTS, STOCK, note_of
from tests.terminal.terminal import ROOT

pytestmark = asks_sqlite

FEW, MANY = 20, 1000
SECONDS = float(os.environ.get("QUANAN_SOAK_SECONDS", "600"))
"""How long the twenty-five write."""


def storm(path: Path, *options: object) -> dict[str, Any]:
    """What was acknowledged."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak.storm", str(path), *map(str, options)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def check_all_is_there(path: Path, told: dict[str, Any]) -> Counter[str]:
    """Holds what lies in the file against what was acknowledged; gives the acts by kind."""
    store = Store.open(str(path))
    store.load_areas()
    with store.reading(SET_UP) as session:
        journal = verify(session)
        assert journal.sound, journal.broken[:5]
        assert not check(session)
        verbs = dict(session.connection().execute(select(ACT.c.id, ACT.c.verb)).all())
        tokens = dict(
            session.exec(select(Request.detail, func.count()).group_by(col(Request.detail))).all()
        )
        left = sum(session.exec(select(Lot.on_hand)).all())
    assert store.damage() == ()
    of = {"record": "requests.add", "issue": "stock.issue", "count": "homes.edit_household"}
    for one in told["kept"]:
        assert verbs.get(one["act"]) == of[one["kind"]], f"lost: {one}"
        if one["kind"] == "record":
            assert tokens.get(one["token"]) == AT_ONCE, f"lost: {one}"
    assert set(tokens.values()) == {AT_ONCE}, "an act is there by half"
    there = Counter(verbs.values())
    # Whoever is killed between the commit and the word of it did what nobody was told of.
    assert LOTS * STOCK - left == there["stock.issue"], "an issue was lost"
    assert int(note_of(store)) == there["homes.edit_household"], "a count was lost"
    store.close()
    return there


def run_verify(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui", "verify", "--database", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def kill(path: Path, kills: int) -> dict[str, Any]:
    told = storm(path, "--kills", kills, "--writers", 6, "--think", 0.005)
    assert told["fallen"] == [], "a writer ended by itself"
    # Writers that never pause may keep another one waiting for too long: it is told so.
    assert told["refused"].keys() <= {"refuse.store.busy"}
    assert len(told["kept"]) > kills // 4, "hardly anybody came to write"
    there = check_all_is_there(path, told)
    unheard = sum(there[verb] for verb in ("requests.add", "stock.issue", "homes.edit_household"))
    assert unheard - len(told["kept"]) <= kills
    run_verify(path)
    return told


def test_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    kill(tmp_path / "desk.db", FEW)


@pytest.mark.soak
def test_a_thousand_kills(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = kill(tmp_path / "desk.db", MANY)
    with capsys.disabled():
        tell(f"{MANY} kills, 6 writers", told)


@pytest.mark.soak
def test_twenty_five_writers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "desk.db"
    told = storm(path, "--writers", 25, "--seconds", SECONDS, "--think", 1)
    assert told["fallen"] == [] and told["refused"] == {}
    there = check_all_is_there(path, told)
    # Nobody was killed, so everything that is there was acknowledged.
    kept = Counter(one["kind"] for one in told["kept"])
    assert (there["requests.add"], there["stock.issue"], there["homes.edit_household"]) == (
        kept["record"],
        kept["issue"],
        kept["count"],
    )
    run_verify(path)
    with capsys.disabled():
        tell("25 writers", told)


def tell(what: str, told: dict[str, Any]) -> None:
    """The figures of `docs/benchmarks.md`."""
    spans = [one["ms"] for one in told["kept"]]
    cut = statistics.quantiles(spans, n=100)
    sys.stdout.write(
        f"\n{what}: {told['seconds']:.0f} s, {len(spans)} acts acknowledged, lost 0, halves 0;"
        f" an act p50 {cut[49]:.1f} p95 {cut[94]:.1f} p99 {cut[98]:.1f} max {max(spans):.0f} ms\n"
    )
