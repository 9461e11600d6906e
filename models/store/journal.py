"""The journal: every write is an act with entries, and an act can be read, traced and taken back.

It is the audit, the ticker, the hand-over and the undo. An act keeps a verb key with parameters,
never a sentence, so that it is masked and translated when it is shown. Parameters named after a
kind of record (`household=`, `resident=`, `volunteer=`, `item=`) hold its id.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

import sqlalchemy as sa

from models.rules.refusal import Refusal
from models.store.actor import Origin, Role
from models.store.acts import ACT, ACT_VALUE, ENTRY, ENTRY_VALUE, JOURNAL
from models.store.session import Reading, Writing
from models.store.values import Plain, said_params

if TYPE_CHECKING:
    from models.store.verify import VerifyReport

__all__ = [
    "JOURNAL",
    "ActLine",
    "EntryLine",
    "act",
    "acts",
    "dead_acts",
    "empty",
    "entries",
    "erase",
    "history",
    "last_change",
    "my_last_act",
    "undo",
    "verify",
]


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act. Where its values were emptied, name, parameters and reason are too."""

    id: int
    at: dt.datetime
    actor_id: int | None
    actor: str
    """The actor's name when it was done."""
    role: Role
    origin: Origin
    verb: str
    params: dict[str, object]
    why: str | None
    undoes: int | None
    """The act that this one took back."""
    undone_by: int | None
    """The act that took this one back, unless that one was taken back itself."""
    erased: bool


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One row that an act touched."""

    id: int
    act_id: int
    area: str
    table: str
    row_id: int
    operation: Literal["insert", "update", "delete"]
    fields: tuple[str, ...]
    before: dict[str, Plain] | None
    after: dict[str, Plain] | None
    erased: bool


def acts(
    session: Reading,
    *,
    since: dt.datetime | None = None,
    before: int | None = None,
    after: int | None = None,
    actor_id: int | None = None,
    verbs: Collection[str] | None = None,
    but: Collection[str] = (),
    area: str | None = None,
    limit: int = 60,
) -> tuple[ActLine, ...]:
    """Acts, latest first.

    Args:
        since: only those at or after this moment.
        before: only those with a smaller id: the next page.
        after: only those with a greater id: what is new.
        actor_id: only those of one person.
        verbs: only these verbs.
        but: all verbs but these.
        area: only those that touched a row of this area.
    """
    asked = _act_lines().order_by(ACT.c.id.desc()).limit(limit)
    if since is not None:
        asked = asked.where(ACT.c.at >= since)
    if before is not None:
        asked = asked.where(ACT.c.id < before)
    if after is not None:
        asked = asked.where(ACT.c.id > after)
    if actor_id is not None:
        asked = asked.where(ACT.c.actor_id == actor_id)
    if verbs is not None:
        asked = asked.where(ACT.c.verb.in_(verbs))
    if but:
        asked = asked.where(ACT.c.verb.not_in(but))
    if area is not None:
        touched = sa.exists().where(ENTRY.c.act_id == ACT.c.id, ENTRY.c.area == area)
        asked = asked.where(touched)
    return _lines(session, asked)


def act(session: Reading, act_id: int) -> ActLine | None:
    """One act, if there is one of that id."""
    found = _lines(session, _act_lines().where(ACT.c.id == act_id))
    return found[0] if found else None


def entries(session: Reading, act_id: int) -> tuple[EntryLine, ...]:
    """The rows an act touched, in the order it touched them."""
    return _entry_lines(session, sa.and_(ENTRY.c.act_id == act_id), None)


def history(
    session: Reading, table_name: str, row_id: int, limit: int = 60
) -> tuple[tuple[ActLine, EntryLine], ...]:
    """What happened to one row, latest first: each act with what it did to the row."""
    touched = _entry_lines(
        session, sa.and_(ENTRY.c.table_name == table_name, ENTRY.c.row_id == row_id), limit
    )
    asked = _act_lines().where(ACT.c.id.in_([line.act_id for line in touched]))
    found = {line.id: line for line in _lines(session, asked)} if touched else {}
    return tuple((found[line.act_id], line) for line in touched)


def history_of(
    session: Reading, rows: Mapping[str, Sequence[int]], limit: int = 60
) -> tuple[ActLine, ...]:
    """The acts that touched any of these rows, latest first; rows by the name of their table."""
    touched = sa.or_(
        *(
            sa.and_(ENTRY.c.table_name == table, ENTRY.c.row_id.in_(ids))
            for table, ids in rows.items()
        )
    )
    acts = sa.select(ENTRY.c.act_id).where(touched)
    asked = _act_lines().where(ACT.c.id.in_(acts)).order_by(ACT.c.id.desc()).limit(limit)
    return _lines(session, asked)


def last_change(
    session: Reading, table_name: str, row_id: int, field: str
) -> tuple[dt.datetime, int | None] | None:
    """When, and by whom, a field of a row was last given another value."""
    asked = (
        sa.select(ACT.c.at, ACT.c.actor_id, ENTRY.c.fields)
        .join_from(ENTRY, ACT)
        .where(ENTRY.c.table_name == table_name, ENTRY.c.row_id == row_id)
        .order_by(ENTRY.c.act_id.desc())
    )
    for at, actor_id, fields in session.execute(asked):
        if field in fields:
            return at, actor_id
    return None


def my_last_act(
    session: Reading, actor_id: int | None, *, skip: Collection[str] = ()
) -> ActLine | None:
    """The last act of a person that still stands and that took nothing back itself.

    Args:
        skip: verbs that are not taken back, such as reveals.
    """
    own = ACT.c.actor_id.is_(None) if actor_id is None else ACT.c.actor_id == actor_id
    page = _act_lines().where(own, ACT.c.undoes.is_(None), ACT.c.verb.not_in(skip))
    page = page.order_by(ACT.c.id.desc()).limit(30)
    before: int | None = None
    while found := _lines(session, page if before is None else page.where(ACT.c.id < before)):
        for line in found:
            if line.undone_by is None:
                return line
        before = found[-1].id
    return None


def dead_acts(session: Reading, since: int) -> dict[int, int]:
    """Acts from `since` on that were taken back and still are: act -> the act that did it."""
    pairs = session.execute(
        sa.select(ACT.c.id, ACT.c.undoes)
        .where(ACT.c.undoes.is_not(None), ACT.c.id > since)
        .order_by(ACT.c.id.desc())
    )
    dead: dict[int, int] = {}
    for undoing, undone in pairs:
        # Latest first: whether an undoing still stands is known before it is looked at.
        if undoing not in dead:
            dead[undone] = undoing
    return dead


def erase(session: Writing, act_ids: Iterable[int]) -> int:
    """Empties what these acts said and what the rows held; the acts and the chain stay.

    The erasure itself is journalled. An erased act can no longer be taken back.

    Returns:
        How many acts were emptied.
    """
    wanted = list(act_ids)
    told = sa.select(ACT.c.id).where(ACT.c.id.in_(wanted))
    touched = sa.select(ENTRY.c.id).where(ENTRY.c.act_id.in_(wanted))
    emptied, _ = empty(session, told, touched)
    session.witness(acts=emptied)
    return emptied


def empty(session: Writing, acts: sa.Select[Any], entries: sa.Select[Any]) -> tuple[int, int]:
    """Empties what some acts said, and what some of their entries held; the chain stays.

    Args:
        acts: selects the ids of the acts.
        entries: selects the ids of the entries.

    Returns:
        How many acts and how many entries held something until now.
    """
    with session.ground() as connection:
        held = ENTRY_VALUE.delete().where(ENTRY_VALUE.c.entry_id.in_(entries))
        said = ACT_VALUE.delete().where(ACT_VALUE.c.act_id.in_(acts))
        n = connection.execute(held).rowcount
        return connection.execute(said).rowcount, n


def undo(session: Writing, act_id: int) -> None:
    """Takes an act back: every row is as it was before it. A new act, like any other.

    Raises:
        Refusal: when there is nothing to take back, when it was taken back already, when a later
            act touched the same rows or refers to them, or when the old values were emptied.
    """
    from models.store.undo import take_back

    take_back(session, act_id)


def verify(session: Reading) -> "VerifyReport":
    """Recomputes the whole chain and says what was emptied and what is broken."""
    from models.store.verify import recompute

    return recompute(session)


def _act_lines() -> sa.Select[Any]:
    return sa.select(
        *(ACT.c[name] for name in ("id", "at", "actor_id", "role", "origin", "verb", "undoes")),
        ACT_VALUE.c.actor,
        ACT_VALUE.c.params,
        ACT_VALUE.c.why,
    ).join_from(ACT, ACT_VALUE, isouter=True)


def _lines(session: Reading, asked: sa.Select[Any]) -> tuple[ActLine, ...]:
    rows = session.execute(asked).all()
    if not rows:
        return ()
    dead = dead_acts(session, min(row.id for row in rows))
    return tuple(
        ActLine(
            id=row.id,
            at=row.at,
            actor_id=row.actor_id,
            actor=row.actor or "",
            role=Role(row.role),
            origin=cast(Origin, row.origin),
            verb=row.verb,
            params=said_params(row.params or {}),
            why=row.why,
            undoes=row.undoes,
            undone_by=dead.get(row.id),
            erased=row.params is None,
        )
        for row in rows
    )


def _entry_lines(
    session: Reading, where: sa.ColumnElement[bool], limit: int | None
) -> tuple[EntryLine, ...]:
    asked = (
        sa.select(ENTRY, ENTRY_VALUE.c.salt, ENTRY_VALUE.c.before, ENTRY_VALUE.c.after)
        .join_from(ENTRY, ENTRY_VALUE, isouter=True)
        .where(where)
        .order_by(ENTRY.c.id if limit is None else ENTRY.c.id.desc())
        .limit(limit)
    )
    return tuple(
        EntryLine(
            id=row.id,
            act_id=row.act_id,
            area=row.area,
            table=row.table_name,
            row_id=row.row_id,
            operation=row.operation,
            fields=tuple(row.fields),
            before=row.before,
            after=row.after,
            erased=row.salt is None,
        )
        for row in session.execute(asked)
    )


def refused(key: str, line: ActLine | None, **params: object) -> Refusal:
    """A refusal that names the act in the way: who did it, when, and what it was."""
    from models.words import Key

    if line is None:
        return Refusal(key, **params)
    return Refusal(key, act=line.id, verb=Key(line.verb), who=line.actor, at=line.at, **params)
