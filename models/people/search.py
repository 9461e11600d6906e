"""Who answers what one types into find: partners, and those who serve or served."""

from sqlmodel import select

from models.people.naming import rank_of
from models.people.reads import partners
from models.people.tables import Volunteer
from models.rules.text import fold
from models.store.actor import Role
from models.store.engine import Reading
from models.store.register import Found
from models.words import LANGUAGES, Words


def find_partners(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Partners that answer a part of their name, or the beginning of the word for their kind."""
    typed = fold(text).strip().casefold()
    found = []
    for line in partners(session):
        words = {Words(lang).of(line.kind).casefold() for lang in LANGUAGES}
        if typed == line.name.casefold() or typed in words:
            rank = 0
        elif typed and (typed in line.name.casefold() or any(w.startswith(typed) for w in words)):
            rank = 2
        else:
            continue
        found.append(Found("people.partner", line.id, line.name, line.phone, rank))
    return tuple(sorted(found, key=lambda one: one.rank)[:limit])


def find_volunteers(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Those who serve or served and answer a typed name, reading, handle or unit."""
    if session.viewer.role is Role.wallboard:
        return ()
    typed = fold(text).strip().removeprefix("@").casefold()
    if not typed:
        return ()
    rows = session.exec(select(Volunteer)).all()
    found = []
    for row in rows:
        rank = rank_of(row, typed) or (5 if typed in row.origin_unit.casefold() else 0)
        if rank:
            gone = 0 if row.serves_on(session.today) else 3
            found.append((rank + gone, row.id or 0, row))
    return tuple(
        Found("people.volunteer", row_id, f"{row.name} @{row.initials}", row.origin_unit, rank - 1)
        for rank, row_id, row in sorted(found, key=lambda one: one[:2])[:limit]
    )
