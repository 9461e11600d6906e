"""The products of a chain whose head names none, learnt from what is counted in its answers."""

from collections import Counter
from collections.abc import Iterable, Sequence

from models.rules.jielong.catalogue import key, merged
from models.rules.jielong.people import is_filler, looks_like_food, looks_like_person
from models.rules.jielong.tokens import Kind, Token
from models.rules.jielong.units import WEIGHTS
from models.rules.jielong.values import Product


def learn(answers: Iterable[Sequence[Token]]) -> tuple[Product, ...]:
    """The products that the answers count.

    `赵红 一板` counts a person: a word is a product only where it is joined to its count, stands
    beside a name, holds a size, or is counted in two answers.
    """
    said: Counter[str] = Counter()
    sure: set[str] = set()
    units: dict[str, str] = {}
    for tokens in answers:
        for name, unit, certain in _counted(tokens):
            said[name] += 1
            units[name] = units.get(name) or unit
            if certain:
                sure.add(name)
    names = [name for name in said if name in sure or said[name] > 1]
    return merged([Product(name, units[name]) for name in names])


def _counted(tokens: Sequence[Token]) -> Iterable[tuple[str, str, bool]]:
    """Each word before a count: with its size, the unit, and whether it can be no name."""
    named = False
    for i, token in enumerate(tokens):
        if token.kind is not Kind.word or is_filler(token.text):
            continue
        sizes = 0
        while i + 1 + sizes < len(tokens) and tokens[i + 1 + sizes].kind is Kind.size:
            sizes += 1
        after = tokens[i + 1 + sizes] if i + 1 + sizes < len(tokens) else None
        if after is not None and after.kind is Kind.count:
            name = token.text + "".join(t.text for t in tokens[i + 1 : i + 1 + sizes])
            person = looks_like_person(token.text)
            certain = after.marked or bool(sizes) or token.end == after.start or named
            certain = certain or looks_like_food(token.text)
            certain = certain and not (person and not named) and not after.plus
            if key(name) and not (person and not certain):
                yield name, "" if after.unit in WEIGHTS else after.unit, certain
        named = True
