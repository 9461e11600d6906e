"""What `v` offers: every verb of the chosen records, how many it would hit, and why not all.

One verb for all is one act. A verb does those it fits and the menu says beforehand how many these
are; where it fits none, choosing it says why.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.rules.refusal import Refusal
from models.words import Words
from screens.kit.dialogs import Option

if TYPE_CHECKING:
    from models.store.engine import Reading

_EACH = frozenset({"refuse.machine"})
"""Reasons of which each is told: in what state the records are says how many there are of it."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def record_of(key: str) -> tuple[str, int]:
    """Kind and id in a row key such as `requests.request:12`."""
    kind, _, row_id = key.partition(":")
    return kind, int(row_id)


@dataclass(frozen=True, slots=True)
class Offer:
    """One verb: the records it would hit, and why it is refused to each of the others."""

    verb: str
    hits: tuple[str, ...]
    refusals: tuple[Refusal, ...] = ()


def offers(session: "Reading", keys: Sequence[str]) -> tuple[Offer, ...]:
    """Every verb of these records, in the order of their kinds."""
    from models.store.register import verb_lines

    answers = {
        key: {line.verb: line.refusal for line in verb_lines(session, *record_of(key))}
        for key in keys
    }
    other = Refusal("refuse.other_kind")
    found = []
    for verb in dict.fromkeys(verb for answer in answers.values() for verb in answer):
        told = {key: answer.get(verb, other) for key, answer in answers.items()}
        hits = tuple(key for key, refusal in told.items() if refusal is None)
        found.append(Offer(verb, hits, tuple(why for why in told.values() if why is not None)))
    return tuple(found)


def options(found: Sequence[Offer], words: Words) -> list[Option]:
    """The menu: a letter and a verb, then how many it hits and what holds the others back."""
    return [_option(letter, one, words) for letter, one in zip(LETTERS, found, strict=False)]


def _option(letter: str, offer: Offer, words: Words) -> Option:
    hit, marked = len(offer.hits), len(offer.hits) + len(offer.refusals)
    # Reasons that differ in what they name only are one: the first of them says it.
    first = {why.key: words(why.key, **why.params) for why in reversed(offer.refusals)}
    told = Counter(
        words(why.key, **why.params) if why.key in _EACH else first[why.key]
        for why in offer.refusals
    )
    reasons = told.most_common()
    if marked == 1 or (not hit and len(reasons) == 1):
        why = reasons[0][0] if reasons else ""
    else:
        why = words("menu.reasons").join(
            words("menu.reason", n=n, why=reason) for reason, n in reasons
        )
    detail = words("menu.hits", hit=hit, marked=marked) if marked > 1 else ""
    if hit:
        detail = f"{detail} · {why}" if why else detail
        return Option(offer.verb, words(offer.verb), detail, letter=letter)
    return Option(offer.verb, words(offer.verb), letter=letter, refusal=why)
