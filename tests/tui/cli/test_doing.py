"""The same drafts and masks as the desk: find, do, import and export."""

import csv
from pathlib import Path

import pytest

from tests.tui.cli.standing import SECRETARY, VOLUNTEER, Run

# ── find and do ───────────────────────────────────────────────────────────────────────────────────


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


# ── import ────────────────────────────────────────────────────────────────────────────────────────


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


# ── export ────────────────────────────────────────────────────────────────────────────────────────


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


def test_the_number_of_a_person_in_a_note_is_told_and_kept(on: Run) -> None:
    said = on("do", "--as", SECRETARY, "搬运 3-2-401 大米 找女儿 139-0000-0000", "--lang", "en")
    assert said.code == 0 and "a telephone number" in said.err
