"""What the branch tells of itself: the brief of a day, and the work report."""

from typing import TYPE_CHECKING

from models.rules.refusal import Refusal
from tui.commands.call import DONE, Call, Misuse, file_named

if TYPE_CHECKING:
    from models.store.engine import Actor, Store


def brief(call: Call) -> int:
    """Prints the numbers of a day."""
    from models import reports
    from models.store.when import parse_day

    form = "json" if call.json else call.arguments.format
    with call.store() as store, store.reading(_reader(call, store)) as session:
        asked = call.arguments.date
        found = reports.brief(session, parse_day(asked, session.today) if asked else None)
    if form == "json":
        call.print_json(found.to_json())
        return DONE
    tell = reports.brief_markdown if form == "markdown" else reports.brief_text
    _print(call, tell(found, call.words))
    return DONE


def report(call: Call) -> int:
    """Prints the work report, or writes it to a file."""
    from models import reports

    asked = call.arguments
    form = "json" if call.json else asked.format
    if form == "docx" and not asked.output:
        raise Misuse("refuse.cli.out")
    with call.store() as store:
        if asked.output:
            actor = call.actor(store)
            if actor.origin == "setup":
                raise Refusal("refuse.cli.nobody")
            path = file_named(asked.output)
            written = reports.write_report(
                store, actor, path, call.words, form, overwrite=asked.overwrite
            )
            call.print(call.words("export.done", path=str(written)))
            return DONE
        with store.reading(_reader(call, store)) as session:
            found = reports.report(session)
    if form == "json":
        call.print_json(found.to_json())
    else:
        _print(call, reports.report_text(found, call.words))
    return DONE


def _reader(call: Call, store: "Store") -> "Actor":
    """Who reads: whoever is named; else nobody, who is told counts as a wall board is."""
    from models.store.engine import Actor

    return call.actor(store) if call.who else Actor.wallboard()


def _print(call: Call, text: str) -> None:
    for line in text.splitlines():
        call.print_line(line)
