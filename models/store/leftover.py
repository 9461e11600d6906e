"""A log that lies beside a file before anybody opened it: whether it is that file's own.

Whoever ends in the middle of things leaves the latest acts in the log, and the next start takes
them over. But SQLite would play the log of another file into this one too, without a word. So
where the file was touched after the log was last written, both are looked at before one goes into
the other.
"""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import NamedTuple

from models.rules.refusal import Refusal
from models.store.driver import broken, driver_for, unlock
from models.store.place import Place, touched

CHECKPOINT_SECONDS = 2.0
"""The database writes into its file only right after something was written into the log."""

_ALONE = """
import importlib, json, pathlib, sys
key = sys.stdin.readline().strip()
sqlite = importlib.import_module("sqlcipher3.dbapi2" if key else "sqlite3")
try:
    address = pathlib.Path(sys.argv[1]).as_uri() + "?mode=ro&immutable=1"
    driver = sqlite.connect(address, uri=True)
    if key:
        driver.execute("PRAGMA cipher_log_level=NONE")
        driver.execute(f"PRAGMA key=\\"x'{key}'\\"")
    print(json.dumps([driver.execute(line).fetchone() for line in sys.argv[2:]]))
except sqlite.Error:
    pass
"""
"""Looks at a file without its log. Not in this process: closing a file that SQLite knows nothing
of would take away the locks that its other connections here have on it."""

_FIRST = "SELECT id, digest FROM act ORDER BY id LIMIT 1"
_LAST = "SELECT id, digest FROM act ORDER BY id DESC LIMIT 1"
_COUNTED = "SELECT (SELECT count(*) FROM act), (SELECT n FROM revision WHERE area = 'journal')"


class Acts(NamedTuple):
    """The first and the last act of a journal, each with its digest."""

    first: tuple[int, str] | None
    last: tuple[int, str] | None


def check_log(place: Place) -> Refusal | None:
    """Looks whether the log beside a file may be taken over.

    Returns:
        What to say of it, where it held more than the file that was put there.

    Raises:
        Refusal: when it is the log of another file.
    """
    try:
        if place.log.stat().st_size == 0:
            return None
    except OSError:
        return None
    if touched(place.path) <= touched(place.log) + CHECKPOINT_SECONDS:
        return None
    alone = _alone(place)
    if alone is None:
        return None  # only the two together are whole, or the start says what is wrong
    address = f"{place.path.as_uri()}?mode=ro"
    with closing(driver_for(place.key).connect(address, uri=True)) as driver:
        try:
            unlock(driver, place.key)
            together = _acts(driver)
            sound = driver.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            counted, told = driver.execute(_COUNTED).fetchone()
            known = alone.last is None or alone.last in _digests(driver, alone.last[0])
        except broken():
            sound = False
    if not sound or counted != (told or 0) or not known or together.first != alone.first:
        raise Refusal("refuse.store.other_log", name=place.path.name)
    last, before = together.last or (0, ""), alone.last or (0, "")
    if last == before:
        return None
    return Refusal("store.log_taken_over", name=place.path.name, acts=last[0] - before[0])


def _alone(place: Place) -> Acts | None:
    done = subprocess.run(
        [sys.executable, "-I", "-c", _ALONE, str(place.path), _FIRST, _LAST],
        input=place.key,  # never an argument: those are everybody's to read
        capture_output=True,
        text=True,
    )
    if not done.stdout:
        return None
    first, last = json.loads(done.stdout)
    return Acts(first and tuple(first), last and tuple(last))


def _acts(driver: sqlite3.Connection) -> Acts:
    return Acts(driver.execute(_FIRST).fetchone(), driver.execute(_LAST).fetchone())


def _digests(driver: sqlite3.Connection, act_id: int) -> list[tuple[int, str]]:
    return driver.execute("SELECT id, digest FROM act WHERE id = ?", (act_id,)).fetchall()
