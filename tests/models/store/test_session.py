"""A reading never writes; a writing writes only what the journal sees; an act is whole or not."""

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Field, SQLModel, select

from models.rules.refusal import Refusal
from models.store import Actor, Store, UnjournalledWrite, Writing
from models.store.acts import ACT
from models.store.sqlite import driver_of
from tests.models.store.orchard import Basket, Grower, Ripeness, Tree


def plant(store: Store, actor: Actor, **fields: object) -> int:
    with store.writing(actor, "orchard.plant") as session:
        tree = Tree(label="梨", **fields)
        session.add(tree)
    assert tree.id is not None
    return tree.id


def one_more_row(session: Writing) -> None:
    session.connection().execute(SQLModel.metadata.tables["grower"].insert(), {"name": "x"})


PAST_THE_JOURNAL = {
    "text insert": lambda s: s.execute(
        sa.text("INSERT INTO grower (name, version) VALUES ('x',1)")
    ),
    "text update": lambda s: s.execute(sa.text("UPDATE tree SET height = 9")),
    "text delete": lambda s: s.execute(sa.text("DELETE FROM tree")),
    "text with": lambda s: s.execute(
        sa.text("WITH a AS (SELECT 1) UPDATE tree SET height = (SELECT * FROM a)")
    ),
    "text in capitals after a comment": lambda s: s.execute(sa.text("/* x */ DeLeTe FROM tree")),
    "orm update": lambda s: s.execute(sa.update(Tree).values(height=9)),
    "orm delete": lambda s: s.execute(sa.delete(Tree)),
    "orm insert": lambda s: s.execute(sa.insert(Grower), [{"name": "x"}]),
    "core insert": one_more_row,
    "driver sql": lambda s: s.connection().exec_driver_sql("DELETE FROM tree"),
    "drop": lambda s: s.connection().exec_driver_sql("DROP TABLE basket"),
    "bulk_save_objects": lambda s: s.bulk_save_objects([Grower(name="x")]),
    "bulk_insert_mappings": lambda s: s.bulk_insert_mappings(sa.inspect(Grower), [{"name": "x"}]),
    "bulk_update_mappings": lambda s: s.bulk_update_mappings(
        sa.inspect(Tree), [{"id": 1, "height": 9}]
    ),
    "merge": lambda s: s.merge(Tree(id=1, label="x")),
    "merge_all": lambda s: s.merge_all([Tree(id=1, label="x")]),
    "savepoint": lambda s: s.begin_nested(),
    "savepoint of the connection": lambda s: s.connection().begin_nested(),
    "commit": lambda s: s.commit(),
    "rollback": lambda s: s.rollback(),
}


@pytest.mark.parametrize("way", PAST_THE_JOURNAL.values(), ids=PAST_THE_JOURNAL.keys())
def test_a_write_past_the_journal_is_refused_and_leaves_nothing(way, store, actor) -> None:
    plant(store, actor)
    with pytest.raises(UnjournalledWrite), store.writing(actor, "orchard.cheat") as session:
        tree = session.get(Tree, 1)
        tree.height = 5
        way(session)
    with store.reading(actor) as reading:
        tree = reading.get(Tree, 1)
        assert tree is not None
        assert tree.height == 1
        assert reading.exec(select(Grower)).all() == []
        assert reading.execute(sa.select(sa.func.count()).select_from(ACT)).scalar() == 1


@pytest.mark.parametrize("changes_besides", [False, True])
def test_even_a_bare_cursor_cannot_write(changes_besides, store, actor) -> None:
    plant(store, actor)
    with pytest.raises(UnjournalledWrite), store.writing(actor, "orchard.cheat") as session:
        if changes_besides:
            session.get(Tree, 1).height = 5
            session.flush()
        driver_of(session.connection()).execute(
            "INSERT INTO grower (name, version) VALUES ('x', 1)"
        )
        if changes_besides:
            session.get(Tree, 1).height = 6
    with store.reading(actor) as reading:
        assert reading.exec(select(Grower)).all() == []
        assert reading.get(Tree, 1).height == 1


