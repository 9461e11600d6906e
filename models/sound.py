"""Whether a database is what was written: its pages, its keys, its journal, its ledgers.

One look for a live database and for what a copy holds; each finding says what it is about, in a
sentence.
"""

from dataclasses import dataclass

from models.store import journal
from models.store.actor import Actor
from models.store.engine import Store
from models.words import Key

ASKED = ("file", "keys", "journal", "ledger")
"""What is looked at, in this order."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was written."""

    part: str
    """Which of `ASKED` it belongs to."""
    text: str
    """Key of the sentence."""
    params: dict[str, object]


@dataclass(frozen=True, slots=True)
class Findings:
    """What a look found."""

    acts: int
    entries: int
    erased: int
    faults: tuple[Fault, ...]
    parts: tuple[str, ...] = ASKED
    """What could be looked at; of a server's copy the journal alone."""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def of(self, part: str) -> tuple[Fault, ...]:
        """What was found of one part."""
        return tuple(fault for fault in self.faults if fault.part == part)


def look_through(store: Store, *, whole: bool = True) -> Findings:
    """Goes through everything once; may take a second.

    Args:
        whole: whether all tables are there, or those of the journal alone.

    Raises:
        Refusal: when so much is wrong that it cannot be looked through.
    """
    faults: list[Fault] = []
    if whole:
        store.load_areas()
        faults += _of_the_database(store)
    with store.reading(Actor.setup()) as session:
        found = journal.verify(session)
        faults += [
            Fault(
                "journal",
                "cli.verify.journal",
                {"act": one.act_id, "fault": Key(f"cli.verify.{one.fault}")},
            )
            for one in found.broken
        ]
        if whole:
            from models.stock import check

            faults += [
                Fault("ledger", "cli.verify.stock", {"fault": said}) for said in check(session)
            ]
    parts = ASKED if whole else ("journal",)
    return Findings(found.acts, found.entries, found.erased, tuple(faults), parts)


def _of_the_database(store: Store) -> list[Fault]:
    # A row that refers to nothing is told with an arrow; all else is about pages.
    return [
        Fault("keys" if " -> " in said else "file", "cli.verify.database", {"fault": said})
        for said in store.damage()
    ]
