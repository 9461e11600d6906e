"""Who is meant by what one types: those who act, those who serve, partners."""

from collections.abc import Sequence
from difflib import get_close_matches

from sqlmodel import col, select

from models.people.naming import rank_of
from models.people.reads import leaders_first, partners, serving
from models.people.tables import Volunteer
from models.rules.refusal import Refusal
from models.rules.text import fold
from models.store.actor import Actor, Origin, Role
from models.store.engine import Reading
from models.store.register import Found
from models.words import LANGUAGES, Words


def actors(session: Reading) -> tuple[tuple[Actor, str], ...]:
    """Everybody who may act today, each with the handle that `@` takes: leaders first."""
    rows = session.exec(
        select(Volunteer).where(serving(session.today)).order_by(col(Volunteer.id))
    ).all()
    return tuple(
        (Actor(row.id, row.name, row.role), row.initials)
        for row in sorted(rows, key=lambda row: leaders_first(row.kind))
    )


def actor_for(session: Reading, text: str, origin: Origin = "desk") -> Actor:
    """Who is meant by a handle, a name, initials or an id.

    Raises:
        Refusal: when nobody or more than one person is meant; the names that come near are told.
    """
    row = volunteer_for(session, text)
    return Actor(row.id, row.name, row.role, origin)


def volunteer_for(session: Reading, text: str) -> Volunteer:
    """The one person who serves and is meant by a typed text.

    Raises:
        Refusal: as `actor_for`.
    """
    typed = fold(text).strip().removeprefix("@").casefold()
    rows = session.exec(select(Volunteer).where(serving(session.today))).all()
    ranked = sorted((rank, row.id or 0, row) for row in rows if (rank := rank_of(row, typed)))
    best = [row for rank, _, row in ranked if rank == ranked[0][0]]
    if len(best) == 1:
        return best[0]
    if best:
        raise Refusal("refuse.people.several", text=text, names=_named(best))
    raise Refusal("refuse.people.nobody", text=text, names=_named(_near(rows, typed)))


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


def _near(rows: Sequence[Volunteer], typed: str) -> list[Volunteer]:
    """The people whose name or handle comes nearest to a typed text."""
    by_name = {word: row for row in rows for word in (row.name.casefold(), row.initials)}
    words = get_close_matches(typed, by_name, n=6, cutoff=0.4)
    sharing = [row for row in rows if set(typed) & set(row.name.casefold())]
    return list({row.id: row for row in [*(by_name[word] for word in words), *sharing]}.values())


def _named(rows: Sequence[Volunteer]) -> str:
    return " / ".join(f"{row.name} @{row.initials}" for row in rows[:6])