def test_a_connection_that_wrote_cannot_write_for_a_reading(store, actor) -> None:
    plant(store, actor)
    with store.reading(actor) as reading:
        cursor = driver_of(reading.connection())
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            cursor.execute("DELETE FROM tree")
    plant(store, actor)


def test_a_row_that_is_not_ours_is_refused(store, actor) -> None:
    with pytest.raises(UnjournalledWrite), store.writing(actor, "orchard.cheat") as session:
        session.add(Stranger())


class Stranger(SQLModel, table=True):
    """A table without an area."""

    id: int | None = Field(default=None, primary_key=True)


SQLModel.metadata.remove(SQLModel.metadata.tables["stranger"])


def test_deleting_and_adding_the_same_id_is_refused(store, actor) -> None:
    plant(store, actor)
    with pytest.raises(UnjournalledWrite), store.writing(actor, "orchard.swap") as session:
        session.delete(session.get(Tree, 1))
        session.add(Tree(id=1, label="other"))


def test_an_id_never_changes(store, actor) -> None:
    plant(store, actor)
    with pytest.raises(UnjournalledWrite), store.writing(actor, "orchard.swap") as session:
        session.get(Tree, 1).id = 7


def test_json_changed_in_place_is_refused_not_lost(store, actor) -> None:
    plant(store, actor, notes={"a": 1})
    with pytest.raises(UnjournalledWrite, match="notes"), store.writing(actor, "x") as session:
        tree = session.get(Tree, 1)
        tree.notes["a"] = 2
    with pytest.raises(UnjournalledWrite, match="notes"), store.writing(actor, "x") as session:
        tree = session.get(Tree, 1)
        tree.notes["a"] = 2
        tree.height = 4
        tree.notes = {"a": 3}
    with store.writing(actor, "x") as session:
        tree = session.get(Tree, 1)
        tree.notes = {**tree.notes, "a": 2}
    with store.reading(actor) as reading:
        assert reading.get(Tree, 1).notes == {"a": 2}


def test_a_failed_act_leaves_nothing(store, actor) -> None:
    with pytest.raises(LookupError), store.writing(actor, "orchard.plant") as session:
        session.add(Tree(label="a"))
        session.flush()
        session.add(Tree(label="b"))
        raise LookupError
    assert store.areas() == {}
    with store.reading(actor) as reading:
        assert reading.exec(select(Tree)).all() == []


def test_an_act_is_not_saved_by_swallowing_its_failure(store, actor) -> None:
    with (
        pytest.raises(sa.exc.PendingRollbackError),
        store.writing(actor, "orchard.plant") as session,
    ):
        session.add(Tree(label="a"))
        session.flush()
        session.add(Tree(label="b", height=-1))
        try:
            session.flush()
        except sa.exc.IntegrityError:
            pass
    assert store.areas() == {}


def test_nothing_changed_is_no_act(store, actor) -> None:
    tree_id = plant(store, actor)
    with store.writing(actor, "orchard.look") as session:
        tree = session.get(Tree, tree_id)
        tree.height = 3
        session.flush()
        tree.height = 1
        other = Grower(name="x")
        session.add(other)
        session.flush()
        session.delete(other)
    assert session.act_id is None
    assert store.areas() == {"journal": 1, "trees": 1}


def test_a_reading_refuses_to_write(store, actor) -> None:
    plant(store, actor)
    with pytest.raises(UnjournalledWrite), store.reading(actor) as reading:
        reading.add(Tree(label="x"))
    with pytest.raises(UnjournalledWrite), store.reading(actor) as reading:
        reading.get(Tree, 1).height = 2
    with pytest.raises(UnjournalledWrite), store.reading(actor) as reading:
        reading.flush()
    with pytest.raises(UnjournalledWrite), store.reading(actor) as reading:
        reading.commit()
    with pytest.raises(Refusal, match="readonly"), store.reading(actor) as reading:
        reading.execute(sa.text("DELETE FROM tree"))


def test_a_reading_sees_one_moment(store, open_store, actor) -> None:
    plant(store, actor)
    with store.reading(actor) as reading:
        assert reading.execute(sa.select(sa.func.count(Tree.id))).scalar() == 1
        plant(open_store(), actor)
        assert reading.execute(sa.select(sa.func.count(Tree.id))).scalar() == 1
    with store.reading(actor) as reading:
        assert reading.execute(sa.select(sa.func.count(Tree.id))).scalar() == 2


