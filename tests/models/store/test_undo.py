"""An act is taken back whole, or refused with the name of what stands in the way."""

import datetime as dt
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule
from sqlmodel import col, select

from models.rules.refusal import Refusal
from models.store import Actor, Clock, Role, Store, UnjournalledWrite
from models.store.journal import act, erase, undo, verify
from tests.empty import examples
from tests.models.store.conftest import AREAS
from tests.models.store.orchard import Basket, Grower, Ripeness, Tree


def do(store: Store, actor: Actor, deed: Any) -> int:
    """One act; the deed is given the session."""
    with store.writing(actor, "orchard.deed") as session:
        deed(session)
    assert session.act_id is not None
    return session.act_id


def take_back(store: Store, actor: Actor, act_id: int) -> int:
    with store.writing(actor, "journal.undo") as session:
        undo(session, act_id)
    assert session.act_id is not None
    return session.act_id


def trees(store: Store, actor: Actor) -> dict[int, dict[str, Any]]:
    with store.reading(actor) as reading:
        found = reading.exec(select(Tree).order_by(col(Tree.id))).all()
        return {tree.id or 0: tree.model_dump(exclude={"version"}) for tree in found}


def refusal(store: Store, actor: Actor, act_id: int) -> Refusal:
    before = trees(store, actor), store.areas()
    with pytest.raises(Refusal) as told:
        take_back(store, actor, act_id)
    assert (trees(store, actor), store.areas()) == before
    return told.value


FULL = {
    "label": "梨",
    "height": 3,
    "ripeness": Ripeness.red,
    "planted_on": dt.date(2022, 4, 1),
    "seen_at": dt.datetime(2022, 4, 8, 2, 0, 0, 123456, tzinfo=dt.UTC),
    "notes": {"a": 1},
}


def test_an_insert_is_taken_back(store, actor) -> None:
    made = do(store, actor, lambda s: s.add(Tree(**FULL)))
    undone = take_back(store, actor, made)
    assert trees(store, actor) == {}
    with store.reading(actor) as reading:
        line, back = act(reading, made), act(reading, undone)
        assert line is not None and back is not None
        assert (line.undone_by, back.undoes) == (undone, made)
        assert verify(reading).sound


def test_an_update_is_taken_back_field_by_field(store, actor) -> None:
    do(store, actor, lambda s: s.add(Tree(**FULL)))
    before = trees(store, actor)

    def change(session) -> None:
        tree = session.get(Tree, 1)
        tree.label, tree.ripeness, tree.planted_on = "x", Ripeness.green, None
        tree.seen_at, tree.notes, tree.height = None, {}, 8

    take_back(store, actor, do(store, actor, change))
    assert trees(store, actor) == before


def test_a_delete_is_taken_back_with_its_id(store, actor) -> None:
    do(store, actor, lambda s: s.add(Tree(**FULL)))
    before = trees(store, actor)
    made = do(store, actor, lambda s: s.delete(s.get(Tree, 1)))
    assert trees(store, actor) == {}
    take_back(store, actor, made)
    assert trees(store, actor) == before
    with store.reading(actor) as reading:
        assert reading.get(Tree, 1).version == 2


def test_a_family_is_taken_back_whole(store, actor) -> None:
    def family(session) -> None:
        grower = Grower(name="g")
        session.add(grower)
        session.flush()
        parent = Tree(label="p", grower_id=grower.id)
        session.add(parent)
        session.flush()
        child = Tree(label="c", parent_id=parent.id)
        session.add(child)
        session.flush()
        parent.parent_id = child.id
        session.add(Basket(tree_id=child.id))

    made = do(store, actor, family)
    before = trees(store, actor)
    undone = take_back(store, actor, made)
    assert trees(store, actor) == {}
    take_back(store, actor, undone)
    assert trees(store, actor) == before


