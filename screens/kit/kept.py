"""What a form holds when its desk ends, and how it stands there again.

Every text is kept as it was typed, with the record or the word it was chosen for. A day and a
moment are kept in full: `明天` would be another day tomorrow.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.rules.refusal import Refusal
from models.rules.text import clean, looks_like_id_number
from screens.kit.controls import Field

if TYPE_CHECKING:
    from models.store.kept import OpenForm
    from models.store.typed import Sense
    from models.store.values import Plain

SAVED_WITHIN = 5.0
"""Seconds in which a save that is under way says whether it came through."""


@dataclass(slots=True)
class Recall:
    """By what a form is opened again, and whether what it says was recorded meanwhile."""

    verb: str
    targets: tuple[str, ...]
    opened_with: "Mapping[str, Plain]"
    """Values that it was opened with, by what they were to the form."""
    under_way: Future[bool] | None = None

    @contextmanager
    def saving(self) -> Iterator[None]:
        """Tells whoever keeps the form whether the block came through; for the thread that saves.

        The desk may end while a change is on its way: recorded and given back would be twice.
        """
        done = self.under_way = Future()
        saved = False
        try:
            yield
            saved = True
        finally:
            done.set_result(saved)

    def saved(self) -> bool | None:
        """Whether it was recorded; None where that does not become known in time."""
        if self.under_way is None:
            return False
        try:
            return self.under_way.result(SAVED_WITHIN)
        except TimeoutError:
            return None


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A window with something in it that was not saved."""

    form: "OpenForm"
    recall: Recall | None = None

    def settled(self) -> "OpenForm | None":
        """The form, unless it was recorded while it was looked at; may wait a moment."""
        saved = self.recall.saved() if self.recall is not None else False
        if saved is None:
            return self.form._replace(typed={**self.form.typed, "saving": True})
        return None if saved else self.form


def unsaved(recall: Recall, fields: Sequence[Field], at: Field | None, sense: "Sense") -> Unsaved:
    """What stands in the fields of a form."""
    from models.store.kept import OpenForm

    typed: dict[str, Plain] = {
        **recall.opened_with,
        "fields": {one.ask.name: standing(one, sense) for one in fields if _worth(one)},
        "at": at.ask.name if at is not None else "",
    }
    return Unsaved(OpenForm(recall.verb, recall.targets, typed), recall)


def _worth(field: Field) -> bool:
    """Whether what was typed in a field is kept: never what somebody proves himself with."""
    return field.touched and not field.ask.covered


def standing(field: Field, sense: "Sense") -> "list[Plain]":
    """What stands in a field: its text, and what that was chosen for."""
    from models.rules.jielong.tokens import covered
    from models.store.typed import parse, show
    from models.store.values import plain

    text = clean(field.input.value)
    if looks_like_id_number(text):
        text = covered(text)  # it is kept nowhere, and the form would not take it either
    if field.picks:
        return [text, plain(field.value(sense))] if field.settled else [text]
    if field.ask.shape in ("day", "moment"):
        with suppress(Refusal):
            text = show(field.ask, parse(field.ask, text, sense), sense)
    return [text]


def put_back(fields: Sequence[Field], typed: Mapping[str, Any]) -> Field | None:
    """Has the fields say again what was typed; gives the one that was being typed in."""
    kept: Mapping[str, Sequence[Any]] = typed["fields"]
    for field in fields:
        if field.ask.name in kept:
            text, *chosen = kept[field.ask.name]
            field.put_back(clean(text), *chosen)
    return next((field for field in fields if field.ask.name == typed["at"]), None)


def as_text(typed: Mapping[str, Any]) -> str:
    """Every text that was typed, a line each."""
    kept: Mapping[str, Sequence[Any]] = typed.get("fields", {})
    return "\n".join([*(str(text) for text, *_ in kept.values()), str(typed.get("text", ""))])
