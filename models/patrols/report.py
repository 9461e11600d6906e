"""How often the compound was walked in a stretch of time, and what was met on the way."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func

from models.patrols.tables import Incident, IncidentOutcome, Patrol
from models.store.engine import Reading

PERSUADED = (IncidentOutcome.returned_at_once, IncidentOutcome.after_talk)


@dataclass(frozen=True, slots=True)
class PatrolTotals:
    """Patrols and talks."""

    patrols: int
    incidents: int
    persuaded: int
    """Incidents in which a word was enough."""


def totals(session: Reading, since: dt.datetime, until: dt.datetime) -> PatrolTotals:
    """Patrols of a stretch of time, in one statement."""
    patrols = (
        sa.select(func.count())
        .select_from(Patrol)
        .where(col(Patrol.started_at) >= since, col(Patrol.started_at) < until)
        .scalar_subquery()
    )
    found = session.execute(
        sa.select(
            patrols,
            func.count(),
            func.count(sa.case((col(Incident.outcome).in_(PERSUADED), 1))),
        )
        .select_from(Incident)
        .where(col(Incident.at) >= since, col(Incident.at) < until)
    ).one()
    return PatrolTotals(*found)
