"""What was asked for is forgotten a month after it was closed; that it was done stays."""

from sqlmodel import col

from models.care.side_tables import CareContact
from models.care.tables import Medicine
from models.requests.report import cared_for
from models.requests.side_tables import RequestPause
from models.requests.tables import MoneyState, Request
from models.store.personal import Link, Personal

PERSONAL = (
    Personal(
        Request,
        period="requests",
        ended=col(Request.closed_at),
        # Money that is owed is not past.
        over=col(Request.money) != MoneyState.advanced,
        texts=("detail", "item", "papers", "waiting_reason", "note", "outcome", "receipt_no"),
        becomes={"resident_id": None, "duplicate_of": None, "cared_for": cared_for()},
        links=(Link("household_id"),),
        loosens=(
            (Request, "duplicate_of"),
            (Medicine, "refill_request_id"),
            (CareContact, "request_id"),
        ),
    ),
    Personal(RequestPause, of=("request_id", Request), texts=("reason",)),
)
