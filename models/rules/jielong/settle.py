"""From orders to answers: the door, the state and its reason, and what households said twice."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from models.rules.address import AnyDoor, Door, matches, near
from models.rules.jielong.layout import Numbered
from models.rules.jielong.quantities import Order
from models.rules.jielong.tokens import covered
from models.rules.jielong.values import Answer, AnswerState, Residents, add
from models.rules.why import Why

_NEAR = 5


@dataclass(slots=True)
class Settler:
    """Gives each order of a chain its state, in the order the answers stand."""

    known_doors: Collection[Door] | None = None
    residents: Residents | None = None
    limit: int = 20
    """More than this of one product for one household is asked about."""
    most: Mapping[str, int] = field(default_factory=dict)
    """The same for products that have a smaller limit of their own."""
    _before: Answer | None = None
    _numbered: Numbered | None = None
    _text: str = ""
    _doors_of: dict[str, set[Door]] = field(default_factory=dict)
    _near: dict[AnyDoor, tuple[Door, ...]] = field(default_factory=dict)

    def answer(self, numbered: Numbered, order: Order) -> Answer:
        """The answer of one household, as far as it can be told without the others."""
        ditto = self._repeat(order) if order.ditto else None
        door, address_why = self._door(order)
        name = order.name or self._name(door)
        items = dict(order.items)
        if numbered is not self._numbered:  # an answer for six households is covered once
            self._numbered, self._text = numbered, covered(numbered.text)
        text = self._text
        state, why = _state(order, items, door, ditto, address_why, bool(text.strip()), self._asked)
        answer = Answer(
            numbered.no,
            state,
            name,
            door,
            items if state is not AnswerState.withdrawn else {},
            order.placed_by,
            order.paid,
            order.note,
            order.urgent,
            why,
            (numbered.first, numbered.last),
            text,
            state,
            why,
            order.adds,
        )
        if name and isinstance(door, Door):
            self._doors_of.setdefault(name, set()).add(door)
        if state is not AnswerState.empty and (ditto is None or ditto.key != "jielong.ditto"):
            self._before = answer
        return answer

    def _asked(self, product: str) -> int:
        """How much of a product a household may have before it is asked about."""
        return min(self.limit, self.most.get(product, self.limit))

    def _repeat(self, order: Order) -> Why | None:
        """同上: the items of the answer above, or its door; both or none is a question."""
        above = self._before
        if above is None or (not above.items and order.door is not None and not order.items):
            return Why("jielong.nothing_above")
        if order.door is not None and not order.items:
            order.items = dict(above.items)
            return None
        if order.door is None and order.items and isinstance(above.door, Door):
            order.door = above.door
            return Why("jielong.same_door", {"door": above.door, "no": above.no})
        return Why("jielong.ditto")

    def _door(self, order: Order) -> tuple[AnyDoor | None, Why | None]:
        """The door, and why it is none yet, or what was filled in."""
        door = order.door
        if isinstance(door, Door) and (self.known_doors is None or door in self.known_doors):
            return door, None
        named: Collection[Door] = (
            self.residents.doors_of(order.name) if self.residents and order.name else ()
        )
        fitting = [one for one in named if door is None or one in matches(door, [one])]
        if len(fitting) == 1:
            return fitting[0], Why("jielong.by_name", {"name": order.name, "door": fitting[0]})
        earlier = self._doors_of.get(order.name, set()) if order.name else set()
        if door is None:
            if order.corrected and len(earlier) == 1:
                one = next(iter(earlier))
                return one, Why("jielong.by_name", {"name": order.name, "door": one})
            options = tuple(sorted({*fitting, *earlier}))[:_NEAR]
            return None, _asking("jielong.no_door", options)
        if isinstance(door, Door):
            return door, _asking("jielong.unknown_door", self._close(door), door=door)
        fits = tuple(matches(door, self.known_doors or ()))
        if len(fits) == 1:
            return fits[0], Why("jielong.completed", {"said": door, "door": fits[0]})
        options = fits[:_NEAR] or self._close(door)
        return door, _asking("jielong.part_door", options, said=door)

    def _close(self, door: AnyDoor) -> tuple[Door, ...]:
        if door not in self._near:
            self._near[door] = tuple(near(door, self.known_doors or (), _NEAR))
        return self._near[door]

    def _name(self, door: AnyDoor | None) -> str:
        """Who lives behind the door, where it is one person only."""
        if self.residents is None or not isinstance(door, Door):
            return ""
        names = self.residents.names_at(door)
        return next(iter(names)) if len(names) == 1 else ""


def _asking(key: str, options: tuple[Door, ...], **params: object) -> Why:
    """A question about a door; with the doors that may be meant, where there are any."""
    return Why(f"{key}.near" if options else key, {**params, "options": options})


def _state(
    order: Order,
    items: dict[str, int],
    door: AnyDoor | None,
    ditto: Why | None,
    address_why: Why | None,
    said: bool,
    most_of: Callable[[str], int],
) -> tuple[AnswerState, Why | None]:
    """The first thing that is missing decides; what was only filled in is said and accepted."""
    if order.withdrawn:
        return AnswerState.withdrawn, None
    if not said or (
        door is None
        and not items
        and not order.name
        and not order.note
        and not order.item_doubt
        and not order.doubt
        and not ditto
    ):
        return AnswerState.empty, None
    filled = address_why is not None and address_why.key in ("jielong.by_name", "jielong.completed")
    if ditto is not None:
        return AnswerState.ask, ditto
    if address_why is not None and not filled:
        return AnswerState.needs_address, address_why
    if order.item_doubt is not None:
        return AnswerState.needs_item, order.item_doubt
    if order.doubt is not None:
        return AnswerState.ask, order.doubt
    if not items:
        return AnswerState.needs_item, Why("jielong.no_item")
    much = next((name for name, number in items.items() if number > most_of(name)), None)
    if much is not None:
        return AnswerState.ask, Why(
            "jielong.much", {"product": much, "quantity": items[much], "limit": most_of(much)}
        )
    if order.assumed:
        return AnswerState.accepted, Why("jielong.one", {"products": order.assumed})
    return AnswerState.accepted, address_why


def households(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """What a household says later replaces what it said before; the same again is a duplicate."""
    settled: list[Answer] = []
    last: dict[Door, int] = {}
    for read in answers:
        now = replace(read, state=read.own, why=read.own_why)
        door = now.door if isinstance(now.door, Door) else None
        if now.own is AnswerState.withdrawn and door is None:
            meant = _meant(now, settled, last)
            door = meant[0] if len(meant) == 1 else None
            if len(meant) > 1:
                now = replace(
                    now, state=AnswerState.ask, why=Why("jielong.whose", {"options": meant})
                )
        earlier = last.get(door) if door is not None else None
        if now.adds and earlier is not None and now.own is AnswerState.accepted:
            now = replace(now, state=AnswerState.ask, why=Why("jielong.more"))
        decides = now.state in (AnswerState.accepted, AnswerState.withdrawn)
        if earlier is not None and decides:
            before = settled[earlier]
            if now.own is before.own and now.items == before.items:
                why = Why("jielong.duplicate", {"no": before.no})
                settled.append(replace(now, state=AnswerState.duplicate, why=why))
                continue
            why = Why("jielong.replaced", {"no": now.no})
            settled[earlier] = replace(before, state=AnswerState.replaced, why=why)
        settled.append(now)
        if door is not None and (decides or earlier is None):
            last[door] = len(settled) - 1
    return tuple(settled)


def _meant(answer: Answer, settled: Sequence[Answer], last: Mapping[Door, int]) -> tuple[Door, ...]:
    """The doors whose order a withdrawal without a full door may mean: by the name, or the room."""
    return tuple(
        door
        for door, at in last.items()
        if (answer.name and settled[at].name == answer.name)
        or (answer.door is not None and matches(answer.door, [door]))
    )


def totals(answers: Iterable[Answer], products: Iterable[str]) -> dict[str, int]:
    """What the accepted answers come to, in the order of the products."""
    sums: dict[str, int] = {}
    for answer in answers:
        if answer.state is AnswerState.accepted:
            add(sums, answer.items)
    ordered = [name for name in products if name in sums]
    return {name: sums[name] for name in [*ordered, *(n for n in sums if n not in ordered)]}
