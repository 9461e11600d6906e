"""Who came and who did not: signing in and out, no-shows, swaps and hand-overs."""

import datetime as dt

import pytest

from models import quick, shifts
from models.shifts import SeatNeed, SeatState
from models.store import Actor, FrozenClock, Role, Store
from models.store.drafts import Unfit
from models.store.register import lookup_kind, natural_step, perform
from models.words import Words
from tests.models.crew import at, do, refused, seat, seats, shift
from tests.models.shifts.standing import BARRIER, GATE

# ── coming and going ──────────────────────────────────────────────────────────────────────────────


def test_checking_in_late_keeps_the_minutes(
    rota: Store, secretary: Actor, clock: FrozenClock
) -> None:
    place = shift(rota, GATE, "12:00", "16:00")
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)
    early = shift(rota, BARRIER, "18:00", "22:00")
    do(rota, secretary, "shifts.assign", early, volunteer_id=4)
    assert refused(rota, secretary, "shifts.check_in", early).key == "refuse.shifts.too_early"
    clock.set("2022-04-08T12:10")
    with rota.reading(secretary) as session:
        line = next(one for one in shifts.needing_a_hand(session) if one.id == place)
        assert (line.need_at(clock.now()), line.late_at(clock.now())) == (SeatNeed.late, 10)
    do(rota, secretary, "shifts.check_in", place)
    with rota.reading(secretary) as session:
        line = next(one for one in shifts.needing_a_hand(session) if one.id == place)
        assert (line.need_at(clock.now()), line.late_at(clock.now())) == (SeatNeed.on_post, 10)


def test_who_is_put_there_late_is_not_late(rota: Store, secretary: Actor) -> None:
    place = shift(rota, GATE, "08:00", "14:00")
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)
    with rota.reading(secretary) as session:
        line = next(one for one in shifts.needing_a_hand(session) if one.id == place)
    assert line.late_at(session.now) == 0


def test_leaving_before_the_end_asks_why_and_opens_the_seat(
    rota: Store, secretary: Actor, clock: FrozenClock
) -> None:
    place = shift(rota, BARRIER, "10:00", "14:00")
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)
    do(rota, secretary, "shifts.check_in", place)
    no = refused(rota, secretary, "shifts.check_out", place)
    assert (no.key, no.params["until"]) == ("refuse.shifts.still_running", "14:00")
    with rota.reading(secretary) as session:
        assert natural_step(session, "shifts.seat", place) == "shifts.leave_early"
    do(rota, secretary, "shifts.leave_early", place, reason="发烧")
    found = seats(rota, seat(rota, place).shift_id)
    assert [one.state for one in found] == [SeatState.left_early, SeatState.empty]
    assert found[1].replaces_id == place


def test_space_checks_in_then_out(rota: Store, secretary: Actor, clock: FrozenClock) -> None:
    place = shift(rota, BARRIER, "10:00", "14:00")

    def step() -> str | None:
        with rota.reading(secretary) as session:
            return natural_step(session, "shifts.seat", place)

    assert step() == "shifts.assign"
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)
    assert step() == "shifts.check_in"
    do(rota, secretary, "shifts.check_in", place)
    clock.set("2022-04-08T14:05")
    assert step() == "shifts.check_out"
    do(rota, secretary, "shifts.check_out", place)
    assert step() is None


def test_a_no_show_keeps_its_history_and_opens_the_seat(
    rota: Store, secretary: Actor, clock: FrozenClock
) -> None:
    place = shift(rota, BARRIER, "12:00", "16:00")
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)
    clock.set("2022-04-08T12:05")
    assert refused(rota, secretary, "shifts.no_show", place).key == "refuse.shifts.not_due"
    clock.set("2022-04-08T12:20")
    do(rota, secretary, "shifts.no_show", place)
    with rota.reading(secretary) as session:
        assert shifts.counts(session).gaps == 1
    found = seats(rota, seat(rota, place).shift_id)
    assert [(one.state, one.volunteer_id) for one in found] == [
        (SeatState.no_show, 5),
        (SeatState.empty, None),
    ]


def test_who_comes_after_all_takes_the_opened_seat_back(
    rota: Store, secretary: Actor, clock: FrozenClock
) -> None:
    place = shift(rota, BARRIER, "12:00", "16:00")
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)
    clock.set("2022-04-08T12:40")
    do(rota, secretary, "shifts.no_show", place)
    do(rota, secretary, "shifts.check_in", place)
    assert [one.state for one in seats(rota, seat(rota, place).shift_id)] == [SeatState.on_post]
    with rota.reading(secretary) as session:
        line = next(one for one in shifts.needing_a_hand(session) if one.id == place)
    assert line.late_at(clock.now()) == 40


