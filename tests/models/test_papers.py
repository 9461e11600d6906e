"""Papers: as they are walked, nobody named without a purpose, and back to the desk by a code."""

import datetime as dt
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from models import acts
from models.find import anything
from models.papers import PaperKind, PrintedSheet, Scope, jobs_found, print_here, print_paper
from models.rules.refusal import Refusal
from models.sheets import open_sheet
from models.store import Actor, Clock, FrozenClock, Role, Store
from models.store import journal as kept
from models.store.register import opened_sheet
from models.words import LANGUAGES, Words
from tests.conftest import CountStatements
from tests.empty import copy_store, done_with, empty_store
from tests.models.crew import PEOPLE as SERVING
from tests.models.crew import SET_UP, do
from tests.models.papers_branch import (
    ELDER,
    FORMULA,
    ILL,
    LEADER,
    SCRIPT,
    VOLUNTEER,
    with_everything,
)
from tests.models.rounds_branch import PEOPLE as LIVING
from tests.models.rounds_branch import A

ZH = Words("zh")
KINDS = [kind.value for kind in PaperKind]
WITH_CODES = ("visit_sheet", "job_sheet", "stock_count", "booklet", "pick_list", "labels")
RESIDENTS = [name for _, name, *_ in LIVING]
VOLUNTEERS = [str(one["name"]) for one in SERVING]
PHONES = [phone for _, _, _, phone, _ in LIVING if phone]
RUNS = {"script", "img", "link", "iframe", "object", "embed", "base", "form", "a", "svg"}


