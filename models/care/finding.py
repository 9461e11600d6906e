"""Finding somebody on the care list, or a medicine, by what one types at the door.

The promise: find never matches on what the finder may only see masked. A door typed in full is
known to whoever stands before it: it is answered with the people behind it, named as far as the
finder may know them, and two of them are a choice and never a guess.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import col

from models.care.sight import Seen, seen
from models.care.standing import Person, roll
from models.care.tables import LISTED, CareProfile
from models.homes import Household, Resident, viewpoint
from models.rules import pinyin
from models.rules.address import Door, PartialDoor, parse_door
from models.rules.text import fold
from models.store.actor import Role
from models.store.engine import Reading
from models.store.register import Found


def find_profiles(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """People on the list by door, by name, or by pinyin in full or as initials."""
    found = [
        Found("care.profile", shown.person.profile.id or 0, _label(shown), shown.door, rank)
        for shown, rank in _people(session, text)
    ]
    return tuple(sorted(found, key=lambda one: one.rank)[:limit])


def find_mine(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """People I am paired with, by name: on the task I know them, and homes cannot tell it is mine.

    One lean statement over the few who are mine; how they stand is not reckoned for a keystroke.
    """
    typed = fold(text).strip().casefold()
    view = viewpoint(session)
    if not typed or session.viewer.id is None or view.role in (Role.secretary, Role.wallboard):
        return ()
    rows = session.execute(
        sa.select(
            col(CareProfile.id),
            *(col(of) for of in (Resident.name, Resident.search, Resident.sex)),
            *(col(of) for of in (Household.door, Household.grid)),
        )
        .join_from(CareProfile, Resident, col(Resident.id) == col(CareProfile.resident_id))
        .join(Household, col(Household.id) == col(Resident.household_id))
        .where(col(CareProfile.volunteer_id) == session.viewer.id)
        .where(col(CareProfile.state).in_(LISTED))
        .order_by(col(CareProfile.id))
    )
    found = []
    for row in rows:
        if view.answers_for(row.grid):
            continue  # found among the homes
        shown = view.name(row.name, row.grid, row.sex, on_task=True)
        known = view.finds("name", row.grid, on_task=True)
        names = (row.search, row.name, shown) if known else ("", shown)
        fits = pinyin.rank(typed, *names)
        if fits is not None:
            found.append(Found("care.profile", row.id, shown, row.door, fits))
    return tuple(sorted(found, key=lambda one: one.rank)[:limit])


def find_medicines(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Medicines by the door or the person they belong to, or by their own name."""
    typed = fold(text).strip().casefold()
    people = list(_people(session, text))
    of_people = {shown.person.profile.id: rank for shown, rank in people}
    found = []
    for shown in _list(session):
        if not shown.medicines:
            continue
        rank = of_people.get(shown.person.profile.id)
        for medicine in shown.person.medicines:
            named = bool(typed) and typed in medicine.label.casefold()
            if rank is None and not named:
                continue
            found.append(
                Found(
                    "care.medicine",
                    medicine.id or 0,
                    medicine.label,
                    f"{shown.door} {_label(shown)}",
                    rank if rank is not None else 2,
                )
            )
    return tuple(sorted(found, key=lambda one: one.rank)[:limit])


def _people(session: Reading, text: str) -> Iterable[tuple[Seen, int]]:
    typed = fold(text).strip()
    if not typed or session.viewer.role is Role.wallboard:
        return
    said = parse_door(typed)
    if isinstance(said, Door):
        # The one answer that does not ask what may be seen: the finder has said the door himself.
        behind = sa.and_(col(Household.door) == str(said), col(CareProfile.state).in_(LISTED))
        for found in roll(session, behind):
            yield seen(session, found), 0
        return
    folded = typed.casefold()
    for shown in _list(session):
        fits = _rank(shown, said, folded)
        if fits is not None:
            yield shown, fits


def _list(session: Reading) -> Iterable[Seen]:
    if session.viewer.role is Role.wallboard:
        return ()
    return (seen(session, found) for found in roll(session))


def _rank(shown: Seen, said: PartialDoor | None, typed: str) -> int | None:
    person = shown.person
    if said is not None and _within(person, said, shown.whole_door):
        return 3
    # What the line itself shows may be typed again: 王** where that is all one may know.
    if not shown.whole_name:
        return pinyin.rank(typed, "", shown.name)
    return pinyin.rank(typed, person.search, person.name, shown.name)


def _within(person: Person, said: PartialDoor, whole: bool) -> bool:
    door = person.door
    if not whole and (said.stairwell is not None or said.room is not None):
        return False
    pairs = (
        (said.building, door.building),
        (said.stairwell, door.stairwell),
        (said.room, door.room),
    )
    return all(part is None or part == own for part, own in pairs)


def _label(shown: Seen) -> str:
    return shown.name or shown.door
