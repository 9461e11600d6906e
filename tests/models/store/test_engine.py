"""Opening: made private, checked before it is touched, upgraded with a backup, never guessed."""

import os
import re
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from string import Formatter

import pytest
import sqlalchemy as sa

import models.store
from models.rules.refusal import Refusal
from models.store import Store
from models.store.backup import backup
from models.store.journal import verify
from models.store.migrations import STEPS, Steps
from models.words import Words
from models.words.store import MESSAGES
from tests.models.store.conftest import AREAS
from tests.models.store.orchard import Tree

NEXT_STEP = '''
"""One more thing to know of a tree."""
import sqlalchemy as sa
from alembic import op

revision, down_revision = "next", "NEWEST"


def upgrade():
    with op.batch_alter_table("tree") as tree:
        tree.add_column(sa.Column("leaves", sa.Integer, server_default="0", nullable=False))


def downgrade():
    raise NotImplementedError
'''.replace("NEWEST", STEPS.newest)


def mode(path) -> int:
    return stat.S_IMODE(os.stat(path).st_mode)


def plant(store, actor, **fields) -> None:
    with store.writing(actor, "orchard.plant") as session:
        session.add(Tree(label="a", **fields))


@pytest.fixture
def next_steps(tmp_path) -> Steps:
    folder = tmp_path / "steps"
    folder.mkdir()
    (folder / "next_leaves.py").write_text(NEXT_STEP)
    return Steps((*STEPS.versions, "next"), (*STEPS.scripts, folder))


def test_the_file_is_the_owners_alone(store, actor, tmp_path) -> None:
    plant(store, actor)
    assert mode(store.path) == 0o600
    assert mode(f"{store.path}-wal") == 0o600
    copy = backup(store.database, tmp_path / "kept")
    assert mode(copy) == 0o600
    assert mode(copy.parent) == 0o700


def test_a_file_others_could_read_is_made_private(store) -> None:
    store.close()
    os.chmod(store.path, 0o644)
    Store.open(store.url, areas=AREAS).close()
    assert mode(store.path) == 0o600


def test_every_connection_is_careful(store) -> None:
    with store.engine.connect() as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        }
        assert told == {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "recursive_triggers": 1,
        }
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 5000


@pytest.mark.parametrize(
    "url",
    ["mysql://u:secret@host/db", "sqlite://", "sqlite:///:memory:", "ftp://x"],
)
def test_an_address_that_is_not_understood(url) -> None:
    with pytest.raises(Refusal) as told:
        Store.open(url)
    assert told.value.key == "refuse.store.url"
    assert "secret" not in str(told.value)


def test_a_plain_path_will_do(tmp_path) -> None:
    store = Store.open(str(tmp_path / "deep" / "desk.db"), areas=AREAS)
    assert store.path.exists()
    store.close()


