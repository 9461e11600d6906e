"""Commands that only look: find, and the wall board."""

from pathlib import Path

from models.rules.refusal import Refusal
from tui.commands.call import DONE, REFUSED, Call, data_folder, need_terminal


def find(call: Call) -> int:
    """Finds anything, masked for who acts."""
    return find_text(call, " ".join(call.arguments.text))


def find_text(call: Call, text: str) -> int:
    """What answers a text; the code of a printed sheet brings its jobs up as well."""
    from models.find import anything
    from models.papers import jobs_found
    from models.rules.codes import meant_as_code

    with call.store() as store:
        actor = call.actor(store)
        with store.reading(actor) as session:
            found = anything(session, text)
            found += jobs_found(session, found, call.words)
    if call.json:
        call.print_json(
            [
                {"kind": hit.kind, "id": hit.id, "label": hit.label, "detail": hit.detail}
                for hit in found
            ]
        )
        return DONE if found else REFUSED
    for hit in found:
        call.print(call.words(f"kind.{hit.kind}"), hit.label, hit.detail)
    if not found:
        wrong = call.words("refuse.papers.code", code=text) if meant_as_code(text) else ""
        call.complain(wrong or call.words("find.empty"))
    return DONE if found else REFUSED


def board(call: Call) -> int:
    """The wall board: live, printed once, or as JSON."""
    if call.arguments.once or call.json:
        return _once(call)
    need_terminal("refuse.cli.board_terminal")
    # Asked without the store, which is imported only once the board has painted its frame.
    place = call.url.removeprefix("sqlite:///")
    if "://" not in place and not Path(place).expanduser().is_file():
        raise Refusal("refuse.cli.no_database", path=call.url)
    return show_board(call, call.url)


def show_board(call: Call, url: str) -> int:
    """The live wall board of a database."""
    from tui.board import WallBoard

    call.unlock(url)
    key = call.unlocked.key
    app = WallBoard(url, call.words, key=key, log_folder=data_folder() / "faults")
    return app.run() or app.return_code or DONE


def _once(call: Call) -> int:
    from models.board import glance
    from models.store.engine import Actor

    with call.store() as store, store.reading(Actor.wallboard()) as session:
        numbers = glance(session)
        now = session.clock.local(session.now)
    if call.json:
        call.print_json(numbers.to_json())
        return DONE
    from tui.commands.printed import print_board

    print_board(numbers, now, call.words)
    return DONE