def test_an_undo_is_taken_back_too(store, actor) -> None:
    made = do(store, actor, lambda s: s.add(Tree(**FULL)))
    grown = do(store, actor, lambda s: setattr(s.get(Tree, 1), "height", 9))
    first = take_back(store, actor, grown)
    assert refusal(store, actor, grown).key == "refuse.undo.done"
    second = take_back(store, actor, first)
    assert trees(store, actor)[1]["height"] == 9
    assert refusal(store, actor, first).key == "refuse.undo.done"
    take_back(store, actor, grown)
    assert trees(store, actor)[1]["height"] == 3
    with store.reading(actor) as reading:
        assert act(reading, second).undone_by is None
    # All that came after cancelled out, so the planting can go as well.
    take_back(store, actor, made)
    assert trees(store, actor) == {}


def test_a_later_touch_is_in_the_way_and_named(store, actor, volunteer) -> None:
    made = do(store, actor, lambda s: s.add(Tree(**FULL)))
    later = do(store, volunteer, lambda s: setattr(s.get(Tree, 1), "label", "x"))
    told = refusal(store, actor, made)
    assert told.key == "refuse.undo.later"
    assert (told.params["act"], told.params["who"]) == (later, "孙晓丽")
    assert told.params["verb"] == "orchard.deed"
    take_back(store, volunteer, later)
    take_back(store, actor, made)
    assert trees(store, actor) == {}


def test_an_undoing_of_something_earlier_is_in_the_way(store, actor) -> None:
    do(store, actor, lambda s: s.add(Tree(**FULL)))
    first = do(store, actor, lambda s: setattr(s.get(Tree, 1), "height", 4))
    second = do(store, actor, lambda s: setattr(s.get(Tree, 1), "height", 5))
    back = take_back(store, actor, second)
    take_back(store, actor, first)
    assert refusal(store, actor, back).key == "refuse.undo.later"


def test_a_later_reference_is_in_the_way_and_named(store, actor, volunteer) -> None:
    made = do(store, actor, lambda s: s.add(Tree(**FULL)))
    later = do(store, volunteer, lambda s: s.add(Basket(tree_id=1)))
    told = refusal(store, actor, made)
    assert (told.key, told.params["act"]) == ("refuse.undo.referred", later)
    take_back(store, volunteer, later)
    take_back(store, actor, made)


def test_what_a_restored_row_needs_must_still_be_there(store, actor) -> None:
    do(store, actor, lambda s: s.add(Tree(**FULL)))
    do(store, actor, lambda s: s.add(Basket(tree_id=1)))
    emptied = do(store, actor, lambda s: s.delete(s.get(Basket, 1)))
    felled = do(store, actor, lambda s: s.delete(s.get(Tree, 1)))
    told = refusal(store, actor, emptied)
    assert (told.key, told.params["act"]) == ("refuse.undo.later", felled)


def test_a_name_taken_meanwhile_is_told(store, actor) -> None:
    do(store, actor, lambda s: s.add(Grower(name="g")))
    gone = do(store, actor, lambda s: s.delete(s.get(Grower, 1)))
    do(store, actor, lambda s: s.add(Grower(name="g")))
    assert refusal(store, actor, gone).key == "refuse.undo.clash"


def test_nothing_to_take_back_and_emptied_values_are_told(store, actor) -> None:
    assert refusal(store, actor, 5).key == "refuse.undo.nothing"
    made = do(store, actor, lambda s: s.add(Tree(**FULL)))
    do(store, actor, lambda s: s.witness())
    assert refusal(store, actor, 2).key == "refuse.undo.nothing"
    with store.writing(actor, "journal.erase") as session:
        erase(session, [made])
    assert refusal(store, actor, made).key == "refuse.undo.erased"


def test_an_undo_does_nothing_besides(store, actor) -> None:
    made = do(store, actor, lambda s: s.add(Tree(**FULL)))
    with pytest.raises(UnjournalledWrite), store.writing(actor, "journal.undo") as session:
        session.add(Grower(name="g"))
        session.flush()
        undo(session, made)


def test_a_batch_is_taken_back_quickly(store, actor) -> None:
    def plant(session) -> None:
        session.add(Grower(name="g"))
        session.flush()
        session.add_all([Tree(label=f"{n}", grower_id=1) for n in range(1300)])

    made = do(store, actor, plant)
    before = trees(store, actor)
    started = time.perf_counter()
    undone = take_back(store, actor, made)
    assert time.perf_counter() - started < 2  # 0.2 s where it was measured
    assert trees(store, actor) == {}
    take_back(store, actor, undone)
    assert trees(store, actor) == before