@pytest.mark.parametrize("content", [b"not a database at all, but long enough", b"x" * 5000])
def test_a_file_that_is_no_database_is_left_alone(content, tmp_path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(Refusal) as told:
        Store.open(str(path), areas=AREAS)
    assert (told.value.key, told.value.params["path"]) == ("refuse.store.not_ours", str(path))
    assert path.read_bytes() == content


def test_somebody_elses_database_is_left_alone(tmp_path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as driver:
        driver.execute("CREATE TABLE song (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(Refusal, match="not_ours"):
        Store.open(str(path), areas=AREAS)
    assert path.read_bytes() == before


def test_a_folder_cannot_be_opened(tmp_path) -> None:
    with pytest.raises(Refusal, match="cannot_open"):
        Store.open(str(tmp_path), areas=AREAS)
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal, match="cannot_open"):
        Store.open(str(tmp_path / "file" / "desk.db"), areas=AREAS)


def test_two_desks_create_the_same_file(tmp_path) -> None:
    import tests.models.store.orchard  # noqa: F401

    errors: list[BaseException] = []
    start = threading.Barrier(4)

    def desk() -> None:
        start.wait()
        try:
            Store.open(str(tmp_path / "desk.db"), areas=AREAS).close()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=desk) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_a_current_database_opens_without_importing_an_area(store) -> None:
    asked = (
        "import sys\n"
        "from models.store import Store\n"
        f"Store.open({store.url!r}).close()\n"
        "import models.store.journal\n"
        "import models\n"
        "heavy = {'alembic', 'sqlalchemy.dialects.postgresql'}\n"
        "heavy |= {f'models.{area}' for area in models.AREAS}\n"
        "print(sorted(heavy & sys.modules.keys()))\n"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"


def test_a_table_may_refer_to_an_area_that_was_not_imported_yet(store) -> None:
    asked = (
        "from models.store import Actor, Store\n"
        f"store = Store.open({store.url!r}, areas={AREAS!r})\n"
        "import sqlalchemy as sa\n"
        "from sqlmodel import SQLModel\n"
        "sa.Table('cart', SQLModel.metadata, sa.Column('tree_id', sa.ForeignKey('tree.id')))\n"
        "with store.writing(Actor.setup(), 'x'):\n"
        "    print('tree' in SQLModel.metadata.tables)\n"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout == "True\n"


def test_progress_is_told(tmp_path) -> None:
    told: list[str] = []
    Store.open(str(tmp_path / "a.db"), areas=AREAS, progress=told.append).close()
    Store.open(str(tmp_path / "a.db"), areas=AREAS, progress=told.append).close()
    assert told == ["store.creating"]


def test_an_older_database_is_backed_up_and_upgraded(store, actor, next_steps) -> None:
    plant(store, actor, height=4)
    with store.reading(actor) as reading:
        height = reading.execute(sa.text("SELECT height FROM tree")).scalar()
    store.close()
    told: list[str] = []
    upgraded = Store.open(store.url, areas=AREAS, steps=next_steps, progress=told.append)
    assert told == ["store.upgrading"]
    with upgraded.reading(actor) as reading:
        found = reading.execute(sa.text("SELECT height, leaves FROM tree")).one()
        assert tuple(found) == (height, 0)
        assert (
            reading.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == "next"
        )
        assert verify(reading).sound
    upgraded.close()
    (copy,) = (store.path.parent / "backups").iterdir()
    assert "before-next" in copy.name
    # And the copy is the database as it was.
    with closing(sqlite3.connect(copy)) as driver:
        assert driver.execute("SELECT version_num FROM alembic_version").fetchone() == (
            STEPS.newest,
        )


def test_a_disk_that_is_not_there_keeps_nobody_from_the_desk(
    store, actor, next_steps, tmp_path
) -> None:
    plant(store, actor, height=4)
    store.close()
    gone = tmp_path / "no" / "disk"
    Store.open(store.url, areas=AREAS, steps=next_steps, backups=gone).close()
    (copy,) = (store.path.parent / "backups").iterdir()
    assert "before-next" in copy.name and not gone.exists()


def test_a_step_that_loses_a_parent_is_rolled_back(store, actor, next_steps) -> None:
    from tests.models.store.orchard import Basket

    plant(store, actor)
    with store.writing(actor, "orchard.harvest") as session:
        session.add(Basket(tree_id=1))
    store.close()
    script = next_steps.scripts[-1] / "next_leaves.py"
    script.write_text(
        NEXT_STEP.replace("def upgrade():", "def upgrade():\n    op.execute('DELETE FROM tree')")
    )
    with pytest.raises(Refusal) as told:
        Store.open(store.url, areas=AREAS, steps=next_steps)
    assert told.value.key == "refuse.store.upgrade"
    again = Store.open(store.url, areas=AREAS)
    with again.reading(actor) as reading:
        assert reading.get(Tree, 1) is not None
    again.close()


def test_a_newer_database_is_left_alone(store, next_steps) -> None:
    store.close()
    Store.open(store.url, areas=AREAS, steps=next_steps).close()
    before = store.path.read_bytes()
    with pytest.raises(Refusal) as told:
        Store.open(store.url, areas=AREAS)
    assert told.value.key == "refuse.store.newer"
    assert store.path.read_bytes() == before


def test_every_refusal_of_the_store_has_words() -> None:
    folder = Path(models.store.__file__).parent
    sources = "".join(path.read_text() for path in folder.rglob("*.py"))
    used = set(re.findall(r'"(refuse\.(?:store|undo)\.\w+|store\.\w+ing)"', sources))
    assert used
    assert {key for key in used if not Words("zh").has(key)} == set()
    for texts in MESSAGES.values():
        named = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in texts]
        assert named[0] == named[1]
