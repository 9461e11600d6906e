"""The ground everything stands on: what is stored, who changed it, and how to take it back.

The names below are imported when they are first asked for, so that naming the store costs nothing
before the first frame is painted.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.store.actor import Actor, Origin, Role
    from models.store.base import (
        BranchClock,
        Row,
        UnjournalledWrite,
        partial_index,
        table_args,
        text_enum,
    )
    from models.store.clock import Clock, FrozenClock
    from models.store.duties import Duty, take_due
    from models.store.engine import Store
    from models.store.feed import Feed
    from models.store.session import Reading, Writing

__all__ = [
    "Actor",
    "BranchClock",
    "Clock",
    "Duty",
    "Feed",
    "FrozenClock",
    "Origin",
    "Reading",
    "Role",
    "Row",
    "Store",
    "UnjournalledWrite",
    "Writing",
    "partial_index",
    "table_args",
    "take_due",
    "text_enum",
]

_HOMES = {
    "Actor": "actor",
    "BranchClock": "base",
    "Clock": "clock",
    "Duty": "duties",
    "Feed": "feed",
    "FrozenClock": "clock",
    "Origin": "actor",
    "Reading": "session",
    "Role": "actor",
    "Row": "base",
    "Store": "engine",
    "UnjournalledWrite": "base",
    "Writing": "session",
    "partial_index": "base",
    "table_args": "base",
    "take_due": "duties",
    "text_enum": "base",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
