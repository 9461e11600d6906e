"""How seats, shifts, posts and templates are shown in a list."""

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from screens.kit.draw import Cell, Draw, Tone, span
from screens.kit.table import Column

if TYPE_CHECKING:
    from models.shifts import PostLine, RotaRow, SeatLine, ShiftLine, TemplateLine

_TONES: dict[str, Tone] = {
    "gap_now": "alarm",
    "isolated": "alarm",
    "late": "alarm",
    "gap_soon": "warn",
    "not_out": "warn",
    "swap": "warn",
    "on_post": "ok",
}


def need(line: "SeatLine", draw: Draw) -> Cell:
    """What the seat needs at this moment, in a word."""
    found = line.need_at(draw.now)
    return draw.words.of(found), _TONES.get(found.value, "muted")


def begins(line: "SeatLine", draw: Draw) -> Cell:
    return draw.time(line.starts_at)


def hours(line: "SeatLine", draw: Draw) -> Cell:
    return f"{draw.stamp(line.starts_at)}-{draw.time(line.ends_at)}"


def post(line: "SeatLine", _: Draw) -> Cell:
    return line.post


def place(line: "SeatLine", _: Draw) -> Cell:
    return line.place, "muted"


def kind(line: "SeatLine", draw: Draw) -> Cell:
    return draw.words.of(line.post_kind), "muted"


def who(line: "SeatLine", draw: Draw) -> Cell:
    """Who has the seat, and how late he or she is where that is so."""
    if line.state == "empty":
        return draw.words("shifts.nobody"), "warn"
    if line.waiting and (late := line.late_at(draw.now)):
        return (
            f"{line.volunteer} {draw.words('shifts.late_by', t=span(timedelta(minutes=late)))}",
            "alarm",
        )
    return line.volunteer


def state(line: "SeatLine", draw: Draw) -> Cell:
    """Where the seat stands; a star says that a reason was given against rest or hours."""
    word = draw.words.of(line.state)
    return f"{word} *" if line.override else word


def came(line: "SeatLine", draw: Draw) -> Cell:
    return draw.time(line.checked_in_at)


def left(line: "SeatLine", draw: Draw) -> Cell:
    return draw.time(line.checked_out_at)


def until(line: "SeatLine", draw: Draw) -> Cell:
    return draw.words("shifts.until", at=draw.time(line.ends_at)), "muted"


def rota_post(row: "RotaRow", _: Draw) -> Cell:
    return row.post


def rota_hours(row: "RotaRow", _: Draw) -> Cell:
    return row.hours, "muted"


def rota_cell(place: int, chosen: bool, row: "RotaRow", draw: Draw) -> Cell:
    """Who stands there that day, and how many are still missing."""
    shift = row.days[place] if place < len(row.days) else None
    if shift is None:
        return ""
    names = draw.words.listed(shift.names)
    short = _short(shift, draw)
    if short:
        tone: Tone = "alarm" if shift.state == "running" else "warn"
        return f"{short} {names}".rstrip(), "muted" if shift.ends_at <= draw.now else tone
    if shift.state == "planned":
        return f"{names} ({draw.words.of(shift.state)})", "muted"
    return names, "strong" if chosen else "plain"


def _short(shift: "ShiftLine", draw: Draw) -> str:
    return draw.words("rota.short", n=shift.short) if shift.short else ""


def rota_columns(days: "tuple[date, ...]", chosen: int, draw: Draw) -> tuple[Column, ...]:
    """The columns of the grid: the post, its hours, and a column for every day."""
    return (
        Column("rota.col.post", rota_post, weight=2),
        Column("shifts.col.time", rota_hours, 11),
        *(
            Column(
                _heading(day, place == chosen, draw),
                partial(rota_cell, place, place == chosen),
                weight=2,
            )
            for place, day in enumerate(days)
        ),
    )


def _heading(day: date, chosen: bool, draw: Draw) -> str:
    words = draw.words
    said = words("rota.day", day=draw.day(day), weekday=words(f"weekday.{day.isoweekday()}"))
    return f"{draw.mark('▸')}{said}" if chosen else said


def post_name(line: "PostLine | TemplateLine", draw: Draw) -> Cell:
    """A post, or indented below it a template of its day."""
    if "template" in line.key:
        return f"  {draw.mark('·')} {line.name}", "muted"
    return line.name


def post_what(line: "PostLine | TemplateLine", draw: Draw) -> Cell:
    told = getattr(line, "hours", None) or draw.words.of(getattr(line, "kind", ""))
    return f"{told} ({draw.words('field.retired')})" if getattr(line, "retired", False) else told


def post_seats(line: "PostLine | TemplateLine", _: Draw) -> Cell:
    return str(line.seats)


PANEL = (
    Column("", need, 4),
    Column("shifts.col.time", begins, 5),
    Column("shifts.col.post", post, weight=3),
    Column("shifts.col.until", until, 8, wide=64),
    Column("shifts.col.place", place, weight=2, wide=84),
    Column("shifts.col.who", who, weight=3),
)
"""For a panel of 36 cells and up."""

COLUMNS = (
    Column("", need, 4),
    Column("shifts.col.time", hours, 16),
    Column("shifts.col.post", post, weight=3),
    Column("shifts.col.who", who, weight=3),
    Column("shifts.col.kind", kind, 15, wide=120),
    Column("shifts.col.place", place, weight=2, wide=96),
    Column("shifts.col.state", state, 10),
    Column("shifts.col.in", came, 5, wide=64),
    Column("shifts.col.out", left, 5, wide=78),
)
"""For the room."""

POSTS = (
    Column("posts.col.name", post_name, weight=2),
    Column("posts.col.what", post_what, weight=3),
    Column("posts.col.seats", post_seats, 5, right=True),
)
"""Posts, each with its templates below it."""
