"""What residents ask for, until they say that it is well.

The promise of this area: nothing that was asked for is lost and nothing is asked twice. Every
request has a number, a promise and at most one person who has it; what it waits for wakes again
by itself; it is closed with a reason only, and whoever answers the telephone can say where it
stands.
"""

from typing import TYPE_CHECKING

from models.requests.counting import RequestCounts, counts
from models.requests.reads import (
    RequestFilter,
    RequestLine,
    RequestOrder,
    RequestPage,
    at_door,
    open_requests,
    panel,
    same_at_door,
)
from models.requests.tables import (
    HELD,
    MONEY,
    OPEN,
    REQUEST,
    SETTLED,
    ClosingReason,
    MoneyState,
    Request,
    RequestKind,
    RequestSource,
    RequestState,
    Satisfaction,
    WaitingFor,
)
from models.rules.promise import Urgency
from models.store.areas import Later

if TYPE_CHECKING:
    from models.requests.changes import add, note, note_new, reveal, set_urgency, triage
    from models.requests.drafts import (
        AddRequest,
        AdvanceMoney,
        Assign,
        Close,
        Confirm,
        Finish,
        Noted,
        NoteNew,
        Repay,
        RequestFields,
        SetUrgency,
        Triage,
        Wait,
        WithReason,
    )
    from models.requests.finding import aim_requests, find_requests
    from models.requests.kinds import REQUEST_KIND
    from models.requests.money import advance_money, repay, write_off
    from models.requests.side_tables import RequestPause
    from models.requests.steps import (
        approve_safety,
        ask_safety,
        assign,
        claim,
        close,
        confirm,
        done,
        follow_up,
        hand_back,
        held_by,
        release,
        reopen,
        start,
        unreachable,
        wait,
        wake,
    )
    from models.requests.watch import alarms

__all__ = [
    "HELD",
    "MONEY",
    "OPEN",
    "REQUEST",
    "REQUEST_KIND",
    "SETTLED",
    "AddRequest",
    "AdvanceMoney",
    "Assign",
    "Close",
    "ClosingReason",
    "Confirm",
    "Finish",
    "MoneyState",
    "NoteNew",
    "Noted",
    "Repay",
    "Request",
    "RequestCounts",
    "RequestFields",
    "RequestFilter",
    "RequestKind",
    "RequestLine",
    "RequestOrder",
    "RequestPage",
    "RequestPause",
    "RequestSource",
    "RequestState",
    "Satisfaction",
    "SetUrgency",
    "Triage",
    "Urgency",
    "Wait",
    "WaitingFor",
    "WithReason",
    "add",
    "advance_money",
    "aim_requests",
    "alarms",
    "approve_safety",
    "ask_safety",
    "assign",
    "at_door",
    "claim",
    "close",
    "confirm",
    "counts",
    "done",
    "find_requests",
    "follow_up",
    "hand_back",
    "held_by",
    "note",
    "note_new",
    "open_requests",
    "panel",
    "release",
    "reopen",
    "repay",
    "reveal",
    "same_at_door",
    "set_urgency",
    "start",
    "triage",
    "unreachable",
    "wait",
    "wake",
    "write_off",
]

__getattr__ = Later(
    __name__,
    "changes",
    "drafts",
    "finding",
    "kinds",
    "money",
    "steps",
    alone=("side_tables", "watch"),
)
