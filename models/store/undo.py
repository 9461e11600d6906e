"""Taking an act back: the rows become what they were, unless a later act stands on them.

Rows are restored by statements, not through the unit of work: an undo puts back exactly what the
journal kept, and no relationship may add to it. What it does is journalled like any other change.
Acts that were taken back, and the acts that took them back, stand on nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from models.rules.refusal import Refusal
from models.store.acts import ACT, ENTRY
from models.store.base import Row, UnjournalledWrite, secrets_of
from models.store.journal import EntryLine, act, dead_acts, entries, refused
from models.store.session import Writing
from models.store.values import Plain, columns, models_by_table, plain, restored

_MANY = 5000
"""Ids asked for in one statement."""

Values = dict[str, Plain]


@dataclass(slots=True)
class _Plan:
    """What is to be done to one table."""

    model: type[Row]
    delete: list[int] = field(default_factory=list)
    update: dict[int, Values] = field(default_factory=dict)
    insert: dict[int, Values] = field(default_factory=dict)

    @property
    def table(self) -> sa.Table:
        """The table itself."""
        return SQLModel.metadata.tables[str(self.model.__tablename__)]


def take_back(session: Writing, act_id: int) -> None:
    """Restores every row that the act touched; `journal.undo` says when it is refused."""
    if session.undoes is not None or session.changes:
        raise UnjournalledWrite("one act takes back one act, and does nothing besides")
    restore_rows(session, act_id)


def restore_rows(session: Writing, act_id: int, *, but: frozenset[str] = frozenset()) -> None:
    """Restores the rows that the act touched, but for the tables of a ledger: those are moved back.

    Raises:
        Refusal: as `journal.undo` says.
    """
    session.store.load_areas()
    touched = [line for line in entries(session, act_id) if line.table not in but]
    if not touched:
        raise Refusal("refuse.undo.nothing")
    dead = dead_acts(session, act_id)
    if act_id in dead:
        raise refused("refuse.undo.done", act(session, dead[act_id]))
    if any(line.erased for line in touched):
        raise Refusal("refuse.undo.erased")
    if any(_lost(line) for line in touched):
        raise Refusal("refuse.undo.secret")
    _refuse_later(session, act_id, dead, but)
    plans = _plans(touched)
    _refuse_referred(session, plans)
    _refuse_orphaned(session, plans)
    session.undoes = act_id
    try:
        _apply(session, plans)
    except IntegrityError as error:
        raise Refusal("refuse.undo.clash") from error
    session.expire_all()


def _lost(line: EntryLine) -> bool:
    """Whether putting the row back would need a secret, of which the journal keeps nothing."""
    table = SQLModel.metadata.tables.get(line.table)
    return (
        table is not None
        and line.operation != "insert"
        and bool(secrets_of(table) & set(line.fields))
    )


def _refuse_later(session: Writing, act_id: int, dead: dict[int, int], but: frozenset[str]) -> None:
    mine = (
        sa.select(ENTRY.c.table_name, ENTRY.c.row_id)
        .where(ENTRY.c.act_id == act_id, ENTRY.c.table_name.not_in(but))
        .subquery()
    )
    later = session.execute(
        sa.select(ACT.c.id, ACT.c.undoes)
        .join(ENTRY, ENTRY.c.act_id == ACT.c.id)
        .join(
            mine,
            sa.and_(mine.c.table_name == ENTRY.c.table_name, mine.c.row_id == ENTRY.c.row_id),
        )
        .where(ENTRY.c.act_id > act_id)
        .distinct()
        .order_by(ACT.c.id.desc())
    )
    for later_id, undoes in later:
        # An act and its undoing cancel each other, if both came after the act in question.
        if later_id not in dead and (undoes is None or undoes < act_id):
            raise refused("refuse.undo.later", act(session, later_id))


def _plans(touched: Sequence[EntryLine]) -> dict[str, _Plan]:
    models = models_by_table()
    plans: dict[str, _Plan] = {}
    for line in touched:
        if line.table not in models:
            raise Refusal("refuse.undo.older")
        plan = plans.setdefault(line.table, _Plan(models[line.table]))
        if line.operation == "insert":
            plan.delete.append(line.row_id)
        elif line.operation == "delete":
            plan.insert[line.row_id] = line.before or {}
        else:
            plan.update[line.row_id] = line.before or {}
    return plans


def _references(table: sa.Table) -> Iterator[tuple[sa.Column[Any], sa.Table]]:
    """Columns of a table that refer to the id of another (or the same) table."""
    for column in table.columns:
        for key in column.foreign_keys:
            yield column, key.column.table


def _refuse_referred(session: Writing, plans: dict[str, _Plan]) -> None:
    """Refuses when a row that stays refers to a row that would go."""
    for name, model in models_by_table().items():
        own = plans.get(name)
        for column, referred in _references(SQLModel.metadata.tables[name]):
            plan = plans.get(referred.name)
            if plan is None or not plan.delete:
                continue
            for row_id in _holding(session, column, plan.delete):
                if own is not None and row_id in own.delete:
                    continue
                if own is not None and _field(model, column) in own.update.get(row_id, {}):
                    continue
                raise _named(session, name, row_id, "refuse.undo.referred")


def _refuse_orphaned(session: Writing, plans: dict[str, _Plan]) -> None:
    """Refuses when a restored row would refer to a row that has gone since."""
    for plan in plans.values():
        for column, referred in _references(plan.table):
            name = _field(plan.model, column)
            restorations = (*plan.update.values(), *plan.insert.values())
            wanted = {
                value for values in restorations if isinstance(value := values.get(name), int)
            }
            back = plans.get(referred.name)
            if back is not None:
                wanted -= back.insert.keys()
            there = {row_id for row_id in _holding(session, referred.c.id, wanted)}
            for row_id in sorted(wanted - there):
                raise _named(session, referred.name, row_id, "refuse.undo.later")


def _holding(session: Writing, column: sa.Column[Any], values: Iterable[int]) -> Iterator[int]:
    """Ids of the rows in which a column holds one of these values."""
    wanted = sorted(values)
    for start in range(0, len(wanted), _MANY):
        part = wanted[start : start + _MANY]
        yield from session.execute(sa.select(column.table.c.id).where(column.in_(part))).scalars()


def _named(session: Writing, table: str, row_id: int, key: str) -> Refusal:
    latest = session.execute(
        sa.select(ENTRY.c.act_id)
        .where(ENTRY.c.table_name == table, ENTRY.c.row_id == row_id)
        .order_by(ENTRY.c.act_id.desc())
    ).scalar()
    return refused(key, act(session, latest) if latest else None)


def _apply(session: Writing, plans: dict[str, _Plan]) -> None:
    ordered = [
        plans[table.name] for table in SQLModel.metadata.sorted_tables if table.name in plans
    ]
    # Rows of one table may refer to each other in any order: keys are asked about at the end.
    with session.ground() as connection:
        session.store.database.defer_foreign_keys(connection)
        for plan in reversed(ordered):
            _delete(session, connection, plan)
        for plan in ordered:
            _update(session, connection, plan)
        for plan in ordered:
            _insert(session, connection, plan)


def _delete(session: Writing, connection: sa.Connection, plan: _Plan) -> None:
    for row_id, values in _now(connection, plan, plan.delete).items():
        session.changes.record(plan.model.area, plan.table.name, row_id, values, None)
    if plan.delete:
        gone = plan.table.delete().where(plan.table.c.id == sa.bindparam("row_id"))
        connection.execute(gone, [{"row_id": row_id} for row_id in plan.delete])


def _update(session: Writing, connection: sa.Connection, plan: _Plan) -> None:
    now = _now(connection, plan, list(plan.update))
    kept = columns(plan.model)
    alike: dict[tuple[str, ...], list[dict[str, object]]] = defaultdict(list)
    for row_id, values in plan.update.items():
        back = {name: value for name, value in values.items() if name in kept}
        before = {name: now[row_id][name] for name in back}
        session.changes.record(plan.model.area, plan.table.name, row_id, before, back)
        parameters: dict[str, object] = {"row_id": row_id}
        for name, value in back.items():
            parameters[f"to_{name}"] = restored(plan.model, name, value)
        alike[tuple(back)].append(parameters)
    for names, rows in alike.items():
        statement = plan.table.update().where(plan.table.c.id == sa.bindparam("row_id"))
        settings: dict[sa.Column[Any], Any] = {
            kept[name]: sa.bindparam(f"to_{name}", type_=kept[name].type) for name in names
        }
        settings[plan.table.c.version] = plan.table.c.version + 1
        connection.execute(statement.values(settings), rows)


def _insert(session: Writing, connection: sa.Connection, plan: _Plan) -> None:
    kept = columns(plan.model)
    alike: dict[tuple[str, ...], list[dict[str, object]]] = defaultdict(list)
    for row_id, values in plan.insert.items():
        back = {name: value for name, value in values.items() if name in kept}
        version = back.pop("version", None)
        session.changes.record(plan.model.area, plan.table.name, row_id, None, dict(back))
        parameters = {
            kept[name].name: restored(plan.model, name, value) for name, value in back.items()
        }
        # Whoever still holds the row as it was before it went must not get past the version.
        parameters["version"] = version + 1 if isinstance(version, int) else 1
        alike[tuple(parameters)].append(parameters)
    for rows in alike.values():
        connection.execute(plan.table.insert(), rows)


def _now(connection: sa.Connection, plan: _Plan, row_ids: Sequence[int]) -> dict[int, Values]:
    kept = columns(plan.model)
    asked = sa.select(*(column.label(name) for name, column in kept.items()))
    found: dict[int, Values] = {}
    for start in range(0, len(row_ids), _MANY):
        part = row_ids[start : start + _MANY]
        for row in connection.execute(asked.where(plan.table.c.id.in_(part))):
            found[row.id] = {name: plain(row._mapping[name]) for name in kept}
    if len(found) != len(row_ids):
        # Only somebody who wrote past the journal can have taken them away.
        raise Refusal("refuse.undo.older")
    return found


def _field(model: type[Row], column: sa.Column[Any]) -> str:
    return next(name for name, kept in columns(model).items() if kept is column)
