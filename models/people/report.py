"""Who served in the whole campaign, whether or not they have gone back to work since."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func

from models.people.tables import THE_25, Volunteer, VolunteerKind
from models.store.engine import Reading


@dataclass(frozen=True, slots=True)
class ServedTotals:
    """People who joined, by kind."""

    volunteers: int
    cadres: int
    resident_volunteers: int
    leaders: int
    back_at_work: int
    """Of all of them, those who have taken their leave."""


def totals(session: Reading, last: dt.date) -> ServedTotals:
    """Everybody who had joined by a day, in one statement."""
    gone = func.count(sa.case((col(Volunteer.demobilised_on) <= last, 1)))
    kinds, left = Counter[VolunteerKind](), 0
    for kind, n, away in session.execute(
        sa.select(col(Volunteer.kind), func.count(), gone)
        .where(col(Volunteer.joined_on) <= last)
        .group_by(col(Volunteer.kind))
    ):
        kinds[kind] += n
        left += away
    volunteers = sum(kinds[kind] for kind in THE_25)
    return ServedTotals(
        volunteers=volunteers,
        cadres=kinds[VolunteerKind.cadre],
        resident_volunteers=kinds[VolunteerKind.resident_volunteer],
        leaders=kinds.total() - volunteers,
        back_at_work=left,
    )
