"""A database that is one file of SQLite: its pragmas, its errors, its watch.

Only its owner may read the file. Writers queue (`BEGIN IMMEDIATE`), readers see one moment and
never wait. A connection that reads cannot write.
"""

import errno
import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from models.rules.refusal import Refusal
from models.store import database
from models.store.database import Moved

POLL_SECONDS = 0.05
"""How often the file is looked at: a commit is seen after half of it on average."""

LIVELY_POLL_SECONDS, LIVELY_SECONDS = 0.02, 3.0
"""How often, and for how long, after a commit: others follow it. A look takes 5 µs, but to wake up
for it fifty times a second takes 0.5 % of a core more, which a desk that rests does not spend."""

FILE_SECONDS = 1.0
"""How often it is asked whether it is still the same file."""

_ALLOWED = "quanan_allowed"
"""Where a connection keeps whether it may change data."""

_REASONS = {
    "SQLITE_BUSY": "refuse.store.busy",
    "SQLITE_LOCKED": "refuse.store.busy",
    "SQLITE_FULL": "refuse.store.full",
    "SQLITE_READONLY": "refuse.store.readonly",
    "SQLITE_PERM": "refuse.store.readonly",
    "SQLITE_CANTOPEN": "refuse.store.cannot_open",
    "SQLITE_NOTADB": "refuse.store.not_ours",
    "SQLITE_CORRUPT": "refuse.store.damaged",
    "SQLITE_IOERR": "refuse.store.disk",
}

