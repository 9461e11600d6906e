"""What is seen of the stock: levels, cover, what ends, alarms; and what each read costs."""

import datetime as dt
import sqlite3

import pytest

from models import board, stock
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Role, Store
from models.store.register import lookup_kind
from models.words import Words
from tests.empty import asks_sqlite
from tests.models.storeroom import (
    CATALOGUE,
    CHEN,
    GOWN,
    MASK,
    MILK,
    SUN,
    TODAY,
    WALL,
    act,
    furnish,
    line_of,
    on_hand,
    receive,
)


@pytest.fixture
def room(store: Store) -> Store:
    furnish(store)
    return store


def issue_daily(store: Store, clock: FrozenClock, item: int, quantity: int, days: int) -> None:
    """The same quantity on each of the days before today."""
    for back in range(days, 0, -1):
        clock.set(f"{TODAY - dt.timedelta(days=back)}T15:00")
        act(store, SUN, "stock.issue", item, quantity=quantity)
    clock.set(f"{TODAY}T10:30")


# ── how an item stands ────────────────────────────────────────────────────────────────────────


def test_what_was_never_recorded_is_not_known_to_be_out(room: Store) -> None:
    assert line_of(room).level is None
    with room.reading(CHEN) as session:
        assert stock.panel(session) == ()
        assert stock.counts(session) == stock.StockCounts(short=0, expiring=0)
        assert len(stock.items(session)) == 3
    act(room, SUN, "stock.add_item", None, name="氧气袋", unit="个", minimum=2)
    assert line_of(room, 4).level == "out"


def test_levels_in_words(room: Store, clock: FrozenClock) -> None:
    receive(room, GOWN, 12)
    assert line_of(room).level == "ok"
    act(room, SUN, "stock.issue", GOWN, quantity=2)
    assert line_of(room).level == "low"
    act(room, SUN, "stock.issue", GOWN, quantity=10)
    assert line_of(room).level == "out"
    receive(room, GOWN, 201)
    assert line_of(room).level == "over"


def test_use_before_the_delivery_comes_makes_it_reorder(room: Store, clock: FrozenClock) -> None:
    clock.set(f"{TODAY - dt.timedelta(days=7)}T08:00")
    receive(room, GOWN, 72)
    issue_daily(room, clock, GOWN, 8, 7)
    line = line_of(room)
    assert (line.on_hand, line.daily, line.cover) == (16, 8, 2)
    assert line.level == "reorder"  # 10 at least, and two days of 8 until a delivery


def test_with_two_days_of_ledger_no_daily_use_is_said(room: Store, clock: FrozenClock) -> None:
    clock.set(f"{TODAY - dt.timedelta(days=2)}T08:00")
    receive(room, GOWN, 100)
    issue_daily(room, clock, GOWN, 8, 2)
    assert line_of(room).daily is None


def test_what_spoils_is_no_use_and_what_comes_back_was_none(
    room: Store, clock: FrozenClock
) -> None:
    clock.set(f"{TODAY - dt.timedelta(days=5)}T08:00")
    receive(room, GOWN, 100)
    act(room, SUN, "stock.issue", GOWN, quantity=20)
    act(room, SUN, "stock.return", GOWN, quantity=5)
    act(room, SUN, "stock.spoil", GOWN, quantity=30, reason="受潮")
    clock.set(f"{TODAY}T10:30")
    assert line_of(room).daily == 3


def test_held_and_expired_are_counted_apart(room: Store, clock: FrozenClock) -> None:
    receive(room, MILK, 20, batch="A", ends=2)
    receive(room, MILK, 30, batch="B", ends=20)
    act(room, SUN, "stock.hold", 2, reason="破箱")
    assert (line_of(room, MILK).on_hand, line_of(room, MILK).locked) == (20, 30)
    clock.advance(dt.timedelta(days=3))
    line = line_of(room, MILK)
    assert (line.on_hand, line.locked, line.level) == (0, 50, "out")
    assert line.expiring


def test_what_the_daily_use_cannot_finish_is_told(room: Store, clock: FrozenClock) -> None:
    clock.set(f"{TODAY - dt.timedelta(days=4)}T08:00")
    receive(room, MILK, 12, batch="B", ends=20)
    issue_daily(room, clock, MILK, 2, 4)
    receive(room, MILK, 30, batch="A", ends=9)
    line = line_of(room, MILK)
    assert (line.ending, line.unused) == (0, 10)
    with room.reading(CHEN) as session:
        assert stock.counts(session).expiring == 1


