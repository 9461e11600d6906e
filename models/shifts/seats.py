"""What is done with a seat: somebody is put on it, comes, goes, swaps, or is not there."""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.people.tables import Volunteer
from models.rules.refusal import Refusal
from models.shifts.drafts import (
    Assign,
    HandOver,
    OfferSwap,
    Put,
    Served,
    Sign,
    TakeSwap,
    WithReason,
)
from models.shifts.guards import EARLIEST
from models.shifts.kinds import SEAT_KIND
from models.shifts.side_tables import Handover
from models.shifts.standing import check_place, places_ahead, seats_ahead, take_place
from models.shifts.tables import HELD, Post, Seat, SeatState, Shift, ShiftState
from models.store.drafts import TargetDraft
from models.store.engine import Reading, Writing
from models.store.register import change, fetch, move
from models.store.when import parse_when

_PUTS = ("shifts.assign", "shifts.put")
_NEXT = dt.timedelta(hours=1)
"""How far a hand-over looks for the one who comes next."""


@change("shifts.assign", draft=Assign, ahead=places_ahead)
def assign(session: Writing, draft: Assign) -> Seat:
    """Puts somebody on an empty seat; a volunteer puts only himself or herself there."""
    seat = fetch(session, Seat, draft.id)
    shift = fetch(session, Shift, seat.shift_id)
    if seat.state in HELD and seat.volunteer_id is not None:
        # Of two who fill a seat at once the second is told who was first.
        name = fetch(session, Volunteer, seat.volunteer_id).name
        raise Refusal("refuse.shifts.seat_taken", volunteer=name)
    check_step(session, seat, "shifts.assign")
    return _seat(session, seat, shift, draft.volunteer_id, draft.reason)


@change("shifts.put", draft=Put)
def put(session: Writing, draft: Put) -> Seat:
    """Puts somebody on a post, at a moment or as soon as it has an empty seat."""
    post = fetch(session, Post, draft.post_id)
    wanted = (
        select(Shift)
        .where(
            Shift.post_id == draft.post_id,
            col(Shift.ends_at) > session.now,
            col(Shift.state).in_((ShiftState.planned, ShiftState.open)),
        )
        .order_by(col(Shift.starts_at), col(Shift.id))
    )
    empty = select(Seat).where(Seat.state == SeatState.empty).order_by(col(Seat.id))
    if draft.when:
        shift = _shift_at(session, wanted, draft.when)
        if shift is None:
            raise Refusal("refuse.shifts.none_then", post=post.name, at=draft.when)
    else:
        still = select(Seat.id).where(Seat.shift_id == Shift.id, Seat.state == SeatState.empty)
        shift = session.exec(wanted.where(still.exists())).first()
        if shift is None:
            raise Refusal("refuse.shifts.no_empty", post=post.name)
    seat = session.exec(empty.where(Seat.shift_id == shift.id)).first()
    if seat is None:
        check_place(session, shift, draft.volunteer_id, draft.reason)
        raise Refusal("refuse.shifts.full", post=post.name, places=shift.seats)
    return _seat(session, seat, shift, draft.volunteer_id, draft.reason)


@change("shifts.confirm", draft=TargetDraft, ahead=seats_ahead)
def confirm(session: Writing, draft: TargetDraft) -> Seat:
    """The person put there says yes."""
    return _step(session, draft.id, "shifts.confirm")


@change("shifts.check_in", draft=TargetDraft, ahead=seats_ahead)
def check_in(session: Writing, draft: TargetDraft) -> Seat:
    """Somebody is there; whoever was opened a seat for in the meantime is no longer needed."""
    seat = fetch(session, Seat, draft.id)
    late = seat.state is SeatState.no_show
    _step(session, draft.id, "shifts.check_in")
    seat.checked_in_at = session.now
    if late:
        _take_back_opening(session, seat)
    return seat


@change("shifts.check_out", draft=TargetDraft, ahead=seats_ahead)
def check_out(session: Writing, draft: TargetDraft) -> Seat:
    """Somebody goes home at the end of the shift."""
    seat = _step(session, draft.id, "shifts.check_out")
    seat.checked_out_at = session.now
    return seat


@change("shifts.leave_early", draft=WithReason)
def leave_early(session: Writing, draft: WithReason) -> Seat:
    """Somebody has to go before the end: the seat opens again for the rest of the shift."""
    seat = _step(session, draft.id, "shifts.leave_early")
    seat.checked_out_at = session.now
    seat.reason = draft.reason
    _open_again(session, seat)
    return seat


@change("shifts.no_show", draft=TargetDraft, ahead=seats_ahead)
def no_show(session: Writing, draft: TargetDraft) -> Seat:
    """Somebody did not come: the seat keeps that, and another one opens in its place."""
    seat = _step(session, draft.id, "shifts.no_show")
    _open_again(session, seat)
    return seat