_NEVER = """
CREATE TRIGGER IF NOT EXISTS {table}_never_{deed} BEFORE {deed} ON {table}
BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END
"""


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """One database file; see `models.store.database.Database`."""

    path: Path

    @property
    def url(self) -> str:
        """Its address."""
        return f"sqlite:///{self.path}"

    @property
    def name(self) -> str:
        """Its path."""
        return str(self.path)

    @property
    def file(self) -> Path:
        """Its path."""
        return self.path

    @property
    def stem(self) -> str:
        """The file's own name."""
        return self.path.stem

    @property
    def folder(self) -> Path:
        """Beside it."""
        return self.path.parent / "backups"

    @property
    def suffix(self) -> str:
        """A copy is a database file itself."""
        return ".db"

    def exists(self) -> bool:
        """Whether there is a file with something in it."""
        return self.path.is_file() and self.path.stat().st_size > 0

    def make(self) -> None:
        """Creates an empty file that only its owner may read, unless there is one.

        Raises:
            Refusal: when there can be no file there.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            if not self.path.parent.is_dir():
                raise Refusal("refuse.store.cannot_open", path=self.name) from None
        except OSError as error:
            full = error.errno == errno.ENOSPC
            key = "refuse.store.full" if full else "refuse.store.cannot_open"
            raise Refusal(key, path=self.name) from error

    def engine(self, *, scratch: bool = False) -> sa.Engine:
        """The engine of the file; no connection is opened yet."""
        engine = sa.create_engine(
            sa.URL.create("sqlite", database=self.name),
            connect_args={"timeout": database.BUSY_SECONDS, "isolation_level": None},
            # Chinese takes three bytes as itself and six as an escape.
            json_serializer=partial(json.dumps, ensure_ascii=False),
        )
        event.listen(engine, "connect", _prepare)
        if scratch:
            event.listen(engine, "connect", _hurry)
        event.listen(engine, "begin", self._begin)
        return engine

    def connect(self) -> sqlite3.Connection:
        """A connection of its own, outside the pool, that commits every statement by itself."""
        return sqlite3.connect(
            self.path,
            timeout=database.BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Turns what SQLite says no with into a refusal that a person can act on."""
        try:
            yield
        except StaleDataError as error:
            raise Refusal("refuse.store.stale") from error
        except (DBAPIError, sqlite3.Error) as error:
            found = error.orig if isinstance(error, DBAPIError) else error
            name = str(getattr(found, "sqlite_errorname", ""))
            for prefix, key in _REASONS.items():
                if name.startswith(prefix):
                    raise Refusal(key, path=self.name) from error
            raise

    def version(self) -> str | None:
        """The schema's version; None if there is nothing in it yet.

        Raises:
            Refusal: when it is somebody else's file.
        """
        # Asked before anything else: a connection of the pool would already change the file.
        with closing(self.connect()) as driver:
            found = self.version_in(driver)
        self._keep_private()
        return found

    def version_in(self, driver: sqlite3.Connection) -> str | None:
        """The version that a connection of the driver sees."""
        tables = {str(row[0]) for row in driver.execute("SELECT name FROM sqlite_master")}
        if not tables:
            return None
        if "alembic_version" not in tables or "act" not in tables:
            raise Refusal("refuse.store.not_ours", path=self.name)
        return str(driver.execute("SELECT version_num FROM alembic_version").fetchone()[0])

    def create(self, connection: sa.Connection, tables: sa.MetaData) -> bool:
        """Creates every table; false when there are some already."""
        if connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar():
            return False
        tables.create_all(connection, checkfirst=False)
        return True

    def rows_written(self, connection: sa.Connection) -> int:
        """How many rows were written through this connection since it was opened."""
        return driver_of(connection).total_changes

    def reserve_ids(self, connection: sa.Connection, table: str, count: int) -> int:
        """The first of the next ids; SQLite counts on from the highest that is given to a row."""
        asked = "SELECT seq FROM sqlite_sequence WHERE name = ?"
        return int(connection.exec_driver_sql(asked, (table,)).scalar() or 0) + 1

    def defer_foreign_keys(self, connection: sa.Connection) -> None:
        """Has foreign keys asked at the end of this transaction."""
        driver_of(connection).execute("PRAGMA defer_foreign_keys=ON").close()

    def protecting(self, tables: dict[str, tuple[str, ...]]) -> Sequence[str]:
        """Triggers that refuse deeds on tables of the journal."""
        return [
            _NEVER.format(table=table, deed=deed).strip()
            for table, deeds in tables.items()
            for deed in deeds
        ]

    @contextmanager
    def migrating(self, connection: sa.Connection) -> Iterator[None]:
        """Without foreign keys: rebuilding a parent table would take its children with it."""
        driver_of(connection).execute("PRAGMA foreign_keys=OFF").close()
        with connection.begin():
            yield
            lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if lost is not None:
                raise Refusal("refuse.store.upgrade", path=self.name, table=str(lost[0]))

    def damage(self) -> tuple[str, ...]:
        """Broken pages, and rows that refer to rows that are gone."""
        with closing(self.connect()) as driver:
            found = [str(line) for (line,) in driver.execute("PRAGMA integrity_check")]
            lost = list(driver.execute("PRAGMA foreign_key_check"))
        return (
            *(line for line in found if line != "ok"),
            *(f"{table}:{row_id} -> {parent}" for table, row_id, parent, _ in lost),
        )

    def dump(self, target: Path) -> None:
        """Copies everything, as it is at this moment, into one file; others work on.

        A file that is merely copied would miss, or wrongly replay, what lies in the log beside it.
        """
        copy = SqliteFile(target)
        with copy.refusing():
            copy.make()
            with closing(self.connect()) as origin, closing(copy.connect()) as made:
                origin.backup(made)
                # One file, so that it can be carried away without its log.
                made.execute("PRAGMA journal_mode=DELETE").close()
                copy.check(made)

    def version_of_dump(self, copy: Path) -> str | None:
        """The schema's version in a copy, once the copy was read through.

        Raises:
            Refusal: when it is damaged, or somebody else's.
        """
        place = SqliteFile(copy)
        with place.refusing(), closing(place.connect_read_only()) as origin:
            found = place.version_in(origin)
            place.check(origin)
        return found

    def load(self, copy: Path) -> None:
        """Puts a copy back; every open desk sees it as one change."""
        place = SqliteFile(copy)
        self.make()
        with (
            place.refusing(),
            closing(place.connect_read_only()) as origin,
            self.refusing(),
            closing(self.connect()) as live,
        ):
            origin.backup(live)

    def connect_read_only(self) -> sqlite3.Connection:
        """A connection that changes nothing, not even the log."""
        address = f"{self.path.absolute().as_uri()}?mode=ro"
        return sqlite3.connect(address, uri=True, isolation_level=None)

    def check(self, driver: sqlite3.Connection) -> None:
        """Has SQLite read through it.

        Raises:
            Refusal: when a page is broken.
        """
        if driver.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise Refusal("refuse.store.damaged", path=self.name)

    def empty_log(self) -> None:
        """Takes the log beside the file in and empties it, where nobody needs it at this moment.

        Taken in alone, it would keep older pages until they happen to be written over.
        """
        with closing(self.connect()) as driver:
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()

    def watch(self) -> "FileWatch":
        """A watch of the file."""
        return FileWatch(self)

    def _begin(self, connection: sa.Connection) -> None:
        writes = bool(connection.get_execution_options().get(database.WRITES))
        _allow_writes(connection, writes)
        driver_of(connection).execute("BEGIN IMMEDIATE" if writes else "BEGIN").close()

    def _keep_private(self) -> None:
        """Takes the file away from everybody but its owner, if others could read it."""
        if self.path.stat().st_mode & 0o077:
            with suppress(PermissionError):  # somebody else's file: the owner decides
                os.chmod(self.path, 0o600)


