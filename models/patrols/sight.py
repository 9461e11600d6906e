"""How much of an incident somebody sees.

A door is one household's matter: whoever recorded the incident or walked that patrol sees it for
that day, the secretary and the grid's own leader always, everybody else the building alone.
"""

import datetime as dt
from typing import cast

import sqlalchemy as sa
from sqlmodel import col, select

from models.homes.sight import viewpoint
from models.patrols.tables import Incident, Patrol, PatrolWalker
from models.rules.refusal import Refusal
from models.shifts.tables import SERVED, Seat, Shift
from models.store.actor import GRID, Role
from models.store.engine import Reading

_MINE = "patrols.mine"
_LONGEST = dt.timedelta(hours=12)
"""A patrol over midnight began no longer ago than this."""


def my_patrols(session: Reading) -> frozenset[int]:
    """Patrols of today that are the viewer's task: walked by him or her, or of a route where a
    shift leader stood today; asked for once."""
    if session.viewer.id is None:
        return frozenset()
    if _MINE not in session.info:
        midnight = session.clock.day_start(session.today)
        mine: sa.ColumnElement[bool] = col(Patrol.id).in_(
            select(PatrolWalker.patrol_id).where(PatrolWalker.volunteer_id == session.viewer.id)
        )
        if session.viewer.role is Role.shift_leader:
            routes = (
                select(Shift.post_id)
                .join(Seat, col(Seat.shift_id) == Shift.id)
                .where(
                    Seat.volunteer_id == session.viewer.id,
                    col(Seat.state).in_(SERVED),
                    col(Shift.ends_at) > midnight,
                )
            )
            mine = mine | col(Patrol.post_id).in_(routes)
        found = session.exec(
            select(Patrol.id).where(col(Patrol.started_at) > midnight - _LONGEST, mine)
        )
        session.info[_MINE] = frozenset(found)
    return cast(frozenset[int], session.info[_MINE])


def on_task(session: Reading, at: dt.datetime, recorded_by: int | None, patrol: int | None) -> bool:
    """Whether an incident is a task of the viewer: only on its day, and only his or her own."""
    if session.viewer.id is None or at < session.clock.day_start(session.today):
        return False
    return recorded_by == session.viewer.id or patrol in my_patrols(session)


def sees_all(session: Reading, row: Incident, grid: str | None) -> bool:
    """Whether the viewer may read an incident whole: its door, who was met, what was written.

    Args:
        grid: the grid of the household it names; None where it names none.
    """
    if session.viewer.role is Role.wallboard:
        return False
    if on_task(session, row.at, row.recorded_by, row.patrol_id):
        return True
    if grid is None:
        return session.viewer.role in GRID
    return viewpoint(session).links(grid)


def check_sees(session: Reading, row: Incident, grid: str | None) -> None:
    """Raises `Refusal` when the viewer may not read the incident whole, and so not change it."""
    if not sees_all(session, row, grid):
        raise Refusal("refuse.patrols.not_yours")
