"""Shifts and seats: who may stand where, who came, every gap before it opens."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from models import quick, shifts
from models.acts import undo
from models.rules.refusal import Refusal
from models.shifts import SEAT, SHIFT, SeatNeed, SeatState, ShiftState
from models.store import Actor, Clock, FrozenClock, Role, Store, journal
from models.store.drafts import Edit, Unfit
from models.store.register import (
    draft_for,
    lookup,
    lookup_kind,
    natural_step,
    perform,
    verb_lines,
)
from models.words import Words
from tests.conftest import CountStatements
from tests.empty import empty_store
from tests.models.crew import (
    SET_UP,
    at,
    do,
    first_seat,
    refused,
    seat,
    seats,
    shift,
    stored,
    with_posts,
)

GATE, BARRIER, SAMPLING = 1, 2, 3
LEADING = {"secretary", "grid_leader", "shift_leader"}
PLANNING = {
    f"shifts.{verb}"
    for verb in (
        "add_post edit_post retire_post keep_post add_template edit_template remove_template "
        "for_phase switch_templates create_batch add edit_shift open close reopen cancel "
        "cancel_batch"
    ).split()
}
SEATING = {
    f"shifts.{verb}"
    for verb in (
        "assign put confirm check_in check_out leave_early no_show drop offer_swap take_swap "
        "withdraw_swap record_served sign_in sign_out handover"
    ).split()
}


@pytest.fixture
def rota(store: Store) -> Store:
    return with_posts(store)


@pytest.mark.parametrize("verb", sorted(PLANNING | SEATING))
@pytest.mark.parametrize("role", list(Role))
def test_every_verb_asks_the_role(verb: str, role: Role) -> None:
    may = LEADING if verb in PLANNING else LEADING | {"volunteer"}
    if role.value in may:
        lookup(verb).check_role(role)
    else:
        with pytest.raises(Refusal, match="refuse.role"):
            lookup(verb).check_role(role)


# ── who may stand where ─────────────────────────────────────────────────────────────────────


def test_nobody_is_in_two_places(rota: Store, secretary: Actor) -> None:
    do(rota, secretary, "shifts.assign", shift(rota, GATE, "14:00", "18:00"), volunteer_id=5)
    other = shift(rota, BARRIER, "16:00", "20:00")
    no = refused(rota, secretary, "shifts.assign", other, volunteer_id=5)
    assert (no.key, no.params["other"]) == ("refuse.shifts.overlap", "北门卡点")


def test_a_full_shift_says_so(rota: Store, secretary: Actor) -> None:
    taken = shift(rota, BARRIER, "14:00", "18:00")
    do(rota, secretary, "shifts.assign", taken, volunteer_id=5)
    no = refused(rota, secretary, "shifts.put", volunteer_id=4, post_id=BARRIER, when="14:00")
    assert no.key == "refuse.shifts.full"
    again = refused(rota, secretary, "shifts.assign", taken, volunteer_id=4)
    assert again.key == "refuse.shifts.seat_taken"


def test_a_post_that_asks_for_a_skill_gets_it(rota: Store, secretary: Actor) -> None:
    place = shift(rota, SAMPLING, "14:00", "18:00")
    no = refused(rota, secretary, "shifts.assign", place, volunteer_id=4)
    assert no.key == "refuse.shifts.skill_missing"
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)


def test_a_post_that_asks_for_a_role_gets_it_or_a_higher_one(rota: Store, secretary: Actor) -> None:
    post = do(
        rota,
        secretary,
        "shifts.add_post",
        name="指挥岗",
        kind="gate_checkpoint",
        needs_role="shift_leader",
    )
    place = shift(rota, post.id, "14:00", "18:00")
    no = refused(rota, secretary, "shifts.assign", place, volunteer_id=4)
    assert no.key == "refuse.shifts.role_missing"
    do(rota, secretary, "shifts.assign", place, volunteer_id=1)


def test_who_is_isolated_stands_nowhere(rota: Store, secretary: Actor) -> None:
    do(rota, secretary, "people.isolate", 5, isolated_until=dt.date(2022, 4, 9))
    place = shift(rota, GATE, "14:00", "18:00")
    no = refused(rota, secretary, "shifts.assign", place, volunteer_id=5)
    assert no.key == "refuse.shifts.isolated_until"
    later = shift(rota, GATE, "08:00", "12:00", day="2022-04-10")
    do(rota, secretary, "shifts.assign", later, volunteer_id=5)


def test_who_has_left_stands_nowhere(rota: Store, secretary: Actor) -> None:
    do(rota, secretary, "people.demobilise", 5, demobilised_on=dt.date(2022, 4, 9))
    place = shift(rota, GATE, "08:00", "12:00", day="2022-04-09")
    no = refused(rota, secretary, "shifts.assign", place, volunteer_id=5)
    assert no.key == "refuse.shifts.demobilised"


def test_too_little_rest_takes_a_reason_from_a_leader_and_keeps_it(
    rota: Store, secretary: Actor, volunteer: Actor
) -> None:
    do(rota, secretary, "shifts.assign", shift(rota, GATE, "12:00", "16:00"), volunteer_id=4)
    late = shift(rota, BARRIER, "18:00", "22:00")
    with pytest.raises(Unfit) as caught:
        do(rota, secretary, "shifts.assign", late, volunteer_id=4)
    assert caught.value.fields["reason"][0] == "warn.shifts.rest_before"
    own = refused(rota, volunteer, "shifts.assign", late, volunteer_id=4, reason="我可以")
    assert own.key == "warn.shifts.rest_before"  # a volunteer cannot excuse himself
    given = do(rota, secretary, "shifts.assign", late, volunteer_id=4, reason="今晚没有别人")
    assert (given.override_reason, given.given_by) == ("今晚没有别人", 1)


def test_what_somebody_said_of_his_time_warns(rota: Store, secretary: Actor) -> None:
    do(
        rota,
        secretary,
        "people.set_availability",
        5,
        starts_at=at("13:00"),
        ends_at=at("15:00"),
    )
    with pytest.raises(Unfit) as caught:
        do(rota, secretary, "shifts.assign", shift(rota, GATE, "14:00", "18:00"), volunteer_id=5)
    assert caught.value.fields["reason"][0] == "warn.shifts.unavailable"


def test_a_volunteer_takes_seats_only_for_himself(rota: Store, volunteer: Actor) -> None:
    place = shift(rota, GATE, "14:00", "18:00")
    no = refused(rota, volunteer, "shifts.assign", place, volunteer_id=5)
    assert no.key == "refuse.shifts.own_only"
    do(rota, volunteer, "shifts.assign", place, volunteer_id=4)
    no = refused(rota, Actor(5, "马春来", Role.volunteer), "shifts.drop", place, reason="x")
    assert no.key == "refuse.shifts.own_only"


def test_candidates_are_rested_first_and_the_refused_say_why(rota: Store, secretary: Actor) -> None:
    do(rota, secretary, "shifts.assign", shift(rota, GATE, "12:00", "16:00"), volunteer_id=4)
    place = shift(rota, BARRIER, "16:00", "20:00")
    with rota.reading(secretary) as session:
        found = shifts.candidates(session, place)
    assert found[-1].person.id == 4 and found[-1].cautions
    assert all(choice.refusal is None for choice in found)
    do(rota, secretary, "people.isolate", 2, isolated_until=dt.date(2022, 4, 9))
    with rota.reading(secretary) as session:
        last = shifts.candidates(session, place)[-1]
    assert last.refusal is not None and last.refusal.key == "refuse.shifts.isolated_until"


# ── coming and going ────────────────────────────────────────────────────────────────────────


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


# ── swaps, drops, hand-overs ────────────────────────────────────────────────────────────────


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


# ── planning ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def cut(rota: Store) -> Store:
    """The gate in four shifts round the clock, the barrier in two by day."""
    do(
        rota,
        SET_UP,
        "shifts.add_template",
        post_id=GATE,
        name="四班",
        hours="06:30 11:30，17：30 1",
    )
    do(
        rota,
        SET_UP,
        "shifts.add_template",
        post_id=BARRIER,
        name="两班",
        hours="8 14 20",
        around=False,
    )
    return rota


BATCH = {"first_day": dt.date(2022, 4, 9), "last_day": dt.date(2022, 4, 11)}


def test_a_batch_is_one_act_and_made_once(cut: Store, secretary: Actor) -> None:
    done = perform(cut, secretary, "shifts.create_batch", draft_for("shifts.create_batch", BATCH))
    assert done.act_id is not None
    with cut.reading(secretary) as session:
        grid = shifts.rota(session, dt.date(2022, 4, 9), 4)
        there = {row.hours: [day is not None for day in row.days] for row in grid.rows[:4]}
        assert there["01:00-06:30"] == [False, True, True, True]  # of the day before
        assert there["17:30-01:00"] == [True, True, True, False]
        assert [row.hours for row in grid.rows[4:]] == ["08:00-14:00", "14:00-20:00", ""]
        assert all(day.short == day.seats for row in grid.rows for day in row.days if day)
    again = refused(cut, secretary, "shifts.create_batch", **BATCH)
    assert (again.key, again.params["same"]) == ("refuse.shifts.batch_nothing", 18)
    undo(cut, secretary, done.act_id)
    with cut.reading(secretary) as session:
        assert shifts.shift_lines(session, session.now, session.now + dt.timedelta(days=9)) == ()


def test_a_batch_can_be_called_off_as_one(cut: Store, secretary: Actor) -> None:
    made = do(cut, secretary, "shifts.create_batch", template_id=2, **BATCH)
    do(cut, secretary, "shifts.cancel_batch", made.id, reason="解封")
    with cut.reading(secretary) as session:
        assert shifts.seats_between(session, session.now, session.now + 9 * dt.timedelta(1)) == ()
    no = refused(cut, secretary, "shifts.cancel_batch", made.id, reason="解封")
    assert no.key == "refuse.shifts.batch_begun"
    do(cut, secretary, "shifts.create_batch", template_id=2, **BATCH)  # the way is free again


def test_a_plan_is_not_for_volunteers_until_it_is_open(
    cut: Store, secretary: Actor, volunteer: Actor
) -> None:
    made = do(cut, secretary, "shifts.create_batch", template_id=2, published=False, **BATCH)
    place = first_seat(cut, made.id)
    no = refused(cut, volunteer, "shifts.assign", place, volunteer_id=4)
    assert no.key == "refuse.shifts.not_open"
    do(cut, secretary, "shifts.open", made.id)
    do(cut, volunteer, "shifts.assign", place, volunteer_id=4)


@pytest.mark.parametrize("hours", ["8 8", "8 20 14", "八点", ""])
def test_hours_that_cut_no_day_are_refused(rota: Store, secretary: Actor, hours: str) -> None:
    assert refused(rota, secretary, "shifts.add_template", post_id=GATE, name="x", hours=hours)


def edit_shift(store: Store, actor: Actor, shift_id: int, **changed: object) -> None:
    with store.reading(actor) as session:
        row = session.get(shifts.Shift, shift_id)
        opened = {name: getattr(row, name) for name in changed}
    perform(store, actor, "shifts.edit_shift", Edit(id=shift_id, changed=changed, opened=opened))


def test_an_edit_adds_and_takes_away_empty_seats_only(rota: Store, secretary: Actor) -> None:
    place = shift(rota, GATE, "14:00", "18:00")
    made = seat(rota, place).shift_id
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)
    edit_shift(rota, secretary, made, seats=3)
    assert len(seats(rota, made)) == 3
    edit_shift(rota, secretary, made, seats=1)
    assert [one.volunteer_id for one in seats(rota, made)] == [5]
    edit_shift(rota, secretary, made, seats=2)
    do(rota, secretary, "shifts.assign", seats(rota, made)[1].id, volunteer_id=4)
    with pytest.raises(Refusal, match="seats_held"):
        edit_shift(rota, secretary, made, seats=1)


def test_an_edit_double_books_nobody(rota: Store, secretary: Actor) -> None:
    place = shift(rota, GATE, "14:00", "18:00")
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)
    then = shift(rota, BARRIER, "18:00", "20:00")
    do(rota, secretary, "shifts.assign", then, volunteer_id=5, reason="连班")
    made = seat(rota, place).shift_id
    edit_shift(rota, secretary, made, note="带暖壶")
    with pytest.raises(Refusal, match="moved_over"):
        edit_shift(rota, secretary, made, ends_at=dt.datetime(2022, 4, 8, 11, tzinfo=dt.UTC))


def test_the_start_of_a_shift_that_has_begun_stays(rota: Store, secretary: Actor) -> None:
    made = seat(rota, shift(rota, GATE, "10:00", "14:00")).shift_id
    with pytest.raises(Refusal, match="begun"):
        edit_shift(rota, secretary, made, starts_at=dt.datetime(2022, 4, 8, 3, tzinfo=dt.UTC))
    edit_shift(rota, secretary, made, ends_at=dt.datetime(2022, 4, 8, 7, tzinfo=dt.UTC))


def test_a_shift_where_somebody_stands_is_not_called_off(rota: Store, secretary: Actor) -> None:
    place = shift(rota, BARRIER, "10:00", "14:00")
    made = seat(rota, place).shift_id
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)
    do(rota, secretary, "shifts.check_in", place)
    no = refused(rota, secretary, "shifts.cancel", made, reason="x")
    assert no.key == "refuse.shifts.somebody_came"


def test_a_cancelled_shift_frees_its_people(rota: Store, secretary: Actor) -> None:
    place = shift(rota, BARRIER, "14:00", "18:00")
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)
    do(rota, secretary, "shifts.cancel", seat(rota, place).shift_id, reason="雨")
    do(rota, secretary, "shifts.assign", shift(rota, GATE, "14:00", "18:00"), volunteer_id=5)
    assert refused(rota, secretary, "shifts.check_in", place).key == "refuse.shifts.cancelled"


def test_a_shift_is_settled_when_every_seat_is(
    rota: Store, secretary: Actor, clock: FrozenClock
) -> None:
    place = shift(rota, BARRIER, "10:00", "12:00")
    made = seat(rota, place).shift_id
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)
    assert refused(rota, secretary, "shifts.close", made).key == "refuse.shifts.still_running"
    clock.set("2022-04-08T12:30")
    assert refused(rota, secretary, "shifts.close", made).key == "refuse.shifts.unsettled"
    do(rota, secretary, "shifts.no_show", place)
    do(rota, secretary, "shifts.close", made)
    no = refused(rota, secretary, "shifts.record_served", place)
    assert no.key == "refuse.shifts.closed"
    do(rota, secretary, "shifts.reopen", made)
    assert do(rota, secretary, "shifts.record_served", place).state is SeatState.done


def test_a_post_with_people_named_is_not_given_up(rota: Store, secretary: Actor) -> None:
    place = shift(rota, BARRIER, "14:00", "18:00")
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)
    assert refused(rota, secretary, "shifts.retire_post", BARRIER).key == "refuse.shifts.post_named"
    do(rota, secretary, "shifts.drop", place, reason="x")
    do(rota, secretary, "shifts.retire_post", BARRIER)
    with rota.reading(secretary) as session:
        assert shifts.needing_a_hand(session) == ()
        assert not [a for a in shifts.alarms(session) if a.severity == "red"]
    do(rota, secretary, "shifts.keep_post", BARRIER)


# ── numbers and alarms ──────────────────────────────────────────────────────────────────────


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


# ── taking back, machines, words ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("verb", "values"),
    [
        ("shifts.no_show", {}),
        ("shifts.drop", {"reason": "x"}),
        ("shifts.offer_swap", {}),
        ("shifts.check_in", {}),
        ("shifts.confirm", {}),
    ],
)
def test_a_step_of_a_seat_can_be_taken_back(
    rota: Store, secretary: Actor, clock: FrozenClock, verb: str, values: dict[str, object]
) -> None:
    place = shift(rota, GATE, "10:00", "14:00")
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)
    clock.set("2022-04-08T11:00")
    before = stored(rota, "seat", "shift")
    done = perform(rota, secretary, verb, draft_for(verb, values, place))
    assert done.act_id is not None and stored(rota, "seat", "shift") != before
    undo(rota, secretary, done.act_id)
    assert stored(rota, "seat", "shift") == before


def test_final_seats_stay_final() -> None:
    for state in SEAT.final:
        for verb in SEAT.verbs():
            assert not SEAT.allows(verb, state)
    assert [s for s, v, _ in SHIFT.arrows() if s in SHIFT.final] == ["closed"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_verb_state_and_field_has_words(lang: str) -> None:
    words = Words(lang)
    for verb in PLANNING | SEATING:
        assert words.has(verb) and words.has(f"{verb}.did"), verb
        for ask in lookup(verb).asks:
            assert words.has(ask.label), ask.label
            assert ask.hint is None or words.has(ask.hint), ask.hint
    for member in (*SeatState, *ShiftState, *SeatNeed, *shifts.PostKind):
        assert words.has(f"{type(member).__name__}.{member.value}")


class SeatWalk(RuleBasedStateMachine):
    """Any steps at any hour: a seat only moves as its machine says, and undo gives all back."""

    @initialize()
    def begin(self) -> None:
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock.frozen("2022-04-08T10:30")
        self.store = with_posts(empty_store(Path(self.folder.name) / "w.db", self.clock))
        self.actor = Actor(1, "陈书宁", Role.secretary)
        self.made = seat(self.store, shift(self.store, GATE, "11:00", "15:00")).shift_id

    @rule(
        verb=st.sampled_from(sorted(set(SEAT.verbs()))),
        which=st.integers(0, 5),
        who=st.integers(1, 5),
        minutes=st.integers(0, 50),
        back=st.booleans(),
    )
    def step(self, verb: str, which: int, who: int, minutes: int, back: bool) -> None:
        self.clock.advance(dt.timedelta(minutes=minutes))
        found = seats(self.store, self.made)
        target = found[which % len(found)]
        values: dict[str, object] = {}
        if verb in ("shifts.assign", "shifts.take_swap"):
            values = {"volunteer_id": who, "reason": "试"}
        elif verb in ("shifts.drop", "shifts.leave_early"):
            values = {"reason": "试"}
        before = stored(self.store, "seat")
        try:
            done = perform(self.store, self.actor, verb, draft_for(verb, values, target.id))
        except Refusal:
            assert stored(self.store, "seat") == before
            return
        now = seat(self.store, target.id)
        assert SEAT.to(verb, target.state.value) == now.state.value
        if back and done.act_id is not None:
            undo(self.store, self.actor, done.act_id)
            assert stored(self.store, "seat") == before

    @invariant()
    def nobody_twice_and_never_too_many(self) -> None:
        if not hasattr(self, "made"):
            return
        found = seats(self.store, self.made)
        here = [s.volunteer_id for s in found if s.state is SeatState.on_post]
        assert len(here) == len(set(here))
        assert all((s.state is SeatState.empty) == (s.volunteer_id is None) for s in found)
        if self.clock.now() < dt.datetime(2022, 4, 8, 7, tzinfo=dt.UTC):
            kept = [s for s in found if s.state in (*shifts.FILLED, SeatState.empty)]
            assert len(kept) >= 2  # as many places as were planned, whatever was lost

    def teardown(self) -> None:
        if hasattr(self, "store"):
            with self.store.reading(self.actor) as session:
                assert journal.verify(session).broken == ()
            self.store.close()
            self.folder.cleanup()


TestSeatWalk = SeatWalk.TestCase
TestSeatWalk.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)


def test_verbs_of_a_seat_say_why_not(rota: Store, volunteer: Actor, secretary: Actor) -> None:
    place = shift(rota, BARRIER, "20:00", "22:00")
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)
    with rota.reading(volunteer) as session:
        why = {
            line.verb: line.refusal.key
            for line in verb_lines(session, "shifts.seat", place)
            if line.refusal
        }
    assert why["shifts.check_in"] == "refuse.shifts.too_early"
    assert why["shifts.drop"] == "refuse.shifts.own_only"
    assert why["shifts.check_out"] == "refuse.machine"


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("gate", ["北门卡点"]),
        ("大门", ["北门卡点"]),
        ("barrier", ["西出口"]),
        ("北门", ["北门卡点"]),
    ],
)
def test_a_post_is_found_by_its_name_or_by_the_word_for_its_kind(
    rota: Store, secretary: Actor, typed: str, names: list[str]
) -> None:
    with rota.reading(secretary) as session:
        found = lookup_kind("shifts.post").find(session, typed, 9)
    assert [one.label for one in found] == names
    assert all(one.rank > 1 for one in found) or typed in names[0]
