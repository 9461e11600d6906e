"""Every gap is told before it hurts: numbers, order and alarms of the rota."""

import datetime as dt

import pytest

from models import shifts
from models.shifts import SeatNeed
from models.store import Actor, FrozenClock, Role, Store
from tests.conftest import CountStatements
from tests.models.crew import SET_UP, do, shift
from tests.models.shifts.standing import BARRIER, GATE, SAMPLING


def test_the_numbers_of_now(rota: Store, secretary: Actor, clock: FrozenClock) -> None:
    gate = shift(rota, GATE, "10:00", "14:00")  # two seats, one taken
    do(rota, secretary, "shifts.assign", gate, volunteer_id=5)
    do(rota, secretary, "shifts.check_in", gate)
    shift(rota, BARRIER, "13:00", "17:00")  # begins within 3 h
    shift(rota, BARRIER, "17:00", "20:00")  # later
    with rota.reading(secretary) as session:
        now = shifts.counts(session)
    assert (now.on_duty, now.on_post, now.gaps, now.late) == (1, 1, 2, 0)
    clock.set("2022-04-08T14:20")  # forgot to leave: on duty, but on no running shift
    with rota.reading(secretary) as session:
        now = shifts.counts(session)
    assert (now.on_duty, now.on_post, now.gaps) == (1, 0, 2)


def test_the_order_is_what_needs_a_hand(rota: Store, secretary: Actor, clock: FrozenClock) -> None:
    do(rota, secretary, "shifts.assign", shift(rota, GATE, "12:00", "16:00"), volunteer_id=3)
    here = shift(rota, SAMPLING, "11:00", "16:00")
    do(rota, secretary, "shifts.assign", here, volunteer_id=5)
    do(rota, secretary, "shifts.check_in", here)
    shift(rota, BARRIER, "14:00", "18:00")
    do(rota, secretary, "shifts.assign", shift(rota, BARRIER, "18:00", "22:00"), volunteer_id=4)
    clock.set("2022-04-08T12:05")
    with rota.reading(secretary) as session:
        needs = [line.need_at(clock.now()) for line in shifts.needing_a_hand(session)]
    assert needs == [
        SeatNeed.gap_now,
        SeatNeed.gap_soon,
        SeatNeed.late,
        SeatNeed.on_post,
        SeatNeed.next,
    ]


def test_an_unkept_barrier_is_red_until_somebody_keeps_it(
    rota: Store, secretary: Actor, clock: FrozenClock
) -> None:
    def red() -> list[str]:
        with rota.reading(secretary) as session:
            return [alarm.text for alarm in shifts.alarms(session) if alarm.severity == "red"]

    assert red() == ["alarm.shifts.barrier_no_shift"]
    place = shift(rota, BARRIER, "10:00", "14:00")
    assert red() == ["alarm.shifts.barrier_unkept"]
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)
    assert red() == []  # a few minutes to get there
    clock.set("2022-04-08T11:00")
    assert red() == ["alarm.shifts.barrier_unkept"]
    do(rota, secretary, "shifts.check_in", place)
    assert red() == []


def test_seats_of_the_isolated_turn_red_at_once(rota: Store, secretary: Actor) -> None:
    place = shift(rota, GATE, "18:00", "20:00")
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)
    do(rota, secretary, "people.isolate", 5, isolated_until=dt.date(2022, 4, 15))
    with rota.reading(secretary) as session:
        line = next(one for one in shifts.needing_a_hand(session) if one.id == place)
        assert line.need_at(session.now) is SeatNeed.isolated
        assert f"shifts.isolated:{place}" in {a.key for a in shifts.alarms(session)}


