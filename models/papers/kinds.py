"""A printed sheet come back to the desk: found by its code, with its jobs as they stand now."""

from collections.abc import Iterable

from sqlmodel import select

from models.papers.jobs import jobs_of
from models.papers.tables import PrintedSheet
from models.people import Volunteer
from models.rules.codes import read_code
from models.rules.refusal import Refusal
from models.store.actor import Role
from models.store.engine import Reading
from models.store.register import Found, Kind, Sheet, SheetField, fetch, filled, kind
from models.words import Key, Words


def sheet_named(session: Reading, code: str) -> PrintedSheet | None:
    """The sheet of a typed code; None where no sheet bears it, or it is no code at all."""
    read = read_code(code)
    if read is None or session.viewer.role is Role.wallboard:
        return None
    return session.exec(select(PrintedSheet).where(PrintedSheet.code == read)).first()


def find_sheets(session: Reading, text: str, _limit: int) -> tuple[Found, ...]:
    """The sheet of a typed code."""
    row = sheet_named(session, text)
    if row is None:
        return ()
    label = f"{row.code} {session.clock.stamp(row.printed_at)} {_whose(session, row)}"
    return (Found("papers.sheet", row.id or 0, label.rstrip(), row.printed_by),)


def jobs_found(session: Reading, found: Iterable[Found], words: Words) -> tuple[Found, ...]:
    """The jobs of the sheets among what was found, each with how it stands now."""
    sheets = [opened(session, hit.id) for hit in found if hit.kind == "papers.sheet"]
    hits = []
    for job in (job for sheet in sheets for job in sheet.jobs):
        kind_name, _, row_id = job.key.partition(":")
        hits.append(Found(kind_name, int(row_id), job.label, words.of(job.state)))
    return tuple(hits)


def opened(session: Reading, row_id: int) -> Sheet:
    """The sheet with its jobs; once its code has run out, only that it has."""
    row = fetch(session, PrintedSheet, row_id)
    if session.viewer.role is Role.wallboard:
        raise Refusal("refuse.role", verb=Key("kind.papers.sheet"), role=session.viewer.role)
    over = row.valid_until < session.today
    jobs = () if over else jobs_of(session, row)
    fields = (
        SheetField("field.paper", row.kind),
        SheetField("field.paper_for", _whose(session, row)),
        SheetField("field.paper_building", row.building),
        SheetField("field.printed_at", row.printed_at),
        SheetField("field.printed_by", row.printed_by),
        SheetField("field.valid_until", row.valid_until, alarm=over),
        SheetField("field.jobs_open", None if over else sum(job.open for job in jobs)),
    )
    return Sheet(row.code, filled(*fields), jobs=jobs)


def _whose(session: Reading, row: PrintedSheet) -> str:
    found = session.get(Volunteer, row.volunteer_id) if row.volunteer_id is not None else None
    return found.name if found is not None else ""


SHEET = kind(Kind("papers.sheet", PrintedSheet, opened, find=find_sheets))
