"""What the stock will do: how low it is, how long it lasts, what ends unused, which lot goes next.

Every number is exact (whole units, fractions for rates), so two terminals never disagree by a
rounding. What is not known is None, never zero.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from models.rules.refusal import Refusal
from models.rules.rule_sets import Data


class Level(StrEnum):
    """How much there is, in one word."""

    out = "out"
    low = "low"
    reorder = "reorder"
    ok = "ok"
    over = "over"


SHORT = (Level.out, Level.low, Level.reorder)
"""The levels that need a hand."""


class StockRules(NamedTuple):
    """The numbers of the stock forecast."""

    window_min_days: int
    """Days of the ledger before a daily use is said at all."""
    window_max_days: int
    lead_days: int
    """Days from ordering to delivery, where the item has none of its own."""
    expiring_days: int
    horizon_days: int
    """How far ahead unused lots are projected; a mask of 2024 is no news in 2022."""

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "StockRules":
        """Reads the data of a rule set of kind `stock`."""
        read = Data("stock", data)
        least = read.integer("window_min_days", 1)
        return cls(
            window_min_days=least,
            window_max_days=read.integer("window_max_days", least),
            lead_days=read.integer("lead_days"),
            expiring_days=read.integer("expiring_days"),
            horizon_days=read.integer("horizon_days"),
        )


class Lot(NamedTuple):
    """What is left of one delivery."""

    id: int
    on_hand: int
    expires_on: date | None = None
    """The last day it may be used."""
    held: bool = False
    """On hold, quarantined or recalled: not to be given out."""

    def expired(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.expires_on is not None and self.expires_on < today


def level(
    on_hand: int,
    minimum: int,
    reorder: int | None,
    maximum: int | None,
    daily_use: Fraction | None,
    lead_days: int,
) -> Level:
    """The level word: out, low (up to the minimum), reorder, ok, over (above the maximum).

    The reorder point is the minimum and what is used until a delivery comes, or the item's own
    `reorder` where that is higher.
    """
    if on_hand <= 0:
        return Level.out
    if on_hand <= minimum:
        return Level.low
    if on_hand <= max(Fraction(reorder or 0), minimum + (daily_use or Fraction(0)) * lead_days):
        return Level.reorder
    if maximum is not None and on_hand > maximum:
        return Level.over
    return Level.ok


def daily_use(
    issues_by_day: Mapping[date, int], since: date, today: date, rules: StockRules
) -> Fraction | None:
    """The average use a day over the last whole days of the ledger; None while they are too few.

    `since` is the item's first day in the ledger: a later day without issues is a day of zero.
    Today is not over, so it counts only where it already raises the average.
    """
    days = min((today - since).days, rules.window_max_days)
    if days < rules.window_min_days:
        return None
    whole = [today - timedelta(days=back) for back in range(1, days + 1)]
    used = sum(issues_by_day.get(day, 0) for day in whole)
    return max(Fraction(used, days), Fraction(used + issues_by_day.get(today, 0), days + 1))


def days_of_cover(on_hand: int, daily_use: Fraction | None) -> Fraction | None:
    """How many days the stock lasts; None where no use is known."""
    return on_hand / daily_use if daily_use else None


def usable(lots: Iterable[Lot], today: date) -> int:
    """What may be given out today: neither held nor expired."""
    return sum(lot.on_hand for lot in lots if not lot.held and not lot.expired(today))


def expiring(lots: Iterable[Lot], today: date, rules: StockRules) -> tuple[Lot, ...]:
    """Lots not empty that have expired or end within the rule's days, earliest first."""
    until = today + timedelta(days=rules.expiring_days)
    return tuple(
        lot
        for lot in sorted(lots, key=_next_first)
        if lot.on_hand > 0 and lot.expires_on is not None and lot.expires_on <= until
    )


class Unused(NamedTuple):
    """A lot that the daily use cannot finish in time."""

    lot: int
    expires_on: date
    quantity: int


def projected_expiry(
    lots: Iterable[Lot], daily_use: Fraction | None, today: date, rules: StockRules
) -> tuple[Unused, ...]:
    """What of each lot will be unused on its last day, when lots are used by date.

    Expired lots are unused whole. Held lots are left out: nobody draws them until they are freed.
    With no use known nothing is said of the future.
    """
    found = []
    until = today + timedelta(days=rules.horizon_days)
    drawn = 0
    for lot in sorted(lots, key=_next_first):
        if lot.held or lot.on_hand <= 0 or lot.expires_on is None:
            continue
        if lot.expired(today):
            found.append(Unused(lot.id, lot.expires_on, lot.on_hand))
            continue
        if daily_use is None or lot.expires_on > until:
            continue
        wanted = daily_use * ((lot.expires_on - today).days + 1)
        used = min(lot.on_hand, max(int(wanted) - drawn, 0))
        drawn += used
        if used < lot.on_hand:
            found.append(Unused(lot.id, lot.expires_on, lot.on_hand - used))
    return tuple(found)


def draw(
    lots: Iterable[Lot], quantity: int, today: date, named: Collection[int] = ()
) -> tuple[tuple[int, int], ...]:
    """Which lots to take `quantity` from, as (lot, take): earliest expiry first, no date last.

    Held and expired lots are passed over, unless they are `named`: then these lots alone are
    drawn, because whoever names a lot has it in hand.

    Raises:
        Refusal: when the quantity is not above zero, or there is not enough.
    """
    if quantity < 1:
        raise Refusal("refuse.stock.quantity")
    lots = list(lots)
    if named:
        open_lots = [lot for lot in lots if lot.id in named]
    else:
        open_lots = [lot for lot in lots if not lot.held and not lot.expired(today)]
    taken: list[tuple[int, int]] = []
    missing = quantity
    for lot in sorted(open_lots, key=_next_first):
        take = min(missing, lot.on_hand)
        if take > 0:
            taken.append((lot.id, take))
            missing -= take
    if missing:
        available = quantity - missing
        locked = sum(lot.on_hand for lot in lots if lot.on_hand > 0) - available
        if locked and not named:
            raise Refusal(
                "refuse.stock.short_locked", wanted=quantity, available=available, locked=locked
            )
        raise Refusal("refuse.stock.short", wanted=quantity, available=available)
    return tuple(taken)


def _next_first(lot: Lot) -> tuple[date, int]:
    return lot.expires_on or date.max, lot.id
