"""Who stands where and when, and whether they came.

The promise of this area: every gap is seen before it opens. A shift has as many seats as people
are needed; a seat that is lost opens again at once and the lost one keeps its history, so nobody
is double-booked, no post is silently empty, and an exit barrier always has a keeper by name.
"""

from models.shifts.tables import (
    HELD,
    SEAT,
    SERVED,
    SHIFT,
    UNSETTLED,
    Handover,
    Post,
    PostKind,
    Seat,
    SeatState,
    Shift,
    ShiftState,
    ShiftTemplate,
)

__all__ = [
    "HELD",
    "SEAT",
    "SERVED",
    "SHIFT",
    "UNSETTLED",
    "Handover",
    "Post",
    "PostKind",
    "Seat",
    "SeatState",
    "Shift",
    "ShiftState",
    "ShiftTemplate",
]
