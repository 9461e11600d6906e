"""One row of a ledger of goods as it was read, and an item as the rows go on."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from models.imports import Made
from models.rules import forecast
from models.rules.refusal import Refusal
from models.rules.text import fold
from models.sheets import SheetRow, remark
from models.stock import same

Name = tuple[str, str]
"""Name and size as they are compared."""
Moved = tuple[Name, dt.date, int, str]
"""A move as it is compared: item, day, quantity, lot."""


@dataclass(slots=True)
class Said:
    """One row as it was read."""

    row: SheetRow
    day: dt.date
    name: str
    spec: str
    received: int
    issued: int
    balance: int | None
    key: str = ""

    @property
    def item(self) -> Name:
        return same(self.name, self.spec)

    @property
    def title(self) -> str:
        return f"{self.name} {self.spec}".rstrip()

    @property
    def moves(self) -> "Counter[Moved]":
        """The moves it tells of."""
        batch = plain(remark(self.row.get("batch"), longest=40))
        told = (self.received, -self.issued)
        return Counter((self.item, self.day, n, batch) for n in told if n)

    def check_same(self, was: tuple[int, int]) -> None:
        """Raises the problem of a row that said something else when it was read in before."""
        now = (self.received, self.issued)
        if was != now:
            cell = self.row.get("received") if was[0] != now[0] else self.row.get("issued")
            raise cell.problem("refuse.stock.row_changed", was=max(was), now=max(now))


@dataclass(slots=True)
class Shelf:
    """An item as the plan goes on: which record it is, and what lies there by then."""

    id: int | Made
    unit: str
    fresh: bool
    """Whether nothing of it was ever in the desk's ledger."""
    lots: dict[int, forecast.Lot] = field(default_factory=dict)
    batches: dict[int, str] = field(default_factory=dict)

    def put(self, at: int, quantity: int, expires_on: dt.date | None, batch: str) -> None:
        self.lots[at] = forecast.Lot(at, quantity, expires_on)
        self.batches[at] = batch

    def take(self, quantity: int, on: dt.date, batch: str) -> None:
        """Draws as the change itself will.

        Raises:
            Refusal: when it is not there.
        """
        lots = [lot for lot in self.lots.values() if lot.on_hand > 0]
        if batch:
            lots = [lot for lot in lots if plain(self.batches[lot.id]) == plain(batch)]
            if not lots or any(lot.held for lot in lots):
                there = sorted({self.batches[at] for at, lot in self.lots.items() if lot.on_hand})
                raise Refusal(
                    "refuse.stock.no_batch", batch=batch, batches=" / ".join(there) or "-"
                )
        named = [lot.id for lot in lots] if batch else ()
        for at, taken in forecast.draw(lots, quantity, on, named):
            self.lots[at] = self.lots[at]._replace(on_hand=self.lots[at].on_hand - taken)


def plain(text: str) -> str:
    return fold(text).strip().casefold()
