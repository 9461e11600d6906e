"""The numbers of a stage, kept when it is closed.

The one seam for the work report: whoever computes a stage's numbers computes them here, and what
was kept of an earlier stage is shown by `NUMBERS` whatever was added since.
"""

import datetime as dt

from pydantic import JsonValue

from models.board import glance
from models.campaign.trends import daily, mean
from models.reports.period import period
from models.store.engine import Reading

AVERAGED = frozenset({"tested"})
"""Totals that are averages of their days, because their days are percentages."""


def stage_numbers(session: Reading, first: dt.date, last: dt.date) -> dict[str, JsonValue]:
    """How the compound stands now, and what was done from `first` to `last`.

    Flat: `requests.open` is a number of the board, `total.patrols` one of the stage, and
    `done.gifts` one of the work report. What nobody recorded is left out, never zero.
    """
    numbers: dict[str, JsonValue] = {}
    for name, value in glance(session, whole=False).to_json().items():
        if isinstance(value, dict):
            numbers |= {f"{name}.{part}": n for part, n in value.items()}
        elif isinstance(value, int):
            numbers[name] = value
    for measure, days in daily(session, first, last).items():
        known = [n for n in days if n is not None]
        if known:
            average = measure in AVERAGED
            numbers[f"total.{measure}"] = round(mean(days) or 0) if average else sum(known)
    # Kept now, whatever becomes of the rows later.
    numbers |= {f"done.{name}": n for name, n in period(session, first, last).done().items()}
    return numbers
