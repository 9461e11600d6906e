"""What every command prints, held against who sees what: in words, as JSON and as a file."""

import shutil
from pathlib import Path

import pytest

from tests.models.known_persons import PEOPLE, actors, known_persons
from tests.models.seen.standing import Leaks
from tests.tui.cli.standing import Run
from tui.cli import COMMANDS

ASKED: dict[str, tuple[tuple[str, ...], ...]] = {
    "board": (("--once", "--json"),),
    "find": (
        *((person.surname, "--json") for person in PEOPLE[1:3]),
        (PEOPLE[3].door,),
        (PEOPLE[3].phone[-4:], "--json"),
    ),
    "do": (
        ("上门", PEOPLE[2].door, "挺好", "--json"),
        ("出门", PEOPLE[3].door, "看病"),
    ),
    "brief": ((),),
    "report": (("--json",),),
    "export": (("care", "{folder}/{role}.csv"),),
    "verify": ((),),
}
"""Command -> the ways it is asked."""
SHOWS_NOBODY = {
    "demo": "opens the desk",
    "import": "shows a file of whoever reads it in",
    "tick": "names duties",
    "backup": "names a file",
    "restore": "names a file",
    "copy": "names two databases",
    "encrypt": "names a file and who has an account, to the secretary",
    "decrypt": "names a file",
    "purge": "counts what it removes",
    "serve": "opens the desk in a browser",
    "user": "names accounts of those who serve",
}
"""Commands that are not asked here, with the reason."""


def test_every_command_is_asked() -> None:
    forgotten = {one.name for one in COMMANDS} - set(ASKED) - set(SHOWS_NOBODY)
    assert not forgotten, f"say in ASKED how they are asked, or why not: {forgotten}"


@pytest.fixture(scope="module")
def persons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from models.store import Clock
    from tests.empty import prepared_store

    place = tmp_path_factory.mktemp("persons") / "desk.db"
    prepared_store(known_persons, place, Clock.frozen("2022-04-08T10:30")).close()
    return place


@pytest.mark.parametrize("role", ["volunteer"])
def test_a_command_tells_a_role_what_the_table_says(
    run: Run, persons: Path, tmp_path: Path, role: str
) -> None:
    place = Path(shutil.copy(persons, tmp_path / "desk.db"))
    leaks, actor = Leaks(), actors()[role]
    for command, ways in ASKED.items():
        for way in ways:
            given = [part.format(folder=tmp_path, role=role) for part in way]
            told = run("--database", place, "--as", actor.name, command, *given)
            lines = [*told.out.splitlines(), *told.err.splitlines()]
            for line in lines:
                # A door that stands alone in a line is nobody's.
                where = "homes.household" if command in ("find", "do") else command
                if not any(word in line for word in given if len(word) > 3):
                    leaks.look(role, where, line)
    for file in tmp_path.glob(f"{role}*.csv"):
        leaks.look(role, "export", file.read_text("utf-8-sig").splitlines())
    assert not leaks.found, leaks.told()


def test_nobody_named_is_told_counts(run: Run, persons: Path) -> None:
    leaks = Leaks()
    for command in (("brief",), ("board", "--once")):
        told = run("--database", persons, *command)
        leaks.look("wallboard", command[0], told.out.splitlines())
    assert not leaks.found, leaks.told()
