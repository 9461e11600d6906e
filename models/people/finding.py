"""Who is meant by a name or a handle: those who act, and those who serve."""

from collections.abc import Sequence
from difflib import get_close_matches

import sqlalchemy as sa
from sqlmodel import col, select

from models.people.naming import rank_of
from models.people.reads import leaders_first, serving
from models.people.tables import Volunteer
from models.rules.refusal import Refusal
from models.rules.text import fold
from models.store.actor import Actor, Origin
from models.store.engine import Reading


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


def volunteer_for(session: Reading, text: str, *, left: bool = False) -> Volunteer:
    """The one person who serves and is meant by a typed text.

    Args:
        left: whether those who serve no more are meant too.

    Raises:
        Refusal: as `actor_for`.
    """
    typed = fold(text).strip().removeprefix("@").casefold()
    here = sa.true() if left else serving(session.today)
    rows = session.exec(select(Volunteer).where(here)).all()
    ranked = sorted((rank, row.id or 0, row) for row in rows if (rank := rank_of(row, typed)))
    best = [row for rank, _, row in ranked if rank == ranked[0][0]]
    if len(best) == 1:
        return best[0]
    if best:
        raise Refusal("refuse.people.several", text=text, names=_named(best))
    raise Refusal("refuse.people.nobody", text=text, names=_named(_near(rows, typed)))


def _near(rows: Sequence[Volunteer], typed: str) -> list[Volunteer]:
    """The people whose name or handle comes nearest to a typed text."""
    by_name = {word: row for row in rows for word in (row.name.casefold(), row.initials)}
    words = get_close_matches(typed, by_name, n=6, cutoff=0.4)
    sharing = [row for row in rows if set(typed) & set(row.name.casefold())]
    return list({row.id: row for row in [*(by_name[word] for word in words), *sharing]}.values())


def _named(rows: Sequence[Volunteer]) -> str:
    return " / ".join(f"{row.name} @{row.initials}" for row in rows[:6])
