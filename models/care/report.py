"""How often the people of the care list were called on, and how many waited, for the reports."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func

from models.branch.reads import rule_set
from models.care.side_tables import CareContact
from models.care.standing import roll, standing
from models.care.tables import WATCHED, CareProfile, Medicine, Met
from models.homes.tables import Resident
from models.rules.care import CareRules
from models.rules.refusal import Refusal
from models.store.engine import Reading
from models.store.past import rows_at


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


@dataclass(frozen=True, slots=True)
class CareStanding:
    """How the list stood at a moment."""

    overdue: int
    due: int
    """Whose next contact was due before a second moment, the overdue among them."""


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


def stood(session: Reading, at: dt.datetime, until: dt.datetime) -> CareStanding | None:
    """Who waited at a moment that may be past, and who was to be seen by `until`.

    None where the journal no longer tells.
    """
    if at >= session.now:
        due = [(one.watched, one.standing.due_at) for one in roll(session)]
    else:
        told = _due_then(session, at)
        if told is None:
            return None
        due = told
    watched = [moment for watched, moment in due if watched]
    return CareStanding(
        overdue=sum(moment < at for moment in watched),
        due=sum(moment < until for moment in watched),
    )


_PROFILE = (
    "resident_id",
    "categories",
    "mobility",
    "frequency_hours",
    "delivery_on",
    "state",
    "due_at",
    "counts_from",
    "last_outcome",
    "tries",
    "tried_at",
    "tried_door",
)
_MEDICINE = ("profile_id", "kind", "run_out_on", "stopped_on")


def _due_then(session: Reading, at: dt.datetime) -> list[tuple[bool, dt.datetime]] | None:
    """Whether each was watched, and until when to be seen, by the rules and the list of then."""
    profiles = rows_at(session, CareProfile, _PROFILE, at)
    medicines = rows_at(session, Medicine, _MEDICINE, at)
    if profiles is None or medicines is None:
        return None
    if not profiles:
        return []
    # The last day that had begun: a moment on its end still belongs to it.
    day = session.clock.day_of(at - dt.timedelta(microseconds=1))
    try:
        rules = CareRules.from_data(rule_set(session, "care", day))
    except Refusal:
        return None
    born: dict[int, int | None] = {
        row_id: year
        for row_id, year in session.execute(sa.select(col(Resident.id), col(Resident.birth_year)))
    }
    taken: dict[Any, list[Medicine]] = {}
    for row_id, was in medicines.items():
        if was["stopped_on"] is None:
            taken.setdefault(was["profile_id"], []).append(_row(Medicine, row_id, was))
    found = []
    for row_id, was in profiles.items():
        profile = _row(CareProfile, row_id, was)
        stands = standing(
            profile, taken.get(row_id, []), born.get(profile.resident_id), rules, at, day
        )
        found.append((profile.state in WATCHED, stands.due_at))
    return found


def _row(table: type[Any], row_id: int, was: dict[str, object]) -> Any:
    """A row that is in no session: the past is looked at, never written."""
    return table(id=row_id, **was)
