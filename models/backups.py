"""What the desk says of the copies of its database: when the last good one was made, and where.

The promise: that a copy is missing is never silent. Who looks is told after a day and two hours,
and at once where one was tried and could not be made.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from models.rules import keeping
from models.rules.refusal import Refusal
from models.store.acts import ACT
from models.store.alarm import Alarm
from models.store.backup import BACKUP, backup, copies, note
from models.store.duties import DUTY_DONE
from models.store.engine import Reading, Store

_MOMENTS = dt.timedelta(minutes=1)
"""What was made this very moment may bear one a little later."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the copies of the database stand, seen from this machine."""

    folder: Path
    at: dt.datetime | None
    """When the last good copy was made; None where there is none."""
    path: Path | None
    """Where it lies; None where another machine has it."""
    count: int
    """How many lie in the folder."""
    trouble: Refusal | None
    """Why the last one that was tried here could not be made."""
    late: bool
    same_disk: bool
    """Whether one broken disk would take the database and its copies."""


def move_to(store: Store, folder: Path) -> Path:
    """Makes a copy in another folder, which is this machine's from then on.

    Returns:
        The copy.

    Raises:
        Refusal: when none can be made there; then copies are kept where they were.
    """
    made = backup(store.database, folder, store.clock)
    store.backups = folder
    note(store, None)
    return made


def standing(session: Reading) -> Standing | None:
    """How the copies stand; None where nobody keeps any, as of a demonstration."""
    store = session.store
    if store.backups is None or session.clock.demonstrates:
        return None
    found = copies(store.database, store.backups)
    last = next((one for one in found if one.at <= session.now + _MOMENTS), None)
    at, path = (last.at, last.path) if last else (None, None)
    if store.database.file is None:
        elsewhere = _made_by_duty(session)
        if elsewhere is not None and (at is None or at < elsewhere - _MOMENTS):
            at, path = elsewhere, None
    return Standing(
        folder=store.backups,
        at=at,
        path=path,
        count=len(found),
        trouble=store.backup_trouble,
        late=(at or _begun(session)) < session.now - keeping.LATE,
        same_disk=_on_one_disk(store.backups, store.database.file),
    )


def alarms(session: Reading) -> tuple[Alarm, ...]:
    """One while no copy was made for too long, or while none can be made."""
    found = standing(session)
    if found is None or not (found.late or found.trouble):
        return ()
    since = (found.at or _begun(session)) + keeping.LATE if found.late else session.now
    params: Mapping[str, object] = {}
    if found.trouble is not None:
        told, params = found.trouble.key, found.trouble.params
    elif found.at is None:
        told = "alarm.backups.none"
    else:
        told, params = "alarm.backups.late", {"at": session.clock.stamp(found.at)}
    return (Alarm("backups", "red" if found.late else "amber", told, since, params),)


def _made_by_duty(session: Reading) -> dt.datetime | None:
    """When any desk last made the daily copy, wherever it lies."""
    asked = sa.select(sa.func.max(DUTY_DONE.c.at)).where(
        DUTY_DONE.c.duty == BACKUP, DUTY_DONE.c.at <= session.now
    )
    return session.execute(asked).scalar()


def _begun(session: Reading) -> dt.datetime:
    """Since when there is anything to be copied."""
    first = session.execute(sa.select(ACT.c.at).order_by(ACT.c.id).limit(1)).scalar()
    return first or session.now


def _on_one_disk(folder: Path, file: Path | None) -> bool:
    try:
        return file is not None and folder.stat().st_dev == file.stat().st_dev
    except OSError:
        return False  # that the folder is gone is told by itself