class FileWatch:
    """Asks the file, on a connection that is never in a transaction, whether it moved.

    A file that took the place of this one moves everything.
    """

    def __init__(self, place: SqliteFile) -> None:
        self._place = place
        self._closed = threading.Event()
        self._turn = threading.Lock()
        self._file = _inode(place.path)
        self._next_file_check = time.monotonic() + FILE_SECONDS
        self._lively_until = 0.0
        self._connection = place.connect()
        self._version = self._data_version()

    def moved(self, timeout: float | None) -> Moved:
        """Waits until the file moved, at most so many seconds."""
        until = None if timeout is None else time.monotonic() + timeout
        while not self._closed.is_set():
            with self._turn:
                found = Moved.nothing if self._closed.is_set() else self._moved()
            if found is not Moved.nothing:
                return found
            lively = time.monotonic() < self._lively_until
            pause = LIVELY_POLL_SECONDS if lively else POLL_SECONDS
            if until is not None:
                pause = min(pause, until - time.monotonic())
            if pause <= 0:
                break
            self._closed.wait(pause)
        return Moved.nothing

    def look(self) -> tuple[dict[str, int], int] | None:
        """The revisions and the last act's id; None while another file is being put there."""
        with self._turn:
            if self._closed.is_set():
                return None
            try:
                revisions = self._connection.execute("SELECT area, n FROM revision").fetchall()
                head = self._connection.execute("SELECT max(id) FROM act").fetchone()[0]
            except sqlite3.DatabaseError:
                return None
            return dict(revisions), head or 0

    def close(self) -> None:
        """Ends a waiting `moved`, and lets go of the file."""
        self._closed.set()
        with self._turn:
            self._connection.close()

    def _moved(self) -> Moved:
        now = time.monotonic()
        if now >= self._next_file_check:
            self._next_file_check = now + FILE_SECONDS
            found = _inode(self._place.path)
            if found is not None and found != self._file:
                self._connection.close()
                self._connection = self._place.connect()
                try:
                    self._version = self._data_version()
                except sqlite3.DatabaseError:
                    return Moved.nothing  # still being put there; asked again in a second
                self._file = found
                return Moved.everything
        version = self._data_version()
        if version == self._version:
            return Moved.nothing
        self._version = version
        self._lively_until = now + LIVELY_SECONDS
        return Moved.something

    def _data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])


def driver_of(connection: sa.Connection) -> sqlite3.Connection:
    """The driver's own connection, for what is no statement of a transaction."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError("not a connection of SQLite")
    return driver


def _inode(path: Path) -> tuple[int, int] | None:
    """What tells one file from another that took its place."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _allow_writes(connection: sa.Connection, allowed: bool) -> None:
    """Lets this connection change data, or has SQLite itself refuse it.

    Saying so makes SQLite parse every statement of the connection anew, so it is said only when it
    is not so already.
    """
    if connection.info.get(_ALLOWED) is not allowed:
        driver_of(connection).execute(f"PRAGMA query_only={'OFF' if allowed else 'ON'}").close()
        connection.info[_ALLOWED] = allowed


def _prepare(driver: sqlite3.Connection, _record: object) -> None:
    driver.execute("PRAGMA journal_mode=WAL").close()
    # FULL keeps the last commit through a power cut as well.
    driver.execute("PRAGMA synchronous=FULL").close()
    driver.execute("PRAGMA foreign_keys=ON").close()
    # Without it INSERT OR REPLACE would pass the triggers that keep the journal append-only.
    driver.execute("PRAGMA recursive_triggers=ON").close()
    # What was erased is overwritten with zeros; not every build of SQLite does so by itself.
    driver.execute("PRAGMA secure_delete=ON").close()


def _hurry(driver: sqlite3.Connection, _record: object) -> None:
    driver.execute("PRAGMA synchronous=OFF").close()
