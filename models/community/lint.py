"""The last look at a text before everybody may read it."""

from collections.abc import Iterator

from sqlmodel import col, select

from models.homes.tables import Resident
from models.people.side_tables import Partner
from models.people.tables import Volunteer
from models.rules.publishing import Flaw, FlawKind, flaws
from models.rules.refusal import Refusal
from models.store.engine import Reading


def flaws_of(session: Reading, *texts: str) -> tuple[Flaw, ...]:
    """What in these texts points at a person; numbers of partners everybody may have."""
    names = {
        *session.exec(select(col(Resident.name)).distinct()),
        *session.exec(select(col(Volunteer.name)).distinct()),
    }
    numbers = tuple(_digits(session))
    return tuple(dict.fromkeys(flaw for text in texts for flaw in flaws(text, names, numbers)))


def check_public(session: Reading, *texts: str, names_checked: bool) -> None:
    """Raises `Refusal` for a text that must not go out as it is.

    Args:
        names_checked: that somebody looked at the names found, and they are words and not people.
    """
    for flaw in flaws_of(session, *texts):
        if flaw.kind is FlawKind.name and names_checked:
            continue
        raise Refusal(f"refuse.community.flaw.{flaw.kind}", piece=flaw.piece)


def _digits(session: Reading) -> Iterator[str]:
    for phones in session.exec(select(col(Partner.phone))):
        yield from phones.replace("；", ";").split(";")
