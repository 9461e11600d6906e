"""The command line: the same drafts and masks as the desk, one sentence for what goes wrong.

Most calls are made in this process through `main`; what only a process of its own shows (a broken
pipe, what is left on standard error) is run as one.
"""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from models.exports import Written
from models.imports import Ledger
from models.papers import PaperKind
from models.store import Actor, Clock, Store
from models.words import LANGUAGES, Words
from tests.models.requests_branch import built
from tui import cli
from tui.cli import COMMANDS, PRINTED, READ_IN, WRITTEN, main, parser

ROOT = Path(__file__).resolve().parents[3]
VOLUNTEER = "孙晓丽"
SECRETARY = "陈书宁"
ROSTER = """姓名,联系电话,门牌地址,是否在住
王秀芝,13900001111,3-2-401,是
李国强,,5-1-302,否
,,9-9-999,是
"""


@dataclass(frozen=True)
class Said:
    """What a call came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> object:
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture(scope="module")
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


# ── help and wrong use ──────────────────────────────────────────────────────────────────────────


def test_the_ledgers_named_without_their_modules_are_all_of_them() -> None:
    assert READ_IN == tuple(one.value for one in Ledger)
    assert WRITTEN == tuple(one.value for one in Written)
    assert PRINTED == tuple(one.value.replace("_", "-") for one in PaperKind)


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


# ── which language, which database, who ─────────────────────────────────────────────────────────


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


# ── find and do ─────────────────────────────────────────────────────────────────────────────────


def test_find_shows_what_the_one_who_asks_may_see(on: Run) -> None:
    assert "王秀芝" in on("--as", SECRETARY, "find", "wxz").out
    assert on("--as", VOLUNTEER, "find", "wxz").code == 1
    (hit,) = on("--as", SECRETARY, "find", "王秀芝", "--json").json  # type: ignore[misc]
    assert hit["kind"] == "homes.resident" and set(hit) == {"kind", "id", "label", "detail"}


def test_nothing_found_is_said_and_is_no_success(on: Run) -> None:
    said = on("--as", SECRETARY, "find", "zzzz", "--json")
    assert (said.code, said.json) == (1, [])
    assert on("--as", SECRETARY, "find", "zzzz").err.count("\n") == 1


def test_do_does_what_the_quick_line_does(on: Run) -> None:
    said = on("--as", VOLUNTEER, "do", "3-2-401 买药 二甲双胍0.5g x2 急")
    assert said.code == 0 and "3-2-401" in said.out
    found = on("--as", SECRETARY, "find", "#1", "--json").json
    assert found[0]["kind"] == "requests.request"  # type: ignore[index]
    told = on("--as", VOLUNTEER, "do", "--json", "5-1-602", "搬运", "大米").json
    assert isinstance(told, dict) and list(told) == ["act", "verb", "said"]
    assert told["verb"] == "requests.add"


@pytest.mark.parametrize(
    "line",
    ["随便说说", "3-2-401", "买药 二甲双胍", "9-9-999 买药 二甲双胍", "3-2-401 买药 @没这人"],
)
def test_a_line_that_is_not_understood_does_nothing(on: Run, database: Path, line: str) -> None:
    before = on("verify", "--json").json
    said = on("--as", VOLUNTEER, "do", line)
    assert said.code == 1
    assert said.err.count("\n") == 1 and "field." not in said.err
    assert on("verify", "--json").json == before


def test_what_a_role_may_not_do_is_refused_by_name(on: Run) -> None:
    said = on("--as", VOLUNTEER, "--lang", "en", "import", "people", "x.xlsx")
    assert said.code == 1
    assert said.err.count("\n") == 1


# ── import ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    place = tmp_path / "花名册.csv"
    place.write_text(ROSTER, encoding="gb18030")
    return place


def test_a_preview_shows_every_row_and_leaves_nothing_behind(
    run: Run, tmp_path: Path, roster: Path
) -> None:
    place = tmp_path / "new.db"
    said = run("--database", place, "import", "roster", roster)
    assert said.code == 0
    assert "+ 2  3-2-401 王秀芝" in said.out
    assert "! 4  A4" in said.out
    assert not place.exists()
    told = run("--database", place, "import", "roster", roster, "--json").json
    assert isinstance(told, dict) and list(told)[:4] == ["add", "change", "same", "refused"]
    assert (told["add"], told["change"], told["same"]) == (2, 0, 0)
    (refused,) = told["refused"]
    assert list(refused) == ["row", "cell", "why"] and (refused["row"], refused["cell"]) == (
        4,
        "A4",
    )


def test_a_roster_fills_an_empty_database_once(run: Run, tmp_path: Path, roster: Path) -> None:
    place = tmp_path / "new.db"
    done = run("--database", place, "import", "roster", roster, "--yes", "--json")
    assert done.code == 0 and isinstance(done.json, dict) and done.json["act"] is not None
    again = run("--database", place, "import", "roster", roster, "--yes", "--json").json
    assert isinstance(again, dict)
    assert (again["add"], again["change"], again["same"], again["act"]) == (0, 0, 2, None)
    board = run("--database", place, "board", "--once", "--json").json
    assert isinstance(board, dict) and (board["households"], board["residents"]) == (2, 2)
    assert board["present"] == 1


@pytest.mark.parametrize("text", ["物资名称,入库数\n防护服,3\n", "not a table", "", "\x00\xff"])
def test_a_wrong_file_is_one_sentence_and_changes_nothing(
    run: Run, tmp_path: Path, text: str
) -> None:
    wrong, place = tmp_path / "wrong.csv", tmp_path / "new.db"
    wrong.write_text(text, encoding="utf-8")
    said = run("--database", place, "import", "roster", wrong, "--yes")
    assert said.code == 1
    assert said.out == "" and said.err.count("\n") == 1
    assert not place.exists()


def test_a_file_that_is_not_there_is_one_sentence(on: Run, tmp_path: Path) -> None:
    said = on("--as", SECRETARY, "import", "roster", tmp_path / "none.xlsx")
    assert (said.code, said.err.count("\n")) == (1, 1)


def test_an_import_asks_who_acts_where_people_serve(on: Run, roster: Path) -> None:
    assert on("import", "roster", roster, "--yes").code == 1
    assert on("--as", VOLUNTEER, "import", "roster", roster, "--yes").code == 1
    assert on("--as", SECRETARY, "import", "roster", roster, "--yes").code == 0


# ── export ──────────────────────────────────────────────────────────────────────────────────────


def test_an_export_is_de_identified_until_a_purpose_is_given(on: Run, tmp_path: Path) -> None:
    place = tmp_path / "homes.csv"
    assert on("--as", SECRETARY, "export", "homes", place).code == 0
    assert "王秀芝" not in place.read_text(encoding="utf-8-sig")
    there = on("--as", SECRETARY, "export", "homes", place, "--purpose", "核对")
    assert there.code == 1 and "王秀芝" not in place.read_text(encoding="utf-8-sig")
    done = on("--as", SECRETARY, "export", "homes", place, "--purpose", "核对", "--overwrite")
    assert done.code == 0 and str(place) in done.out
    with place.open(encoding="utf-8-sig", newline="") as stream:
        assert "王秀芝" in list(csv.reader(stream))[2]


def test_a_paper_is_printed_and_its_code_brings_the_jobs_up(on: Run, tmp_path: Path) -> None:
    assert on("--as", VOLUNTEER, "do", "3-2-401 买药 二甲双胍").code == 0
    assert on("--as", VOLUNTEER, "do", "认领 3-2-401").code == 0
    place = tmp_path / "jobs.html"
    asked = ("--as", SECRETARY, "export", "job-sheet", place, "--for", VOLUNTEER)
    assert on(*asked).code == 0
    told = place.read_text(encoding="utf-8")
    code = told.partition('class="code">')[2][:5]
    assert "3-2-401" in told and "二甲双胍" not in told
    for said in (on("--as", VOLUNTEER, "find", code), on("--as", VOLUNTEER, "do", code.lower())):
        assert said.code == 0 and code in said.out
        assert "3-2-401" in said.out and "已认领" in said.out
    (sheet, job) = on("--as", VOLUNTEER, "find", code, "--json").json  # type: ignore[misc]
    assert (sheet["kind"], job["kind"], job["id"]) == ("papers.sheet", "requests.request", 1)


def test_a_slip_in_a_code_is_named(on: Run) -> None:
    for command in ("find", "do"):
        said = on("--as", VOLUNTEER, command, "2345A")
        assert said.code == 1 and "2345A" in said.err and "纸单" in said.err


def test_a_paper_has_its_own_options_and_endings(on: Run, tmp_path: Path) -> None:
    place = tmp_path / "x.html"
    for wrong, named in (
        (("export", "homes", tmp_path / "h.csv", "--building", "3"), "--building"),
        (("export", "door-walk", tmp_path / "x.csv"), ".html"),
        (("export", "job-sheet", place, "--for", "没有这人"), "没有这人"),
        (("export", "labels", place, "--buy", "没有的团"), "现在没有团购"),
        (("export", "duty-table", place, "--day", "没有的日子"), "没有的日子"),
    ):
        said = on("--as", SECRETARY, *wrong)
        assert said.code in (1, 2) and named in said.err, wrong
    assert list(tmp_path.glob("*.html")) == []
    assert on("--as", SECRETARY, "export", "door-walk", place, "--building", "3").code == 0
    assert "5-1-602" not in place.read_text(encoding="utf-8")


def test_nobody_in_particular_exports_nothing(run: Run, tmp_path: Path, roster: Path) -> None:
    place = tmp_path / "new.db"
    run("--database", place, "import", "roster", roster, "--yes")
    assert run("--database", place, "export", "homes", tmp_path / "x.csv").code == 1
    assert not (tmp_path / "x.csv").exists()


# ── upkeep ──────────────────────────────────────────────────────────────────────────────────────


def test_verify_is_content_with_what_was_only_ever_written_well(on: Run) -> None:
    assert on("verify").code == 0
    assert on("verify", "--json").json["faults"] == []  # type: ignore[index]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_verify_names_what_somebody_changed_behind_the_journal(
    on: Run, database: Path, lang: str
) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(database)) as driver:
        driver.execute("DROP TRIGGER act_never_update")
        driver.execute("UPDATE act SET verb = 'homes.reveal' WHERE id = 2")
        driver.execute("PRAGMA foreign_keys=OFF")
        driver.execute("UPDATE resident SET household_id = 99")
        driver.commit()
    said = on("--lang", lang, "verify")
    assert said.code == 1
    assert "2" in said.out and "resident:1 -> household" in said.out
    assert "cli." not in said.out and said.err.count("\n") == 1


def test_tick_does_what_is_due_and_only_once(on: Run) -> None:
    first, second = on("tick", "--json"), on("tick", "--json")
    assert first.code == second.code == 0
    assert second.json == []
    assert on("tick").out.count("\n") == 1


def test_a_copy_can_be_put_back_and_the_present_is_kept_too(
    on: Run, database: Path, tmp_path: Path
) -> None:
    made = on("backup", tmp_path / "copies")
    assert made.code == 0
    (copy,) = (tmp_path / "copies").glob("*.db")
    assert str(copy) in made.out
    before = on("verify", "--json").json
    on("--as", VOLUNTEER, "do", "3-2-401 买药 二甲双胍 x2")
    assert on("verify", "--json").json != before
    assert on("restore", copy).code == 2
    assert on("restore", copy, "--yes").code == 0
    assert on("verify", "--json").json == before
    assert list((database.parent / "backups").glob("*before-restore*"))
    assert on("restore", database, "--yes").code == 2
    assert on("restore", tmp_path / "none.db", "--yes").code == 1


# ── demo ────────────────────────────────────────────────────────────────────────────────────────


def test_a_real_branch_is_never_built_over(
    run: Run, tmp_path: Path, roster: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "real.db"
    run("--database", place, "import", "roster", roster, "--yes")
    size = place.stat().st_size
    for options in ((), ("--fresh",), ("--at", "2022-04-02T10:00")):
        said = run("--database", place, "demo", "--build-only", *options)
        assert said.code == 1 and str(place) in said.err
    assert place.stat().st_size == size


def test_a_demonstration_that_is_there_is_not_built_again(on: Run, database: Path) -> None:
    said = on("demo", "--build-only")
    assert (said.code, said.out.strip()) == (0, str(database))


@pytest.mark.parametrize("at", ["yesterday", "2022-01-01", "2022-13-01T10:00"])
def test_a_moment_that_cannot_be_built_is_a_wrong_use(run: Run, tmp_path: Path, at: str) -> None:
    said = run("--database", tmp_path / "d.db", "demo", "--build-only", "--at", at)
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert not (tmp_path / "d.db").exists()


# ── faults, pipes, and text from people ─────────────────────────────────────────────────────────


def test_a_fault_leaves_a_log_without_anybodys_data(
    on: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("王秀芝 13900001111")

    monkeypatch.setattr("models.find.anything", broken)
    said = on("--as", SECRETARY, "find", "wxz")
    assert said.code == 1 and said.err.count("\n") == 1
    (log,) = (tmp_path / "own").rglob("fault-*.log")
    told = log.read_text()
    assert "RuntimeError" in told and "test_doing.py" in told
    assert "王秀芝" not in told + said.err and "13900001111" not in told + said.err
    assert log.stat().st_mode & 0o077 == 0


def test_text_from_people_is_no_command_to_the_terminal(on: Run) -> None:
    said = on("--as", VOLUNTEER, "do", "3-2-401 买菜 \x1b[2J[red]土豆\u202e")
    assert said.code == 0
    shown = on("--as", SECRETARY, "find", "#1").out + said.out
    assert "\x1b" not in shown and "\u202e" not in shown
    assert "[red]土豆" in shown


def test_a_reader_who_had_enough_is_no_fault(database: Path) -> None:
    command = [sys.executable, "-m", "tui", "--database", str(database), "board", "--once"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "QUANAN_LANG": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(30) == 0
