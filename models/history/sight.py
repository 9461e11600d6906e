"""Who may read which field of which record in the journal, as one table.

The journal keeps whole values; this says what is left of them for who looks. Names, doors and
telephone numbers follow `models.rules.masking` through the viewpoint of the homes. A number is
never shown in full here: revealing has its own key, which is written down.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from models.homes.sight import Viewpoint
from models.rules import masking
from models.rules.address import Door, parse_door
from models.rules.masking import Sight
from models.store.actor import Role
from models.store.values import Plain


class Secrecy(StrEnum):
    """How a field is kept from those who need not know it."""

    open = "open"
    name = "name"
    phone = "phone"
    door = "door"
    whose = "whose"
    """Words about what went to a door: shown where none is named, or where it may be known."""
    part_of_door = "part_of_door"
    """A room number or the like: shown to whoever may know the whole door."""
    birth = "birth"
    tags = "tags"
    """That there is a need: shown to whoever may know of it without its words."""
    items = "items"
    """What a job is to fetch: shown to whoever did the job."""
    words = "words"
    """Words that may name an illness or tell of a family."""
    isolation = "isolation"
    private = "private"
    """Of a record that only those called to it may know of: shown to the secretary, references
    to doors and people included."""


_S = Secrecy
_DOOR_PARTS = {name: _S.part_of_door for name in ("stairwell", "floor", "room", "register_no")}
_FIELDS: Mapping[str, Mapping[str, Secrecy]] = MappingProxyType(
    {
        "household": {"door": _S.door, "note": _S.words, **_DOOR_PARTS},
        "resident": {
            "name": _S.name,
            "phone": _S.phone,
            "birth_year": _S.birth,
            "sex": _S.open,
            "presence": _S.isolation,
            "away_reason": _S.isolation,
            "back_on": _S.isolation,
            "moved_out_on": _S.open,
            "tags": _S.tags,
        },
        "volunteer": {"phone": _S.phone, "isolated_until": _S.isolation, "note": _S.words},
        "availability": {"reason": _S.words},
        "request": {
            "detail": _S.items,
            "item": _S.items,
            "quantity": _S.items,
            "papers": _S.items,
            "note": _S.words,
            "outcome": _S.words,
            "waiting_reason": _S.words,
        },
        "request_pause": {"reason": _S.words},
        "care_profile": {
            name: _S.open
            for name in ("state", "due_at", "visit_at", "last_seen_at", "last_contact_at", "tries")
        }
        | {"categories": _S.tags, "mobility": _S.tags},
        "care_contact": {name: _S.open for name in ("way", "at", "attempt")},
        "move": {"party": _S.whose, "reason": _S.whose},
        "incident": {"note": _S.words},
        "buy_order": {
            "placed_by": _S.name,
            "placed_by_household_id": _S.part_of_door,
            "paid_by": _S.name,
            "note": _S.words,
        },
        "buy_complaint": {"text": _S.words, "answer": _S.words},
        "chain_text": {"text": _S.words},
        "gift": dict.fromkeys(("state", "offered_at", "given_at"), _S.open),
        "wish": {"state": _S.open},
    }
)
"""Table -> field -> secrecy, for what is not the table's own default."""

_OPEN_TABLES = frozenset(
    {
        "household",
        "volunteer",
        "availability",
        "request",
        "request_pause",
        "move",
        "incident",
        "buy_order",
        "buy_asked",
        "buy_complaint",
    }
)
"""Tables that refer to a door or a person and are open all the same but for the fields above."""
_PRIVATE_TABLES = frozenset({"mediation", "story", "membership_application"})
"""Tables whose records are the business of those called to them."""
_PERSONAL = frozenset({"household_id", "resident_id", "profile_id"})
"""A table with one of these columns is about a person: what no rule names is not shown."""


def secrecy(table: str, field: str, columns: frozenset[str]) -> Secrecy:
    """How a field of a table is kept, given the columns the table has."""
    if table in _PRIVATE_TABLES:
        return Secrecy.private
    named = _FIELDS.get(table, {}).get(field)
    if named is not None:
        return named
    if table == "isolation" or "isolation_id" in columns:
        return Secrecy.isolation
    if table in _OPEN_TABLES or not columns & _PERSONAL:
        return Secrecy.open
    return Secrecy.words


def shown(
    kept: Secrecy, value: Plain, view: Viewpoint, grid: str, mine: bool, home: bool = True
) -> tuple[Plain, bool]:
    """What is left of a value for who looks, and whether any of it is.

    Args:
        grid: the grid of the household that the record belongs to; empty where it has none.
        mine: whether the act is the viewer's own, and the record so a job of his or hers.
        home: whether the record names a household.
    """
    text = value if isinstance(value, str) else ""
    if kept is not Secrecy.phone and text:
        value = masking.numbers(text)
    illness = view.sees("illness", grid, mine)
    match kept:
        case Secrecy.name:
            return view.name(text, grid, None, mine), bool(view.name("王", grid, None, mine))
        case Secrecy.phone:
            return masking.phone(text, Sight.masked), view.sees("phone", grid, mine) is not _NONE
        case Secrecy.door:
            full = parse_door(text)
            return (view.door(full, grid, mine) if isinstance(full, Door) else ""), True
        case Secrecy.whose:
            return value, not home or view.links(grid, mine)
        case Secrecy.part_of_door:
            return value, view.links(grid, mine)
        case Secrecy.birth:
            return value, view.knows(grid)
        case Secrecy.tags:
            return value, illness in (Sight.full, Sight.tag)
        case Secrecy.items:
            return value, illness in (Sight.full, Sight.items)
        case Secrecy.words:
            return value, illness is Sight.full
        case Secrecy.private:
            return value, view.role is Role.secretary
        case Secrecy.isolation:
            return value, view.sees("isolation", grid, mine) is Sight.full
        case _:
            return value, True


_NONE = Sight.none
