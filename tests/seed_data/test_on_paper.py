"""What leaves the desk, from a whole branch on day 20: every paper, and ledgers read back."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

import seed_data.demonstration as demonstration
from models.exports import export
from models.homes import Resident
from models.imports import Ledger, preview
from models.papers import PaperKind, Scope, print_paper
from models.people import Volunteer
from models.sheets import open_sheet
from models.store import Actor, Clock, Role, Store
from models.words import LANGUAGES, Words
from tests.seed_data.conftest import Built

SECRETARY = Actor(1, "陈立远", Role.secretary)


@pytest.fixture(scope="module")
def compound(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A copy: whoever prints writes in it which codes were given out."""
    path = shutil.copy(built.path, tmp_path_factory.mktemp("paper") / "desk.db")
    store = Store.open(str(path), Clock.frozen(demonstration.MOMENT))
    yield store
    store.close()


@pytest.fixture(scope="module")
def names(compound: Store) -> frozenset[str]:
    """Everybody's whole name, where it is long enough not to be a word."""
    with compound.reading(SECRETARY) as session:
        known = (*session.exec(select(Resident.name)), *session.exec(select(Volunteer.name)))
    return frozenset(name for name in known if len(name) > 2)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", list(PaperKind))
def test_every_paper_of_a_whole_branch_is_a_page_and_a_spreadsheet(
    compound: Store, names: frozenset[str], tmp_path: Path, kind: PaperKind, lang: str
) -> None:
    words, pages = Words(lang), {}
    for suffix in (".html", ".xlsx"):
        place = tmp_path / f"paper{suffix}"
        pages[suffix] = print_paper(compound, SECRETARY, kind, place, words, Scope())
    page = pages[".html"].read_text(encoding="utf-8")
    body = page.partition("<body>")[2]
    told = set(re.findall(r"[\u4e00-\u9fff]{3,4}", body.replace(SECRETARY.name, "")))
    assert not told & names
    assert not re.search(r"\b1[3-9]\d{9}\b", body)
    assert not re.search(r"(paper|PaperKind|export)\.\w+|\{\w+\}", body)
    assert body.count("<thead>") == body.count("<table") > 0  # a second page repeats the heads
    assert pages[".xlsx"].read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize(
    "ledger, into",
    [("homes", "roster"), ("care", "special"), ("people", "people"), ("shifts", "shifts")],
)
def test_a_ledger_written_for_a_purpose_reads_back_as_the_same_rows(
    compound: Store, tmp_path: Path, ledger: str, into: str, suffix: str, lang: str
) -> None:
    place = tmp_path / f"ledger{suffix}"
    export(compound, SECRETARY, ledger, place, Words(lang), "check")
    with compound.reading(SECRETARY) as session:
        shown = preview(session, Ledger(into), open_sheet(place)).preview
    assert (shown.add, shown.change, shown.refused, shown.notices) == ((), (), (), ())
    assert shown.same > 25


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_stock_ledger_read_into_an_empty_desk_gives_the_same_balances(
    compound: Store, tmp_path: Path, lang: str
) -> None:
    place = export(compound, SECRETARY, "stock", tmp_path / "stock.xlsx", Words(lang), "check")
    empty = Store.open(str(tmp_path / "empty.db"), Clock.frozen(demonstration.MOMENT))
    try:
        with empty.reading(Actor.setup()) as session:
            shown = preview(session, Ledger.stock, open_sheet(place)).preview
    finally:
        empty.close()
    assert (shown.change, shown.refused) == ((), ())
    assert len(shown.add) > 300
    assert [note for note in shown.notices if "balance" in note.key] == []
