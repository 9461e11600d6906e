"""The jobs of a printed sheet as they stand now, each told by the area it belongs to."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Protocol, cast

from models.papers.tables import PrintedSheet
from models.store.engine import Reading
from models.store.register import Job


class _Tells(Protocol):
    """What the papers of an area say of records that were printed."""

    jobs: Callable[[Reading, Sequence[int], dt.datetime], Mapping[int, Job]]


def jobs_of(session: Reading, sheet: PrintedSheet) -> tuple[Job, ...]:
    """The jobs in the order they were printed; what is no longer there is left out."""
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for key in sheet.records:
        kind, _, row_id = key.partition(":")
        ids[kind.partition(".")[0]].append(int(row_id))
    found: dict[str, Job] = {}
    for area, wanted in ids.items():
        tells = cast(_Tells, import_module(f"models.papers.{area}"))
        told = tells.jobs(session, wanted, sheet.printed_at)
        found.update((job.key, job) for job in told.values())
    return tuple(found[key] for key in sheet.records if key in found)


__all__ = ["Job", "jobs_of"]