def test_the_tired_are_listed_worst_first_leaders_included(
    rota: Store, secretary: Actor, clock: FrozenClock
) -> None:
    for day in range(2, 8):
        clock.set(f"2022-04-{day:02}T07:00")
        place = shift(rota, BARRIER, "08:00", "17:00", day=f"2022-04-{day:02}")
        do(rota, secretary, "shifts.assign", place, volunteer_id=1, reason="无人可替")
        do(rota, secretary, "shifts.check_in", place)
        clock.set(f"2022-04-{day:02}T17:00")
        do(rota, secretary, "shifts.check_out", place)
    clock.set("2022-04-08T10:30")
    with rota.reading(secretary) as session:
        worst = shifts.fatigue(session)[0]
        assert (worst.id, worst.days, worst.last_rest_day) == (1, 6, dt.date(2022, 4, 1))
        assert worst.hours == 60.0  # from checking in at 07:00 to 17:00
        assert {c.key for c in worst.cautions} >= {"warn.shifts.hours"}
        assert "shifts.tired:1" in {a.key for a in shifts.alarms(session)}


def test_my_shift_is_the_one_i_am_on_then_the_next(
    rota: Store, secretary: Actor, volunteer: Actor
) -> None:
    with rota.reading(volunteer) as session:
        assert shifts.my_shift(session) is None
    later = shift(rota, GATE, "20:00", "22:00")
    do(rota, volunteer, "shifts.assign", later, volunteer_id=4)
    with rota.reading(volunteer) as session:
        mine = shifts.my_shift(session)
    assert mine is not None and mine.id == later


def test_the_wall_board_sees_numbers_and_no_names(rota: Store, secretary: Actor) -> None:
    place = shift(rota, GATE, "10:00", "14:00")
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)
    wall = Actor(None, "board", Role.wallboard)
    with rota.reading(wall) as session:
        assert shifts.counts(session).gaps == 1
        assert all(line.volunteer == "" for line in shifts.needing_a_hand(session))
        assert all(
            line.names == ()
            for line in shifts.shift_lines(
                session, session.now - dt.timedelta(hours=2), session.now + dt.timedelta(hours=2)
            )
        )
        assert shifts.fatigue(session) == ()


READS = {
    "counts": (shifts.counts, 2),
    "needing_a_hand": (shifts.needing_a_hand, 2),
    "fatigue": (shifts.fatigue, 3),
    "alarms": (shifts.alarms, 7),
    "rota": (lambda session: shifts.rota(session, session.today, 7), 2),
    "my_shift": (shifts.my_shift, 2),
    "staff": (shifts.staff, 6),
    "listed": (lambda session: shifts.listed(session, shifts.SeatFilter.gaps, session.today), 2),
    "posts": (shifts.posts, 1),
    "templates": (shifts.templates, 1),
}


@pytest.mark.parametrize("name", READS)
def test_reads_ask_a_fixed_number_of_times(
    cut: Store, secretary: Actor, count_statements: CountStatements, name: str
) -> None:
    read, most = READS[name]

    def ask() -> int:
        with cut.reading(secretary) as session, count_statements(cut) as asked:
            read(session)
        reads = [text for text in asked.texts if text.startswith("SELECT")]
        return sum("FROM revision" not in text for text in reads)  # that one pins the moment

    few = ask()
    do(cut, secretary, "shifts.create_batch", first_day="2022-04-08", last_day="2022-04-12")
    for who in (3, 4, 5):
        do(cut, secretary, "shifts.put", volunteer_id=who, post_id=GATE, reason="人手不足")
    assert ask() == few <= most


def test_planning_without_rest_rules_warns_of_nothing(store: Store, secretary: Actor) -> None:
    do(store, SET_UP, "people.add_volunteer", name="陈书宁", kind="first_secretary")
    do(store, SET_UP, "shifts.add_post", name="西出口", kind="exit_barrier")
    do(store, secretary, "shifts.assign", shift(store, 1, "14:00", "23:00"), volunteer_id=1)
    with store.reading(secretary) as session:
        assert shifts.fatigue(session) == ()
        assert shifts.alarms(session)
