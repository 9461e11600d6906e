"""Whom to call when nobody answers at the door: grid leader, police, and who holds a key."""

from dataclasses import dataclass

from sqlmodel import col, select

from models.care.standing import Person
from models.people import PartnerKind, PartnerLine, Volunteer, VolunteerKind, partners_for
from models.store.engine import Reading


@dataclass(frozen=True, slots=True)
class Calls:
    """The people an escalation names."""

    grid_leaders: tuple[Volunteer, ...]
    police: tuple[PartnerLine, ...]
    key_holder: str
    """In the family's words, so shown only to who may know the door."""


def calls(session: Reading, found: Person) -> Calls:
    """The grid leader of the door, or every one where the door has none; police; key holder."""
    leaders = session.exec(
        select(Volunteer)
        .where(
            col(Volunteer.kind) == VolunteerKind.grid_leader,
            col(Volunteer.demobilised_on).is_(None),
        )
        .order_by(col(Volunteer.id))
    ).all()
    own = tuple(one for one in leaders if found.grid and one.grid == found.grid)
    police = partners_for(session, "no_answer")
    return Calls(
        own or tuple(leaders),
        tuple(one for one in police if one.kind is PartnerKind.police),
        found.profile.key_holder,
    )
