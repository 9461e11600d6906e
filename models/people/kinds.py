"""Those who serve and partners as records: what opens, what may be done, how they are found."""

from models.people.changes import guard, guard_availability
from models.people.reads import (
    availability,
    phone_for,
    sees_reason,
    state_of,
)
from models.people.search import find_partners, find_volunteers
from models.people.side_tables import Availability, Partner
from models.people.tables import AvailabilityKind, Skill, Volunteer
from models.store.engine import Reading
from models.store.register import LEADERS, Kind, Sheet, SheetField, check_opens, fetch, filled, kind


def volunteer_sheet(session: Reading, volunteer_id: int) -> Sheet:
    """Somebody who serves: what is kept, how tired, which shifts, when not available."""
    from models import accounts, shifts

    row = fetch(session, Volunteer, volunteer_id)
    check_opens(session)
    own = sees_reason(session, volunteer_id)
    tired = shifts.fatigue_of(session, volunteer_id)
    over = {caution.key for caution in tired.cautions} if tired else set()
    spans = availability(session, volunteer_id)
    isolated = row.isolated_on(session.today)
    fields = [
        SheetField("field.service", state_of(row, session.today), alarm=isolated),
        SheetField("field.isolated_until", row.isolated_until if isolated and own else None),
        SheetField("field.demobilised_on", row.demobilised_on),
        SheetField("field.phone", phone_for(session, row)),
    ]
    if tired is not None:
        fields += [
            SheetField("field.hours_7", tired.hours, alarm="warn.shifts.hours" in over),
            SheetField("field.night_hours", tired.night_hours),
            SheetField("field.nights", tired.nights, alarm="warn.shifts.nights" in over),
            SheetField("field.days_on", tired.days, alarm="warn.shifts.rest_day" in over),
            SheetField("field.last_rest_day", tired.last_rest_day),
        ]
    fields += [
        SheetField("field.volunteer_kind", row.kind),
        SheetField("field.role", row.role),
        SheetField("field.origin_unit", row.origin_unit),
        SheetField("field.skills", tuple(Skill(skill) for skill in row.skills)),
        SheetField("field.party_member", row.party_member),
        SheetField("field.rapid_response", row.rapid_response),
        SheetField("field.volunteer_grid", row.grid),
        SheetField("field.joined_on", row.joined_on),
        *accounts.told(session, volunteer_id),
    ]
    if session.viewer.role in LEADERS:
        fields.append(SheetField("field.note", row.note))
    related = [
        ("shifts.seat", line.id, f"{session.clock.stamp(line.starts_at)} {line.post}")
        for line in shifts.seats_of(session, volunteer_id)
    ]
    related += [
        (
            "people.availability",
            line.id,
            f"{session.clock.stamp(line.starts_at)} - "
            f"{session.clock.stamp(line.ends_at)} {line.reason}".rstrip(),
        )
        for line in spans
        if line.kind is AvailabilityKind.unavailable or own
    ]
    return Sheet(f"{row.name} @{row.initials}", filled(*fields), tuple(related))


def availability_sheet(session: Reading, availability_id: int) -> Sheet:
    """A span that somebody cannot serve in, or would like to."""
    row = fetch(session, Availability, availability_id)
    person = fetch(session, Volunteer, row.volunteer_id)
    return Sheet(
        person.name,
        (
            SheetField("field.availability_kind", row.kind),
            SheetField("field.starts_at", row.starts_at),
            SheetField("field.ends_at", row.ends_at),
            SheetField("field.reason", row.reason if sees_reason(session, person.id) else None),
        ),
        (("people.volunteer", row.volunteer_id, person.name),),
    )


def partner_sheet(session: Reading, partner_id: int) -> Sheet:
    """Somebody outside the branch."""
    row = fetch(session, Partner, partner_id)
    return Sheet(
        row.name,
        (
            SheetField("field.partner_kind", row.kind),
            SheetField("field.phone", row.phone),
            SheetField("field.partner_hours", row.hours),
            SheetField("field.note", row.note),
        ),
    )


VOLUNTEER_KIND = kind(
    Kind(
        "people.volunteer",
        table=Volunteer,
        sheet=volunteer_sheet,
        find=find_volunteers,
        guard=guard,
        natural=lambda _session, _row: None,
        verbs=(
            "people.set_availability",
            "people.isolate",
            "people.end_isolation",
            "people.demobilise",
            "people.rejoin",
            "accounts.create",
            "accounts.reset",
            "accounts.disable",
            "accounts.enable",
        ),
        edit="people.edit_volunteer",
    )
)
AVAILABILITY_KIND = kind(
    Kind(
        "people.availability",
        table=Availability,
        sheet=availability_sheet,
        guard=guard_availability,
        verbs=("people.withdraw_availability",),
    )
)
PARTNER_KIND = kind(
    Kind(
        "people.partner",
        table=Partner,
        sheet=partner_sheet,
        find=find_partners,
        verbs=("people.remove_partner",),
        edit="people.edit_partner",
    )
)
