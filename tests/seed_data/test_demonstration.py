"""The demonstration compound: built once to day 20, the slowest test here, and looked at whole."""

import datetime as dt
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

import seed_data.demonstration as demonstration
from models import alarms, campaign, care, gate, group_buys, isolation, requests, stock
from models.alarms import AlarmLine
from models.board import Board, glance
from models.branch import rule_sets
from models.requests import Request
from models.rules.isolation import ExposureKind
from models.shifts import Seat, SeatState, Shift
from models.store import Actor, Clock, Role, Store, journal
from models.store.journal import verify
from models.store.register import lookup_kind
from models.store.verify import VerifyReport
from models.words import LANGUAGES, Words
from seed_data.demonstration import campaign as led
from seed_data.demonstration import group_buys as bought
from seed_data.demonstration import requests as asked_for
from seed_data.demonstration.world import Person, World
from seed_data.rule_sets import RULE_SETS
from tests.seed_data.conftest import Built

HOUR = dt.timedelta(hours=1)
SECRETARY = Actor(1, "陈立远", Role.secretary)
DAY_5 = dt.datetime(2022, 3, 24, 4, tzinfo=dt.UTC)
OF_THE_DESK = {"alarm.accounts.none"}
"""What is said of the desk itself: there is no record of it to open."""
"""A day after the care list was drawn up."""
ACTS, STATEMENTS = 2_750, 33_000
"""What the build may cost. Its time hangs on these two; what they count is the same everywhere."""


@pytest.fixture(scope="session")
def compound(built: Built) -> Iterator[Store]:
    """It, open."""
    store = Store.open(str(built.path), Clock.frozen(demonstration.MOMENT))
    yield store
    store.close()


LATE_IN_TIME = {
    f"alarm.{name}"
    for name in (
        "campaign.directive care.overdue community.medicine community.mediation community.mood "
        "community.notice community.rumour gate.goods gate.overdue group_buys.complaint "
        "group_buys.lying group_buys.not_placed group_buys.refund group_buys.report_ends "
        "group_buys.report_ended patrols.late requests.overdue requests.owed rounds.left "
        "rounds.places_climbed rounds.places_missed rounds.undelivered rounds.unread "
        "shifts.gap shifts.late shifts.not_out stock.expired stock.low "
        "stock.out"
    ).split()
}


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
    assert board.shifts.on_duty > 0 and board.shifts.gaps > 0
    assert board.more is not None and board.more.alarms > 0


def test_the_wall_board_counts_what_everybody_counts(board: Board, compound: Store) -> None:
    with compound.reading(Actor.wallboard()) as session:
        assert glance(session).to_json() == board.to_json()
    assert board.more is not None
    assert board.more.group_buys.standing > 0 and board.more.gate.out > 0


def test_every_alarm_is_said_in_both_languages_and_opens_its_record(
    compound: Store, tmp_path: Path
) -> None:
    """The compound left to itself: what was begun on day 20 becomes late, and says so."""
    found: dict[str, AlarmLine] = {}
    shutil.copy(str(compound.path), tmp_path / "left.db")
    begun = compound.clock.now()
    for hours in (0, 2, 4, 8, 24, 48, 24 * 7, 24 * 14):
        left = Store.open(
            str(tmp_path / "left.db"), Clock.frozen(begun + dt.timedelta(hours=hours))
        )
        with left.reading(SECRETARY) as session:
            for line in alarms.lines(session):
                for lang in LANGUAGES:
                    told = Words(lang)(line.text, **line.params)
                    assert told and "{" not in told and "None" not in told
                found.setdefault(line.text, line)
                if line.text in OF_THE_DESK:
                    continue
                assert line.record is not None, line.text
                kind, _, row_id = line.record.rpartition(":")
                assert lookup_kind(kind).sheet(session, int(row_id)).title
        left.close()
    assert LATE_IN_TIME <= found.keys(), LATE_IN_TIME - found.keys()


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
            (group_buys.BuyOrder, "ordered_at"),
        ):
            latest = session.execute(sa.select(sa.func.max(getattr(table, moment)))).scalar_one()
            assert latest <= now, table


def test_on_day_20_one_buy_takes_orders_and_one_is_sorted(compound: Store) -> None:
    with compound.reading(SECRETARY) as session:
        standing = group_buys.buys(session, past=False)
        done = group_buys.totals(session)
        unasked = group_buys.unasked(session)
    assert [line.state.value for line in standing] == ["sorting", "open"]
    assert unasked and done.buys == 30
    planned = bought.schedule(random.Random(bought.SEED))[: done.buys]
    assert done.portions == sum(buy.portions for buy in planned)


