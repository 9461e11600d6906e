"""How a request is found: by its number, and for a step also by its door."""

from sqlmodel import col

from models.homes.tables import Household
from models.requests.reads import RequestLine, as_lines, lines_query
from models.requests.tables import Request
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
