"""Whom and what an abnormal tube concerns: its people, their doors, the floor, those who came.

The list is there the moment the result is, because every hour of it counts.
"""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from models.care.side_tables import CareContact
from models.care.tables import CareProfile
from models.homes.tables import Household, Resident
from models.people.tables import Volunteer
from models.requests.tables import Request
from models.rounds.members import PRESENT, sampling_rules
from models.rounds.sight import seen
from models.rounds.tables import CoverageRound, RoundTarget, RoundTube
from models.rules import tubes
from models.shifts.tables import SERVED, Post, PostKind, Seat, Shift
from models.store.engine import Reading
from models.store.session import fetch


@dataclass(frozen=True, slots=True)
class Concern:
    """Everybody and everything an abnormal tube concerns, as far as the viewer may know."""

    members: tuple[str, ...]
    doors: tuple[str, ...]
    housemates: tuple[str, ...]
    """Who lives behind these doors and is not in the tube."""
    neighbours: tuple[str, ...]
    """Who lives on the same floors, behind other doors."""
    corridors: tuple[str, ...]
    """To be disinfected: `3-2 4F`."""
    volunteers: tuple[str, ...]
    """Who stood at the test, carried to these doors or visited them in the days before."""


def concern(session: Reading, tube: RoundTube) -> Concern:
    """Whom this tube concerns, in walking order."""
    its = fetch(session, CoverageRound, tube.round_id)
    members = frozenset(
        session.exec(select(RoundTarget.resident_id).where(RoundTarget.tube_id == tube.id))
    )
    floors = (
        sa.select(col(Household.building), col(Household.stairwell), col(Household.floor))
        .join(Resident, col(Resident.household_id) == col(Household.id))
        .where(col(Resident.id).in_(members))
    )
    rows = session.execute(
        sa.select(Resident, Household)
        .join(Household, col(Household.id) == col(Resident.household_id))
        .where(
            sa.tuple_(col(Household.building), col(Household.stairwell), col(Household.floor)).in_(
                floors
            ),
            PRESENT | col(Resident.id).in_(members),
        )
    ).all()
    homes = {home.id: home for _, home in rows}
    people = {one.id: (one, home) for one, home in rows}
    found = tubes.concerned(
        frozenset(one for one in members if one is not None),
        (
            tubes.Resident(one.id, home.id, home.building, home.stairwell, home.floor, home.room)
            for one, home in rows
        ),
    )
    view = seen(session, its.state)

    def told(who: tubes.Resident) -> str:
        one, home = people[who.id]
        door = view.door(home.building, home.stairwell, home.room, home.grid, True)
        return f"{door} {view.name(one.name, home.grid, one.sex)}".rstrip()

    doors = (homes[household] for household in found.households)
    return Concern(
        members=tuple(map(told, found.members)),
        doors=tuple(
            dict.fromkeys(
                view.door(home.building, home.stairwell, home.room, home.grid, True)
                for home in doors
            )
        ),
        housemates=tuple(map(told, found.housemates)),
        neighbours=tuple(map(told, found.neighbours)),
        corridors=tuple(f"{c.building}-{c.stairwell} {c.floor}F" for c in found.corridors),
        volunteers=_served(session, its, tube, found),
    )


def _served(
    session: Reading, its: CoverageRound, tube: RoundTube, found: tubes.Concerned
) -> tuple[str, ...]:
    """Who may have met them: at the test, on a job for their doors, on a visit."""
    until = tube.sealed_at or session.now
    begun = its.started_at or until
    since = until - dt.timedelta(days=sampling_rules(session).contact_days)
    behind = [one.id for one in (*found.members, *found.housemates)]
    at_the_test = (
        sa.select(col(Seat.volunteer_id))
        .join(Shift, col(Shift.id) == col(Seat.shift_id))
        .join(Post, col(Post.id) == col(Shift.post_id))
        .where(
            col(Post.kind) == PostKind.test_support,
            col(Seat.state).in_(SERVED),
            col(Shift.starts_at) <= until,
            col(Shift.ends_at) >= begun,
        )
    )
    carried = sa.select(col(Request.assignee_id)).where(
        col(Request.household_id).in_(found.households), col(Request.closed_at) >= since
    )
    visited = (
        sa.select(col(CareContact.recorded_by))
        .join(CareProfile, col(CareProfile.id) == col(CareContact.profile_id))
        .where(col(CareProfile.resident_id).in_(behind), col(CareContact.at) >= since)
    )
    # Only what says who: everybody is named once, however often they came.
    met = col(Volunteer.id).in_(sa.union(at_the_test, carried, visited))
    held = col(Volunteer.id) == (tube.holder_id or 0)
    rows = session.execute(
        sa.select(col(Volunteer.name)).where(met | held).order_by(col(Volunteer.id))
    )
    return tuple(rows.scalars())
