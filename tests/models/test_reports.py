"""Brief and work report: counted from the ledgers, the same after retention, for whom, as what."""

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import pytest
from docx import Document
from lxml import etree
from sqlmodel import col, select

from models import reports
from models.branch import Phase
from models.patrols import Patrol
from models.reports.template import HELD, build
from models.rules.refusal import Refusal
from models.store import Actor, Role, Store
from models.store.clock import FrozenClock
from models.store.journal import erase
from models.store.register import lookup_kind
from models.words import LANGUAGES, Words
from tests.conftest import CountStatements
from tests.models.campaign.standing import founded
from tests.models.crew import SET_UP, do

SECRETARY = Actor(1, "陈书宁", Role.secretary)
KEYS = (
    "households residents present volunteers group_buys portions gifts carries medicine_runs"
    " odd_problems epidemic_free_on unsealed_on days sealed_days all_safe left milestones"
).split()


@pytest.fixture
def branch(store: Store) -> Store:
    founded(store)
    do(store, SET_UP, "campaign.add_milestone", text="成立 <b>&", reached_on="2022-03-20")
    return store


def whole(store: Store, actor: Actor = SECRETARY) -> dict[str, object]:
    with store.reading(actor) as session:
        return reports.report(session).to_json()


def test_the_report_has_the_names_that_are_promised(branch: Store) -> None:
    found = whole(branch)
    assert [key for key in KEYS if key not in found] == []
    assert (found["days"], found["sealed_days"], found["unsealed_on"]) == (20, 20, None)
    assert found["all_safe"] is True


def test_without_a_branch_there_is_nothing_to_tell(store: Store) -> None:
    with store.reading(SECRETARY) as session:
        for read in (reports.report, reports.brief):
            with pytest.raises(Refusal, match="no_branch"):
                read(session)


def test_a_brief_is_of_a_day_that_was(branch: Store) -> None:
    with branch.reading(SECRETARY) as session:
        for day in (dt.date(2022, 3, 19), dt.date(2022, 4, 9)):
            with pytest.raises(Refusal, match="refuse.reports.day"):
                reports.brief(session, day)
        past = [one.name for one in reports.brief(session, dt.date(2022, 4, 1)).parts]
        assert past == [one.name for one in reports.brief(session).parts]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_told_has_its_words(branch: Store, lang: str) -> None:
    words = Words(lang)
    with branch.reading(SECRETARY) as session:
        found, told = reports.report(session), reports.brief(session)
        texts = (
            reports.report_text(found, words),
            reports.brief_text(told, words),
            reports.brief_markdown(told, words),
        )
    for text in texts:
        assert "report." not in text and "brief." not in text and "{" not in text
    assert texts[0].splitlines()[-1] == words("report.all_safe")


def test_the_totals_are_the_same_when_the_journal_has_been_emptied(branch: Store) -> None:
    before = whole(branch)
    with branch.writing(SET_UP, "journal.erase") as session:
        erase(session, range(1, 1 + _acts(branch)))
    assert whole(branch) == before


def _acts(store: Store) -> int:
    with store.engine.connect() as connection:
        return connection.exec_driver_sql("SELECT max(id) FROM act").scalar_one()


def test_what_is_left_is_named(branch: Store) -> None:
    left = reports.Left(unseen=2, red_requests=1, releases=0)
    for lang in LANGUAGES:
        words = Words(lang)
        from models.reports.telling import ending

        told = "\n".join(ending(left, words))
        assert words("report.all_safe") not in told
        assert "2" in told and "1" in told
    assert not reports.Left(0, 0, None).safe and reports.Left(0, 0, 0).safe