def test_who_comes_after_somebody_stepped_in_makes_two(
    rota: Store, secretary: Actor, clock: FrozenClock
) -> None:
    place = shift(rota, BARRIER, "12:00", "16:00")
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)
    clock.set("2022-04-08T12:40")
    do(rota, secretary, "shifts.no_show", place)
    opened = seats(rota, seat(rota, place).shift_id)[1].id
    do(rota, secretary, "shifts.assign", opened, volunteer_id=4)
    do(rota, secretary, "shifts.check_in", opened)
    do(rota, secretary, "shifts.check_in", place)
    with rota.reading(secretary) as session:
        now = shifts.counts(session)
    assert (now.on_duty, now.on_post, now.gaps) == (2, 2, 0)


def test_nobody_is_on_post_twice(rota: Store, secretary: Actor, clock: FrozenClock) -> None:
    first = shift(rota, BARRIER, "08:00", "11:00")
    do(rota, secretary, "shifts.assign", first, volunteer_id=5)
    do(rota, secretary, "shifts.check_in", first)
    second = shift(rota, GATE, "11:00", "13:00")
    do(rota, secretary, "shifts.assign", second, volunteer_id=5, reason="接班人未到")
    no = refused(rota, secretary, "shifts.check_in", second)
    assert (no.key, no.params["post"]) == ("refuse.shifts.on_post_elsewhere", "西出口")


def test_a_forgotten_end_is_said_afterwards(
    rota: Store, secretary: Actor, clock: FrozenClock
) -> None:
    place = shift(rota, BARRIER, "10:00", "12:00")
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)
    do(rota, secretary, "shifts.check_in", place)
    clock.set("2022-04-08T15:00")
    with rota.reading(secretary) as session:
        assert shifts.needing_a_hand(session)[0].need_at(clock.now()) is SeatNeed.not_out
        assert natural_step(session, "shifts.seat", place) == "shifts.record_served"
        assert {a.key for a in shifts.alarms(session)} >= {f"shifts.not_out:{place}"}
    assert refused(rota, secretary, "shifts.check_out", place).key == "refuse.shifts.say_when"
    future = refused(rota, secretary, "shifts.record_served", place, left_at=at("16:00"))
    assert future.key == "refuse.shifts.times"
    done = do(rota, secretary, "shifts.record_served", place)
    assert done.state is SeatState.done
    assert done.checked_out_at == dt.datetime(2022, 4, 8, 4, tzinfo=dt.UTC)
    with rota.reading(secretary) as session:
        line = shifts.fatigue_of(session, 5)
    assert line is not None and line.hours == 1.5


def test_the_quick_words_find_the_seat_of_now(
    rota: Store, secretary: Actor, volunteer: Actor, clock: FrozenClock
) -> None:
    no = refused(rota, volunteer, "shifts.sign_in")
    assert no.key == "refuse.shifts.no_seat_now"
    place = shift(rota, BARRIER, "11:00", "14:00")
    do(rota, secretary, "shifts.put", volunteer_id=4, post_id=BARRIER)
    assert do(rota, volunteer, "shifts.sign_in").id == place
    clock.set("2022-04-08T14:00")
    assert do(rota, volunteer, "shifts.sign_out").state is SeatState.done
    assert refused(rota, volunteer, "shifts.sign_out").key == "refuse.shifts.not_on_post"
    no = refused(rota, secretary, "shifts.put", volunteer_id=4, post_id=BARRIER)
    assert no.key == "refuse.shifts.no_empty"


@pytest.mark.parametrize(
    ("line", "person", "post", "hour"),
    [
        ("排 @mcl 西出口", 5, BARRIER, "14:00"),
        ("排 西出口 20:00 孙晓丽", 4, BARRIER, "20:00"),
        ("assign @gyz 北门卡点 明天 8:00", 3, GATE, "08:00"),
        ("排班 @gyz 西出口 2:00", 3, BARRIER, "02:00"),
    ],
)
def test_the_quick_line_puts_somebody_on_a_post(
    rota: Store, secretary: Actor, line: str, person: int, post: int, hour: str
) -> None:
    for start, end in (("14:00", "18:00"), ("20:00", "23:00")):
        shift(rota, BARRIER, start, end)
    shift(rota, BARRIER, "02:00", "05:00", day="2022-04-09")
    shift(rota, GATE, "08:00", "12:00", day="2022-04-09")
    with rota.reading(secretary) as session:
        read = quick.understand(session, line, Words("zh"))
    assert read.ready, read
    perform(rota, secretary, "shifts.put", read.draft())
    with rota.reading(secretary) as session:
        found = shifts.seats_of(session, person)[0]
        told = f"{session.clock.local(found.starts_at):%H:%M}"
    assert (found.post_id, told) == (post, hour)


