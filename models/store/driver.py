"""Which SQLite opens a file: Python's own, or the one that encrypts every page.

Both speak alike. The second is an extra (`quanan[encrypted]`) and is imported only where a key is
at hand; each has exceptions of its own.
"""

import sqlite3
import sys
from types import ModuleType
from typing import cast

from models.rules.refusal import Refusal

_SEALED = "sqlcipher3.dbapi2"


def driver_for(key: str) -> ModuleType:
    """The driver for a file with this key; without one, Python's own.

    Raises:
        Refusal: when the extra is not installed.
    """
    if not key:
        return sqlite3
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise Refusal("refuse.keys.no_extra") from None
    return cast(ModuleType, dbapi2)


def unlock(driver: sqlite3.Connection, key: str) -> None:
    """Gives a new connection its key, before anything else is asked of it."""
    if key:
        # It would write of a wrong key to the terminal, over the desk.
        driver.execute("PRAGMA cipher_log_level=NONE").close()
        driver.execute(f"PRAGMA key=\"x'{key}'\"").close()


def errors(*also: type[Exception]) -> tuple[type[Exception], ...]:
    """Everything that a driver may say no with, and what else is to be caught."""
    return (*_of("Error"), *also)


def broken(*also: type[Exception]) -> tuple[type[Exception], ...]:
    """What a driver says of a file that it cannot read, and what else is to be caught."""
    return (*_of("DatabaseError"), *also)


def hindered() -> tuple[type[Exception], ...]:
    """What a driver says where it is locked or the disk is full: no word against the file."""
    return _of("OperationalError")


def _of(name: str) -> tuple[type[Exception], ...]:
    sealed = sys.modules.get(_SEALED)
    plain: type[Exception] = getattr(sqlite3, name)
    return (plain,) if sealed is None else (plain, getattr(sealed, name))
