"""What does not fit a seat or a shift now, for a reason beyond its state, and what comes next."""

import datetime as dt

from sqlmodel import col, select

from models.people.tables import Volunteer
from models.rules.refusal import Refusal
from models.shifts.rest import grace, rest_rules
from models.shifts.tables import (
    HELD,
    SERVED,
    UNSETTLED,
    Post,
    Seat,
    SeatState,
    Shift,
    ShiftState,
    due_at,
)
from models.store.engine import Reading
from models.store.register import LEADERS, fetch

EARLIEST = dt.timedelta(hours=2)
"""How long before a shift somebody may already be checked in."""
OVERRUN = dt.timedelta(hours=1)
"""How long after a shift leaving it still means leaving it now."""

_OWN = frozenset(
    {
        "shifts.confirm",
        "shifts.drop",
        "shifts.offer_swap",
        "shifts.withdraw_swap",
        "shifts.record_served",
    }
)
"""Steps that a volunteer takes for his or her own seat only."""


def guard_seat(session: Reading, seat: Seat, verb: str) -> None:
    """Refuses a step that this seat's shift, person or hour does not allow."""
    shift = fetch(session, Shift, seat.shift_id)
    post = fetch(session, Post, shift.post_id)
    if shift.state in (ShiftState.cancelled, ShiftState.closed):
        raise Refusal(f"refuse.shifts.{shift.state.value}", post=post.name)
    if verb in _OWN and not _leads_or_own(session, seat):
        raise Refusal("refuse.shifts.own_only")
    now = session.now
    over = now >= shift.ends_at
    match verb:
        case "shifts.check_in":
            _guard_check_in(session, seat, shift, post)
        case "shifts.check_out":
            if now < shift.ends_at - grace(rest_rules(session)):
                raise Refusal("refuse.shifts.still_running", until=hour(session, shift.ends_at))
            if now > shift.ends_at + OVERRUN:
                raise Refusal("refuse.shifts.say_when", until=hour(session, shift.ends_at))
        case "shifts.leave_early" if over:
            raise Refusal("refuse.shifts.ended", until=hour(session, shift.ends_at))
        case "shifts.no_show":
            due = due_at(seat, shift) + grace(rest_rules(session))
            if now < due:
                raise Refusal("refuse.shifts.not_due", at=hour(session, due))
        case "shifts.record_served" if not over:
            raise Refusal("refuse.shifts.still_running", until=hour(session, shift.ends_at))
        case "shifts.drop" | "shifts.offer_swap" | "shifts.take_swap" | "shifts.confirm" if over:
            raise Refusal("refuse.shifts.ended", until=hour(session, shift.ends_at))
        case "shifts.assign" if over:
            raise Refusal("refuse.shifts.over", post=post.name)
        case "shifts.handover" if seat.state not in SERVED:
            raise Refusal("refuse.shifts.not_there", post=post.name)


def guard_shift(session: Reading, shift: Shift, verb: str) -> None:
    """Refuses a step that the clock or the seats of this shift do not allow."""
    state = shift.state_at(session.now)
    match verb:
        case "shifts.cancel" | "shifts.cancel_batch" | "shifts.edit_shift" if (
            state is ShiftState.ended
        ):
            raise Refusal("refuse.shifts.ended", until=hour(session, shift.ends_at))
        case "shifts.cancel":
            came = seats_in(session, shift, SERVED)
            if came:
                raise Refusal("refuse.shifts.somebody_came", n=came)
        case "shifts.cancel_batch" if shift.batch is None:
            raise Refusal("refuse.shifts.no_batch")
        case "shifts.close":
            if state is not ShiftState.ended:
                raise Refusal("refuse.shifts.still_running", until=hour(session, shift.ends_at))
            left = seats_in(session, shift, UNSETTLED)
            if left:
                raise Refusal("refuse.shifts.unsettled", n=left)


def guard_post(session: Reading, post: Post, verb: str) -> None:
    """A post is given up once, and not while somebody is named for it."""
    if (verb == "shifts.retire_post") == post.retired:
        raise Refusal(f"refuse.shifts.post_{'retired' if post.retired else 'kept'}")
    if verb == "shifts.retire_post":
        named = session.exec(
            select(Seat.id)
            .join(Shift, col(Shift.id) == Seat.shift_id)
            .where(
                Shift.post_id == post.id,
                col(Shift.ends_at) > session.now,
                col(Shift.state).in_((ShiftState.planned, ShiftState.open)),
                col(Seat.state).in_(UNSETTLED),
            )
        ).all()
        if named:
            raise Refusal("refuse.shifts.post_named", post=post.name, n=len(named))


def natural_seat(session: Reading, seat: Seat) -> str | None:
    """What `space` does to a seat: the step that this hour asks for."""
    shift = fetch(session, Shift, seat.shift_id)
    now = session.now
    over = now >= shift.ends_at
    if seat.state is SeatState.empty:
        return None if over else "shifts.assign"
    if seat.state in HELD:
        if over:
            return "shifts.record_served"
        early = now < shift.starts_at - EARLIEST
        return "shifts.confirm" if early and seat.state is SeatState.assigned else "shifts.check_in"
    if seat.state is SeatState.on_post:
        if now > shift.ends_at + OVERRUN:
            return "shifts.record_served"
        early = now < shift.ends_at - grace(rest_rules(session))
        return "shifts.leave_early" if early else "shifts.check_out"
    return "shifts.check_in" if seat.state is SeatState.no_show and not over else None


def seats_in(session: Reading, shift: Shift, states: tuple[SeatState, ...]) -> int:
    """How many seats of a shift stand in one of these states."""
    wanted = select(Seat.id).where(Seat.shift_id == shift.id, col(Seat.state).in_(states))
    return len(session.exec(wanted).all())


def hour(session: Reading, moment: dt.datetime) -> str:
    """A moment as a message says it: the hour today, with the day on another one."""
    local = session.clock.local(moment)
    return f"{local:%H:%M}" if local.date() == session.today else f"{local:%m-%d %H:%M}"


def _leads_or_own(session: Reading, seat: Seat) -> bool:
    return session.viewer.role in LEADERS or (
        session.viewer.id is not None and session.viewer.id == seat.volunteer_id
    )


def _guard_check_in(session: Reading, seat: Seat, shift: Shift, post: Post) -> None:
    if session.now < shift.starts_at - EARLIEST:
        raise Refusal("refuse.shifts.too_early", at=hour(session, shift.starts_at))
    if session.now >= shift.ends_at:
        raise Refusal("refuse.shifts.say_when", until=hour(session, shift.ends_at))
    if seat.volunteer_id is None:
        return
    row = fetch(session, Volunteer, seat.volunteer_id)
    if row.isolated_on(session.today):
        raise Refusal(
            "refuse.shifts.isolated_until",
            volunteer=row.name,
            post=post.name,
            day=row.isolated_until,
        )
    elsewhere = session.exec(
        select(Post.name)
        .join(Shift, col(Shift.post_id) == Post.id)
        .join(Seat, col(Seat.shift_id) == Shift.id)
        .where(
            Seat.volunteer_id == row.id,
            Seat.state == SeatState.on_post,
            col(Seat.id) != seat.id,
        )
    ).first()
    if elsewhere is not None:
        raise Refusal("refuse.shifts.on_post_elsewhere", volunteer=row.name, post=elsewhere)
