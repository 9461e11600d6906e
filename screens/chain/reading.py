"""Reading a pasted chain: the box it is pasted into, and what its text comes to."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.widgets import TextArea

from models.rules.text import clean_lines
from models.words import Words
from screens.columns.chain import AnswerLine, SumLine, answer_lines, sum_lines

if TYPE_CHECKING:
    from models.group_buys.drafts import Fix
    from models.group_buys.pasting import Change
    from models.group_buys.surroundings import Surroundings
    from models.rules.jielong import Chain


LAID_OUT = """
ChainWindow {
    & > .window { width: 100%; max-width: 100%; height: 100%; max-height: 100%; }
    ChainText { height: 6; border: none; padding: 0; background: $background; }
    #chain-rest { height: 1fr; layout: horizontal; }
    #chain-answers { width: 1fr; height: 1fr; max-height: 100%; }
    #chain-sums { width: 32; height: 1fr; max-height: 100%; }
    .lead { min-height: 2; }
    &.-narrow {
        ChainText { height: 4; }
        #chain-rest { layout: vertical; }
        #chain-sums { width: 1fr; height: 5; }
    }
    &.-high.-normal ChainText { height: 20%; min-height: 5; }
}
"""
"""How the box and what it comes to lie in the window."""

MOST = 400_000
"""Characters of a chain; a compound of four thousand households writes less than half of it."""


def fitting(text: str) -> tuple[str, int, int]:
    """A pasted text, clean, as far as it can be kept: the text, how many lines, of how many."""
    of = text.count("\n") + 1
    taken = text if len(text) <= MOST else text[:MOST].rpartition("\n")[0]
    lines = clean_lines(taken)
    return "\n".join(lines), len(lines), max(of, len(lines))


class ChainText(TextArea):
    """Where the chain is pasted; what comes in is cleaned of all that a terminal could obey."""

    class Pasted(Message):
        """A text was pasted, rather than typed."""

        def __init__(self, lines: int, of: int) -> None:
            super().__init__()
            self.lines = lines
            self.of = of

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        text, lines, of = fitting(event.text)
        put = self.replace(text, *sorted(self.selection))
        self.move_cursor(put.end_location)
        self.focus()
        self.post_message(self.Pasted(lines, of))


@dataclass(frozen=True, slots=True)
class Read:
    """A text as it was read: what it says, what it would change, and how it is shown."""

    text: str
    chain: "Chain"
    changes: "tuple[Change, ...]"
    lines: tuple[AnswerLine, ...]
    sums: tuple[SumLine, ...]
    medical: bool

    def counts(self, words: Words) -> str:
        """How many answers there are of each sort."""
        states = [answer.state.value for answer in self.chain.answers]
        if not states:
            return words("chain.empty")
        waiting = len(self.chain.waiting())
        accepted, withdrawn = states.count("accepted"), states.count("withdrawn")
        return words(
            "chain.counts",
            n=len(states),
            accepted=accepted,
            waiting=waiting,
            withdrawn=withdrawn,
            rest=len(states) - accepted - waiting - withdrawn,
        )

    def effect(self, words: Words, known: "Surroundings", gone: frozenset[int]) -> str:
        """What taking it would do, in one line."""
        if self.medical:
            return words("chain.medical")
        if known.buy_id is None:
            return words("chain.no_buy")
        signs = [one.sign.value for one in self.changes]
        let_go = sum(one.household_id in gone for one in self.changes if one.sign == "vanished")
        kept = signs.count("vanished") - let_go
        told = words("chain.same") if self.chain.answers else ""
        if signs:
            told = words(
                "chain.change",
                added=signs.count("added"),
                changed=signs.count("changed"),
                gone=signs.count("withdrawn") + let_go,
                kept=kept,
            )
        late = known.state is not None and known.state.value not in ("open", "box_fill")
        return f"{told}  {words('chain.late')}" if late else told


def read_text(
    text: str, known: "Surroundings", fixes: "tuple[Fix, ...]", gone: frozenset[int]
) -> Read:
    """What a text says and would change; for a worker thread."""
    from models.group_buys.pasting import changes, looks_medical, read_chain

    medical = looks_medical(text)
    if medical:
        # Its goods are medicines and none of the buy's products.
        known = replace(known, products=None, product_ids={}, present={})
    chain = read_chain(text, known, fixes)
    compared = chain.answers and known.buy_id is not None and not medical
    found = changes(chain, known) if compared else ()
    lines = answer_lines(chain, found, gone)
    return Read(text, chain, found, lines, sum_lines(chain), medical)
