"""How often the people of the care list were called on in a stretch of time."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func

from models.care.side_tables import CareContact
from models.care.tables import CareProfile, Met
from models.store.engine import Reading


@dataclass(frozen=True, slots=True)
class CareTotals:
    """Contacts, and the people they were with."""

    contacts: int
    seen: int
    """Contacts in which somebody was met or spoken to."""
    people: int
    """Different people who were met or spoken to."""
    listed: int
    """Everybody who ever was on the list."""


def totals(session: Reading, since: dt.datetime, until: dt.datetime) -> CareTotals:
    """Contacts of a stretch of time, in one statement."""
    met = col(CareContact.met).in_((Met.met, Met.spoke))
    listed = sa.select(func.count()).select_from(CareProfile).scalar_subquery()
    found = session.execute(
        sa.select(
            func.count(),
            func.count(sa.case((met, 1))),
            func.count(sa.distinct(sa.case((met, col(CareContact.profile_id))))),
            listed,
        )
        .select_from(CareContact)
        .where(col(CareContact.at) >= since, col(CareContact.at) < until)
    ).one()
    return CareTotals(*found)
