"""The numbers of the campaign, and which directives should have been done."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func, select

from models.campaign.reads import OPEN
from models.campaign.tables import Directive
from models.store.actor import GRID
from models.store.alarm import Alarm
from models.store.engine import Reading

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CampaignCounts:
    """The numbers of titles, board and JSON."""

    open: int
    """Directives that still ask something."""
    overdue: int


def counts(session: Reading) -> CampaignCounts:
    """The numbers of now."""
    late = sa.case((col(Directive.due_at) < session.now, 1))
    asked = sa.select(func.count(), func.count(late)).select_from(Directive).where(OPEN)
    standing, overdue = session.execute(asked).one()
    return CampaignCounts(standing, overdue)


def alarms(session: Reading) -> tuple[Alarm, ...]:
    """Directives past their deadline; red from a day on. They are read by the leaders only."""
    if session.viewer.role not in GRID:
        return ()
    late = session.exec(select(Directive).where(OPEN, col(Directive.due_at) < session.now))
    found = []
    for row in late:
        if row.due_at is None:
            continue
        found.append(
            Alarm(
                f"campaign.directive:{row.id}",
                "red" if session.now - row.due_at >= _DAY else "amber",
                "alarm.campaign.directive",
                row.due_at,
                {"text": row.text},
                f"campaign.directive:{row.id}",
            )
        )
    return tuple(found)
