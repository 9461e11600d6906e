"""Goods arrived short: who gets how many, by the rule that was chosen before they came.

The promise: the same lines, rule and seed always give the same result; nobody gets more than was
ordered; everything that arrived is given out, as far as there are orders; each line says why.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from models.rules.group_buy import yuan
from models.rules.refusal import Refusal
from models.rules.why import Why


class ShortageRule(StrEnum):
    """How a short delivery is shared."""

    special_first = "special_first"
    first_come = "first_come"
    equal_shares = "equal_shares"
    lottery = "lottery"


@dataclass(frozen=True, slots=True)
class Line:
    """What one household ordered of one item, in the order of the chain."""

    id: int
    ordered: int
    special: bool = False
    """Of a household on the list of special groups."""
    tolerance: int = 0
    """How many of these it said it can do without: they are given last."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a line gets, and why."""

    line: Line
    given: int
    why: Why

    @property
    def short(self) -> int:
        """What is to be paid back or brought later."""
        return self.line.ordered - self.given


@dataclass(frozen=True, slots=True)
class Allocation:
    """A delivery, given out."""

    shares: tuple[Share, ...]
    """In the order of the chain."""
    left_over: int
    """What arrived beyond every order."""


_Given: TypeAlias = dict[int, int]
_Give: TypeAlias = Callable[[Sequence[Line], Mapping[int, int], int], _Given]


def allocate(lines: Sequence[Line], arrived: int, rule: ShortageRule, seed: str = "") -> Allocation:
    """Gives out what arrived, by `rule`.

    Every line's firm part is served before anybody's tolerated part. `lines` stand in the order in
    which people signed; `seed` is what was announced before the draw, such as the date and number
    of the purchase.

    Raises:
        Refusal: when a number is below zero, a tolerance is above the order, two lines have one
            id, or a lottery has no seed.
    """
    _check(lines, arrived, rule, seed)
    queue = _queue(lines, rule, seed)
    give = _evenly if rule is ShortageRule.equal_shares else _in_turn
    firm = {line.id: line.ordered - line.tolerance for line in lines}
    given = give(queue, firm, arrived)
    tolerated = {line.id: line.tolerance for line in lines}
    for id_, more in give(queue, tolerated, arrived - sum(given.values())).items():
        given[id_] += more
    places = {line.id: place for place, line in enumerate(queue, 1)}
    shares = tuple(
        Share(line, given[line.id], _why(line, given[line.id], rule, places[line.id], seed))
        for line in lines
    )
    return Allocation(shares, arrived - sum(given.values()))


def substitute_price(price: int, instead: int | None, *, agreed: bool) -> tuple[int, Why]:
    """What a portion costs of which something else came, in fen, and why.

    A cheaper one costs what it is worth, and the difference is given back; a dearer one costs no
    more than what was ordered, unless the household agreed to pay it.
    """
    if instead is None or instead == price:
        return price, Why("shortage.price.same", {"price": yuan(price)})
    told: dict[str, object] = {"price": yuan(price), "instead": yuan(instead)}
    if instead < price:
        return instead, Why("shortage.price.cheaper", {**told, "back": yuan(price - instead)})
    if agreed:
        return instead, Why("shortage.price.agreed", told)
    return price, Why("shortage.price.dearer", told)


def draw_order(lines: Sequence[Line], seed: str) -> tuple[Line, ...]:
    """The order of a lottery: by the SHA-256 of `seed:id`, which anybody can reckon again."""
    return tuple(
        sorted(lines, key=lambda line: hashlib.sha256(f"{seed}:{line.id}".encode()).digest())
    )


def _queue(lines: Sequence[Line], rule: ShortageRule, seed: str) -> tuple[Line, ...]:
    if rule is ShortageRule.lottery:
        return draw_order(lines, seed)
    if rule is ShortageRule.special_first:
        return tuple(sorted(lines, key=lambda line: not line.special))
    return tuple(lines)


def _in_turn(queue: Sequence[Line], wanted: Mapping[int, int], there: int) -> _Given:
    """Each in turn what it wants, until nothing is left."""
    given = {}
    for line in queue:
        given[line.id] = min(wanted[line.id], there)
        there -= given[line.id]
    return given


def _evenly(queue: Sequence[Line], wanted: Mapping[int, int], there: int) -> _Given:
    """The same for each, none more than wanted; the odd ones go to those who signed first."""
    given = dict.fromkeys(wanted, 0)
    hungry = [line.id for line in queue if wanted[line.id] > 0]
    while hungry and there >= len(hungry):
        each = min(there // len(hungry), min(wanted[id_] - given[id_] for id_ in hungry))
        for id_ in hungry:
            given[id_] += each
        there -= each * len(hungry)
        hungry = [id_ for id_ in hungry if given[id_] < wanted[id_]]
    for id_ in hungry[:there]:
        given[id_] += 1
    return given


def _why(line: Line, given: int, rule: ShortageRule, place: int, seed: str) -> Why:
    said: dict[str, object] = {"ordered": line.ordered, "given": given}
    if given == line.ordered:
        return Why("shortage.why.full", said)
    if given >= line.ordered - line.tolerance:
        return Why("shortage.why.tolerated", {**said, "tolerance": line.tolerance})
    if rule is ShortageRule.equal_shares:
        return Why("shortage.why.equal_shares", said)
    if rule is ShortageRule.lottery:
        return Why("shortage.why.lottery", {**said, "place": place, "seed": seed})
    if rule is ShortageRule.special_first and line.special:
        return Why("shortage.why.special", {**said, "place": place})
    return Why(f"shortage.why.{rule.value}", {**said, "place": place})


def _check(lines: Sequence[Line], arrived: int, rule: ShortageRule, seed: str) -> None:
    if arrived < 0 or any(not 0 <= line.tolerance <= line.ordered for line in lines):
        raise Refusal("refuse.group_buys.shortage_numbers")
    if len({line.id for line in lines}) < len(lines):
        raise Refusal("refuse.group_buys.shortage_twice")
    if rule is ShortageRule.lottery and not seed.strip():
        raise Refusal("refuse.group_buys.seed")
