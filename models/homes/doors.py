"""From what somebody typed to a door there is; an unknown one is refused with what is near."""

from collections.abc import Iterable
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlmodel import col

from models.homes.counting import WALK
from models.homes.tables import Household, lived_in
from models.rules import address
from models.rules.address import Door, PartialDoor, parse_door
from models.rules.refusal import Refusal
from models.store.engine import Reading

Rows: TypeAlias = sa.Select[*tuple[Any, ...]]

NEAR = 5
"""Doors named where the typed one is unknown."""


def resolve_door(session: Reading, text: str) -> int:
    """The household that a typed door means, in any form people write one.

    A door without its stairwell is taken where only one fits; one without its building never is.

    Raises:
        Refusal: when there is no such door, with near matches, or when several fit, by name.
    """
    said = parse_door(text)
    if said is None:
        raise _unknown(session, text, text)
    fitting = session.execute(_fitting(said).limit(NEAR + 1)).all()
    if not fitting:
        raise _unknown(session, text, said)
    if len(fitting) == 1 and said.building is not None and said.room is not None:
        return int(fitting[0].id)
    doors = _told(row.door for row in fitting)
    raise Refusal("refuse.homes.door_many", text=text, doors=doors)


def door_candidates(session: Reading, text: str, limit: int = 8) -> tuple[tuple[int, str], ...]:
    """Type-ahead: (household id, door) of what may be meant so far; near ones where none is."""
    said = parse_door(text)
    if said is not None:
        fitting = session.execute(_fitting(said).limit(limit)).all()
        if fitting:
            return tuple((row.id, row.door) for row in fitting)
    known = _all(session)
    found = address.complete(text, known, limit) or address.near(said or text, known, limit)
    return tuple((known[door], str(door)) for door in found)


def _fitting(said: Door | PartialDoor) -> Rows:
    asked: Rows = sa.select(col(Household.id), col(Household.door)).where(lived_in())
    asked = asked.order_by(*WALK)
    if isinstance(said, Door):
        return asked.where(col(Household.door) == str(said))
    for column, part in (
        (Household.building, said.building),
        (Household.stairwell, said.stairwell),
        (Household.room, said.room),
    ):
        if part is not None:
            asked = asked.where(col(column) == part)
    return asked


def _all(session: Reading) -> dict[Door, int]:
    rows = session.execute(
        sa.select(
            col(Household.building),
            col(Household.stairwell),
            col(Household.room),
            col(Household.id),
        ).where(lived_in())
    )
    return {Door(building, stairwell, room): row_id for building, stairwell, room, row_id in rows}


def _unknown(session: Reading, text: str, said: Door | PartialDoor | str) -> Refusal:
    near = address.near(said, _all(session), NEAR)
    if not near:
        return Refusal("refuse.homes.door_unread", text=text)
    return Refusal("refuse.homes.door_unknown", text=text, doors=_told(map(str, near)))


def _told(doors: Iterable[str]) -> str:
    return " / ".join(doors)
