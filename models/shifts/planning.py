"""What is done with posts, templates and shifts: planned, made in batches, changed, called off."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import col, select

from models.branch import phase
from models.rules import templates as rules
from models.rules.refusal import Refusal
from models.rules.spans import Span, change_overs, overlaps
from models.shifts.drafts import (
    BatchDraft,
    NewShift,
    PostDraft,
    ShiftDraft,
    TemplateDraft,
    WithReason,
)
from models.shifts.guards import guard_post, guard_shift, hour
from models.shifts.kinds import SHIFT_KIND
from models.shifts.phases import of_phase
from models.shifts.side_tables import ShiftTemplate
from models.shifts.standing import bookings
from models.shifts.tables import FILLED, HELD, Post, Seat, SeatState, Shift, ShiftState
from models.store.drafts import TargetDraft
from models.store.engine import Reading, Writing
from models.store.register import LEADERS, change, editing, fetch, move

_DAY = dt.timedelta(days=1)


@change("shifts.add_post", draft=PostDraft, roles=LEADERS)
def add_post(session: Writing, draft: PostDraft) -> Post:
    """A place or a route where somebody is to stand."""
    _check_name(session, draft.name)
    row = Post(**draft.model_dump())
    session.add(row)
    session.flush()
    session.say(post=row.id)
    return row


def _settle_post(session: Writing, row: Post) -> None:
    if sa.inspect(row).attrs.name.history.has_changes():
        _check_name(session, row.name, row.id)
    session.say(post=row.id)


editing("shifts.edit_post", table=Post, fields=PostDraft, roles=LEADERS, also=_settle_post)


@change("shifts.retire_post", draft=TargetDraft, roles=LEADERS)
def retire_post(session: Writing, draft: TargetDraft) -> Post:
    """Nobody is to stand here any more; its empty shifts to come are called off with it."""
    row = fetch(session, Post, draft.id)
    guard_post(session, row, "shifts.retire_post")
    for shift in session.exec(
        select(Shift).where(
            Shift.post_id == row.id,
            col(Shift.starts_at) > session.now,
            col(Shift.state).in_((ShiftState.planned, ShiftState.open)),
        )
    ):
        shift.state = ShiftState.cancelled
    row.retired = True
    session.say(post=row.id)
    return row


@change("shifts.keep_post", draft=TargetDraft, roles=LEADERS)
def keep_post(session: Writing, draft: TargetDraft) -> Post:
    """Somebody is to stand here again."""
    row = fetch(session, Post, draft.id)
    guard_post(session, row, "shifts.keep_post")
    row.retired = False
    session.say(post=row.id)
    return row


@change("shifts.add_template", draft=TemplateDraft, roles=LEADERS)
def add_template(session: Writing, draft: TemplateDraft) -> ShiftTemplate:
    """Says how a post's day is cut into shifts."""
    fetch(session, Post, draft.post_id)
    _cut_once(session, draft.hours, draft.around)
    row = ShiftTemplate(**draft.model_dump())
    session.add(row)
    session.say(post=draft.post_id, name=draft.name)
    return row


def _settle_template(session: Writing, row: ShiftTemplate) -> None:
    _cut_once(session, row.hours, row.around)
    session.say(post=row.post_id, name=row.name)


editing(
    "shifts.edit_template",
    table=ShiftTemplate,
    fields=TemplateDraft,
    roles=LEADERS,
    also=_settle_template,
)


@change("shifts.remove_template", draft=TargetDraft, roles=LEADERS)
def remove_template(session: Writing, draft: TargetDraft) -> ShiftTemplate:
    """Drops a template; the shifts made from it stay."""
    row = fetch(session, ShiftTemplate, draft.id)
    session.say(post=row.post_id, name=row.name)
    session.delete(row)
    return row


