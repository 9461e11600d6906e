"""How the gate is shown: who is out and until when, the log, goods, and who may not go yet."""

from datetime import timedelta
from typing import TYPE_CHECKING

from models.rules.temperature import degrees
from screens.kit.draw import Cell, Draw, Tone, span
from screens.kit.table import Column

if TYPE_CHECKING:
    from models.gate import GoodsLine, PassageLine, WaitLine

STATES: dict[str, Tone] = {"held": "alarm", "seen_to": "warn", "closed": "muted"}


def who(line: "PassageLine", draw: Draw) -> Cell:
    """A door, somebody from outside, or both; who needs protective gear says so."""
    told = " ".join(f"{line.door} {line.name} {line.plate}".split())
    return (f"{told} {draw.words('gate.gear')}", "warn") if line.gear else told


def purpose(line: "PassageLine", draw: Draw) -> Cell:
    return draw.words.of(line.purpose)


def at(line: "PassageLine", draw: Draw) -> Cell:
    return draw.stamp(line.passed_at)


def now(line: "PassageLine", draw: Draw) -> Cell:
    """How long there is left, told by the moment and not by the last read."""
    words = draw.words
    if line.refused:
        return words("gate.refused"), "warn"
    if line.state.value != "passed":
        return words.of(line.state), STATES.get(line.state.value, "plain")
    if line.way.value == "inward" and line.due_at is None:
        return words.of(line.way)
    if line.due_at is None:
        return words("gate.urgent"), "muted"
    left = line.due_at - draw.now
    if left < timedelta(0):
        return words("gate.late", t=span(left)), "alarm" if line.late else "warn"
    return words("gate.left", t=span(left))


def due(line: "PassageLine", draw: Draw) -> Cell:
    return draw.time(line.due_at)


def returned(line: "PassageLine", draw: Draw) -> Cell:
    """When somebody was back; what is still out says so."""
    if line.refused:
        return draw.words("gate.refused"), "warn"
    if line.returned_at is None:
        return draw.words.of(line.state), STATES.get(line.state.value, "strong")
    return draw.time(line.returned_at), "warn" if line.late else "plain"


def way(line: "PassageLine", draw: Draw) -> Cell:
    return draw.words.of(line.way), "muted"


def temperature(line: "PassageLine", _: Draw) -> Cell:
    if line.tenths is None:
        return ""
    return degrees(line.tenths), "alarm" if line.fever else "plain"


def people(line: "PassageLine", _: Draw) -> Cell:
    return f"x{line.people}" if line.people > 1 else ""


def by(line: "PassageLine | GoodsLine", _: Draw) -> Cell:
    return line.by, "muted"


def note(line: "PassageLine", draw: Draw) -> Cell:
    if line.refused:
        return draw.value(line.because)
    return line.measures or line.note, "muted"


def goods_at(line: "GoodsLine", draw: Draw) -> Cell:
    return draw.stamp(line.at)


def supplier(line: "GoodsLine", _: Draw) -> Cell:
    return " ".join(f"{line.supplier} {line.plate}".split())


def goods(line: "GoodsLine", _: Draw) -> Cell:
    return " ".join(f"{line.goods} {line.door}".split())


def pieces(line: "GoodsLine", draw: Draw) -> Cell:
    return draw.words("gate.pieces", n=line.pieces)


def goods_state(line: "GoodsLine", draw: Draw) -> Cell:
    if line.outward:
        return draw.words("gate.goods.out"), "muted"
    tones: dict[str, Tone] = {"arrived": "warn", "disinfected": "strong", "handed": "muted"}
    return draw.words.of(line.state), "alarm" if line.late else tones[line.state.value]


def handed(line: "GoodsLine", _: Draw) -> Cell:
    return line.handed_to


def wait_door(line: "WaitLine", _: Draw) -> Cell:
    return line.door


def until(line: "WaitLine", draw: Draw) -> Cell:
    return draw.stamp(line.until)


def because(line: "WaitLine", draw: Draw) -> Cell:
    if line.late:
        return f"{draw.words('gate.lost')} {span(line.late)}", "warn"
    return f"{draw.words('gate.turn')} {draw.stamp(line.out_at)}", "muted"


PANEL = (
    Column("gate.col.who", who, weight=3),
    Column("gate.col.purpose", purpose, 8),
    Column("gate.col.state", now, 10),
)
OUT = (
    Column("gate.col.who", who, weight=3),
    Column("gate.col.purpose", purpose, 9),
    Column("gate.col.out", at, 11),
    Column("gate.col.state", now, 10),
    Column("gate.col.temperature", temperature, 5, right=True),
    Column("gate.col.note", note, weight=2, wide=76),
)
LOG = (
    Column("gate.col.out", at, 11),
    Column("gate.col.way", way, 4),
    Column("gate.col.who", who, weight=3),
    Column("gate.col.purpose", purpose, 9),
    Column("gate.col.people", people, 4, right=True),
    Column("gate.col.back", returned, 8),
    Column("gate.col.temperature", temperature, 5, right=True, wide=66),
    Column("gate.col.by", by, 8, wide=76),
    Column("gate.col.note", note, weight=2, wide=90),
)
GOODS = (
    Column("gate.col.out", goods_at, 11),
    Column("gate.col.from", supplier, weight=3),
    Column("gate.col.goods", goods, weight=2),
    Column("gate.col.pieces", pieces, 7, right=True),
    Column("gate.col.state", goods_state, 12),
    Column("gate.col.to", handed, weight=1, wide=70),
)
WAITS = (
    Column("gate.col.door", wait_door, 9),
    Column("gate.col.until", until, 11),
    Column("gate.col.why", because),
)
