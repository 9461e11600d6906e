"""The notice to residents says what holds: the masking table, the days, and nobody's name."""

import datetime as dt
from pathlib import Path

import pytest

from models.branch import RuleSetDraft
from models.papers import PrintedSheet, print_paper
from models.papers.notice import residents_notice
from models.papers.paper import Scope
from models.rules import masking
from models.rules.masking import Sight
from models.store import Actor, Role, Store
from models.store.register import perform
from models.words import LANGUAGES, Words
from tests.conftest import Prepared
from tests.models.requests_branch import found

KEPT = {"gate": 21, "isolation": 30, "requests": 44}


def with_rules(store: Store) -> None:
    desk = found(store)
    draft = {
        "kind": "retention",
        "name": "期限",
        "begins_on": dt.date(2022, 3, 20),
        "data": {"days": KEPT},
    }
    perform(store, desk.secretary, "branch.add_rule_set", RuleSetDraft.model_validate(draft))


@pytest.fixture
def store(prepared: Prepared) -> Store:
    return prepared(with_rules)


def drawn(store: Store, role: Role, words: Words) -> dict[str, tuple[str, ...]]:
    """The rows by what they are about."""
    from models.exports.eye import eye_of

    with store.reading(Actor(1, "陈书宁", role)) as session:
        paper = residents_notice(session, eye_of(session, False), words, Scope())
    (block,) = paper.blocks
    return {str(row[0]): tuple(map(str, row[1:])) for row in block.rows}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_days_are_those_in_force(store: Store, lang: str) -> None:
    words = Words(lang)
    rows = drawn(store, Role.secretary, words)
    assert "44" in rows[words("residents_notice.what.requests")][2]
    assert "21" in rows[words("residents_notice.what.gate")][2]
    # What no rule names is kept until the end.
    assert rows[words("residents_notice.what.group_buys")][2] == words("residents_notice.until.end")
    assert not [cell for row in rows.values() for cell in row if "{" in cell]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_sees_what_is_what_the_screens_mask_by(
    store: Store, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = Words(lang)
    for seen in Sight:
        assert words(f"residents_notice.sight.{seen}")
    before = drawn(store, Role.secretary, words)[words("residents_notice.what.illness")][1]
    assert (
        words("residents_notice.sight.items") in before
        and words("residents_notice.sight.masked") not in before
    )
    table = {**masking._TABLE, "on_task": (Sight.masked,) * 5}
    monkeypatch.setattr(masking, "_TABLE", table)
    after = drawn(store, Role.secretary, words)[words("residents_notice.what.illness")][1]
    assert (
        words("residents_notice.sight.items") not in after
        and words("residents_notice.sight.masked") in after
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_one_page_that_names_nobody_and_carries_no_code(
    store: Store, tmp_path: Path, lang: str
) -> None:
    secretary = Actor(1, "陈书宁", Role.secretary)
    made = print_paper(
        store, secretary, "residents_notice", tmp_path / "notice.html", Words(lang), purpose="x"
    )
    body = made.read_text(encoding="utf-8")
    assert body.count("<table") == 1 and "样板小区临时党支部" in body
    for named in ("陈书宁", "王秀芝", "13900001111", "3-2-401"):
        assert named not in body
    with store.reading(secretary) as session:
        assert session.get(PrintedSheet, 1) is None


def test_whoever_prints_it_prints_the_same(store: Store) -> None:
    words = Words("zh")
    assert drawn(store, Role.volunteer, words) == drawn(store, Role.secretary, words)
