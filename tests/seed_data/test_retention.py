"""What is over is forgotten, and every total stays: the demonstration, nine weeks on."""

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path
from shutil import copy

import pytest
import sqlalchemy as sa

import models
import screens
from models import exports, find, papers, reports, retention
from models.acts import recent, undo
from models.exports import Written
from models.rules.refusal import Refusal
from models.store import Actor, Clock, Role, Store
from models.store.clock import FrozenClock
from models.store.duties import take_due
from models.store.journal import verify
from models.store.migrations import STEPS
from models.store.personal import ERASED as ERASED_ROWS
from models.store.register import draft_for, perform
from models.words import ERASED, Words
from screens.kit.draw import did
from tests.conftest import CountStatements
from tests.screens.conftest import OpenDesk, grid, open_desk, settled
from tests.seed_data.conftest import EVENING
from tests.seed_data.traces import LONG, SCHEMA, declared, forgotten, traces, words_of
from tui.duties import due_now

SECRETARY = Actor(1, "陈立远", Role.secretary)
DAYS, EVERY = 63, 7
"""Days that pass, and days between two looks: a desk is not open every night."""
UNMISTAKABLE = "鎏璟斛来客四七一九"
"""Who passed the gate on the last evening, twenty times; nobody else is called so."""
LATER = EVENING + dt.timedelta(days=DAYS)

__all__ = ["open_desk"]


def copied(source: Path, target: Path) -> Path:
    with closing(sqlite3.connect(source)) as driver:
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(copy(source, target))


