"""How tired everybody must be by the book, worst first, the leaders like everybody else."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import col, select

from models.people.reads import ServiceState, VolunteerLine, serving, volunteers
from models.people.tables import Volunteer, VolunteerKind
from models.rules import fatigue as rules
from models.rules.caution import Caution
from models.rules.spans import Span
from models.shifts.reads import on_post_clause
from models.shifts.rest import person, rest_rules
from models.shifts.tables import SERVED, Post, Seat, SeatState, Shift, ShiftState
from models.store.actor import Role
from models.store.engine import Reading

_MADE_FROM = ("shifts", "people", "branch")
_STANDS = dt.timedelta(minutes=5)
"""How long tiredness may be shown as it was: it grows by the hour, not by the minute."""
_BACK = dt.timedelta(days=22)
"""How far back a last rest day is looked for: nobody should have gone longer without one."""


@dataclass(frozen=True, slots=True)
class FatigueLine:
    """How tired one person must be."""

    key: str
    id: int
    name: str
    initials: str
    kind: VolunteerKind
    hours: float
    """On duty in the window of the rule set, usually 7 days."""
    night_hours: float
    nights: int
    """Nights in a row."""
    days: int
    """Days on duty in a row."""
    last_rest_day: dt.date | None
    """None when no whole day off is known."""
    cautions: tuple[Caution, ...]
    """The limits passed."""
    strain: float


class PeopleFilter(StrEnum):
    """Whom the list of people shows."""

    all = "all"
    over = "over"
    free = "free"
    rapid = "rapid"
    cadres = "cadres"
    residents = "residents"
    gone = "gone"


class PeopleOrder(StrEnum):
    """How the list of people is ordered."""

    tired = "tired"
    name = "name"


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person who serves: the record, how tired, and where he or she is now."""

    key: str
    who: VolunteerLine
    tired: FatigueLine | None
    """None where no rest rules are set, and for whoever no longer serves."""
    post: str
    """The post he or she is on now."""

    @property
    def over(self) -> bool:
        """Whether a limit of rest is passed."""
        return self.tired is not None and bool(self.tired.cautions)

    @property
    def free(self) -> bool:
        """Whether he or she can be asked now."""
        serves = self.who.state is ServiceState.serving
        return serves and not self.post and self.who.away_until is None


def staff(
    session: Reading,
    chosen: PeopleFilter = PeopleFilter.all,
    order: PeopleOrder = PeopleOrder.tired,
) -> tuple[PersonLine, ...]:
    """Those who serve, whoever needs rest most first; or a part of them, or those who left."""
    gone = chosen is PeopleFilter.gone
    tired = {line.id: line for line in fatigue(session)}
    place = {row_id: place for place, row_id in enumerate(tired)}
    on = session.exec(
        select(Seat.volunteer_id, Post.name)
        .join(Shift, col(Shift.id) == Seat.shift_id)
        .join(Post, col(Post.id) == Shift.post_id)
        .where(on_post_clause())
    )
    posts: dict[int | None, str] = dict(on.all())
    lines = [
        PersonLine(line.key, line, tired.get(line.id), posts.get(line.id, ""))
        for line in volunteers(session, gone=gone)
    ]
    shown = (line for line in lines if _shows(chosen, line))
    if order is PeopleOrder.name:
        return tuple(sorted(shown, key=lambda one: (one.who.initials, one.who.id)))
    return tuple(sorted(shown, key=lambda one: (place.get(one.who.id, len(place)), one.who.id)))


def _shows(chosen: PeopleFilter, line: PersonLine) -> bool:
    match chosen:
        case PeopleFilter.gone:
            return line.who.state is ServiceState.demobilised
        case PeopleFilter.over:
            return line.over
        case PeopleFilter.free:
            return line.free
        case PeopleFilter.rapid:
            return line.who.rapid_response
        case PeopleFilter.cadres:
            return line.who.kind is VolunteerKind.cadre
        case PeopleFilter.residents:
            return line.who.kind is VolunteerKind.resident_volunteer
    return True


def fatigue(session: Reading) -> tuple[FatigueLine, ...]:
    """Everybody who serves, worst first; nobody where no rest rules are set yet."""
    return session.kept("shifts.fatigue", _MADE_FROM, lambda: _reckon(session), every=_STANDS)


def _reckon(session: Reading) -> tuple[FatigueLine, ...]:
    limits = rest_rules(session)
    if limits is None or session.viewer.role is Role.wallboard:
        return ()
    people = session.exec(select(Volunteer).where(serving(session.today))).all()
    spans = worked(session)
    first_day = min((row.joined_on for row in people), default=session.today)
    by_id = {row.id: row for row in people}
    found = rules.fatigue(
        [(person(row), spans.get(row.id or 0, [])) for row in people],
        session.now,
        first_day,
        limits,
        session.clock.zone,
    )
    return tuple(_line(one, by_id[one.person.id]) for one in found)


def fatigue_of(session: Reading, volunteer_id: int) -> FatigueLine | None:
    """How tired one person must be; None for who no longer serves."""
    return next((line for line in fatigue(session) if line.id == volunteer_id), None)


def worked(session: Reading) -> dict[int, list[Span]]:
    """Volunteer id -> the time really spent on duty lately; a forgotten end is the planned one."""
    rows = session.exec(
        select(
            Seat.volunteer_id,
            Seat.checked_in_at,
            Seat.checked_out_at,
            Shift.starts_at,
            Shift.ends_at,
            Seat.state,
        )  # type: ignore[call-overload]
        .join(Shift, col(Shift.id) == Seat.shift_id)
        .where(
            col(Shift.ends_at) > session.now - _BACK,
            Shift.state != ShiftState.cancelled,
            col(Seat.state).in_(SERVED),
        )
    )
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for who, came, left, starts_at, ends_at, state in rows:
        start = came or starts_at
        end = left or (min(session.now, ends_at) if state is SeatState.on_post else ends_at)
        if end > start:
            found[who].append(Span(start, end))
    return found


def _line(one: rules.Fatigue, row: Volunteer) -> FatigueLine:
    hour = dt.timedelta(hours=1)
    return FatigueLine(
        key=f"people.volunteer:{row.id}",
        id=row.id or 0,
        name=row.name,
        initials=row.initials,
        kind=row.kind,
        hours=round(one.hours / hour, 1),
        night_hours=round(one.night_hours / hour, 1),
        nights=one.nights,
        days=one.days,
        last_rest_day=one.last_rest_day,
        cautions=one.cautions,
        strain=round(one.strain, 3),
    )