def test_a_row_held_by_the_undoing_session_is_read_anew(store, actor) -> None:
    do(store, actor, lambda s: s.add(Tree(**FULL)))
    made = do(store, actor, lambda s: setattr(s.get(Tree, 1), "height", 9))
    with store.writing(actor, "journal.undo") as session:
        tree = session.get(Tree, 1)
        undo(session, made)
        assert tree.height == 3


fields = st.fixed_dictionaries(
    {},
    optional={
        "label": st.text(max_size=5),
        "height": st.integers(1, 10**9),
        "ripeness": st.sampled_from(Ripeness),
        "planted_on": st.none() | st.dates(),
        "seen_at": st.none() | st.datetimes(timezones=st.just(dt.UTC)),
        "notes": st.dictionaries(st.text(max_size=3), st.integers(-5, 5), max_size=3),
    },
)


class Orchard(RuleBasedStateMachine):
    """Whatever is done and taken back in whatever order: an undo returns every field."""

    made = Bundle("acts")

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.actor = Actor(1, "陈书宁", Role.secretary)
        self.store = Store.open(
            f"{self.folder.name}/desk.db", Clock.frozen("2022-04-08T10:30"), areas=AREAS
        )
        self.before: dict[int, Any] = {}

    def act(self, deed: Any) -> int | None:
        state = self.state()
        with self.store.writing(self.actor, "orchard.deed") as session:
            deed(session)
        if session.act_id is not None:
            self.before[session.act_id] = state
        return session.act_id

    def state(self) -> Any:
        with self.store.reading(self.actor) as reading:
            return [
                [row.model_dump(exclude={"version"}) for row in reading.exec(select(kind))]
                for kind in (Grower, Tree, Basket)
            ]

    @rule(target=made, values=fields, basket=st.booleans())
    def plant(self, values: dict[str, Any], basket: bool) -> int | None:
        def deed(session) -> None:
            tree = Tree(**{"label": "", **values})
            session.add(tree)
            session.flush()
            if basket:
                session.add(Basket(tree_id=tree.id))

        return self.act(deed)

    @rule(target=made, pick=st.integers(0, 9), values=fields, again=fields)
    def change(self, pick: int, values: dict[str, Any], again: dict[str, Any]) -> int | None:
        def deed(session) -> None:
            rows = session.exec(select(Tree).order_by(col(Tree.id))).all()
            if rows:
                tree = rows[pick % len(rows)]
                for part in (values, again):
                    for name, value in part.items():
                        setattr(tree, name, value)
                    session.flush()

        return self.act(deed)

    @rule(target=made, pick=st.integers(0, 9))
    def fell(self, pick: int) -> int | None:
        def deed(session) -> None:
            rows = session.exec(select(Tree).order_by(col(Tree.id))).all()
            if rows:
                tree = rows[pick % len(rows)]
                for basket in session.exec(select(Basket).where(Basket.tree_id == tree.id)):
                    session.delete(basket)
                session.flush()
                session.delete(tree)

        return self.act(deed)

    @rule(target=made, act_id=made)
    def take_back(self, act_id: int | None) -> int | None:
        if act_id is None:
            return None
        state = self.state()
        try:
            undone = take_back(self.store, self.actor, act_id)
        except Refusal:
            assert self.state() == state
            return None
        self.before[undone] = state
        return undone

    @rule(act_id=consumes(made))
    def take_back_the_last(self, act_id: int | None) -> None:
        """The very last act can always be taken back, and then all is as before it."""
        last = max(self.before, default=None)
        if last is None:
            return
        state = self.state()
        undone = take_back(self.store, self.actor, last)
        assert self.state() == self.before[last]
        self.before[undone] = state

    @invariant()
    def the_chain_holds(self) -> None:
        with self.store.reading(self.actor) as reading:
            assert verify(reading).sound

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()


TestOrchard = Orchard.TestCase
TestOrchard.settings = settings(
    max_examples=examples(15),
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
