"""A reading and a writing: one moment seen, one act done, nothing in between.

A reading never writes. A writing writes only what the unit of work flushes from changed rows,
because only that reaches the journal; everything else that would change data is refused before
the database sees it.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, SessionTransaction
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session, col

from models.rules.refusal import Refusal
from models.store.actor import Actor
from models.store.base import Row, UnjournalledWrite
from models.store.clock import Clock

if TYPE_CHECKING:
    from models.store.engine import Store

T = TypeVar("T")
RowT = TypeVar("RowT", bound=Row)

GATE = "quanan_gate"
"""Where a connection keeps the writing that guards it."""

_READS = re.compile(r"\s*(SELECT|VALUES|EXPLAIN|WITH)\b", re.IGNORECASE)
_CHANGES = re.compile(r"\b(INSERT|UPDATE|DELETE|REPLACE\s+INTO|MERGE)\b", re.IGNORECASE)


@cache
def _by_id(table: type[Row]) -> sa.Select[Any]:
    return sa.select(table).where(col(table.id) == sa.bindparam("id"))


@cache
def _by_ids(table: type[Row]) -> sa.Select[Any]:
    return sa.select(table).where(col(table.id).in_(sa.bindparam("ids", expanding=True)))


@cache
def _class_of(table: type[Row]) -> type[Row]:
    found: type[Row] = identity_key(table, 0)[0]
    return found


def key_of(table: type[RowT], row_id: int) -> tuple[type[RowT], tuple[int], None]:
    """What a session knows a row by; asking SQLAlchemy for it costs more than finding the row."""
    return cast(type[RowT], _class_of(table)), (row_id,), None


class Reading(Session):
    """One look at the database: everything read through it is as it was at one moment."""

    def __init__(self, store: "Store", bind: sa.Engine, viewer: Actor) -> None:
        super().__init__(bind, expire_on_commit=False, autoflush=isinstance(self, Writing))
        self.store = store
        self.viewer = viewer
        self.clock: Clock = store.clock
        self.now: dt.datetime = self.clock.now()
        self.today: dt.date = self.clock.day_of(self.now)
        self._known: dict[Hashable, object] = {}

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        """The row of that id, or None; the statement is worked out once for a table."""
        if options or type(ident) is not int:
            return super().get(entity, ident, **options)
        return self.gather(entity, [ident]).get(ident)

    def gather(self, table: type[RowT], ids: Iterable[int | None]) -> dict[int, RowT]:
        """The rows of these ids that are there; what is not at hand yet is read in one statement.

        An act keeps them at hand: it may ask for each again without reading again.
        """
        found: dict[int, RowT] = {}
        unread: list[int] = []
        for row_id in sorted({row_id for row_id in ids if row_id is not None}):
            known = self.identity_map.get(key_of(table, row_id))
            if known is None or instance_state(known).expired:
                unread.append(row_id)
            else:
                found[row_id] = known
        if unread:
            if len(unread) == 1:  # a list costs more to ask for
                read = self.execute(_by_id(table), {"id": unread[0]}).scalars()
            else:
                read = self.execute(_by_ids(table), {"ids": unread}).scalars()
            found.update((row.id, row) for row in read)
        return found

    def once(self, what: Hashable, work_out: "Callable[[], T]") -> "T":
        """What several reads of one moment share, worked out for the first of them only.

        A writing works it out each time, because its moment moves with what it changes.
        """
        if isinstance(self, Writing):
            return work_out()
        if what not in self._known:
            self._known[what] = work_out()
        return cast(T, self._known[what])

    def kept(
        self, what: str, areas: Iterable[str], work_out: "Callable[[], T]", *, every: dt.timedelta
    ) -> "T":
        """What moves only with some areas, or slowly with time, kept from one reading to the next.

        Args:
            what: its name; each viewer keeps a copy, because each may see something else.
            areas: the areas it is made from; it is worked out anew when one of them moved.
            every: how long it may stand while none of them does.
        """
        if isinstance(self, Writing):
            return work_out()
        # Read in this very snapshot: a newer number would pass an older value off as new.
        moved = tuple(self._revisions.get(area, 0) for area in areas)
        stamp = (moved, int(self.now.timestamp() // every.total_seconds()))
        name = (what, self.viewer.id, self.viewer.role)
        found = self.store.kept.get(name)
        if found is None or found[0] != stamp:
            found = self.store.kept[name] = (stamp, work_out())
        return cast(T, found[1])

    def settled(self, what: Hashable, area: str, work_out: "Callable[[], T]") -> "T":
        """What only one area decides and what holds no row, such as a set of rules.

        A reading works it out once; acts keep it from one to the next until the area moves.
        """
        return self.once((area, what), work_out)

    @cached_property
    def _revisions(self) -> dict[str, int]:
        found = self.connection().exec_driver_sql("SELECT area, n FROM revision")
        return {str(area): int(n) for area, n in found}

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Refused: a reading writes nothing."""
        raise UnjournalledWrite("a reading was asked to write")

    def commit(self) -> None:
        """Refused: the end of the `with` block is the only commit there is."""
        raise UnjournalledWrite("only the end of the with block commits")

    def rollback(self) -> None:
        """Refused: an act is done whole or not at all; raise instead."""
        raise UnjournalledWrite("raise to roll back: an act is never done by half")

    def finish(self) -> None:
        """Ends the reading well; called by the store."""
        if self.new or self.deleted or any(self.is_modified(row) for row in self.dirty):
            raise UnjournalledWrite("rows were changed in a reading, which keeps nothing")


