"""Who stands where and when, and whether they came.

The promise of this area: every gap is seen before it opens. A shift has as many seats as people
are needed; a seat that is lost opens again at once and the lost one keeps its history, so nobody
is double-booked, no post is silently empty, and an exit barrier always has a keeper by name.
"""

from typing import TYPE_CHECKING

from models.shifts.counting import ShiftCounts, counts
from models.shifts.lines import (
    HandoverLine,
    PostLine,
    Rota,
    RotaRow,
    SeatFilter,
    SeatLine,
    SeatNeed,
    ShiftLine,
    TemplateLine,
)
from models.shifts.reads import (
    handovers,
    listed,
    my_shift,
    my_shifts,
    needing_a_hand,
    panel,
    posts,
    rota,
    seats_between,
    seats_of,
    shift_lines,
    templates,
)
from models.shifts.rest import rest_rules
from models.shifts.tables import (
    FILLED,
    HELD,
    SEAT,
    SERVED,
    SHIFT,
    UNSETTLED,
    Post,
    PostKind,
    Seat,
    SeatState,
    Shift,
    ShiftState,
)
from models.store.areas import Later

if TYPE_CHECKING:
    from models.shifts.drafts import (
        Assign,
        BatchDraft,
        HandOver,
        NewShift,
        OfferSwap,
        PostDraft,
        Put,
        Record,
        Served,
        ShiftDraft,
        Sign,
        Stood,
        TakeSwap,
        TemplateDraft,
        WithReason,
    )
    from models.shifts.guards import guard_seat, guard_shift, natural_seat
    from models.shifts.kinds import POST_KIND, SEAT_KIND, SHIFT_KIND, TEMPLATE_KIND
    from models.shifts.planning import batch_plan
    from models.shifts.recording import record
    from models.shifts.seats import held_by, release
    from models.shifts.side_tables import Handover, ShiftTemplate
    from models.shifts.standing import candidates, check_place
    from models.shifts.switching import ForPhase, Switch
    from models.shifts.tiredness import (
        FatigueLine,
        PeopleFilter,
        PeopleOrder,
        PersonLine,
        fatigue,
        fatigue_of,
        staff,
    )
    from models.shifts.watch import alarms

__all__ = [
    "FILLED",
    "HELD",
    "POST_KIND",
    "SEAT",
    "SEAT_KIND",
    "SERVED",
    "SHIFT",
    "SHIFT_KIND",
    "TEMPLATE_KIND",
    "UNSETTLED",
    "Assign",
    "BatchDraft",
    "FatigueLine",
    "ForPhase",
    "HandOver",
    "Handover",
    "HandoverLine",
    "NewShift",
    "OfferSwap",
    "PeopleFilter",
    "PeopleOrder",
    "PersonLine",
    "Post",
    "PostDraft",
    "PostKind",
    "PostLine",
    "Put",
    "Record",
    "Rota",
    "RotaRow",
    "Seat",
    "SeatFilter",
    "SeatLine",
    "SeatNeed",
    "SeatState",
    "Served",
    "Shift",
    "ShiftCounts",
    "ShiftDraft",
    "ShiftLine",
    "ShiftState",
    "ShiftTemplate",
    "Sign",
    "Stood",
    "Switch",
    "TakeSwap",
    "TemplateDraft",
    "TemplateLine",
    "WithReason",
    "alarms",
    "batch_plan",
    "candidates",
    "check_place",
    "counts",
    "fatigue",
    "fatigue_of",
    "guard_seat",
    "guard_shift",
    "handovers",
    "held_by",
    "listed",
    "my_shift",
    "my_shifts",
    "natural_seat",
    "needing_a_hand",
    "panel",
    "posts",
    "record",
    "release",
    "rest_rules",
    "rota",
    "seats_between",
    "seats_of",
    "shift_lines",
    "staff",
    "templates",
]

__getattr__ = Later(
    __name__,
    "drafts",
    "guards",
    "kinds",
    "planning",
    "recording",
    "seats",
    "switching",
    alone=("side_tables", "watch", "tiredness", "standing"),
)
