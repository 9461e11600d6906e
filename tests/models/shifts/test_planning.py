"""A batch of shifts is one act; edits double-book nobody."""

import datetime as dt

import pytest

from models import shifts
from models.acts import undo
from models.rules.refusal import Refusal
from models.shifts import SeatState
from models.store import Actor, FrozenClock, Store
from models.store.drafts import Edit
from models.store.register import draft_for, perform
from tests.models.crew import do, first_seat, refused, seat, seats, shift
from tests.models.shifts.standing import BARRIER, GATE

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
