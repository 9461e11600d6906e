"""A branch carried from one database into another, empty one: every row, id and digest as it was.

What is read is of one moment while others work on. What is written is one transaction, looked
through against what was read before it is committed: the other database has all of it or nothing.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import SQLModel

import models
from models.rules.refusal import Refusal
from models.store import migrations
from models.store.acts import protect
from models.store.database import WRITES, Database
from models.store.engine import Store
from models.store.spellings import Spelling, kind_of

Progress = Callable[[int, int], None]
"""Told how many rows were carried, and of how many."""

_ROWS = 1000
"""How many rows are carried at once."""


@dataclass(frozen=True, slots=True)
class Carried:
    """One table that was carried."""

    table: str
    rows: int
    digest: str
    """Of every row in the order of the keys; the same in both databases."""


def copy(source: Database, target: Database, progress: Progress | None = None) -> list[Carried]:
    """Carries a branch into an empty database.

    Raises:
        Refusal: when there is something in the target, the source is not of this version, or what
            arrived is not what was sent; then nothing was kept.
    """
    tell = progress or (lambda _done, _of: None)
    with source.refusing():
        version = source.version() if source.exists() else None
    if version is None:
        raise Refusal("refuse.copy.nothing", path=source.name)
    if version != migrations.STEPS.newest:
        raise Refusal("refuse.copy.older", path=source.name)
    origin = Store(source, [f"models.{area}" for area in models.AREAS])
    try:
        origin.load_areas()
        with source.refusing(), origin.engine.connect() as sent, _made(target) as kept:
            carried = _carry(source, sent, target, kept, tell)
    finally:
        origin.close()
    return carried


@contextmanager
def _made(target: Database) -> Iterator[sa.Connection]:
    """The one transaction that makes the target; without its end nothing was made."""
    there = target.exists()
    with target.refusing():
        if there and target.version() is not None:
            raise Refusal("refuse.copy.not_empty", path=target.name)
        target.make()
        engine = target.engine()
        try:
            with engine.execution_options(**{WRITES: True}).begin() as connection:
                if not target.create(connection, SQLModel.metadata):
                    raise Refusal("refuse.copy.not_empty", path=target.name)
                target.defer_foreign_keys(connection)
                yield connection
                protect(target, connection)
                migrations.stamp(connection, migrations.STEPS.newest)
        except BaseException:
            engine.dispose()
            if target.file is not None and not there:
                for end in ("", "-wal", "-shm"):
                    target.file.with_name(target.file.name + end).unlink(missing_ok=True)
            raise
        finally:
            engine.dispose()


def _carry(
    source: Database, sent: sa.Connection, target: Database, kept: sa.Connection, tell: Progress
) -> list[Carried]:
    tables = _tables(sent)
    counts = {
        table.name: int(sent.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
        for table in tables
    }
    of, done = sum(counts.values()), 0
    carried: list[Carried] = []
    for table in tables:
        told = hashlib.sha256()
        put = _putting(table, target.spelling)
        for rows in _plain(sent, table, source.spelling):
            kept.exec_driver_sql(put, rows)
            _add(told, rows)
            done += len(rows)
            tell(done, of)
        carried.append(Carried(table.name, counts[table.name], told.hexdigest()))
    for name, last in sent.exec_driver_sql(source.spelling.last_ids).all():
        if name in counts and last:
            for statement in target.spelling.go_on:
                kept.execute(sa.text(statement), {"table": name, "last": last})
    arrived = {one.table: one for one in told_of(target, kept)}
    for one in carried:
        if arrived[one.table] != one:
            raise Refusal("refuse.copy.differs", path=target.name, table=one.table)
    return carried


def told_of(database: Database, connection: sa.Connection) -> list[Carried]:
    """What lies in a database: every table with the digest of its rows."""
    told: list[Carried] = []
    for table in _tables(connection):
        digest, count = hashlib.sha256(), 0
        for rows in _plain(connection, table, database.spelling):
            _add(digest, rows)
            count += len(rows)
        told.append(Carried(table.name, count, digest.hexdigest()))
    return told


def _tables(connection: sa.Connection) -> list[sa.Table]:
    here = set(sa.inspect(connection).get_table_names())
    return [table for table in SQLModel.metadata.sorted_tables if table.name in here]


def _plain(
    connection: sa.Connection, table: sa.Table, spelling: Spelling
) -> Iterator[list[tuple[object, ...]]]:
    """The rows of a table as numbers and texts, in the order of its key."""
    asked = ", ".join(
        spelling.asked.get(kind_of(column), "{0}").format(f'"{column.name}"')
        for column in table.columns
    )
    order = ", ".join(f'"{column.name}"' for column in table.primary_key)
    found = connection.exec_driver_sql(
        f'SELECT {asked} FROM "{table.name}" ORDER BY {order}',
        execution_options={"stream_results": True},
    )
    for rows in found.partitions(_ROWS):
        yield [tuple(row) for row in rows]


def _putting(table: sa.Table, spelling: Spelling) -> str:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    places = ", ".join(
        spelling.given.get(kind_of(column), spelling.place) for column in table.columns
    )
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({places})'


def _add(told: "hashlib._Hash", rows: list[tuple[object, ...]]) -> None:
    for row in rows:
        told.update(repr(row).encode())