def test_rows_outlive_their_writing(store, actor) -> None:
    with store.writing(actor, "orchard.plant") as session:
        tree = Tree(label="a", ripeness=Ripeness.red)
        session.add(tree)
    assert (tree.id, tree.label, tree.ripeness) == (1, "a", Ripeness.red)


def test_whoever_changes_a_row_second_is_told(store, open_store, actor) -> None:
    plant(store, actor)
    with store.reading(actor) as reading:
        mine = reading.get(Tree, 1)
    with open_store().writing(actor, "orchard.grow") as session:
        session.get(Tree, 1).height = 2
    with pytest.raises(Refusal) as told, store.writing(actor, "orchard.grow") as session:
        session.add(mine)
        mine.height = 3
    assert told.value.key == "refuse.store.stale"
    with store.reading(actor) as reading:
        assert reading.get(Tree, 1).height == 2


def test_a_row_from_before_its_deletion_stays_behind(store, actor) -> None:
    from models.store.journal import undo

    plant(store, actor)
    with store.reading(actor) as reading:
        mine = reading.get(Tree, 1)
    with store.writing(actor, "orchard.fell") as session:
        session.delete(session.get(Tree, 1))
    with store.writing(actor, "journal.undo") as undoing:
        undo(undoing, session.act_id)
    with pytest.raises(Refusal, match="stale"), store.writing(actor, "orchard.grow") as session:
        session.add(mine)
        mine.height = 3


def test_a_writer_that_waits_too_long_is_told(store, open_store, actor, monkeypatch) -> None:
    monkeypatch.setattr("models.store.database.BUSY_SECONDS", 0.05)
    impatient = open_store()
    with (
        store.writing(actor, "orchard.plant"),
        pytest.raises(Refusal, match="busy"),
        impatient.writing(actor, "orchard.plant"),
    ):
        pass
    # And the terminal that was told is not hurt by it.
    plant(impatient, actor)


def test_a_full_disk_is_told_and_nothing_is_half_done(store, actor) -> None:
    plant(store, actor)
    pages = store.engine.raw_connection()
    assert pages.driver_connection is not None
    limit = pages.driver_connection.execute("PRAGMA page_count").fetchone()[0]
    pages.driver_connection.execute(f"PRAGMA max_page_count={limit}").close()
    pages.close()
    with pytest.raises(Refusal, match="full"), store.writing(actor, "orchard.plant") as session:
        session.add_all([Tree(label="x" * 4000) for _ in range(50)])
    with store.reading(actor) as reading:
        assert len(reading.exec(select(Tree)).all()) == 1


def test_a_file_that_may_not_be_written_is_told(store, actor) -> None:
    with pytest.raises(Refusal, match="readonly"), store.database.refusing():
        sqlite3_read_only(store.path).execute("DELETE FROM tree")


def sqlite3_read_only(path: Path):
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def test_ids_are_never_used_again(store, actor) -> None:
    first = plant(store, actor)
    with store.writing(actor, "orchard.fell") as session:
        session.delete(session.get(Tree, first))
    assert plant(store, actor) == first + 1


def test_an_enum_is_kept_by_value_and_checked(store, actor) -> None:
    plant(store, actor, ripeness=Ripeness.red)
    with store.reading(actor) as reading:
        assert reading.execute(sa.text("SELECT ripeness FROM tree")).scalar() == "red!"
    with pytest.raises(sa.exc.IntegrityError), store.engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA query_only=OFF")
        connection.exec_driver_sql("UPDATE tree SET ripeness = 'blue'")


def test_foreign_keys_are_on(store, actor) -> None:
    with pytest.raises(sa.exc.IntegrityError), store.writing(actor, "x") as session:
        session.add(Basket(tree_id=99))


def test_reading_one_row_is_one_statement(store, actor, count_statements) -> None:
    plant(store, actor)
    with count_statements(store) as asked, store.reading(actor) as reading:
        reading.get(Tree, 1)
    assert asked.count == 1
