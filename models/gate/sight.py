"""How much of who passes the gate is seen.

Whoever keeps the gate today has it as a task: the door is read off the pass anyway. Everybody else
sees what the table of `models.rules.masking` shows of somebody who is no task of theirs.
"""

import datetime as dt
from typing import cast

from sqlmodel import col, select

from models.shifts.tables import SERVED, Post, PostKind, Seat, Shift
from models.store.actor import Role
from models.store.engine import Reading

_KEEPS = "gate.keeps"


def keeps_gate(session: Reading) -> bool:
    """Whether the viewer stands, or stood today, at a gate; asked for once."""
    if session.viewer.id is None or session.viewer.role is Role.wallboard:
        return False
    if _KEEPS not in session.info:
        midnight = session.clock.day_start(session.today)
        session.info[_KEEPS] = (
            session.exec(
                select(Seat.id)
                .join(Shift, col(Shift.id) == col(Seat.shift_id))
                .join(Post, col(Post.id) == col(Shift.post_id))
                .where(
                    Post.kind == PostKind.gate_checkpoint,
                    Seat.volunteer_id == session.viewer.id,
                    col(Seat.state).in_(SERVED),
                    col(Shift.ends_at) > midnight,
                )
                .limit(1)
            ).first()
            is not None
        )
    return cast(bool, session.info[_KEEPS])


def on_task(session: Reading, at: dt.datetime, recorded_by: int | None, *, open_: bool) -> bool:
    """Whether a passage is a task of the viewer: today's, or one whose return is waited for."""
    if session.viewer.id is None or session.viewer.role is Role.wallboard:
        return False
    if not open_ and at < session.clock.day_start(session.today):
        return False
    return recorded_by == session.viewer.id or keeps_gate(session)
