"""What must be written because time passed, of every area, and the backup of every night.

Any open desk takes what is due, and so does `quanan tick`; whoever comes first does it, once.
"""

import datetime as dt
from importlib import import_module
from typing import TYPE_CHECKING

from models.rules.refusal import Refusal
from screens.kit.draw import span

if TYPE_CHECKING:
    from models.store.clock import Drift
    from models.store.duties import Duty
    from models.store.engine import Store
    from models.store.session import Writing

BACKUP_AT = dt.time(4)
"""Local time of the nightly backup, when the fewest write."""


LEAP, BEHIND = dt.timedelta(hours=1), dt.timedelta(minutes=2)
"""From where on a clock that was moved is said to be wrong. Machines differ by seconds."""


def doubt_of(store: "Store", drift: "Drift") -> Refusal | None:
    """Why the machine's clock cannot be believed at this moment."""
    from models.store.duties import last_act_at

    if drift.moved() > LEAP:
        return Refusal("clock.leapt", by=span(drift.moved()))
    last = last_act_at(store)
    if last is not None and last - store.clock.now() > BEHIND:
        return Refusal("clock.behind", by=span(last - store.clock.now()))
    return None


def rests(doubt: Refusal | None) -> bool:
    """Whether duties rest: by a clock that leapt a year ahead everything would be erased."""
    return doubt is not None and doubt.key == "clock.leapt"


def due_now(store: "Store") -> list[str]:
    """Does every duty that is due.

    Returns:
        The names of those done by this call, each the key of what it is called.
    """
    from models.retention import DUTY
    from models.store.duties import take_due

    done = take_due(store, duties(store))
    if any(name.startswith(DUTY) for name in done):
        # The log beside the file still holds pages as they were before the erasure.
        store.empty_log()
    return done


def duties(store: "Store") -> "tuple[Duty, ...]":
    """The duties of every area, in the order of the areas."""
    import models
    from models.store.backup import BACKUP
    from models.store.duties import Duty

    found: list[Duty] = []
    for area in models.AREAS:
        found += getattr(import_module(f"models.{area}"), "DUTIES", ())
    from models.retention import duties as retention

    found += retention()
    if store.backups is not None and not store.clock.demonstrates:
        found.append(Duty(BACKUP, BACKUP_AT, _backup))
    return tuple(found)


def _backup(session: "Writing") -> None:
    from models.store.backup import keep_copy

    made = keep_copy(session.store)
    if made is not None:
        # Told as an act, so that every open desk hears of it and the alarm goes.
        session.witness(file=made.name)
        session.moved.add("backups")
