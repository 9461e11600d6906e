"""Recording from a shell: the quick line as a command."""

from tui.commands.call import DONE, Call
from tui.commands.look import find_text


def do(call: Call) -> int:
    """Does what one line says, through the same drafts and changes as the desk.

    The code of a printed sheet says nothing to do: it brings the jobs of the sheet up.
    """
    from models.acts import said
    from models.quick import understand
    from models.rules.codes import meant_as_code
    from models.rules.refusal import Refusal
    from models.store.register import perform
    from models.words import Key

    words, line = call.words, " ".join(call.arguments.line)
    if meant_as_code(line):
        return find_text(call, line)
    with call.store() as store:
        actor = call.actor(store)
        with store.reading(actor) as session:
            understood = understand(session, line, words)
        if understood.verb is None:
            raise Refusal("refuse.quick.verb")
        if understood.missing and not understood.unread and understood.choice is None:
            fields = words.listed([Key(ask.label) for ask in understood.missing])
            raise Refusal("refuse.cli.missing", fields=fields)
        draft = understood.draft()
        for name, kind in understood.numbers.items():
            label = next(part.label for part in understood.parts if part.name == name)
            call.complain(words("warn.number.said", field=Key(label), kind=kind))
        done = perform(store, actor, understood.verb, draft, why=call.arguments.why)
        with store.reading(actor) as session:
            act = said(session, done.act_id) if done.act_id is not None else None
    told = words(f"{act.verb}.did", **act.params) if act is not None else words("cli.nothing")
    if call.json:
        call.print_json({"act": done.act_id, "verb": understood.verb, "said": told})
    else:
        call.print(told)
    return DONE
