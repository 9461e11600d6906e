"""Seats, shifts, posts, templates as records: what opens, what may be done, how they are found."""

import datetime as dt
from collections.abc import Iterable

from sqlmodel import col, select

from models.people.tables import Volunteer
from models.rules.rota import late_minutes
from models.shifts.guards import guard_post, guard_seat, guard_shift, hour, natural_seat
from models.shifts.phases import phase_of
from models.shifts.side_tables import Handover, ShiftTemplate
from models.shifts.tables import HELD, SEAT, SHIFT, Post, Seat, SeatState, Shift, due_at
from models.store.actor import Role
from models.store.engine import Reading
from models.store.register import Found, Kind, Quick, Sheet, SheetField, fetch, filled, kind, quick
from models.words import LANGUAGES, Key, Words

_BEFORE = dt.timedelta(hours=3)
"""How long before a shift the one before it may have ended, whose word is meant for it."""


def _span(session: Reading, shift: Shift) -> str:
    ends = session.clock.local(shift.ends_at)
    return f"{hour(session, shift.starts_at)}-{ends:%H:%M}"


def _people(session: Reading, ids: set[int | None]) -> dict[int | None, str]:
    if session.viewer.role is Role.wallboard:
        return {}
    rows = session.exec(select(Volunteer.id, Volunteer.name).where(col(Volunteer.id).in_(ids)))
    return dict(rows.all())


def seat_sheet(session: Reading, seat_id: int) -> Sheet:
    """A seat with its person, hours, who gave it, what it replaces, and what was handed over to it
    and from it."""
    seat = fetch(session, Seat, seat_id)
    shift = fetch(session, Shift, seat.shift_id)
    post = fetch(session, Post, shift.post_id)
    notes = session.exec(
        select(Handover)
        .join(Shift, col(Shift.id) == col(Handover.shift_id))
        .where(
            (col(Handover.shift_id) == shift.id)
            | (
                (col(Shift.post_id) == shift.post_id)
                & (col(Shift.ends_at) <= shift.starts_at)
                & (col(Shift.ends_at) > shift.starts_at - _BEFORE)
            )
        )
        .order_by(col(Handover.id))
    ).all()
    around = session.exec(
        select(Seat.id, Seat.state, Seat.volunteer_id).where(Seat.shift_id == shift.id)
    ).all()
    names = _people(
        session,
        {seat.volunteer_id, seat.given_by}
        | {who for _, _, who in around}
        | {who for note in notes for who in (note.from_id, note.to_id)},
    )
    came = seat.checked_in_at or (session.now if seat.state in HELD else shift.starts_at)
    late = late_minutes(due_at(seat, shift), min(came, shift.ends_at))

    def said(found: Iterable[Handover]) -> tuple[str, ...]:
        return tuple(
            f"{hour(session, n.at)} {names.get(n.from_id, '')} → {names.get(n.to_id, '')}: {n.text}"
            for n in found
        )

    related: list[tuple[str, int, str]] = [("shifts.shift", seat.shift_id, post.name)]
    if seat.volunteer_id is not None and seat.volunteer_id in names:
        related.append(("people.volunteer", seat.volunteer_id, names[seat.volunteer_id]))
    related += [
        ("shifts.seat", other or 0, names.get(who, "-"))
        for other, _, who in around
        if other != seat.id
    ]
    missing = seat.state in (SeatState.empty, SeatState.no_show)
    late_now = seat.state in HELD and late > 0
    there = [
        SheetField("field.state", seat.state, alarm=missing),
        SheetField("field.volunteer", names.get(seat.volunteer_id, "")),
        SheetField("field.place", post.place),
        SheetField("field.given_by", names.get(seat.given_by, "")),
        SheetField("field.checked_in_at", seat.checked_in_at),
        SheetField("field.checked_out_at", seat.checked_out_at),
        SheetField("field.late_minutes", late or None, alarm=late_now),
        SheetField("field.override_reason", seat.override_reason),
        SheetField("field.reason", seat.reason),
        SheetField("field.handed_over", said(n for n in notes if n.shift_id != shift.id)),
        SheetField("field.handover", said(n for n in notes if n.shift_id == shift.id)),
        SheetField("field.shift_note", shift.note),
    ]
    return Sheet(
        title=f"{post.name} {_span(session, shift)}",
        fields=filled(*there),
        related=tuple(related),
    )


def shift_sheet(session: Reading, shift_id: int) -> Sheet:
    """A shift with its seats, and the shifts before and after it at the same post."""
    shift = fetch(session, Shift, shift_id)
    post = fetch(session, Post, shift.post_id)
    seats = session.exec(select(Seat).where(Seat.shift_id == shift_id)).all()
    names = _people(session, {seat.volunteer_id for seat in seats})
    related = [("shifts.seat", seat.id or 0, names.get(seat.volunteer_id, "-")) for seat in seats]
    same_post = select(Shift).where(Shift.post_id == shift.post_id)
    before = session.exec(
        same_post.where(col(Shift.starts_at) < shift.starts_at)
        .order_by(col(Shift.starts_at).desc())
        .limit(1)
    ).first()
    after = session.exec(
        same_post.where(col(Shift.starts_at) > shift.starts_at)
        .order_by(col(Shift.starts_at))
        .limit(1)
    ).first()
    related += [
        ("shifts.shift", other.id or 0, _span(session, other))
        for other in (before, after)
        if other is not None
    ]
    return Sheet(
        title=f"{post.name} {_span(session, shift)}",
        fields=(
            SheetField("field.post", post.name),
            SheetField("field.hours", _span(session, shift)),
            SheetField("field.state", shift.state_at(session.now)),
            SheetField("field.seats", shift.seats),
            SheetField("field.batch", shift.batch),
            SheetField("field.shift_note", shift.note),
        ),
        related=tuple(related),
    )


