"""The demonstration compound: built once to day 20, the slowest test here, and looked at whole."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import col, select

import seed_data.demonstration as demonstration
from models import care, requests, stock
from models.board import Board, glance
from models.branch import rule_sets
from models.requests import Request
from models.shifts import Seat, SeatState, Shift
from models.store import Actor, Clock, Role, Store, journal
from models.store.journal import verify
from models.store.verify import VerifyReport
from seed_data.demonstration import requests as asked_for
from seed_data.demonstration.world import Person, World

HOUR = dt.timedelta(hours=1)
SECRETARY = Actor(1, "陈立远", Role.secretary)
DAY_11 = dt.datetime(2022, 3, 30, 4, tzinfo=dt.UTC)
"""A day after the care list was drawn up."""
ACTS, STATEMENTS = 1_420, 19_000
"""What the build may cost. Its time hangs on these two; what they count is the same everywhere."""


@dataclass(frozen=True)
class Built:
    """The demonstration at the moment it is opened for, and what building it asked for."""

    path: Path
    statements: int


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Built once."""
    path = tmp_path_factory.mktemp("demonstration") / "demo.db"
    asked = 0

    def note(*_statement: object) -> None:
        nonlocal asked
        asked += 1

    event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        demonstration.build(path)
    finally:
        event.remove(sa.Engine, "before_cursor_execute", note)
    return Built(path, asked)


@pytest.fixture(scope="session")
def compound(built: Built) -> Iterator[Store]:
    """It, open."""
    store = Store.open(str(built.path), Clock.frozen(demonstration.MOMENT))
    yield store
    store.close()


@pytest.fixture(scope="session")
def board(compound: Store) -> Board:
    """Its numbers."""
    with compound.reading(SECRETARY) as session:
        return glance(session)


def test_it_has_the_shape_of_the_real_one(board: Board) -> None:
    homes = board.homes
    assert (homes.households, homes.residents, homes.present) == (634, 1300, 1100)
    assert (board.volunteers, board.day) == (25, 20)
    assert demonstration.FIRST_DAY == dt.date(2022, 3, 20)


def test_it_knows_no_rules_of_a_later_day(compound: Store) -> None:
    with compound.reading(SECRETARY) as session:
        isolation = [one.begins_on for one in rule_sets(session) if one.kind == "isolation"]
    assert isolation == [dt.date(2022, 3, 15), dt.date(2022, 1, 1)]


def test_there_is_something_to_do_in_every_panel(board: Board) -> None:
    assert 185 <= board.care.total <= 195
    assert board.care.overdue > 0 and board.care.medicine_urgent > 0
    assert board.requests.open > 0 and board.requests.overdue > 0
    assert board.stock.short > 0 and board.stock.expiring > 0
    assert board.shifts.on_duty > 0 and board.shifts.gaps > 0 and board.alarms > 0


def test_building_it_stays_cheap(built: Built, compound: Store) -> None:
    with compound.reading(SECRETARY) as session:
        acts = verify(session).acts
    assert acts <= ACTS
    assert built.statements <= STATEMENTS


def test_the_care_list_begins_when_such_lists_were_drawn_up(compound: Store) -> None:
    with compound.reading(SECRETARY) as session:
        first = session.execute(sa.select(sa.func.min(care.CareContact.at))).scalar_one()
        made = journal.acts(session, verbs=["care.add_profile"])
    day = demonstration.FIRST_DAY + dt.timedelta(9)
    assert [compound.clock.day_of(act.at) for act in made] == [day]
    assert compound.clock.day_of(first) == day


