"""The hours somebody served, as they are certified: one list, and a sheet for each person."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import col, select

from models.exports.columns import heads
from models.exports.eye import Eye
from models.people import Volunteer
from models.sheets import SheetOut, Value
from models.shifts import SERVED, Post, Seat, Shift, ShiftState
from models.store.engine import Reading
from models.store.register import GRID
from models.words import Words

_LIST = ("no", "name", "unit", "person_kind", "joined", "left", "shifts", "days", "served_hours")
_SHEET = ("date", "post", "from", "until", "served_hours")
_TENTH = dt.timedelta(minutes=6)

Served = tuple[str, dt.datetime, dt.datetime]
"""Post, and from when to when by the branch's clock."""


def sheets(session: Reading, eye: Eye, words: Words) -> Sequence[SheetOut]:
    """One row a person who served, then that person's own sheet with the sum at its foot.

    The leaders write them for everybody; whoever only serves has his or her own.
    """
    asked = select(Volunteer).order_by(col(Volunteer.joined_on), col(Volunteer.id))
    if session.viewer.role not in GRID:
        asked = asked.where(col(Volunteer.id) == session.viewer.id)
    served = _served(session)
    people = [(one, served[one.id or 0]) for one in session.exec(asked) if served[one.id or 0]]
    rows: list[Sequence[Value]] = []
    own: list[SheetOut] = []
    for at, (person, turns) in enumerate(people, 1):
        name = eye.staff(person.name, person.initials)
        total = sum((end - start for _, start, end in turns), dt.timedelta())
        rows.append(
            (
                at,
                name,
                person.origin_unit,
                words.of(person.kind),
                person.joined_on,
                person.demobilised_on,
                len(turns),
                len({start.date() for _, start, _ in turns}),
                _hours(total),
            )
        )
        own.append(SheetOut(f"{at:02} {name}", heads(_SHEET, words), _turns(turns, total, words)))
    return (SheetOut(words("export.certificates"), heads(_LIST, words), rows), *own)


def _turns(turns: Sequence[Served], total: dt.timedelta, words: Words) -> list[Sequence[Value]]:
    rows: list[Sequence[Value]] = [
        (start.date(), post, f"{start:%H:%M}", f"{end:%H:%M}", _hours(end - start))
        for post, start, end in turns
    ]
    return [*rows, (words("export.total"), "", "", "", _hours(total))]


def _served(session: Reading) -> defaultdict[int, list[Served]]:
    """Volunteer id -> every turn that is over; where nobody checked in or out, as planned."""
    found: defaultdict[int, list[Served]] = defaultdict(list)
    local = session.clock.local
    for who, came, left, starts_at, ends_at, post in session.execute(
        sa.select(
            col(Seat.volunteer_id),
            col(Seat.checked_in_at),
            col(Seat.checked_out_at),
            col(Shift.starts_at),
            col(Shift.ends_at),
            col(Post.name),
        )
        .join(Shift, col(Shift.id) == col(Seat.shift_id))
        .join(Post, col(Post.id) == col(Shift.post_id))
        .where(
            col(Seat.state).in_(SERVED),
            col(Shift.state) != ShiftState.cancelled,
            col(Shift.ends_at) <= session.now,
        )
        .order_by(col(Shift.starts_at), col(Seat.id))
    ):
        start, end = local(came or starts_at), local(left or ends_at)
        if end > start:
            found[who].append((post, start, end))
    return found


def _hours(served: dt.timedelta) -> Decimal:
    """Hours to the tenth."""
    return Decimal(round(served / _TENTH)) / 10
