"""What `p` asks: which paper or ledger, as what, and with names only where it is said what for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App

from models.rules.refusal import Refusal
from models.words import Words
from screens.kit.desk import Desk
from screens.kit.dialogs import Chooser, Option
from screens.kit.menu import LETTERS

if TYPE_CHECKING:
    from models.store.engine import Actor, Store

_WAYS = {"page": ".html", "named_page": ".html", "book": ".xlsx"}
"""How a paper may be written, and the ending of its file; `paper.as_<way>` says it."""
_LEDGER = "ledger"
_PUBLIC = ("residents_notice",)
"""Papers that list nobody: there is no name to ask for, and nothing to be sorted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody chose."""

    name: str
    """A paper, or a ledger where the way says so."""
    way: str
    purpose: str = ""


async def ask(
    app: App[Any], desk: Desk, papers: Sequence[str], ledger: str | None
) -> Wanted | None:
    """Which of these is wanted; where there is one answer only, nothing is asked."""
    words = desk.words
    found = [
        (f"{paper}:{way}", words(f"PaperKind.{paper}"), words(f"paper.as_{way}"))
        for paper in papers
        for way in (_WAYS if paper not in _PUBLIC else ("page",))
    ]
    if ledger is not None:
        found.append((f"{ledger}:{_LEDGER}", words(f"export.{ledger}"), words("paper.as_book")))
    chosen: str | None = found[0][0]
    if len(found) > 1:
        options = [
            Option(*parts, letter=letter) for parts, letter in zip(found, LETTERS, strict=False)
        ]
        title = words("key.print")
        chosen = await app.push_screen_wait(Chooser(desk, title, options, typing=False))
    if chosen is None:
        return None
    name, _, way = chosen.partition(":")
    if way != "named_page":
        return Wanted(name, way)
    purpose = await _purpose(app, desk)
    return Wanted(name, way, purpose) if purpose else None


async def _purpose(app: App[Any], desk: Desk) -> str:
    """What names are wanted for; empty where it was not said."""
    from models.papers import Purpose
    from models.store.drafts import asks
    from screens.kit.form import Form

    said: dict[str, object] = {}

    async def submit(values: dict[str, object], _: dict[str, object]) -> Refusal | None:
        said.update(values)
        return None

    await app.push_screen_wait(Form(desk, desk.words("paper.purpose"), asks(Purpose), submit))
    return str(said.get("purpose") or "")


def write(
    store: "Store", actor: "Actor", words: Words, wanted: Wanted, scope: Mapping[str, Any]
) -> Path:
    """Writes what was chosen into the user's documents; runs in a thread."""
    from models.exports import export_here
    from models.papers import Scope, print_here

    if wanted.way == _LEDGER:
        return export_here(store, actor, wanted.name, words)
    suffix = _WAYS[wanted.way]
    return print_here(store, actor, wanted.name, words, Scope(**scope), suffix, wanted.purpose)
