"""Hours of duty stay; what was noted about somebody on them does not."""

import sqlalchemy as sa
from sqlmodel import col

from models.shifts.side_tables import Handover, ShiftTemplate
from models.shifts.tables import Post, Seat, Shift
from models.store.personal import Personal

_ENDED = sa.select(col(Shift.ends_at)).where(col(Shift.id) == col(Seat.shift_id)).scalar_subquery()

PERSONAL = (
    Personal(Post, keeps=("name", "place")),
    Personal(ShiftTemplate, keeps=("name", "hours")),
    Personal(
        Shift,
        period="shifts",
        ended=col(Shift.ends_at),
        over=col(Shift.note) != "",
        texts=("note",),
        keeps=("batch",),
    ),
    Personal(
        Seat,
        period="shifts",
        ended=_ENDED,
        over=sa.or_(col(Seat.override_reason) != "", col(Seat.reason) != ""),
        texts=("override_reason", "reason"),
    ),
    Personal(Handover, period="shifts", ended=col(Handover.at), texts=("text",)),
)