@change("shifts.drop", draft=WithReason)
def drop(session: Writing, draft: WithReason) -> Seat:
    """Somebody cannot come after all: said beforehand, and the seat opens again."""
    seat = _step(session, draft.id, "shifts.drop")
    seat.reason = draft.reason
    _open_again(session, seat)
    return seat


@change("shifts.offer_swap", draft=OfferSwap)
def offer_swap(session: Writing, draft: OfferSwap) -> Seat:
    """Asks the others to take the seat over; until somebody does, it stays the same person's."""
    seat = _step(session, draft.id, "shifts.offer_swap")
    seat.reason = draft.reason
    return seat


@change("shifts.withdraw_swap", draft=TargetDraft, ahead=seats_ahead)
def withdraw_swap(session: Writing, draft: TargetDraft) -> Seat:
    """Keeps the seat after all."""
    return _step(session, draft.id, "shifts.withdraw_swap")


@change("shifts.take_swap", draft=TakeSwap)
def take_swap(session: Writing, draft: TakeSwap) -> Seat:
    """Takes an offered seat over: a new seat for the taker, the old one keeps its history."""
    taker = draft.volunteer_id or session.actor.id
    if taker is None:
        raise Refusal("refuse.shifts.who")
    seat = fetch(session, Seat, draft.id)
    shift = fetch(session, Shift, seat.shift_id)
    check_step(session, seat, "shifts.take_swap")
    person, against = check_place(session, shift, taker, draft.reason, freed=1)
    move(session, seat, "shifts.take_swap", SEAT_KIND)
    taken = Seat(
        shift_id=seat.shift_id,
        volunteer_id=taker,
        state=SeatState.assigned,
        replaces_id=seat.id,
        given_by=session.actor.id,
        given_at=session.now,
        override_reason=draft.reason if against else "",
    )
    session.add(taken)
    _say(session, seat, shift, taker=person.name)
    return taken


@change("shifts.record_served", draft=Served, ahead=seats_ahead)
def record_served(session: Writing, draft: Served) -> Seat:
    """Says after a shift when somebody was there, so that nobody loses the hours."""
    seat = fetch(session, Seat, draft.id)
    shift = fetch(session, Shift, seat.shift_id)
    came = draft.came_at or seat.checked_in_at or shift.starts_at
    left = draft.left_at or seat.checked_out_at or shift.ends_at
    if not shift.starts_at - EARLIEST <= came < left <= session.now:
        raise Refusal("refuse.shifts.times")
    _step(session, draft.id, "shifts.record_served")
    seat.checked_in_at, seat.checked_out_at = came, left
    return seat


@change("shifts.sign_in", draft=Sign)
def sign_in(session: Writing, draft: Sign) -> Seat:
    """Checks somebody in at the seat that is his or hers now."""
    who = _who(session, draft)
    found = session.exec(
        select(Seat.id)
        .join(Shift, col(Shift.id) == Seat.shift_id)
        .where(
            Seat.volunteer_id == who.id,
            col(Seat.state).in_((*HELD, SeatState.no_show)),
            col(Shift.state).in_((ShiftState.planned, ShiftState.open)),
            col(Shift.starts_at) <= session.now + EARLIEST,
            col(Shift.ends_at) > session.now,
        )
        .order_by(col(Shift.starts_at))
    ).first()
    if found is None:
        raise Refusal("refuse.shifts.no_seat_now", volunteer=who.name)
    return check_in(session, TargetDraft(id=found))


@change("shifts.sign_out", draft=Sign)
def sign_out(session: Writing, draft: Sign) -> Seat:
    """Checks somebody out of the seat he or she is on."""
    who = _who(session, draft)
    found = session.exec(
        select(Seat.id)
        .where(Seat.volunteer_id == who.id, Seat.state == SeatState.on_post)
        .order_by(col(Seat.id))
    ).first()
    if found is None:
        raise Refusal("refuse.shifts.not_on_post", volunteer=who.name)
    return check_out(session, TargetDraft(id=found))


@change("shifts.handover", draft=HandOver)
def hand_over(session: Writing, draft: HandOver) -> Handover:
    """Writes down what the next one must know, with both names."""
    seat = fetch(session, Seat, draft.id)
    check_step(session, seat, "shifts.handover")
    shift = fetch(session, Shift, seat.shift_id)
    to = draft.to_id or _successor(session, shift, seat)
    if to is None:
        raise Refusal("refuse.shifts.no_successor")
    if to == seat.volunteer_id or seat.volunteer_id is None:
        raise Refusal("refuse.shifts.to_oneself")
    taker = fetch(session, Volunteer, to)
    note = Handover(
        shift_id=seat.shift_id,
        from_id=seat.volunteer_id,
        to_id=to,
        at=session.now,
        text=draft.text,
    )
    session.add(note)
    _say(session, seat, shift, taker=taker.name)
    return note


