"""How a request is found: by its number, and for a step also by its door."""

from sqlmodel import col

from models.homes.sight import viewpoint
from models.homes.tables import Household, Resident
from models.requests.reads import RequestLine, as_lines, lines_query
from models.requests.sight import on_task
from models.requests.tables import Request
from models.rules import pinyin
from models.rules.address import Door, parse_door
from models.rules.text import fold
from models.store.actor import Role
from models.store.engine import Reading
from models.store.register import Found


def find_requests(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """The request of a typed number, `#12` or `12`. Doors and names are found as homes are."""
    typed = fold(text).strip().removeprefix("#").strip()
    if session.viewer.role is Role.wallboard or not typed.isdecimal() or len(typed) > 9:
        return ()
    rows = session.execute(lines_query().where(col(Request.id) == int(typed)).limit(limit)).all()
    hashed = fold(text).strip().startswith("#")
    # A bare number may just as well be a room or the end of a telephone number.
    return tuple(_found(line, 0 if hashed else 1) for line in as_lines(session, rows))


def find_mine(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """My own open jobs by the name of whom they are for: on the task I know it."""
    typed = fold(text).strip().casefold()
    view, who = viewpoint(session), session.viewer.id
    if not typed or who is None or view.role in (Role.secretary, Role.wallboard):
        return ()
    mine = (col(Request.assignee_id) == who) | (
        col(Request.assignee_id).is_(None) & (col(Request.recorded_by) == who)
    )
    rows = session.execute(
        lines_query()
        .add_columns(col(Resident.name), col(Resident.search))
        .where(col(Request.closed_at).is_(None), mine, col(Request.resident_id).is_not(None))
        .order_by(col(Request.id))
    ).all()
    found = []
    for row, line in zip(rows, as_lines(session, rows), strict=True):
        known = view.finds("name", row.Household.grid, on_task(session, row.Request))
        names = (row.search, row.name, line.name) if known else ("", line.name)
        fits = pinyin.rank(typed, *names)
        if fits is not None:
            found.append(_found(line, fits))
    return tuple(sorted(found, key=lambda one: one.rank)[:limit])


def aim_requests(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """The requests a step may be meant for: of a number, or open behind a door one may know."""
    door = parse_door(text)
    if session.viewer.role is Role.wallboard or not isinstance(door, Door):
        return find_requests(session, text, limit)
    open_there = (col(Request.closed_at).is_(None), col(Household.door) == str(door))
    rows = session.execute(lines_query().where(*open_there).order_by(col(Request.id))).all()
    known = [line for line in as_lines(session, rows) if line.door == str(door)]
    return tuple(_found(line, 0) for line in known[:limit])


def _found(line: RequestLine, rank: int) -> Found:
    label = " ".join(part for part in (f"#{line.number}", line.door, line.name) if part)
    return Found(line.key.partition(":")[0], line.id, label, line.detail, rank)