@pytest.fixture(scope="module")
def evening(last_day: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration at its end, with one more guest."""
    path = copied(last_day, tmp_path_factory.mktemp("evening") / "desk.db")
    store = Store.open(str(path), Clock.frozen(EVENING))
    for _ in range(20):
        guest = {"name": UNMISTAKABLE, "note": f"{UNMISTAKABLE}登记"}
        came = perform(store, SECRETARY, "gate.let_in", draft_for("gate.let_in", guest))
        back = draft_for("gate.back", {}, came.rows[0].id)
        perform(store, SECRETARY, "gate.back", back)
    store.close()
    return path


@pytest.fixture(scope="module")
def kept(evening: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Nine weeks on, with nothing forgotten."""
    path = copied(evening, tmp_path_factory.mktemp("kept") / "desk.db")
    store = Store.open(str(path), Clock.frozen(LATER))
    yield store
    store.close()


@pytest.fixture(scope="module")
def past(evening: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Nine weeks on, with the duty done whenever a desk was open."""
    path = copied(evening, tmp_path_factory.mktemp("past") / "desk.db")
    clock = Clock.frozen(EVENING)
    store = Store.open(str(path), clock)
    for _ in range(0, DAYS, EVERY):
        clock.advance(dt.timedelta(days=EVERY))
        take_due(store, retention.duties())
    yield store
    store.close()


def test_every_period_is_a_number_of_the_rule_set(past: Store) -> None:
    with past.reading(SECRETARY) as session:
        lines = retention.periods(session)
    assert lines and all(days for line in lines for _, days in line.periods), lines
    for lang in ("zh", "en"):
        words = Words(lang)
        for duty in retention.duties():
            assert words.has(duty.name) and words.has(f"{duty.name}.did")
        for line in lines:
            assert all(words.has(f"rules.part.{ledger}") for ledger, _ in line.periods)


# ── totals ──────────────────────────────────────────────────────────────────────────────────────


def everything(store: Store) -> dict[str, object]:
    """Every number there is: the report, a brief every week, every area's counts, every file.

    A brief names under `not_kept` what a past day cannot tell, and tells null there. Nothing is
    left out here: forgetting adds no name to that list, because what a brief reads is kept.
    """
    found: dict[str, object] = {}
    with store.reading(SECRETARY) as session:
        whole = reports.report(session)
        found["report"] = whole.to_json()
        day = whole.first_day
        while day <= EVENING.date():
            found[f"brief {day}"] = reports.brief(session, day).to_json()
            day += dt.timedelta(days=7)
        for area in models.AREAS:
            counts = getattr(import_module(f"models.{area}"), "counts", None)
            if counts is not None:
                found[f"counts {area}"] = counts(session)
        for ledger in Written:
            made = exports._sheets(session, ledger, Words(), "核对")
            found[f"export {ledger}"] = [(one.title, len(one.rows)) for one in made]
    return found


def test_every_total_is_what_it_was(kept: Store, past: Store) -> None:
    before, after = everything(kept), everything(past)
    assert before.keys() == after.keys()
    differing = {
        name: (after[name], before[name]) for name in before if after[name] != before[name]
    }
    assert not differing
    report = after["report"]
    assert isinstance(report, dict)
    assert [report[name] for name in ("households", "residents", "present", "medicine_runs")] == [
        634,
        1300,
        1100,
        307,
    ]


# ── nothing personal is left ────────────────────────────────────────────────────────────────────


def test_what_is_past_is_all_of_it(past: Store) -> None:
    with closing(sqlite3.connect(past.path)) as driver:
        gone = forgotten(driver)
        for table in ("passage", "request", "isolation", "buy_order", "gift", "care_contact"):
            (n,) = driver.execute(f"SELECT count(*) FROM {table}").fetchone()
            # A few are still open, or money is owed on them.
            assert n - 5 <= len(gone[table]) <= n and n > 20, table


def test_an_erased_row_says_nothing_of_a_person(past: Store) -> None:
    with closing(sqlite3.connect(past.path)) as driver:
        driver.row_factory = sqlite3.Row
        gone, rows = forgotten(driver), 0
        nobody = {
            "household": {
                row[0] for row in driver.execute("SELECT id FROM household WHERE stairwell = 0")
            },
            "resident": {
                row[0]
                for row in driver.execute("SELECT id FROM resident WHERE name = ?", (ERASED,))
            },
        }
        for name, one in declared().items():
            for row in driver.execute(f"SELECT * FROM {name}"):
                if row["id"] not in gone[name]:
                    continue
                rows += 1
                for column in one.texts:
                    assert row[column] in ("", ERASED, None), (name, column)
                for link in one.links:
                    assert row[link.column] in {None, *nobody[link.to]}, (name, link)
                for column, value in one.becomes.items():
                    if value is None:
                        assert row[column] is None, (name, column)
        assert rows > 20_000


@pytest.fixture(scope="module")
def words(kept: Store, past: Store) -> set[str]:
    """What only erased rows said."""
    with closing(sqlite3.connect(past.path)) as driver:
        gone = forgotten(driver)
    with closing(sqlite3.connect(kept.path)) as driver:
        found = words_of(driver, gone)
    assert len(found) > 500
    return found


def test_no_word_of_an_erased_row_is_left_anywhere_in_the_file(
    past: Store, words: set[str]
) -> None:
    with closing(sqlite3.connect(past.path)) as driver:
        assert traces(driver, words) == set()
        versions = driver.execute(f"SELECT * FROM {SCHEMA}").fetchall()
    assert versions == [(STEPS.newest,)], "the one table that is not looked through"


LEAKS = {
    ("household", "note"): "UPDATE household SET note = :told WHERE id = 7",
    ("request", "detail"): "UPDATE request SET detail = :told WHERE id ="
    " (SELECT min(row_id) FROM erased WHERE table_name = 'request')",
    ("act_value", "params"): "INSERT INTO act_value (act_id, salt, actor, params)"
    " SELECT min(act_id), '', '', json_object('asked', json_array(:told)) FROM entry"
    " WHERE act_id NOT IN (SELECT act_id FROM act_value)",
    ("entry_value", "after"): 'INSERT INTO entry_value (entry_id, salt, "after")'
    " SELECT min(id), '', json_object('note', :told) FROM entry"
    " WHERE id NOT IN (SELECT entry_id FROM entry_value)",
}
"""Words that leaked into a living record, an erased one, and both halves of the journal."""


@pytest.mark.parametrize("inside", [False, True], ids=["alone", "inside another text"])
def test_a_word_that_leaked_is_found_where_it_is(
    past: Store, words: set[str], inside: bool
) -> None:
    wanted = sorted(word for word in words if len(word) >= LONG or not inside)
    leaked = set()
    with closing(sqlite3.connect(past.path)) as driver:  # never committed
        for (table, column), planting in LEAKS.items():
            word = wanted.pop(0)
            told = f"他说：{word}。" if inside else word
            assert driver.execute(planting, {"told": told}).rowcount == 1
            leaked.add((table, column, word))
        found = traces(driver, words)
    assert leaked <= found
    assert {(table, column) for table, column, _ in found} == LEAKS.keys()


def test_the_bytes_of_the_file_do_not_hold_it_either(evening: Path, past: Store) -> None:
    told = UNMISTAKABLE.encode()
    assert evening.read_bytes().count(told) > 40
    past.empty_log()
    assert told not in past.path.read_bytes()
    assert not Path(f"{past.path}-wal").read_bytes()


def test_the_journal_holds_nothing_of_them_and_is_whole(past: Store) -> None:
    with closing(sqlite3.connect(past.path)) as driver:
        of_them = (
            "FROM entry e JOIN erased r ON r.table_name = e.table_name AND r.row_id = e.row_id"
        )
        (values,) = driver.execute(
            f"SELECT count(*) {of_them} JOIN entry_value v ON v.entry_id = e.id"
        ).fetchone()
        (said,) = driver.execute(
            f"SELECT count(*) {of_them} JOIN act_value v ON v.act_id = e.act_id"
        ).fetchone()
        (entries,) = driver.execute(f"SELECT count(*) {of_them}").fetchone()
        acts = driver.execute(
            "SELECT a.verb, v.params FROM act a JOIN act_value v ON v.act_id = a.id"
            " WHERE a.verb LIKE 'retention.%'"
        ).fetchall()
    assert (values, said) == (0, 0) and entries > 40_000
    for _, params in acts:
        assert set(json.loads(params)) == {"rows", "values"}
    with past.reading(SECRETARY) as session:
        report = verify(session)
    assert report.sound and report.erased > 40_000


# ── the duty ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def own(past: Store, tmp_path: Path) -> Iterator[Store]:
    """A copy that a test may change, the morning after."""
    path = copied(past.path, tmp_path / "own.db")
    clock = Clock.frozen(LATER + dt.timedelta(days=1))
    store = Store.open(str(path), clock)
    yield store
    store.close()


def test_a_night_with_nothing_past_writes_nothing_and_asks_little(
    own: Store, count_statements: CountStatements
) -> None:
    with own.engine.connect() as connection:
        before = connection.execute(sa.text("SELECT max(id) FROM act")).scalar_one()
    with count_statements(own) as asked:
        take_due(own, retention.duties())
    assert asked.count < 240
    with own.engine.connect() as connection:
        verbs = connection.execute(
            sa.text("SELECT verb FROM act WHERE id > :before"), {"before": before}
        ).scalars()
        assert set(verbs) <= {"retention.journal"}


def test_a_row_that_is_touched_again_counts_anew(own: Store) -> None:
    clock = own.clock
    assert isinstance(clock, FrozenClock)
    with own.engine.connect() as connection:
        asked = "SELECT id FROM request WHERE state = 'confirmed' AND id IN"
        asked += " (SELECT row_id FROM erased WHERE table_name = 'request') LIMIT 1"
        number = connection.execute(sa.text(asked)).scalar_one()
    verb = "requests.reopen"
    perform(own, SECRETARY, verb, draft_for(verb, {"reason": "又堵了"}, number))
    clock.advance(dt.timedelta(days=1))
    take_due(own, retention.duties())
    with own.engine.connect() as connection:
        known = sa.select(ERASED_ROWS).where(
            ERASED_ROWS.c.table_name == "request", ERASED_ROWS.c.row_id == number
        )
        assert connection.execute(known).first() is None


def test_an_erased_act_is_not_taken_back_and_says_why(past: Store) -> None:
    with past.engine.connect() as connection:
        asked = (
            "SELECT max(act_id) FROM entry WHERE table_name = 'request' AND operation = 'update'"
        )
        act = connection.execute(sa.text(asked)).scalar_one()
    with pytest.raises(Refusal) as caught:
        undo(past, SECRETARY, act, "试一试")
    assert caught.value.key == "refuse.undo.erased"


def test_the_log_beside_the_file_is_emptied_after_a_look(own: Store) -> None:
    assert "retention.gate" in due_now(own)
    assert not Path(f"{own.path}-wal").read_bytes()
    with own.writing(SECRETARY, "journal.look") as session:
        session.witness()
    assert Path(f"{own.path}-wal").read_bytes()


# ── what a person sees ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("place", screens.ROOMS, ids=lambda place: place.name)
async def test_every_room_opens(past: Store, open_desk: OpenDesk, place: screens.RoomPlace) -> None:
    async with open_desk(past, SECRETARY, place.name) as pilot:
        await settled(pilot)
        shown = "\n".join(grid(pilot))
        assert ERASED not in shown
        await pilot.press("enter")
        await settled(pilot)
        assert ERASED not in "\n".join(grid(pilot))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_of_record_opens_and_every_file_is_written(
    past: Store, tmp_path: Path, lang: str
) -> None:
    words = Words(lang)
    with closing(sqlite3.connect(past.path)) as driver:
        gone = forgotten(driver)
    opened = 0
    with past.reading(SECRETARY) as session:
        for kind in every_kind():
            for row_id in sorted(gone[str(kind.table.__tablename__)])[:3]:
                assert kind.sheet(session, row_id).title
                opened += 1
        for line in recent(session, 400):
            assert did(words, line.verb, line.params)
        for text in ("401", "王", "wang", "3-1-101", "12"):
            for hit in find.anything(session, text):
                assert hit.kind != "homes.household" or ERASED not in hit.label
        for ledger in Written:
            for sheet in exports._sheets(session, ledger, words, "核对"):
                assert not [
                    v for row in sheet.rows for v in row if v is not None and ERASED in str(v)
                ]
    assert opened > 20


def every_kind() -> Iterator[object]:
    from models.acts import every_area
    from models.store.register import kinds

    every_area()
    yield from kinds().values()


@pytest.mark.parametrize("paper", list(papers.PaperKind))
def test_every_paper_is_printed(past: Store, tmp_path: Path, paper: papers.PaperKind) -> None:
    path = tmp_path / f"{paper}.html"
    try:
        papers.print_paper(past, SECRETARY, paper, path, Words("zh"), purpose="核对")
    except Refusal as refusal:
        assert refusal.key.startswith("refuse.papers."), refusal.key
    else:
        assert ERASED not in path.read_text(encoding="utf-8")
