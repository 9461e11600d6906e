"""A record opened, and a record found: what an area hands to whoever shows one."""

from dataclasses import dataclass

from models.rules.refusal import Refusal
from models.store.actor import Role
from models.store.engine import Reading

Link = tuple[str, int, str]
"""(kind, id, label) of a record that can be opened from another one."""


@dataclass(frozen=True, slots=True)
class SheetField:
    """One line of an opened record: a label key and a value a person can read."""

    label: str
    value: object
    """Text, number, enum member, `Key`, date, moment, or a tuple of these; None is empty."""
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """One record that a sheet lists as work: how it is called, and how it stands now."""

    key: str
    label: str
    state: object
    """An enum member or a `Key`."""
    open: bool
    """Whether it is still to be ticked off."""
    tick: str = ""
    """The verb that a tick on paper stands for, where that is not always its natural step."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One record opened: all its fields, masked for who looks."""

    title: str
    fields: tuple[SheetField, ...]
    related: tuple[Link, ...] = ()
    """(kind, id, label) of records that belong to it and can be opened from here."""
    jobs: tuple[Job, ...] = ()
    """Records that are worked on from here: keys act on these and not on the record itself."""


@dataclass(frozen=True, slots=True)
class Found:
    """One record that answers a search, masked for who looks."""

    kind: str
    id: int
    label: str
    detail: str = ""
    rank: int = 0
    """Smaller comes first; 0 is an exact hit."""


def check_opens(session: Reading) -> None:
    """Raises `Refusal` for the wall board: it has counts, and opens nothing."""
    if session.viewer.role is Role.wallboard:
        raise Refusal("refuse.gone")


def filled(*fields: SheetField) -> tuple[SheetField, ...]:
    """Those that say something; a no and a nought are said."""
    return tuple(field for field in fields if field.value not in (None, "", ()))
