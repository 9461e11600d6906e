"""A shift written down whole, as a duty table on paper or in a spreadsheet has it."""

from sqlmodel import col, select

from models.rules.refusal import Refusal
from models.shifts.drafts import Record, Stood
from models.shifts.planning import with_seats
from models.shifts.standing import check_place
from models.shifts.tables import FILLED, HELD, Post, Seat, SeatState, Shift, ShiftState
from models.store.engine import Writing
from models.store.register import LEADERS, change, fetch


@change("shifts.record", draft=Record, roles=LEADERS)
def record(session: Writing, draft: Record) -> Shift:
    """Makes the shift if it is not there, and puts on it whoever is missing.

    A shift that is past is taken as told; one to come is checked like any other.
    """
    post = fetch(session, Post, draft.post_id)
    shift = session.exec(
        select(Shift).where(
            Shift.post_id == draft.post_id,
            Shift.starts_at == draft.starts_at,
            Shift.ends_at == draft.ends_at,
            Shift.state != ShiftState.cancelled,
        )
    ).first()
    if shift is None:
        shift = Shift(
            post_id=draft.post_id,
            starts_at=draft.starts_at,
            ends_at=draft.ends_at,
            seats=max(draft.seats or post.seats, len(draft.people), 1),
            note=draft.note,
        )
        with_seats(session, [shift])
        session.flush()
    if draft.note and draft.note != shift.note:
        shift.note = draft.note
    seats = list(session.exec(select(Seat).where(Seat.shift_id == shift.id).order_by(col(Seat.id))))
    for one in draft.people:
        _stand(session, draft, shift, seats, one)
    session.say(post=draft.post_id, at=session.clock.stamp(shift.starts_at))
    return shift


def _stand(session: Writing, draft: Record, shift: Shift, seats: list[Seat], one: Stood) -> None:
    """Finds or makes the seat of one person, and writes down when he or she came and left."""
    seat = next(
        (s for s in seats if s.volunteer_id == one.volunteer_id and s.state in FILLED), None
    )
    if seat is None:
        seat = next((s for s in seats if s.state is SeatState.empty), None)
        if seat is None:
            shift.seats += 1
            seat = Seat(shift_id=shift.id or 0)
            seats.append(seat)
        against = False
        if shift.ends_at > session.now:
            _, against = check_place(session, shift, one.volunteer_id, draft.reason)
        seat.volunteer_id, seat.state = one.volunteer_id, SeatState.assigned
        seat.given_by = session.actor.id
        seat.override_reason = draft.reason if against else ""
        session.add(seat)
    if one.came_at is None or seat.state not in HELD:
        return
    if one.came_at > session.now or (one.left_at and not one.came_at < one.left_at <= session.now):
        raise Refusal("refuse.shifts.times")
    if one.left_at is None and shift.ends_at > session.now:
        seat.state, seat.checked_in_at = SeatState.on_post, one.came_at
    else:
        seat.state = SeatState.done
        seat.checked_in_at, seat.checked_out_at = one.came_at, one.left_at or shift.ends_at
