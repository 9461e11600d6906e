"""Ledgers written out for a community office: de-identified, unless somebody says what for.

The promise: a file never holds more than whoever wrote it may see; without a purpose it names
nobody in full; and no file appears under its name before the journal has kept who wrote it, when,
what for and how many records it holds.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated, Protocol, cast

from models.branch import branch
from models.exports.eye import Eye, eye_of
from models.exports.files import checked, hand_out, in_documents
from models.rules.refusal import Refusal
from models.rules.text import clean
from models.sheets import Progress, SheetOut, told, write_book
from models.store.drafts import Draft, Hidden, Text
from models.store.engine import Actor, Reading, Store, Writing
from models.store.register import DESK, change, lookup
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
    isolation = "isolation"
    gate = "gate"
    rounds = "rounds"
    disinfection = "disinfection"
    kits = "kits"
    campaign = "campaign"
    certificates = "certificates"
    community = "community"


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
    place = checked(path, (".xlsx", ".csv"), "refuse.sheets.ending", overwrite)
    why = clean(purpose or "")
    with store.reading(actor) as session:
        made = _sheets(session, Written(ledger), words, why)
    if place.suffix.casefold() == ".csv":
        made = made[:1]  # a table of text holds one worksheet: the ledger itself
    draft = ExportDraft(
        ledger=Written(ledger), count=len(made[0].rows), file=place.name, purpose=why
    )

    def write_to(scratch: Path) -> None:
        write_book(scratch, made, progress=progress)

    hand_out(store, actor, place, write_to, "exports.write", draft, why)
    return place


def export_here(store: Store, actor: Actor, ledger: str, words: Words) -> Path:
    """Writes a ledger, de-identified, into the user's own documents under a telling name."""
    place = in_documents(store, words, words(f"export.{ledger}"), ".xlsx")
    return export(store, actor, ledger, place, words)


def _sheets(session: Reading, ledger: Written, words: Words, purpose: str) -> list[SheetOut]:
    module = cast(_Sheets, import_module(f"models.exports.{ledger}"))
    made = module.sheets(session, eye_of(session, bool(purpose)), words)
    note = stamp(session, words, words(f"export.{ledger}"), len(made[0].rows), purpose)
    return [
        SheetOut(one.title, one.headers, told(one.rows, words), one.widths, note) for one in made
    ]


def stamp(session: Reading, words: Words, title: str, count: int, purpose: str) -> str:
    """Who wrote what, when, what for, and how much of it: what every page of a file says."""
    found, now = branch(session), session.clock.local(session.now)
    return words(
        "export.stamp",
        branch=found.full_name if found else words("app.name"),
        ledger=title,
        n=count,
        who=session.viewer.name,
        at=f"{now:%Y-%m-%d %H:%M}",
        purpose=purpose or words("export.masked"),
    )


__all__ = ["ExportDraft", "Written", "export", "export_here", "stamp", "write"]
