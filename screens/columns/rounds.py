"""How rounds are shown: how far each is, who is left and why, tubes, turns."""

from typing import TYPE_CHECKING

from screens.kit.draw import Cell, Draw, Tone
from screens.kit.table import Column

if TYPE_CHECKING:
    from models.rounds import RoundLine, SlotLine, TargetLine, TubeLine

STATES: dict[str, Tone] = {
    "running": "ok",
    "mop_up": "warn",
    "suspended": "warn",
    "closed": "muted",
    "cancelled": "muted",
}
TARGETS: dict[str, Tone] = {
    "refused": "alarm",
    "resample": "alarm",
    "escalated": "warn",
    "deferred": "muted",
}
TUBES: dict[str, Tone] = {
    "mixed": "alarm",
    "recalled": "alarm",
    "spoilt": "warn",
    "lost": "warn",
    "filling": "ok",
    "sealed": "strong",
    "issued": "muted",
    "negative": "muted",
    "returned": "muted",
    "void": "muted",
}


# ── rounds ──────────────────────────────────────────────────────────────────────────────────────


def title(line: "RoundLine", draw: Draw) -> Cell:
    """Kind and number as people say it, and the round's own name."""
    told = draw.words("rounds.named", kind=line.kind, no=line.number)
    # A round that is called what its kind is called says it once.
    name = "" if line.name == draw.words.of(line.kind) else line.name
    return f"{told} {name}".rstrip(), STATES.get(line.state.value, "plain")


def state(line: "RoundLine", draw: Draw) -> Cell:
    return draw.words.of(line.state), STATES.get(line.state.value, "plain")


def left(line: "RoundLine", draw: Draw) -> Cell:
    """Who is left, or that nobody is."""
    if line.share is None:
        return ""
    if line.left:
        return draw.words("rounds.left", n=line.left), "alarm" if line.late else "warn"
    return draw.words("rounds.all"), "ok"


def share(line: "RoundLine", _: Draw) -> Cell:
    # Never rounded up: 100 % is said of a round in which nobody is left.
    return "" if line.share is None else f"{int(line.share * 100)}%"


def when(line: "RoundLine", draw: Draw) -> Cell:
    return draw.stamp(line.starts_at), "muted"


# ── who is left ─────────────────────────────────────────────────────────────────────────────────


def place(line: "TargetLine", draw: Draw) -> Cell:
    """Stairwell and floor, said once where they begin; for whoever climbed, how often missed."""
    if line.climbed:
        return draw.words("rounds.missed", n=line.missed), "alarm"
    if not line.opens:
        return ""
    if not line.stairwell:
        return draw.words("rounds.building", n=line.building), "strong"
    told = draw.words("rounds.floor", at=f"{line.building}-{line.stairwell}", n=line.floor)
    return told, "strong"


def door(line: "TargetLine", _: Draw) -> Cell:
    return line.door


def who(line: "TargetLine", draw: Draw) -> Cell:
    return line.name or (draw.words("rounds.people", n=line.people) if line.people else "")


def why(line: "TargetLine", draw: Draw) -> Cell:
    """Where it stands and why; what kept it from the round before where nothing is said yet."""
    words = draw.words
    if line.state == "not_seen":
        before = line.hint or (words.of(line.hint_cause) if line.hint_cause else "")
        return (words("rounds.before", why=before), "warn") if before else ""
    if line.state == "seen" and line.outcome is not None:
        return f"{words.of(line.outcome)} {line.note}".rstrip()
    until, tone = "", TARGETS.get(line.state.value, "plain")
    if line.until is not None:
        until = draw.stamp(line.until)
        if line.mark == "left" and line.until < draw.now:
            until, tone = words("rounds.promise_past", at=until), "alarm"
    cause = words.of(line.cause) if line.cause else ""
    parts = (words.of(line.state), until, cause, line.reason)
    return " ".join(part for part in parts if part), tone


def phone(line: "TargetLine", _: Draw) -> Cell:
    return line.phone, "muted"


def owner(line: "TargetLine", _: Draw) -> Cell:
    return line.owner


def in_tube(line: "TargetLine", _: Draw) -> Cell:
    return f"#{line.tube}" if line.tube else "", "muted"


# ── tubes and turns ─────────────────────────────────────────────────────────────────────────────


def tube(line: "TubeLine", _: Draw) -> Cell:
    return f"#{line.number}", "strong" if line.mine else "plain"


def filled(line: "TubeLine", _: Draw) -> Cell:
    return f"{line.filled}/{line.size}", "ok" if line.filled == line.size else "plain"


def tube_state(line: "TubeLine", draw: Draw) -> Cell:
    return draw.words.of(line.state), TUBES.get(line.state.value, "plain")


def holder(line: "TubeLine", draw: Draw) -> Cell:
    return line.note or line.holder or draw.stamp(line.since), "muted"


def turn(line: "SlotLine", draw: Draw) -> Cell:
    past = line.ends_at < draw.now
    told = f"{draw.stamp(line.starts_at)}-{draw.time(line.ends_at)}"
    return told, "muted" if past else "ok" if line.starts_at <= draw.now else "plain"


def building(line: "SlotLine", draw: Draw) -> Cell:
    return draw.words("rounds.building", n=line.building)


def pupils(line: "SlotLine", draw: Draw) -> Cell:
    """Whose turn it is, where it is not everybody's."""
    return (draw.words("rounds.pupils"), "strong") if line.pupils else ""


def heads(line: "SlotLine", draw: Draw) -> Cell:
    """Heads, and of a building whose turn has passed, who of it is left."""
    if line.ends_at < draw.now and line.left:
        return draw.words("rounds.left", n=line.left), "warn"
    return str(line.people)


def lane(line: "SlotLine", draw: Draw) -> Cell:
    return draw.words("rounds.lane", n=line.lane), "muted"


ROUNDS = (
    Column("rounds.col.round", title),
    Column("rounds.col.state", state, 7),
    Column("rounds.col.left", left, 8, right=True),
    Column("rounds.col.share", share, 4, right=True, wide=48),
    Column("rounds.col.when", when, 10, wide=58),
)
LEFT = (
    Column("rounds.col.place", place, 9, wide=44),
    Column("rounds.col.door", door, 9),
    Column("rounds.col.who", who, 8),
    Column("rounds.col.why", why, weight=2),
    Column("rounds.col.phone", phone, 11, wide=66),
    Column("rounds.col.owner", owner, 6, wide=70),
    Column("rounds.col.tube", in_tube, 4, wide=84),
)
TUBE_COLUMNS = (
    Column("rounds.col.tube", tube, 4),
    Column("rounds.col.filled", filled, 5, right=True),
    Column("rounds.col.state", tube_state, 14),
    Column("rounds.col.holder", holder),
)
SLOTS = (
    Column("rounds.col.turn", turn, 16),
    Column("rounds.col.building", building, 7),
    Column("rounds.col.pupils", pupils),
    Column("rounds.col.heads", heads, 7, right=True),
    Column("rounds.col.lane", lane, 3, wide=44),
)