def test_the_buys_come_to_what_was_bought() -> None:
    """41 group buys with 5,063 portions, the last of which came on 15 April."""
    planned = bought.schedule(random.Random(bought.SEED))
    assert (len(planned), sum(buy.portions for buy in planned)) == (41, 5063)
    assert (planned[0].day, planned[-1].day) == (dt.date(2022, 3, 21), dt.date(2022, 4, 14))
    assert min(buy.portions for buy in planned) > 80


def test_everybody_who_stayed_apart_is_free_by_day_20(compound: Store) -> None:
    """3 cases, 11 close and 19 secondary contacts, 26 of them at home; the last left on 7 April."""
    with compound.reading(SECRETARY) as session:
        numbers, everybody = isolation.totals(session), isolation.people(session)
        assert isolation.alarms(session) == () and isolation.counts(session).total == 0
    assert (numbers.cases, numbers.close, numbers.secondary) == (3, 11, 19)
    assert numbers.released == numbers.people == 33
    contacts = [exposure for one in everybody for exposure in one.exposures]
    exposed = [one.happened_on for one in contacts if one.kind is not ExposureKind.discharged]
    assert max(exposed) == dt.date(2022, 3, 17)
    quarantined = [one.row.quarantine_ended_on for one in everybody]
    assert max(day for day in quarantined if day) == dt.date(2022, 3, 31)
    assert max(one.row.released_on for one in everybody if one.row.released_on) == dt.date(
        2022, 4, 7
    )


def test_on_the_first_day_26_stayed_apart_at_home(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    demonstration.build(path, at=dt.datetime(2022, 3, 20, 4, tzinfo=dt.UTC))
    store = Store.open(str(path))
    try:
        with store.reading(SECRETARY) as session:
            numbers = isolation.counts(session)
    finally:
        store.close()
    assert (numbers.total, numbers.cases, numbers.home) == (33, 3, 26)


def test_at_the_gate_a_few_are_out_and_one_is_late(compound: Store) -> None:
    with compound.reading(SECRETARY) as session:
        now, goods = gate.counts(session), gate.goods(session)
        passed = gate.totals(session)
    assert 2 <= now.out <= 10 and now.overdue == 1
    assert goods and all(line.state is gate.GoodsState.disinfected for line in goods)
    assert any(line.buy for line in goods)
    assert 15 <= (passed.out + passed.inward) / 20 <= 25


def test_on_day_20_one_directive_is_late_and_one_item_lacks_for_the_listing(
    compound: Store,
) -> None:
    with compound.reading(SECRETARY) as session:
        assert (campaign.counts(session).open, campaign.counts(session).overdue) == (2, 1)
        free = campaign.check(session, campaign.CheckList.epidemic_free)
        assert [line.kind for line in campaign.course(session) if line.kind] == ["sealed"]
    assert free is not None and free.failing is not None
    assert (free.failing.item, free.open) == ("test_organisation", 1)


def test_the_compound_is_listed_on_the_10th_and_unsealed_on_the_15th(tmp_path: Path) -> None:
    """Only the campaign of the 33 days is played; who serves is all it needs."""
    clock = Clock.frozen("2022-03-20T06:00")
    store = Store.open(f"sqlite:///{tmp_path}/plan.db", clock)
    try:
        until = dt.datetime(2022, 4, 21, 12, tzinfo=dt.UTC)
        world = World(store, clock, random.Random(1), demonstration.FIRST_DAY, until)
        world.do(
            Actor.setup(),
            "branch.found",
            {"name": "临时党支部", "compound": "样板小区", "first_day": world.first_day},
        )
        rules = [one for one in RULE_SETS if one["kind"] == "readiness"]
        for one in rules:
            told = {"kind": one["kind"], "name": one["name"], "data": one["data"]}
            world.do(Actor.setup(), "branch.add_rule_set", {**told, "begins_on": one["from"]})
        for name in dict.fromkeys(("陈立远", *(who for *_, who, _, _ in led.DIRECTIVES))):
            told = {"name": name, "kind": "cadre", "role": "secretary"}
            (row_id,) = world.ids(world.do(Actor.setup(), "people.add_volunteer", told))
            world.crew[name] = Actor(row_id, name, Role.secretary)
        led.plan(world)
        world.run(lambda done, of: None)
        with store.reading(SECRETARY) as session:
            phases = {line.kind: line.on for line in campaign.course(session) if line.kind}
            late = campaign.counts(session)
        assert phases == {
            "sealed": dt.date(2022, 3, 20),
            "epidemic_free": dt.date(2022, 4, 10),
            "guarded": dt.date(2022, 4, 15),
        }
        assert (late.open, late.overdue) == (0, 0)
    finally:
        store.close()


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
    demonstration.build(path, DAY_5)
    store = Store.open(str(path), Clock.frozen(DAY_5))
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
