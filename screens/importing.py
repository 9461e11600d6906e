"""Reading a spreadsheet in: choose what it is, choose the file, see what it would do, do it.

The same three windows stand behind the set-up and behind the palette of every room, and the
preview is the one the command shows. Nothing is written before `enter` on the preview; then all of
it is one act that `u` takes back.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from models.rules.refusal import Refusal
from models.words import Key
from screens.columns.importing import COLUMNS, preview_lines
from screens.kit.desk import Desk
from screens.kit.dialogs import Chooser, Option, Window
from screens.kit.draw import Draw, safe
from screens.kit.said import Said
from screens.kit.table import RecordTable

if TYPE_CHECKING:
    from models.acts import ActLine
    from models.imports import Ledger, Plan

SUFFIXES = (".xlsx", ".csv")
MOST_FILES = 40
TOLD_SECONDS = 0.1
"""Progress is drawn at most this often."""


# ── which file ──────────────────────────────────────────────────────────────────────────────────


def folders() -> tuple[Path, ...]:
    """Where people keep what they were sent: Downloads, Desktop, and where the desk was started."""
    home = Path.home()
    names = ("Downloads", "下载", "Desktop", "桌面")
    return (*(home / name for name in names), Path.cwd())


def spreadsheets(places: Sequence[Path]) -> tuple[Path, ...]:
    """The spreadsheets in these folders, newest first."""
    found: dict[Path, float] = {}
    for place in places:
        for path in _files(place):
            # `~$` begins the lock file that an office program leaves beside an open workbook.
            if path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~$")):
                try:
                    found[path.resolve()] = path.stat().st_mtime
                except OSError:
                    continue
    return tuple(sorted(found, key=found.__getitem__, reverse=True)[:MOST_FILES])


def _files(place: Path) -> Iterator[Path]:
    try:
        yield from (path for path in place.iterdir() if path.is_file())
    except OSError:
        return


def _typed_path(text: str) -> Path | None:
    """The file somebody typed or dragged into the window."""
    if not text.strip():
        return None
    try:
        path = Path(text.strip().strip("'\"")).expanduser()
        return path if path.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None


def _options(paths: Sequence[Path], draw: Draw) -> list[Option]:
    found = []
    for path in paths:
        with suppress(OSError):  # it was there a moment ago
            found.append(_option(path, draw))
    return found


def _option(path: Path, draw: Draw) -> Option:
    changed = datetime.fromtimestamp(path.stat().st_mtime, draw.zone)
    try:
        place = f"~/{path.parent.relative_to(Path.home())}"
    except ValueError:
        place = str(path.parent)
    return Option(str(path), path.name, f"{changed:%Y-%m-%d %H:%M}  {place.removesuffix('/.')}")


# ── what it would do ────────────────────────────────────────────────────────────────────────────


class ImportWindow(Window["ActLine | None"]):
    """The preview of one file, row by row; `enter` does it. Gives the act, if there was one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "do", "importing.do", priority=True, id="importing.do"),
        Binding("o", "offers", "importing.offers", id="importing.offers"),
    ]

    class Planned(Message):
        """The file was read."""

        def __init__(self, plan: "Plan") -> None:
            super().__init__()
            self.plan = plan

    class Done(Message):
        """The act went through; or nothing was to be done."""

        def __init__(self, line: "ActLine | None") -> None:
            super().__init__()
            self.line = line

    class Failed(Message):
        """The file could not be read, or the act was refused."""

        def __init__(self, refusal: Refusal) -> None:
            super().__init__()
            self.refusal = refusal

    def __init__(self, desk: Desk, ledger: "Ledger", path: Path, into: int | None = None) -> None:
        """
        Args:
            into: the record that the rows belong to, for a ledger that needs one.
        """
        words = desk.words
        super().__init__(desk, f"{words(f'imports.{ledger}')} · {path.name}", words("foot.read"))
        self._ledger = ledger
        self._path = path
        self._into = into
        self._plan: Plan | None = None
        self._offers = False
        self._busy = False
        self._told = 0.0
        self._lead = Said(words("importing.reading"), classes="lead")
        self._table = RecordTable(COLUMNS, id="importing")
        self._says = Said("", classes="says")

    def contents(self) -> ComposeResult:
        yield self._lead
        yield self._table
        yield self._says

    def on_mount(self) -> None:
        self._table.focus()
        self._read()

    def _progress(self, key: str, done: int, total: int) -> None:
        """Said from the worker thread."""
        now = time.monotonic()
        if now - self._told < TOLD_SECONDS:
            return
        self._told = now
        percent = 100 * done // total if total else 0
        self.app.call_from_thread(self._lead.update, self.words(key, percent=percent))

    @work(thread=True, exclusive=True, group="read", exit_on_error=False)
    def _read(self) -> None:
        from models.imports import preview
        from models.sheets import open_sheet

        try:
            sheet = open_sheet(self._path)
            plan = self.desk.ask(
                lambda session: preview(
                    session,
                    self._ledger,
                    sheet,
                    lambda done, total: self._progress("importing.reading.at", done, total),
                    into=self._into,
                )
            )
        except Refusal as refusal:
            self.post_message(self.Failed(refusal))
            return
        self.post_message(self.Planned(plan))

    def on_import_window_planned(self, event: Planned) -> None:
        self._plan = event.plan
        self._table.show(preview_lines(event.plan.preview, self.words), self.desk.draw())
        self._tell()

    def _tell(self) -> None:
        assert self._plan is not None
        words, seen = self.words, self._plan.preview
        told = words(
            "importing.counts",
            add=len(seen.add),
            change=len(seen.change),
            same=seen.same,
            refused=len(seen.refused),
        )
        if self._plan.offers:
            key = "importing.offers.taken" if self._offers else "importing.offers.told"
            told += "\n" + words(key, n=len(self._plan.offers))
        if not self._plan.steps and not (self._offers and self._plan.offers):
            told += "\n" + words("importing.nothing")
        self._lead.update(told)
        foot = "importing.foot.offers" if self._plan.offers else "importing.foot"
        self.query_one(".window").border_subtitle = words(foot)

    def on_import_window_failed(self, event: Failed) -> None:
        self._busy = False
        told = self.words(event.refusal.key, **event.refusal.params)
        if self._plan is None:
            self._lead.update("")
        else:
            self._tell()
        self._says.update(safe(told))
        self._says.add_class("-shown")

    def action_offers(self) -> None:
        if self._plan is not None and self._plan.offers and not self._busy:
            self._offers = not self._offers
            self._tell()

    def action_do(self) -> None:
        if self._plan is None or self._busy:
            return
        plan = self._plan.with_offers() if self._offers else self._plan
        if not plan.steps:
            self.dismiss(None)
            return
        self._busy = True
        self._says.remove_class("-shown")
        self._do(plan)

    @work(thread=True, group="save", exit_on_error=False)
    def _do(self, plan: "Plan") -> None:
        from models.acts import said
        from models.imports import apply

        store, actor = self.desk.store, self.desk.actor
        if store is None or actor is None:
            self.post_message(self.Failed(Refusal("refuse.not_ready")))
            return
        try:
            done = apply(
                store,
                actor,
                plan,
                lambda n, total: self._progress("importing.writing.at", n, total),
            )
        except Refusal as refusal:
            self.post_message(self.Failed(refusal))
            return
        act_id = done.act_id
        line = None if act_id is None else self.desk.ask(lambda session: said(session, act_id))
        self.post_message(self.Done(line))

    def on_import_window_done(self, event: Done) -> None:
        self.dismiss(event.line)

    async def action_leave(self) -> None:
        """An act under way is not left: it is done whole or not at all, in a moment."""
        if not self._busy:
            self.dismiss(None)


