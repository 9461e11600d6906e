"""Copies of a database on a server keep the promises that copies of a file keep."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from models.rules.refusal import Refusal
from models.store import Actor, Feed, FrozenClock, Store
from models.store.backup import backup, copies, keep_present, restore
from models.store.journal import verify
from models.store.register import draft_for, perform
from models.store.unpacked import unpacked
from tests import postgres
from tests.models.store.conftest import AREAS
from tests.models.store.orchard import Tree
from tests.models.store.test_backup import labels, plant

pytestmark = pytest.mark.skipif(not postgres.available(), reason=postgres.MISSING)


@pytest.fixture
def store(clock: FrozenClock) -> Iterator[Store]:
    """An empty database of the made-up area, on the server."""
    opened = Store.open(postgres.database(), clock, areas=AREAS)
    yield opened
    opened.close()


def test_a_copy_is_whole_private_and_found_again(store, actor, tmp_path, clock) -> None:
    plant(store, actor)
    copy = backup(store.database, tmp_path / "kept", clock)
    assert copy.stat().st_mode & 0o077 == 0
    assert [one.path for one in copies(store.database, copy.parent)] == [copy]
    assert list(copy.parent.iterdir()) == [copy]


def test_the_journal_of_a_copy_is_looked_through_without_a_server(
    store, actor, tmp_path, clock
) -> None:
    plant(store, actor, "带\t制表符\n换行和\\反斜杠")
    with store.writing(actor, "orchard.plant", "为什么：\\N") as session:
        session.add(Tree(label="b", seen_at=clock.now(), notes={"甲": 1}))
        session.say(n=2, door="3-2-401")
    copy = backup(store.database, tmp_path / "kept", clock)
    with unpacked(store.database, copy) as inside, inside.store.reading(actor) as session:
        assert not inside.whole
        found = verify(session)
        assert found.sound and (found.acts, found.entries) == (2, 2)
    with psycopg.connect(postgres.plain(store.url), autocommit=True) as driver:
        driver.execute("ALTER TABLE act_value DISABLE TRIGGER ALL")
        driver.execute("UPDATE act_value SET why = 'otherwise' WHERE act_id = 2")
    copy = backup(store.database, tmp_path / "kept", clock)
    with unpacked(store.database, copy) as inside, inside.store.reading(actor) as session:
        assert [(one.act_id, one.fault) for one in verify(session).broken] == [(2, "said")]


def test_what_was_remembered_does_not_stand_for_what_was_put_back(
    store, actor, tmp_path, clock
) -> None:
    plant(store, actor, "kept")
    copy = backup(store.database, tmp_path / "kept", clock)
    plant(store, actor, "lost")
    before = store.areas()
    kept = keep_present(store.database, tmp_path / "kept", clock)
    feed = Feed(store)
    restore(store.database, copy)
    assert feed.changed(5) >= {"trees"}
    feed.close()
    assert labels(store, actor) == ["kept"]
    assert store.areas()["trees"] > before["trees"]
    with store.reading(actor) as session:
        assert verify(session).sound
    assert kept is not None
    restore(store.database, kept)
    assert labels(store, actor) == ["kept", "lost"]


@pytest.mark.parametrize("bytes_left", [200, -300])
def test_a_copy_that_was_cut_off_changes_nothing(
    store, actor, tmp_path, clock, bytes_left: int
) -> None:
    plant(store, actor)
    copy = backup(store.database, tmp_path, clock)
    copy.write_bytes(copy.read_bytes()[:bytes_left])
    with pytest.raises(Refusal):
        restore(store.database, copy)
    assert labels(store, actor) == ["a"]


@pytest.mark.soak
def test_the_commands_copy_look_through_and_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tui.cli import main

    monkeypatch.setenv("QUANAN_BACKUPS", str(tmp_path / "copies"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("QUANAN_LANG", "en")
    url = postgres.database()
    branch = Store.open(url)
    founding = {"name": "支部", "compound": "小区", "first_day": dt.date(2022, 3, 20)}
    perform(branch, Actor.setup(), "branch.found", draft_for("branch.found", founding))
    branch.close()
    assert main(["--database", url, "backup"]) == 0
    (copy,) = (tmp_path / "copies").iterdir()
    assert main(["verify", str(copy)]) == 0
    assert "only once it is put back" in capsys.readouterr().out
    with psycopg.connect(postgres.plain(url), autocommit=True) as driver:
        driver.execute("UPDATE branch SET compound = 'elsewhere'")
    assert main(["--database", url, "restore", str(copy), "--yes"]) == 0
    assert main(["--database", url, "verify"]) == 0
    with psycopg.connect(postgres.plain(url)) as driver:
        assert driver.execute("SELECT compound FROM branch").fetchone() == ("小区",)
    assert len(list((tmp_path / "copies").glob("*before-restore*"))) == 1
