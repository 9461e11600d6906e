"""One request opened: all its fields, masked for who looks, and whom to call about it."""

from sqlmodel import col, select

from models.homes.sight import viewpoint
from models.homes.tables import Household, Resident
from models.people import partners_for
from models.people.tables import Volunteer
from models.requests.reads import told
from models.requests.sight import PRIVATE, door_of, name_of, on_task, sees_words
from models.requests.tables import MoneyState, Request, RequestState
from models.rules import masking
from models.store.engine import Reading
from models.store.journal import history
from models.store.register import Sheet, SheetField, check_opens, fetch, filled


def sheet(session: Reading, row_id: int) -> Sheet:
    """A request as `enter` shows it."""
    check_opens(session)
    row = fetch(session, Request, row_id)
    household = fetch(session, Household, row.household_id)
    resident = session.get(Resident, row.resident_id) if row.resident_id else None
    task = on_task(session, row)
    view = viewpoint(session)
    door = door_of(view, household, task)
    name = ""
    if resident is not None:
        name = name_of(view, resident.name, resident.sex, household.grid, task)
    fields = [
        SheetField("field.request_kind", row.kind),
        *_words(session, row, household),
        SheetField("field.urgency", row.urgency),
        SheetField("field.request_state", row.state, row.state is RequestState.unreachable),
        SheetField("field.promised_at", row.promised_at, _late(session, row)),
        SheetField("field.assignee", _name_of(session, row.assignee_id)),
        *_course(session, row),
        *_money(row),
        SheetField("field.request_source", row.source),
        SheetField("field.created_at", row.created_at),
        SheetField("field.recorded_by", _name_of(session, row.recorded_by)),
    ]
    if row.closed_at is None:
        calls = tuple(
            " ".join(part for part in (one.name, one.phone, one.hours) if part)
            for one in partners_for(session, row.kind.value)
        )
        fields.append(SheetField("field.partners", calls))
    linked = view.links(household.grid, task)
    related = [("homes.household", row.household_id, door)] if linked else []
    if resident is not None and linked:
        related.append(("homes.resident", resident.id or 0, name))
    if row.duplicate_of is not None:
        related.append(("requests.request", row.duplicate_of, f"#{row.duplicate_of}"))
    title = " ".join(part for part in (f"#{row.number}", door, name) if part)
    return Sheet(title, filled(*fields), tuple(related))


def _words(session: Reading, row: Request, household: Household) -> list[SheetField]:
    """What was said of it; for those who may not read it, that something was."""
    may = sees_words(session, row, household.grid)
    return [
        SheetField("field.detail", masking.words(told(row), may)),
        SheetField("field.papers", masking.words(row.papers, may)),
        SheetField("field.waiting_reason", masking.words(row.waiting_reason, may)),
        SheetField(
            "field.request_note",
            _notes(session, row) if may else masking.words(row.note, may),
        ),
        SheetField("field.outcome", masking.words(row.outcome, may)),
    ]


def _notes(session: Reading, row: Request) -> tuple[str, ...]:
    """What was noted, latest first; all of it where the timeline, which all may read, is mute."""
    if row.kind not in PRIVATE or not row.note:
        return (row.note,) if row.note else ()
    found = []
    for act, entry in history(session, "request", row.number):
        text = (entry.after or {}).get("note")
        if text and "note" in entry.fields:
            found.append(f"{session.clock.stamp(act.at)} {act.actor}: {text}")
    return tuple(found) or (row.note,)


def _course(session: Reading, row: Request) -> list[SheetField]:
    """How far it has come."""
    woken = row.wake_at is not None and row.wake_at <= session.now
    return [
        SheetField("field.waiting_for", row.waiting_for),
        SheetField("field.wake_at", row.wake_at, woken),
        SheetField("field.climbing", True if row.climbing else None, row.unsafe),
        SheetField("field.safety_approved_by", _name_of(session, row.safety_approved_by)),
        SheetField("field.safety_approved_at", row.safety_approved_at),
        SheetField("field.closed_at", row.closed_at),
        SheetField("field.closing", row.closing),
        SheetField("field.satisfaction", row.satisfaction),
        SheetField("field.reopened", row.reopened or None, row.reopened > 0),
    ]


def _money(row: Request) -> list[SheetField]:
    if row.money is MoneyState.none:
        return []
    return [
        SheetField("field.money", row.money, row.owed_fen > 0),
        SheetField("field.advanced", f"{row.advanced_fen / 100:.2f}"),
        SheetField("field.repaid", f"{row.repaid_fen / 100:.2f}"),
        SheetField("field.receipt_no", row.receipt_no),
    ]


def _late(session: Reading, row: Request) -> bool:
    if row.promised_at is None:
        return False
    return row.promised_at < (row.closed_at or session.now)


def _name_of(session: Reading, volunteer_id: int | None) -> str:
    if volunteer_id is None:
        return ""
    found = session.exec(select(Volunteer.name).where(col(Volunteer.id) == volunteer_id)).first()
    return found or ""
