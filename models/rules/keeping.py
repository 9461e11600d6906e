"""Which copies of the database stay: the last of each of seven days and of four weeks.

The promise: the copy just made always stays, and none goes because of the calendar alone. A desk
that was closed for two months still has the copies of the last days it was open, and a clock that
was set wrong for a day costs none of the good ones.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

DAYS, WEEKS = 7, 4
"""Of how many days, and of how many weeks, the last copy stays."""
LABELLED = 7
"""How many of each label stay: those made before an import, before an upgrade, before a restore."""
LATE = dt.timedelta(hours=26)
"""After so long without a copy somebody is told: a day, and two hours for whoever opens late."""


class Copy(NamedTuple):
    """One copy: when it was made, by the branch's wall clock, and what for."""

    at: dt.datetime
    label: str = ""
    """Why it was made apart from the daily ones; empty for those."""


def staying(copies: Iterable[Copy], now: dt.datetime) -> frozenset[Copy]:
    """Those of the copies that stay; the others may go.

    Args:
        now: the present moment. What bears a later one was made under a clock that was wrong: it
            stays, and takes no place from the others.
    """
    latest_first = sorted(copies, key=lambda one: one.at, reverse=True)
    ahead = [one for one in latest_first if one.at > now]
    past = latest_first[len(ahead) :]
    daily = [one for one in past if not one.label]
    days = _first_of_each(daily, lambda one: one.at.date())[:DAYS]
    weeks = _first_of_each(daily, lambda one: one.at.isocalendar()[:2])[:WEEKS]
    # A labelled copy is about a step, which nobody goes back behind once a month was copied since.
    oldest = weeks[-1].at if len(weeks) == WEEKS else None
    by_label = defaultdict(list)
    for one in past:
        if one.label and (oldest is None or one.at >= oldest):
            by_label[one.label].append(one)
    labelled = (one for ones in by_label.values() for one in ones[:LABELLED])
    return frozenset((*ahead, *days, *weeks, *labelled))


def _first_of_each(copies: Iterable[Copy], group: Callable[[Copy], Hashable]) -> list[Copy]:
    found: dict[Hashable, Copy] = {}
    for one in copies:
        found.setdefault(group(one), one)
    return list(found.values())