@pytest.mark.parametrize("role", list(Role))
def test_counts_are_for_everybody_and_the_file_for_leaders(
    branch: Store, tmp_path: Path, role: Role
) -> None:
    actor = Actor(None if role is Role.wallboard else 1, "某某", role)
    assert whole(branch, actor)["days"] == 20
    path = tmp_path / "r.json"
    if role in (Role.secretary, Role.grid_leader):
        reports.write_report(branch, actor, path, Words(), "json")
        assert json.loads(path.read_text(encoding="utf-8"))["days"] == 20
    else:
        with pytest.raises(Refusal, match="role"):
            reports.write_report(branch, actor, path, Words(), "json")
        assert not path.exists()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_document_opens_and_says_what_the_text_says(
    branch: Store, tmp_path: Path, lang: str
) -> None:
    words, path = Words(lang), tmp_path / "report.docx"
    reports.write_report(branch, SECRETARY, path, words, "docx")
    paragraphs = [one.text for one in Document(str(path)).paragraphs]
    with branch.reading(SECRETARY) as session:
        found = reports.report(session)
    told = [sentence for one in reports.report_parts(found, words) for sentence in one.sentences]
    assert [sentence for sentence in told if sentence not in paragraphs] == []
    assert words("report.all_safe") in paragraphs
    assert any("成立 <b>&" in text for text in paragraphs)
    with pytest.raises(Refusal, match="exists"):
        reports.write_report(branch, SECRETARY, path, words, "docx")


