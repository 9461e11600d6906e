"""A copy, looked through without putting it back and without leaving a trace of it anywhere.

It is unpacked into memory: on the disk it would lie beside the copy once more, with everybody's
names in it, if the program were stopped half-way.
"""

import datetime as dt
import itertools
import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

import models
from models.store import acts, migrations
from models.store.backup import version_of
from models.store.database import Database
from models.store.driver import driver_for
from models.store.engine import Store
from models.store.sqlite import SqliteFile

_JOURNAL = {
    table.name: table
    for table in (acts.ACT, acts.ACT_VALUE, acts.ENTRY, acts.ENTRY_VALUE, acts.REVISION)
}
JOURNAL_TABLES = tuple(_JOURNAL)
"""What the chain of the journal is recomputed from."""

_numbers = itertools.count(1)
_COPY = re.compile(r"COPY (?:\S+\.)?(\w+) \(([^)]*)\) FROM stdin;")
_ESCAPED = re.compile(r"\\(.)")
_MEANT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a copy holds."""

    store: Store
    whole: bool
    """Whether all of it could be unpacked, or the journal alone."""


@contextmanager
def unpacked(
    kind: Database, copy: Path, steps: migrations.Steps = migrations.STEPS
) -> Iterator[Unpacked]:
    """Opens what a copy holds; one of an older version is brought to this one in memory.

    Args:
        kind: a database of the kind that the copy was made of.

    Raises:
        Refusal: when there is no such file, or it is not ours, is newer than this program, or is
            damaged.
    """
    version = version_of(kind, copy, steps)
    address = f"file:quanan-{next(_numbers)}?mode=memory&cache=shared"
    scratch = _Scratch(copy, kind.key, address=address)
    # What lies in memory stays as long as somebody is connected to it.
    with closing(scratch.connect()) as anchor:
        whole = kind.unpack(copy, anchor)
        if whole and version != steps.newest:
            migrations.upgrade(scratch, steps)
        store = Store(scratch, [f"models.{area}" for area in models.AREAS])
        try:
            store.load_areas()
            if whole:
                store.reload_clock()
            yield Unpacked(store, whole)
        finally:
            store.close()


@dataclass(frozen=True, slots=True)
class _Scratch(SqliteFile):
    """A database in memory; `path` is the copy it came from, which sentences name."""

    address: str = ""

    def connect(self) -> sqlite3.Connection:
        """One more connection to it."""
        self.place.open_here()
        # What lies in memory is not encrypted, but both must be of one driver.
        made: sqlite3.Connection = driver_for(self.key).connect(
            self.address, uri=True, isolation_level=None, check_same_thread=False
        )
        return made


def fill(driver: sqlite3.Connection, told: str) -> None:
    """Makes the tables of the journal, with the rows that pg_restore wrote out as text."""
    engine = sa.create_engine("sqlite://", creator=lambda: driver, poolclass=sa.StaticPool)
    with engine.connect() as connection:
        for table in _JOURNAL.values():
            table.create(connection)
        lines = iter(told.splitlines())
        for line in lines:
            found = _COPY.fullmatch(line)
            if found is not None:
                table = _JOURNAL[found[1]]
                columns = [table.c[name.strip('" ')] for name in found[2].split(",")]
                rows = itertools.takewhile(lambda row: row != "\\.", lines)
                values = [_row(columns, row) for row in rows]
                if values:
                    connection.execute(table.insert(), values)


def _row(columns: Sequence[sa.Column[Any]], line: str) -> dict[str, object]:
    cells = zip(columns, line.split("\t"), strict=True)
    return {column.name: _value(column, text) for column, text in cells}


def _value(column: sa.Column[Any], text: str) -> object:
    if text == r"\N":
        return None
    plain = _ESCAPED.sub(lambda found: _MEANT.get(found[1], found[1]), text)
    if isinstance(column.type, sa.Integer):
        return int(plain)
    if isinstance(column.type, sa.JSON):
        return json.loads(plain)
    return plain if isinstance(column.type, sa.String) else dt.datetime.fromisoformat(plain)
