"""Accounts from a shell: who has one, and what the secretary does with them."""

from typing import TYPE_CHECKING

from models.rules.refusal import Refusal
from tui.commands import proof
from tui.commands.call import DONE, Call, Misuse

if TYPE_CHECKING:
    from models.store.drafts import Draft
    from models.store.engine import Actor, Store

DEEDS = ("list", "add", "reset", "disable", "enable", "remove", "passphrase")
"""What may be done; the words after `quanan user`."""

_OF_A_PERSON = {
    "add": "accounts.create",
    "reset": "accounts.reset",
    "disable": "accounts.disable",
    "enable": "accounts.enable",
}


def user(call: Call) -> int:
    """Lists accounts, or makes, resets, disables or enables one."""
    deed, name = call.arguments.deed, call.arguments.name
    if (name is None) != (deed in ("list", "passphrase")):
        raise Misuse("refuse.cli.user_name" if name is None else "refuse.cli.user_no_name")
    with call.store() as store:
        if deed == "passphrase":
            return _own(call, store)
        actor = call.actor(store)
        if deed == "list":
            return _list(call, store, actor)
        if call.arguments.board or deed == "remove":
            return _board(call, store, actor, deed, name)
        from models.people import volunteer_for
        from models.store.drafts import TargetDraft

        with store.reading(actor) as session:
            person = volunteer_for(session, name, left=deed in ("disable", "enable")).id or 0
        return _do(call, store, actor, _OF_A_PERSON[deed], TargetDraft(id=person))


def _list(call: Call, store: "Store", actor: "Actor") -> int:
    from models.accounts import accounts
    from models.store.actor import SECRETARY
    from models.words import Key

    if actor.role not in SECRETARY:
        raise Refusal("refuse.role", verb=Key("cli.user"), role=actor.role)
    with store.reading(actor) as session:
        lines = accounts(session)
    if call.json:
        call.print_json(
            [
                {
                    "name": line.name,
                    "initials": line.handle,
                    "role": line.role.value,
                    "state": line.state.value,
                    "pin": line.pin,
                    "failures": line.failures,
                }
                for line in lines
            ]
        )
        return DONE
    words = call.words
    for line in lines:
        handle = f"@{line.handle}" if line.handle else ""
        failed = words("cli.user.failures", n=line.failures) if line.failures else ""
        call.print(line.name, handle, words.of(line.role), words.of(line.state), failed)
    if not lines:
        call.print(words("cli.user.none"))
    return DONE


def _board(call: Call, store: "Store", actor: "Actor", deed: str, name: str) -> int:
    from models.accounts import AddBoard, find_account
    from models.store.drafts import TargetDraft, build

    if deed == "add":
        return _do(call, store, actor, "accounts.add_board", build(AddBoard, {"label": name}))
    if deed != "remove":
        raise Misuse("refuse.cli.user_board")
    gone = TargetDraft(id=find_account(store, name))
    return _do(call, store, actor, "accounts.remove_board", gone)


def _own(call: Call, store: "Store") -> int:
    """One's own passphrase: the branch's first account, or a change that needs the old one."""
    from models.accounts import find_account, log_in
    from models.people import actor_for
    from models.store.engine import Actor
    from models.store.register import draft_for

    words = call.words
    if not call.who:
        raise Refusal("refuse.cli.who")
    if not proof.needed(store):
        with store.reading(Actor.at_the_door()) as session:
            actor = actor_for(session, call.who, "command")
        verb, given = "accounts.begin", {}
    else:
        old = proof.ask(words("cli.passphrase", name=call.who))
        actor = log_in(store, find_account(store, call.who), old, origin="command").actor
        verb, given = "accounts.change_passphrase", {"old": old}
    chosen = proof.ask(words("cli.passphrase.new"))
    again = proof.ask(words("cli.passphrase.again"))
    return _do(
        call, store, actor, verb, draft_for(verb, {**given, "passphrase": chosen, "again": again})
    )


def _do(call: Call, store: "Store", actor: "Actor", verb: str, draft: "Draft") -> int:
    from models.acts import said
    from models.store.register import Once, perform

    done = perform(store, actor, verb, draft)
    with store.reading(actor) as session:
        act = said(session, done.act_id) if done.act_id is not None else None
    call.print(call.words(f"{act.verb}.did", **act.params) if act else call.words("cli.nothing"))
    for once in done.rows:
        if isinstance(once, Once):
            for line in call.words(once.key, text=once.text, **once.params).splitlines():
                call.print_line(line)
    return DONE
