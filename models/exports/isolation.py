"""The isolation ledger as offices keep it: who, until when by which rule, tests, temperatures."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlmodel import select

from models.exports.columns import heads
from models.exports.eye import Eye
from models.isolation import IsolationTemperature, Person, people
from models.isolation.sight import Seen, seen
from models.rules.temperature import Half, degrees
from models.sheets import SheetOut, Value
from models.store.actor import Role
from models.store.engine import Reading
from models.words import Words

_COLUMNS = ("no", "name", "door", "exposure", "exposed", "started", "released", "slip")
_MORE = ("test_days", "samples", "by_rule", "place", "served", "rubbish", "state", "note")
_DAILY = ("date", "name", "door", "morning", "evening", "symptoms")


def sheets(session: Reading, eye: Eye, words: Words) -> Sequence[SheetOut]:
    """One row a person, released or not; then the temperatures, one row a person and day.

    Only those of whom the writer may know are in it: it tells what they are isolated for.
    """
    told: list[Seen] = []
    if session.viewer.role is not Role.wallboard:
        told = [one for one in (seen(session, person) for person in people(session)) if one.whole]
    told.sort(key=lambda one: (one.person.door, one.person.id))
    columns = [heads(names, words) for names in _HEADS]
    return (
        SheetOut(
            words("export.isolation"),
            columns[0],
            [_row(session, eye, words, at, one.person) for at, one in enumerate(told, 1)],
        ),
        SheetOut(words("export.temperatures"), columns[1], _daily(session, eye, told)),
    )


_HEADS = ((*_COLUMNS, *_MORE), _DAILY)


def _row(session: Reading, eye: Eye, words: Words, at: int, one: Person) -> Sequence[Value]:
    row, course, grid = one.row, one.course, one.grid
    counted = [exposure for exposure in one.exposures if not exposure.struck]
    last = max(counted, key=lambda exposure: exposure.happened_on, default=None)
    taken = [f"{s.taken_on:%m-%d} {words.of(s.result)}" for s in one.samples]
    return (
        at,
        eye.name(one.name, grid, one.sex),
        _door(eye, one),
        words.of(one.level),
        last.happened_on if last else None,
        session.clock.day_of(row.opened_at),
        row.released_on or one.ends_on,
        row.slip,
        "、".join(f"{day:%m-%d}" for day in course.test_days) if course else "",
        "；".join(taken),
        words(course.why.key, **course.why.params) if course else "",
        row.site or words.of(row.place),
        eye.staff(one.supplies),
        eye.staff(one.rubbish),
        words.of(row.state),
        eye.text(row.note),
    )


def _daily(session: Reading, eye: Eye, told: Sequence[Seen]) -> list[Sequence[Value]]:
    by_id = {one.person.id: one.person for one in told}
    days: defaultdict[tuple[dt.date, int], dict[Half, IsolationTemperature]] = defaultdict(dict)
    for taken in session.exec(select(IsolationTemperature)):
        if taken.isolation_id in by_id:
            days[taken.taken_on, taken.isolation_id][taken.half] = taken
    return [
        (
            day,
            eye.name(by_id[row_id].name, by_id[row_id].grid, by_id[row_id].sex),
            _door(eye, by_id[row_id]),
            _degrees(halves, Half.morning),
            _degrees(halves, Half.evening),
            "；".join(eye.text(one.symptoms) for one in halves.values() if one.symptoms),
        )
        for (day, row_id), halves in sorted(days.items(), key=lambda one: one[0])
    ]


def _door(eye: Eye, one: Person) -> str:
    """The door; without a purpose its building, or the file would say who is positive."""
    return eye.door(one.door, one.grid) if eye.whole else f"{one.door.building}-*"


def _degrees(halves: Mapping[Half, IsolationTemperature], half: Half) -> str:
    return degrees(halves[half].tenths) if half in halves else ""