def test_who_stood_is_told_by_the_day_and_at_the_end_by_the_minute(compound: Store) -> None:
    with compound.reading(SECRETARY) as session:
        served = journal.acts(session, verbs=["shifts.record_served"])
        lived = journal.acts(session, verbs=["shifts.check_in", "shifts.check_out"], limit=999)
        stood = session.exec(
            select(Seat, Shift).join(Shift).where(col(Seat.checked_in_at).is_not(None))
        ).all()
    assert len({compound.clock.day_of(act.at) for act in served}) == len(served) > 15
    assert min(act.at for act in lived) > demonstration.MOMENT - dt.timedelta(days=2)
    late = [seat for seat, shift in stood if seat.checked_in_at > shift.starts_at]
    assert 0.03 <= len(late) / len(stood) <= 0.08
    past = [seat for seat, shift in stood if shift.ends_at < demonstration.MOMENT - HOUR]
    assert {seat.state for seat in past} == {SeatState.done}


def test_a_few_of_a_hundred_requests_were_done_late(compound: Store) -> None:
    with compound.reading(SECRETARY) as session:
        rows = session.exec(select(Request).where(col(Request.closed_at).is_not(None))).all()
    late = [row for row in rows if row.promised_at and row.closed_at > row.promised_at]
    assert len(rows) > 300
    assert 0.05 <= len(late) / len(rows) <= 0.08


def test_its_books_agree(compound: Store) -> None:
    with compound.reading(SECRETARY) as session:
        report: VerifyReport = verify(session)
        assert report.sound, report.broken
        assert report.acts > 1000
        assert stock.check(session) == ()


def test_later_days_hold_plans_and_no_records(compound: Store) -> None:
    now = demonstration.MOMENT
    with compound.reading(SECRETARY) as session:
        ahead = session.exec(
            select(Seat.state).join(Shift).where(col(Shift.starts_at) > now + dt.timedelta(hours=2))
        ).all()
        assert ahead
        assert set(ahead) <= {SeatState.empty, SeatState.assigned, SeatState.confirmed}
        for table, moment in (
            (requests.Request, "created_at"),
            (care.CareContact, "at"),
            (stock.Move, "at"),
        ):
            latest = session.execute(sa.select(sa.func.max(getattr(table, moment)))).scalar_one()
            assert latest <= now, table


def test_two_builds_are_the_same(tmp_path: Path) -> None:
    assert _rows(tmp_path / "one.db") == _rows(tmp_path / "two.db")


def test_the_plan_of_27_days_asks_for_what_was_asked_for(tmp_path: Path) -> None:
    """307 medicine runs, 121 carries and 52 odd problems by 15 April; nothing is built for it."""
    clock = Clock.frozen("2022-03-20T06:00")
    store = Store.open(f"sqlite:///{tmp_path}/plan.db", clock)
    try:
        until = dt.datetime(2022, 4, 15, 15, 59, tzinfo=dt.UTC)
        world = World(store, clock, random.Random(1), demonstration.FIRST_DAY, until)
        world.people.append(Person(1, 1, "1-1-101", "某某", 1950, True, ()))
        asked_for.plan(world)
        planned = Counter(
            _group(ask.kind)
            for _, _, happening in world._events
            if _is_record(happening)
            for ask in happening.args[1]
        )
    finally:
        store.close()
    assert (planned["medicine"], planned["carry"], planned["odd"]) == (307, 121, 52)


def _is_record(happening: object) -> bool:
    return getattr(happening, "func", None) is asked_for._record


def _group(kind: str) -> str:
    return kind if kind in asked_for.TOTALS else "odd"


def _rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of a short build, but for the salts of the journal and what hangs on them, which
    nobody may guess, and the hour of the build itself."""
    demonstration.build(path, DAY_11)
    store = Store.open(str(path), Clock.frozen(DAY_11))
    try:
        with store.engine.connect() as connection:
            tables = sa.inspect(connection).get_table_names()
            apart = {"branch_clock", "act", "act_value", "entry", "entry_value"}
            return {
                table: [
                    tuple(row)
                    for row in connection.execute(sa.text(f'SELECT * FROM "{table}" ORDER BY 1'))
                ]
                for table in tables
                if table not in apart
            }
    finally:
        store.close()
