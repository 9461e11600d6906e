"""What every ledger does alike: the heads of its columns, and moments as a spreadsheet has them."""

from collections.abc import Iterable
from datetime import datetime

from models.store.engine import Reading
from models.words import Words


def heads(names: Iterable[str], words: Words) -> list[str]:
    """The heads of these columns."""
    return [words(f"export.col.{name}") for name in names]


def local(session: Reading, moment: datetime | None) -> datetime | None:
    """A moment by the branch's clock; a spreadsheet knows no time zones."""
    return None if moment is None else session.clock.local(moment).replace(tzinfo=None)
