"""How those who serve, partners and absences are shown in a list."""

from typing import TYPE_CHECKING

from screens.kit.draw import Cell, Draw, Tone
from screens.kit.table import Column

if TYPE_CHECKING:
    from models.people import AvailabilityLine, PartnerLine
    from models.shifts import PersonLine


def name(line: "PersonLine", _: Draw) -> Cell:
    return line.who.name


def handle(line: "PersonLine", _: Draw) -> Cell:
    return f"@{line.who.initials}", "muted"


def kind(line: "PersonLine", draw: Draw) -> Cell:
    return draw.words.of(line.who.kind)


def role(line: "PersonLine", draw: Draw) -> Cell:
    return "" if line.who.role == "volunteer" else draw.words.of(line.who.role)


def unit(line: "PersonLine", _: Draw) -> Cell:
    return line.who.origin_unit, "muted"


def phone(line: "PersonLine", _: Draw) -> Cell:
    return line.who.phone


def skills(line: "PersonLine", draw: Draw) -> Cell:
    return draw.words.listed(line.who.skills), "muted"


def _passed(line: "PersonLine", limit: str) -> Tone:
    """Whether a limit of rest is passed; the mark before the number says it without colour."""
    passed = line.tired is not None and any(c.key == limit for c in line.tired.cautions)
    return "alarm" if passed else "plain"


def _limited(line: "PersonLine", number: float, limit: str) -> Cell:
    tone = _passed(line, limit)
    said = f"{number:g}" if number else ""
    return (f"!{said}", tone) if tone == "alarm" else said


def hours(line: "PersonLine", _: Draw) -> Cell:
    return _limited(line, line.tired.hours, "warn.shifts.hours") if line.tired else ""


def nights(line: "PersonLine", _: Draw) -> Cell:
    return _limited(line, line.tired.nights, "warn.shifts.nights") if line.tired else ""


def days(line: "PersonLine", _: Draw) -> Cell:
    return _limited(line, line.tired.days, "warn.shifts.rest_day") if line.tired else ""


def rest(line: "PersonLine", draw: Draw) -> Cell:
    return draw.day(line.tired.last_rest_day) if line.tired else ""


def state(line: "PersonLine", draw: Draw) -> Cell:
    """Where he or she is now: on a post, free, away, in isolation, gone."""
    words, who = draw.words, line.who
    if who.state == "demobilised":
        return f"{words.of(who.state)} {draw.day(who.demobilised_on)}", "muted"
    if who.state != "serving":
        return words.of(who.state), "warn"
    if line.post:
        return words("people.on", post=line.post), "ok"
    if who.away_until is not None:
        return words("people.away", until=draw.stamp(who.away_until)), "warn"
    return words("people.free"), "muted"


def partner_kind(line: "PartnerLine", draw: Draw) -> Cell:
    return draw.words.of(line.kind), "muted"


def partner_name(line: "PartnerLine", _: Draw) -> Cell:
    return line.name


def partner_phone(line: "PartnerLine", _: Draw) -> Cell:
    return line.phone, "strong"


def partner_hours(line: "PartnerLine", _: Draw) -> Cell:
    return line.hours, "muted"


def away_who(line: "AvailabilityLine", _: Draw) -> Cell:
    return line.volunteer


def away_kind(line: "AvailabilityLine", draw: Draw) -> Cell:
    return draw.words.of(line.kind), "warn" if line.kind == "unavailable" else "muted"


def away_span(line: "AvailabilityLine", draw: Draw) -> Cell:
    return f"{draw.stamp(line.starts_at)} - {draw.stamp(line.ends_at)}"


def away_reason(line: "AvailabilityLine", _: Draw) -> Cell:
    return line.reason, "muted"


COLUMNS = (
    Column("people.col.name", name, 8),
    Column("people.col.handle", handle, 6),
    Column("people.col.kind", kind, 11),
    Column("people.col.role", role, 12, wide=110),
    Column("people.col.hours", hours, 7, right=True),
    Column("people.col.nights", nights, 6, right=True),
    Column("people.col.days", days, 5, right=True),
    Column("people.col.rest", rest, 8, right=True, wide=64),
    Column("people.col.state", state, weight=3),
    Column("people.col.phone", phone, 13, wide=88),
    Column("people.col.unit", unit, weight=3, wide=118),
    Column("people.col.skills", skills, weight=3, wide=128),
)
PARTNERS = (
    Column("partners.col.kind", partner_kind, 12),
    Column("partners.col.name", partner_name, weight=3),
    Column("partners.col.phone", partner_phone, weight=3),
    Column("partners.col.hours", partner_hours, weight=2, wide=56),
)
AWAY = (
    Column("away.col.who", away_who, weight=2),
    Column("away.col.kind", away_kind, 11, wide=40),
    Column("away.col.span", away_span, weight=5),
    Column("away.col.reason", away_reason, weight=2, wide=56),
)
