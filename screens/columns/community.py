"""How gifts, rumours, moods, conflicts, good deeds and notices are shown."""

from typing import TYPE_CHECKING

from models.words import Key
from screens.kit.draw import Cell, Draw, Tone
from screens.kit.table import Column

if TYPE_CHECKING:
    from models.community import (
        AidLine,
        GoodLine,
        MediationLine,
        MoodLine,
        NoticeLine,
        RumourLine,
    )

RUMOURS_TOLD: dict[str, Tone] = {
    "heard": "warn",
    "checking": "warn",
    "answered": "muted",
    "watch": "muted",
}
"""How a rumour's state is said; one that is known and not yet posted stands out."""
SEVERITIES: dict[str, Tone] = {"urgent": "alarm", "serious": "warn", "calm": "muted"}
STORIES: dict[str, Tone] = {"ready": "ok", "shown": "muted", "declined": "muted"}
NOTICES: dict[str, Tone] = {"current": "ok", "ended": "muted"}


# ── mutual aid ──────────────────────────────────────────────────────────────────────────────────


def aid_state(line: "AidLine", draw: Draw) -> Cell:
    if line.unchecked:
        return draw.words("community.unchecked"), "alarm"
    tone: Tone = "muted" if line.past else "warn" if line.state.value == "open" else "plain"
    return draw.words.of(line.state), tone


def item(line: "AidLine", draw: Draw) -> Cell:
    told = draw.words.of(line.item) if isinstance(line.item, Key) else line.item
    return told, "muted" if line.past else "plain"


def giver(line: "AidLine", _: Draw) -> Cell:
    return line.giver, "muted" if line.past else "plain"


def receiver(line: "AidLine", _: Draw) -> Cell:
    return line.receiver, "muted" if line.past else "plain"


def carrier(line: "AidLine", _: Draw) -> Cell:
    return line.carrier, "strong" if line.mine else "muted"


def aid_at(line: "AidLine", draw: Draw) -> Cell:
    """Until when it is any good while it is on offer; else when it was given."""
    if line.good_until is not None and not line.past:
        return draw.words("community.until", t=draw.day(line.good_until)), "warn"
    return draw.stamp(line.at), "muted"


def aid_kind(line: "AidLine", draw: Draw) -> Cell:
    return draw.words.of(line.kind), "muted"


# ── rumours and moods ───────────────────────────────────────────────────────────────────────────


def rumour_state(line: "RumourLine", draw: Draw) -> Cell:
    return draw.words.of(line.state), RUMOURS_TOLD.get(line.state.value, "strong")


def heard(line: "RumourLine | MoodLine", _: Draw) -> Cell:
    """What was said, which stands back once nothing of it is due."""
    return line.text, "muted" if line.due_at is None else "plain"


def times(line: "RumourLine", _: Draw) -> Cell:
    return f"x{line.times}" if line.times > 1 else ""


def rumour_due(line: "RumourLine", draw: Draw) -> Cell:
    return (
        draw.due(line.due_at) if line.due_at is not None else (draw.stamp(line.posted_at), "muted")
    )


def checker(line: "RumourLine", _: Draw) -> Cell:
    return line.checker, "muted"


def answer(line: "RumourLine", _: Draw) -> Cell:
    return line.answer, "muted"


def severity(line: "MoodLine", draw: Draw) -> Cell:
    tone = "muted" if line.due_at is None else SEVERITIES.get(line.severity.value, "plain")
    return draw.words.of(line.severity), tone


def topic(line: "MoodLine", draw: Draw) -> Cell:
    return draw.words.of(line.topic)


def mood_place(line: "MoodLine", draw: Draw) -> Cell:
    where = draw.words("community.building", n=line.building) if line.building is not None else ""
    return f"{where} {line.place}".strip(), "muted"


def owner(line: "MoodLine", draw: Draw) -> Cell:
    return line.owner or draw.words.of(line.state), "strong" if line.mine else "muted"


def mood_due(line: "MoodLine", draw: Draw) -> Cell:
    return (
        draw.due(line.due_at) if line.due_at is not None else (draw.words.of(line.state), "muted")
    )


# ── conflicts ───────────────────────────────────────────────────────────────────────────────────


def mediation_state(line: "MediationLine", draw: Draw) -> Cell:
    return draw.words.of(line.state), "muted" if line.state.value == "followed_up" else "plain"


