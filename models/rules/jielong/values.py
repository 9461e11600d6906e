"""What a chain is once it has been read: values that a screen, a command and a test can share."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from models.rules.address import AnyDoor, Door
from models.rules.why import Why


class AnswerState(StrEnum):
    """What becomes of an answer. Only an accepted one counts in the totals."""

    accepted = "accepted"
    needs_address = "needs_address"
    needs_item = "needs_item"
    ask = "ask"
    """Readable in two ways, or an amount nobody orders: a person decides."""
    duplicate = "duplicate"
    """The same household said the same before."""
    replaced = "replaced"
    """The same household said something else later."""
    withdrawn = "withdrawn"
    empty = "empty"


WAITING = frozenset({AnswerState.needs_address, AnswerState.needs_item, AnswerState.ask})
"""What a person still has to decide."""


@dataclass(frozen=True, slots=True)
class Product:
    """Something that is on offer in this chain."""

    name: str
    unit: str = ""
    price: int | None = None
    """In fen, where the head tells it."""
    aliases: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    """`30枚/板`, `5斤装`: numbers that belong to the name and are never a quantity."""
    most: int | None = None
    """More than this for one household is asked about, where the buy has a limit of its own."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one household is to get; an answer that orders for two households becomes two."""

    no: int | None
    """The number before it; None for a line that somebody added without one."""
    state: AnswerState
    name: str = ""
    door: AnyDoor | None = None
    items: Mapping[str, int] = field(default_factory=dict, hash=False)
    placed_by: str = ""
    """The neighbour who ordered, as told."""
    paid: bool | None = None
    note: str = ""
    urgent: bool = False
    why: Why | None = None
    lines: tuple[int, int] = (0, 0)
    """First and last line in the pasted text, counted from 1."""
    text: str = ""
    """The answer as it was written, telephone numbers covered."""
    own: AnswerState = AnswerState.empty
    """Its state before other answers of the household are looked at."""
    own_why: Why | None = None
    adds: bool = False
    """Written 加1份, which is on top where the household ordered before."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sum that somebody wrote below the chain."""

    told: int
    product: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain as it was read. `totals` holds what the accepted answers come to."""

    title: str = ""
    host: str = ""
    products: tuple[Product, ...] = ()
    answers: tuple[Answer, ...] = ()
    totals: Mapping[str, int] = field(default_factory=dict, hash=False)
    warnings: tuple[Why, ...] = ()
    claims: tuple[Claim, ...] = ()

    def waiting(self) -> tuple[Answer, ...]:
        """The answers a person still has to decide on."""
        return tuple(answer for answer in self.answers if answer.state in WAITING)

    def by_building(self) -> dict[int, dict[str, int]]:
        """What each building is to get, in the order of the buildings."""
        sums: dict[int, dict[str, int]] = {}
        for answer in self.answers:
            if answer.state is AnswerState.accepted and isinstance(answer.door, Door):
                add(sums.setdefault(answer.door.building, {}), answer.items)
        return dict(sorted(sums.items()))

    def plain(self, say: Callable[[Why], str]) -> dict[str, object]:
        """The chain as plain data for `--json`; `say` puts a reason into words."""
        return {
            "title": self.title,
            "products": [product.name for product in self.products],
            "answers": [
                {
                    "no": answer.no,
                    "state": answer.state.value,
                    "name": answer.name,
                    "door": str(answer.door) if answer.door is not None else "",
                    "items": dict(answer.items),
                    "placed_by": answer.placed_by,
                    "paid": answer.paid,
                    "note": answer.note,
                    "why": say(answer.why) if answer.why is not None else "",
                }
                for answer in self.answers
            ],
            "totals": dict(self.totals),
            "warnings": [say(warning) for warning in self.warnings],
        }


class Residents(Protocol):
    """Who lives where, as far as the reader may ask."""

    def doors_of(self, name: str) -> Collection[Door]:
        """The doors of everybody with this name or chat name."""

    def names_at(self, door: Door) -> Collection[str]:
        """The names of those who live behind a door."""


def add(sums: dict[str, int], items: Mapping[str, int]) -> None:
    """Adds the items of one answer to a sum."""
    for product, quantity in items.items():
        sums[product] = sums.get(product, 0) + quantity