# ── the way through the windows ─────────────────────────────────────────────────────────────────


async def import_sheet(app: App[Any], desk: Desk, *, last: Option | None = None) -> str | None:
    """Asks what to read in and from where, shows it and does it.

    Args:
        last: one more choice at the end of the first window, such as going on without.

    Returns:
        The ledger that was chosen, the key of `last`, or None where the window was left.
    """
    from models.imports import INTO, Ledger

    chosen = await _choose_ledger(app, desk, last)
    if chosen is None or (last is not None and chosen == last.key):
        return chosen
    into: int | None = None
    if Ledger(chosen) in INTO:
        into = await _choose_record(app, desk, INTO[Ledger(chosen)])
        if into is None:
            return chosen
    path = await _choose_file(app, desk)
    if path is None:
        return chosen
    line = await app.push_screen_wait(ImportWindow(desk, Ledger(chosen), path, into))
    if line is not None:
        words = desk.words
        told = words(f"{line.verb}.did", **line.params)
        app.notify(f"{told}  {words('say.undo_hint')}", title=line.who, markup=False)
    return chosen


async def _choose_ledger(app: App[Any], desk: Desk, last: Option | None) -> str | None:
    from models.imports import ROLES

    words, actor = desk.words, desk.actor
    options = []
    for place, (ledger, roles) in enumerate(ROLES.items(), 1):
        if find_spec(f"models.imports.{ledger}") is None:
            continue
        refused = ""
        if actor is None or actor.role not in roles:
            verb, role = Key(f"imports.{ledger}"), actor.role if actor else None
            refused = words("refuse.role", verb=verb, role=role)
        told = words(f"importing.{ledger}")
        options.append(Option(str(ledger), words(f"imports.{ledger}"), told, str(place), refused))
    if last is not None:
        options.append(replace(last, letter=str(len(options) + 1)))
    window = Chooser(desk, words("palette.import"), options, typing=False)
    return await app.push_screen_wait(window)


async def _choose_record(app: App[Any], desk: Desk, kind: str) -> int | None:
    """The record that the rows of a sheet belong to."""
    from models.store.register import lookup_kind

    def search(text: str) -> list[Option]:
        find = lookup_kind(kind).find
        assert find is not None
        found = desk.ask(lambda session: find(session, text.strip(), MOST_FILES))
        return [Option(str(one.id), one.label, one.detail) for one in found]

    window = Chooser(desk, desk.words("importing.into"), search=search)
    chosen = await app.push_screen_wait(window)
    return int(chosen) if chosen else None


async def _choose_file(app: App[Any], desk: Desk) -> Path | None:
    words, draw = desk.words, desk.draw()
    found = await asyncio.to_thread(lambda: _options(spreadsheets(folders()), draw))

    def search(text: str) -> list[Option]:
        typed = _typed_path(text)
        if typed is not None:
            return _options((typed,), draw)
        part = text.strip().casefold()
        return [one for one in found if part in f"{one.label} {one.detail}".casefold()]

    chosen = await app.push_screen_wait(
        Chooser(
            desk,
            words("importing.file"),
            found,
            search=search,
            empty=words("importing.no_file"),
            prompt=words("importing.file.prompt"),
        )
    )
    return Path(chosen) if chosen else None