def conflict(line: "MediationLine", draw: Draw) -> Cell:
    return f"#{line.id} {draw.words.of(line.kind)}"


def sides(line: "MediationLine", _: Draw) -> Cell:
    return " / ".join(line.sides), "muted"


def mediator(line: "MediationLine", _: Draw) -> Cell:
    return line.mediator, "strong" if line.mine else "muted"


def mediation_due(line: "MediationLine", draw: Draw) -> Cell:
    return draw.due(line.due_at)


def reported(line: "MediationLine", draw: Draw) -> Cell:
    return draw.stamp(line.reported_at), "muted"


# ── good deeds ──────────────────────────────────────────────────────────────────────────────────


def good_state(line: "GoodLine", draw: Draw) -> Cell:
    if line.state is None:
        name = "application" if line.key.startswith("community.application") else "praise_for"
        return draw.words(f"community.{name}"), "muted"
    return draw.words.of(line.state), STORIES.get(line.state.value, "warn")


def good_text(line: "GoodLine", draw: Draw) -> Cell:
    if not line.text and line.state is not None:
        return draw.words("community.story_hidden"), "muted"
    return line.text


def good_who(line: "GoodLine", _: Draw) -> Cell:
    return line.who, "muted"


def good_day(line: "GoodLine", draw: Draw) -> Cell:
    return draw.day(line.on), "muted"


# ── notices ─────────────────────────────────────────────────────────────────────────────────────


def notice_state(line: "NoticeLine", draw: Draw) -> Cell:
    if _over(line, draw):
        return draw.words("community.over"), "alarm"
    return draw.words.of(line.state), NOTICES.get(line.state.value, "warn")


def notice_kind(line: "NoticeLine", draw: Draw) -> Cell:
    return draw.words.of(line.kind)


def notice_until(line: "NoticeLine", draw: Draw) -> Cell:
    return draw.stamp(line.expires_at), "warn" if _over(line, draw) else "muted"


def notice_text(line: "NoticeLine", draw: Draw) -> Cell:
    said = line.chinese if draw.words.lang == "zh" else line.english
    return said, "muted" if line.state.value == "ended" else "plain"


def _over(line: "NoticeLine", draw: Draw) -> bool:
    """Whether it still stands past the moment it names."""
    return line.state.value == "current" and line.expires_at <= draw.now


AID = (
    Column("community.col.state", aid_state, 10),
    Column("community.col.item", item, weight=3),
    Column("community.col.from", giver, 9),
    Column("community.col.to", receiver, 9),
    Column("community.col.at", aid_at, 11),
    Column("community.col.carrier", carrier, 8, wide=66),
    Column("community.col.kind", aid_kind, 10, wide=80),
)
RUMOURS = (
    Column("community.col.state", rumour_state, 10),
    Column("community.col.text", heard, weight=3),
    Column("community.col.times", times, 4, right=True),
    Column("community.col.due", rumour_due, 11, right=True),
    Column("community.col.by", checker, 8, wide=58),
    Column("community.col.answer", answer, weight=3, wide=80),
)
MOODS = (
    Column("community.col.severity", severity, 7),
    Column("community.col.topic", topic, 10),
    Column("community.col.text", heard, weight=3),
    Column("community.col.place", mood_place, 8, wide=58),
    Column("community.col.by", owner, 8, wide=48),
    Column("community.col.due", mood_due, 7, right=True),
)
MEDIATIONS = (
    Column("community.col.state", mediation_state, 11),
    Column("community.col.kind", conflict, weight=2),
    Column("community.col.sides", sides, 11),
    Column("community.col.mediator", mediator, 8),
    Column("community.col.due", mediation_due, 5, right=True),
    Column("community.col.at", reported, 11, wide=66),
)
GOOD = (
    Column("community.col.state", good_state, 11),
    Column("community.col.text", good_text, weight=3),
    Column("community.col.who", good_who, 8),
    Column("community.col.day", good_day, 5, right=True),
)
NOTICES_LISTED = (
    Column("community.col.state", notice_state, 8),
    Column("community.col.kind", notice_kind, 14, wide=44),
    Column("community.col.until", notice_until, 11),
    Column("community.col.text", notice_text, weight=3),
)
