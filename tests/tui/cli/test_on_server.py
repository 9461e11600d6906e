"""Every command on a branch that lies on a PostgreSQL server."""

from pathlib import Path

import pytest

from models.store.copying import copy
from models.store.database import database_of
from tests import postgres
from tests.tui.cli.standing import Run
from tui.cli import COMMANDS

pytestmark = pytest.mark.skipif(not postgres.available(), reason=postgres.MISSING)

SECRET = "dream-secret-42"
AS = ("--as", "陈书宁")
CALLS: dict[str, tuple[str, ...]] = {
    "board": ("board", "--once"),
    "board as JSON": ("board", "--once", "--json"),
    "do": ("do", "3-2-401 买药 二甲双胍0.5g x2 急", *AS),
    "find": ("find", "3-2-401", *AS),
    "import": ("import", "roster", "{roster}", "--yes", *AS),
    "export": ("export", "requests", "{folder}/requests.xlsx", *AS),
    "export as text": ("export", "homes", "{folder}/homes.csv", *AS),
    "a paper": ("export", "door-walk", "{folder}/duty.html", *AS),
    "brief": ("brief", "--json", *AS),
    "report": ("report", *AS),
    "report as a document": ("report", "--format", "docx", "-o", "{folder}/report.docx", *AS),
    "user": ("user", "list", *AS),
    "verify": ("verify",),
    "tick": ("tick",),
    "backup": ("backup", "--to", "{folder}/copies"),
    "purge": ("purge", "--dry-run", *AS),
}
ELSEWHERE = {"demo", "encrypt", "decrypt", "restore", "copy", "serve"}
"""A file only; the two below; and what opens the desk in a browser, tried in the browser."""


@pytest.fixture(scope="module")
def served(branch: Path) -> str:
    """The branch's address on the server; there is a password in it, which nobody asks for."""
    url = postgres.database()
    copy(database_of(str(branch)), database_of(url))
    return url.replace("://quanan@", f"://quanan:{SECRET}@")


@pytest.mark.parametrize("name", CALLS)
def test_a_command_works(name: str, served: str, run: Run, roster: Path, tmp_path: Path) -> None:
    given = [one.format(roster=roster, folder=tmp_path) for one in CALLS[name]]
    said = run("--database", served, *given)
    assert said.code == 0, said.err
    assert SECRET not in said.out + said.err


def test_every_command_is_tried() -> None:
    assert {command.name for command in COMMANDS} == ELSEWHERE | {one[0] for one in CALLS.values()}


def test_a_copy_is_put_back_and_verified(branch: Path, run: Run, tmp_path: Path) -> None:
    url = postgres.database()
    assert run("copy", branch, url).code == 0
    on = ("--database", url)
    assert run(*on, "backup", "--to", tmp_path / "copies").code == 0
    (kept,) = (tmp_path / "copies").iterdir()
    assert run(*on, "do", "3-2-401 通下水", *AS).code == 0
    restored = run(*on, "restore", kept, "--yes")
    assert restored.code == 0, restored.err
    assert run(*on, "verify").code == 0
    assert run(*on, "do", "3-2-401 通下水", *AS).code == 0


def test_an_address_without_a_branch_is_told_without_its_password(run: Run) -> None:
    url = postgres.database().replace("://quanan@", f"://quanan:{SECRET}@")
    for given in (("--database", url, "verify"), ("copy", url, url)):
        said = run(*given)
        assert said.code == 1
        assert SECRET not in said.out + said.err
        assert "quanan_" in said.err