def batch_plan(session: Reading, draft: BatchDraft) -> rules.Plan:
    """What a batch would make, what is there already, and what it would lie across."""
    wanted = (
        select(ShiftTemplate, Post)
        .join(Post, col(Post.id) == ShiftTemplate.post_id)
        .where(col(Post.retired).is_(False))
        .order_by(col(ShiftTemplate.id))
    )
    if draft.template_id is not None:
        wanted = wanted.where(ShiftTemplate.id == draft.template_id)
    rows = session.exec(wanted).all()
    told = [row for row, _ in rows]
    if draft.template_id is None:
        told = of_phase(session, told, phase(session, draft.first_day))
    found = [
        rules.Template(post.id or 0, change_overs(row.hours), row.seats or post.seats, row.around)
        for row, post in rows
        if row in told
    ]
    if not found:
        raise Refusal("refuse.shifts.no_template")
    there = session.exec(
        select(Shift.post_id, Shift.starts_at, Shift.ends_at).where(
            col(Shift.post_id).in_({template.post for template in found}),
            col(Shift.ends_at) > session.clock.day_start(draft.first_day) - _DAY,
            col(Shift.starts_at) < session.clock.day_start(draft.last_day) + 3 * _DAY,
            Shift.state != ShiftState.cancelled,
        )
    )
    existing = [(post, Span(starts, ends)) for post, starts, ends in there]
    return rules.plan(found, draft.first_day, draft.last_day, session.clock.zone, existing)


@change("shifts.create_batch", draft=BatchDraft, roles=LEADERS)
def create_batch(session: Writing, draft: BatchDraft) -> Shift:
    """Makes the shifts of several days in one act; what is there already stays as it is."""
    plan = batch_plan(session, draft)
    told = {"same": len(plan.same), "clashes": len(plan.clashes)}
    if not plan.new:
        raise Refusal("refuse.shifts.batch_nothing", **told)
    local = session.clock.local(session.now)
    batch = f"{draft.first_day:%m%d}-{draft.last_day:%m%d} {local:%Y%m%d%H%M%S}"
    state = ShiftState.open if draft.published else ShiftState.planned
    shifts = [
        Shift(
            post_id=one.post,
            starts_at=one.span.start,
            ends_at=one.span.end,
            seats=one.places,
            batch=batch,
            state=state,
        )
        for one in plan.new
    ]
    with_seats(session, shifts)
    first, last = draft.first_day.isoformat(), draft.last_day.isoformat()
    session.say(n=len(shifts), first=first, last=last, **told)
    return shifts[0]


@change("shifts.add", draft=NewShift, roles=LEADERS)
def add_shift(session: Writing, draft: NewShift) -> Shift:
    """Makes one shift at one post."""
    post = fetch(session, Post, draft.post_id)
    if post.retired:
        raise Refusal("refuse.shifts.post_retired")
    if draft.ends_at <= session.now:
        raise Refusal("refuse.shifts.past")
    shift = Shift(
        post_id=draft.post_id,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        seats=draft.seats or post.seats,
        note=draft.note,
    )
    with_seats(session, [shift])
    _say(session, shift)
    return shift


def _settle_shift(session: Writing, row: Shift) -> None:
    """What follows from an edit: nobody is double-booked by it, and the seats are as many."""
    before = sa.inspect(row).attrs
    started = next(iter(before.starts_at.history.deleted or ()), row.starts_at) <= session.now
    moved = before.starts_at.history.has_changes() or before.ends_at.history.has_changes()
    if before.starts_at.history.has_changes() and started:
        raise Refusal("refuse.shifts.begun")
    if row.state in (ShiftState.cancelled, ShiftState.closed):
        raise Refusal(f"refuse.shifts.{row.state.value}", post="")
    if row.ends_at <= session.now:
        raise Refusal("refuse.shifts.past")
    if moved:
        _check_moved(session, row)
    _fit_seats(session, row)
    _say(session, row)


editing("shifts.edit_shift", table=Shift, fields=ShiftDraft, roles=LEADERS, also=_settle_shift)


@change("shifts.open", draft=TargetDraft, roles=LEADERS)
def open_shift(session: Writing, draft: TargetDraft) -> Shift:
    """Lets volunteers see a planned shift and take its seats."""
    return _step(session, draft.id, "shifts.open")


