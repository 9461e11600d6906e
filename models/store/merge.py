"""An edit applied to the record as it is now, which others may have changed meanwhile."""

from collections.abc import Collection
from typing import TypeVar

from models.rules.refusal import Refusal
from models.store.base import Row
from models.store.drafts import Draft, Edit, build
from models.store.engine import Writing
from models.store.journal import last_change
from models.store.session import fetch

RowT = TypeVar("RowT", bound=Row)


class Clash(Refusal):
    """Two people changed the same field; the second one sees both values and chooses.

    Attributes:
        fields: field name -> (their value, who changed it (volunteer id), when).
    """

    def __init__(self, fields: dict[str, tuple[object, int | None, object]]) -> None:
        super().__init__("refuse.clash", fields=", ".join(fields))
        self.fields = fields


def merge(
    session: Writing,
    table: type[RowT],
    fields: type[Draft],
    edit: Edit,
    told: Collection[str] | None = None,
) -> RowT:
    """Applies the fields a person changed to the row as it is now.

    Fields that somebody else changed meanwhile are kept where this person did not touch them.

    Args:
        told: fields whose values this person may read; all where it is not given.

    Raises:
        Clash: when both changed the same field to different values.
        Unfit: when the row would no longer satisfy its draft.
    """
    row = fetch(session, table, edit.id)
    clashes: dict[str, tuple[object, int | None, object]] = {}
    for name, value in edit.changed.items():
        now = getattr(row, name)
        # What the form did not open with was kept from this person, and is not told now either.
        if name in edit.opened and now not in (edit.opened[name], value):
            last = last_change(session, table.__tablename__, edit.id, name)
            seen = now if told is None or name in told else None
            clashes[name] = (seen, last[1] if last else None, last[0] if last else None)
    if clashes:
        raise Clash(clashes)
    known = {name: getattr(row, name) for name in fields.model_fields if hasattr(row, name)}
    fitted = build(fields, {**known, **edit.changed})
    for name in edit.changed:
        setattr(row, name, getattr(fitted, name))
    return row
