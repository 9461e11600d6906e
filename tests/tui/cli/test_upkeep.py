"""Verify, tick, backups, demonstrations, and what is no fault."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from models.words import LANGUAGES
from tests.tui.cli.standing import SECRETARY, VOLUNTEER, Run

ROOT = Path(__file__).resolve().parents[3]


# ── upkeep ────────────────────────────────────────────────────────────────────────────────────────


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


def test_verify_says_of_each_part_whether_it_is_sound(on: Run, lang: str = "en") -> None:
    said = on("--lang", lang, "verify")
    assert [line[0] for line in said.out.splitlines()[1:]] == ["+"] * 4
    assert on("verify", "--json").json["sound"] == {  # type: ignore[index]
        "file": True,
        "keys": True,
        "journal": True,
        "ledger": True,
    }


def test_verify_looks_through_a_copy_too(on: Run, tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    on("backup", "--to", tmp_path / "copies")
    (copy,) = (tmp_path / "copies").glob("*.db")
    assert on("verify", copy).code == 0
    with closing(sqlite3.connect(copy)) as driver:
        driver.execute("UPDATE lot SET on_hand = on_hand + 1")
        driver.execute("DELETE FROM entry_value WHERE entry_id = 3")
        driver.execute("DROP TRIGGER entry_value_never_update")
        driver.execute("UPDATE entry_value SET salt = 'x' WHERE entry_id = 4")
        driver.commit()
    said = on("verify", copy, "--json")
    assert said.code == 1
    found = said.json
    assert isinstance(found, dict) and not found["sound"]["journal"] and found["erased"] >= 1
    broken = on("restore", copy, "--yes")
    assert (broken.code, broken.err.count("\n")) == (1, 1)
    assert on("verify").code == 0


def test_copies_lie_apart_from_the_database(on: Run, database: Path, tmp_path: Path) -> None:
    assert on("backup").code == 0
    (copy,) = (tmp_path / "own" / "quanan-backups").iterdir()
    assert copy.stat().st_mode & 0o077 == copy.parent.stat().st_mode & 0o077 == 0
    assert str(copy) in on("restore").out
    assert not (database.parent / "backups").exists()


def test_where_copies_lie_is_asked_of_the_environment_before_the_settings(
    on: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.settings import Personal

    Personal.load().keep(backups=str(tmp_path / "chosen"))
    on("backup")
    assert len(list((tmp_path / "chosen").glob("*.db"))) == 1
    monkeypatch.setenv("QUANAN_BACKUPS", str(tmp_path / "asked"))
    on("backup")
    assert len(list((tmp_path / "asked").glob("*.db"))) == 1
    monkeypatch.setenv("QUANAN_BACKUPS", str(tmp_path / "no" / "disk"))
    said = on("backup")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert str(tmp_path / "no" / "disk") in said.err


def test_a_copy_can_be_put_back_and_the_present_is_kept_too(
    on: Run, database: Path, tmp_path: Path
) -> None:
    made = on("backup", "--to", tmp_path / "copies")
    assert made.code == 0
    (copy,) = (tmp_path / "copies").glob("*.db")
    assert str(copy) in made.out
    before = on("verify", "--json").json
    on("--as", VOLUNTEER, "do", "3-2-401 买药 二甲双胍 x2")
    assert on("verify", "--json").json != before
    assert on("restore", copy).code == 2
    assert on("restore", copy, "--yes").code == 0
    assert on("verify", "--json").json == before
    (kept,) = (tmp_path / "own" / "quanan-backups").glob("*before-restore*")
    assert on("restore", kept, "--yes").code == 0
    assert on("verify", "--json").json != before
    assert on("restore", database, "--yes").code == 2
    assert on("restore", tmp_path / "none.db", "--yes").code == 1


@pytest.mark.parametrize("answer, code", [("y\n", 0), ("是\n", 0), ("\n", 1), ("", 1)])
def test_a_person_is_asked_before_anything_is_put_back(
    on: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    import io

    class Typed(io.StringIO):
        def isatty(self) -> bool:
            return True

    on("backup", "--to", tmp_path / "copies")
    (copy,) = (tmp_path / "copies").glob("*.db")
    before = on("verify", "--json").json
    on("--as", VOLUNTEER, "do", "3-2-401 买药 二甲双胍 x2")
    monkeypatch.setattr("sys.stdin", Typed(answer))
    assert on("restore", copy).code == code
    assert (on("verify", "--json").json == before) == (code == 0)


@pytest.mark.parametrize("damage", ["pages", "everything", "gone"])
def test_what_is_damaged_is_kept_and_a_copy_takes_its_place(
    on: Run, database: Path, tmp_path: Path, damage: str
) -> None:
    on("backup", "--to", tmp_path / "stick")
    (copy,) = (tmp_path / "stick").glob("*.db")
    before = on("verify", "--json").json
    content = bytearray(database.read_bytes())
    if damage == "gone":
        database.unlink()
    else:
        first = 4096 * 4 if damage == "pages" else 0
        content[first : 4096 * 60] = b"\xff" * (4096 * 60 - first)
        database.write_bytes(content)
        assert on("verify").code == 1
    assert on("restore", copy, "--yes").code == 0
    assert on("verify", "--json").json == before
    kept = [one.read_bytes() for one in (tmp_path / "own").rglob("*.damaged")]
    assert kept == ([] if damage == "gone" else [bytes(content)])


def test_a_real_branch_is_copied_before_an_import_and_every_night(
    run: Run, tmp_path: Path, roster: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, copies = tmp_path / "real.db", tmp_path / "own" / "quanan-backups"
    assert run("--database", place, "import", "roster", roster, "--yes").code == 0
    (copy,) = copies.iterdir()
    assert "before-import" in copy.name
    assert "store.backup" in run("--database", place, "tick", "--json").json  # type: ignore[operator]
    assert len(list(copies.iterdir())) == 2
    # Where none can be made, cron is told, and nothing is imported either.
    monkeypatch.setenv("QUANAN_BACKUPS", str(tmp_path / "no" / "disk"))
    before = run("--database", place, "verify", "--json").json
    changed = roster.with_name("more.csv")
    changed.write_bytes(roster.read_bytes().replace(b"3-2-401", b"3-2-402"))
    said = run("--database", place, "import", "roster", changed, "--yes")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert run("--database", place, "verify", "--json").json == before


def test_a_demonstration_is_not_copied(on: Run, tmp_path: Path, roster: Path) -> None:
    assert on("--as", SECRETARY, "import", "roster", roster, "--yes").code == 0
    assert "store.backup" not in on("tick", "--json").json  # type: ignore[operator]
    assert not (tmp_path / "own" / "quanan-backups").exists()


# ── demo ──────────────────────────────────────────────────────────────────────────────────────────


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


# ── faults, pipes, and text from people ───────────────────────────────────────────────────────────


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
    assert "RuntimeError" in told and "test_upkeep.py" in told
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
