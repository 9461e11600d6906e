"""What is carried for the group buys: the pick list of a buy, and a label for each bag."""

from collections.abc import Sequence

from models.exports.eye import Eye
from models.group_buys import BuyLine, buys
from models.group_buys import labels as labels_of
from models.group_buys import pick_list as picks_of
from models.group_buys.states import BuyState
from models.papers.paper import Block, Column, Paper, Scope, ticks
from models.papers.tables import PaperKind
from models.sheets import Value
from models.store.engine import Reading
from models.words import Words

_EVERY = 100_000
"""More buys than any branch has."""
_CARRIED = (BuyState.at_gate, BuyState.sorting, BuyState.delivering)
"""Without a buy on show, only these are printed: their goods are on the way to the doors."""
_PICK = (
    Column("building", 22),
    Column("stairwell", 20),
    Column("product"),
    Column("portions", 18),
    Column("unit", 16),
    Column("households", 18),
    Column("sorted", 15),
)
_LABEL = (
    Column("door", 24),
    Column("product"),
    Column("portions", 18),
    Column("label_no", 18),
    Column("note", 40),
)


def pick_list(session: Reading, _eye: Eye, words: Words, scope: Scope) -> Paper:
    """What goes to each stairwell, a page a buy."""
    blocks = []
    for line in _carried(session, scope):
        rows: list[Sequence[Value]] = [
            (
                words("group_buys.building", n=one.building),
                one.stairwell,
                one.product,
                one.portions,
                one.unit,
                one.households,
                *ticks(1),
            )
            for one in picks_of(session, line.id)
            if scope.building in (None, one.building)
        ]
        title = words("paper.pick_list.of", buy=line.title)
        blocks += [Block(title, _PICK, rows, building=scope.building)] if rows else []
    return Paper(PaperKind.pick_list, blocks)


def labels(session: Reading, eye: Eye, words: Words, scope: Scope) -> Paper:
    """One label a household and product, in the order the doors are walked."""
    blocks = []
    for line in _carried(session, scope):
        rows = [
            (
                one.door,
                one.substitute or one.product,
                f"{one.portions} {one.unit}",
                f"{one.number}/{one.of}",
                eye.text(one.note),
            )
            for one in labels_of(session, line.id)
        ]
        title = words("paper.labels.of", buy=line.title)
        blocks += [Block(title, _LABEL, rows)] if rows else []
    return Paper(PaperKind.labels, blocks)


def _carried(session: Reading, scope: Scope) -> tuple[BuyLine, ...]:
    found = buys(session, limit=_EVERY)
    if scope.record_id is not None:
        return tuple(line for line in found if line.id == scope.record_id)
    return tuple(line for line in found if line.state in _CARRIED)