def test_the_template_is_what_it_is_built_from() -> None:
    def parts(data: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return {name: packed.read(name) for name in packed.namelist()}

    assert parts(HELD.read_bytes()) == parts(build())


def test_a_report_costs_the_same_however_much_there_is(
    branch: Store, count_statements: CountStatements
) -> None:
    def asked() -> int:
        with count_statements(branch) as statements, branch.reading(SECRETARY) as session:
            reports.report(session)
            reports.brief(session)
        return statements.count

    asked()
    before = asked()
    for day in range(21, 29):
        text = f"第{day}天"
        do(branch, SET_UP, "campaign.add_milestone", text=text, reached_on=f"2022-03-{day}")
    assert asked() == before


# ── how soon matters were closed, and who served ────────────────────────────────────────────────


def test_how_soon_matters_were_closed_is_told_by_kind(branch: Store, clock: FrozenClock) -> None:
    for hours, kind in ((1, "drain"), (2, "drain"), (30, "drain"), (3, "pet")):
        clock.set("2022-04-08T10:30")
        row = do(branch, SET_UP, "requests.add", household_id=1, kind=kind, detail="", again=True)
        clock.advance(dt.timedelta(hours=hours))
        for verb in ("claim", "start", "done"):
            do(branch, SECRETARY, f"requests.{verb}", row.id)
    clock.set("2022-04-09T18:00")
    found = whole(branch)
    assert (found["same_day_rate"], found["median_hours"]) == (75.0, 2.5)
    assert found["closed_by_kind"] == {
        "drain": {"closed": 3, "same_day_rate": 66.7, "median_hours": 2.0},
        "pet": {"closed": 1, "same_day_rate": 100.0, "median_hours": 3.0},
    }
    with branch.reading(SECRETARY) as session:
        text = reports.report_text(reports.report(session), Words())
    assert "当天办结率75.0%，办结用时中位数2.5小时。" in text
    assert "下水3件、67%、2.0小时；宠物1件、100%、3.0小时" in text


def test_hours_are_those_that_were_served(branch: Store, clock: FrozenClock) -> None:
    do(branch, SET_UP, "shifts.add_post", name="北门卡点", kind="gate_checkpoint", seats=2)
    starts = dt.datetime(2022, 4, 8, 4, tzinfo=dt.UTC)
    do(branch, SET_UP, "shifts.add", post_id=1, starts_at=starts,
       ends_at=starts + dt.timedelta(hours=4))  # fmt: skip
    do(branch, SET_UP, "shifts.assign", 1, volunteer_id=3)
    clock.set(starts)
    do(branch, SET_UP, "shifts.check_in", 1)
    clock.advance(dt.timedelta(hours=2))
    assert whole(branch)["hours_served"] == 0  # the turn is not over yet
    clock.advance(dt.timedelta(hours=3))
    do(branch, SET_UP, "shifts.check_out", 1)
    found = whole(branch)
    assert (found["seats_planned"], found["seats_served"], found["seats_empty"]) == (2, 1, 1)
    assert found["hours_served"] == 5.0


def test_who_is_back_at_work_has_served_all_the_same(branch: Store) -> None:
    before = whole(branch)
    do(branch, SET_UP, "people.demobilise", 5)
    found = whole(branch)
    assert (found["volunteers"], found["cadres"]) == (before["volunteers"], before["cadres"])
    assert found["back_at_work"] == 1


def test_applications_are_told_to_the_secretary_alone(branch: Store) -> None:
    do(branch, SECRETARY, "community.record_application", applicant_id=3,
       applied_on="2022-04-08")  # fmt: skip
    assert whole(branch)["applications"] == 1
    assert whole(branch, Actor(2, "周岚", Role.grid_leader))["applications"] is None


def test_a_place_that_was_treated_counts(branch: Store) -> None:
    """Disinfection keeps records of its own and is no target of a round."""
    assert whole(branch)["disinfected"] == 0
    do(branch, SET_UP, "rounds.add_place", name="北门路面", target="road")
    do(branch, SECRETARY, "rounds.disinfect", 1, concentration=500)
    assert whole(branch)["disinfected"] == 1


# ── charts ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_document_holds_charts_of_word(branch: Store, tmp_path: Path, lang: str) -> None:
    words, path = Words(lang), tmp_path / "report.docx"
    do(branch, SET_UP, "shifts.add_post", name="<一号线>", kind="patrol_route")
    for _ in range(3):
        do(branch, SECRETARY, "patrols.start", 1)
        with branch.reading(SECRETARY) as session:
            running = session.exec(select(Patrol).order_by(col(Patrol.id).desc())).first()
        assert running is not None
        do(branch, SECRETARY, "patrols.end", running.id)
    reports.write_report(branch, SECRETARY, path, words, "docx")
    opened = Document(str(path))
    drawn = [one for one in opened.part.package.iter_parts() if "/charts/" in str(one.partname)]
    assert len(drawn) == 1 and len(opened.inline_shapes) == 1
    tree = etree.fromstring(drawn[0].blob)
    texts = [one.text for one in tree.iter(f"{{{_MAIN}}}t")]
    unit = words("unit.patrols")
    assert unit in texts and any(unit in (text or "") and "20" in (text or "") for text in texts)
    values = [one.text for one in tree.iter(f"{{{_CHART}}}v")]
    assert words("PhaseKind.sealed") in values and values[-1] == "3"
    assert "3/20" in values and "4/8" in values
    assert not any("[" in one.text for one in opened.paragraphs)


_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def test_a_stage_report_of_other_dates_says_so(branch: Store) -> None:
    phase = branch_phase(branch)
    do(branch, SECRETARY, "campaign.list_free", phase, reason="公布", begins_on="2022-04-05")
    with branch.reading(SECRETARY) as session:
        (stage,) = reports.stages(session)
    assert not stage.moved
    do(
        branch,
        SECRETARY,
        "branch.edit_phase",
        phase + 1,
        changed={"begins_on": dt.date(2022, 4, 7)},
        opened={"begins_on": dt.date(2022, 4, 5)},
    )
    with branch.reading(SECRETARY) as session:
        (stage,) = reports.stages(session)
        told = lookup_kind("campaign.report").sheet(session, 1)
    assert stage.moved and stage.ends_on == dt.date(2022, 4, 4)
    said = [field for field in told.fields if field.label == "field.written_for"]
    assert said[0].alarm and "2022-04-04" in Words()(said[0].value.key, **said[0].value.params)


def branch_phase(store: Store) -> int:
    """The id of the phase the branch began with."""
    with store.reading(SECRETARY) as session:
        found = session.exec(select(Phase.id)).one()
    assert found is not None
    return found
