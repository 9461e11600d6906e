"""The duty table, read in shift by shift.

The promise: every row becomes one shift with the people it names, or says which cell is in the
way; nobody is put in two places, and whoever the table gives too little rest is named; the same
table read twice changes nothing.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from sqlmodel import col, select

from models.imports import Ledger, Made, Plan, Planner
from models.people import Volunteer
from models.rules import rota
from models.rules.refusal import Refusal
from models.rules.rota import Booking, RestRules
from models.rules.spans import Span
from models.sheets import (
    SHIFTS,
    Cell,
    Progress,
    Sheet,
    SheetRow,
    clock_time,
    contact,
    day,
    hours,
    integer,
    remark,
    required,
)
from models.shifts import FILLED, HELD, Post, PostKind, Seat, Shift, ShiftState, Stood, rest_rules
from models.shifts.rest import person
from models.shifts.standing import absences, bookings, opening
from models.store.engine import Reading
from models.words import Key

_POSTS: Mapping[PostKind, tuple[str, ...]] = MappingProxyType(
    {
        PostKind.patrol_route: ("巡", "patrol"),
        PostKind.test_support: ("核酸", "采样", "检测", "test", "sampl"),
        PostKind.disinfection: ("消杀", "消毒", "disinfect"),
        PostKind.delivery: ("配送", "送货", "物资", "搬运", "deliver"),
        PostKind.exit_barrier: ("出口", "护栏", "围挡", "封口", "barrier", "exit"),
        PostKind.gate_checkpoint: ("门", "卡", "gate", "check"),
    }
)
_BETWEEN = re.compile(r"[、,，;；/|\s]+")
_APART = re.compile(r"\s*[、,，;；]\s*")
_NAMED_TIME = re.compile(r"(?P<name>.*\S)\s+(?P<time>\d{1,2}:[0-5]\d)")
_HALF = dt.timedelta(hours=12)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Said:
    """What one row says."""

    row: int
    post: str
    post_cell: str
    span: Span
    people: tuple[tuple[Volunteer, str], ...]
    """Everybody named, with the cell he or she stands in."""
    need: int | None
    came: Mapping[int, dt.datetime]
    """Volunteer id -> when he or she checked in."""
    left: Mapping[int, dt.datetime]
    note: str


@dataclass(slots=True)
class _State:
    """What is known, and what this plan adds to it while the rows are gone through."""

    file: str
    posts: dict[str, Post | Made]
    shifts: dict[tuple[int, dt.datetime, dt.datetime], Shift]
    seats: dict[int, list[Seat]]
    held: Mapping[int, list[Booking]]
    away: Mapping[int, list[Span]]
    rules: RestRules | None
    rows: dict[tuple[str, Span], int] = field(default_factory=dict)


def preview(session: Reading, sheet: Sheet, progress: Progress | None = None) -> Plan:
    """What reading this duty table in would do; writes nothing.

    Raises:
        Refusal: when it is no duty table.
    """
    planner = Planner(Ledger.shifts, sheet.path.name)
    people = list(session.exec(select(Volunteer)))
    said: list[_Said] = []
    for row in sheet.rows(SHIFTS, progress):
        try:
            said.append(_said(session, row, people))
        except Refusal as refusal:
            planner.tally.refuses(row.number, refusal, row.get("post").ref)
    if said:
        state = _state(session, said, sheet.path.name)
        for one in sorted(said, key=lambda it: (it.span, it.row)):
            try:
                _plan(session, one, planner, state)
            except Refusal as refusal:
                planner.tally.refuses(one.row, refusal, one.post_cell)
    return planner.plan()


def _said(session: Reading, row: SheetRow, people: list[Volunteer]) -> _Said:
    date = day(row.get("date"), near=session.today)
    if date is None:
        raise row.get("date").problem("refuse.sheets.blank")
    start, end = _hours(row)
    clock = session.clock
    ends_on = date if end > start else date + _DAY
    span = Span(clock.at(date, start), clock.at(ends_on, end))
    leader = contact(row.get("leader"))[0]
    note = "；".join(
        part
        for part in (
            f"{row.get('leader').header} {leader}" if leader else "",
            remark(row.get("handover")),
            remark(row.get("note")),
        )
        if part
    )
    named = tuple({who.id: (who, ref) for who, ref in _people(row, people)}.values())
    return _Said(
        row=row.number,
        post=required(row.get("post"), longest=30),
        post_cell=row.get("post").ref,
        span=span,
        people=named,
        need=integer(row.get("need"), least=1, most=30),
        came=_moments(session, row.get("check_in"), named, span.start),
        left=_moments(session, row.get("check_out"), named, span.end),
        note=note[:200],
    )


def _hours(row: SheetRow) -> tuple[dt.time, dt.time]:
    told = hours(row.get("hours")) if row.get("hours") else None
    if told is not None:
        return told
    start, end = clock_time(row.get("start")), clock_time(row.get("end"))
    if start is None or end is None:
        raise row.get("hours").problem("refuse.imports.shifts.no_hours")
    return start, end


def _moments(
    session: Reading, cell: Cell, people: Sequence[tuple[Volunteer, str]], due: dt.datetime
) -> dict[int, dt.datetime]:
    """One time for all of the shift, or each with the name before it, as the export writes them."""
    each = [found for part in _APART.split(cell.text) if (found := _NAMED_TIME.fullmatch(part))]
    own = {found["name"]: dt.time.fromisoformat(found["time"].zfill(5)) for found in each}
    time = None if own else clock_time(cell)
    return {
        who.id or 0: _near(session, at, due)
        for who, _ in people
        if (at := own.get(who.name, time)) is not None
    }


def _near(session: Reading, time: dt.time, moment: dt.datetime) -> dt.datetime:
    """The moment of a wall time that lies nearest to when it was due."""
    date = session.clock.day_of(moment)
    choices = [session.clock.at(date + shift * _DAY, time) for shift in (-1, 0, 1)]
    return min(choices, key=lambda choice: abs(choice - moment))


def _people(row: SheetRow, people: list[Volunteer]) -> Iterator[tuple[Volunteer, str]]:
    for cell in row.all("people"):
        for name in _names(cell):
            found = [one for one in people if one.name == name]
            if not found:
                raise cell.problem("refuse.imports.shifts.nobody", name=name)
            serving = [one for one in found if one.demobilised_on is None] or found
            if len(serving) > 1:
                raise cell.problem("refuse.imports.shifts.several", name=name, n=len(serving))
            yield serving[0], cell.ref


def _names(cell: Cell) -> list[str]:
    """The names in a cell; a telephone number beside a name is passed over."""
    words = remark(cell)
    if not words:
        return []
    said, _ = contact(cell)
    return [word for word in _BETWEEN.split(said) if word]


def _state(session: Reading, said: list[_Said], file: str) -> _State:
    whole = Span(min(one.span.start for one in said), max(one.span.end for one in said))
    shifts = list(
        session.exec(
            select(Shift).where(
                col(Shift.ends_at) > whole.start,
                col(Shift.starts_at) < whole.end,
                Shift.state != ShiftState.cancelled,
            )
        )
    )
    seats: dict[int, list[Seat]] = {shift.id or 0: [] for shift in shifts}
    for seat in session.exec(
        select(Seat)
        .join(Shift, col(Shift.id) == Seat.shift_id)
        .where(col(Shift.ends_at) > whole.start, col(Shift.starts_at) < whole.end)
    ):
        seats.setdefault(seat.shift_id, []).append(seat)
    return _State(
        file=file[:120],
        posts={post.name: post for post in session.exec(select(Post))},
        shifts={(row.post_id, row.starts_at, row.ends_at): row for row in shifts},
        seats=seats,
        held=bookings(session, whole),
        away=absences(session, whole),
        rules=rest_rules(session),
    )


def _plan(session: Reading, one: _Said, planner: Planner, state: _State) -> None:
    """Adds to the plan what this row would do."""
    if (one.post, one.span) in state.rows:
        raise Refusal("refuse.imports.shifts.twice", row=state.rows[one.post, one.span])
    post = state.posts.get(one.post)
    known = None
    if isinstance(post, Post):
        known = state.shifts.get((post.id or 0, one.span.start, one.span.end))
    seats = state.seats.get(known.id or 0, []) if known else []
    there = {seat.volunteer_id: seat for seat in seats if seat.state in FILLED}
    missing = [(who, cell) for who, cell in one.people if who.id not in there]
    if one.span.end > session.now:
        _check(session, one, planner, state, post, missing)
    came = any(seat.state in HELD for who_id, seat in there.items() if who_id in one.came)
    noted = known is not None and one.note not in ("", known.note)
    state.rows[one.post, one.span] = one.row
    if known is not None and not (missing or came or noted):
        planner.tally.stays()
        return
    if post is None:
        post = state.posts[one.post] = _new_post(one, planner)
    planner.step(
        one.row,
        "shifts.record",
        post_id=post if isinstance(post, Made) else post.id,
        starts_at=one.span.start,
        ends_at=one.span.end,
        seats=one.need,
        people=tuple(
            Stood(
                volunteer_id=who.id or 0,
                came_at=one.came.get(who.id or 0),
                left_at=one.left.get(who.id or 0),
            )
            for who, _ in one.people
        ),
        note=one.note,
        # Where the table gives somebody too little rest, the reason kept is the table itself.
        reason=state.file,
    )
    for who, _ in missing:
        booked = Booking(known.id or 0 if known else -one.row, one.post, one.span)
        state.held[who.id or 0].append(booked)
    names = " ".join(who.name for who, _ in one.people)
    at = session.clock.stamp(one.span.start)
    what = f"{at} {one.post} {names}".rstrip()
    if known is None:
        planner.tally.adds(one.row, what)
    else:
        added = " ".join(who.name for who, _ in missing)
        shown = (("field.volunteer", "", added),) if missing else ()
        planner.tally.changes(one.row, what, shown)


def _check(
    session: Reading,
    one: _Said,
    planner: Planner,
    state: _State,
    post: Post | Made | None,
    missing: list[tuple[Volunteer, str]],
) -> None:
    """Refuses the row where one of its people cannot stand there; says who gets too little rest."""
    kept = post if isinstance(post, Post) else Post(name=one.post, kind=_kind_of(one.post))
    shift = Shift(id=-one.row, post_id=0, starts_at=one.span.start, ends_at=one.span.end, seats=99)
    wanted = opening(kept, shift, 0)
    zone = session.clock.zone
    for who, cell in missing:
        held = state.held[who.id or 0]
        asked = person(who, state.away[who.id or 0])
        no = rota.refusal(asked, wanted, held, zone)
        if no is not None:
            raise Cell(who.name, ref=cell).problem(no.key, **no.params)
        spans = [booking.span for booking in held]
        if state.rules and rota.warnings(asked, one.span, spans, state.rules, zone):
            at = session.clock.stamp(one.span.start)
            told = {"name": who.name, "at": at, "post": one.post}
            planner.tally.notes("imports.shifts.override", one.row, **told)


def _new_post(one: _Said, planner: Planner) -> Made:
    kind = _kind_of(one.post)
    told = Key(f"PostKind.{kind.value}")
    planner.tally.notes("imports.shifts.new_post", one.row, post=one.post, kind=told)
    seats = max(one.need or 1, len(one.people), 1)
    return planner.step(one.row, "shifts.add_post", name=one.post, kind=kind, seats=seats)


def _kind_of(name: str) -> PostKind:
    folded = name.casefold()
    for kind, signs in _POSTS.items():
        if any(sign in folded for sign in signs):
            return kind
    return PostKind.gate_checkpoint
