"""Where a store lies: in one file of SQLite, or in a database of a PostgreSQL server.

All that differs between the two is asked of a `Database`; no other module knows which one it is.
Both keep the same promises: writers queue, a reading sees one moment, the journal is only added to.
"""

import re
import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import sqlalchemy as sa

from models.rules.refusal import Refusal

if TYPE_CHECKING:
    from models.store.keys import Ring
    from models.store.spellings import Spelling

WRITES = "quanan_writes"
"""Execution option of connections that begin as a writer."""

BUSY_SECONDS = 5.0
"""How long a writer waits for its turn; 25 writers at once need less than 2 s."""


class Moved(Enum):
    """What a watch noticed."""

    nothing = 0
    something = 1
    everything = 2
    """Another database is in the place of this one."""


class Watch(Protocol):
    """Notices that somebody committed, in this process or any other."""

    trouble: Refusal | None
    """Why the database cannot be worked with now, as far as watching it shows."""

    def moved(self, timeout: float | None) -> Moved:
        """Waits until something may have been committed, at most so many seconds.

        Returns:
            What moved; nothing when the time is over or the watch was closed.
        """

    def look(self) -> tuple[dict[str, int], int] | None:
        """The revision of every area and the last act's id; None while they cannot be read."""

    def close(self) -> None:
        """Ends a waiting `moved`; may come from another thread."""


class Database(Protocol):
    """One database, whether or not it is there yet."""

    @property
    def url(self) -> str:
        """Its address, with everything that is needed to open it again."""

    @property
    def name(self) -> str:
        """What a sentence calls it; never holds a password."""

    @property
    def file(self) -> Path | None:
        """Its file, where it is one."""

    @property
    def key(self) -> str:
        """What its file is encrypted with, as hexadecimal digits; empty where it is not."""

    @property
    def ring(self) -> "Ring | None":
        """Where such a key lies wrapped, or would; None where there is no file."""

    def engine(self, *, scratch: bool = False) -> sa.Engine:
        """Opens no connection yet. A connection with `WRITES` waits for its turn, then writes.

        Args:
            scratch: whether a power cut may cost all of it, because it can be made again.
        """

    def refusing(self) -> AbstractContextManager[None]:
        """Turns what the database says no with into a refusal that a person can act on."""

    def exists(self) -> bool:
        """Whether there is something in it."""

    def make(self) -> None:
        """Makes the place that an empty database needs, unless there is one."""

    def version(self) -> str | None:
        """The schema's version; None if there is nothing in it yet.

        Raises:
            Refusal: when it is somebody else's database.
        """

    def create(self, connection: sa.Connection, tables: sa.MetaData) -> bool:
        """Creates every table; false when there are some already."""

    def rows_written(self, connection: sa.Connection) -> int:
        """A number that moves with every row written through a connection, by any statement.

        Where the database keeps none it stands still, and the store's own guard stands alone.
        """

    def reserve_ids(self, connection: sa.Connection, table: str, count: int) -> int:
        """The first of so many ids in a row, which nobody else gets."""

    def defer_foreign_keys(self, connection: sa.Connection) -> None:
        """Has foreign keys asked at the end of this transaction, not after each statement."""

    def protecting(self, tables: dict[str, tuple[str, ...]]) -> Sequence[str]:
        """The statements that have the database itself refuse deeds on tables of the journal.

        They may be run again when a migration rebuilt a table.
        """

    @property
    def spelling(self) -> "Spelling":
        """How it is asked for rows as plain numbers and texts."""

    def migrating(self, connection: sa.Connection) -> AbstractContextManager[None]:
        """Prepares a connection, before it begins, for a change of the schema.

        Raises:
            Refusal: when the change left rows that refer to nothing.
        """

    def damage(self) -> tuple[str, ...]:
        """What the database itself finds wrong; nothing when it is sound."""

    @property
    def stem(self) -> str:
        """What the name of a copy begins with."""

    @property
    def folder(self) -> Path:
        """Where its copies lie, unless a person chose another place."""

    @property
    def suffix(self) -> str:
        """What the name of a copy ends with."""

    def dump(self, target: Path) -> None:
        """Copies everything, as it is at this moment, into one file; others work on.

        Raises:
            Refusal: when there is no room, or the copy cannot be read back.
        """

    def version_of_dump(self, copy: Path) -> str | None:
        """The schema's version in a copy, once the copy was read through.

        Raises:
            Refusal: when it is damaged, or somebody else's.
        """

    def unpack(self, copy: Path, into: sqlite3.Connection) -> bool:
        """Puts what a copy holds into another database, to be looked through there.

        Returns:
            Whether that is all of it, or else only the tables of the journal.
        """

    def load(self, copy: Path) -> None:
        """Puts a copy back; every open desk sees it as one change."""

    def compact(self) -> None:
        """Gives back every page that nothing lies on any more, so that nobody can read them."""

    def empty_log(self) -> None:
        """Lets go of what a log beside the data still holds of older rows, where there is one."""

    @property
    def notes(self) -> tuple[Refusal, ...]:
        """What whoever opens it should be told, although it can be worked with."""

    def assure(self) -> None:
        """Makes sure, right after a commit, that it went where everybody else will look.

        Raises:
            Refusal: when it is not there.
        """

    def watch(self) -> Watch:
        """A watch of its own, outside the pool."""


def database_of(url: str, key: str = "") -> Database:
    """The database behind an address, or behind the plain path of a file.

    Args:
        key: what the pages of a file are encrypted with; see `models.store.keys`.

    Raises:
        Refusal: when the address is none of a database that can be opened.
    """
    if url.startswith(("postgresql://", "postgresql+psycopg://")):
        from models.store.postgres import PostgresDatabase

        return PostgresDatabase(url)
    from models.store.sqlite import SqliteFile

    if "://" not in url:
        return SqliteFile(Path(url).expanduser().absolute(), key)
    if not url.startswith("sqlite:///") or url == "sqlite:///:memory:":
        raise Refusal("refuse.store.url", url=re.sub("://.*@", "://***@", url))
    return SqliteFile(Path(url.removeprefix("sqlite:///")).absolute(), key)
