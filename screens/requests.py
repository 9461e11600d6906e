"""Requests: everything residents ask for, until they say that it is well.

Whoever answers the telephone records and looks up here; volunteers claim what is free and go on
with what is theirs; leaders see what runs late and hand it to somebody.
"""

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from screens.columns.requests import COLUMNS
from screens.kit.draw import Draw
from screens.kit.panel import Panel
from screens.kit.room import Room

if TYPE_CHECKING:
    from models.requests import RequestPage
    from models.store.engine import Reading

NARROW = 100


class RequestsRoom(Room):
    """The list of requests, the pressing first."""

    NAME = "requests"
    WATCHES = frozenset({"requests", "homes", "people"})
    ADD = "requests.add"
    FILTERS = (
        "RequestFilter.open",
        "RequestFilter.overdue",
        "RequestFilter.mine",
        "RequestFilter.unassigned",
        "RequestFilter.new",
        "RequestFilter.waiting",
        "RequestFilter.to_confirm",
        "RequestFilter.owed",
        "RequestFilter.closed_today",
    )
    ORDERS = (
        "RequestOrder.promise",
        "RequestOrder.urgency",
        "RequestOrder.door",
        "RequestOrder.age",
    )
    MINE = True
    LEDGER = "requests"
    PAPERS = ("job_sheet",)

    def compose_room(self) -> ComposeResult:
        yield Panel("requests", COLUMNS, heading=True, title="room.requests")

    def read(self, session: "Reading") -> "RequestPage":
        from models.requests import RequestFilter, RequestOrder, open_requests

        chosen, order = member(self.narrowing.filter), member(self.narrowing.order)
        return open_requests(
            session,
            RequestFilter(chosen) if chosen else RequestFilter.open,
            RequestOrder(order) if order else None,
            mine=self.narrowing.mine,
        )

    def show(self, view: "RequestPage", draw: Draw) -> None:
        board, say = self.desk.board, draw.words
        if board is None:
            return
        asked = board.requests
        short = ".short" if self.size.width < NARROW else ""
        counts = say(
            f"requests.counts{short}",
            open=asked.open,
            overdue=asked.overdue,
            closed=asked.closed_today,
        )
        if view.rest:
            counts += f" · {say('requests.rest', n=view.rest)}"
        panel = self.query_one(Panel)
        panel.empty_key = "requests.empty.narrowed" if self.narrowing else "requests.empty"
        panel.show(view.lines, counts, draw, alarming=asked.overdue > 0)

    def notice(self, session: "Reading") -> str:
        from models.requests import counts

        asked = counts(session)
        return self.desk.words("requests.notice", open=asked.open, closed=asked.closed_today)


def member(key: str) -> str:
    """The value of a member in the key of its word: `RequestFilter.open` -> `open`."""
    return key.rpartition(".")[2]
