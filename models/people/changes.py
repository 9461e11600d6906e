"""What may be done with the record of somebody who serves, and with partners."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from models.people.drafts import (
    Demobilise,
    Isolate,
    NewVolunteer,
    PartnerDraft,
    SetAvailability,
    VolunteerDraft,
)
from models.people.leaving import hand_back, in_hand
from models.people.naming import initials_of, search_of
from models.people.reads import serving
from models.people.side_tables import Availability, Partner
from models.people.tables import Volunteer, VolunteerKind
from models.rules.refusal import Refusal
from models.store.actor import Role
from models.store.drafts import TargetDraft
from models.store.engine import Reading, Writing
from models.store.register import DESK, GRID, LEADERS, change, editing, fetch
from models.words import Key

_HIGH = (Role.secretary, Role.grid_leader)
"""Roles that only the secretary gives and takes."""
_ROLE_OF = {
    VolunteerKind.first_secretary: Role.secretary,
    VolunteerKind.grid_leader: Role.grid_leader,
}


def guard(session: Reading, row: Volunteer, verb: str) -> None:
    """Refuses what does not fit this person now."""
    if verb.startswith("accounts."):
        from models import accounts

        accounts.guard(session, row, verb)
        return
    gone = not row.serves_on(session.today)
    if verb == "people.rejoin" and row.demobilised_on is None:
        raise Refusal("refuse.people.serves", volunteer=row.name)
    if verb != "people.rejoin" and gone:
        raise Refusal("refuse.people.demobilised", volunteer=row.name, day=row.demobilised_on)
    if verb == "people.demobilise" and row.demobilised_on is not None:
        raise Refusal("refuse.people.demobilised", volunteer=row.name, day=row.demobilised_on)
    if verb == "people.end_isolation" and not row.isolated_on(session.today):
        raise Refusal("refuse.people.not_isolated", volunteer=row.name)
    may_speak = session.viewer.role in LEADERS or session.viewer.id == row.id
    if verb == "people.set_availability" and not may_speak:
        raise Refusal("refuse.people.own_only")


@change("people.add_volunteer", draft=NewVolunteer, roles=GRID)
def add_volunteer(session: Writing, draft: NewVolunteer) -> Volunteer:
    """Somebody begins to serve."""
    role = _ROLE_OF.get(draft.kind, draft.role) if draft.role is Role.volunteer else draft.role
    _check_gives(session, role)
    _check_new(session, draft)
    row = Volunteer(
        name=draft.name,
        search=search_of(draft.name),
        initials=_handle(session, draft.initials, draft.name),
        kind=draft.kind,
        role=role,
        origin_unit=draft.origin_unit,
        phone=draft.phone,
        skills=[skill.value for skill in draft.skills],
        party_member=draft.party_member,
        rapid_response=draft.rapid_response,
        grid=draft.grid,
        household_id=draft.household_id,
        joined_on=draft.joined_on or session.today,
        note=draft.note,
    )
    session.add(row)
    session.flush()
    session.say(volunteer=row.id)
    return row


def _settle_edit(session: Writing, row: Volunteer) -> None:
    """What follows from an edit: handles stay unique, rights stay where they belong."""
    before = sa.inspect(row).attrs
    if before.role.history.has_changes():
        _check_gives(session, row.role)
        _check_gives(session, before.role.history.deleted[0])
        if before.role.history.deleted[0] is Role.secretary:
            _check_not_last(session, row)
    if before.name.history.has_changes():
        row.search = search_of(row.name)
    if before.initials.history.has_changes() or not row.initials:
        row.initials = _handle(session, row.initials, row.name, row.id)
    if before.skills.history.has_changes():
        row.skills = [str(skill) for skill in row.skills]
    session.say(volunteer=row.id)


editing(
    "people.edit_volunteer",
    table=Volunteer,
    fields=VolunteerDraft,
    roles=GRID,
    also=_settle_edit,
)


@change("people.demobilise", draft=Demobilise, roles=GRID, foretells=in_hand)
def demobilise(session: Writing, draft: Demobilise) -> Volunteer:
    """Somebody stops serving: the record stays, what he or she had in hand goes back."""
    from models.accounts import close
    from models.shifts import release

    row = fetch(session, Volunteer, draft.id)
    guard(session, row, "people.demobilise")
    day = draft.demobilised_on or session.today
    if day < row.joined_on:
        raise Refusal("refuse.people.before_joining", volunteer=row.name, day=row.joined_on)
    if row.role is Role.secretary:
        _check_not_last(session, row)
    seats = release(session, draft.id, session.clock.day_start(day))
    back = hand_back(session, [draft.id] if day <= session.today else [])
    close(session, row, day)
    row.demobilised_on = day
    session.say(volunteer=row.id, day=day.isoformat(), seats=seats, **back)
    return row


@change("people.rejoin", draft=TargetDraft, roles=GRID)
def rejoin(session: Writing, draft: TargetDraft) -> Volunteer:
    """Somebody who was demobilised serves again; the handle is made anew if another has it."""
    row = fetch(session, Volunteer, draft.id)
    guard(session, row, "people.rejoin")
    # Before the row counts as serving again: the database holds handles apart as well.
    if row.initials in _taken(session, row.id):
        row.initials = _handle(session, "", row.name, row.id)
    row.demobilised_on = None
    session.say(volunteer=row.id)
    return row


@change("people.isolate", draft=Isolate, roles=LEADERS)
def isolate(session: Writing, draft: Isolate) -> Volunteer:
    """Somebody has to stay in until a day: seats held until then need somebody else."""
    row = fetch(session, Volunteer, draft.id)
    guard(session, row, "people.isolate")
    if draft.isolated_until < session.today:
        raise Refusal("refuse.people.isolation_past", day=draft.isolated_until)
    row.isolated_until = draft.isolated_until
    session.say(volunteer=row.id, day=draft.isolated_until.isoformat(), reason=draft.reason)
    return row


@change("people.end_isolation", draft=TargetDraft, roles=LEADERS)
def end_isolation(session: Writing, draft: TargetDraft) -> Volunteer:
    """Somebody may go out again before the day that was set."""
    row = fetch(session, Volunteer, draft.id)
    guard(session, row, "people.end_isolation")
    row.isolated_until = None
    session.say(volunteer=row.id)
    return row


@change("people.set_availability", draft=SetAvailability, roles=DESK)
def set_availability(session: Writing, draft: SetAvailability) -> Availability:
    """Somebody says when he or she cannot serve; leaders may say it for others."""
    person = fetch(session, Volunteer, draft.id)
    guard(session, person, "people.set_availability")
    if draft.ends_at <= session.now:
        raise Refusal("refuse.people.span_past")
    row = Availability(
        volunteer_id=draft.id,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        kind=draft.kind,
        reason=draft.reason,
    )
    session.add(row)
    said = Key(f"AvailabilityKind.{draft.kind.value}")
    session.say(volunteer=draft.id, kind=said, until=session.clock.stamp(draft.ends_at))
    return row


@change("people.withdraw_availability", draft=TargetDraft, roles=DESK)
def withdraw_availability(session: Writing, draft: TargetDraft) -> Availability:
    """Takes back what was said of a span of time."""
    row = fetch(session, Availability, draft.id)
    guard_availability(session, row, "people.withdraw_availability")
    session.say(volunteer=row.volunteer_id)
    session.delete(row)
    return row


def guard_availability(session: Reading, row: Availability, verb: str) -> None:
    """Only the person and the leaders speak about somebody's time."""
    if session.viewer.role not in LEADERS and session.viewer.id != row.volunteer_id:
        raise Refusal("refuse.people.own_only")


