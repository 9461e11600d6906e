"""Many rows in one statement leave the same journal as rows written one by one."""

import pytest
from sqlmodel import select

from models.rules.refusal import Refusal
from models.store import UnjournalledWrite
from models.store.journal import entries, undo, verify
from models.store.many import add_many, change_many
from tests.models.store.orchard import Basket, Tree


def baskets(store, actor) -> list[tuple[int | None, int]]:
    with store.reading(actor) as session:
        return [(row.id, row.weight) for row in session.exec(select(Basket))]


@pytest.fixture
def tree(store, actor) -> int:
    with store.writing(actor, "orchard.plant") as session:
        row = Tree(label="梨")
        session.add(row)
    return row.id


@pytest.fixture
def filled(store, actor, tree) -> int:
    with store.writing(actor, "orchard.fill") as session:
        add_many(session, Basket, [{"tree_id": tree, "weight": n} for n in range(5)])
    return session.act_id


def test_rows_are_added_by_one_statement_with_an_entry_each(
    store, actor, tree, count_statements
) -> None:
    with count_statements(store) as asked, store.writing(actor, "orchard.fill") as session:
        ids = add_many(session, Basket, [{"tree_id": tree, "weight": n} for n in range(200)])
    assert sum("INSERT INTO basket" in text for text in asked.texts) == 1
    assert list(ids) == list(range(1, 201))
    with store.reading(actor) as session:
        found = entries(session, 2)
    assert len(found) == 200
    assert found[7].operation == "insert" and found[7].after["weight"] == 7
    assert "version" not in found[7].after


def test_rows_added_are_taken_back(store, actor, filled) -> None:
    with store.writing(actor, "store.undo") as session:
        undo(session, filled)
    assert baskets(store, actor) == []


def test_rows_are_changed_each_to_its_own_and_taken_back(store, actor, filled) -> None:
    with store.writing(actor, "orchard.count") as session:
        held = session.get(Basket, 2)
        change_many(session, Basket, {1: {"weight": 10}, 2: {"weight": 20}})
        assert held.weight == 20  # read anew, not remembered
    assert baskets(store, actor)[:3] == [(1, 10), (2, 20), (3, 2)]
    with store.reading(actor) as reading:
        (one, _) = entries(reading, session.act_id)
        assert (one.before, one.after) == ({"weight": 0}, {"weight": 10})
        assert verify(reading).broken == ()
    with store.writing(actor, "store.undo") as back:
        undo(back, session.act_id)
    assert baskets(store, actor)[:2] == [(1, 0), (2, 1)]


def test_a_row_changed_the_usual_way_afterwards_is_not_stale(store, actor, filled) -> None:
    with store.writing(actor, "orchard.count") as session:
        change_many(session, Basket, {1: {"weight": 10}})
        session.get(Basket, 1).weight = 11
    assert baskets(store, actor)[0] == (1, 11)


def test_a_row_that_is_gone_is_noticed(store, actor, filled) -> None:
    with pytest.raises(Refusal), store.writing(actor, "orchard.count") as session:
        change_many(session, Basket, {1: {"weight": 10}, 99: {"weight": 10}})
    assert baskets(store, actor)[0] == (1, 0)


def test_nothing_is_written_for_nothing(store, actor) -> None:
    with store.writing(actor, "orchard.fill") as session:
        assert add_many(session, Basket, []) == ()
        change_many(session, Basket, {})
    assert session.act_id is None


def test_a_field_that_the_table_has_not_is_no_default(store, actor, tree) -> None:
    with pytest.raises(TypeError), store.writing(actor, "orchard.fill") as session:
        add_many(session, Basket, [{"tree_id": tree, "apples": 1}])


def test_other_statements_are_still_refused(store, actor, filled) -> None:
    with pytest.raises(UnjournalledWrite), store.writing(actor, "orchard.count") as session:
        change_many(session, Basket, {1: {"weight": 3}})
        session.connection().exec_driver_sql("UPDATE basket SET weight = 0")


def test_rows_changed_alike_are_written_by_one_statement(
    store, actor, filled, count_statements
) -> None:
    with count_statements(store) as asked, store.writing(actor, "orchard.count") as session:
        for row in session.exec(select(Basket)):
            row.weight = 4 if row.id == 5 else row.id * 10
    assert sum("UPDATE basket" in text for text in asked.texts) == 1
    assert baskets(store, actor) == [(1, 10), (2, 20), (3, 30), (4, 40), (5, 4)]
    with store.reading(actor) as reading:
        told = [(one.row_id, one.before, one.after) for one in entries(reading, session.act_id)]
        assert [row.version for row in reading.exec(select(Basket))] == [2, 2, 2, 2, 1]
        assert verify(reading).sound
    assert told == [(n, {"weight": n - 1}, {"weight": n * 10}) for n in range(1, 5)]
    with store.writing(actor, "store.undo") as session:
        undo(session, 3)
    assert baskets(store, actor) == [(n, n - 1) for n in range(1, 6)]
