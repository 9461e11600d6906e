"""Recomputing the journal's chain, act by act, to say whether anybody changed what was written.

Emptied values are reported as emptied: the chain holds without them. A changed value, a changed
or missing entry, a missing act and a cut-off end are all reported by the act they belong to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

import sqlalchemy as sa

from models.store.acts import ACT, ACT_VALUE, ENTRY, ENTRY_VALUE, JOURNAL, REVISION
from models.store.seal import content_of, digest_of
from models.store.session import Reading
from models.store.values import digest

Fault = Literal["chain", "digest", "said", "value", "missing"]


@dataclass(frozen=True, slots=True)
class Break:
    """One place where the journal is not what was written."""

    act_id: int
    fault: Fault
    """`chain`: does not follow the act before; `digest`: act or entries changed; `said`, `value`:
    what lies beside them changed; `missing`: acts are gone from the end."""
    entry_id: int | None = None


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What a verification found."""

    acts: int
    entries: int
    erased: int
    """Entries and acts whose values were emptied."""
    broken: tuple[Break, ...]

    @property
    def sound(self) -> bool:
        """Whether everything is as it was written."""
        return not self.broken


def recompute(session: Reading) -> VerifyReport:
    """Goes through the whole journal once, in order."""
    acts = entries = erased = 0
    broken: list[Break] = []
    previous = ""
    entry_groups = _entries(session)
    waiting = next(entry_groups, None)
    last_id = 0
    for row in session.execute(_acts()):
        acts += 1
        last_id = row.id
        touched: list[dict[str, Any]] = []
        while waiting is not None and waiting[0] <= row.id:
            if waiting[0] == row.id:
                touched = waiting[1]
            else:
                broken.append(Break(waiting[0], "chain"))
            waiting = next(entry_groups, None)
        entries += len(touched)
        act = dict(row._mapping)
        if act["previous"] != previous:
            broken.append(Break(row.id, "chain"))
        if digest_of(act, touched) != act["digest"]:
            broken.append(Break(row.id, "digest"))
        previous = act["digest"]
        if act["salt"] is None:
            erased += 1
        elif content_of(act) != act["content"]:
            broken.append(Break(row.id, "said"))
        for entry in touched:
            if entry["salt"] is None:
                erased += 1
            elif digest([entry["salt"], entry["before"], entry["after"]]) != entry["content"]:
                broken.append(Break(row.id, "value", entry["id"]))
    counted = session.execute(sa.select(REVISION.c.n).where(REVISION.c.area == JOURNAL)).scalar()
    if (counted or 0) != acts or waiting is not None:
        broken.append(Break(last_id, "missing"))
    return VerifyReport(acts, entries, erased, tuple(broken))


def _acts() -> sa.Select[Any]:
    return (
        sa.select(ACT, ACT_VALUE.c.salt, ACT_VALUE.c.actor, ACT_VALUE.c.params, ACT_VALUE.c.why)
        .join_from(ACT, ACT_VALUE, isouter=True)
        .order_by(ACT.c.id)
        .execution_options(yield_per=1000)
    )


def _entries(session: Reading) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    rows = session.execute(
        sa.select(ENTRY, ENTRY_VALUE.c.salt, ENTRY_VALUE.c.before, ENTRY_VALUE.c.after)
        .join_from(ENTRY, ENTRY_VALUE, isouter=True)
        .order_by(ENTRY.c.act_id, ENTRY.c.id)
        .execution_options(yield_per=1000)
    )
    for act_id, group in groupby(rows, key=lambda row: row.act_id):
        yield act_id, [dict(row._mapping) for row in group]
