"""The disinfection record as offices keep it: every record, the latest last."""

from collections.abc import Sequence

from models.exports.columns import heads
from models.exports.eye import Eye
from models.rounds import TreatmentLine, TreatmentState, treatments
from models.sheets import SheetOut, Value
from models.store.engine import Reading
from models.words import Words

_EVERY = 1_000_000
"""More records than any branch has: a ledger is written whole."""
_HEADS = (
    "no",
    "date",
    "day_part",
    "spot",
    "place_target",
    "agent",
    "concentration",
    "method",
    "contact_minutes",
    "operator",
    "checker",
    "state",
    "note",
)


def sheets(session: Reading, eye: Eye, words: Words) -> Sequence[SheetOut]:
    """One line a record; one that was struck out stays, with the reason."""
    lines = reversed(treatments(session, limit=_EVERY))
    return (
        SheetOut(
            words("export.disinfection"),
            heads(_HEADS, words),
            [_row(session, eye, words, n, line) for n, line in enumerate(lines, 1)],
        ),
    )


def _row(session: Reading, eye: Eye, words: Words, n: int, line: TreatmentLine) -> Sequence[Value]:
    struck = line.state is TreatmentState.struck
    return (
        n,
        session.clock.day_of(line.at),
        f"{session.clock.local(line.at):%H:%M}",
        line.place,
        words.of(line.target),
        words.of(line.agent),
        line.concentration or "",
        words.of(line.method),
        line.minutes,
        eye.staff(line.operator),
        eye.staff(line.checker),
        words.of(line.state),
        eye.text(line.reason if struck else line.note),
    )
