"""What is written out: nobody named without a purpose, never more than the role may see."""

import csv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.acts import my_last, said
from models.exports import Written, export, export_here
from models.homes import Resident, ResidentDraft
from models.imports import Ledger, preview
from models.requests import RequestKind
from models.rules.refusal import Refusal
from models.sheets import open_sheet
from models.store import Actor, FrozenClock, Role, Store
from models.store import journal as kept
from models.store.register import perform
from models.words import LANGUAGES, Words
from tests.models.requests_branch import Desk, built, copied

ZH = Words("zh")
NAMES = ("王秀芝", "陈书宁", "周岚", "高远志", "孙晓丽", "马立秋")
"""Everybody whose whole name the branch knows."""
PHONE = "13900001111"


@pytest.fixture(scope="module")
def empty_branch(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return built(tmp_path_factory.mktemp("branch"))


@pytest.fixture
def desk(empty_branch: Desk, tmp_path: Path, clock: FrozenClock) -> Iterator[Desk]:
    """The branch with one request of each sort and one that names people in its words."""
    with copied(empty_branch, tmp_path, clock) as found:
        found.record(
            found.volunteer, detail=f"王秀芝要两袋米，打 {PHONE}", resident_id=found.resident
        )
        found.record(found.volunteer, kind=RequestKind.medicine, detail="二甲双胍", again=True)
        yield found


def table(path: Path) -> tuple[str, list[dict[str, str]]]:
    """The stamp of a .csv file and its rows by column."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream))
    return lines[0][0], [dict(zip(lines[1], line, strict=True)) for line in lines[2:]]


def written(
    desk: Desk, ledger: str, folder: Path, actor: Actor, purpose: str | None = None
) -> Path:
    return export(desk.store, actor, ledger, folder / f"{ledger}.csv", ZH, purpose, overwrite=True)


@pytest.mark.parametrize("ledger", [one.value for one in Written if one is not Written.care])
def test_without_a_purpose_nobody_is_named(desk: Desk, tmp_path: Path, ledger: str) -> None:
    place = written(desk, ledger, tmp_path, desk.secretary)
    stamp, rows = table(place)
    told = "\n".join(str(list(row.values())) for row in rows)
    assert not [name for name in NAMES if name in told]
    assert PHONE not in told
    assert "已脱敏" in stamp and desk.secretary.name in stamp and f"{len(rows)}条" in stamp


def test_a_purpose_gives_names_and_numbers(desk: Desk, tmp_path: Path) -> None:
    stamp, (person,) = table(written(desk, "homes", tmp_path, desk.secretary, "街道核对"))
    assert "街道核对" in stamp
    assert person["姓名"] == "王秀芝"
    assert person["联系电话"] == PHONE
    assert person["出生年份"] == "1941"
    _, (masked,) = table(written(desk, "homes", tmp_path, desk.secretary))
    assert masked["姓名"] == "王**"
    assert masked["联系电话"] == "139****1111"
    assert masked["年龄段"] == "80-89岁"
    assert masked["门牌地址"] == "3-2-401"


def test_a_purpose_shows_a_volunteer_no_more_than_his_role(desk: Desk, tmp_path: Path) -> None:
    _, (person,) = table(written(desk, "homes", tmp_path, desk.other, "街道核对"))
    assert (person["姓名"], person["门牌地址"]) == ("王**", "3-*")
    assert PHONE not in str(person)
    _, rows = table(written(desk, "requests", tmp_path, desk.other, "街道核对"))
    medicine = next(row for row in rows if row["类别"] == "买药")
    assert medicine["内容"] == ""


def test_a_grid_leader_has_numbers_of_his_own_grid_only(desk: Desk, tmp_path: Path) -> None:
    household = desk.other_door
    draft = ResidentDraft(household_id=household, name="赵明月", phone="13800002222")
    perform(desk.store, Actor.setup(), "homes.add_resident", draft)
    _, rows = table(written(desk, "homes", tmp_path, desk.grid_leader, "网格核对"))
    assert [row["联系电话"] for row in rows] == [PHONE, "138****2222"]
    assert [row["姓名"] for row in rows] == ["王秀芝", "赵**"]


def test_an_illness_is_told_for_a_purpose_only(desk: Desk, tmp_path: Path) -> None:
    _, rows = table(written(desk, "requests", tmp_path, desk.secretary))
    assert [row["内容"] for row in rows] == ["王**要两袋米，打 139****1111", ""]
    _, rows = table(written(desk, "requests", tmp_path, desk.secretary, "街道核对"))
    assert [row["内容"] for row in rows] == [f"王秀芝要两袋米，打 {PHONE}", "二甲双胍"]


def test_the_journal_keeps_who_when_what_for_and_how_many(desk: Desk, tmp_path: Path) -> None:
    written(desk, "requests", tmp_path, desk.secretary, "街道核对")
    with desk.store.reading(desk.secretary) as session:
        act = kept.acts(session, limit=1)[0]
        assert (act.verb, act.actor_id, act.why) == (
            "exports.write",
            desk.secretary.id,
            "街道核对",
        )
        assert act.params["n"] == 2
        line = said(session, act.id)
        assert line is not None
        for lang in LANGUAGES:
            told = Words(lang)(f"{line.verb}.did", **line.params)
            assert "2" in told and "街道核对" in told and "{" not in told


def test_what_was_not_kept_was_not_written(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    board = Actor(None, "board", Role.wallboard)
    with pytest.raises(Refusal) as refused:
        export(desk.store, board, "homes", folder / "homes.xlsx", ZH)
    assert refused.value.key == "refuse.role"
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("homes.pdf", "refuse.sheets.ending"),
        ("nowhere/homes.xlsx", "refuse.sheets.unwritable"),
        ("there.csv", "refuse.exports.exists"),
    ],
)
def test_a_name_that_cannot_be_written_is_refused_first(
    desk: Desk, tmp_path: Path, name: str, key: str
) -> None:
    (tmp_path / "there.csv").write_text("kept")
    with desk.store.reading(desk.secretary) as session:
        before = kept.acts(session, limit=1)[0].id
    with pytest.raises(Refusal) as refused:
        export(desk.store, desk.secretary, "homes", tmp_path / name, ZH)
    assert refused.value.key == key
    assert (tmp_path / "there.csv").read_text() == "kept"
    with desk.store.reading(desk.secretary) as session:
        assert kept.acts(session, limit=1)[0].id == before


def test_an_unknown_ledger_is_refused_by_name(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        export(desk.store, desk.secretary, "patrols", tmp_path / "p.csv", ZH)
    assert refused.value.params == {"ledger": "patrols"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_roster_written_for_a_purpose_reads_back_as_the_same(
    desk: Desk, tmp_path: Path, lang: str, suffix: str
) -> None:
    place = export(
        desk.store, desk.secretary, "homes", tmp_path / f"r{suffix}", Words(lang), "核对"
    )
    with desk.store.reading(desk.secretary) as session:
        plan = preview(session, Ledger.roster, open_sheet(place))
    assert (plan.preview.add, plan.preview.change, plan.preview.refused) == ((), (), ())
    assert plan.preview.same == 1


@pytest.mark.parametrize("ledger", [one.value for one in Written])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_ledger_has_all_its_heads_in_both_languages(
    store: Store, tmp_path: Path, ledger: str, lang: str
) -> None:
    secretary = Actor(1, "陈书宁", Role.secretary)
    stamp, _ = table(export(store, secretary, ledger, tmp_path / "x.csv", Words(lang)))
    heads = (tmp_path / "x.csv").read_text(encoding="utf-8-sig").splitlines()[1].split(",")
    assert not [head for head in heads if head.startswith("export.") or not head]
    assert stamp


def test_the_key_writes_into_the_documents_and_never_over_a_file(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Documents").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "Documents"))
    first = export_here(desk.store, desk.secretary, "homes", ZH)
    second = export_here(desk.store, desk.secretary, "homes", ZH)
    assert first.parent == second.parent == tmp_path / "Documents"
    assert first != second and first.is_file() and second.is_file()
    assert first.stat().st_mode & 0o077 == 0
    with desk.store.reading(desk.secretary) as session:
        last = my_last(session)
    assert last is None or last.verb != "homes.reveal"


def test_a_resident_who_moved_out_is_in_no_file(desk: Desk, tmp_path: Path) -> None:
    from models.homes import MoveOutDraft

    perform(desk.store, desk.secretary, "homes.move_out", MoveOutDraft(id=desk.resident))
    with desk.store.reading(desk.secretary) as session:
        assert session.get(Resident, desk.resident) is not None
    _, rows = table(written(desk, "homes", tmp_path, desk.secretary, "核对"))
    assert rows == []


def test_a_formula_in_a_text_is_never_live(desk: Desk, tmp_path: Path) -> None:
    desk.record(desk.volunteer, detail="=1+1", again=True)
    _, rows = table(written(desk, "requests", tmp_path, desk.secretary, "核对"))
    assert rows[-1]["内容"] == "'=1+1"
    book = export(desk.store, desk.secretary, "requests", tmp_path / "r.xlsx", ZH, "核对")
    with zipfile.ZipFile(book) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "/sheet" in name]
        texts = parts.read("xl/sharedStrings.xml").decode()
    assert "=1+1" in texts and not any("<f>" in sheet for sheet in sheets)


def test_medicine_runs_have_a_sheet_and_what_is_fetched_is_told_for_a_purpose_only(
    desk: Desk, tmp_path: Path
) -> None:
    def texts(purpose: str | None) -> str:
        place = tmp_path / "runs.xlsx"
        export(desk.store, desk.secretary, "requests", place, ZH, purpose, overwrite=True)
        with zipfile.ZipFile(place) as parts:
            assert "代配药登记" in parts.read("xl/workbook.xml").decode()
            return parts.read("xl/sharedStrings.xml").decode()

    assert "二甲双胍" in texts("核对") and "二甲双胍" not in texts(None)
    assert "配药人" in texts(None)
