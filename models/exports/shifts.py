"""The duty table: every shift with who stood there, who came and went when, and the hand-over."""

from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import col

from models.exports.columns import heads
from models.exports.eye import Eye
from models.people import Volunteer
from models.sheets import SheetOut, Value
from models.shifts import Post, Seat, SeatState, Shift, ShiftState
from models.shifts.side_tables import Handover
from models.shifts.tables import FILLED
from models.store.engine import Reading
from models.words import Words

_SERVING = (*FILLED, SeatState.left_early)


def sheets(session: Reading, eye: Eye, words: Words) -> Sequence[SheetOut]:
    """One row a shift that was not cancelled, by its beginning."""
    shifts = session.execute(
        sa.select(Shift, col(Post.name))
        .join(Post, col(Post.id) == col(Shift.post_id))
        .where(col(Shift.state) != ShiftState.cancelled)
        .order_by(col(Shift.starts_at), col(Shift.post_id), col(Shift.id))
    ).all()
    seats: dict[int, list[tuple[Seat, str]]] = defaultdict(list)
    phones: dict[int, list[str]] = defaultdict(list)
    for seat, name, initials, phone in session.execute(
        sa.select(Seat, col(Volunteer.name), col(Volunteer.initials), col(Volunteer.phone))
        .join(Volunteer, col(Volunteer.id) == col(Seat.volunteer_id))
        .order_by(col(Seat.shift_id), col(Seat.id))
    ):
        seats[seat.shift_id].append((seat, eye.staff(name, initials)))
        if seat.state in _SERVING:
            phones[seat.shift_id].append(eye.staff_phone(phone))
    notes: dict[int, list[str]] = defaultdict(list)
    for shift_id, text in session.execute(
        sa.select(col(Handover.shift_id), col(Handover.text)).order_by(col(Handover.id))
    ):
        notes[shift_id].append(eye.text(text))
    serving = {
        shift.id: [who for seat, who in seats[shift.id] if seat.state in _SERVING]
        for shift, _ in shifts
    }
    most = max((len(names) for names in serving.values()), default=1)
    rows = [
        _row(
            session,
            words,
            shift,
            post,
            seats[shift.id],
            (serving[shift.id], phones[shift.id]),
            most,
            notes[shift.id],
        )
        for shift, post in shifts
    ]
    headers = [
        *heads(("date", "hours", "post", "seats"), words),
        *(words("export.col.on_duty", n=n + 1) for n in range(max(most, 1))),
        *heads(("phone", "gap", "no_show", "check_in", "check_out", "handover", "state"), words),
    ]
    return (SheetOut(words("export.shifts"), headers, rows),)


def _row(
    session: Reading,
    words: Words,
    shift: Shift,
    post: str,
    seats: Sequence[tuple[Seat, str]],
    there: tuple[Sequence[str], Sequence[str]],
    most: int,
    notes: Sequence[str],
) -> Sequence[Value]:
    local = session.clock.local
    serving, phones = there
    begins, ends = local(shift.starts_at), local(shift.ends_at)
    came = [f"{w} {local(s.checked_in_at):%H:%M}" for s, w in seats if s.checked_in_at]
    went = [f"{w} {local(s.checked_out_at):%H:%M}" for s, w in seats if s.checked_out_at]
    missed = [who for seat, who in seats if seat.state is SeatState.no_show]
    width = max(most, 1)
    return (
        begins.date(),
        f"{begins:%H:%M}-{ends:%H:%M}",
        post,
        shift.seats,
        *(list(serving) + [""] * width)[:width],
        words.listed([one for one in phones if one]),
        max(shift.seats - len(serving), 0) or None,
        words.listed(missed),
        words.listed(came),
        words.listed(went),
        "；".join(notes),
        words.of(shift.state_at(session.now)),
    )
