"""What residents asked for and what came of it, request by request."""

from collections.abc import Sequence
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import col

from models.exports.columns import heads, local
from models.exports.eye import Eye
from models.homes import Household, Resident
from models.people import Volunteer
from models.requests import Request, RequestKind
from models.requests.reads import told
from models.requests.sight import PRIVATE, door_of, on_task, sees_words
from models.sheets import SheetOut, Value
from models.store.engine import Reading
from models.words import Words

_COLUMNS = ("request_no", "at", "source", "asked_by", "address", "phone", "kind", "what", "urgency")
_MORE = (
    "assignee",
    "promised",
    "progress",
    "closed_at",
    "outcome",
    "satisfied",
    "advanced",
    "repaid",
)
_MEDICINE = ("request_no", "name", "address", "medicine_item", "packs", "papers_at", "advanced")
_FETCHED = ("bought_by", "fetched_at", "signed", "state")
_FEN = Decimal(100)


def sheets(session: Reading, eye: Eye, words: Words) -> Sequence[SheetOut]:
    """One row a request, by its number; then the medicine runs as they are signed for."""
    rows = session.execute(
        sa.select(Request, Household, Resident, col(Volunteer.name), col(Volunteer.initials))
        .join(Household, col(Household.id) == col(Request.household_id))
        .outerjoin(Resident, col(Resident.id) == col(Request.resident_id))
        .outerjoin(Volunteer, col(Volunteer.id) == col(Request.assignee_id))
        .order_by(col(Request.id))
    )
    asked = [tuple(row) for row in rows]
    runs = [_run(session, eye, words, *row) for row in asked if row[0].kind is RequestKind.medicine]
    return (
        SheetOut(
            words("export.requests"),
            heads((*_COLUMNS, *_MORE), words),
            [_row(session, eye, words, *row) for row in asked],
        ),
        SheetOut(words("export.medicine_runs"), heads((*_MEDICINE, *_FETCHED), words), runs),
    )


def _row(
    session: Reading,
    eye: Eye,
    words: Words,
    row: Request,
    home: Household,
    person: Resident | None,
    assignee: str | None,
    initials: str | None,
) -> Sequence[Value]:
    mine = on_task(session, row)
    # An illness or a family matter is told in so many words only where a purpose was given.
    readable = sees_words(session, row, home.grid) and (eye.whole or row.kind not in PRIVATE)
    return (
        row.number,
        local(session, row.created_at),
        words.of(row.source),
        eye.name(person.name, home.grid, person.sex, mine) if person else "",
        door_of(eye.view, home, mine),
        eye.phone(person.phone, home.grid, mine) if person else "",
        words.of(row.kind),
        eye.text(told(row)) if readable else "",
        words.of(row.urgency),
        eye.staff(assignee, initials or ""),
        local(session, row.promised_at),
        words.of(row.state),
        local(session, row.closed_at),
        eye.text(row.outcome) if readable and row.outcome else words.of(row.closing),
        words.of(row.satisfaction),
        row.advanced_fen / _FEN if row.advanced_fen else None,
        row.repaid_fen / _FEN if row.repaid_fen else None,
    )


def _run(
    session: Reading,
    eye: Eye,
    words: Words,
    row: Request,
    home: Household,
    person: Resident | None,
    assignee: str | None,
    initials: str | None,
) -> Sequence[Value]:
    """What was fetched for whom; the medicine itself only for a purpose. Who signs has a box."""
    mine = on_task(session, row)
    told_of = eye.whole and sees_words(session, row, home.grid)
    return (
        row.number,
        eye.name(person.name, home.grid, person.sex, mine) if person else "",
        door_of(eye.view, home, mine),
        eye.text(row.item or row.detail) if told_of else "",
        row.quantity,
        eye.text(row.papers) if told_of else "",
        row.advanced_fen / _FEN if row.advanced_fen else None,
        eye.staff(assignee, initials or ""),
        local(session, row.closed_at),
        "" if row.closed_at else "□",
        words.of(row.state),
    )
