"""Values as the journal keeps them: plain JSON that comes back as exactly what it was."""

import datetime as dt
import json
from enum import Enum
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.orm import Mapper, class_mapper

from models.store.base import Row
from models.words import Key

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
"""What JSON can hold."""

_ANYTHING: TypeAdapter[object] = TypeAdapter(object)
_AS_IS = (str, int, bool, float, type(None))


def plain(value: object) -> Plain:
    """A field's value as JSON holds it; later changes of the value do not reach it."""
    if type(value) in _AS_IS:
        return value  # type: ignore[return-value]
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    found: Plain = _ANYTHING.dump_python(value, mode="json")
    return found


@lru_cache(maxsize=4096)
def _adapter(model: type[Row], field: str) -> TypeAdapter[Any]:
    annotation: Any = model.model_fields[field].annotation
    return TypeAdapter(annotation)


def restored(model: type[Row], field: str, value: Plain) -> object:
    """The value of a field from what the journal kept of it."""
    return value if value is None else _adapter(model, field).validate_python(value)


canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
"""JSON that is the same on every machine."""


def digest(value: object) -> str:
    """The digest of a value as JSON."""
    return sha256(canonical(value).encode()).hexdigest()


def digest_of_parts(*parts: str) -> str:
    """The `digest` of a list whose parts are canonical JSON already."""
    return sha256(f"[{','.join(parts)}]".encode()).hexdigest()


def kept_params(params: dict[str, object]) -> dict[str, Plain]:
    """Parameters of a verb as the journal keeps them; keys and moments are marked as such."""
    return {name: _kept(value) for name, value in params.items()}


def said_params(params: dict[str, Plain]) -> dict[str, object]:
    """Parameters of a verb as they were said."""
    return {name: _said(value) for name, value in params.items()}


def _kept(value: object) -> Plain:
    if isinstance(value, Key):
        return {"key": str(value)}
    if isinstance(value, Enum):
        return {"key": f"{type(value).__name__}.{value.value}"}
    if isinstance(value, dt.datetime):
        return {"at": plain(value)}
    if isinstance(value, dt.date):
        return {"on": value.isoformat()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_kept(part) for part in value]
    return plain(value)


def _said(value: Plain) -> object:
    if isinstance(value, list):
        return tuple(_said(part) for part in value)
    if not isinstance(value, dict) or len(value) != 1:
        return value
    ((mark, kept),) = value.items()
    if not isinstance(kept, str):
        return value
    if mark == "key":
        return Key(kept)
    if mark == "at":
        return dt.datetime.fromisoformat(kept)
    return dt.date.fromisoformat(kept) if mark == "on" else value


@cache
def columns(model: type[Row]) -> dict[str, sa.Column[Any]]:
    """The fields of a row that are kept, by name; what the database computes is left out."""
    mapper: Mapper[Any] = class_mapper(model)
    return {
        attribute.key: column
        for attribute in mapper.column_attrs
        if isinstance(column := attribute.columns[0], sa.Column) and column.computed is None
    }


def models_by_table() -> dict[str, type[Row]]:
    """Every table of rows known so far."""
    found: dict[str, type[Row]] = {}
    waiting: list[type[Row]] = [Row]
    while waiting:
        model = waiting.pop()
        waiting.extend(model.__subclasses__())
        table = getattr(model, "__table__", None)
        if isinstance(table, sa.Table):
            found[table.name] = model
    return found