class Page(HTMLParser):
    """What a browser would make of a page: its tags, its cells, its text, its codes."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.rows: list[list[str]] = []
        self.codes: list[str] = []
        self._looks = ""
        self.source = path.read_text(encoding="utf-8")
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self._looks = dict(attrs).get("class") or ""
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("□" if self._looks == "tick" else "")

    def handle_data(self, data: str) -> None:
        if self._looks in ("code", "slip"):
            self.codes.append(data)
            self._looks = ""
        elif self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip("\n")

    @property
    def text(self) -> str:
        return "\n".join(" ".join(row) for row in self.rows)

    def lines(self) -> list[list[str]]:
        """The rows of the bodies: neither titles, heads nor feet."""
        return [row for row in self.rows if len(row) > 1 and row[0] and "th" not in row]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("papers") / "built.db"
    clock = Clock.frozen("2022-04-08T06:00")
    store = empty_store(path, clock)
    with_everything(store, clock, Actor(1, "陈书宁", Role.secretary))
    store.close()
    return store.url


@pytest.fixture
def branch(built: str, tmp_path: Path, clock: FrozenClock) -> Iterator[Store]:
    store = copy_store(built, tmp_path / "desk.db", clock)
    yield store
    done_with(store)


@pytest.fixture
def everybody(
    secretary: Actor, grid_leader: Actor, shift_leader: Actor, volunteer: Actor
) -> tuple[Actor, ...]:
    return secretary, grid_leader, shift_leader, volunteer


def printed(
    store: Store,
    actor: Actor,
    kind: str,
    folder: Path,
    purpose: str | None = None,
    *,
    lang: str = "zh",
    suffix: str = ".html",
    **scope: object,
) -> Path:
    place = folder / f"{kind}{suffix}"
    about = Scope(**scope)  # type: ignore[arg-type]
    return print_paper(store, actor, kind, place, Words(lang), about, purpose, overwrite=True)


def page(store: Store, actor: Actor, kind: str, folder: Path, *more: str, **scope: object) -> Page:
    return Page(printed(store, actor, kind, folder, *more, **scope))


# ── who sees what ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_purpose_nobody_is_named_to_anybody(
    branch: Store, everybody: tuple[Actor, ...], tmp_path: Path, kind: str
) -> None:
    for actor in everybody:
        told = page(branch, actor, kind, tmp_path).text
        known = set(RESIDENTS + VOLUNTEERS + PHONES) - {actor.name}  # the stamp says who printed it
        assert not [name for name in known if name in told], actor.role
        assert ILL not in told
        assert "已脱敏" in told and actor.name in told


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("suffix", [".html", ".xlsx"])
def test_the_wall_board_prints_nothing(
    branch: Store, tmp_path: Path, kind: str, suffix: str
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(Refusal) as refused:
        printed(branch, Actor(None, "board", Role.wallboard), kind, folder, suffix=suffix)
    assert refused.value.key == "refuse.role"
    assert list(folder.iterdir()) == []


def test_a_purpose_names_people_as_far_as_the_role_may_know_them(
    branch: Store, secretary: Actor, volunteer: Actor, tmp_path: Path
) -> None:
    told = page(branch, secretary, "visit_sheet", tmp_path, "走访").text
    assert ELDER in told and ILL in told and "走访" in told
    mine = page(branch, volunteer, "visit_sheet", tmp_path, "走访").text
    assert "王" in mine and "余欣" not in mine
    walked = page(branch, volunteer, "door_walk", tmp_path, "走访").text
    assert not [name for name in RESIDENTS if name in walked]
    assert PHONES[0] not in mine + walked


def test_a_volunteer_prints_his_own_work_unless_another_is_named(
    branch: Store, volunteer: Actor, tmp_path: Path
) -> None:
    mine = page(branch, volunteer, "job_sheet", tmp_path)
    assert [row[1] for row in mine.lines()[1:]] == ["3-2-401", "3-2-402", "3-2-301"]
    others = page(branch, volunteer, "job_sheet", tmp_path, volunteer_id=LEADER)
    assert [row[1] for row in others.lines()[1:]] == ["5-*"]  # the door of another's job


# ── what stands on them ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_whole_and_runs_nothing(
    branch: Store, secretary: Actor, tmp_path: Path, kind: str, lang: str
) -> None:
    found = Page(printed(branch, secretary, kind, tmp_path, "核对", lang=lang))
    assert not RUNS & set(found.tags)
    allowed = {"lang", "charset", "http-equiv", "content", "class", "colspan", "style"}
    assert found.attributes <= allowed
    assert "default-src 'none'" in found.source and "url(" not in found.source
    assert "{" not in found.text and "paper.col" not in found.text and "paper." not in found.text
    heads = next((row for row in found.rows if len(row) > 3), [])
    assert kind == "labels" or all(heads)
    assert found.source.count("<thead>") == found.source.count("<tfoot>") >= 1


@pytest.mark.parametrize("kind", ["duty_table", "job_sheet", "stock_count", "labels"])
def test_what_people_wrote_is_text_on_a_page_and_in_a_spreadsheet(
    branch: Store, secretary: Actor, tmp_path: Path, kind: str
) -> None:
    found = page(branch, secretary, kind, tmp_path, "核对")
    assert SCRIPT in found.text and SCRIPT not in found.source
    place = printed(branch, secretary, kind, tmp_path, "核对", suffix=".xlsx")
    with zipfile.ZipFile(place) as book:
        parts = {name: book.read(name).decode() for name in book.namelist() if "xml" in name}
    assert not [name for name, part in parts.items() if "<f>" in part or "hyperlink" in part]
    if kind in ("job_sheet", "stock_count"):
        assert FORMULA in found.text
        assert FORMULA.replace('"', "&quot;") in parts["xl/sharedStrings.xml"] or (
            FORMULA in parts["xl/sharedStrings.xml"]
        )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_spreadsheet_has_every_row_of_the_page_under_the_same_heads(
    branch: Store, secretary: Actor, tmp_path: Path, kind: str, lang: str
) -> None:
    place = printed(branch, secretary, kind, tmp_path, lang=lang, suffix=".xlsx")
    with zipfile.ZipFile(place) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        shared = book.read("xl/sharedStrings.xml").decode()
    found = Page(printed(branch, secretary, kind, tmp_path, lang=lang))
    assert len(sheets) == found.tags.count("table")
    heads = [] if kind == "labels" else next(row for row in found.rows if len(row) > 3)
    assert all(head in shared for head in heads)
    assert open_sheet(place) is not None


def test_doors_are_walked_from_the_top_down_a_page_a_building(
    branch: Store, secretary: Actor, tmp_path: Path
) -> None:
    found = page(branch, secretary, "door_walk", tmp_path)
    assert found.tags.count("table") == 2
    doors = [row[0] for row in found.lines() if row[0].count("-") == 2]
    assert doors == ["3-1-501", "3-2-401", "3-2-402", "3-2-301", "5-1-101"]
    away = next(row for row in found.rows if row[0] == "3-2-402")
    assert away[1] == "1/2" and away[3:6] == ["□"] * 3
    one = page(branch, secretary, "door_walk", tmp_path, building=5)
    assert [row[0] for row in one.lines() if row[0].count("-") == 2] == ["5-1-101"]


def test_the_duty_table_is_of_a_day_with_room_to_sign(
    branch: Store, secretary: Actor, tmp_path: Path
) -> None:
    found = page(branch, secretary, "duty_table", tmp_path, "值班")
    assert found.tags.count("table") == 2 and "2022-04-08 周五" in found.text
    seated = next(row for row in found.rows if "08:00-12:00" in row)
    assert "孙晓丽" in seated and seated[-3:] == ["", "", ""]
    later = page(branch, secretary, "duty_table", tmp_path, day=dt.date(2022, 4, 9))
    assert later.tags.count("table") == 1 and "2022-04-09" in later.text


def test_a_count_is_made_without_the_book_unless_that_was_asked_for(
    branch: Store, secretary: Actor, tmp_path: Path
) -> None:
    assert "37" not in page(branch, secretary, "stock_count", tmp_path).text
    told = page(branch, secretary, "stock_count", tmp_path, book=True)
    assert sum("37" in row for row in told.rows) == 4


def test_a_booklet_has_no_box_for_whom_the_round_has_seen(
    branch: Store, secretary: Actor, tmp_path: Path
) -> None:
    before = page(branch, secretary, "booklet", tmp_path)
    assert sum("□" in row for row in before.rows) == len(LIVING)
    from models.rounds import RoundTarget

    with branch.reading(secretary) as session:
        first = next(iter(session.exec(_all(RoundTarget))))
    do(branch, secretary, "rounds.set_away", first.id, reason="回老家")
    after = page(branch, secretary, "booklet", tmp_path)
    assert sum("□" in row for row in after.rows) == len(LIVING) - 1


def _all(table: type) -> object:
    from sqlmodel import select

    return select(table)


# ── the way back ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_ticked_off_at_the_desk_carries_a_code(
    branch: Store, secretary: Actor, tmp_path: Path, kind: str
) -> None:
    found = page(branch, secretary, kind, tmp_path)
    assert bool(found.codes) is (kind in WITH_CODES)
    assert len(set(found.codes)) == len(found.codes)
    for code in found.codes:
        with branch.reading(secretary) as session:
            (hit, *_) = anything(session, code.lower())
            jobs = opened_sheet(session, hit.kind, hit.id).jobs
            listed = jobs_found(session, (hit,), ZH)
        assert hit.kind == "papers.sheet" and jobs
        assert all(job.open for job in jobs)
        assert [f"{one.kind}:{one.id}" for one in listed] == [job.key for job in jobs]
        assert all(one.detail and "." not in one.detail for one in listed)


def test_a_job_ticked_off_is_no_longer_open_on_its_sheet(
    branch: Store, volunteer: Actor, clock: FrozenClock, tmp_path: Path
) -> None:
    (code,) = page(branch, volunteer, "job_sheet", tmp_path).codes
    do(branch, volunteer, "requests.start", 2)
    do(branch, volunteer, "requests.done", 2, outcome="送到了")
    assert [job.open for job in _jobs(branch, volunteer, code)] == [True, True, False]


def test_a_visit_ticks_the_sheet_and_one_before_it_was_printed_does_not(
    branch: Store, volunteer: Actor, clock: FrozenClock, tmp_path: Path
) -> None:
    (code,) = page(branch, volunteer, "visit_sheet", tmp_path).codes
    clock.advance(dt.timedelta(minutes=20))
    do(branch, volunteer, "care.record_contact", 1, outcome="no_answer")
    (job,) = _jobs(branch, volunteer, code)
    assert not job.open and ZH.of(job.state) == ZH("ContactOutcome.no_answer")


def test_a_count_ticks_the_count_sheet(
    branch: Store, secretary: Actor, clock: FrozenClock, tmp_path: Path
) -> None:
    (code,) = page(branch, secretary, "stock_count", tmp_path).codes
    clock.advance(dt.timedelta(minutes=20))
    item = _jobs(branch, secretary, code)[0]
    do(branch, secretary, "stock.count", int(item.key.partition(":")[2]), counted=74)
    assert [job.open for job in _jobs(branch, secretary, code)] == [False, True]


def test_the_code_of_a_bag_brings_up_what_its_household_gets_and_nobody_else_does(
    branch: Store, volunteer: Actor, tmp_path: Path
) -> None:
    bags = page(branch, volunteer, "labels", tmp_path)
    (listed,) = page(branch, volunteer, "pick_list", tmp_path).codes
    first, second = (_jobs(branch, volunteer, code) for code in bags.codes)
    assert len(first) == len(second) == 1 and first[0].key != second[0].key
    assert {job.key for job in (*first, *second)} == {
        job.key for job in _jobs(branch, volunteer, listed)
    }
    do(branch, volunteer, "group_buys.hand_over", int(first[0].key.partition(":")[2]))
    assert not _jobs(branch, volunteer, bags.codes[0])[0].open
    assert _jobs(branch, volunteer, bags.codes[1])[0].open
    assert [job.open for job in _jobs(branch, volunteer, listed)].count(True) == 1
    again = page(branch, volunteer, "labels", tmp_path)
    assert len(again.codes) == 1  # who has it already is not ticked off again


def test_before_a_round_the_booklet_is_a_line_a_door_with_its_heads(
    branch: Store, secretary: Actor, tmp_path: Path
) -> None:
    import sqlalchemy as sa

    from models.homes import Household, Presence, Resident

    hours = {"starts_at": dt.datetime(2022, 4, 9, 1, tzinfo=dt.UTC)}
    hours["ends_at"] = hours["starts_at"] + dt.timedelta(hours=4)
    ahead = do(branch, secretary, "rounds.plan", kind="test", **hours)
    found = page(branch, secretary, "booklet", tmp_path, record_id=ahead.id)
    lines = [row for row in found.rows if len(row) == 7 and row[0].isdigit()]
    assert found.codes == [] and "第2轮" in found.text
    with branch.reading(secretary) as session:
        here = session.execute(
            sa.select(sa.func.count())
            .select_from(Resident)
            .join(Household)
            .where(Resident.presence == Presence.present)
        ).scalar_one()
    assert sum(int(row[2]) for row in lines) == here > 0
    assert all(row[3:5] == ["", ""] and row[5:] == ["□", "□"] for row in lines)
    one = page(branch, secretary, "booklet", tmp_path, record_id=ahead.id, building=5)
    assert one.tags.count("table") == 1 < found.tags.count("table")


def test_another_volunteer_reads_the_sheet_as_masked_as_its_records(
    branch: Store, secretary: Actor, volunteer: Actor, tmp_path: Path
) -> None:
    (code,) = page(branch, secretary, "visit_sheet", tmp_path).codes
    told = "".join(job.label for job in _jobs(branch, volunteer, code))
    assert "余欣" not in told and "5-1-101" not in told and "5-*" in told
    with branch.reading(Actor(None, "board", Role.wallboard)) as session:
        assert anything(session, code) == ()


def test_a_code_runs_out(
    branch: Store, volunteer: Actor, clock: FrozenClock, tmp_path: Path
) -> None:
    (code,) = page(branch, volunteer, "job_sheet", tmp_path).codes
    clock.advance(dt.timedelta(days=7))
    assert _jobs(branch, volunteer, code)
    clock.advance(dt.timedelta(days=1))
    assert _jobs(branch, volunteer, code) == ()
    with branch.reading(volunteer) as session:
        (hit,) = anything(session, code)
        told = opened_sheet(session, hit.kind, hit.id)
    assert [field.label for field in told.fields if field.alarm] == ["field.valid_until"]


def _jobs(store: Store, actor: Actor, code: str) -> tuple:
    with store.reading(actor) as session:
        hit = next(hit for hit in anything(session, code) if hit.kind == "papers.sheet")
        return opened_sheet(session, hit.kind, hit.id).jobs


# ── what is kept of it ──────────────────────────────────────────────────────────────────────────


def test_the_journal_keeps_what_was_printed_for_whom_and_how_much(
    branch: Store, secretary: Actor, tmp_path: Path
) -> None:
    page(branch, secretary, "job_sheet", tmp_path, "社区核对")
    with branch.reading(secretary) as session:
        act = kept.acts(session, limit=1)[0]
        line = acts.said(session, act.id)
        last = acts.my_last(session)
        rows = list(session.exec(_all(PrintedSheet)))
    assert (act.verb, act.actor_id, act.why) == ("papers.print", secretary.id, "社区核对")
    assert line is not None
    for lang in LANGUAGES:
        told = Words(lang)(f"{line.verb}.did", **line.params)
        assert "4" in told and "社区核对" in told and "{" not in told
    assert last is None or last.verb != "papers.print"  # a paper that is out is not taken back
    assert [(row.volunteer_id, len(row.records)) for row in rows] == [(LEADER, 1), (VOLUNTEER, 3)]
    with branch.reading(SET_UP) as session:
        assert kept.verify(session).broken == ()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("visits.pdf", "refuse.papers.ending"),
        ("visits.csv", "refuse.papers.ending"),
        ("nowhere/visits.html", "refuse.sheets.unwritable"),
        ("there.html", "refuse.exports.exists"),
    ],
)
def test_a_name_that_cannot_be_written_is_refused_and_prints_no_code(
    branch: Store, secretary: Actor, tmp_path: Path, name: str, key: str
) -> None:
    (tmp_path / "there.html").write_text("kept")
    with pytest.raises(Refusal) as refused:
        print_paper(branch, secretary, "visit_sheet", tmp_path / name, ZH)
    assert refused.value.key == key
    assert (tmp_path / "there.html").read_text() == "kept"
    with branch.reading(secretary) as session:
        assert list(session.exec(_all(PrintedSheet))) == []


def test_an_empty_paper_is_not_printed(store: Store, secretary: Actor, tmp_path: Path) -> None:
    for kind in KINDS:
        if kind == "visit_sheet":
            continue  # without rules for the care list its refusal is another one
        with pytest.raises(Refusal) as refused:
            print_paper(store, secretary, kind, tmp_path / "x.html", ZH)
        assert refused.value.key == "refuse.papers.nothing"
    with pytest.raises(Refusal) as refused:
        print_paper(store, secretary, "poster", tmp_path / "x.html", ZH)
    assert refused.value.key == "refuse.papers.kind"
    assert list(tmp_path.glob("*.html")) == []


def test_p_writes_into_the_documents_for_the_owner_only(
    branch: Store, secretary: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Documents").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "Documents"))
    first = print_here(branch, secretary, "door_walk", ZH, Scope(building=3))
    second = print_here(branch, secretary, "door_walk", ZH, Scope(building=3))
    assert first != second and first.parent == tmp_path / "Documents"
    assert first.stat().st_mode & 0o077 == 0
    assert sorted(one.name for one in first.parent.iterdir()) == sorted([first.name, second.name])


@pytest.mark.parametrize("kind", KINDS)
def test_a_longer_paper_asks_no_more_of_the_database(
    branch: Store,
    secretary: Actor,
    tmp_path: Path,
    count_statements: CountStatements,
    kind: str,
) -> None:
    def asked() -> int:
        with count_statements(branch) as statements:
            printed(branch, secretary, kind, tmp_path)
        return statements.count

    asked()  # what is worked out once a process
    before = asked()
    for at in range(4):
        added = {"household_id": A, "name": f"新住户{at}", "birth_year": 1940}
        resident = do(branch, SET_UP, "homes.add_resident", **added).id
        do(branch, SET_UP, "care.add_profile", resident_id=resident, categories=["elderly"])
        given = {"household_id": A, "kind": "carry", "detail": f"水{at}", "again": True}
        made = do(branch, SET_UP, "requests.add", **given)
        do(branch, SET_UP, "requests.assign", made.id, assignee_id=VOLUNTEER)
        item = do(branch, SET_UP, "stock.add_item", name=f"物资{at}", unit="只").id
        do(branch, SET_UP, "stock.receive", item, quantity=5, sure=True)
    assert asked() <= before + 2  # what moved is read anew once
