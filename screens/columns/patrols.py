"""Columns of routes, patrols, incidents and the addresses met again and again."""

from datetime import timedelta
from typing import TYPE_CHECKING

from screens.kit.draw import Cell, Draw, span
from screens.kit.table import Column

if TYPE_CHECKING:
    from models.patrols import IncidentLine, PatrolLine, RepeatLine, RouteLine


def route(line: "RouteLine", _: Draw) -> Cell:
    return line.name


def wait(line: "RouteLine", draw: Draw) -> Cell:
    """Out, late, or how long there is left; told by the moment, not by the last read."""
    words = draw.words
    if line.since is not None:
        return words("patrols.out", t=span(draw.now - line.since)), "ok"
    if line.interval is None:
        return words("patrols.unset"), "muted"
    if line.last is None:
        return words("patrols.never"), "warn"
    left = line.last + timedelta(minutes=line.interval) - draw.now
    if left < timedelta(0):
        return words("patrols.late", t=span(left)), "warn"
    return words("patrols.left", t=span(left))


def last_or_who(line: "RouteLine", draw: Draw) -> Cell:
    return draw.words.listed(line.walkers) if line.walkers else (draw.stamp(line.last), "muted")


def interval(line: "RouteLine", _: Draw) -> Cell:
    return span(timedelta(minutes=line.interval)) if line.interval else ""


def state(line: "PatrolLine", draw: Draw) -> Cell:
    return draw.words.of(line.state), "muted" if line.ended_at else "ok"


def patrol_route(line: "PatrolLine", _: Draw) -> Cell:
    return line.route


def set_out(line: "PatrolLine", draw: Draw) -> Cell:
    return draw.stamp(line.started_at)


def took(line: "PatrolLine", draw: Draw) -> Cell:
    return span((line.ended_at or draw.now) - line.started_at)


def walkers(line: "PatrolLine", draw: Draw) -> Cell:
    return draw.words.listed(line.walkers)


def met(line: "PatrolLine", _: Draw) -> Cell:
    return str(line.incidents) if line.incidents else ""


def patrol_note(line: "PatrolLine", _: Draw) -> Cell:
    return line.note, "muted"


def at(line: "IncidentLine", draw: Draw) -> Cell:
    return draw.stamp(line.at)


def building(number: int | None, draw: Draw) -> str:
    """A building as people say it."""
    return "" if number is None else draw.words("patrols.building", n=number)


def place(line: "IncidentLine", draw: Draw) -> Cell:
    return f"{line.door or building(line.building, draw)} {line.place}".strip()


def kind(line: "IncidentLine", draw: Draw) -> Cell:
    return draw.words.of(line.kind)


def outcome(line: "IncidentLine", draw: Draw) -> Cell:
    tones = {"refused": "alarm", "handed_to_police": "warn"}
    word = draw.words.of(line.outcome)
    match tones.get(line.outcome.value):
        case "alarm":
            return word, "alarm"
        case "warn":
            return word, "warn"
    return word


def people(line: "IncidentLine", _: Draw) -> Cell:
    return f"x{line.people}" if line.people > 1 else ""


def by(line: "IncidentLine", _: Draw) -> Cell:
    return line.by, "muted"


def on_route(line: "IncidentLine", _: Draw) -> Cell:
    return line.route, "muted"


def note(line: "IncidentLine", _: Draw) -> Cell:
    return line.note, "muted"


def address(line: "RepeatLine", draw: Draw) -> Cell:
    return line.door or building(line.building, draw)


def times(line: "RepeatLine", draw: Draw) -> Cell:
    return draw.words("patrols.times", n=line.times), "warn"


def last(line: "RepeatLine", draw: Draw) -> Cell:
    return draw.stamp(line.last)


def kinds(line: "RepeatLine", draw: Draw) -> Cell:
    return draw.words.listed(line.kinds)


ROUTES = (
    Column("patrols.col.route", route, weight=2),
    Column("patrols.col.wait", wait, 12),
    Column("patrols.col.who", last_or_who, weight=3),
    Column("patrols.col.interval", interval, 5, right=True, wide=46),
)
PATROLS = (
    Column("patrols.col.state", state, 5),
    Column("patrols.col.route", patrol_route, weight=2),
    Column("patrols.col.from", set_out, 11),
    Column("patrols.col.back", took, 4, right=True),
    Column("patrols.col.met", met, 4, right=True),
    Column("patrols.col.walkers", walkers, weight=3),
    Column("patrols.col.note", patrol_note, weight=4, wide=76),
)
INCIDENTS = (
    Column("patrols.col.at", at, 11),
    Column("patrols.col.place", place, weight=3),
    Column("patrols.col.kind", kind, 9),
    Column("patrols.col.people", people, 4, right=True),
    Column("patrols.col.outcome", outcome, 10),
    Column("patrols.col.by", by, 8, wide=64),
    Column("patrols.col.route", on_route, weight=2, wide=84),
    Column("patrols.col.note", note, weight=3, wide=84),
)
REPEATS = (
    Column("patrols.col.place", address, 10),
    Column("patrols.col.times", times, 8),
    Column("patrols.col.last", last, 11),
    Column("patrols.col.kind", kinds),
)
