"""The pressing come first, and the numbers of the day are what they say."""

import datetime as dt

import pytest

from models.requests import (
    RequestCounts,
    RequestFilter,
    RequestLine,
    RequestOrder,
    alarms,
    at_door,
    counts,
    open_requests,
    panel,
)
from models.store import Actor, FrozenClock
from models.words import Words, table
from tests.models.requests_branch import Desk

HOUR = dt.timedelta(hours=1)


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


def numbers(desk: Desk) -> RequestCounts:
    with desk.store.reading(desk.secretary) as session:
        return counts(session)


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
    clock.advance(dt.timedelta(hours=2, minutes=1))
    with desk.store.reading(desk.secretary) as session:
        found = {one.key: one for one in alarms(session)}
    assert {key: (one.severity, one.since) for key, one in found.items()} == {
        f"requests.overdue:{late}": ("red", start + 2 * HOUR),
        f"requests.overdue:{climb}": ("red", start + 2 * HOUR),
        f"requests.safety:{climb}": ("red", start),
        f"requests.woken:{waiting}": ("amber", start + HOUR),
        f"requests.owed:{owed}": ("amber", start),
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
