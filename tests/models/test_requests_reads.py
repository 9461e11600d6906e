"""What is seen of requests: the pressing first, masked, at the cost of what is open."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from models import acts
from models.people.drafts import Demobilise
from models.requests import (
    RequestCounts,
    RequestFilter,
    RequestLine,
    RequestOrder,
    alarms,
    at_door,
    counts,
    find_requests,
    open_requests,
    panel,
)
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Role
from models.store.engine import Reading
from models.store.register import Sheet, lookup_kind, perform
from models.words import Words, table
from tests.conftest import CountStatements
from tests.models.requests_branch import SETUP, Desk, built, copied

HOUR = dt.timedelta(hours=1)
WALL = Actor(None, "大屏", Role.wallboard)


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return built(tmp_path_factory.mktemp("requests"))


@pytest.fixture
def desk(branch: Desk, tmp_path: Path, clock: FrozenClock) -> Iterator[Desk]:
    with copied(branch, tmp_path, clock) as copy:
        yield copy


def shown(
    desk: Desk,
    actor: Actor,
    show: RequestFilter = RequestFilter.open,
    order: RequestOrder | None = None,
    *,
    mine: bool = False,
) -> list[int]:
    with desk.store.reading(actor) as session:
        return [line.number for line in open_requests(session, show, order, mine=mine).lines]


def line(desk: Desk, actor: Actor, number: int) -> RequestLine:
    with desk.store.reading(actor) as session:
        return next(one for one in panel(session) if one.number == number)


def sheet(desk: Desk, actor: Actor, number: int) -> Sheet:
    with desk.store.reading(actor) as session:
        return lookup_kind("requests.request").sheet(session, number)


def numbers(desk: Desk) -> RequestCounts:
    with desk.store.reading(desk.secretary) as session:
        return counts(session)


# ── lists ────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_overdue_comes_first_then_by_promise(desk: Desk, clock: FrozenClock) -> None:
    low = desk.record(urgency="low")
    late = desk.record(urgency="red")
    clock.advance(5 * HOUR)
    normal = desk.record(urgency="normal")
    pasted = desk.record_new()
    assert shown(desk, desk.secretary) == [late, pasted, normal, low]


def test_lists_may_be_sorted_otherwise(desk: Desk, clock: FrozenClock) -> None:
    first = desk.record(household_id=desk.other_door, urgency="low")
    clock.advance(HOUR)
    second = desk.record(urgency="red")
    assert shown(desk, desk.secretary, order=RequestOrder.urgency) == [second, first]
    assert shown(desk, desk.secretary, order=RequestOrder.door) == [second, first]
    assert shown(desk, desk.secretary, order=RequestOrder.age) == [first, second]


def test_every_filter_shows_its_part(desk: Desk, clock: FrozenClock) -> None:
    who = desk.volunteer
    late = desk.record(urgency="red")
    clock.advance(3 * HOUR)
    free = desk.record()
    pasted = desk.record_new()
    mine = desk.record(assignee_id=who.id)
    waiting = desk.record(assignee_id=who.id)
    desk.do(who, "requests.start", waiting)
    wake_at = clock.now() + HOUR
    desk.do(who, "requests.wait", waiting, reason="缺货", wake_at=wake_at)
    asked = desk.record(assignee_id=who.id)
    desk.do(who, "requests.start", asked)
    desk.do(who, "requests.advance_money", asked, amount_fen=500)
    desk.do(who, "requests.done", asked)
    closed = desk.record()
    desk.do(desk.secretary, "requests.close", closed)
    show = RequestFilter
    expected = {
        show.open: {late, free, pasted, mine, waiting},
        show.overdue: {late},
        show.mine: {mine, waiting},
        show.new: {pasted},
        show.unassigned: {late, free},
        show.waiting: {waiting},
        show.to_confirm: {asked},
        show.owed: {asked},
        show.closed_today: {asked, closed},
    }
    assert {one: set(shown(desk, who, one)) for one in RequestFilter} == expected
    assert set(shown(desk, who, mine=True)) == {mine, waiting}
    assert set(shown(desk, who, show.closed_today, mine=True)) == {asked}


def test_a_list_loads_so_many_and_counts_the_rest(desk: Desk) -> None:
    for _ in range(7):
        desk.record()
    with desk.store.reading(desk.secretary) as session:
        page = open_requests(session, limit=3)
    assert (len(page.lines), page.total, page.rest) == (3, 7, 4)


def test_a_door_shows_what_is_open_and_then_the_latest(desk: Desk) -> None:
    old, current, elsewhere = (
        desk.record(),
        desk.record(),
        desk.record(household_id=desk.other_door),
    )
    desk.do(desk.secretary, "requests.close", old)
    with desk.store.reading(desk.secretary) as session:
        assert [one.number for one in at_door(session, desk.door)] == [current, old]
        assert [one.number for one in at_door(session, desk.other_door)] == [elsewhere]


def test_a_line_says_what_when_and_how_it_stands(desk: Desk, clock: FrozenClock) -> None:
    number = desk.record(
        kind="medicine",
        item="二甲双胍 0.5g×30",
        detail="要饭后的",
        quantity=2,
        resident_id=desk.resident,
        assignee_id=desk.volunteer.id,
    )
    one = line(desk, desk.secretary, number)
    assert one.key == f"requests.request:{number}"
    assert one.detail == "二甲双胍 0.5g×30 x2; 要饭后的"
    assert (one.door, one.name, one.assignee) == ("3-2-401", "王秀芝", desk.volunteer.name)
    assert not one.overdue(clock.now())
    assert one.overdue(clock.now() + 9 * HOUR)


@pytest.mark.parametrize(
    "given, told",
    [
        ({"detail": "大米"}, "大米"),
        ({"detail": "大米", "quantity": 2}, "大米 x2"),
        ({"detail": "", "quantity": 2}, "x2"),
        ({"detail": "", "item": "缬沙坦80mg"}, "缬沙坦80mg"),
        ({"detail": "缬沙坦80mg", "item": "缬沙坦80mg"}, "缬沙坦80mg"),
        (
            {"detail": "要原来的厂家", "item": "缬沙坦80mg", "quantity": 2},
            "缬沙坦80mg x2; 要原来的厂家",
        ),
    ],
)
def test_what_is_asked_for_is_said_once(desk: Desk, given: dict[str, object], told: str) -> None:
    assert line(desk, desk.secretary, desk.record(**given)).detail == told


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────


def test_the_numbers_of_the_day(desk: Desk, clock: FrozenClock) -> None:
    assert numbers(desk) == RequestCounts(0, 0, 0, 0, 0, 0)
    desk.record(urgency="red")
    desk.record_new()
    taken = desk.record(assignee_id=desk.volunteer.id)
    done = desk.record(assignee_id=desk.volunteer.id)
    desk.do(desk.volunteer, "requests.start", done)
    desk.do(desk.volunteer, "requests.done", done)
    clock.advance(3 * HOUR)
    desk.do(desk.volunteer, "requests.start", taken)
    wake_at = clock.now() + HOUR
    desk.do(desk.volunteer, "requests.wait", taken, reason="缺货", wake_at=wake_at)
    assert numbers(desk) == RequestCounts(
        open=3, overdue=1, closed_today=1, new=1, unassigned=1, waiting=1
    )


def test_closed_today_is_what_was_closed_since_midnight_and_stays_closed(
    desk: Desk, clock: FrozenClock
) -> None:
    clock.set("2022-04-08T23:50")
    number = desk.record(assignee_id=desk.volunteer.id)
    desk.do(desk.volunteer, "requests.start", number)
    desk.do(desk.volunteer, "requests.done", number)
    assert numbers(desk).closed_today == 1
    clock.set("2022-04-09T00:10")
    desk.do(desk.volunteer, "requests.confirm", number)
    # It was done yesterday; hearing of it today is no second closing.
    assert numbers(desk).closed_today == 0
    desk.do(desk.volunteer, "requests.reopen", number, reason="不对")
    desk.do(desk.volunteer, "requests.done", number)
    assert numbers(desk).closed_today == 1
    desk.do(desk.volunteer, "requests.reopen", number, reason="还不对")
    assert (numbers(desk).closed_today, numbers(desk).open) == (0, 1)


# ── alarms ───────────────────────────────────────────────────────────────────────────────────────


def test_alarms_name_what_needs_a_hand_at_once(desk: Desk, clock: FrozenClock) -> None:
    start = clock.now()
    late = desk.record(urgency="red")
    climb = desk.record(kind="lock_out", detail="钥匙", climbing=True)
    waiting = desk.record(assignee_id=desk.volunteer.id)
    desk.do(desk.volunteer, "requests.start", waiting)
    desk.do(desk.volunteer, "requests.wait", waiting, reason="缺货", wake_at=start + HOUR)
    owed = desk.record(assignee_id=desk.other.id)
    desk.do(desk.other, "requests.advance_money", owed, amount_fen=500)
    desk.do(desk.secretary, "requests.close", owed)
    left = desk.record(assignee_id=desk.other.id)
    perform(desk.store, SETUP, "people.demobilise", Demobilise(id=desk.other.id or 0))
    clock.advance(dt.timedelta(hours=2, minutes=1))
    with desk.store.reading(desk.secretary) as session:
        found = {one.key: one for one in alarms(session)}
    midnight = clock.day_start(clock.today())
    assert {key: (one.severity, one.since) for key, one in found.items()} == {
        f"requests.overdue:{late}": ("red", start + 2 * HOUR),
        f"requests.overdue:{climb}": ("red", start + 2 * HOUR),
        f"requests.safety:{climb}": ("red", start),
        f"requests.woken:{waiting}": ("amber", start + HOUR),
        f"requests.owed:{owed}": ("amber", start),
        f"requests.left_behind:{left}": ("amber", midnight),
    }
    for one in found.values():
        assert one.text in table()
        assert one.record is not None
        for lang in ("zh", "en"):
            assert "3-2-401" in Words(lang)(one.text, **one.params)


def test_nothing_is_alarming_in_a_quiet_branch(desk: Desk) -> None:
    desk.record()
    with desk.store.reading(desk.secretary) as session:
        assert alarms(session) == ()


# ── masking ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def medicine(desk: Desk) -> int:
    """A medicine run of the volunteer's, in the grid leader's grid."""
    return desk.record(
        kind="medicine",
        detail="奥氮平 5mg",
        resident_id=desk.resident,
        assignee_id=desk.volunteer.id,
    )


@pytest.mark.parametrize(
    "who, door, name, detail",
    [
        ("secretary", "3-2-401", "王秀芝", "奥氮平 5mg"),
        ("grid_leader", "3-2-401", "王秀芝", ""),
        ("volunteer", "3-2-401", "王阿姨", "奥氮平 5mg"),
        ("shift_leader", "3-*", "王**", ""),
        ("other", "3-*", "王**", ""),
    ],
)
def test_everybody_sees_what_the_table_grants(
    desk: Desk, medicine: int, who: str, door: str, name: str, detail: str
) -> None:
    actor: Actor = getattr(desk, who)
    one = line(desk, actor, medicine)
    assert (one.door, one.name, one.detail) == (door, name, detail)
    opened = sheet(desk, actor, medicine)
    told = f"{opened}"
    assert ("奥氮平" in told) is bool(detail)
    assert ("王秀芝" in told) is (name == "王秀芝")
    assert ("3-2-401" in told) is (door == "3-2-401")
    with desk.store.reading(actor) as session:
        (found,) = find_requests(session, f"#{medicine}", 5)
    assert ("奥氮平" in found.detail) is bool(detail)
    assert ("王秀芝" in found.label) is (name == "王秀芝")


def test_what_is_no_illness_may_be_read_by_all_who_might_help(desk: Desk) -> None:
    number = desk.record(kind="carry", detail="大米两袋")
    assert line(desk, desk.other, number).detail == "大米两袋"


def test_whoever_wrote_it_down_reads_it_until_somebody_has_it(desk: Desk) -> None:
    number = desk.record(desk.other, kind="medicine", detail="奥氮平 5mg")
    assert line(desk, desk.other, number).detail == "奥氮平 5mg"
    desk.do(desk.volunteer, "requests.claim", number)
    assert line(desk, desk.other, number).detail == ""
    assert line(desk, desk.volunteer, number).detail == "奥氮平 5mg"


def test_once_it_is_settled_nobody_is_on_its_task(desk: Desk, medicine: int) -> None:
    desk.do(desk.volunteer, "requests.start", medicine)
    desk.do(desk.volunteer, "requests.done", medicine)
    assert "奥氮平" in f"{sheet(desk, desk.volunteer, medicine)}"
    desk.do(desk.volunteer, "requests.confirm", medicine)
    assert "奥氮平" not in f"{sheet(desk, desk.volunteer, medicine)}"


def test_the_wall_board_sees_numbers_and_nobody(desk: Desk, medicine: int) -> None:
    with desk.store.reading(WALL) as session:
        assert counts(session).open == 1
        assert panel(session) == at_door(session, desk.door) == alarms(session) == ()
        assert find_requests(session, f"#{medicine}", 5) == ()
        with pytest.raises(Refusal):
            lookup_kind("requests.request").sheet(session, medicine)


# ── sheets, find, timeline ───────────────────────────────────────────────────────────────────────


def test_a_sheet_shows_whom_to_call_while_it_is_open(desk: Desk, medicine: int) -> None:
    def labels() -> set[str]:
        return {field.label for field in sheet(desk, desk.secretary, medicine).fields}

    assert "field.partners" in labels()
    desk.do(desk.secretary, "requests.close", medicine)
    assert "field.partners" not in labels()
    assert labels() <= table().keys()


@pytest.mark.parametrize("typed", ["#{n}", "{n}", " ＃{n} ", "# {n}"])
def test_a_request_is_found_by_its_number(desk: Desk, medicine: int, typed: str) -> None:
    with desk.store.reading(desk.secretary) as session:
        (found,) = find_requests(session, typed.format(n=medicine), 5)
    assert (found.kind, found.id, found.label) == (
        "requests.request",
        medicine,
        f"#{medicine} 3-2-401 王秀芝",
    )


@pytest.mark.parametrize("typed", ["", "#", "王秀芝", "3-2-401", "99999", "1" * 40])
def test_nothing_else_finds_a_request(desk: Desk, medicine: int, typed: str) -> None:
    with desk.store.reading(desk.secretary) as session:
        assert find_requests(session, typed, 5) == ()


def test_the_timeline_tells_every_step_in_both_languages(desk: Desk, medicine: int) -> None:
    desk.do(desk.volunteer, "requests.start", medicine)
    desk.do(desk.secretary, "requests.note", medicine, text="家属来电")
    desk.do(desk.volunteer, "requests.done", medicine, outcome="送到")
    with desk.store.reading(desk.secretary) as session:
        told = acts.timeline(session, "requests.request", medicine)
    assert [one.verb.partition(".")[2] for one in told] == ["done", "note", "start", "add"]
    for one in told:
        for lang in ("zh", "en"):
            sentence = Words(lang)(f"{one.verb}.did", **one.params)
            assert "3-2-401" in sentence and "{" not in sentence


def test_a_reason_stands_in_the_journal_unless_it_tells_of_an_illness(
    desk: Desk, medicine: int
) -> None:
    carry = desk.record()
    for number in (carry, medicine):
        desk.do(desk.secretary, "requests.note", number, text="先记")
        desk.do(desk.secretary, "requests.note", number, text="后记")
    with desk.store.reading(desk.other) as session:
        told = {n: acts.timeline(session, "requests.request", n) for n in (carry, medicine)}
    assert [one.why for one in told[carry]] == ["后记", "先记", ""]
    assert [one.why for one in told[medicine]] == ["", "", ""]
    assert "先记" not in f"{sheet(desk, desk.other, medicine)}"
    (notes,) = (
        field.value
        for field in sheet(desk, desk.volunteer, medicine).fields
        if field.label == "field.request_note"
    )
    assert notes == ("04-08 10:30 陈书宁: 后记", "04-08 10:30 陈书宁: 先记")


# ── cost ─────────────────────────────────────────────────────────────────────────────────────────

READS: dict[str, Callable[[Reading], object]] = {
    "panel": panel,
    "counts": counts,
    "alarms": alarms,
    "door": lambda session: at_door(session, 1),
    "find": lambda session: find_requests(session, "#1", 5),
    "sheet": lambda session: lookup_kind("requests.request").sheet(session, 1),
    **{
        str(show): lambda session, show=show: open_requests(session, show)  # type: ignore[misc]
        for show in RequestFilter
    },
}
MOST = {"sheet": 6, "alarms": 2}


def fill(desk: Desk, clock: FrozenClock, times: int) -> None:
    for _ in range(times):
        mine = desk.record(assignee_id=desk.volunteer.id, resident_id=desk.resident)
        desk.do(desk.volunteer, "requests.advance_money", mine, amount_fen=100)
        desk.record(household_id=desk.other_door, urgency="red")
        desk.do(desk.secretary, "requests.close", desk.record())


@pytest.mark.parametrize("name", READS)
def test_a_read_asks_as_much_of_ten_times_the_rows(
    desk: Desk, clock: FrozenClock, name: str, count_statements: CountStatements
) -> None:
    asked = []
    for times in (1, 9):
        fill(desk, clock, times)
        clock.advance(3 * HOUR)
        with count_statements(desk.store) as statements:
            with desk.store.reading(desk.secretary) as session:
                READS[name](session)
        asked.append(statements.count)
    assert asked[0] == asked[1] <= MOST.get(name, 1), statements.texts


def test_a_grid_leader_costs_one_question_more(
    desk: Desk, clock: FrozenClock, count_statements: CountStatements
) -> None:
    fill(desk, clock, 2)
    with count_statements(desk.store) as statements:
        with desk.store.reading(desk.grid_leader) as session:
            panel(session)
    assert statements.count == 2


@pytest.mark.parametrize("name", READS)
def test_no_read_goes_through_the_history(
    desk: Desk, clock: FrozenClock, name: str, count_statements: CountStatements
) -> None:
    """Every statement comes to its requests by an index over what is wanted."""
    fill(desk, clock, 1)
    with count_statements(desk.store) as statements:
        with desk.store.reading(desk.secretary) as session:
            READS[name](session)
    with closing(sqlite3.connect(desk.store.path)) as driver:
        for text in statements.texts:
            nothing = (None,) * text.count("?")
            plan = [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {text}", nothing)]
            assert not [
                step for step in plan if step.startswith("SCAN request") and "USING" not in step
            ], plan
