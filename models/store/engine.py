"""The store: opens a database, and hands out readings and writings of it.

There is no engine in any module; a store is opened, passed on and closed. Opening a database that
is there and current asks it one question and imports no area.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

import models
from models.rules.refusal import Refusal
from models.store import migrations
from models.store.actor import Actor, Origin, Role
from models.store.areas import whole
from models.store.base import BranchClock, Row, UnjournalledWrite
from models.store.clock import Clock
from models.store.database import WRITES, Database, database_of
from models.store.doubt import Doubt, was_kept
from models.store.session import Reading, Writing, guard

Progress = Callable[[str], None]
"""Told the message key of what opening is busy with."""

__all__ = [
    "Actor",
    "Origin",
    "Progress",
    "Reading",
    "Role",
    "Row",
    "Store",
    "UnjournalledWrite",
    "Writing",
]


class Store:
    """One open database. `Store.open` makes one."""

    def __init__(
        self,
        database: Database,
        areas: Sequence[str],
        *,
        scratch: bool = False,
        backups: Path | None = None,
    ) -> None:
        self.database = database
        self.url = database.url
        self.clock = Clock()
        self.engine = database.engine(scratch=scratch)
        event.listen(self.engine, "before_cursor_execute", guard)
        self._writer = self.engine.execution_options(**{WRITES: True})
        self.backups = backups
        """The folder where this machine keeps copies of it; None where nobody keeps any."""
        self.backup_trouble: Refusal | None = None
        """Why the last copy that was tried here could not be made; see `keep_copy`."""
        self._areas = tuple(areas)
        self._clock_given = False
        self._tables_checked = 0
        self._doubt: Doubt | None = None
        self.kept: dict[tuple[str, int | None, Role], tuple[object, object]] = {}
        """What readings keep for the next one; see `Reading.kept`."""
        self.settled: dict[tuple[str, Hashable], tuple[int, object]] = {}
        """What stands until an area moves; see `Reading.settled`."""

    @classmethod
    def open(
        cls,
        place: str | Database,
        clock: Clock | None = None,
        *,
        progress: Progress | None = None,
        areas: Sequence[str] | None = None,
        steps: "migrations.Steps" = migrations.STEPS,
        scratch: bool = False,
        backups: Path | None = None,
    ) -> "Store":
        """Opens a database: creates it if it is not there, upgrades it if it is older.

        Args:
            place: a database, its URL, or the path of its file.
            clock: the clock to go by, instead of the one the branch keeps.
            progress: told what takes a while.
            areas: the modules with the tables, instead of every area.
            steps: the schema's history, instead of the one in `migrations`.
            scratch: for a file that is built aside and can be built again: commits do not wait
                for the disk.
            backups: where copies of it are kept; by itself only the one before an upgrade, beside
                the database.

        Raises:
            Refusal: when the file is not ours, is newer than this program, or cannot be opened.
        """
        # What it listens to must be said before another thread maps a table: SQLAlchemy tells each
        # new table of the listeners there are, and stumbles when one is added at that moment.
        import_module("models.store.changes")
        named = [f"models.{area}" for area in models.AREAS] if areas is None else areas
        database = database_of(place) if isinstance(place, str) else place
        store = cls(database, named, scratch=scratch, backups=backups)
        tell = progress or (lambda _key: None)
        try:
            with database.refusing():
                found = store._prepare(steps, tell)
                if clock is not None:
                    store.clock, store._clock_given = clock, True
                elif found:
                    store.reload_clock()
        except BaseException:
            store.close()
            raise
        return store

    @contextmanager
    def reading(self, viewer: Actor) -> Iterator[Reading]:
        """One look at the database, by somebody: a snapshot that nobody's writing moves."""
        with self.database.refusing():
            session = Reading(self, self.engine, viewer)
            try:
                yield session
                session.finish()
            finally:
                session.close()

    @contextmanager
    def writing(self, actor: Actor, verb: str, why: str | None = None) -> Iterator[Writing]:
        """One act: done whole when the block ends, not at all when it raises.

        Raises:
            Refusal: when another change came first, or the file cannot take the act.
        """
        self._resolve_references()
        doubt: Doubt | None = None
        with self.database.refusing():
            self._check_doubt(actor, verb)
            session = Writing(self, self._writer, actor, verb, why)
            try:
                yield session
                session.finish()
            except DBAPIError as error:
                lost = session.committing and error.connection_invalidated
                if not lost or session.digest is None:
                    raise
                doubt = Doubt(session.digest, actor, verb)
            finally:
                session.close()
            if doubt is not None:
                self._settle(doubt)
            self.database.assure()
        for then in session.afterwards:
            then()
        if any(table == BranchClock.__tablename__ for table, _ in session.changes.rows):
            self.reload_clock()

    def _settle(self, doubt: Doubt) -> None:
        """Looks whether an act was kept whose commit nobody answered.

        Raises:
            Refusal: when it was not, or when that cannot be asked yet.
        """
        try:
            with self.database.refusing():
                kept = was_kept(self._writer, doubt)
        except Refusal as refusal:
            self._doubt = doubt
            raise Refusal("refuse.store.unsure", path=self.database.name) from refusal
        if not kept:
            raise Refusal("refuse.store.unreachable", path=self.database.name)

    def _check_doubt(self, actor: Actor, verb: str) -> None:
        """Sees to it that what was in doubt and was kept after all is not done a second time.

        Raises:
            Refusal: when this person's last such act was kept.
        """
        doubt = self._doubt
        if doubt is None or doubt.actor != actor:
            return
        kept = was_kept(self._writer, doubt)
        if kept and doubt.verb != verb:
            return  # told as soon as the same is tried again
        self._doubt = None
        if kept:
            from models.words import Key

            raise Refusal("refuse.store.was_kept", verb=Key(verb))

    @property
    def path(self) -> Path:
        """The database's file.

        Raises:
            Refusal: when it lies on a server.
        """
        if self.database.file is None:
            raise Refusal("refuse.store.no_file", path=self.database.name)
        return self.database.file

    def areas(self) -> dict[str, int]:
        """The revision of every area that was ever written."""
        with self.engine.connect() as connection:
            found = connection.execute(sa.text("SELECT area, n FROM revision"))
            return {str(area): int(n) for area, n in found}

    def damage(self) -> tuple[str, ...]:
        """What the database itself finds wrong with the file; nothing when it is sound.

        Raises:
            Refusal: when so much is wrong that it cannot be looked through.
        """
        with self.database.refusing():
            return self.database.damage()

    def empty_log(self) -> None:
        """Leaves nothing in the log beside the file, as far as nobody reads from it right now."""
        with self.database.refusing():
            self.database.empty_log()

    def load_areas(self) -> None:
        """Imports every area, so that every table is known."""
        for module in self._areas:
            whole(module)
        import_module("models.store.journal")
        import_module("models.store.duties")
        import_module("models.store.personal")
        import_module("models.store.kept")

    def reload_clock(self) -> None:
        """Takes the clock from the database, unless the store was given one."""
        if self._clock_given:
            return
        with self.engine.connect() as connection:
            table = SQLModel.metadata.tables["branch_clock"]
            row = connection.execute(sa.select(table)).first()
        if row is not None:
            self.clock = Clock(row.zone, start=row.demo_start, since=row.demo_since)

    def close(self) -> None:
        """Closes every connection of this store."""
        self.engine.dispose()

    def _prepare(self, steps: "migrations.Steps", tell: Progress) -> bool:
        """Brings the file to the newest schema; false when it was created just now."""
        self._check_not_emptied()
        self.database.make()
        version = self.database.version()
        if version == steps.newest:
            return True
        if version is None:
            tell("store.creating")
            self._create(steps)
            return False
        if version not in steps.versions:
            raise Refusal("refuse.store.newer", path=self.database.name)
        tell("store.upgrading")
        self.load_areas()
        from models.store.backup import before_upgrade

        before_upgrade(self.database, self.backups, steps.newest)
        migrations.upgrade(self.database, steps)
        return True

    def _check_not_emptied(self) -> None:
        """Refuses a file that holds nothing where it once held a branch, as its copies tell."""
        file, folder = self.database.file, self.backups
        if file is None or folder is None or not file.is_file() or self.database.exists():
            return
        from models.store.backup import copies

        if copies(self.database, folder):
            raise Refusal("refuse.store.emptied", name=file.name, folder=str(folder))

    def _create(self, steps: "migrations.Steps") -> None:
        self.load_areas()
        from models.store.acts import protect

        with self._writer.begin() as connection:
            if not self.database.create(connection, SQLModel.metadata):
                return  # somebody else was quicker
            protect(self.database, connection)
            migrations.stamp(connection, steps.newest)

    def _resolve_references(self) -> None:
        """Imports every area if a table known so far refers to one that is not known yet."""
        tables = SQLModel.metadata.tables
        if len(tables) == self._tables_checked:
            return
        wanted = {
            key.target_fullname.rpartition(".")[0]
            for table in tables.values()
            for key in table.foreign_keys
        }
        if not wanted <= tables.keys():
            self.load_areas()
        self._tables_checked = len(tables)


def set_clock(session: Writing, clock: BranchClock) -> None:
    """Keeps the branch's zone, and where its demonstration began, for every process."""
    kept = session.get(BranchClock, 1)
    if kept is None:
        clock.id = 1
        session.add(clock)
    else:
        kept.zone, kept.demo_start, kept.demo_since = clock.zone, clock.demo_start, clock.demo_since