def post_sheet(session: Reading, post_id: int) -> Sheet:
    """A post and how its day is cut."""
    post = fetch(session, Post, post_id)
    templates = session.exec(select(ShiftTemplate).where(ShiftTemplate.post_id == post_id)).all()
    return Sheet(
        title=post.name,
        fields=(
            SheetField("field.post_kind", post.kind),
            SheetField("field.place", post.place),
            SheetField("field.seats", post.seats),
            SheetField("field.needs_skill", post.needs_skill),
            SheetField("field.needs_role", post.needs_role),
            SheetField("field.interval_minutes", post.interval_minutes),
            SheetField("field.retired", post.retired or None),
        ),
        related=tuple(("shifts.template", row.id or 0, row.name) for row in templates),
    )


def template_sheet(session: Reading, template_id: int) -> Sheet:
    """How a post's day is cut."""
    row = fetch(session, ShiftTemplate, template_id)
    post = fetch(session, Post, row.post_id)
    return Sheet(
        title=f"{post.name} · {row.name}",
        fields=(
            SheetField("field.post", post.name),
            SheetField("field.change_over", row.hours),
            SheetField("field.around", row.around),
            SheetField("field.seats", row.seats or post.seats),
            SheetField("field.phase", phase_of(session, template_id) or Key("shifts.every_phase")),
        ),
        related=(("shifts.post", row.post_id, post.name),),
    )


def find_posts(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Posts that are kept and answer a part of their name or place, or the word for their kind."""
    typed = text.strip().casefold()
    rows = session.exec(select(Post).where(col(Post.retired).is_(False)).order_by(col(Post.id)))
    found = []
    for row in rows:
        name, place = row.name.casefold(), row.place.casefold()
        # A post has no English name, but its kind has a word: `gate` leads to the gates.
        said = " ".join(Words(lang).of(row.kind).casefold() for lang in LANGUAGES).split()
        by_kind = any(word.startswith(typed) for word in said)
        if by_kind or typed in name or typed in place:
            rank = 0 if typed == name else 1 if name.startswith(typed) else 2
            found.append(Found("shifts.post", row.id or 0, row.name, row.place, rank))
    return tuple(sorted(found, key=lambda one: one.rank)[:limit])


def find_templates(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Templates that answer a part of their name or of their post's."""
    typed = text.strip().casefold()
    rows = session.exec(
        select(ShiftTemplate, Post.name)
        .join(Post, col(Post.id) == ShiftTemplate.post_id)
        .order_by(col(ShiftTemplate.id))
    )
    found = [
        Found("shifts.template", row.id or 0, f"{post} · {row.name}", row.hours)
        for row, post in rows
        if typed in f"{post} · {row.name}".casefold()
    ]
    return tuple(found[:limit])


SEAT_KIND = kind(
    Kind(
        "shifts.seat",
        table=Seat,
        sheet=seat_sheet,
        machine=SEAT,
        guard=guard_seat,
        natural=natural_seat,
        verbs=(
            "shifts.check_in",
            "shifts.check_out",
            "shifts.assign",
            "shifts.confirm",
            "shifts.no_show",
            "shifts.leave_early",
            "shifts.drop",
            "shifts.offer_swap",
            "shifts.take_swap",
            "shifts.withdraw_swap",
            "shifts.handover",
            "shifts.record_served",
        ),
    )
)
SHIFT_KIND = kind(
    Kind(
        "shifts.shift",
        table=Shift,
        sheet=shift_sheet,
        machine=SHIFT,
        guard=guard_shift,
        verbs=(
            "shifts.open",
            "shifts.close",
            "shifts.reopen",
            "shifts.cancel",
            "shifts.cancel_batch",
        ),
        edit="shifts.edit_shift",
    )
)
POST_KIND = kind(
    Kind(
        "shifts.post",
        table=Post,
        sheet=post_sheet,
        find=find_posts,
        verbs=("shifts.retire_post", "shifts.keep_post"),
        guard=guard_post,
        edit="shifts.edit_post",
    )
)
TEMPLATE_KIND = kind(
    Kind(
        "shifts.template",
        table=ShiftTemplate,
        sheet=template_sheet,
        find=find_templates,
        verbs=("shifts.for_phase", "shifts.remove_template"),
        edit="shifts.edit_template",
    )
)

quick(
    Quick("shifts.sign_in", ("签到", "到岗", "check-in", "check in")),
    Quick("shifts.sign_out", ("签退", "下岗", "check-out", "check out")),
    Quick("shifts.put", ("排班", "排", "assign"), rest="when"),
)
