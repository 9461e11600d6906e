"""The command line: every command with an example, errors as one sentence, exit code 0, 1 or 2.

The command line is a door like the keyboard: it finds the same records, builds the same drafts and
does the same registered changes. Nothing heavy is imported before it is known which command runs.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from models.rules.refusal import Refusal
from models.words import LANGUAGES, Words

if TYPE_CHECKING:
    from models.store.engine import Actor, Store

DONE, REFUSED, MISUSED = 0, 1, 2


def language(asked: str | None, saved: str | None = None) -> str:
    """The language to start in: asked for, QUANAN_LANG, saved, LANG, else Chinese."""
    for found in (asked, os.environ.get("QUANAN_LANG"), saved):
        if found in LANGUAGES:
            return found
    return "en" if os.environ.get("LANG", "").lower().startswith("en") else "zh"


def data_folder() -> Path:
    """Where this user's databases lie."""
    from platformdirs import user_data_path

    return user_data_path("quanan", appauthor=False)


def database(arguments: argparse.Namespace, name: str = "quanan.db") -> str:
    """The database to open: `--database`, QUANAN_DATABASE, or the file in the data folder."""
    asked = arguments.database or os.environ.get("QUANAN_DATABASE")
    return str(asked) if asked else str(data_folder() / name)


def parser(words: Words) -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="quanan",
        description=words("cli.about"),
        epilog=words("cli.example"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--database", metavar="URL", help=words("cli.database"))
    top.add_argument("--lang", choices=LANGUAGES, help=words("cli.lang"))
    top.add_argument("--as", dest="actor", metavar="NAME", help=words("cli.as"))
    commands = top.add_subparsers(dest="command", metavar=words("cli.command"))

    def command(
        name: str, run: Callable[[argparse.Namespace, Words], int]
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(
            name,
            help=words(f"cli.{name}"),
            description=words(f"cli.{name}"),
            epilog=words(f"cli.{name}.example"),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        made.set_defaults(run=run)
        return made

    find = command("find", run_find)
    find.add_argument("text", nargs="+")
    find.add_argument("--json", action="store_true", help=words("cli.json"))
    command("verify", run_verify)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; gives its exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    asked = next((b for a, b in zip(given, given[1:], strict=False) if a == "--lang"), None)
    words = Words(language(asked))
    arguments = parser(words).parse_args(given)
    words.lang = language(arguments.lang)
    try:
        run = getattr(arguments, "run", run_desk)
        return int(run(arguments, words))
    except Refusal as refusal:
        print_error(tell(refusal, words))
        return REFUSED
    except KeyboardInterrupt:
        return REFUSED
    except BrokenPipeError:
        return DONE


def tell(refusal: Refusal, words: Words) -> str:
    """A refusal as one sentence."""
    say = getattr(refusal, "say", None)
    return str(say(words)) if say is not None else words(refusal.key, **refusal.params)


def print_line(text: str) -> None:
    """One line of a command's answer."""
    sys.stdout.write(text + "\n")


def print_error(text: str) -> None:
    """One sentence about what went wrong."""
    sys.stderr.write(f"quanan: {text}\n")


def open_existing(arguments: argparse.Namespace) -> "Store":
    """The store that a command works on."""
    from models.store.engine import Store

    return Store.open(database(arguments))


def acting(store: "Store", arguments: argparse.Namespace) -> "Actor":
    """Who acts from the command line: `--as NAME`, else nobody in particular.

    Raises:
        Refusal: when nobody of that name serves here.
    """
    from dataclasses import replace

    from models.people import actor_for
    from models.store.engine import Actor

    with store.reading(Actor.setup()) as session:
        if arguments.actor:
            return replace(actor_for(session, arguments.actor), origin="command")
    raise Refusal("refuse.cli.who")


def run_desk(arguments: argparse.Namespace, words: Words) -> int:
    """Opens the desk."""
    return desk(database(arguments), arguments, words)


def desk(url: str, arguments: argparse.Namespace, words: Words, *, actor: str | None = None) -> int:
    """Opens the desk on one database."""
    from tui.app import Quanan

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refusal("refuse.cli.terminal")

    def open_store() -> "tuple[Store, Actor | None]":
        from models.people import actor_for
        from models.store.engine import Actor, Store

        store = Store.open(url)
        named = arguments.actor or actor
        if not named:
            return store, None
        with store.reading(Actor.setup()) as session:
            return store, actor_for(session, named)

    app = Quanan(open_store, lang=words.lang, log_folder=data_folder() / "faults")
    return app.run() or DONE


def run_find(arguments: argparse.Namespace, words: Words) -> int:
    """Finds anything, masked for who acts."""
    from models.find import anything

    store = open_existing(arguments)
    try:
        actor = acting(store, arguments)
        with store.reading(actor) as session:
            found = anything(session, " ".join(arguments.text))
    finally:
        store.close()
    if arguments.json:
        rows = [{"kind": f.kind, "id": f.id, "label": f.label, "detail": f.detail} for f in found]
        print_line(json.dumps(rows, ensure_ascii=False))
    else:
        for hit in found:
            print_line(f"{words('kind.' + hit.kind)}  {hit.label}  {hit.detail}".rstrip())
        if not found:
            print_error(words("find.empty"))
    return DONE if found else REFUSED


def run_verify(arguments: argparse.Namespace, words: Words) -> int:
    """Recomputes the journal's chain and has the database check itself."""
    from models.store import journal
    from models.store.engine import Actor

    store = open_existing(arguments)
    try:
        store.load_areas()
        with store.reading(Actor.setup()) as session:
            report = journal.verify(session)
    finally:
        store.close()
    print_line(
        words("cli.verified", acts=report.acts, entries=report.entries, erased=report.erased)
    )
    for broken in report.broken:
        print_error(str(broken))
    return REFUSED if report.broken else DONE
