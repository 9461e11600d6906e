"""What is over is forgotten, and every total stays: the demonstration, sixty days on."""

import datetime as dt
import json
import sqlite3
from collections import defaultdict
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
from models.store.personal import ERASED as ERASED_ROWS
from models.store.register import draft_for, perform
from models.store.values import columns, models_by_table
from models.words import ERASED, Words
from screens.kit.draw import did
from tests.conftest import CountStatements
from tests.screens.conftest import OpenDesk, grid, open_desk, settled
from tests.seed_data.conftest import EVENING

SECRETARY = Actor(1, "陈立远", Role.secretary)
DAYS, EVERY = 60, 5
"""Days that pass, and days between two looks: a desk is not open every night."""
LATER = EVENING + dt.timedelta(days=DAYS)

__all__ = ["open_desk"]


def copied(source: Path, target: Path) -> Path:
    with closing(sqlite3.connect(source)) as driver:
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(copy(source, target))


@pytest.fixture(scope="module")
def kept(last_day: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Sixty days on, with nothing forgotten."""
    path = copied(last_day, tmp_path_factory.mktemp("kept") / "desk.db")
    store = Store.open(str(path), Clock.frozen(LATER))
    yield store
    store.close()


@pytest.fixture(scope="module")
def past(last_day: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Sixty days on, with the duty done whenever a desk was open."""
    path = copied(last_day, tmp_path_factory.mktemp("past") / "desk.db")
    clock = Clock.frozen(EVENING)
    store = Store.open(str(path), clock)
    for _ in range(0, DAYS, EVERY):
        clock.advance(dt.timedelta(days=EVERY))
        take_due(store, retention.duties())
    yield store
    store.close()


# ── what is declared ────────────────────────────────────────────────────────────────────────────


def told_of(model: type) -> set[str]:
    """Columns that may say whose a row is: text, lists, links to a home or a person."""
    found = set()
    for name, column in columns(model).items():
        text = isinstance(column.type, (sa.String, sa.JSON)) and not isinstance(
            column.type, sa.Enum
        )
        linked = {key.column.table.name for key in column.foreign_keys}
        if text or linked & {"household", "resident"}:
            found.add(name)
    return found


def declared() -> dict[str, object]:
    return {one.name: one for area in models.AREAS for one in retention.personal(area)}


def ours() -> dict[str, type]:
    return {
        name: model
        for name, model in models_by_table().items()
        if model.__module__.startswith("models.")
    }


def test_every_text_and_every_link_is_kept_for_a_reason_or_erased_in_time(past: Store) -> None:
    past.load_areas()
    lacking, unknown = [], []
    for name, model in ours().items():
        one = declared().get(name)
        if one is None:
            lacking.append(name)
            continue
        said = {*one.texts, *one.becomes, *one.keeps, *(link.column for link in one.links)}
        lacking += [f"{name}.{column}" for column in told_of(model) - said]
        unknown += [f"{name}.{column}" for column in said - columns(model).keys()]
        both = {*one.texts, *one.becomes, *(link.column for link in one.links)} & set(one.keeps)
        assert not both, f"{name}: {both} are kept and erased"
        assert one.erases or not (one.texts or one.becomes or one.links), name
    assert not lacking, f"say beside the tables what becomes of {lacking}"
    assert not unknown


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
    """Every number there is: the report, a brief every week, every area's counts, every file."""
    found: dict[str, object] = {}
    with store.reading(SECRETARY) as session:
        whole = reports.report(session)
        found["report"] = whole.to_json()
        day = whole.first_day
        while day <= session.today:
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


def forgotten(driver: sqlite3.Connection) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for table, row_id in driver.execute("SELECT table_name, row_id FROM erased"):
        found[table].add(row_id)
    return found


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


def leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part)


def texts_in(value: str) -> Iterator[str]:
    """The text itself, or every text inside where it is kept as JSON."""
    try:
        found = json.loads(value) if value[:1] in ("{", "[") else value
    except ValueError:
        found = value
    return leaves(found)


def cells(driver: sqlite3.Connection) -> Iterator[tuple[str, int, str, str]]:
    """Every text of every table of a file, whatever table it is."""
    driver.row_factory = sqlite3.Row
    tables = driver.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        for row in driver.execute(f"SELECT rowid AS place, * FROM {table}"):
            for name in row.keys()[1:]:
                if isinstance(row[name], str):
                    for text in texts_in(row[name]):
                        yield table, row["place"], name, text


def test_no_word_of_an_erased_row_is_left_anywhere_in_the_file(kept: Store, past: Store) -> None:
    with closing(sqlite3.connect(past.path)) as driver:
        gone = forgotten(driver)
        left = {text for _, _, _, text in cells(driver)}
    words, elsewhere = set(), set()
    with closing(sqlite3.connect(kept.path)) as driver:
        for table, row_id, column, text in cells(driver):
            one = declared().get(table)
            if one is None:  # the journal and the store's own tables
                continue
            if column in one.texts and row_id in gone[table]:
                words.add(text)
            else:
                elsewhere.add(text)
    # What a living record says too (a name of an item, an answer in one word) is no trace.
    words = {text for text in words - elsewhere if len(text) > 1}
    assert len(words) > 500
    assert not words & left
    long = {text for text in words if len(text) >= 8}
    told = "\n".join(left)
    assert not [text for text in long if text in told]


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
