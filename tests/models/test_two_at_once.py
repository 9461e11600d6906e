"""Whatever two terminals do to one record at the same moment ends in one clear outcome.

Each pair of moves is tried in many orders of its steps. However they mingle, the end is that of one
after the other: nothing is lost, nothing is done twice, and who came second is told why not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel

from models.rules.refusal import Refusal
from models.stock import check
from models.store import Clock, Store, journal
from models.words import Words
from tests.empty import ON_POSTGRES, prepared_store
from tests.interleaving import race
from tests.models.moves_at_once import PAIRS, SET_UP, Pair

FEW, MANY = (2 if ON_POSTGRES else 3), 150
"""Orders tried of each pair, beside one after the other: in every run, and when there is time."""

MOMENT = "2022-04-08T10:30"


@dataclass(frozen=True)
class End:
    """What a race came to."""

    told: tuple[object, ...]
    """For each of the two nothing, or why not."""
    rows: dict[str, list[dict[str, object]]]
    """Every row of every table, but for the journal and the counts of changes."""


def end_of(store: Store, came_to: list[object]) -> End:
    """What it came to, checked for what always holds."""
    with store.reading(SET_UP) as session:
        assert journal.verify(session).sound
        assert not check(session), "a lot is not the sum of its moves"
        ask = session.connection().exec_driver_sql
        rows = {
            table: sorted(
                (_kept(row) for row in ask(f"SELECT * FROM {table}").mappings()), key=repr
            )
            for table in SQLModel.metadata.tables
            if table not in ("act", "act_value", "entry", "entry_value")
        }
    assert not store.damage()
    return End(tuple(told(one) for one in came_to), rows)


def _kept(row: Mapping[Any, object]) -> dict[str, object]:
    return {str(name): value for name, value in row.items() if name != "version"}


def told(came_to: object) -> object:
    """What a person is told, in both languages; nothing where it was done."""
    if not isinstance(came_to, Refusal):
        return None
    assert came_to.key != "refuse.store.busy", "somebody was made to wait too long"
    say = getattr(came_to, "say", None)
    said = [
        say(Words(lang)) if say else Words(lang)(came_to.key, **came_to.params)
        for lang in ("zh", "en")
    ]
    return came_to.key, *said


def run(pair: Pair, order: list[int], folder: Path) -> End:
    """Lets the two act in that order of their steps."""
    clock = Clock.frozen(MOMENT)
    store = prepared_store(pair.fill, folder / "desk.db", clock)
    other = Store.open(store.url, clock)
    try:
        came_to = race(order, *zip((store, other), pair.moves, strict=True))
        return end_of(store, came_to)
    finally:
        other.close()
        store.close()


def one_after_the_other(pair: Pair, folder: Path) -> tuple[End, End]:
    """The two ends where nobody meets."""
    return run(pair, [0] * 99, folder), run(pair, [1] * 99, folder)


def explore(pair: Pair, folder: Path, examples: int) -> None:
    """Tries so many orders of the steps of a pair."""
    first, second = one_after_the_other(pair, folder)
    pair.ends(first.told, second.told)

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=examples == FEW,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(st.integers(0, 1), min_size=4, max_size=24))
    def tried(order: list[int]) -> None:
        found = run(pair, order, folder)
        assert found in (first, second) or pair.meets(found.told)

    tried()


@pytest.mark.parametrize("name", PAIRS)
def test_they_end_as_one_after_the_other(name: str, tmp_path: Path) -> None:
    explore(PAIRS[name], tmp_path, FEW)


@pytest.mark.soak
@pytest.mark.parametrize("name", PAIRS)
def test_they_end_so_in_every_order(name: str, tmp_path: Path) -> None:
    explore(PAIRS[name], tmp_path, MANY)
