"""The antigen hand-out as it is signed for: every round of kits, the latest first, door by door."""

from collections.abc import Sequence

from models.exports.columns import heads
from models.exports.eye import Eye
from models.rounds import HandoutLine, RoundKind, RoundState, TargetState, handouts, rounds
from models.rounds.kit_reports import BAD
from models.sheets import SheetOut, Value
from models.store.engine import Reading
from models.words import Words

_HEADS = (
    "stairwell",
    "door",
    "people",
    "kits_given",
    "signed",
    "reported",
    "abnormal",
    "hand",
    "note",
)


def sheets(session: Reading, eye: Eye, words: Words) -> Sequence[SheetOut]:
    """A sheet a round; where there was none, the empty form."""
    columns = heads(_HEADS, words)
    begun = [
        line
        for line in rounds(session)
        if line.kind is RoundKind.kits and line.state is not RoundState.cancelled and line.total
    ]
    begun.sort(key=lambda line: line.starts_at, reverse=True)
    if not begun:
        return (SheetOut(words("export.kits"), columns, []),)
    local = session.clock.local
    return [
        SheetOut(
            f"{words('export.kits')} {local(line.starts_at):%m-%d} #{line.number}",
            columns,
            [_row(session, eye, words, one) for one in handouts(session, line.id)],
        )
        for line in begun
    ]


def _row(session: Reading, eye: Eye, words: Words, line: HandoutLine) -> Sequence[Value]:
    """Who signs has a box for it; what was abnormal is written with a purpose only."""
    at = session.clock.stamp(line.at) if line.at else ""
    hidden = not eye.whole and (line.state is TargetState.resample or line.outcome in BAD)
    if hidden:
        reported = ""
    elif line.state is TargetState.seen:
        reported = f"{words.of(line.outcome)} {at}"
    else:
        reported = words.of(line.state)
    return (
        f"{line.building}-{line.stairwell}",
        line.door,
        line.people,
        line.pieces or "",
        "" if line.pieces else "□",
        reported,
        words.of(line.outcome) if line.outcome in BAD and eye.whole else "",
        eye.staff(line.by),
        eye.text(line.note),
    )
