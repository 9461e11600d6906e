"""What is seen of the rota: seats that need a hand first, the grid of posts and days, my shift."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from itertools import count
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from models.people.tables import Volunteer
from models.shifts.lines import (
    HandoverLine,
    PostLine,
    Rota,
    RotaRow,
    SeatFilter,
    SeatLine,
    SeatNeed,
    ShiftLine,
    TemplateLine,
)
from models.shifts.rest import grace, rest_rules
from models.shifts.tables import FILLED, HELD, Post, Seat, SeatState, Shift, ShiftState, due_at
from models.store.actor import Role
from models.store.engine import Reading

_AHEAD = dt.timedelta(hours=24)


def needing_a_hand(session: Reading, limit: int | None = None) -> tuple[SeatLine, ...]:
    """The seats of now and the next 24 hours: gaps, who is late, who is on post, who is next."""
    window = (
        col(Shift.ends_at) > session.now,
        col(Shift.starts_at) <= session.now + _AHEAD,
        col(Seat.state).in_((*HELD, SeatState.empty)),
        col(Shift.state).in_((ShiftState.planned, ShiftState.open)),
    )
    lines = seat_lines(session, _coming_or_on_post(*window))
    return tuple(sorted(lines, key=lambda line: _pressing(session, line))[:limit])


def panel(session: Reading) -> tuple[SeatLine, ...]:
    """What the panel of the rota shows."""
    return needing_a_hand(session, 60)


def seats_between(session: Reading, since: dt.datetime, until: dt.datetime) -> tuple[SeatLine, ...]:
    """Every seat of the shifts that begin between two moments, in the order of the hours."""
    lines = seat_lines(
        session,
        sa.and_(
            *_begins_between(since, until),
            col(Shift.state) != ShiftState.cancelled,
        ),
    )
    return tuple(sorted(lines, key=lambda one: (one.starts_at, one.post_id, one.id)))


def listed(
    session: Reading, chosen: SeatFilter, day: dt.date, *, mine: bool = False
) -> tuple[SeatLine, ...]:
    """The seats that a list shows: what needs a hand, a day, what is empty or offered this week."""
    begins = session.clock.day_start(day)
    match chosen:
        case SeatFilter.now:
            lines = needing_a_hand(session)
        case SeatFilter.day:
            lines = seats_between(session, begins, begins + _AHEAD)
        case _:
            state = SeatState.empty if chosen is SeatFilter.gaps else SeatState.swap_offered
            wanted = sa.and_(
                col(Shift.ends_at) > session.now,
                col(Shift.ends_at) <= session.now + 7 * _AHEAD,
                col(Shift.state).in_((ShiftState.planned, ShiftState.open)),
                col(Seat.state) == state,
            )
            found = seat_lines(session, wanted)
            lines = tuple(sorted(found, key=lambda one: (one.starts_at, one.post_id, one.id)))
    return tuple(line for line in lines if not mine or line.volunteer_id == session.viewer.id)


def seats_of(session: Reading, volunteer_id: int) -> tuple[SeatLine, ...]:
    """The seats of one person: the one he or she is on, then those to come."""
    window = (
        col(Shift.ends_at) > session.now,
        col(Seat.state).in_(HELD),
        col(Shift.state).in_((ShiftState.planned, ShiftState.open)),
    )
    his = col(Seat.volunteer_id) == volunteer_id
    lines = seat_lines(session, sa.and_(his, _coming_or_on_post(*window)))
    on_it = SeatState.on_post
    return tuple(sorted(lines, key=lambda one: (one.state is not on_it, one.starts_at, one.id)))


def my_shifts(session: Reading) -> tuple[SeatLine, ...]:
    """The seats of who looks."""
    return () if session.viewer.id is None else seats_of(session, session.viewer.id)


def my_shift(session: Reading) -> SeatLine | None:
    """The seat that who looks is on, or has next."""
    return next(iter(my_shifts(session)), None)


def rota(session: Reading, first_day: dt.date, days: int) -> Rota:
    """The grid: every turn of every post by the day it begins, and who stands there."""
    shown = tuple(first_day + dt.timedelta(days=n) for n in range(days))
    shifts = shift_lines(
        session,
        session.clock.day_start(first_day),
        session.clock.day_start(first_day + dt.timedelta(days=days)),
    )
    cells: defaultdict[tuple[int, str, int], dict[dt.date, ShiftLine]] = defaultdict(dict)
    for line in shifts:
        starts, ends = session.clock.local(line.starts_at), session.clock.local(line.ends_at)
        hours, day = f"{starts:%H:%M}-{ends:%H:%M}", starts.date()
        again = next(n for n in count() if day not in cells[line.post_id, hours, n])
        cells[line.post_id, hours, again][day] = line
    turns: defaultdict[int, list[tuple[int, str, int]]] = defaultdict(list)
    for turn in sorted(turn for turn in cells if cells[turn]):
        turns[turn[0]].append(turn)
    rows = tuple(
        RotaRow(
            key=f"rota:{post.id}:{hours}:{again}",
            post_id=post.id,
            post=post.name,
            kind=post.kind,
            hours=hours,
            days=tuple(cells[post_id, hours, again].get(day) for day in shown),
        )
        for post in posts(session)
        for post_id, hours, again in turns[post.id] or ([] if post.retired else [(post.id, "", 0)])
    )
    return Rota(shown, rows, session.today)


def shift_lines(session: Reading, since: dt.datetime, until: dt.datetime) -> tuple[ShiftLine, ...]:
    """The shifts that begin between two moments, with who stands there."""
    wanted: Any = (
        select(Shift, Post.name, Seat, Volunteer.name)
        .join(Post, col(Post.id) == Shift.post_id)
        .join(Seat, col(Seat.shift_id) == Shift.id, isouter=True)
        .join(Volunteer, col(Volunteer.id) == Seat.volunteer_id, isouter=True)
        .where(
            *_begins_between(since, until),
            Shift.state != ShiftState.cancelled,
        )
        .order_by(col(Shift.starts_at), col(Shift.id), col(Seat.id))
    )
    rows: Iterable[tuple[Shift, str, Seat | None, str]] = session.exec(wanted)
    found: dict[int, tuple[Shift, str, list[str], list[int | None]]] = {}
    for shift, post, seat, name in rows:
        _, _, names, empty = found.setdefault(shift.id or 0, (shift, post, [], []))
        if seat is not None and seat.state in FILLED:
            names.append(name)
        elif seat is not None and seat.state is SeatState.empty:
            empty.append(seat.id)
    hidden = session.viewer.role is Role.wallboard
    return tuple(
        ShiftLine(
            key=f"shifts.shift:{shift.id}",
            id=shift.id or 0,
            post_id=shift.post_id,
            post=post,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            state=shift.state_at(session.now),
            seats=shift.seats,
            filled=len(names),
            names=() if hidden else tuple(names),
            batch=shift.batch,
            note=shift.note,
            empty_seat=empty[0] if empty else None,
        )
        for shift, post, names, empty in found.values()
    )


def posts(session: Reading) -> tuple[PostLine, ...]:
    """Every post; those no longer kept last."""
    rows = session.exec(select(Post).order_by(col(Post.retired), col(Post.id))).all()
    return tuple(
        PostLine(
            f"shifts.post:{row.id}",
            row.id or 0,
            row.name,
            row.kind,
            row.place,
            row.seats,
            row.interval_minutes,
            row.retired,
        )
        for row in rows
    )


def templates(session: Reading) -> tuple[TemplateLine, ...]:
    """Every template, with its post."""
    from models.shifts.side_tables import ShiftTemplate

    rows = session.exec(
        select(ShiftTemplate, Post)
        .join(Post, col(Post.id) == ShiftTemplate.post_id)
        .order_by(col(ShiftTemplate.post_id), col(ShiftTemplate.id))
    )
    return tuple(
        TemplateLine(
            f"shifts.template:{row.id}",
            row.id or 0,
            row.post_id,
            post.name,
            row.name,
            row.hours,
            row.around,
            row.seats or post.seats,
        )
        for row, post in rows
    )


def handovers(
    session: Reading, since: dt.datetime, *, mine: bool = False
) -> tuple[HandoverLine, ...]:
    """What was handed over since a moment, newest first; all of it, or what was meant for me."""
    if session.viewer.role is Role.wallboard:
        return ()
    from models.shifts.side_tables import Handover

    giver, taker = aliased(Volunteer), aliased(Volunteer)
    rows = session.exec(
        select(Handover, Post.name, giver.name, taker.name)
        .join(Shift, col(Shift.id) == Handover.shift_id)
        .join(Post, col(Post.id) == Shift.post_id)
        .join(giver, col(giver.id) == Handover.from_id)
        .join(taker, col(taker.id) == Handover.to_id)
        .where(
            col(Shift.ends_at) > since - _AHEAD,
            col(Handover.at) >= since,
            (col(Handover.to_id) == session.viewer.id) if mine else sa.true(),
        )
        .order_by(col(Handover.id).desc())
    )
    return tuple(
        HandoverLine(f"shifts.handover:{row.id}", post, row.at, gave, took, row.text)
        for row, post, gave, took in rows
    )


def on_post_clause() -> sa.ColumnElement[bool]:
    """Seats somebody is on; written out, so that the index of exactly these serves it."""
    return col(Seat.state) == sa.literal_column("'on_post'")


def _coming_or_on_post(*window: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Seats in a window of time, and those somebody is on whenever it began.

    As two lists of ids, each by its own index: one condition with an `or` would read all history.
    """
    coming = sa.select(col(Seat.id)).join(Shift, col(Shift.id) == Seat.shift_id).where(*window)
    here = sa.select(col(Seat.id)).where(on_post_clause())
    return col(Seat.id).in_(coming.union_all(here))


