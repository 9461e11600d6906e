"""Whoever serves and lives behind a door where somebody stays apart does not go out either."""

import datetime as dt

from sqlmodel import col, select

from models.homes.tables import Resident
from models.isolation.standing import OPEN, Person, people
from models.people.tables import Volunteer
from models.store.duties import Duty
from models.store.engine import Reading, Writing


def kept_in(session: Reading, one: Person) -> dt.date | None:
    """Until which day this isolation keeps people in, that day included; None where it is over.

    A release that is late keeps them in from one day to the next, until it is recorded.
    """
    if one.row.released_on is not None:
        return None
    return max(one.ends_on or session.today, session.today)


def keep_in(session: Writing, household_id: int, before: dt.date | None) -> None:
    """Makes the day right until which the volunteers behind a door stay in.

    Args:
        before: what the isolation that is changed said until now. Only a day that came from it is
            taken back: one that somebody set by hand stays.
    """
    behind = session.exec(
        select(Volunteer).where(
            col(Volunteer.household_id) == household_id, col(Volunteer.demobilised_on).is_(None)
        )
    ).all()
    if not behind:
        return
    apart = people(session, OPEN, col(Resident.household_id) == household_id)
    for volunteer in behind:
        # Away from home only the person stays apart, not those who are left behind the door.
        days = [kept_in(session, one) for one in apart if one.at_home or one.name == volunteer.name]
        until = max((day for day in days if day is not None), default=None)
        now = volunteer.isolated_until
        ours = now is not None and now == before
        if now != until and (ours or (until is not None and (now is None or until > now))):
            volunteer.isolated_until = until


def keep_volunteers_in(session: Writing) -> None:
    """Keeps in whoever serves from behind a door whose release is late; the duty of each night."""
    yesterday = session.today - dt.timedelta(days=1)
    for household in {one.household_id for one in people(session, OPEN)}:
        keep_in(session, household, yesterday)


DUTIES = (Duty("isolation.keep_in", dt.time(0), keep_volunteers_in),)
