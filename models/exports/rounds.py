"""The rounds on paper: the ledger, the booklet of each building, the doorstep team, the tubes.

The booklet is of the round in hand: a line a door with its heads and a box for each who is left,
so that it is walked as it lies and ticked with a pen.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby

from models.exports.columns import heads
from models.exports.eye import Eye
from models.rounds.lines import RoundLine, TargetLine
from models.rounds.reads import rounds, targets
from models.rounds.states import TargetState
from models.rounds.turns import tubes
from models.rounds.watch import in_hand
from models.rules.coverage import Mark
from models.sheets import SheetOut, Value
from models.store.engine import Reading
from models.words import Words

_ALL = 100_000
"""More than any round has: a booklet is written whole."""
_LEDGER = (
    "no",
    "round",
    "round_name",
    "state",
    "from",
    "until",
    "round_total",
    "round_seen",
    "round_excused",
    "round_missed",
    "round_left",
)
_BOOKLET = (
    "stairwell",
    "door",
    "heads",
    "heads_seen",
    "not_seen_why",
    "at_the_door",
    "called",
    "tick",
)
_DOORSTEP = ("door", "name", "phone", "at_the_door", "hand", "note", "tick")
_TUBES = ("no", "state", "heads", "hand", "result_at", "note")
_BOX = "□"


def sheets(session: Reading, eye: Eye, words: Words) -> Sequence[SheetOut]:
    """The ledger; then of the round in hand each building's booklet, the team, the tubes."""
    lines = rounds(session)
    found = [
        SheetOut(words("export.rounds"), heads(_LEDGER, words), _ledger(session, words, lines))
    ]
    line = in_hand(lines)
    if line is None:
        return found
    people = targets(session, line.id, show="", limit=_ALL).lines
    by_building = sorted(people, key=lambda one: one.building)
    for building, here in groupby(by_building, key=lambda one: one.building):
        title = words("rounds.building", n=building)
        found.append(SheetOut(title, heads(_BOOKLET, words), _booklet(words, list(here))))
    team = [one for one in people if one.state is TargetState.doorstep]
    found.append(
        SheetOut(words("export.doorstep"), heads(_DOORSTEP, words), _team(session, eye, team))
    )
    if line.kind == "test":
        found.append(
            SheetOut(words("export.tubes"), heads(_TUBES, words), _tubes(session, eye, words, line))
        )
    return found


def _ledger(session: Reading, words: Words, lines: Sequence[RoundLine]) -> list[Sequence[Value]]:
    local = session.clock.local
    ordered = sorted(lines, key=lambda one: (one.starts_at, one.id))
    return [
        (
            n,
            words("rounds.named", kind=line.kind, no=line.number),
            line.name,
            words.of(line.state),
            local(line.starts_at),
            local(line.ends_at),
            line.total,
            line.seen,
            line.excused,
            line.missed,
            line.left,
        )
        for n, line in enumerate(ordered, 1)
    ]


def _booklet(words: Words, people: Sequence[TargetLine]) -> list[Sequence[Value]]:
    """A line a door: the cause of whoever was not seen, and a box for each who is left."""
    doors: dict[tuple[int, str], list[TargetLine]] = defaultdict(list)
    for one in people:
        doors[one.stairwell, one.door].append(one)
    rows: list[Sequence[Value]] = []
    for (stairwell, door), behind in doors.items():
        left = [one for one in behind if one.mark is Mark.left]
        unseen = [one for one in behind if one.mark in (Mark.excused, Mark.missed)]
        rows.append(
            (
                stairwell or "",
                door,
                len(behind),
                sum(one.mark is Mark.seen for one in behind),
                words.listed([words.of(one.cause or one.state) for one in unseen]),
                sum(one.state is TargetState.doorstep for one in behind) or "",
                "",
                _BOX * len(left),
            )
        )
    return rows


def _team(session: Reading, eye: Eye, people: Sequence[TargetLine]) -> list[Sequence[Value]]:
    return [
        (
            one.door,
            one.name if eye.whole else "",
            one.phone,
            session.clock.local(one.until) if one.until else "",
            eye.staff(one.owner),
            eye.text(one.reason),
            _BOX,
        )
        for one in people
    ]


def _tubes(session: Reading, eye: Eye, words: Words, line: RoundLine) -> list[Sequence[Value]]:
    found = sorted(tubes(session, line.id, limit=_ALL), key=lambda tube: tube.number)
    return [
        (
            tube.number,
            words.of(tube.state),
            f"{tube.filled}/{tube.size}",
            eye.staff(tube.holder),
            session.clock.local(tube.since) if tube.since else "",
            eye.text(tube.note),
        )
        for tube in found
    ]
