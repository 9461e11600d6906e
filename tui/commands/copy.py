"""Carrying a branch from one database into another: from a file to a server, or back."""

from models.rules.refusal import Refusal
from tui.commands.call import DONE, Call


def copy(call: Call) -> int:
    """Carries everything into an empty database, and looks through what arrived."""
    from models.stock import check
    from models.store import journal
    from models.store.copying import copy as carry
    from models.store.database import database_of
    from models.store.engine import Actor, Store

    source, target = (database_of(url) for url in (call.arguments.source, call.arguments.target))
    carried = carry(source, target, call.progress("cli.copying"))
    store = Store.open(target.url)
    try:
        store.load_areas()
        with store.reading(Actor.setup()) as session:
            found = journal.verify(session)
            sums = check(session)
    finally:
        store.close()
    rows, tables = sum(one.rows for one in carried), sum(one.rows > 0 for one in carried)
    call.print(call.words("cli.copied", rows=rows, tables=tables, path=target.name))
    if not found.sound or sums:
        # Row by row it is what the source holds: so the source was like this before.
        raise Refusal("refuse.copy.unsound", path=source.name)
    call.print(call.words("cli.copied.sound", acts=found.acts, entries=found.entries))
    call.print(call.words("cli.copied.next", path=source.name))
    return DONE
