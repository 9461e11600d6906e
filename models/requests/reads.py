"""What is seen of requests: lists that put first what needs a hand first, sheets, and find."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import col, func, select

from models.homes.sight import viewpoint
from models.homes.tables import Household, Resident, Sex
from models.people.tables import Volunteer
from models.requests.sight import door_of, name_of, on_task, sees_words
from models.requests.tables import (
    Request,
    RequestKind,
    RequestSource,
    RequestState,
    WaitingFor,
    is_done,
    is_owed,
)
from models.rules import masking
from models.rules.promise import Urgency
from models.store.actor import Role
from models.store.engine import Reading

PAGE = 60
"""The most lines a list loads; the rest are counted."""


class RequestFilter(StrEnum):
    """The part of the requests that a list shows."""

    open = "open"
    overdue = "overdue"
    mine = "mine"
    new = "new"
    unassigned = "unassigned"
    waiting = "waiting"
    to_confirm = "to_confirm"
    owed = "owed"
    """Money that a helper laid out and has not got back."""
    closed_today = "closed_today"


class RequestOrder(StrEnum):
    """What a list of requests is sorted by."""

    promise = "promise"
    urgency = "urgency"
    door = "door"
    age = "age"


class RequestLine(NamedTuple):
    """One request in a list, masked for who looks."""

    key: str
    id: int
    number: int
    door: str
    name: str
    kind: RequestKind
    urgency: Urgency
    state: RequestState
    detail: str
    """What is asked for, with item and quantity; covered where who looks may not read it."""
    assignee: str
    mine: bool
    created_at: dt.datetime
    promised_at: dt.datetime | None
    """None until it is triaged."""
    waiting_for: WaitingFor | None
    waiting_reason: str
    wake_at: dt.datetime | None
    note: str
    """The last thing noted; covered where who looks may not read it."""
    source: RequestSource
    closed_at: dt.datetime | None
    reopened: int
    unsafe: bool
    """Whether the secretary has yet to approve the climbing."""
    owed_fen: int

    def overdue(self, now: dt.datetime) -> bool:
        """Whether its promise is past and it still needs a hand."""
        return self.closed_at is None and self.promised_at is not None and now > self.promised_at

    def woken(self, now: dt.datetime) -> bool:
        """Whether its wait is over and nobody has taken it up again."""
        return self.wake_at is not None and now >= self.wake_at


class RequestPage(NamedTuple):
    """The first lines of a list, and how many it has in all."""

    lines: tuple[RequestLine, ...]
    total: int

    @property
    def rest(self) -> int:
        """How many lines are not shown."""
        return self.total - len(self.lines)


def panel(session: Reading) -> tuple[RequestLine, ...]:
    """What still needs a hand, the most pressing first."""
    return open_requests(session).lines


def open_requests(
    session: Reading,
    show: RequestFilter = RequestFilter.open,
    order: RequestOrder | None = None,
    *,
    mine: bool = False,
    limit: int = PAGE,
) -> RequestPage:
    """One list of requests in one statement: by promise, so that what is overdue comes first.

    A line that nobody triaged yet has no promise and counts as due since it came in. What is
    closed comes latest first unless another order is asked for.
    """
    if session.viewer.role is Role.wallboard:
        return RequestPage((), 0)
    wanted = lines_query().where(*_shown(session, show))
    if mine:
        wanted = wanted.where(col(Request.assignee_id) == session.viewer.id)
    if order is None and show in (RequestFilter.closed_today, RequestFilter.to_confirm):
        wanted = wanted.order_by(col(Request.closed_at).desc())
    else:
        wanted = wanted.order_by(*_sorted(order or RequestOrder.promise))
    rows = session.execute(wanted.order_by(col(Request.id)).limit(limit)).all()
    return RequestPage(as_lines(session, rows), rows[0].total if rows else 0)


def at_door(session: Reading, household_id: int, limit: int = 20) -> tuple[RequestLine, ...]:
    """What one household asked for: what is open first, then the latest."""
    if session.viewer.role is Role.wallboard:
        return ()
    wanted = (
        lines_query()
        .where(col(Request.household_id) == household_id)
        .order_by(col(Request.closed_at).is_not(None), col(Request.id).desc())
    )
    return as_lines(session, session.execute(wanted.limit(limit)).all())


def same_at_door(session: Reading, household_id: int, kind: RequestKind) -> Request | None:
    """An open request of that kind at that door: whoever records another one is asked."""
    return session.exec(
        select(Request)
        .where(
            Request.household_id == household_id,
            Request.kind == kind,
            col(Request.closed_at).is_(None),
        )
        .order_by(col(Request.id))
    ).first()


def told(row: Request) -> str:
    """What is asked for, in one line: `二甲双胍0.5g x2; 要饭后的`."""
    # The care list gives the item in its words as well: said once is enough.
    more = row.detail if row.item and row.detail not in row.item else ""
    counted = (
        f"{row.item or row.detail} x{row.quantity}" if row.quantity else row.item or row.detail
    )
    return f"{counted}; {more}".strip() if more else counted.strip()


def lines_query() -> sa.Select[*tuple[Any, ...]]:
    """Everything a line is made of, to be narrowed."""
    return (
        sa.select(
            Request,
            Household,
            col(Resident.name).label("resident"),
            col(Resident.sex).label("sex"),
            col(Volunteer.name).label("assignee"),
            func.count().over().label("total"),
        )
        .join(Household, col(Household.id) == Request.household_id)
        .outerjoin(Resident, col(Resident.id) == Request.resident_id)
        .outerjoin(Volunteer, col(Volunteer.id) == Request.assignee_id)
    )


def _shown(session: Reading, show: RequestFilter) -> Sequence[sa.ColumnElement[bool]]:
    """The conditions of a filter, each of which an index over just those rows answers."""
    if show is RequestFilter.closed_today:
        return (col(Request.closed_at) >= session.clock.day_start(session.today),)
    if show is RequestFilter.to_confirm:
        return (is_done(),)
    if show is RequestFilter.owed:
        return (is_owed(),)
    is_open = col(Request.closed_at).is_(None)
    match show:
        case RequestFilter.overdue:
            return is_open, col(Request.promised_at) < session.now
        case RequestFilter.mine:
            return is_open, col(Request.assignee_id) == session.viewer.id
        case RequestFilter.new:
            return is_open, col(Request.state) == RequestState.new
        case RequestFilter.unassigned:
            return is_open, col(Request.state) == RequestState.triaged
        case RequestFilter.waiting:
            return is_open, col(Request.state) == RequestState.waiting
        case _:
            return (is_open,)


def _sorted(order: RequestOrder) -> Sequence[sa.SQLColumnExpression[Any]]:
    due = func.coalesce(col(Request.promised_at), col(Request.created_at))
    match order:
        case RequestOrder.urgency:
            ranks = {urgency: rank for rank, urgency in enumerate(Urgency)}
            return sa.case(ranks, value=col(Request.urgency)), due
        case RequestOrder.door:
            # As one walks: a stairwell is climbed once and walked down.
            return (
                col(Household.building),
                col(Household.stairwell),
                col(Household.floor).desc(),
                col(Household.room),
            )
        case RequestOrder.age:
            return (col(Request.created_at),)
        case _:
            return (due,)


def as_lines(session: Reading, rows: Sequence[sa.Row[Any]]) -> tuple[RequestLine, ...]:
    """The lines of what `lines_query` found, for who looks."""
    return tuple(
        line_of(session, row.Request, row.Household, row.resident, row.sex, row.assignee)
        for row in rows
    )


def line_of(
    session: Reading,
    row: Request,
    household: Household,
    resident: str | None,
    sex: Sex | None,
    assignee: str | None,
) -> RequestLine:
    """The line of one row, for who looks."""
    view, task = viewpoint(session), on_task(session, row)
    words = sees_words(session, row, household.grid)
    return RequestLine(
        key=f"requests.request:{row.id}",
        id=row.number,
        number=row.number,
        door=door_of(view, household, task),
        name=name_of(view, resident, sex, household.grid, task),
        kind=row.kind,
        urgency=row.urgency,
        state=row.state,
        detail=masking.words(told(row), words),
        assignee=assignee or "",
        mine=session.viewer.id is not None and row.assignee_id == session.viewer.id,
        created_at=row.created_at,
        promised_at=row.promised_at,
        waiting_for=row.waiting_for,
        waiting_reason=masking.words(row.waiting_reason, words),
        wake_at=row.wake_at,
        note=masking.words(row.note, words),
        source=row.source,
        closed_at=row.closed_at,
        reopened=row.reopened,
        unsafe=row.unsafe,
        owed_fen=row.owed_fen,
    )
