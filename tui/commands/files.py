"""Spreadsheets from a shell: read in after a preview, and written out de-identified."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from models.rules.refusal import Refusal
from tui.commands.call import DONE, REFUSED, Call, Misuse, file_named

if TYPE_CHECKING:
    from models.imports import Plan
    from models.papers import Scope
    from models.sheets import Sheet
    from models.store.engine import Actor, Store
    from models.store.register import Done


def bring_in(call: Call) -> int:
    """Shows what reading a spreadsheet in would do; with `--yes`, does it as one act."""
    from models.imports import Ledger, apply
    from models.sheets import open_sheet
    from tui.cli import CHAIN
    from tui.commands.chain import bring_in_chain

    if call.arguments.ledger == CHAIN:
        return bring_in_chain(call)
    if call.arguments.preview and call.arguments.yes:
        raise Misuse("refuse.cli.preview_or_yes")
    ledger = Ledger(call.arguments.ledger)
    sheet = open_sheet(file_named(call.arguments.file))
    done: Done | None = None
    if not call.exists():
        # A file that turns out to be the wrong one must not leave an empty database behind.
        with _scratch() as store:
            plan = _plan(call, store, call.actor(store), ledger, sheet)
        if not call.arguments.yes:
            return _show(call, plan, None)
    with call.store(new=True) as store:
        actor = call.actor(store)
        plan = _plan(call, store, actor, ledger, sheet)
        if call.arguments.yes:
            if call.arguments.offers:
                plan = plan.with_offers()
            done = apply(store, actor, plan, call.progress("cli.import.writing"))
    return _show(call, plan, done)


def _plan(call: Call, store: "Store", actor: "Actor", ledger: str, sheet: "Sheet") -> "Plan":
    from models.imports import INTO, Ledger, preview

    if actor.origin == "setup":
        _begin(store, actor)
    with store.reading(actor) as session:
        into = None
        if call.arguments.buy and Ledger(ledger) in INTO:
            from models.group_buys.surroundings import buy_named

            into = buy_named(session, call.arguments.buy).id
        progress = call.progress("cli.import.reading")
        return preview(session, Ledger(ledger), sheet, progress, into=into)


def _begin(store: "Store", actor: "Actor") -> None:
    """Gives an empty database what the set-up gives a new branch: rule sets and the catalogue."""
    from models.branch import rule_sets
    from models.store.register import perform
    from tui.beginnings import beginnings

    with store.reading(actor) as session:
        if rule_sets(session):
            return
    for verb, draft in beginnings(None):
        perform(store, actor, verb, draft)


@contextmanager
def _scratch() -> "Iterator[Store]":
    """An empty database to show a preview on, gone afterwards."""
    from models.store.engine import Store

    with TemporaryDirectory(prefix="quanan-") as folder:
        store = Store.open(str(Path(folder) / "preview.db"))
        try:
            yield store
        finally:
            store.close()


def _show(call: Call, plan: "Plan", done: "Done | None") -> int:
    """What would be done, or was: row by row, what needs a look last, then the numbers."""
    words, shown = call.words, plan.preview
    useless = bool(shown.refused) and not (shown.add or shown.change or shown.same)
    if call.json:
        told = shown.to_json(words)
        if done is not None:
            told["act"] = done.act_id
        call.print_json(told)
        return REFUSED if useless else DONE
    if done is None:
        for planned in shown.add:
            call.print(f"+ {planned.row}", planned.what)
        for planned in shown.change:
            changes = "; ".join(
                f"{words(label)}: {words.of(before)} → {words.of(after)}"
                for label, before, after in planned.changes
            )
            call.print(f"~ {planned.row}", planned.what, changes)
    for notice in shown.notices:
        call.print(f"* {notice.row or ''}", notice.says(words))
    for refused in shown.refused:
        call.print(f"! {refused.row}", refused.cell, refused.why(words))
    key = "cli.import.shown" if done is None else "cli.import.done"
    if done is not None and done.act_id is None:
        key = "cli.import.nothing"
    counts = {"add": len(shown.add), "change": len(shown.change), "same": shown.same}
    call.print(words(key, refused=len(shown.refused), **counts))
    if done is None and plan.offers:
        call.print(words("cli.import.offers", n=len(plan.offers)))
    return REFUSED if useless else DONE


def export(call: Call) -> int:
    """Writes a ledger or prints a paper; de-identified unless a purpose is given."""
    from models.exports import Written
    from models.exports import export as write
    from models.papers import print_paper

    asked = call.arguments
    if asked.ledger is None:
        from tui.cli import offered_ledgers

        for line in offered_ledgers(call.words).splitlines():
            call.print(line)
        return DONE
    if asked.file is None:
        raise Misuse("refuse.cli.export_file", ledger=asked.ledger)
    path = file_named(asked.file)
    ledger = asked.ledger in list(Written)
    if ledger:
        _check_ledger_options(call)
    with call.store() as store:
        actor = call.actor(store)
        if actor.origin == "setup":
            raise Refusal("refuse.cli.nobody")
        given = {"purpose": asked.purpose, "overwrite": asked.overwrite}
        if ledger:
            progress = call.progress("cli.export.writing")
            written = write(
                store, actor, asked.ledger, path, call.words, progress=progress, **given
            )
        else:
            paper = asked.ledger.replace("-", "_")
            written = print_paper(
                store, actor, paper, path, call.words, _scope(call, store, actor), **given
            )
    call.print(call.words("export.done", path=str(written)))
    return DONE


_OF_PAPERS = {
    "building": "--building",
    "for_buy": "--buy",
    "for_name": "--for",
    "for_day": "--day",
    "book": "--book",
}


def _check_ledger_options(call: Call) -> None:
    """Raises where a ledger is asked for with an option that would do nothing to it."""
    for name, option in _OF_PAPERS.items():
        if getattr(call.arguments, name):
            raise Misuse("refuse.papers.ledger_only", option=option)


def _scope(call: Call, store: "Store", actor: "Actor") -> "Scope":
    """What of the compound the paper is asked for."""
    from models.group_buys.surroundings import buy_named
    from models.papers import Scope
    from models.people.finding import volunteer_for
    from models.store.when import parse_day

    asked = call.arguments
    whose = day = buy = None
    with store.reading(actor) as session:
        if asked.for_name:
            whose = volunteer_for(session, asked.for_name).id
        if asked.for_day:
            day = parse_day(asked.for_day, session.today)
        if asked.for_buy:
            buy = buy_named(session, asked.for_buy).id
    return Scope(day, asked.building, whose, buy, asked.book)
