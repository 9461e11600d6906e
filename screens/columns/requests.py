"""How a request is shown in a list: what is due first, where, what, and who has it."""

from typing import TYPE_CHECKING

from screens.kit.draw import Cell, Draw
from screens.kit.table import Column

if TYPE_CHECKING:
    from models.requests import RequestLine


def due(line: "RequestLine", draw: Draw) -> Cell:
    """Time left, or how far past the promise it is; when it was closed, once it is."""
    if line.closed_at is not None:
        return draw.stamp(line.closed_at), "muted"
    if line.promised_at is None:
        return draw.words("requests.cell.new"), "warn"
    return draw.due(line.promised_at)


def number(line: "RequestLine", _: Draw) -> Cell:
    return f"#{line.number}", "muted"


def door(line: "RequestLine", _: Draw) -> Cell:
    return line.door


def name(line: "RequestLine", _: Draw) -> Cell:
    return line.name


def kind(line: "RequestLine", draw: Draw) -> Cell:
    return draw.words.of(line.kind)


def detail(line: "RequestLine", _: Draw) -> Cell:
    return line.detail


def what(line: "RequestLine", draw: Draw) -> Cell:
    """Kind and words in one cell, for where it is narrow."""
    return f"{draw.words.of(line.kind)} {line.detail}"


def urgency(line: "RequestLine", draw: Draw) -> Cell:
    word = draw.words.of(line.urgency)
    return (word, "strong") if line.urgency in ("red", "urgent") else (word, "muted")


def state(line: "RequestLine", draw: Draw) -> Cell:
    """Where it stands, and what about it needs a hand."""
    words = draw.words
    if line.unsafe and line.closed_at is None:
        return words("requests.cell.unsafe"), "alarm"
    if line.waiting_for is not None and line.wake_at is not None:
        if line.woken(draw.now):
            return words("requests.cell.woken"), "warn"
        what_for = words.of(line.waiting_for)
        return words("requests.cell.until", what=what_for, at=draw.stamp(line.wake_at)), "muted"
    if line.owed_fen and line.closed_at is not None:
        return words("requests.cell.owed", amount=f"{line.owed_fen / 100:.2f}"), "warn"
    word = words.of(line.state)
    if line.reopened:
        word = f"{word} {words('requests.cell.repeat', n=line.reopened)}"
    return (word, "warn") if line.state in ("new", "needs_follow_up", "unreachable") else word


def assignee(line: "RequestLine", _: Draw) -> Cell:
    return (line.assignee, "strong") if line.mine else line.assignee


def pressing(line: "RequestLine", draw: Draw) -> Cell:
    """Who has it, or what keeps it from going on, where there is no room for the state."""
    if line.closed_at is None:
        if line.unsafe:
            return draw.words("requests.cell.approve"), "alarm"
        if line.woken(draw.now):
            return draw.words("requests.cell.woken"), "warn"
        if not line.assignee:
            word = "triage" if line.state == "new" else "free"
            return draw.words(f"requests.cell.{word}"), "warn"
    return assignee(line, draw)


def note(line: "RequestLine", _: Draw) -> Cell:
    return line.note, "muted"


def source(line: "RequestLine", draw: Draw) -> Cell:
    return draw.words.of(line.source), "muted"


def age(line: "RequestLine", draw: Draw) -> Cell:
    return draw.ago(line.created_at), "muted"


PANEL = (
    Column("requests.col.due", due, 4, right=True),
    Column("requests.col.number", number, 5, wide=76),
    Column("requests.col.door", door, 8),
    Column("requests.col.name", name, 6, wide=52),
    Column("requests.col.detail", what),
    Column("requests.col.state", state, 14, wide=66),
    Column("requests.col.assignee", pressing, 7),
)
"""For a panel of 36 cells and up."""

COLUMNS = (
    Column("requests.col.due", due, 6, right=True),
    Column("requests.col.number", number, 5),
    Column("requests.col.door", door, 9),
    Column("requests.col.name", name, 8, wide=96),
    Column("requests.col.kind", kind, 9),
    Column("requests.col.urgency", urgency, 6, wide=110),
    Column("requests.col.state", state, 14),
    Column("requests.col.detail", detail, weight=3),
    Column("requests.col.note", note, weight=2, wide=140),
    Column("requests.col.source", source, 10, wide=160),
    Column("requests.col.assignee", assignee, 8),
    Column("requests.col.age", age, 4, right=True, wide=120),
)
"""For the room."""