def test_the_panel_shows_first_what_needs_a_hand(room: Store, clock: FrozenClock) -> None:
    act(room, SUN, "stock.add_item", None, name="氧气袋", unit="个", minimum=2)
    receive(room, GOWN, 10)
    receive(room, MASK, 500)
    receive(room, MILK, 20, ends=5)
    with room.reading(CHEN) as session:
        assert [line.name for line in stock.panel(session)] == [
            "氧气袋",
            "隔离衣",
            "鲜牛奶",
            "N95口罩",
        ]
        names = [line.name for line in stock.items(session, order="stock.order.name")]
        assert names == sorted(names)
        assert [line.name for line in stock.items(session, "stock.filter.gear")] == ["隔离衣"]
        assert len(stock.items(session, "stock.filter.short")) == 2
        assert len(stock.items(session, "stock.filter.expiring")) == 1
        ending = stock.items(session, order="stock.order.expiry")
        assert ending[0].name == "鲜牛奶"


def test_a_branch_without_rules_sees_levels_and_no_forecast(store: Store) -> None:
    from models.store.register import perform

    perform(store, CHEN, "stock.install_catalogue", CATALOGUE)
    receive(store, GOWN, 5)
    line = line_of(store)
    assert (line.level, line.daily, line.ending) == ("low", None, 0)


# ── alarms ────────────────────────────────────────────────────────────────────────────────────


def told(store: Store) -> dict[str, tuple[str, dt.datetime]]:
    with store.reading(CHEN) as session:
        return {alarm.key: (alarm.severity, alarm.since) for alarm in stock.alarms(session)}


def test_gear_that_runs_out_is_red_and_the_rest_amber(room: Store, clock: FrozenClock) -> None:
    receive(room, GOWN, 30)
    receive(room, MASK, 5)
    clock.set(f"{TODAY}T11:00")
    act(room, SUN, "stock.issue", GOWN, quantity=21)
    low_since = clock.now()
    clock.set(f"{TODAY}T12:00")
    act(room, SUN, "stock.issue", GOWN, quantity=1)
    assert told(room) == {"stock.low:1": ("amber", low_since)}
    act(room, SUN, "stock.issue", GOWN, quantity=8)
    act(room, SUN, "stock.issue", MASK, quantity=5)
    noon = clock.now()
    clock.advance(dt.timedelta(hours=2))
    assert told(room) == {"stock.out:1": ("red", noon), "stock.out:2": ("amber", noon)}


def test_what_expired_and_what_differs_is_told_until_somebody_acts(
    room: Store, clock: FrozenClock
) -> None:
    receive(room, MILK, 20, batch="A", ends=1)
    receive(room, MILK, 20, batch="B", ends=20)
    act(room, SUN, "stock.count", MILK, counted=39)
    clock.set(f"{TODAY + dt.timedelta(days=2)}T10:30")
    assert told(room).keys() == {"stock.expired:1", "stock.differs:1"}
    act(room, CHEN, "stock.dispose", 1)
    act(room, CHEN, "stock.settle_count", 1, reason="damaged")
    assert told(room) == {}


# ── lots, moves, records, find ────────────────────────────────────────────────────────────────


def test_lots_in_trouble_come_first(room: Store) -> None:
    receive(room, MILK, 5, batch="later", ends=20)
    receive(room, MILK, 5, batch="soon", ends=2)
    receive(room, MILK, 5, batch="gone", ends=-1)
    receive(room, MILK, 5, batch="rest", quarantined=True)
    assert list(on_hand(room, MILK)) == ["gone", "rest", "soon", "later"]


def test_a_volunteer_sees_a_strangers_door_as_a_building(room: Store) -> None:
    act(room, CHEN, "homes.add_household", None, door="3-2-401", grid="1")
    receive(room, MILK, 20)
    act(room, CHEN, "stock.issue", MILK, quantity=1, household_id=1)
    seen = {}
    for actor in (CHEN, SUN):
        with room.reading(actor) as session:
            seen[actor.role] = stock.moves(session, MILK)[0].party
    assert seen[Role.secretary] == "3-2-401"
    assert "401" not in seen[Role.volunteer]
    with room.reading(WALL) as session:
        assert stock.moves(session, MILK) == (), "each line names whoever handled it"
    act(room, SUN, "stock.issue", MILK, quantity=1, household_id=1)
    with room.reading(SUN) as session:
        assert stock.moves(session, MILK)[0].party == "3-2-401"


def test_what_goes_to_a_post_is_drawn_by_the_shift_that_stands_there(
    room: Store, clock: FrozenClock
) -> None:
    act(room, CHEN, "shifts.add_post", None, name="北门卡点", kind="gate_checkpoint")
    begins = clock.now() - dt.timedelta(hours=1)
    ends = begins + dt.timedelta(hours=4)
    shift = act(room, CHEN, "shifts.add", None, post_id=1, starts_at=begins, ends_at=ends)
    receive(room, GOWN, 20)
    act(room, SUN, "stock.issue", GOWN, quantity=2, post_id=1)
    act(room, SUN, "stock.issue", GOWN, quantity=3)
    with room.reading(SUN) as session:
        (drawn,) = stock.moves(session, shift_id=shift.rows[0].id)
    assert (drawn.quantity, drawn.party) == (-2, "北门卡点")


