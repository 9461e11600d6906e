"""Brief and work report: counted from the ledgers, the same after retention, for whom, as what."""

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import pytest
from docx import Document

from models import reports
from models.reports.template import HELD, build
from models.rules.refusal import Refusal
from models.store import Actor, Role, Store
from models.store.journal import erase
from models.words import LANGUAGES, Words
from tests.conftest import CountStatements
from tests.models.crew import SET_UP, do
from tests.models.test_campaign import founded

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
