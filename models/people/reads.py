"""What is seen of those who serve: who acts, who is in the branch, whom to call outside it."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import col, func, or_, select

from models.people.tables import (
    THE_25,
    AvailabilityKind,
    PartnerKind,
    Skill,
    Volunteer,
    VolunteerKind,
)
from models.rules import masking
from models.store.actor import LEADERS, Role
from models.store.engine import Reading

ESCALATIONS: Mapping[str, tuple[PartnerKind, ...]] = {
    "medicine": (PartnerKind.clinic, PartnerKind.supplier),
    "groceries": (PartnerKind.supplier,),
    "hospital_trip": (PartnerKind.emergency_120, PartnerKind.clinic),
    "drain": (PartnerKind.drains, PartnerKind.gas),
    "family_conflict": (PartnerKind.police, PartnerKind.psych_hotline),
    "lock_out": (PartnerKind.locksmith, PartnerKind.police),
    "psychological": (PartnerKind.psych_hotline, PartnerKind.clinic),
    "no_answer": (PartnerKind.police, PartnerKind.locksmith, PartnerKind.emergency_120),
    "persuasion_refused": (PartnerKind.police,),
    "illness": (PartnerKind.emergency_120, PartnerKind.clinic),
    "gas": (PartnerKind.gas, PartnerKind.emergency_120),
    "stock_short": (PartnerKind.supplier,),
}
"""Who is called when the branch cannot help itself, first first; kinds of request among them."""


class ServiceState(StrEnum):
    """Whether somebody can be asked to serve today."""

    serving = "serving"
    not_yet = "not_yet"
    isolated = "isolated"
    demobilised = "demobilised"


class VolunteerLine(NamedTuple):
    """One person who serves, as a list shows him or her."""

    key: str
    id: int
    name: str
    initials: str
    kind: VolunteerKind
    role: Role
    origin_unit: str
    phone: str
    skills: tuple[Skill, ...]
    party_member: bool
    rapid_response: bool
    grid: str
    state: ServiceState
    joined_on: dt.date
    demobilised_on: dt.date | None
    away_until: dt.datetime | None
    """The end of the absence that runs now."""


class PartnerLine(NamedTuple):
    """Somebody outside the branch, with the number to call."""

    key: str
    id: int
    kind: PartnerKind
    name: str
    phone: str
    hours: str
    note: str


class AvailabilityLine(NamedTuple):
    """A span that somebody cannot serve in, or would like to."""

    key: str
    id: int
    volunteer: str
    kind: AvailabilityKind
    starts_at: dt.datetime
    ends_at: dt.datetime
    reason: str


class PeopleCounts(NamedTuple):
    """The branch's strength."""

    volunteers: int
    """The deployed cadres and resident volunteers who serve: the 25."""
    cadres: int
    resident_volunteers: int
    leaders: int
    rapid_response: int
    isolated: int


def state_of(row: Volunteer, today: dt.date) -> ServiceState:
    """Whether somebody can be asked to serve on that day."""
    if not row.serves_on(today):
        return ServiceState.demobilised
    if today < row.joined_on:
        return ServiceState.not_yet
    return ServiceState.isolated if row.isolated_on(today) else ServiceState.serving


def volunteers(session: Reading, *, gone: bool = False) -> tuple[VolunteerLine, ...]:
    """Everybody who serves, or with `gone` also those who no longer do; leaders first."""
    if session.viewer.role is Role.wallboard:
        return ()
    wanted = select(Volunteer).order_by(col(Volunteer.id))
    if not gone:
        wanted = wanted.where(serving(session.today))
    away = _away_until(session)
    lines = (volunteer_line(session, row, away) for row in session.exec(wanted))
    return tuple(sorted(lines, key=lambda line: (leaders_first(line.kind), line.id)))


def volunteer_line(
    session: Reading, row: Volunteer, away: Mapping[int, dt.datetime]
) -> VolunteerLine:
    """The line of one row, for who looks."""
    return VolunteerLine(
        key=f"people.volunteer:{row.id}",
        id=row.id or 0,
        name=row.name,
        initials=row.initials,
        kind=row.kind,
        role=row.role,
        origin_unit=row.origin_unit,
        phone=phone_for(session, row),
        skills=tuple(Skill(skill) for skill in row.skills),
        party_member=row.party_member,
        rapid_response=row.rapid_response,
        grid=row.grid,
        state=state_of(row, session.today),
        joined_on=row.joined_on,
        demobilised_on=row.demobilised_on,
        away_until=away.get(row.id or 0),
    )


