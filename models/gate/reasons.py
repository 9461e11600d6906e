"""Why somebody was not let through, as the log keeps it.

Nobody passed, so nothing is used up: no turn, no person of the day's numbers. Such a line stands in
the log as one that was seen to, with no temperature taken and nobody back.
"""

import json
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from models.gate.tables import Passage, PassageState
from models.rules.why import Why
from models.words import Key

REFUSED = sa.and_(
    col(Passage.state) == PassageState.seen_to,
    col(Passage.tenths).is_(None),
    col(Passage.returned_at).is_(None),
)
"""Lines of those who were not let through; whoever had a fever has a temperature."""


def is_refused(row: Passage) -> bool:
    """The same of one row."""
    return row.state is PassageState.seen_to and row.tenths is None and row.returned_at is None


def because(row: Passage) -> Why | str:
    """Why somebody was not let through: as the rules said it, or as it was typed."""
    if not row.measures.startswith("{"):
        return row.measures
    told = json.loads(row.measures)
    return Why(told["key"], {name: _read(value) for name, value in told["params"].items()})


def _read(value: Any) -> object:
    if isinstance(value, dict):
        return Key(value["word"])
    return tuple(map(_read, value)) if isinstance(value, list) else value
