"""Routes past their interval come first; the quick line of patrols."""

import datetime as dt
from typing import Any

import pytest

from models import patrols
from models.patrols import PatrolState
from models.quick import understand
from models.store import Actor, FrozenClock, Store
from models.store.register import perform
from models.words import Words
from tests.conftest import CountStatements
from tests.models.crew import SET_UP, do
from tests.models.patrols.standing import DOOR, EAST, FIVE, OTHER, WEST, met

# ── routes, numbers, alarms ───────────────────────────────────────────────────────────────────────


def test_routes_past_their_interval_come_first(
    compound: Store, secretary: Actor, clock: FrozenClock
) -> None:
    def state() -> list[tuple[str, bool, int | None]]:
        with compound.reading(secretary) as session:
            lines = patrols.routes(session)
            assert patrols.counts(session).late_routes == sum(line.late for line in lines)
        return [(line.name, line.late, line.interval) for line in lines]

    def alarms() -> list[tuple[str, str, str | None]]:
        with compound.reading(secretary) as session:
            found = patrols.alarms(session)
        assert {alarm.severity for alarm in found} <= {"amber"}
        return [(alarm.key, alarm.text, alarm.record) for alarm in found]

    assert state() == [("东线", True, 180), ("西线", True, 60)]
    assert alarms()[0] == ("patrols.late:1", "alarm.patrols.never", "patrols.route:1")
    for route in (EAST, WEST):
        out = do(compound, secretary, "patrols.start", route)
        do(compound, secretary, "patrols.end", out.id)
    assert (state()[0][1], alarms()) == (False, [])
    clock.advance(dt.timedelta(minutes=61))
    assert state() == [("西线", True, 60), ("东线", False, 180)]
    assert alarms() == [("patrols.late:2", "alarm.patrols.late", "patrols.route:2")]
    out = do(compound, secretary, "patrols.start", WEST)
    assert alarms() == []
    clock.advance(dt.timedelta(minutes=70))
    assert alarms() == [
        (f"patrols.out:{out.id}", "alarm.patrols.still_out", f"patrols.patrol:{out.id}")
    ]


def test_without_rules_only_a_routes_own_interval_counts(store: Store, secretary: Actor) -> None:
    for name, minutes in (("东线", None), ("西线", 60)):
        do(
            store,
            SET_UP,
            "shifts.add_post",
            name=name,
            kind="patrol_route",
            interval_minutes=minutes,
        )
    with store.reading(secretary) as session:
        lines = patrols.routes(session)
        assert [(line.name, line.late) for line in lines] == [("西线", True), ("东线", False)]
        assert len(patrols.alarms(session)) == 1
        assert patrols.heat(session) == patrols.repeats(session) == ()


def test_incidents_today_begin_at_the_branchs_midnight(
    compound: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    clock.set("2022-04-08T23:50")
    met(compound, volunteer)
    clock.set("2022-04-09T00:10")
    met(compound, volunteer)
    with compound.reading(volunteer) as session:
        assert patrols.counts(session).incidents_today == 1


def test_reads_ask_a_fixed_number_of_statements(
    compound: Store, volunteer: Actor, secretary: Actor, count_statements: CountStatements
) -> None:
    def fill(n: int) -> None:
        for i in range(n):
            out = do(compound, volunteer, "patrols.start", EAST, second_id=5)
            met(compound, volunteer, household_id=DOOR + i % 2)
            do(compound, volunteer, "patrols.end", out.id)

    def asked(actor: Actor, read: Any) -> int:
        with compound.reading(actor) as session, count_statements(compound) as statements:
            read(session)
        return sum(
            text.lstrip().upper().startswith(("SELECT", "WITH")) for text in statements.texts
        )

    reads = {
        patrols.routes: 3,
        patrols.patrols: 5,
        patrols.incidents: 2,
        patrols.repeats: 3,
        patrols.heat: 2,
        patrols.counts: 4,
        patrols.alarms: 3,
    }
    fill(4)
    do(compound, secretary, "patrols.start", WEST)
    few = {read: asked(OTHER, read) for read in reads}
    fill(12)
    assert {read: asked(OTHER, read) for read in reads} == few
    assert all(few[read] <= most for read, most in reads.items()), few
    assert all(asked(secretary, read) <= most for read, most in reads.items())


# ── the quick line ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("劝返 5号楼 遛狗 当场返回", {"building_id": FIVE, "kind": "dog"}),
        ("遛狗 当场返回 5号楼 劝返", {"building_id": FIVE, "outcome": "returned_at_once"}),
        ("turn back 5# dog returned", {"building_id": FIVE, "outcome": "returned_at_once"}),
        ("劝返 3-2-401 散步 劝说后返回 x2", {"household_id": DOOR, "people": 2}),
        ("劝返 小广场 聚集 拒绝 x6", {"place": "小广场", "outcome": "refused", "people": 6}),
        ("劝返 小广场 聚集 拒绝 6人", {"place": "小广场", "people": 6}),
        ("劝返三名 小广场 聚集 拒绝", {"place": "小广场", "people": 3}),
        ("turn back square gathering refused 3 people", {"place": "square", "people": 3}),
        (
            "劝返 5号楼 遛狗 当场返回 昨天 21:00",
            {"building_id": FIVE, "at": dt.datetime(2022, 4, 7, 13, tzinfo=dt.UTC)},
        ),
        ("turned back square gathering refused", {"place": "square", "kind": "gathering"}),
    ],
)
def test_the_quick_line_records_an_incident(
    compound: Store, volunteer: Actor, line: str, expected: dict[str, object]
) -> None:
    with compound.reading(volunteer) as session:
        read = understand(session, line, Words("en" if line.isascii() else "zh"))
    assert read.ready, read
    assert read.verb == "patrols.record_incident"
    draft = read.draft()
    assert {name: getattr(draft, name) for name in expected} == expected
    perform(compound, volunteer, read.verb, draft)


def test_the_quick_line_sets_out_and_comes_back(compound: Store, volunteer: Actor) -> None:
    for line in ("巡逻 东线 @sxl", "收巡 东线"):
        with compound.reading(volunteer) as session:
            read = understand(session, line, Words("zh"))
        assert read.ready, read
        assert read.verb is not None
        values = read.draft()
        perform(compound, volunteer, read.verb, values)
    with compound.reading(volunteer) as session:
        line_ = patrols.patrols(session)[0]
    assert (line_.state, line_.walkers) == (PatrolState.ended, ("孙晓丽",))


def test_coming_back_means_my_own_patrol(
    compound: Store, volunteer: Actor, secretary: Actor
) -> None:
    do(compound, secretary, "patrols.start", WEST)
    mine = do(compound, volunteer, "patrols.start", EAST)
    with compound.reading(volunteer) as session:
        read = understand(session, "收巡", Words("zh"))
    assert read.ready and getattr(read.draft(), "id") == mine.id  # noqa: B009
