"""Ledgers written out for a community office: de-identified, unless somebody says what for.

The promise: a file never holds more than whoever wrote it may see; without a purpose it names
nobody in full; and no file appears under its name before the journal has kept who wrote it, when,
what for and how many records it holds.
"""

import errno
import os
import secrets
from collections.abc import Callable, Sequence
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated, Protocol, cast

from models.branch import branch
from models.exports.eye import Eye, eye_of
from models.rules.refusal import Refusal
from models.rules.text import clean
from models.sheets import Progress, SheetOut, write_book
from models.store.drafts import Draft, Hidden, Text
from models.store.engine import Actor, Reading, Store, Writing
from models.store.register import DESK, change, lookup, perform
from models.words import Key, Words


class Written(StrEnum):
    """The ledgers that can be written."""

    homes = "homes"
    care = "care"
    requests = "requests"
    stock = "stock"
    shifts = "shifts"
    people = "people"
    group_buys = "group_buys"


class ExportDraft(Draft):
    """What the journal keeps of a file that was written."""

    ledger: Annotated[Written, Hidden()]
    count: Annotated[int, Hidden()]
    file: Annotated[Text, Hidden()]
    purpose: Annotated[Text, Hidden()] = ""


class _Sheets(Protocol):
    """What the module of a ledger offers."""

    sheets: Callable[[Reading, Eye, Words], Sequence[SheetOut]]


# A file makes no row: what it hands back is what was written down of it.
@change("exports.write", draft=ExportDraft, roles=DESK, undo="never")  # type: ignore[type-var]
def write(session: Writing, draft: ExportDraft) -> ExportDraft:
    """Keeps in the journal that a file was written, what for, and how much it holds."""
    session.witness(
        ledger=draft.ledger,
        n=draft.count,
        file=draft.file,
        purpose=draft.purpose or Key("export.masked"),
    )
    return draft


def export(
    store: Store,
    actor: Actor,
    ledger: str,
    path: Path,
    words: Words,
    purpose: str | None = None,
    *,
    overwrite: bool = False,
    progress: Progress | None = None,
) -> Path:
    """Writes a ledger to an .xlsx or .csv file.

    Args:
        purpose: for whom and what for; only then with full names and telephone numbers, as far
            as the role may see them.

    Raises:
        Refusal: when there is no such ledger, the role may not, or the file cannot be written.
    """
    if ledger not in list(Written):
        raise Refusal("refuse.exports.ledger", ledger=ledger)
    lookup("exports.write").check_role(actor.role)
    place = path.expanduser().absolute()
    _check(place, overwrite)
    why = clean(purpose or "")
    with store.reading(actor) as session:
        made = _sheets(session, Written(ledger), words, why)
    if place.suffix.casefold() == ".csv":
        made = made[:1]  # a table of text holds one worksheet: the ledger itself
    scratch = place.with_name(f".{secrets.token_hex(8)}{place.suffix}")
    try:
        write_book(scratch, made, progress=progress)
        draft = ExportDraft(
            ledger=Written(ledger), count=len(made[0].rows), file=place.name, purpose=why
        )
        perform(store, actor, "exports.write", draft, why=why or None)
        try:
            os.replace(scratch, place)
        except OSError as error:
            raise _unwritable(place, error.errno) from None
    finally:
        scratch.unlink(missing_ok=True)
    return place


def export_here(store: Store, actor: Actor, ledger: str, words: Words) -> Path:
    """Writes a ledger, de-identified, into the user's own documents under a telling name."""
    from platformdirs import user_documents_path

    documents = user_documents_path()
    folder = documents if documents.is_dir() else Path.home()
    now = store.clock.local(store.clock.now())
    title = words(f"export.{ledger}").replace(" ", "-")
    stem = f"{words('app.name')}-{title}-{now:%Y%m%d-%H%M%S}"
    place, number = folder / f"{stem}.xlsx", 2
    while os.path.lexists(place):
        place, number = folder / f"{stem}-{number}.xlsx", number + 1
    return export(store, actor, ledger, place, words)


def _sheets(session: Reading, ledger: Written, words: Words, purpose: str) -> list[SheetOut]:
    module = cast(_Sheets, import_module(f"models.exports.{ledger}"))
    made = module.sheets(session, eye_of(session, bool(purpose)), words)
    found, now = branch(session), session.clock.local(session.now)
    note = words(
        "export.stamp",
        branch=found.full_name if found else words("app.name"),
        ledger=words(f"export.{ledger}"),
        n=len(made[0].rows),
        who=session.viewer.name,
        at=f"{now:%Y-%m-%d %H:%M}",
        purpose=purpose or words("export.masked"),
    )
    return [SheetOut(one.title, one.headers, one.rows, one.widths, note) for one in made]


def _check(place: Path, overwrite: bool) -> None:
    """Says what is wrong with a name before anything is read for it."""
    if place.suffix.casefold() not in (".xlsx", ".csv"):
        raise Refusal("refuse.sheets.ending", file=place.name)
    if not place.parent.is_dir():
        raise _unwritable(place, errno.ENOENT)
    if place.is_dir():
        raise _unwritable(place, errno.EISDIR)
    if not overwrite and os.path.lexists(place):
        raise Refusal("refuse.exports.exists", file=place.name)
    if not os.access(place.parent, os.W_OK):
        raise _unwritable(place, errno.EACCES)


def _unwritable(place: Path, number: int | None) -> Refusal:
    why = os.strerror(number) if number is not None else ""
    return Refusal("refuse.sheets.unwritable", file=str(place), why=why)


__all__ = ["ExportDraft", "Written", "export", "export_here", "write"]
