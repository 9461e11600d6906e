"""How long a medicine lasts, as told by the family on the day of the count.

The desk counts days and asks for a refill in time; it never changes a dose.
"""

from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from models.rules.care import CareRules, MedicineKind
from models.rules.refusal import Refusal

Amount = int | Fraction | Decimal
"""A dose may be half a tablet, so it is exact and never a float."""


class MedicineBand(StrEnum):
    """How near the end of a medicine is."""

    red = "red"
    amber = "amber"
    ok = "ok"


def medicine_kind(name: str, rules: CareRules) -> str:
    """The kind of a medicine by the words of the rule set; one on a care list is chronic else."""
    lowered = name.casefold()
    for kind, words in rules.medicine_words.items():
        if any(word.casefold() in lowered for word in words):
            return kind
    return MedicineKind.chronic


def run_out_on(
    count: Amount, units_per_dose: Amount, doses_per_day: Amount, counted_on: date
) -> date | None:
    """The first day without a whole day's doses; None for a medicine taken only when needed."""
    _measured(count, units_per_dose, doses_per_day)
    a_day = Fraction(units_per_dose) * Fraction(doses_per_day)
    return counted_on + timedelta(days=int(Fraction(count) / a_day)) if a_day else None


def days_left(
    count: Amount,
    units_per_dose: Amount,
    doses_per_day: Amount,
    counted_on: date,
    today: date,
) -> int | None:
    """Whole days the medicine still lasts, 0 once it is gone; None when taken only as needed."""
    end = run_out_on(count, units_per_dose, doses_per_day, counted_on)
    return None if end is None else max((end - today).days, 0)


def medicine_band(left: int | None, rules: CareRules) -> MedicineBand:
    """Red, amber or ok, by the days left."""
    if left is None or left > rules.medicine_amber_days:
        return MedicineBand.ok
    return MedicineBand.red if left <= rules.medicine_red_days else MedicineBand.amber


def refill_due(run_out: date, rules: CareRules) -> date:
    """The day on which the refill must be asked for."""
    return run_out - timedelta(days=rules.refill_lead_days)


def _measured(count: Amount, units_per_dose: Amount, doses_per_day: Amount) -> None:
    if count < 0 or units_per_dose <= 0 or doses_per_day < 0:
        raise Refusal("refuse.care.dose")
