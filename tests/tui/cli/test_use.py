"""Help, wrong use, and which language, database and person a command takes."""

from pathlib import Path

import pytest

from models.exports import Written
from models.imports import Ledger
from models.papers import PaperKind, PublicPaper
from models.words import LANGUAGES, Words
from tests.tui.cli.standing import VOLUNTEER, Run
from tui import cli
from tui.cli import COMMANDS, PRINTED, READ_IN, WRITTEN, parser

# ── help and wrong use ────────────────────────────────────────────────────────────────────────────


def test_the_ledgers_named_without_their_modules_are_all_of_them() -> None:
    assert READ_IN == tuple(one.value for one in Ledger)
    assert WRITTEN == tuple(one.value for one in Written)
    assert PRINTED == tuple(one.replace("_", "-") for one in (*PaperKind, *PublicPaper))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["", *(command.name for command in COMMANDS)])
def test_every_command_has_help_with_an_example(run: Run, lang: str, name: str) -> None:
    said = run("--lang", lang, *([name] if name else []), "--help")
    assert said.code == 0
    assert "quanan" in said.out and ("例" if lang == "zh" else "example") in said.out
    assert "cli." not in said.out, "a text is missing"
    for command in () if name else COMMANDS:
        assert f"    {command.name} " in said.out
    for heading in ("usage:", "options:") if lang == "zh" else ():
        assert heading not in said.out


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_the_options_of_every_command_are_explained(name: str) -> None:
    made = parser(Words("en"))
    commands = next(a for a in made._actions if isinstance(a.choices, dict))
    for action in commands.choices[name]._actions:  # type: ignore[index]
        assert action.help, f"{name} {action.option_strings or action.dest}"


@pytest.mark.parametrize(
    "given",
    [
        ("nonsense",),
        ("import", "roster"),
        ("import", "nothing", "x.xlsx"),
        ("find",),
        ("board", "--twice"),
        ("--lang", "fr"),
        ("--database",),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wrong_use_is_told_in_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...], lang: str
) -> None:
    monkeypatch.setenv("QUANAN_LANG", lang)
    said = run(*given)
    assert said.code == 2
    assert said.out == ""
    assert said.err.count("\n") == 1 and said.err.startswith("quanan: ")
    assert ("--help。" in said.err) is (lang == "zh")


def test_without_a_terminal_there_is_no_desk(run: Run, database: Path) -> None:
    for given in ((), ("demo",), ("--database", database), ("--database", database, "board")):
        said = run(*given)
        assert said.code == 2
        assert said.err.count("\n") == 1


# ── which language, which database, who ───────────────────────────────────────────────────────────


def test_the_language_is_found_in_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cli.language(None) == "zh"
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert cli.language(None) == "en"
    assert cli.language(None, lambda: "zh") == "zh"
    monkeypatch.setenv("QUANAN_LANG", "en")
    assert cli.language(None, lambda: "zh") == "en"
    assert cli.language("zh", lambda: "en") == "zh"
    monkeypatch.setenv("QUANAN_LANG", "fr")
    assert cli.language(None, lambda: "en") == "en"


def test_what_a_person_chose_in_the_desk_holds_for_commands(run: Run, tmp_path: Path) -> None:
    settings = tmp_path / "own" / "quanan" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('lang = "en"\n')
    assert run("--help").out.startswith("usage:")
    assert run("--lang", "zh", "--help").out.startswith("用法")


def test_the_options_of_all_commands_stand_before_or_behind(run: Run, database: Path) -> None:
    before = run("--database", database, "--as", VOLUNTEER, "--lang", "en", "find", "3-2-401")
    behind = run("find", "3-2-401", "--lang", "en", "--as", VOLUNTEER, "--database", database)
    assert before == behind
    assert before.code == 0 and "3-2-401" in before.out


def test_the_database_may_be_named_by_the_environment(
    run: Run, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUANAN_DATABASE", f"sqlite:///{database}")
    assert run("--as", VOLUNTEER, "find", "3-2-401").code == 0


@pytest.mark.parametrize(
    "given",
    [("find", "x"), ("do", "x"), ("verify",), ("tick",), ("backup",), ("board", "--once")],
)
def test_a_command_makes_no_database_where_there_is_none(
    run: Run, tmp_path: Path, given: tuple[str, ...]
) -> None:
    place = tmp_path / "none.db"
    said = run("--database", place, *given)
    assert said.code == 1
    assert str(place) in said.err and said.err.count("\n") == 1
    assert not place.exists()


@pytest.mark.parametrize("url", ["oracle://x", "postgresql+psycopg://u:secret@h/d"])
def test_a_database_that_cannot_be_opened_is_one_sentence(run: Run, url: str) -> None:
    said = run("--database", url, "find", "x")
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert "secret" not in said.err


def test_a_file_that_is_no_database_is_left_as_it_is(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "notes.txt"
    place.write_text("not a database, but somebody's notes" * 50)
    for given in (("find", "x"), ("verify",), ("demo", "--build-only", "--fresh")):
        said = run("--database", place, *given)
        assert said.code == 1 and said.err.count("\n") == 1
    assert place.read_text().startswith("not a database")


def test_who_acts_must_be_said_and_must_serve(on: Run) -> None:
    nobody = on("--lang", "en", "find", "3-2-401")
    assert (nobody.code, nobody.err) == (1, "quanan: Say who acts with --as NAME\n")
    stranger = on("--as", "nobody", "find", "3-2-401")
    assert stranger.code == 1 and stranger.err.count("\n") == 1