def _begins_between(since: dt.datetime, until: dt.datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """Shifts that begin between two moments; no shift is longer than a day, so its end is known."""
    return (
        col(Shift.starts_at) >= since,
        col(Shift.starts_at) < until,
        col(Shift.ends_at) > since,
        col(Shift.ends_at) <= until + _AHEAD,
    )


def seat_lines(session: Reading, where: sa.ColumnElement[bool]) -> tuple[SeatLine, ...]:
    """The seats that answer a condition, as lines; two statements."""
    wanted: Any = (
        select(Seat, Shift, Post, Volunteer)
        .join(Shift, col(Shift.id) == Seat.shift_id)
        .join(Post, col(Post.id) == Shift.post_id)
        .join(Volunteer, col(Volunteer.id) == Seat.volunteer_id, isouter=True)
        .where(where)
    )
    wait = grace(rest_rules(session))
    rows: Iterable[tuple[Seat, Shift, Post, Volunteer | None]] = session.exec(wanted)
    return tuple(_seat_line(session, wait, *row) for row in rows)


def _seat_line(
    session: Reading,
    wait: dt.timedelta,
    seat: Seat,
    shift: Shift,
    post: Post,
    who: Volunteer | None,
) -> SeatLine:
    hidden = who is None or session.viewer.role is Role.wallboard
    return SeatLine(
        key=f"shifts.seat:{seat.id}",
        id=seat.id or 0,
        shift_id=seat.shift_id,
        post_id=shift.post_id,
        post=post.name,
        post_kind=post.kind,
        place=post.place,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        seats=shift.seats,
        state=seat.state,
        volunteer_id=None if hidden else seat.volunteer_id,
        volunteer="" if who is None or hidden else who.name,
        initials="" if who is None or hidden else who.initials,
        due_at=due_at(seat, shift),
        grace=wait,
        isolated=who is not None and who.isolated_on(session.clock.day_of(shift.starts_at)),
        override=bool(seat.override_reason),
        checked_in_at=seat.checked_in_at,
        checked_out_at=seat.checked_out_at,
    )


def _pressing(session: Reading, line: SeatLine) -> tuple[int, dt.datetime, int, int]:
    need = line.need_at(session.now)
    return (list(SeatNeed).index(need), line.starts_at, line.post_id, line.id)
