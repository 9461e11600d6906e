"""What is read of records around a verb: which are meant, how they are called, what it will do."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from models.rules.refusal import Refusal
from screens.kit.desk import Desk
from screens.kit.dialogs import Option
from screens.kit.menu import record_of

if TYPE_CHECKING:
    from models.store.drafts import Ask
    from models.store.engine import Reading
    from models.store.register import Change
    from models.store.typed import Sense


def answering(desk: Desk, typed: str) -> list[Option]:
    """The records that answer a typed text; a slip in a paper's code is named."""
    from models.find import anything
    from models.rules.codes import meant_as_code

    found = desk.ask(lambda session: anything(session, typed))
    if not found and meant_as_code(typed):
        raise Refusal("refuse.papers.code", code=typed.strip())
    words = desk.words
    return [
        Option(f"{one.kind}:{one.id}", one.label, f"{words('kind.' + one.kind)}  {one.detail}")
        for one in found
    ]


def keys_of(rows: Sequence[object]) -> list[str]:
    """The row keys of records a change came to, where they are of a kind that rooms show."""
    from models.store.register import kinds

    return [
        f"{name}:{getattr(row, 'id', None)}"
        for row in rows
        for name, kind in kinds().items()
        if type(row) is kind.table
    ]


def title_of(session: "Reading", key: str) -> str:
    """What a record is called, for the form that acts on it."""
    from models.store.register import lookup_kind

    kind, row_id = record_of(key)
    return lookup_kind(kind).sheet(session, row_id).title


def foretold(
    session: "Reading", change: "Change", ids: Sequence[int | None]
) -> Mapping[str, object]:
    """What the sentence above a verb's form names of what the verb is about to do."""
    if change.foretells is None:
        return {}
    return change.foretells(session, [row_id for row_id in ids if row_id is not None])


def record_labels(
    session: "Reading", asks: Sequence[Any], opened: Mapping[str, object]
) -> dict[str, str]:
    """The labels of the records a form opens with, by field."""
    from models.store.register import lookup_kind

    labels = {}
    for ask in asks:
        row_id = opened.get(ask.name)
        if ask.kind is not None and isinstance(row_id, int):
            labels[ask.name] = lookup_kind(ask.kind).sheet(session, row_id).title
    return labels


def value_text(desk: Desk, ask: "Ask", value: object, sense: "Sense") -> str:
    """A value as its field shows it; a record by what it is called, never by its id."""
    from models.store.typed import show

    if ask.shape == "record" and value is not None:
        return desk.ask(lambda s: record_labels(s, (ask,), {ask.name: value}))[ask.name]
    return show(ask, value, sense)


def name_of_person(desk: Desk, volunteer: int | None) -> str:
    """What a person who serves is called; empty for nobody."""
    from models.acts import name_of

    return desk.ask(lambda session: name_of(session, volunteer)) if volunteer else ""