def phone_for(session: Reading, row: Volunteer) -> str:
    """A colleague's number: leaders and the person see it whole, others only its ends."""
    if session.viewer.role in LEADERS or session.viewer.id == row.id:
        return row.phone
    hidden = session.viewer.role is Role.wallboard
    return masking.phone(row.phone, masking.Sight.none if hidden else masking.Sight.masked)


def partners(session: Reading) -> tuple[PartnerLine, ...]:
    """Everybody outside the branch who may be called, by kind."""
    if session.viewer.role is Role.wallboard:
        return ()
    from models.people.side_tables import Partner

    rows = session.exec(select(Partner).order_by(col(Partner.id))).all()
    order = list(PartnerKind)
    return tuple(
        PartnerLine(
            key=f"people.partner:{row.id}",
            id=row.id or 0,
            kind=row.kind,
            name=row.name,
            phone=row.phone,
            hours=row.hours,
            note=row.note,
        )
        for row in sorted(rows, key=lambda row: order.index(row.kind))
    )


def partners_for(session: Reading, escalation: str) -> tuple[PartnerLine, ...]:
    """Whom to call about an escalation or a kind of request, the first to call first."""
    wanted = ESCALATIONS.get(escalation, ())
    found = [line for line in partners(session) if line.kind in wanted] if wanted else []
    return tuple(sorted(found, key=lambda line: wanted.index(line.kind)))


def availability(session: Reading, volunteer_id: int | None = None) -> tuple[AvailabilityLine, ...]:
    """What is said of times not yet past, soonest first; of one person or of all."""
    from models.people.side_tables import Availability

    wanted = (
        select(Availability, Volunteer.name)
        .join(Volunteer, col(Volunteer.id) == Availability.volunteer_id)
        .where(col(Availability.ends_at) > session.now)
        .order_by(col(Availability.starts_at), col(Availability.id))
    )
    if volunteer_id is not None:
        wanted = wanted.where(Availability.volunteer_id == volunteer_id)
    if session.viewer.role is Role.wallboard:
        return ()
    return tuple(
        AvailabilityLine(
            key=f"people.availability:{row.id}",
            id=row.id or 0,
            volunteer=name,
            kind=row.kind,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            reason=row.reason if sees_reason(session, row.volunteer_id) else "",
        )
        for row, name in session.exec(wanted)
    )


def counts(session: Reading) -> PeopleCounts:
    """The strength of the branch today; who is on duty now, the shifts know."""
    rows = session.exec(
        select(Volunteer).where(serving(session.today), col(Volunteer.joined_on) <= session.today)
    ).all()
    kinds = [row.kind for row in rows]
    return PeopleCounts(
        volunteers=sum(kind in THE_25 for kind in kinds),
        cadres=kinds.count(VolunteerKind.cadre),
        resident_volunteers=kinds.count(VolunteerKind.resident_volunteer),
        leaders=sum(kind not in THE_25 for kind in kinds),
        rapid_response=sum(row.rapid_response for row in rows),
        isolated=sum(row.isolated_on(session.today) for row in rows),
    )


def serving(today: dt.date) -> ColumnElement[bool]:
    """Whether somebody has not been demobilised by that day."""
    return or_(col(Volunteer.demobilised_on).is_(None), col(Volunteer.demobilised_on) > today)


def leaders_first(kind: VolunteerKind) -> int:
    """Sorts the first secretary and the grid leaders before the 25."""
    return (VolunteerKind.first_secretary, VolunteerKind.grid_leader, *THE_25).index(kind)


def sees_reason(session: Reading, volunteer_id: int | None) -> bool:
    """Whether who looks may read why this person cannot serve."""
    return session.viewer.role in LEADERS or session.viewer.id == volunteer_id


def _away_until(session: Reading) -> dict[int, dt.datetime]:
    """Volunteer id -> end of the absence that runs now."""
    from models.people.side_tables import Availability

    rows = session.exec(
        select(Availability.volunteer_id, func.max(Availability.ends_at))
        .where(
            Availability.kind == AvailabilityKind.unavailable,
            col(Availability.starts_at) <= session.now,
            col(Availability.ends_at) > session.now,
        )
        .group_by(col(Availability.volunteer_id))
    )
    return dict(rows.all())
