"""The care list as offices keep it: who, why, until when, and by whom looked after."""

from collections.abc import Sequence

from models.care import Medicine
from models.care.sight import seen
from models.care.standing import Person, roll
from models.exports.columns import heads
from models.exports.eye import Eye
from models.sheets import SheetOut
from models.store.engine import Reading
from models.words import Words

_COLUMNS = ("no", "name", "care_door", "categories", "birth", "medicine", "days_left", "mobility")
_MORE = ("contact", "paired", "frequency", "last_visit", "tier", "due", "state", "note")


def sheets(session: Reading, eye: Eye, words: Words) -> Sequence[SheetOut]:
    """One row a person on the list, in the order of the doors."""
    people = sorted(roll(session), key=lambda one: (one.door, one.profile.id))
    rows = [_row(session, eye, words, at, one) for at, one in enumerate(people, start=1)]
    headers = heads((*_COLUMNS, *_MORE), words)
    if not eye.whole:
        headers[4] = words("export.col.age")
    return (SheetOut(words("export.care"), headers, rows),)


def _row(
    session: Reading, eye: Eye, words: Words, at: int, one: Person
) -> tuple[str | int | None, ...]:
    shown, profile, grid = seen(session, one), one.profile, one.grid
    told = eye.tells_illness(grid, shown.mine)
    local = session.clock.local
    hours = profile.frequency_hours
    visited = profile.last_seen_at
    return (
        at,
        eye.name(one.name, grid, one.sex, shown.mine),
        shown.door,
        words.listed(shown.marks),
        eye.age(one.birth_year, grid, words),
        _medicines(profile.condition, one.medicines) if told else "",
        one.standing.days_left if shown.days else None,
        words.of(profile.mobility) if shown.needs else "",
        eye.contact(profile.emergency_contact) if shown.whole_door else "",
        eye.staff(one.volunteer),
        words("export.hours", n=hours) if hours else "",
        f"{local(visited):%Y-%m-%d}" if visited else "",
        words.of(one.standing.tier),
        f"{local(one.standing.due_at):%Y-%m-%d %H:%M}" if one.watched else "",
        words.of(profile.state),
        eye.text(profile.note) if told else "",
    )


def _medicines(condition: str, medicines: Sequence[Medicine]) -> str:
    return "；".join(filter(None, (condition, *(one.label for one in medicines))))