class Writing(Reading):
    """One act: everything changed through it is done together, by one actor, and journalled."""

    def __init__(
        self, store: "Store", bind: sa.Engine, actor: Actor, verb: str, why: str | None
    ) -> None:
        super().__init__(store, bind, actor)
        self.actor = actor
        self.verb = verb
        self.why = why
        self.act_params: dict[str, object] = {}
        self.held: list[Row] = []
        """Every row that was read: the session itself would forget those that nobody holds, and
        ask for them again. Nobody else can change them while this act is under way."""
        self.act_id: int | None = None
        """The act in the journal, once the block ended and if anything changed."""
        self.digest: str | None = None
        """What the act is known by, from before it is committed."""
        self.committing = False
        self.undoes: int | None = None
        """The act that this one takes back."""
        self.moved: set[str] = set()
        """Areas that moved without the journal telling rows of them: what was erased."""
        self.witnessed = False
        self.afterwards: list[Callable[[], None]] = []
        """What is done beside the database once the act is kept, and not at all where it is not."""
        self._let_through = False
        connection = self._connection = self.connection()
        self._written = store.database.rows_written(connection)
        # Only now is it this act's turn, so acts lie in the order of their moments.
        self.now = self.clock.now()
        self.today = self.clock.day_of(self.now)
        self._guarded = connection.info
        self._guarded[GATE] = self
        from models.store.changes import Changes

        self.changes: Changes = Changes()

    def say(self, **params: object) -> None:
        """Adds what the journal tells of this act: ids of records, plain values, `Key`s."""
        self.act_params.update(params)

    def witness(self, **params: object) -> None:
        """Has the act journalled even if no row changes: a reveal, an export, an erasure."""
        self.say(**params)
        self.witnessed = True

    @property
    def lets_through(self) -> bool:
        """Whether the database may be changed at this moment."""
        return self._let_through

    @contextmanager
    def ground(self) -> Iterator[sa.Connection]:
        """Lets statements through; for the store's own tables and the journal's work only."""
        if self._let_through:
            yield self._connection
            return
        self._check_unwritten()
        self._let_through = True
        try:
            yield self._connection
            self._written = self.store.database.rows_written(self._connection)
        finally:
            self._let_through = False

    def _check_unwritten(self) -> None:
        """Refuses the act whole if a row was written that the store did not let through."""
        if self.store.database.rows_written(self._connection) != self._written:
            raise UnjournalledWrite("a statement wrote past the journal: change rows instead")

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Writes the changed rows within this transaction, so that their ids are known."""
        if not (self.new or self.deleted or self.dirty):
            return
        from models.store.updates import write_changed

        for row in chain(self.new, self.deleted, self.dirty):
            if not isinstance(row, Row):
                raise UnjournalledWrite(f"{type(row).__name__} is not a Row")
        gone = {instance_state(row).key for row in self.deleted}
        if gone and any(identity_key(instance=row) in gone for row in self.new):
            raise UnjournalledWrite("a row was deleted and added again: change it instead")
        self.changes.check_json(self.dirty)
        self._number()
        with self.ground():
            write_changed(self)
            if self.new or self.deleted or self.dirty:
                Session.flush(self, objects)

    def _number(self) -> None:
        """Gives several new rows of a table their ids, so that they are added by one statement.

        Left to the database, it would be asked for them row by row.
        """
        fresh: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self.new:
            if row.id is None:
                fresh[row.__tablename__].append(row)
        for table, rows in fresh.items():
            if len(rows) > 1:
                rows.sort(key=lambda row: instance_state(row).insert_order or 0)
                first = self.reserve_ids(table, len(rows))
                for row_id, row in enumerate(rows, first):
                    row.id = row_id

    def reserve_ids(self, table: str, count: int) -> int:
        """The first of so many ids of a table in a row, which nobody else gets."""
        return self.store.database.reserve_ids(self.connection(), table, count)

    def finish(self) -> None:
        """Seals the act and commits; called by the store."""
        from models.store.seal import seal

        self.flush()
        self._check_unwritten()
        self.changes.check_json(self)  # every row still at hand, changed or not
        if self.changes or self.witnessed:
            with self.ground() as connection:
                self.act_id = seal(self, connection)
        self.committing = True
        Session.commit(self)

    def close(self) -> None:
        """Lets go of the connection; what was not committed never happened."""
        self._guarded.pop(GATE, None)
        super().close()

    def settled(self, what: Hashable, area: str, work_out: "Callable[[], T]") -> "T":
        """As in a reading, but worked out anew from where this very act changed the area.

        Until then nobody else can have changed it, because acts queue.
        """
        if self._moves(area):
            return work_out()
        moved = self._revisions.get(area, 0)
        found = self.store.settled.get((area, what))
        if found is None or found[0] != moved:
            found = self.store.settled[area, what] = (moved, work_out())
        return cast(T, found[1])

    def _moves(self, area: str) -> bool:
        pending = chain(self.new, self.deleted, self.dirty)
        return self.changes.moves(area) or any(getattr(row, "area", "") == area for row in pending)

    def begin_nested(self) -> SessionTransaction:
        """Refused: what a savepoint takes back would stay in the journal."""
        self._refuse("a savepoint")

    def merge(self, *_arguments: Any, **_options: Any) -> NoReturn:
        """Refused: it hides which fields a person changed."""
        self._refuse("merge")

    def merge_all(self, *_arguments: Any, **_options: Any) -> NoReturn:
        """Refused like `merge`."""
        self._refuse("merge")

    def bulk_save_objects(self, objects: Iterable[object], *_: Any, **_options: Any) -> NoReturn:
        """Refused: it passes the journal by."""
        self._refuse("bulk_save_objects")

    def bulk_insert_mappings(self, *_: Any, **_options: Any) -> NoReturn:
        """Refused: it passes the journal by."""
        self._refuse("bulk_insert_mappings")

    def bulk_update_mappings(self, *_: Any, **_options: Any) -> NoReturn:
        """Refused: it passes the journal by."""
        self._refuse("bulk_update_mappings")

    def _refuse(self, what: str) -> NoReturn:
        raise UnjournalledWrite(f"{what} would pass the journal by: change rows instead")


def fetch(session: Reading, table: type[RowT], row_id: int) -> RowT:
    """The row, read inside this transaction.

    Raises:
        Refusal: when it is no longer there.
    """
    row = session.gather(table, [row_id]).get(row_id)
    if row is None:
        raise Refusal("refuse.gone")
    return row


@event.listens_for(Writing, "do_orm_execute")
def _refuse_statements(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        raise UnjournalledWrite("a statement would pass the journal by: change rows instead")


def guard(connection: sa.Connection, _cursor: object, statement: str, *_rest: object) -> None:
    """Refuses a statement that could change data while no flush of a writing is under way."""
    writing = connection.info.get(GATE)
    if writing is None or writing.lets_through:
        return
    if not _READS.match(statement) or (
        statement.lstrip()[:4].upper() == "WITH" and _CHANGES.search(statement)
    ):
        raise UnjournalledWrite(f"past the journal: {statement.split(None, 1)[0]}")
