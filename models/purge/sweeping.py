"""What lies beside the database and goes with it; asked for again, it takes what is left."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from models.store.acts import ACT, ACT_VALUE
from models.store.backup import everything_of
from models.store.database import Database
from models.store.engine import Store
from models.store.session import Reading
from models.words import LANGUAGES, Words

_WROTE = ("exports.write", "papers.print")
"""Acts that tell of a file with people in it; the work report has none."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where files of this desk lie on this machine."""

    backups: tuple[Path, ...]
    """Folders that may hold copies of the database."""
    documents: tuple[Path, ...] = ()
    """Folders into which the desk writes lists under names of its own."""
    faults: Path | None = None
    """The folder of the fault logs."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What there is to be deleted, or was."""

    copies: tuple[Path, ...] = ()
    exports: tuple[Path, ...] = ()
    faults: tuple[Path, ...] = ()
    elsewhere: tuple[str, ...] = field(default=(), compare=False)
    """Names of lists that were written to places which nobody remembers."""

    @property
    def files(self) -> tuple[Path, ...]:
        """All of them."""
        return (*self.copies, *self.exports, *self.faults)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind."""
        return {
            "backups": len(self.copies),
            "exports": len(self.exports),
            "fault_logs": len(self.faults),
        }


def beside(store: Store, places: Places, session: Reading | None = None) -> Swept:
    """What lies beside the database now.

    Args:
        session: where the journal still tells which lists were written.
    """
    exports = _our_lists(places.documents)
    written = _written(session) if session is not None else ()
    here = {path.name for path in exports}
    return Swept(
        copies=tuple(_copies(store.database, places.backups)),
        exports=tuple(exports),
        faults=tuple(sorted(places.faults.glob("*.log"))) if places.faults else (),
        elsewhere=tuple(sorted(name for name in written if name not in here)),
    )


def sweep(store: Store, places: Places) -> Swept:
    """Deletes what lies beside the database, then has the database let go of what it deleted.

    Raises:
        Refusal: when a file cannot be deleted, or the database is busy; what is left then goes
            when this is asked for again.
    """
    found = beside(store, places)
    for path in found.files:
        path.unlink(missing_ok=True)
    with store.database.refusing():
        store.database.compact()
    return found


def _copies(source: Database, folders: Iterable[Path]) -> list[Path]:
    found = {path for folder in folders for path in everything_of(source, folder)}
    if source.file is not None:
        # What an open desk saved of a file that was taken away under it.
        found.update(source.file.parent.glob(f"{source.stem}-rescued-*"))
    return sorted(found)


def _our_lists(folders: Iterable[Path]) -> list[Path]:
    """Files that bear the name which the desk gives to lists it writes by itself.

    Only these: another file of a name that somebody typed may be anybody's.
    """
    begins = tuple(f"{Words(lang)('app.name')}-" for lang in LANGUAGES)
    stamp = "-" + "[0-9]" * 8 + "-" + "[0-9]" * 6 + "*"
    return sorted(
        {
            path
            for folder in folders
            for path in folder.glob(f"*{stamp}")
            if path.name.startswith(begins) and path.suffix in (".xlsx", ".html", ".csv")
        }
    )


def _written(session: Reading) -> set[str]:
    rows = session.execute(
        sa.select(ACT_VALUE.c.params).join_from(ACT, ACT_VALUE).where(ACT.c.verb.in_(_WROTE))
    )
    return {str(params["file"]) for (params,) in rows if "file" in params}