def release(session: Writing, volunteer_id: int, since: dt.datetime) -> int:
    """Opens again what somebody who leaves the branch held from a moment on.

    Raises:
        Refusal: when the person is on post now and must be checked out first.
    """
    if since <= session.now:
        on_post = session.exec(
            select(Seat.id).where(
                Seat.volunteer_id == volunteer_id, Seat.state == SeatState.on_post
            )
        ).first()
        if on_post is not None:
            name = fetch(session, Volunteer, volunteer_id).name
            raise Refusal("refuse.shifts.still_on_post", volunteer=name)
    held = held_by(session, [volunteer_id], since)
    for seat in held:
        seat.state = SeatState.dropped
        _open_again(session, seat)
    return len(held)


def held_by(session: Reading, volunteer_ids: Collection[int], since: dt.datetime) -> Sequence[Seat]:
    """The seats that these people hold from a moment on, none of the past among them."""
    return session.exec(
        select(Seat)
        .join(Shift, col(Shift.id) == Seat.shift_id)
        .where(
            col(Seat.volunteer_id).in_(volunteer_ids),
            col(Seat.state).in_(HELD),
            col(Shift.ends_at) > max(since, session.now),
        )
    ).all()


def check_step(session: Writing, seat: Seat, verb: str) -> None:
    """Refuses a step without taking it."""
    if SEAT_KIND.machine is not None and verb in SEAT_KIND.machine.verbs():
        SEAT_KIND.machine.to(verb, seat.state.value)
    if SEAT_KIND.guard is not None:
        SEAT_KIND.guard(session, seat, verb)


def _step(session: Writing, seat_id: int, verb: str) -> Seat:
    seat = fetch(session, Seat, seat_id)
    move(session, seat, verb, SEAT_KIND)
    _say(session, seat, fetch(session, Shift, seat.shift_id))
    return seat


def _seat(session: Writing, seat: Seat, shift: Shift, volunteer_id: int, reason: str) -> Seat:
    _, against = check_place(session, shift, volunteer_id, reason)
    move(session, seat, "shifts.assign", SEAT_KIND)
    seat.volunteer_id = volunteer_id
    seat.given_by = session.actor.id
    seat.given_at = session.now
    seat.override_reason = reason if against else ""
    if seat.override_reason:
        session.why = session.why or reason
    take_place(session, shift, volunteer_id)
    _say(session, seat, shift)
    return seat


def _say(session: Writing, seat: Seat, shift: Shift, **more: object) -> None:
    """What the journal tells of every step of a seat; who acts for himself is not named twice."""
    told: dict[str, object] = {"volunteer": seat.volunteer_id, **more}
    who = session.actor
    own = {n: None if value in (who.id, who.name) else value for n, value in told.items()}
    at = session.clock.stamp(shift.starts_at)
    session.say(post=shift.post_id, at=at, **(told if session.verb in _PUTS else own))


def _open_again(session: Writing, seat: Seat) -> None:
    """A new empty seat in place of a lost one, while the shift still needs somebody."""
    shift = fetch(session, Shift, seat.shift_id)
    if shift.ends_at > session.now:
        session.add(Seat(shift_id=seat.shift_id, replaces_id=seat.id))


def _take_back_opening(session: Writing, seat: Seat) -> None:
    """Whoever was missing came: the seat opened instead goes, unless somebody took it."""
    seats = session.exec(select(Seat).where(Seat.shift_id == seat.shift_id)).all()
    after = {row.replaces_id: row for row in seats}
    last = seat
    while last.id in after:
        last = after[last.id]
    if last.state is SeatState.empty:
        session.delete(last)


def _shift_at(session: Writing, wanted: SelectOfScalar[Shift], when: str) -> Shift | None:
    """The shift that runs or begins at a typed moment; an hour already past is the next day's."""
    for future in (False, True):
        at = parse_when(when, session.now, session.clock.zone, future=future)
        runs = (col(Shift.starts_at) <= at, col(Shift.ends_at) > at)
        if shift := session.exec(wanted.where(*runs)).first():
            return shift
    return None


def _who(session: Writing, draft: Sign) -> Volunteer:
    who = draft.volunteer_id or session.actor.id
    if who is None:
        raise Refusal("refuse.shifts.who")
    return fetch(session, Volunteer, who)


def _successor(session: Writing, shift: Shift, seat: Seat) -> int | None:
    """Who is named for the next shift at the same post."""
    return session.exec(
        select(Seat.volunteer_id)
        .join(Shift, col(Shift.id) == Seat.shift_id)
        .where(
            Shift.post_id == shift.post_id,
            col(Shift.id) != shift.id,
            col(Shift.starts_at).between(shift.ends_at - _NEXT, shift.ends_at + _NEXT),
            col(Seat.state).in_((*HELD, SeatState.on_post)),
            col(Seat.volunteer_id) != seat.volunteer_id,
        )
        .order_by(col(Shift.starts_at), col(Seat.id))
    ).first()
