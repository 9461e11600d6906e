"""Whether somebody may stand a shift: the rows gathered, the rules asked."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from models.people.reads import serving
from models.people.side_tables import Availability
from models.people.tables import AvailabilityKind, Volunteer
from models.rules import rota
from models.rules.caution import Caution
from models.rules.refusal import Refusal
from models.rules.rota import Booking, Opening
from models.rules.spans import Span
from models.shifts.drafts import Assign
from models.shifts.rest import person, rest_rules
from models.shifts.tables import FILLED, HELD, SERVED, Post, Seat, SeatState, Shift, ShiftState
from models.store.actor import Role
from models.store.drafts import TargetDraft, Unfit
from models.store.engine import Reading, Writing
from models.store.register import LEADERS, fetch

_BACK = dt.timedelta(days=15)
"""How far back seats matter for rest: a week of hours, and nights and days in a row."""
_AHEAD = dt.timedelta(days=9)
_PLACES = "shifts.places"


def opening(post: Post, shift: Shift, taken: int) -> Opening:
    """What the rules ask about a shift."""
    return Opening(
        shift=shift.id or 0,
        post=post.name,
        span=shift.span,
        places=shift.seats,
        taken=taken,
        role=post.needs_role,
        skill=post.needs_skill,
    )


def bookings(
    session: Reading, span: Span, volunteer_id: int | None = None
) -> Mapping[int, list[Booking]]:
    """Volunteer id -> the seats held around that time; of one person or of all."""
    wanted = (
        sa.select(
            col(Seat.volunteer_id),
            col(Seat.state),
            col(Seat.checked_out_at),
            col(Shift.id),
            col(Shift.starts_at),
            col(Shift.ends_at),
            col(Post.name),
        )
        .join(Shift, col(Shift.id) == Seat.shift_id)
        .join(Post, col(Post.id) == Shift.post_id)
        .where(
            col(Shift.ends_at) > span.start - _BACK,
            col(Shift.ends_at) < span.end + _AHEAD,
            col(Shift.state) != ShiftState.cancelled,
            col(Seat.state).in_((*HELD, *SERVED)),
        )
    )
    if volunteer_id is not None:
        wanted = wanted.where(col(Seat.volunteer_id) == volunteer_id)
    found: defaultdict[int, list[Booking]] = defaultdict(list)
    for who, state, left, shift_id, starts_at, ends_at, post in session.execute(wanted):
        if state is SeatState.left_early and left is not None:
            ends_at = min(ends_at, left)
        if ends_at > starts_at:
            found[who or 0].append(Booking(shift_id, post, Span(starts_at, ends_at)))
    return found


def absences(
    session: Reading, span: Span, volunteer_id: int | None = None
) -> Mapping[int, list[Span]]:
    """Volunteer id -> the spans around that time he or she cannot serve in."""
    wanted = select(Availability.volunteer_id, Availability.starts_at, Availability.ends_at).where(
        Availability.kind == AvailabilityKind.unavailable,
        col(Availability.ends_at) > span.start,
        col(Availability.starts_at) < span.end,
    )
    if volunteer_id is not None:
        wanted = wanted.where(Availability.volunteer_id == volunteer_id)
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for owner, starts_at, ends_at in session.exec(wanted):
        found[owner].append(Span(starts_at, ends_at))
    return found


@dataclass(slots=True)
class Places:
    """What the assignments of one act share: read once, and kept up with what each of them takes.

    It holds for an act that only puts people on seats, and that knows every shift beforehand.
    """

    filled: Counter[int]
    """How many seats of a shift somebody has."""
    held: Mapping[int, list[Booking]]
    away: Mapping[int, list[Span]]

    def take(self, shift: Shift, post: Post, volunteer_id: int) -> None:
        """Somebody has one more seat of this shift."""
        self.filled[shift.id or 0] += 1
        self.held[volunteer_id].append(Booking(shift.id or 0, post.name, shift.span))


def seats_ahead(session: Writing, drafts: Sequence[TargetDraft | Assign]) -> list[Shift]:
    """Reads the seats that an act is about, with their shifts and posts."""
    seats = session.gather(Seat, [draft.id for draft in drafts]).values()
    shifts = session.gather(Shift, [seat.shift_id for seat in seats]).values()
    session.gather(Post, [shift.post_id for shift in shifts])
    return list(shifts)


def places_ahead(session: Writing, drafts: Sequence[Assign]) -> None:
    """Reads what speaks for and against several assignments at once."""
    shifts = seats_ahead(session, drafts)
    session.gather(Volunteer, [draft.volunteer_id for draft in drafts])
    if len(drafts) == 1 or not shifts:
        return
    whole = Span(min(one.starts_at for one in shifts), max(one.ends_at for one in shifts))
    taken = session.exec(
        select(Seat.shift_id).where(
            col(Seat.shift_id).in_([one.id for one in shifts]), col(Seat.state).in_(FILLED)
        )
    )
    session.info[_PLACES] = Places(
        Counter(taken), bookings(session, whole), absences(session, whole)
    )


def take_place(session: Writing, shift: Shift, volunteer_id: int) -> None:
    """Has the assignments that follow in this act know of this one."""
    known: Places | None = session.info.get(_PLACES)
    if known is not None:
        known.take(shift, fetch(session, Post, shift.post_id), volunteer_id)


def _places(session: Writing, shift: Shift, volunteer_id: int) -> Places:
    known: Places | None = session.info.get(_PLACES)
    if known is not None:
        return known
    taken = session.exec(
        select(Seat.shift_id).where(Seat.shift_id == shift.id, col(Seat.state).in_(FILLED))
    )
    return Places(
        Counter(taken),
        bookings(session, shift.span, volunteer_id),
        absences(session, shift.span, volunteer_id),
    )


def check_place(
    session: Writing, shift: Shift, volunteer_id: int, reason: str, *, freed: int = 0
) -> tuple[Volunteer, bool]:
    """Whether this person may be put on this shift by who acts.

    Args:
        reason: why it is done although rest, nights or hours speak against it.
        freed: seats that this very act gives up, as a swap does.

    Returns:
        The person, and whether it is only for that reason.

    Raises:
        Refusal: when it cannot be: overlap, full, isolated, skill or role missing, demobilised.
        Unfit: when something speaks against it and no leader said why it is done anyway.
    """
    row = fetch(session, Volunteer, volunteer_id)
    post = fetch(session, Post, shift.post_id)
    if session.actor.role is Role.volunteer and session.actor.id != volunteer_id:
        raise Refusal("refuse.shifts.own_only")
    if shift.state is ShiftState.planned and session.actor.role not in LEADERS:
        raise Refusal("refuse.shifts.not_open", post=post.name)
    if shift.state in (ShiftState.cancelled, ShiftState.closed) or shift.ends_at <= session.now:
        raise Refusal("refuse.shifts.over", post=post.name)
    known = _places(session, shift, volunteer_id)
    held, taken = known.held[volunteer_id], known.filled[shift.id or 0]
    who = person(row, known.away[volunteer_id])
    no = rota.refusal(who, opening(post, shift, taken - freed), held, session.clock.zone)
    if no is not None:
        raise no
    rules = rest_rules(session)
    if rules is None:
        return row, False
    spans = [booking.span for booking in held]
    cautions = rota.warnings(who, shift.span, spans, rules, session.clock.zone)
    if cautions and not (reason and session.actor.role in LEADERS):
        raise _needs_reason(session, cautions)
    return row, bool(cautions)


def candidates(session: Reading, seat_id: int) -> tuple[rota.Choice, ...]:
    """Everybody for one seat: who may, rested first; who may not, with the reason."""
    seat = fetch(session, Seat, seat_id)
    shift = fetch(session, Shift, seat.shift_id)
    post = fetch(session, Post, shift.post_id)
    rows = session.exec(select(Volunteer).where(serving(session.today))).all()
    held = bookings(session, shift.span)
    away = absences(session, shift.span)
    wanted = opening(post, shift, 0)
    people = [(person(row, away[row.id or 0]), held[row.id or 0]) for row in rows]
    rules = rest_rules(session)
    zone = session.clock.zone
    if rules is not None:
        found = rota.choices(wanted, people, rules, zone)
    else:
        found = tuple(
            rota.Choice(who, rota.refusal(who, wanted, booked, zone), (), dt.timedelta())
            for who, booked in people
        )
    own = session.viewer.id if session.viewer.role is Role.volunteer else None
    seen = [
        one._replace(refusal=Refusal("refuse.shifts.own_only"))
        if own not in (None, one.person.id)
        else one
        for one in found
    ]
    return tuple(sorted(seen, key=lambda one: one.refusal is not None))


def _needs_reason(session: Writing, cautions: Sequence[Caution]) -> Refusal:
    """What speaks against it, placed where the reason is asked; only leaders may give one."""
    first = cautions[0]
    if session.actor.role not in LEADERS:
        return Refusal(first.key, **first.params)
    told = {"reason": (first.key, dict(first.params))}
    if len(cautions) > 1:
        told["volunteer_id"] = (cautions[1].key, dict(cautions[1].params))
    return Unfit(told)
