"""A database that is one file of SQLite: its pragmas, its errors, its watch.

Only its owner may read the file. Writers queue (`BEGIN IMMEDIATE`), readers see one moment and
never wait. A connection that reads cannot write.
"""

import errno
import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from models.rules.refusal import Refusal
from models.store import database
from models.store.driver import broken, driver_for, errors, unlock
from models.store.place import Place, mark_of

if TYPE_CHECKING:
    from sqlalchemy.pool import ConnectionPoolEntry

    from models.store.database import Watch
    from models.store.keys import Ring
    from models.store.spellings import Spelling

_ALLOWED, _LOG = "quanan_allowed", "quanan_log"
"""Where a connection keeps whether it may change data, and which log it writes into."""

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

_NO_ROOM = ("SQLITE_IOERR", "SQLITE_CANTOPEN")
"""What a file that cannot even be opened for want of room fails at: its log needs some."""

_CHECKPOINTS = 4
"""How often it is tried to empty the log, each try waiting for whoever reads."""

_NEVER = """
CREATE TRIGGER IF NOT EXISTS {table}_never_{deed} BEFORE {deed} ON {table}
BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END
"""


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """One database file; see `models.store.database.Database`."""

    path: Path
    key: str = field(default="", repr=False)
    """What its pages are encrypted with, as hexadecimal digits; empty where they are not."""
    place: Place = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "place", Place(self.path, self.key))

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
        if not self.exists() and self._log_left():
            # SQLite would throw it away, and with it what was acknowledged last.
            raise Refusal("refuse.store.log_alone", name=self.path.name)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            if not self.path.parent.is_dir():
                raise Refusal("refuse.store.cannot_open", path=self.name) from None
        except OSError as error:
            full = error.errno == errno.ENOSPC
            key = "refuse.store.no_room" if full else "refuse.store.cannot_open"
            raise Refusal(key, path=self.name) from error

    def engine(self, *, scratch: bool = False) -> sa.Engine:
        """The engine of the file; no connection is opened yet."""
        engine = sa.create_engine(
            sa.URL.create("sqlite", database=self.name),
            creator=self.connect,
            module=driver_for(self.key),
            # Chinese takes three bytes as itself and six as an escape.
            json_serializer=partial(json.dumps, ensure_ascii=False),
        )
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "connect", self._note_log)
        if scratch:
            event.listen(engine, "connect", _hurry)
        event.listen(engine, "begin", self._begin)
        return engine

    def connect(self) -> sqlite3.Connection:
        """A connection that commits every statement by itself.

        Raises:
            Refusal: when another file lies there than the one that was opened first, or none.
        """
        self.place.open_here()
        made: sqlite3.Connection = driver_for(self.key).connect(
            # Never makes a file: whoever has the one that lay there open would be left alone.
            f"{self.path.as_uri()}?mode=rw",
            uri=True,
            timeout=database.BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        unlock(made, self.key)
        self.place.open_here()
        return made

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Turns what SQLite says no with into a refusal that a person can act on."""
        try:
            yield
        except StaleDataError as error:
            raise Refusal("refuse.store.stale") from error
        except errors(DBAPIError) as error:
            found = error.orig if isinstance(error, DBAPIError) else error
            name = str(getattr(found, "sqlite_errorname", ""))
            if name.startswith(_NO_ROOM) and self._no_room():
                raise Refusal("refuse.store.no_room", path=self.name) from error
            if name.startswith("SQLITE_NOTADB") and self.ring.seals(self.path):
                raise Refusal("refuse.keys.sealed", path=self.name) from error
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
        self._look_around()
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

    @property
    def spelling(self) -> "Spelling":
        """How it is asked for rows as plain numbers and texts."""
        from models.store.spellings import SQLITE

        return SQLITE

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
        copy = SqliteFile(target, self.key)
        with copy.refusing():
            copy.make()
            if self.key:
                self.ring.copy_to(target.parent)
            with closing(self.connect()) as origin, closing(copy.connect()) as made:
                origin.backup(made)
                # One file, so that it can be carried away without its log.
                made.execute("PRAGMA journal_mode=DELETE").close()

    def version_of_dump(self, copy: Path) -> str | None:
        """The schema's version in a copy, once the copy was read through.

        Raises:
            Refusal: when it is damaged, or somebody else's.
        """
        place = SqliteFile(copy, self.key)
        with place.refusing(), closing(place.connect_read_only()) as origin:
            found = place.version_in(origin)
            place.check(origin)
        return found

    def unpack(self, copy: Path, into: sqlite3.Connection) -> bool:
        """Puts all of a copy into another database, to be looked through there."""
        place = SqliteFile(copy, self.key)
        with place.refusing(), closing(place.connect_read_only()) as origin:
            if not self.key:
                origin.backup(into)
                return True
            # Page by page only like goes into like.
            sealed = f"ATTACH DATABASE ? AS sealed KEY \"x'{self.key}'\""
            into.execute(sealed, (f"{copy.absolute().as_uri()}?mode=ro",)).close()
            into.execute("SELECT sqlcipher_export('main', 'sealed')").close()
            into.execute("DETACH DATABASE sealed").close()
        return True

    def load(self, copy: Path) -> None:
        """Puts a copy back; every open desk sees it as one change.

        Where what lies there is so damaged that nothing can be written into it, a new file takes
        its place, which open desks notice too.
        """
        self.make()
        try:
            self._write_over(copy)
        except broken() as error:
            if getattr(error, "sqlite_errorname", "") not in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
                raise
            # The log must go with the file: it would be played into the new one.
            for suffix in ("", "-wal", "-shm"):
                Path(f"{self.path}{suffix}").unlink(missing_ok=True)
            self.make()
            self.place.file = mark_of(self.path)
            self._write_over(copy)

    def _write_over(self, copy: Path) -> None:
        with (
            closing(SqliteFile(copy, self.key).connect_read_only()) as origin,
            closing(self.connect()) as live,
        ):
            origin.backup(live)

    def connect_read_only(self) -> sqlite3.Connection:
        """A connection that changes nothing, not even the log."""
        address = f"{self.path.absolute().as_uri()}?mode=ro"
        made: sqlite3.Connection = driver_for(self.key).connect(
            address, uri=True, isolation_level=None
        )
        unlock(made, self.key)
        return made

    def check(self, driver: sqlite3.Connection) -> None:
        """Has SQLite read through it.

        Raises:
            Refusal: when a page is broken.
        """
        if driver.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise Refusal("refuse.store.damaged", path=self.name)

    def compact(self) -> None:
        """Writes the file anew without its free pages, and empties the log that this goes through.

        Raises:
            sqlite3.OperationalError: when somebody reads from it all the time.
        """
        with closing(self.connect()) as driver:
            driver.execute("VACUUM").close()
            for _ in range(_CHECKPOINTS):
                if driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0:
                    return
        raise Refusal("refuse.store.busy", path=self.name)

    def empty_log(self) -> None:
        """Takes the log beside the file in and empties it, where nobody needs it at this moment.

        Taken in alone, it would keep older pages until they happen to be written over.
        """
        with closing(self.connect()) as driver:
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()

    def watch(self) -> "Watch":
        """A watch of the file."""
        from models.store.file_watch import FileWatch

        return FileWatch(self.place, self.connect)

    @property
    def ring(self) -> "Ring":
        """Where its key lies wrapped, if it has one."""
        from models.store.keys import Ring

        return Ring.beside(self.path)

    @property
    def notes(self) -> tuple[Refusal, ...]:
        """What the place has to say: an older file, a network file system."""
        return self.place.notes

    def assure(self) -> None:
        """Makes sure of a commit: the file it went into is the one that lies here."""
        self.place.check(None)

    def _begin(self, connection: sa.Connection) -> None:
        self.place.check(connection.info.get(_LOG))
        writes = bool(connection.get_execution_options().get(database.WRITES))
        _allow_writes(connection, writes)
        driver_of(connection).execute("BEGIN IMMEDIATE" if writes else "BEGIN").close()

    def _note_log(self, driver: sqlite3.Connection, record: "ConnectionPoolEntry") -> None:
        record.info[_LOG] = self.place.log_of(driver)

    def _look_around(self) -> None:
        """Asks what a start should know of the place before the file is opened in it."""
        from models.store.leftover import check_log
        from models.store.mounts import network_of

        taken_over, network = check_log(self.place), network_of(self.path.parent)
        far = network and Refusal("store.on_a_network", name=self.path.name, kind=network)
        self.place.notes = tuple(note for note in (taken_over, far) if note)

    def _log_left(self) -> bool:
        try:
            return self.place.log.stat().st_size > 0
        except OSError:
            return False

    def _no_room(self) -> bool:
        with suppress(OSError):
            return os.statvfs(self.path.parent).f_bavail == 0
        return False

    def _keep_private(self) -> None:
        """Takes the file away from everybody but its owner, if others could read it."""
        if self.path.stat().st_mode & 0o077:
            with suppress(PermissionError):  # somebody else's file: the owner decides
                os.chmod(self.path, 0o600)


def driver_of(connection: sa.Connection) -> sqlite3.Connection:
    """The driver's own connection, for what is no statement of a transaction."""
    driver = connection.connection.driver_connection
    if driver is None:
        raise TypeError("not a connection of SQLite")
    return cast(sqlite3.Connection, driver)


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
