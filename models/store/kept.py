"""Forms that were open when their desk ended: kept for whoever typed them, and given back once.

What stands in an open form is nobody's record yet. So it is written outside the journal, by one
function: the journal keeps for ever who wrote what, and a sentence that somebody did not finish is
not to be kept for ever. Nobody but its own author can ask for it; a day later it is gone.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from pydantic import BaseModel, TypeAdapter
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

from models.store.engine import Actor, Store
from models.store.session import Reading, Writing
from models.store.values import Plain, canonical, plain

KEPT_FORM = sa.Table(
    "kept_form",
    SQLModel.metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("person_id", sa.Integer, nullable=False, index=True),
    sa.Column("verb", sa.String(64), nullable=False),
    sa.Column("target", sa.String, nullable=False),
    sa.Column("typed", sa.JSON, nullable=False),
    sa.Column("at", UTCDateTime(), nullable=False),
)
"""What a person had typed: by which verb, about which records, and when the desk ended."""

KEPT_FOR = dt.timedelta(days=1)
"""After so long nobody remembers what the form was for."""

MOST = 2_000_000
"""Characters that are kept of one form; a pasted chain of ten thousand answers is half of it."""


class OpenForm(NamedTuple):
    """A form as it stands on the screen."""

    verb: str
    targets: tuple[str, ...]
    """Keys of the records it is about; none for something new."""
    typed: Mapping[str, Plain]


class KeptForm(NamedTuple):
    """A form that waits for its author."""

    id: int
    verb: str
    targets: tuple[str, ...]
    typed: Mapping[str, Any]
    at: dt.datetime


def kept_forms(session: Reading) -> tuple[KeptForm, ...]:
    """What whoever looks had open, the last first; of nobody else, whatever the role."""
    mine = KEPT_FORM.c.person_id == session.viewer.id
    young = KEPT_FORM.c.at > session.now - KEPT_FOR
    found = session.execute(sa.select(KEPT_FORM).where(mine, young).order_by(KEPT_FORM.c.id.desc()))
    return tuple(
        KeptForm(row.id, row.verb, tuple(row.target.split()), row.typed, row.at) for row in found
    )


def keep_forms(
    store: Store, actor: Actor, forms: Sequence[OpenForm] = (), *, given_back: Collection[int] = ()
) -> None:
    """Keeps what somebody had open, and lets go of what was given back or is not wanted.

    Raises:
        Refusal: when the database cannot take it now.
    """
    if actor.id is None:
        return  # the set-up and the clock are nobody: there is no one to give it back to
    with store.writing(actor, "desk.keep_forms") as session, session.ground() as connection:
        mine = KEPT_FORM.c.person_id == actor.id
        connection.execute(KEPT_FORM.delete().where(mine, KEPT_FORM.c.id.in_(given_back)))
        for form in forms:
            if len(canonical(form.typed)) <= MOST:
                values = {"verb": form.verb, "target": " ".join(form.targets), "typed": form.typed}
                connection.execute(
                    KEPT_FORM.insert(), {"person_id": actor.id, "at": session.now, **values}
                )


def forget_forms(session: Writing) -> None:
    """Lets go of what nobody came back for; a duty of retention."""
    past = KEPT_FORM.c.at <= session.now - KEPT_FOR
    with session.ground() as connection:
        gone = connection.execute(KEPT_FORM.delete().where(past)).rowcount
    if gone:
        session.witness(rows=gone)


# ── values of fields ────────────────────────────────────────────────────────────────────────────


def frozen(values: Mapping[str, object]) -> dict[str, Plain]:
    """Values of fields as they are kept."""
    return {name: plain(value) for name, value in values.items()}


def thawed(values: Mapping[str, Any], *models: type[BaseModel] | None) -> dict[str, object]:
    """The values again, each as the first of these models has it that knows its name."""
    found: dict[str, object] = {}
    for name, value in values.items():
        model = next((one for one in models if one and name in one.model_fields), None)
        if model is not None:
            annotation: Any = model.model_fields[name].annotation
            found[name] = None if value is None else TypeAdapter(annotation).validate_python(value)
    return found