@change("people.add_partner", draft=PartnerDraft, roles=LEADERS)
def add_partner(session: Writing, draft: PartnerDraft) -> Partner:
    """Keeps a number to call."""
    row = Partner(**draft.model_dump())
    session.add(row)
    session.say(name=draft.name, kind=Key(f"PartnerKind.{draft.kind.value}"))
    return row


def _say_partner(session: Writing, row: Partner) -> None:
    session.say(name=row.name, kind=Key(f"PartnerKind.{row.kind.value}"))


editing("people.edit_partner", table=Partner, fields=PartnerDraft, roles=LEADERS, also=_say_partner)


@change("people.remove_partner", draft=TargetDraft, roles=LEADERS)
def remove_partner(session: Writing, draft: TargetDraft) -> Partner:
    """Drops a number that is no longer answered."""
    row = fetch(session, Partner, draft.id)
    _say_partner(session, row)
    session.delete(row)
    return row


def _check_gives(session: Writing, role: Role) -> None:
    if role in _HIGH and session.actor.role is not Role.secretary:
        raise Refusal("refuse.people.role_above", role=role)


def _check_not_last(session: Writing, row: Volunteer) -> None:
    with session.no_autoflush:
        others = session.exec(
            select(Volunteer.id).where(
                Volunteer.role == Role.secretary,
                col(Volunteer.id) != row.id,
                serving(session.today),
            )
        ).first()
        if others is None:
            raise Refusal("refuse.people.last_secretary", volunteer=row.name)
        from models.accounts import check_not_last

        check_not_last(session, row)


def same_person(phone: str, unit: str, twin: Volunteer) -> bool:
    """Whether somebody of the same name is the same person: by telephone, unit, or lack of both."""
    if (phone and twin.phone == phone) or (unit and twin.origin_unit == unit):
        return True
    return not (unit or twin.origin_unit) and not (phone and twin.phone)


def _check_new(session: Writing, draft: NewVolunteer) -> None:
    for twin in session.exec(select(Volunteer).where(Volunteer.name == draft.name)):
        if same_person(draft.phone, draft.origin_unit, twin):
            key = "exists" if twin.serves_on(session.today) else "may_rejoin"
            raise Refusal(f"refuse.people.{key}", volunteer=twin.name, initials=twin.initials)


def _taken(session: Writing, own: int | None) -> dict[str, str]:
    """Handle -> name of who has it, among those who serve."""
    rows: Any = session.exec(
        select(Volunteer.initials, Volunteer.name).where(
            col(Volunteer.demobilised_on).is_(None), col(Volunteer.id) != (own or 0)
        )
    )
    return dict(rows.all())


def _handle(session: Writing, wanted: str, name: str, own: int | None = None) -> str:
    """The handle typed, or one made of the name; no two people who serve share one."""
    with session.no_autoflush:
        taken = _taken(session, own)
    if wanted:
        if wanted in taken:
            raise Refusal("refuse.people.handle_taken", initials=wanted, volunteer=taken[wanted])
        return wanted
    made = initials_of(name)
    return next(
        handle
        for handle in (made, *(f"{made}{n}" for n in range(2, len(taken) + 3)))
        if handle not in taken
    )
