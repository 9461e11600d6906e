"""What a screen may show of the campaign: its course, and what was asked of the branch."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from models.branch.tables import Phase, PhaseKind
from models.campaign.tables import Directive, DirectiveState, Milestone, StageReport
from models.people.tables import Volunteer
from models.store.actor import GRID, Role
from models.store.engine import Reading

PAGE = 60
"""Lines a list shows at once."""
# Spelt as the partial index is, so that directives of the past are never looked at.
OPEN = sa.literal_column("directive.state = 'open'", sa.Boolean())


class Course(StrEnum):
    """Where a phase lies."""

    past = "past"
    current = "current"
    planned = "planned"


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A phase or a milestone, in the order of the days."""

    key: str
    on: dt.date
    kind: PhaseKind | None
    """None for a milestone."""
    text: str
    """What was reached; empty for a phase, whose kind says it."""
    course: Course
    days: int | None
    """How long the phase lasted or lasts by now; None for a milestone and for what is ahead."""
    reported: bool
    """Whether the report of the stage is kept."""


@dataclass(frozen=True, slots=True)
class DirectiveLine:
    """One directive."""

    key: str
    id: int
    issued_on: dt.date
    issuer: str
    """Empty: the community Party committee."""
    text: str
    due_at: dt.datetime | None
    state: DirectiveState
    who: str
    """Who did it; while it is open, who sees to it."""
    done_at: dt.datetime | None
    note: str

    def overdue(self, now: dt.datetime) -> bool:
        """Whether it should have been done by now."""
        late = self.due_at is not None and self.due_at < now
        return late and self.state is DirectiveState.open


def course(session: Reading) -> tuple[CourseLine, ...]:
    """Every phase and every milestone, by its day; a wall board shows the phases only."""
    phases = session.exec(select(Phase).order_by(col(Phase.begins_on))).all()
    kept = reported(session)
    lines = []
    for at, row in enumerate(phases):
        after = phases[at + 1].begins_on if at + 1 < len(phases) else None
        ended = after is not None and after <= session.today
        ahead = row.begins_on > session.today
        until = after if ended and after is not None else session.today + dt.timedelta(1)
        lines.append(
            CourseLine(
                key=f"campaign.phase:{row.id}",
                on=row.begins_on,
                kind=row.kind,
                text="",
                course=Course.planned if ahead else Course.past if ended else Course.current,
                days=None if ahead else (until - row.begins_on).days,
                reported=row.begins_on in kept,
            )
        )
    if session.viewer.role is not Role.wallboard:
        lines += [
            CourseLine(
                key=f"campaign.milestone:{one.id}",
                on=one.reached_on,
                kind=None,
                text=one.text,
                course=Course.past,
                days=None,
                reported=False,
            )
            for one in session.exec(select(Milestone).order_by(col(Milestone.id)))
        ]
    # A phase stands before what was reached on its first day.
    return tuple(sorted(lines, key=lambda line: (line.on, line.kind is None)))


def reported(session: Reading) -> frozenset[dt.date]:
    """First days of the stages whose report is kept."""
    return frozenset(session.scalars(sa.select(col(StageReport.begins_on))))


def standing_dates(session: Reading) -> frozenset[tuple[dt.date, dt.date]]:
    """First and last day of every stage that is over, as the phases lie now.

    A report that bears other days was written before they were moved: it is kept, and says so.
    """
    begun = session.scalars(
        sa.select(col(Phase.begins_on))
        .where(col(Phase.begins_on) <= session.today)
        .order_by(col(Phase.begins_on))
    ).all()
    return frozenset(
        (first, after - dt.timedelta(1)) for first, after in zip(begun, begun[1:], strict=False)
    )


_DOER = aliased(Volunteer)
_DIRECTIVES: sa.Select[*tuple[Any, ...]] = (
    sa.select(Directive, col(Volunteer.name), col(_DOER.name))
    .outerjoin(Volunteer, col(Volunteer.id) == col(Directive.assignee_id))
    .outerjoin(_DOER, col(_DOER.id) == col(Directive.done_by))
)


def directives(
    session: Reading, state: DirectiveState | None = None, *, mine: bool = False, limit: int = PAGE
) -> tuple[DirectiveLine, ...]:
    """Open directives by their deadline, then the others, the latest first.

    The branch answers for them to its committee: only the secretary and grid leaders read them.

    Args:
        state: only those that stand so.
        mine: only those that the viewer sees to.
    """
    if session.viewer.role not in GRID:
        return ()
    asked = _DIRECTIVES
    if mine:
        asked = asked.where(col(Directive.assignee_id) == session.viewer.id)
    rows: list[Any] = []
    if state in (None, DirectiveState.open):
        due = asked.where(OPEN).order_by(
            col(Directive.due_at).asc().nulls_last(), col(Directive.id)
        )
        rows += session.execute(due.limit(limit)).all()
    if state is not DirectiveState.open and len(rows) < limit:
        past = asked.where(col(Directive.state) != DirectiveState.open)
        if state is not None:
            past = past.where(col(Directive.state) == state)
        latest = past.order_by(col(Directive.issued_on).desc(), col(Directive.id).desc())
        rows += session.execute(latest.limit(limit - len(rows))).all()
    return tuple(_directive_line(*row) for row in rows)


def _directive_line(row: Directive, sees: str | None, did: str | None) -> DirectiveLine:
    return DirectiveLine(
        key=f"campaign.directive:{row.id}",
        id=row.id or 0,
        issued_on=row.issued_on,
        issuer=row.issuer,
        text=row.text,
        due_at=row.due_at,
        state=row.state,
        who=(did if row.state is DirectiveState.done else sees) or "",
        done_at=row.done_at,
        note=row.note,
    )
