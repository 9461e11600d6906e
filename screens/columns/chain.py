"""How a pasted chain is shown: what waits first, then what would change, then the rest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.rules.group_buy import portions
from screens.kit.draw import Cell, Draw, Tone
from screens.kit.table import Column

if TYPE_CHECKING:
    from models.group_buys.pasting import Change
    from models.rules.jielong import Chain
    from models.rules.why import Why

TONES: Mapping[str, Tone] = {
    "needs_address": "alarm",
    "needs_item": "alarm",
    "ask": "alarm",
    "vanished": "warn",
    "changed": "strong",
    "withdrawn": "strong",
    "added": "ok",
    "accepted": "ok",
    "note": "warn",
}
RANKS = {"changed": 2, "withdrawn": 3, "added": 4, "vanished": 5}
WAITS, TELLS, REST = 0, 1, 6
"""Places of what waits for a person, of what is only told, and of what changes nothing."""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer, or a household that vanished, or something to know of the whole chain."""

    key: str
    rank: int
    state: str
    word: str
    """Message key of the state."""
    no: str = ""
    index: int | None = None
    """The answer it stands for; None where there is none."""
    household_id: int | None = None
    door: str = ""
    name: str = ""
    goods: str = ""
    was: str = ""
    paid: bool | None = None
    more: str = ""
    why: "Why | None" = None


@dataclass(frozen=True, slots=True)
class SumLine:
    """What is ordered of one product, or by one building."""

    key: str
    name: str
    total: str


def answer_lines(
    chain: "Chain", changes: "Iterable[Change]", gone: frozenset[int]
) -> tuple[AnswerLine, ...]:
    """Every answer of a chain, what waits for a person in front."""
    from models.rules.jielong import WAITING

    found = tuple(changes)
    by_index = {one.index: one for one in found if one.index is not None}
    lines = [
        AnswerLine(f"chain.warning:{n}", TELLS, "note", "chain.warning", why=warning)
        for n, warning in enumerate(chain.warnings)
    ]
    for index, answer in enumerate(chain.answers):
        change = by_index.get(index)
        state, word = answer.state.value, f"AnswerState.{answer.state.value}"
        rank = WAITS if answer.state in WAITING else REST
        if change is not None:
            state, word, rank = change.sign.value, f"Sign.{change.sign}", RANKS[change.sign.value]
        lines.append(
            AnswerLine(
                key=f"chain.answer:{index}",
                rank=rank,
                state=state,
                word=word,
                no="" if answer.no is None else str(answer.no),
                index=index,
                door=str(answer.door) if answer.door is not None else "",
                name=answer.name,
                goods=portions(answer.items),
                was=portions(change.before) if change is not None else "",
                paid=answer.paid,
                more=" ".join(filter(None, (answer.placed_by, answer.note))),
                why=answer.why,
            )
        )
    for one in found:
        if one.index is None:
            goes = one.household_id in gone or one.sign.value == "withdrawn"
            lines.append(
                AnswerLine(
                    key=f"chain.gone:{one.household_id}",
                    rank=RANKS["vanished"],
                    state="withdrawn" if goes else "vanished",
                    word=_word_of(one, goes),
                    household_id=one.household_id if one.sign.value == "vanished" else None,
                    door=one.door,
                    was=portions(one.before),
                )
            )
    return tuple(sorted(lines, key=lambda line: line.rank))


def _word_of(change: "Change", goes: bool) -> str:
    if change.sign.value != "vanished":
        return f"Sign.{change.sign}"
    return "chain.vanished.go" if goes else "chain.vanished.keep"


def sum_lines(chain: "Chain") -> tuple[SumLine, ...]:
    """Totals of the products, then of the buildings."""
    products = [SumLine(f"product:{name}", name, str(n)) for name, n in chain.totals.items()]
    buildings = [
        SumLine(f"building:{number}", f"{number}#", portions(items))
        for number, items in chain.by_building().items()
    ]
    return (*products, *buildings)


def number(line: AnswerLine, _: Draw) -> Cell:
    return line.no, "muted"


def state(line: AnswerLine, draw: Draw) -> Cell:
    return draw.words(line.word), TONES.get(line.state, "muted")


def door(line: AnswerLine, _: Draw) -> Cell:
    return line.door, "strong" if line.door else "plain"


def name(line: AnswerLine, _: Draw) -> Cell:
    return line.name


def what(line: AnswerLine, draw: Draw) -> Cell:
    """What it asks for, what it asked for before, and the question it raises."""
    arrow = line.goods
    if line.was:
        arrow = f"{line.was} {draw.mark('→')} {line.goods or '0'}"
    if line.state == "vanished":
        arrow = line.was
    why = draw.words(line.why.key, **line.why.params) if line.why is not None else ""
    first = (why, arrow) if line.rank == WAITS else (arrow, why)
    paid = (
        "" if line.paid is None else draw.words("Payment.paid" if line.paid else "Payment.unpaid")
    )
    return "  ".join(filter(None, (*first, paid, line.more)))


def sum_name(line: SumLine, _: Draw) -> Cell:
    return line.name, "strong"


def total(line: SumLine, _: Draw) -> Cell:
    return line.total


ANSWERS = (
    Column("chain.col.no", number, 4, right=True),
    Column("chain.col.state", state, 14),
    Column("field.door", door, 9),
    Column("field.name", name, 8, wide=60),
    Column("chain.col.what", what),
)
SUMS = (Column("chain.col.sum", sum_name, 12), Column("", total))
