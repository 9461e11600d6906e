"""Recording from a shell: the quick line as a command."""

from tui.commands.call import DONE, Call


def do(call: Call) -> int:
    """Does what one line says, through the same drafts and changes as the desk."""
    from models.acts import said
    from models.quick import understand
    from models.rules.refusal import Refusal
    from models.store.register import perform
    from models.words import Key

    words = call.words
    with call.store() as store:
        actor = call.actor(store)
        with store.reading(actor) as session:
            understood = understand(session, " ".join(call.arguments.line), words)
        if understood.verb is None:
            raise Refusal("refuse.quick.verb")
        if understood.missing and not understood.unread and understood.choice is None:
            fields = words.listed([Key(ask.label) for ask in understood.missing])
            raise Refusal("refuse.cli.missing", fields=fields)
        draft = understood.draft()
        done = perform(store, actor, understood.verb, draft, why=call.arguments.why)
        with store.reading(actor) as session:
            act = said(session, done.act_id) if done.act_id is not None else None
    told = words(f"{act.verb}.did", **act.params) if act is not None else words("cli.nothing")
    if call.json:
        call.print_json({"act": done.act_id, "verb": understood.verb, "said": told})
    else:
        call.print(told)
    return DONE
