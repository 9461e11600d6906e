"""A look at a file before anything else is loaded: whether it holds a demonstration, and whose day.

Opening a store costs a good part of a second in imports, which must not stand between a person and
the first frame; this asks the file one question through the standard library alone.
"""

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

from models.rules.refusal import Refusal


def demonstration_since(path: Path) -> dt.datetime | None:
    """When the demonstration in a database began to run; None where the branch is a real one.

    Raises:
        Refusal: when the file is no database of ours.
    """
    uri = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=5)) as driver:
            row = driver.execute("SELECT demo_start, demo_since FROM branch_clock").fetchone()
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise Refusal("refuse.store.busy", path=str(path)) from error
        raise Refusal("refuse.store.not_ours", path=str(path)) from error
    if row is None or row[0] is None or row[1] is None:
        return None
    return dt.datetime.fromisoformat(row[1]).replace(tzinfo=dt.UTC)
