"""The command line: every command with an example, errors as one sentence, exit code 0, 1 or 2.

The command line is a door like the keyboard: it finds the same records, builds the same drafts and
does the same registered changes. Nothing heavy is imported before it is known which command runs.
"""

import os
import sys
from argparse import SUPPRESS, Namespace
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module

from models.rules.refusal import Refusal
from models.words import LANGUAGES, Words
from tui.arguments import Parser
from tui.commands.call import DONE, MISUSED, REFUSED, Call, Misuse, data_folder
from tui.encoding import cleaned, heard, speak

READ_IN = ("roster", "special", "people", "shifts", "stock", "orders")
"""The ledgers that can be read in; the same as `models.imports.Ledger`, named without it."""
CHAIN = "jielong"
"""What `import` reads beside them: the text of a chain."""
WRITTEN = (
    "homes",
    "care",
    "requests",
    "stock",
    "shifts",
    "people",
    "group_buys",
    "isolation",
    "gate",
    "rounds",
    "disinfection",
    "kits",
    "campaign",
    "certificates",
    "community",
)
"""The ledgers that can be written; the same as `models.exports.Written`."""
PRINTED = (
    "duty-table",
    "visit-sheet",
    "door-walk",
    "job-sheet",
    "stock-count",
    "pick-list",
    "labels",
    "booklet",
    "residents-notice",
)
"""The papers that can be printed; the same as `models.papers.AnyPaper`."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, the function of `tui.commands` that runs it, its own options."""

    name: str
    run: str
    options: Callable[[Parser, Words], None]


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; gives its exit code."""
    given = heard(sys.argv[1:]) if argv is None else list(argv)
    speak()
    by_key = _typed(given, "--as") if "--by-key" in given else None
    words = Words(language(_typed(given, "--lang"), lambda: saved_language(by_key)))
    try:
        code = _run(given, words)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads had enough (`quanan find … | head`), which is no fault; what is still
        # waiting to be written goes nowhere, or Python would complain about it at its end.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return code


def _run(given: Sequence[str], words: Words) -> int:
    try:
        # Most start the desk and nothing else: the commands and what they say are built for none.
        asked = () if _only_options(given) else COMMANDS
        arguments = cleaned(parser(words, asked).parse_args(given))
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else DONE
    call = Call(arguments, words)
    try:
        return command_of(arguments)(call)
    except Misuse as misuse:
        call.complain(call.tell(misuse))
        return MISUSED
    except Refusal as refusal:
        call.complain(call.tell(refusal))
        return REFUSED
    except KeyboardInterrupt:
        call.complain(words("cli.stopped"))
        return REFUSED
    except BrokenPipeError:
        raise
    except Exception as error:  # the last door: a fault is told, and never shown with its data
        from tui.faults import write_log

        where = write_log(error, data_folder() / "faults")
        call.complain(words("fault.sorry", path=str(where) if where else "-"))
        return REFUSED


def language(asked: str | None, saved: Callable[[], str] = lambda: "") -> str:
    """The language to start in: asked for, QUANAN_LANG, saved, LANG, else Chinese."""
    for found in (asked, os.environ.get("QUANAN_LANG")):
        if found in LANGUAGES:
            return found
    chosen = saved()
    if chosen in LANGUAGES:
        return chosen
    return "en" if os.environ.get("LANG", "").lower().startswith("en") else "zh"


def saved_language(by_key: str | None = None) -> str:
    """The language that this person chose in the desk; empty until somebody chose."""
    from tui.settings import Personal

    return Personal.of(by_key).settings.lang


def parser(words: Words, offered: Sequence[Command] | None = None) -> Parser:
    """The command line: whole, or with those commands only."""
    top = Parser(words, about="cli.about", example="cli.example", prog="quanan")
    _everywhere(top, words, default=None)
    offered = COMMANDS if offered is None else offered
    if not offered:
        return top
    commands = top.add_subparsers(
        dest="command",
        metavar=words("cli.command"),
        title=words("cli.commands"),
        parser_class=Parser,
    )
    for command in offered:
        made = commands.add_parser(
            command.name,
            help=words(f"cli.{command.name}"),
            words=words,
            about=f"cli.{command.name}",
            example=f"cli.{command.name}.example",
        )
        _everywhere(made, words, default=SUPPRESS)
        command.options(made, words)
        made.set_defaults(run=command.run)
    return top


def command_of(arguments: Namespace) -> Callable[[Call], int]:
    """The function that was asked for; its module is imported now and not before."""
    module, _, name = str(getattr(arguments, "run", "desk.desk")).partition(".")
    found: Callable[[Call], int] = getattr(import_module(f"tui.commands.{module}"), name)
    return found


def _only_options(given: Sequence[str]) -> bool:
    """Whether nothing was typed but options that may stand before every command."""
    options = ("--database", "--lang", "--as")
    before = ("", *given)
    return all(
        text.partition("=")[0] in (*options, "--by-key") or last in options
        for last, text in zip(before, given, strict=False)
    )


def _everywhere(made: Parser, words: Words, default: object) -> None:
    """The options that stand before a command or behind it."""
    made.add_argument("--database", metavar="URL", default=default, help=words("cli.database"))
    made.add_argument("--lang", choices=LANGUAGES, default=default, help=words("cli.lang"))
    made.add_argument("--as", dest="actor", metavar="NAME", default=default, help=words("cli.as"))
    proved = False if default is None else default
    made.add_argument("--by-key", action="store_true", default=proved, help=words("cli.by_key"))


def _typed(given: Sequence[str], option: str) -> str | None:
    """The value of an option before anything is parsed: errors are told in that language too."""
    for place, text in enumerate(given):
        if text == option and place + 1 < len(given):
            return given[place + 1]
        if text.startswith(f"{option}="):
            return text.removeprefix(f"{option}=")
    return None


def _json(made: Parser, words: Words) -> None:
    made.add_argument("--json", action="store_true", help=words("cli.json"))


def _demo(made: Parser, words: Words) -> None:
    made.add_argument("--at", metavar=words("cli.arg.moment"), help=words("cli.demo.at"))
    made.add_argument("--fresh", action="store_true", help=words("cli.demo.fresh"))
    made.add_argument("--build-only", action="store_true", help=words("cli.demo.build_only"))


def _board(made: Parser, words: Words) -> None:
    made.add_argument("--once", action="store_true", help=words("cli.board.once"))
    _json(made, words)


def _do(made: Parser, words: Words) -> None:
    made.add_argument("line", nargs="+", metavar=words("cli.arg.line"), help=words("cli.do.line"))
    made.add_argument("--why", metavar=words("cli.arg.reason"), help=words("cli.do.why"))
    _json(made, words)


def _find(made: Parser, words: Words) -> None:
    made.add_argument("text", nargs="+", metavar=words("cli.arg.text"), help=words("cli.find.text"))
    _json(made, words)


def _import(made: Parser, words: Words) -> None:
    made.add_argument("ledger", choices=(*READ_IN, CHAIN), help=words("cli.import.ledger"))
    made.add_argument("file", metavar=words("cli.arg.file"), help=words("cli.import.file"))
    made.add_argument("--yes", action="store_true", help=words("cli.import.yes"))
    made.add_argument("--offers", action="store_true", help=words("cli.import.take_offers"))
    made.add_argument("--buy", metavar=words("cli.arg.buy"), help=words("cli.import.buy"))
    made.add_argument("--preview", action="store_true", help=words("cli.import.preview"))
    made.add_argument(
        "--withdraw-vanished", action="store_true", help=words("cli.import.withdraw_vanished")
    )
    _json(made, words)


def _export(made: Parser, words: Words) -> None:
    choices = (*WRITTEN, *PRINTED)
    made.add_argument("ledger", nargs="?", choices=choices, help=words("cli.export.ledger"))
    file = words("cli.arg.file")
    made.add_argument("file", nargs="?", metavar=file, help=words("cli.export.file"))
    purpose = words("cli.arg.purpose")
    made.add_argument("--purpose", metavar=purpose, help=words("cli.export.purpose"))
    made.add_argument("--overwrite", action="store_true", help=words("cli.export.overwrite"))
    papers = made.add_argument_group(words("cli.export.papers"))
    number, only = words("cli.arg.number"), words("cli.export.building")
    papers.add_argument("--building", type=int, metavar=number, help=only)
    for option, told in (("for", "name"), ("day", "day"), ("buy", "buy")):
        papers.add_argument(
            f"--{option}",
            dest=f"for_{told}",
            metavar=words(f"cli.arg.{told}"),
            help=words(f"cli.export.{option}"),
        )
    papers.add_argument("--book", action="store_true", help=words("cli.export.book"))
    made.epilog = f"{offered_ledgers(words)}\n\n{made.epilog}"


def offered_ledgers(words: Words) -> str:
    """Every ledger and paper, one a line."""
    ledgers = [(name, words(f"cli.export.of.{name}")) for name in WRITTEN]
    papers = [(name, words(f"PaperKind.{name.replace('-', '_')}")) for name in PRINTED]
    lines = [f"  {name:<14}{told}" for name, told in (*ledgers, *papers)]
    lines.insert(len(ledgers), words("cli.export.all_papers"))
    return "\n".join((words("cli.export.all_ledgers"), *lines))


def _brief(made: Parser, words: Words) -> None:
    made.add_argument("--date", metavar=words("cli.arg.day"), help=words("cli.brief.date"))
    forms = ("text", "markdown", "json")
    made.add_argument("--format", choices=forms, default="text", help=words("cli.format"))
    _json(made, words)


def _report(made: Parser, words: Words) -> None:
    forms = ("text", "docx", "json")
    made.add_argument("--format", choices=forms, default="text", help=words("cli.format"))
    file = words("cli.arg.file")
    made.add_argument("-o", "--output", metavar=file, help=words("cli.report.out"))
    made.add_argument("--overwrite", action="store_true", help=words("cli.report.overwrite"))
    _json(made, words)


def _backup(made: Parser, words: Words) -> None:
    made.add_argument("--to", metavar=words("cli.arg.folder"), help=words("cli.backup.folder"))


def _restore(made: Parser, words: Words) -> None:
    file = words("cli.arg.file")
    made.add_argument("file", nargs="?", metavar=file, help=words("cli.restore.file"))
    made.add_argument("--yes", action="store_true", help=words("cli.restore.yes"))


def _encrypt(made: Parser, words: Words) -> None:
    file = words("cli.arg.file")
    made.add_argument("--key-file", metavar=file, help=words("cli.encrypt.key_file"))


def _nothing(_made: Parser, _words: Words) -> None:
    """Without options of its own."""


def _purge(made: Parser, words: Words) -> None:
    made.add_argument("--dry-run", action="store_true", help=words("cli.purge.dry_run"))
    made.add_argument("--for-good", action="store_true", help=words("cli.purge.for_good"))
    name, folder = words("cli.arg.name"), words("cli.arg.folder")
    made.add_argument("--with", dest="with_name", metavar=name, help=words("cli.purge.with"))
    made.add_argument("--keep", metavar=folder, help=words("cli.purge.keep"))
    _json(made, words)


def _verify(made: Parser, words: Words) -> None:
    file = words("cli.arg.file")
    made.add_argument("file", nargs="?", metavar=file, help=words("cli.verify.file"))
    _json(made, words)


def _serve(made: Parser, words: Words) -> None:
    address, told = words("cli.arg.address"), words("cli.serve.host")
    made.add_argument("--host", default="127.0.0.1", metavar=address, help=told)
    number = words("cli.arg.number")
    made.add_argument("--port", type=int, default=0, metavar=number, help=words("cli.serve.port"))


def _user(made: Parser, words: Words) -> None:
    from tui.commands.users import DEEDS

    made.add_argument("deed", choices=DEEDS, help=words("cli.user.deed"))
    made.add_argument("name", nargs="?", metavar=words("cli.arg.name"), help=words("cli.user.name"))
    made.add_argument("--board", action="store_true", help=words("cli.user.board"))
    _json(made, words)


def _copy(made: Parser, words: Words) -> None:
    for end, arg in (("source", "from"), ("target", "to")):
        made.add_argument(end, metavar=words(f"cli.arg.{arg}"), help=words(f"cli.copy.{end}"))


COMMANDS = (
    Command("demo", "desk.demo", _demo),
    Command("board", "look.board", _board),
    Command("do", "record.do", _do),
    Command("find", "look.find", _find),
    Command("import", "files.bring_in", _import),
    Command("export", "files.export", _export),
    Command("brief", "telling.brief", _brief),
    Command("report", "telling.report", _report),
    Command("user", "users.user", _user),
    Command("verify", "upkeep.verify", _verify),
    Command("tick", "upkeep.tick", _json),
    Command("backup", "upkeep.backup", _backup),
    Command("restore", "upkeep.restore", _restore),
    Command("copy", "copy.copy", _copy),
    Command("encrypt", "sealing.encrypt", _encrypt),
    Command("decrypt", "sealing.decrypt", _nothing),
    Command("purge", "purge.purge", _purge),
    Command("serve", "serve.serve", _serve),
)
"""Every command, in the order the help shows them."""