@change("shifts.close", draft=TargetDraft, roles=LEADERS)
def close_shift(session: Writing, draft: TargetDraft) -> Shift:
    """Settles a shift that has ended: every seat has said what became of it."""
    return _step(session, draft.id, "shifts.close")


@change("shifts.reopen", draft=TargetDraft, roles=LEADERS)
def reopen_shift(session: Writing, draft: TargetDraft) -> Shift:
    """Opens a settled shift again, to put something right."""
    return _step(session, draft.id, "shifts.reopen")


@change("shifts.cancel", draft=WithReason, roles=LEADERS)
def cancel_shift(session: Writing, draft: WithReason) -> Shift:
    """Calls a shift off: whoever was named for it is free."""
    session.why = session.why or draft.reason
    return _step(session, draft.id, "shifts.cancel")


@change("shifts.cancel_batch", draft=WithReason, roles=LEADERS)
def cancel_batch(session: Writing, draft: WithReason) -> Shift:
    """Calls off every shift that was made together with this one and has not begun."""
    row = fetch(session, Shift, draft.id)
    guard_shift(session, row, "shifts.cancel_batch")
    together = session.exec(
        select(Shift).where(
            Shift.batch == row.batch,
            col(Shift.starts_at) > session.now,
            col(Shift.state).in_((ShiftState.planned, ShiftState.open)),
        )
    ).all()
    if not together:
        raise Refusal("refuse.shifts.batch_begun")
    for shift in together:
        guard_shift(session, shift, "shifts.cancel")
        shift.state = ShiftState.cancelled
    session.why = session.why or draft.reason
    session.say(n=len(together))
    return row


def _step(session: Writing, shift_id: int, verb: str) -> Shift:
    row = fetch(session, Shift, shift_id)
    move(session, row, verb, SHIFT_KIND)
    _say(session, row)
    return row


def _say(session: Writing, shift: Shift) -> None:
    session.say(post=shift.post_id, at=session.clock.stamp(shift.starts_at))


def with_seats(session: Writing, shifts: Sequence[Shift]) -> None:
    """Adds shifts, each with as many empty seats as it needs."""
    session.add_all(shifts)
    session.flush()
    for shift in shifts:
        session.add_all(Seat(shift_id=shift.id or 0) for _ in range(shift.seats))


def _check_name(session: Writing, name: str, own: int | None = None) -> None:
    with session.no_autoflush:
        twin = session.exec(
            select(Post.id).where(Post.name == name, col(Post.id) != (own or 0))
        ).first()
    if twin is not None:
        raise Refusal("refuse.shifts.post_exists", post=name)


def _cut_once(session: Writing, hours: str, around: bool) -> None:
    """Refuses hours that cannot cut a day, when they are typed and not when they are used."""
    rules.plan(
        [rules.Template(0, change_overs(hours), 1, around)],
        session.today,
        session.today,
        session.clock.zone,
    )


def _check_moved(session: Writing, row: Shift) -> None:
    """Whoever is named for a shift whose hours change must be free then."""
    held = session.exec(
        select(Seat.volunteer_id).where(
            Seat.shift_id == row.id, col(Seat.state).in_((*HELD, SeatState.on_post))
        )
    ).all()
    for who in held:
        for booking in bookings(session, row.span, who)[who or 0]:
            if booking.shift != row.id and overlaps(booking.span, row.span):
                until = hour(session, booking.span.end)
                raise Refusal("refuse.shifts.moved_over", other=booking.post, until=until)


def _fit_seats(session: Writing, row: Shift) -> None:
    """As many seats as the shift says: empty ones are added or taken away."""
    seats = session.exec(
        select(Seat).where(Seat.shift_id == row.id, col(Seat.state).in_((*FILLED, SeatState.empty)))
    ).all()
    empty = [seat for seat in seats if seat.state is SeatState.empty]
    too_many = len(seats) - row.seats
    if too_many > len(empty):
        raise Refusal("refuse.shifts.seats_held", n=len(seats) - len(empty))
    for seat in empty[:too_many] if too_many > 0 else ():
        session.delete(seat)
    session.add_all(Seat(shift_id=row.id or 0) for _ in range(-too_many))
