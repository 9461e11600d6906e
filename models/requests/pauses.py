"""The promise of a request: reckoned anew whenever its urgency or its waits change.

The clock stops for a wait only until its wake time: a request that nobody woke runs late like any
other, so nothing is parked and forgotten.
"""

import datetime as dt

from sqlmodel import col, select

from models.branch.reads import ruled
from models.requests.side_tables import RequestPause
from models.requests.tables import Request, WaitingFor
from models.rules.promise import Pause, PromiseRules, promised_at
from models.store.engine import Reading, Writing


def promise_rules(session: Reading) -> PromiseRules:
    """The promises in force today."""
    return ruled(session, "promise", PromiseRules.from_data)


def reckon(session: Writing, row: Request, *begun: RequestPause) -> None:
    """Sets until when the request is promised, with every wait since the promise counts.

    Args:
        begun: a wait that this act begins and that no query knows yet.
    """
    # The row may be half way between two states, which the database would not take.
    with session.no_autoflush:
        rules = promise_rules(session)
        pauses = [*_pauses(session, row), *begun]
    row.promised_at = promised_at(
        row.counted_from,
        row.urgency,
        [Pause(one.starts_at, one.ends_at, one.waits_for, one.reason) for one in pauses],
        # A wait has its end from the start, so it is counted whole before it is over.
        max([session.now, *(one.ends_at for one in pauses)]),
        rules,
    )


def begin(
    session: Writing, row: Request, waits_for: WaitingFor, reason: str, wake_at: dt.datetime
) -> None:
    """Begins a wait; the caller sets the state."""
    pause = RequestPause(
        request_id=row.number,
        starts_at=session.now,
        ends_at=wake_at,
        waits_for=waits_for,
        reason=reason,
    )
    row.waiting_for, row.waiting_reason, row.wake_at = waits_for, reason, wake_at
    reckon(session, row, pause)
    session.add(pause)


def rouse(session: Writing, row: Request) -> None:
    """Ends the wait under way; the caller sets the state."""
    for pause in _pauses(session, row):
        if pause.ends_at > session.now:
            pause.ends_at = session.now
    row.waiting_for, row.waiting_reason, row.wake_at = None, "", None
    reckon(session, row)


def _pauses(session: Writing, row: Request) -> list[RequestPause]:
    if row.id is None:
        return []
    found = session.exec(
        select(RequestPause).where(
            RequestPause.request_id == row.id,
            col(RequestPause.starts_at) >= row.counted_from,
        )
    )
    return list(found)
