"""What every test of this folder is handed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store import Actor, Clock, Store
from tests.models.requests_branch import built
from tests.tui.cli.standing import ROSTER, Run, Said
from tui.cli import main


@pytest.fixture(scope="package")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A branch whose time runs from the morning of 8 April 2022, as a demonstration's does."""
    from models.branch import DemonstrationDraft
    from models.store.register import perform

    desk = built(tmp_path_factory.mktemp("branch"))
    store = Store.open(str(desk.store.path))
    draft = DemonstrationDraft(start=Clock.frozen("2022-04-08T10:30").now())
    perform(store, Actor.setup(), "branch.demonstrate", draft)
    store.close()
    return desk.store.path


@pytest.fixture
def database(branch: Path, tmp_path: Path) -> Path:
    place = tmp_path / "desk.db"
    place.write_bytes(branch.read_bytes())
    return place


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "own"))
    for name in ("QUANAN_DATABASE", "QUANAN_LANG", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def running(*given: str | Path) -> Said:
        capsys.readouterr()
        code = main([str(part) for part in given])
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return Said(code, told.out, told.err)

    return running


@pytest.fixture
def on(run: Run, database: Path) -> Iterator[Run]:
    """Runs a command on the branch's database."""
    yield lambda *given: run("--database", database, *given)


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    place = tmp_path / "花名册.csv"
    place.write_text(ROSTER, encoding="gb18030")
    return place
