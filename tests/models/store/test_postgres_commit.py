"""A connection that breaks in the middle of a commit: what is said is true, nothing is doubled."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Store, journal
from tests import postgres
from tests.models.store.conftest import AREAS
from tests.models.store.orchard import Tree
from tests.wire import Wire

pytestmark = pytest.mark.skipif(not postgres.available(), reason=postgres.MISSING)


@pytest.fixture
def wire() -> Iterator[Wire]:
    with Wire(postgres.database()) as made:
        yield made


@pytest.fixture
def store(wire: Wire, clock: FrozenClock) -> Iterator[Store]:
    opened = Store.open(wire.url, clock, areas=AREAS)
    yield opened
    opened.close()


def plant(store: Store, actor: Actor, label: str, verb: str = "orchard.plant") -> None:
    with store.writing(actor, verb) as session:
        session.add(Tree(label=label))


def labels(store: Store, actor: Actor) -> list[str]:
    with store.reading(actor) as session:
        assert journal.verify(session).sound
        return sorted(tree.label for tree in session.exec(select(Tree)))


def test_what_the_server_kept_is_kept_although_its_answer_was_lost(store, wire, actor) -> None:
    wire.cut = "after"
    plant(store, actor, "a")
    assert labels(store, actor) == ["a"]


def test_what_never_reached_the_server_is_told_so_and_can_be_saved_again(
    store, wire, actor
) -> None:
    wire.cut = "before"
    with pytest.raises(Refusal, match="unreachable"):
        plant(store, actor, "a")
    assert labels(store, actor) == []
    plant(store, actor, "a")
    assert labels(store, actor) == ["a"]


@pytest.mark.parametrize("reached", [False, True])
def test_what_cannot_be_told_yet_is_never_doubled(store, wire, actor, reached) -> None:
    wire.cut, wire.down_after_cut = ("after" if reached else "before"), True
    with pytest.raises(Refusal, match="unsure"):
        plant(store, actor, "a")
    with pytest.raises(Refusal, match="unreachable"):  # pressed again while it is away
        plant(store, actor, "a")
    wire.up()
    if reached:
        with pytest.raises(Refusal, match="was_kept"):
            plant(store, actor, "a")
    else:
        plant(store, actor, "a")
    assert labels(store, actor) == ["a"]
    plant(store, actor, "b")
    assert labels(store, actor) == ["a", "b"]


def test_only_who_was_in_doubt_is_told(store, wire, actor, volunteer) -> None:
    wire.cut, wire.down_after_cut = "after", True
    with pytest.raises(Refusal, match="unsure"):
        plant(store, actor, "a")
    wire.up()
    plant(store, volunteer, "another's")
    plant(store, actor, "something else", verb="orchard.graft")
    with pytest.raises(Refusal, match="was_kept"):
        plant(store, actor, "a")
    assert labels(store, actor) == ["a", "another's", "something else"]
