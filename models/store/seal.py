"""From changes to a sealed act: entries, salted digests, the chain, and the revisions that move.

The seal is written by the transaction of the change itself, so there is never a change without
its act, nor an act without its change.
"""

import secrets
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from models.store.acts import ACT, ACT_VALUE, ENTRY, ENTRY_VALUE, JOURNAL, add
from models.store.base import secrets_of
from models.store.changes import Touched, Values
from models.store.session import Writing
from models.store.values import canonical, digest, digest_of_parts, kept_params, plain

_LAST = (
    "SELECT act.id, act.digest, (SELECT max(entry.id) FROM entry)"
    " FROM act ORDER BY act.id DESC LIMIT 1"
)
_BUMP = sa.text(
    "INSERT INTO revision (area, n) VALUES (:area, 1)"
    " ON CONFLICT (area) DO UPDATE SET n = revision.n + 1"
)


def seal(session: Writing, connection: sa.Connection) -> int:
    """Writes the act with its entries, chains it to the last one and moves the revisions."""
    last = connection.exec_driver_sql(_LAST).first()
    last_id, previous, last_entry = last or (0, "", 0)
    act_id = last_id + 1
    entries: list[dict[str, Any]] = []
    spelled: list[str] = []
    values: list[dict[str, object]] = []
    areas = {JOURNAL, *session.moved}
    for entry_id, ((table, row_id), touched) in enumerate(session.changes, (last_entry or 0) + 1):
        areas.add(touched.area)
        before, after = (_covered(table, part) for part in _only_different(touched))
        salt = secrets.token_hex(16)
        told = _told(before), _told(after)
        fields, spelt = _fields(tuple(before or after or ()))
        entries.append(
            {
                "id": entry_id,
                "act_id": act_id,
                "area": touched.area,
                "table_name": table,
                "row_id": row_id,
                "operation": touched.operation,
                "fields": fields,
                "content": digest_of_parts(canonical(salt), *told),
            }
        )
        spelled.append(spelt)
        values.append(
            {
                "entry_id": entry_id,
                "salt": salt,
                "before": None if before is None else told[0],
                "after": None if after is None else told[1],
            }
        )
    said = {
        "act_id": act_id,
        "salt": secrets.token_hex(16),
        "actor": session.actor.name,
        "params": kept_params(session.act_params),
        "why": session.why,
    }
    act: dict[str, object] = {
        "id": act_id,
        "at": session.now,
        "actor_id": session.actor.id,
        "role": session.actor.role.value,
        "origin": session.actor.origin,
        "verb": session.verb,
        "undoes": session.undoes,
        "content": content_of(said),
        "previous": previous,
    }
    act["digest"] = session.digest = digest_of(act, entries)
    add(connection, ACT, [act])
    add(connection, ACT_VALUE, [{**said, "params": canonical(said["params"])}])
    if entries:
        listed = [{**one, "fields": spelt} for one, spelt in zip(entries, spelled, strict=True)]
        add(connection, ENTRY, listed)
        add(connection, ENTRY_VALUE, values)
    connection.execute(_BUMP, [{"area": area} for area in sorted(areas)])
    return act_id


COVERED = "***"
"""What the journal keeps of a secret that there is: that it was changed, never what it was."""


def _covered(table: str, values: Values | None) -> Values | None:
    secret = secrets_of(SQLModel.metadata.tables[table])
    if values is None or not secret & values.keys():
        return values
    return {name: COVERED if name in secret and value else value for name, value in values.items()}


def _told(values: Values | None) -> str:
    return "null" if values is None else canonical(values)


@lru_cache(maxsize=4096)
def _fields(names: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The fields of an entry in their order, and as JSON: the rows of an act are much alike."""
    ordered = tuple(sorted(names))
    return ordered, canonical(ordered)


def content_of(said: dict[str, Any]) -> str:
    """The salted digest of what an act said."""
    return digest([said["salt"], said["actor"], said["params"], said["why"]])


def digest_of(act: dict[str, Any], entries: list[dict[str, Any]]) -> str:
    """The digest of an act with its entries: it holds the one before it, and so all of them."""
    return digest(
        [
            act["previous"],
            [plain(act[name]) for name in _CHAINED],
            [[entry[name] for name in _CHAINED_ENTRY] for entry in entries],
        ]
    )


_CHAINED = ("id", "at", "actor_id", "role", "origin", "verb", "undoes", "content")
_CHAINED_ENTRY = ("id", "area", "table_name", "row_id", "operation", "fields", "content")


def _only_different(touched: Touched) -> tuple[Values | None, Values | None]:
    """Of an update, only the fields that hold something else now."""
    if touched.before is None or touched.after is None:
        return touched.before, touched.after
    names = [name for name in touched.after if touched.before.get(name) != touched.after[name]]
    return (
        {name: touched.before.get(name) for name in names},
        {name: touched.after[name] for name in names},
    )
