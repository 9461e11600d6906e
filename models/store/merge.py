"""An edit applied to the record as it is now, which others may have changed meanwhile."""

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


def merge(session: Writing, table: type[RowT], fields: type[Draft], edit: Edit) -> RowT:
    """Applies the fields a person changed to the row as it is now.

    Fields that somebody else changed meanwhile are kept where this person did not touch them.

    Raises:
        Clash: when both changed the same field to different values.
        Unfit: when the row would no longer satisfy its draft.
    """
    row = fetch(session, table, edit.id)
    clashes: dict[str, tuple[object, int | None, object]] = {}
    for name, value in edit.changed.items():
        now = getattr(row, name)
        if now not in (edit.opened.get(name), value):
            last = last_change(session, table.__tablename__, edit.id, name)
            clashes[name] = (now, last[1] if last else None, last[0] if last else None)
    if clashes:
        raise Clash(clashes)
    known = {name: getattr(row, name) for name in fields.model_fields if hasattr(row, name)}
    fitted = build(fields, {**known, **edit.changed})
    for name in edit.changed:
        setattr(row, name, getattr(fitted, name))
    return row
