"""Duties: what must be written because time passed, done once, by whichever desk is open.

A duty is taken by one row, unique in duty and due time, in the transaction that does it. Only the
latest due time is taken: a desk that was closed for a week does not make up for seven of them.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

from models.rules.refusal import Refusal
from models.store.actor import Actor
from models.store.clock import Clock
from models.store.engine import Store
from models.store.session import Writing

DUTY_DONE = sa.Table(
    "duty_done",
    SQLModel.metadata,
    sa.Column("duty", sa.String(64), primary_key=True),
    sa.Column("due", UTCDateTime(), primary_key=True),
    sa.Column("at", UTCDateTime(), nullable=False),
)

_EPOCH = dt.date(2000, 1, 1)
"""Repeated spans are counted from this local midnight, so that every desk counts alike."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that is to be written again and again."""

    name: str
    """Also the verb of its act."""
    every: dt.timedelta | dt.time
    """A span, or a time of the branch's day."""
    do: Callable[[Writing], None]

    def due(self, clock: Clock) -> dt.datetime:
        """The latest moment at which it was due."""
        now = clock.now()
        if isinstance(self.every, dt.time):
            due = clock.at(clock.today(), self.every)
            return due if due <= now else clock.at(clock.today() - dt.timedelta(days=1), self.every)
        start = clock.day_start(_EPOCH)
        return start + (now - start) // self.every * self.every


AHEAD = dt.timedelta(hours=1)
"""A duty that was done so far in the future was done by a clock that was wrong then, or is now."""


def last_act_at(store: Store) -> dt.datetime | None:
    """The moment that the last act bears."""
    from models.store.acts import ACT

    with store.reading(Actor.clock()) as session:
        asked = sa.select(ACT.c.at).order_by(ACT.c.id.desc()).limit(1)
        found: dt.datetime | None = session.connection().execute(asked).scalar()
        return found


def take_due(store: Store, duties: Iterable[Duty]) -> list[str]:
    """Does every duty that is due and not yet done; a refused one stays due.

    Returns:
        The names of those done by this call.

    Raises:
        Exception: whatever a duty raised that is no refusal, once the others were done.
    """
    actor = Actor.clock()
    _forget_ahead(store, actor)
    dues = [(duty, duty.due(store.clock)) for duty in duties]
    with store.reading(actor) as reading:
        waiting = [pair for pair in dues if not _done(reading.connection(), *pair)]
    taken: list[str] = []
    broken: list[Exception] = []
    for duty, due in waiting:
        try:
            if _take(store, actor, duty, due):
                taken.append(duty.name)
        except Refusal:
            continue
        except Exception as error:
            # A mistake of ours in one duty must not keep the others from being done.
            broken.append(error)
    if broken:
        raise broken[0]
    return taken


def _take(store: Store, actor: Actor, duty: Duty, due: dt.datetime) -> bool:
    with store.writing(actor, duty.name) as session:
        if _done(session.connection(), duty, due):
            return False
        with session.ground() as connection:
            try:
                connection.execute(
                    DUTY_DONE.insert(), {"duty": duty.name, "due": due, "at": session.now}
                )
            except IntegrityError as error:
                raise Refusal("refuse.store.busy") from error
        duty.do(session)
    return True


def _forget_ahead(store: Store, actor: Actor) -> None:
    """Lets go of what is marked as done later than now: it would not be done for as long as that.

    After that a clock that was a day ahead has every duty done once more, and none left out.
    """
    ahead = DUTY_DONE.c.at > store.clock.now() + AHEAD
    with store.reading(actor) as reading:
        if reading.connection().execute(sa.select(DUTY_DONE.c.at).where(ahead)).first() is None:
            return
    with store.writing(actor, "store.duties") as session, session.ground() as connection:
        connection.execute(DUTY_DONE.delete().where(ahead))


def _done(connection: sa.Connection, duty: Duty, due: dt.datetime) -> bool:
    asked = sa.select(DUTY_DONE.c.due).where(DUTY_DONE.c.duty == duty.name, DUTY_DONE.c.due == due)
    return connection.execute(asked).first() is not None
