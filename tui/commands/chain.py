"""The chain of a group purchase from a shell: shown first, and done as one act with `--yes`."""

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from models.rules.group_buy import portions
from models.rules.refusal import Refusal
from models.rules.why import Why
from tui.commands.call import DONE, REFUSED, Call, Misuse, file_named

if TYPE_CHECKING:
    from models.group_buys import TakeAnswers
    from models.group_buys.pasting import Change
    from models.group_buys.surroundings import Surroundings
    from models.rules.jielong import Chain
    from models.store.engine import Actor, Store

SIGNS = {"added": "+", "changed": "~", "withdrawn": "-", "vanished": "×"}
"""How a line of the difference begins."""
MOST_BYTES = 8 * 1024 * 1024
"""A chain of ten thousand answers is a tenth of it."""


def bring_in_chain(call: Call) -> int:
    """Shows what a chain says and what it would change in its buy; with `--yes`, does it."""
    from models.group_buys.pasting import read_chain

    if call.arguments.preview and call.arguments.yes:
        raise Misuse("refuse.cli.preview_or_yes")
    if not call.arguments.buy and not call.arguments.preview:
        raise Misuse("refuse.cli.which_buy")
    text = _text(call)
    if not call.arguments.buy:
        chain = read_chain(text, _around(call))
        _show(call, chain)
        return DONE if chain.answers else REFUSED
    with call.store() as store:
        return _into_buy(call, store, text)


def _into_buy(call: Call, store: "Store", text: str) -> int:
    from models.group_buys.pasting import Sign, changes, read_chain, taking
    from models.group_buys.surroundings import buy_named, surroundings

    actor = call.actor(store)
    with store.reading(actor) as session:
        known = surroundings(session, buy_named(session, call.arguments.buy).id)
    chain = read_chain(text, known, known.fixes)
    found = changes(chain, known)
    act: int | None = None
    if call.arguments.yes:
        gone = {one.household_id for one in found if one.sign is Sign.vanished}
        draft = taking(chain, known, gone if call.arguments.withdraw_vanished else frozenset())
        act = _do(store, actor, known, text, draft) if draft is not None else None
    _show(call, chain, known, found, act)
    return DONE if chain.answers else REFUSED


def _do(
    store: "Store", actor: "Actor", known: "Surroundings", text: str, draft: "TakeAnswers"
) -> int | None:
    """Takes the answers, and keeps the text for whoever asks what was written."""
    from models.group_buys import KeepChain
    from models.group_buys.pasting import kept_text
    from models.store.register import perform

    done = perform(store, actor, "group_buys.take_answers", draft)
    kept = KeepChain(id=draft.id, text=kept_text(text), fixes=known.fixes)
    perform(store, actor, "group_buys.keep_chain", kept)
    return done.act_id


def _text(call: Call) -> str:
    """The text of the file, or what comes in through the pipe.

    Raises:
        Refusal: when it is not there, is no text, or is longer than any chain.
    """
    from models.sheets import bytes_of, decoded

    named = call.arguments.file
    if named == "-":
        data = sys.stdin.buffer.read(MOST_BYTES + 1)
    else:
        data = bytes_of(file_named(named))
    if len(data) > MOST_BYTES:
        raise Refusal("refuse.chain.too_long", mb=MOST_BYTES // 2**20)
    try:
        text = decoded(data, named)
    except Refusal:
        raise Refusal("refuse.chain.not_text", file=named) from None
    if "\x00" in text:
        raise Refusal("refuse.chain.not_text", file=named)
    return text


def _around(call: Call) -> "Surroundings":
    """The doors of the compound where there is a database; who lives there only for who may know.

    A look at a text needs neither a database nor a name.
    """
    from models.group_buys.surroundings import Surroundings, around
    from models.store.engine import Actor

    if not call.exists():
        return Surroundings()
    with call.store() as store:
        actor = call.actor(store) if call.who else Actor.setup()
        with store.reading(actor) as session:
            known = around(session)
    return known if call.who else replace(known, residents=None)


def _show(
    call: Call,
    chain: "Chain",
    known: "Surroundings | None" = None,
    found: "tuple[Change, ...]" = (),
    act: int | None = None,
) -> None:
    words = call.words

    def say(why: Why) -> str:
        return words(why.key, **why.params)

    if call.json:
        told = chain.plain(say)
        if known is not None:
            told["buy"] = known.title
            told["changes"] = [
                {
                    "sign": one.sign.value,
                    "door": one.door,
                    "before": dict(one.before),
                    "after": dict(one.after),
                }
                for one in found
            ]
            told["act"] = act
        call.print_json(told)
        return
    for warning in chain.warnings:
        call.print("*", say(warning))
    if known is None:
        for answer in chain.answers:
            door = str(answer.door) if answer.door is not None else ""
            why = say(answer.why) if answer.why is not None else ""
            no = str(answer.no) if answer.no is not None else "-"
            call.print(no, words.of(answer.state), door, answer.name, portions(answer.items), why)
    else:
        for one in found:
            before = f"{portions(one.before)} →" if one.before else ""
            call.print(SIGNS[one.sign], words.of(one.sign), one.door, before, portions(one.after))
        for answer in chain.waiting():
            why = say(answer.why) if answer.why is not None else words.of(answer.state)
            call.print("?", "" if answer.no is None else str(answer.no), answer.text, why)
    totals = portions(chain.totals) or "0"
    call.print(words("cli.chain.totals", totals=totals, n=len(chain.waiting())))
    if known is not None:
        left = (
            [] if call.arguments.withdraw_vanished else [o for o in found if o.sign == "vanished"]
        )
        if left:
            call.print(words("cli.chain.vanished", n=len(left)))
        n = len(found) - len(left)
        call.print(words(_ending(call, n, act), buy=known.title, n=n))


def _ending(call: Call, n: int, act: int | None) -> str:
    if act is not None:
        return "cli.chain.done"
    return "cli.chain.shown" if n and not call.arguments.yes else "cli.chain.nothing"
