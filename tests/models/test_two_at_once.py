"""Whatever two terminals do to one record at the same moment ends in one clear outcome.

Each pair of moves is tried in many orders of its steps. However they mingle, the end is that of one
after the other: nothing is lost, nothing is done twice, and who came second is told why not.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel

from models.rules.refusal import Refusal
from models.stock import check
from models.store import Clock, Store, journal
from models.words import Words
from tests.empty import prepared_store
from tests.interleaving import race
from tests.models import moves_at_once as at_once
from tests.models.moves_at_once import SET_UP, Pair

FEW, MANY = 5, 150
"""Orders tried of each pair: in every run, and when there is time."""

MOMENT = "2022-04-08T10:30"

PAIRS = at_once.PAIRS
"""What two people do at once, by its name."""


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
        rows = {}
        for table in SQLModel.metadata.sorted_tables:
            if table.name not in ("act", "act_value", "entry", "entry_value"):
                kept = [column for column in table.columns if column.name != "version"]
                found = session.connection().execute(sa.select(*kept)).mappings()
                rows[table.name] = sorted((dict(row) for row in found), key=repr)
    assert not store.damage()
    return End(tuple(told(one) for one in came_to), rows)


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
    others = [Store.open(store.url, clock) for _ in range(2)]
    try:
        came_to = race(order, *zip(others, pair.moves, strict=True))
        return end_of(store, came_to)
    finally:
        for one in (*others, store):
            one.close()


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