def test_the_quick_line_signs_in_who_acts_or_who_is_named(rota: Store, secretary: Actor) -> None:
    with rota.reading(secretary) as session:
        mine = quick.understand(session, "签到", Words("zh"))
        named = quick.understand(session, "check-in @gyz", Words("en"))
        unread = quick.understand(session, "签退 急", Words("zh"))
    assert (mine.verb, mine.ready, mine.parts) == ("shifts.sign_in", True, ())
    assert (named.verb, named.parts[0].value) == ("shifts.sign_in", 3)
    assert not unread.ready


# ── swaps, drops, hand-overs ──────────────────────────────────────────────────────────────────────


def test_a_swap_makes_a_new_seat_and_keeps_the_old_one(
    rota: Store, secretary: Actor, volunteer: Actor
) -> None:
    place = shift(rota, BARRIER, "14:00", "18:00")
    do(rota, secretary, "shifts.assign", place, volunteer_id=4)
    do(rota, volunteer, "shifts.offer_swap", place, reason="家里有事")
    own = refused(rota, volunteer, "shifts.take_swap", place)
    assert own.key == "refuse.shifts.already_in"
    taken = do(rota, Actor(5, "马春来", Role.volunteer), "shifts.take_swap", place)
    assert (taken.volunteer_id, taken.state, taken.replaces_id) == (5, SeatState.assigned, place)
    assert seat(rota, place).state is SeatState.swapped
    with rota.reading(secretary) as session:
        line = shifts.needing_a_hand(session)
    assert [(one.volunteer_id, one.state) for one in line] == [(5, SeatState.assigned)]


def test_a_swap_cannot_be_taken_into_an_overlap(rota: Store, secretary: Actor) -> None:
    place = shift(rota, BARRIER, "14:00", "18:00")
    do(rota, secretary, "shifts.assign", place, volunteer_id=4)
    do(rota, secretary, "shifts.assign", shift(rota, GATE, "13:00", "15:00"), volunteer_id=5)
    do(rota, secretary, "shifts.offer_swap", place)
    no = refused(rota, secretary, "shifts.take_swap", place, volunteer_id=5)
    assert no.key == "refuse.shifts.overlap"
    assert do(rota, secretary, "shifts.withdraw_swap", place).state is SeatState.confirmed


def test_a_drop_says_why_and_opens_the_seat(rota: Store, volunteer: Actor) -> None:
    place = shift(rota, BARRIER, "14:00", "18:00")
    do(rota, volunteer, "shifts.assign", place, volunteer_id=4)
    with pytest.raises(Unfit):
        do(rota, volunteer, "shifts.drop", place, reason="")
    do(rota, volunteer, "shifts.drop", place, reason="孩子发烧")
    states = [one.state for one in seats(rota, seat(rota, place).shift_id)]
    assert states == [SeatState.dropped, SeatState.empty]


def test_a_hand_over_has_both_names(rota: Store, secretary: Actor, clock: FrozenClock) -> None:
    first = shift(rota, BARRIER, "10:00", "14:00")
    do(rota, secretary, "shifts.assign", first, volunteer_id=5)
    no = refused(rota, secretary, "shifts.handover", first, text="钥匙在箱里")
    assert no.key == "refuse.shifts.not_there"
    do(rota, secretary, "shifts.check_in", first)
    no = refused(rota, secretary, "shifts.handover", first, text="钥匙在箱里")
    assert no.key == "refuse.shifts.no_successor"
    then = shift(rota, BARRIER, "14:00", "18:00")
    do(rota, secretary, "shifts.assign", then, volunteer_id=4)
    do(rota, secretary, "shifts.handover", first, text="钥匙在箱里")
    with rota.reading(secretary) as session:
        line = shifts.handovers(session, session.now - dt.timedelta(hours=1))[0]
        told = [f.value for f in lookup_kind("shifts.seat").sheet(session, first).fields]
    assert (line.giver, line.taker, line.text) == ("马春来", "孙晓丽", "钥匙在箱里")
    assert any("钥匙在箱里" in str(value) for value in told)
    taker = Actor(4, "孙晓丽", Role.volunteer)
    with rota.reading(taker) as session:  # whom it is for finds it on her own seat
        (mine,) = shifts.handovers(session, session.now - dt.timedelta(hours=1), mine=True)
        found = lookup_kind("shifts.seat").sheet(session, then).fields
    (told,) = [f.value for f in found if f.label == "field.handed_over"]
    assert mine == line and "钥匙在箱里" in str(told)