@pytest.mark.parametrize(
    "typed", ["隔离衣", "离衣", "gown", "gowns", "GOWN", "gly", "gelyi", "geliyi"]
)
def test_an_item_is_found(room: Store, typed: str) -> None:
    with room.reading(SUN) as session:
        assert [found.id for found in stock.find_items(session, typed, 5)] == [GOWN]


def test_an_exact_name_comes_first(room: Store) -> None:
    act(room, SUN, "stock.add_item", None, name="牛奶箱", unit="个")
    with room.reading(SUN) as session:
        first, second = stock.find_items(session, "牛奶", 5)
    assert (first.id, first.rank, second.rank) == (MILK, 0, 1)


def test_records_open_with_what_belongs_to_them(room: Store) -> None:
    receive(room, GOWN, 20, batch="A", ends=3)
    act(room, SUN, "stock.issue", GOWN, quantity=2, party="北门 [b]x[/b]")
    act(room, SUN, "stock.count", GOWN, counted=17)
    with room.reading(SUN) as session:
        for kind, record in (("item", GOWN), ("lot", 1), ("move", 2), ("count", 1)):
            sheet = lookup_kind(f"stock.{kind}").sheet(session, record)
            assert sheet.title
            assert all(Words("en").has(field.label) for field in sheet.fields)
            for other, row_id, _ in sheet.related:
                assert lookup_kind(other).sheet(session, row_id).title


@asks_sqlite
def test_the_books_are_checked(room: Store) -> None:
    receive(room, GOWN, 20)
    driver = sqlite3.connect(room.path)
    driver.execute("UPDATE lot SET on_hand = 19 WHERE id = 1")
    driver.commit()
    driver.close()
    with room.reading(CHEN) as session:
        assert stock.check(session) == ("stock.lot:1 19 != 20",)


# ── what reads cost ───────────────────────────────────────────────────────────────────────────


def test_every_read_asks_a_fixed_number_of_statements(room: Store, count_statements) -> None:
    costs = {
        "panel": (4, stock.panel),
        "counts": (4, stock.counts),
        "items": (4, stock.items),
        "lots": (1, stock.lots),
        "moves": (1, lambda session: stock.moves(session, GOWN)),
        "counts of an item": (1, lambda session: stock.stock_counts(session, GOWN)),
        "find": (1, lambda session: stock.find_items(session, "g", 5)),
        "all of the dashboard": (4, lambda s: (stock.panel(s), stock.counts(s), stock.items(s))),
    }
    for more in range(2):
        receive(room, GOWN, 30 + more, batch=f"G{more}", ends=3)
        receive(room, MILK, 30, batch=f"K{more}", ends=5)
        act(room, SUN, "stock.issue", GOWN, quantity=1, party="北门")
        for name, (most, read) in costs.items():
            room.kept.clear()
            with count_statements(room) as asked, room.reading(CHEN) as session:
                read(session)
            assert len(about_stock(asked.texts)) == most, name


def about_stock(texts: list[str]) -> list[str]:
    """The reads without the one that says which areas moved, which every reading may ask."""
    return [text for text in texts if text.startswith("SELECT") and "FROM revision" not in text]


@asks_sqlite
def test_panels_look_at_open_lots_and_the_last_days_only(room: Store, count_statements) -> None:
    """Cost follows what is open: each statement goes through an index that leaves the past out."""
    receive(room, GOWN, 30)
    with count_statements(room) as asked, room.reading(CHEN) as session:
        stock.panel(session)
    driver = sqlite3.connect(room.path)
    plans = []
    for text in about_stock(asked.texts):
        given = ["2022-04-01"] * text.count("?")
        plans += [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {text}", given)]
    driver.close()
    past = [plan for plan in plans if "SCAN" in plan and "SCAN item" not in plan]
    assert past == ["SCAN lot USING INDEX lot_open"]
    assert any("move_used_by_day" in plan for plan in plans)


def test_the_board_counts_the_stock(room: Store) -> None:
    receive(room, GOWN, 5)
    with room.reading(Actor(None, "大屏", Role.wallboard)) as session:
        assert board.glance(session).stock == stock.StockCounts(short=1, expiring=0)


def test_an_item_that_is_gone_is_refused(room: Store) -> None:
    with pytest.raises(Refusal) as refusal:
        act(room, SUN, "stock.issue", 99, quantity=1)
    assert refusal.value.key == "refuse.gone"
